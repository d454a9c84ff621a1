"""Poorer releases: no standard errors, areas without a published cell, industries without the work."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from paychart.data.store import Store, open_store
from paychart.errors import Suppressed
from paychart.pay.estimate import estimate
from paychart.pay.model import price
from paychart.pay.places import places
from paychart.pay.predict import predict
from paychart.profile import Profile

Changed = Callable[[str], Store]
NOWHERE = "29-2072", "0600000", "113300"  # logging employs no medical records specialists


@pytest.fixture
def changed(store_path: Path, store: Store, tmp_path: Path) -> Iterator[Changed]:
    """A copy of the bundled store with its cells changed; what was published there stays as its model has it."""
    opened: list[Store] = []

    def make(sql: str) -> Store:
        path = tmp_path / f"store{len(opened)}.duckdb"
        shutil.copy(store_path, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute(sql)
        opened.append(open_store(path))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_without_standard_errors_figures_stay_and_no_interval_is_claimed(changed, store):
    poor = changed("UPDATE cell SET mean_rse = NULL, employment_rse = NULL")
    answer = estimate(Profile("29-2072", "0019740"), poor)
    assert answer.status == "published"
    assert answer.annual == estimate(Profile("29-2072", "0019740"), store).annual
    assert answer.interval90 is None
    assert any("no standard error" in text for text in answer.warnings)


def test_without_standard_errors_joint_cells_and_lists_still_answer(changed, store):
    poor = changed("UPDATE cell SET mean_rse = NULL, employment_rse = NULL")
    joint = estimate(Profile("29-2072", "0019740", "622000"), poor)
    assert joint.status == "modelled"
    assert joint.annual == estimate(Profile("29-2072", "0019740", "622000"), store).annual
    assert joint.interval90 is None
    rows = predict(
        poor,
        {"occupation": ["29-2072", "29-9021"], "area": ["0019740", "0011100"], "industry": ["622000", ""]},
    )
    assert rows.status == ["modelled", "modelled"]
    assert np.isfinite(rows.wages).all()
    listed = places(poor, "29-2072", sort="nominal")
    assert len(listed.places) > 400


def test_an_area_without_any_published_cell_says_so_and_gives_the_nearest(changed):
    bare = changed("DELETE FROM cell WHERE area = '0019740'")
    alone = estimate(Profile("29-2072", "0019740"), bare)
    assert alone.status == "modelled"
    assert any("No wages of this area are published" in text for text in alone.warnings)
    assert alone.annual == estimate(Profile("29-2072", "0800000"), bare).annual  # Colorado
    joint = estimate(Profile("29-2072", "0019740", "622000"), bare)
    assert any("No wages of this area are published" in text for text in joint.warnings)
    priced = price(bare, ["29-2072"] * 2, ["0019740"] * 2, ["000000", "622000"])
    assert priced.status.tolist() == ["refused", "refused"]
    assert np.isnan(priced.percentiles).all()


def test_an_industry_that_does_not_employ_the_occupation_is_refused_with_the_reason(store):
    priced = price(store, *([code] for code in NOWHERE))
    assert priced.status[0] == "refused"
    assert "nobody of this occupation in this industry" in priced.reason[0]
    answer = estimate(Profile(*NOWHERE), store)
    assert "nobody of this occupation" in answer.warnings[0]
    assert answer.annual == estimate(Profile(NOWHERE[0], NOWHERE[1]), store).annual
    nation = estimate(Profile(NOWHERE[0], industry=NOWHERE[2]), store)
    assert nation.annual == estimate(Profile(NOWHERE[0]), store).annual


def test_an_occupation_without_any_wages_is_refused_whole(changed):
    none = changed("DELETE FROM cell WHERE occupation = '29-2072'")
    with pytest.raises(Suppressed, match="released no wages"):
        estimate(Profile("29-2072", "0019740", "622000"), none)
