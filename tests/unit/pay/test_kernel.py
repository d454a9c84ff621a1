"""The kernel's contract: what is unknown, what is refused, what notices say, and the store it asks by default."""

from __future__ import annotations

import shutil
import string
import threading
from pathlib import Path

import numpy as np
import pytest

import paychart
from paychart import Education, People, Profile, Store, estimate, open_store, price
from paychart.data.store import default_store
from paychart.errors import BadInput
from paychart.pay import notices
from paychart.pay.notices import Notice, in_words

CODER = "29-2072"


def test_columns_come_back_as_profiles() -> None:
    profiles = [
        Profile(CODER),
        Profile(CODER, "0600000", "622000", Education.MASTER, 3.5, (), 1040.0, 9.0),
        Profile(CODER, credentials=("CPC",)),
    ]
    people = People.of(profiles)
    assert [people.profile(row) for row in range(3)] == profiles
    assert people.described.tolist() == [False, True, True]
    assert people.years[1] == 9.0  # years since school count, where they are said
    assert [people.take(np.array([2])).profile(0)] == profiles[2:]


def test_unknown_is_not_none(store: Store) -> None:
    silent, none, held = (estimate(Profile(CODER, credentials=c), store) for c in (None, (), ("CPC",)))
    assert silent.status == "published"
    assert none.annual["p50"] < silent.annual["p50"] <= held.annual["p50"]
    assert Profile.from_words(CODER, credentials=["none"]).credentials == ()
    assert Profile.from_words(CODER).credentials is None
    with pytest.raises(BadInput, match="beside CPC"):
        Profile.from_words(CODER, credentials=["none", "CPC"])


def test_years_in_this_work_and_since_school(store: Store) -> None:
    only = estimate(Profile(CODER, experience_years=3), store)
    both = estimate(Profile(CODER, experience_years=3, years_since_school=12), store)
    since = estimate(Profile(CODER, years_since_school=12), store)
    assert both.annual == since.annual != only.annual
    assert {n.severity for n in only.notices if n.code == "since_school_assumed"} == {"assumption"}
    assert any(n.code == "in_this_work_unused" for n in both.notices)
    with pytest.raises(BadInput, match="more than 2 since school"):
        Profile(CODER, experience_years=3, years_since_school=2)


def test_a_row_that_cannot_be_priced_leaves_the_rest(store: Store) -> None:
    people = People.of([Profile(CODER), Profile(CODER, credentials=("XYZ",)), Profile("no-such")])
    priced = price(store, people)
    assert sorted(priced.errors) == [1, 2]
    assert priced.status.tolist() == ["published", "refused", "refused"]
    assert np.isfinite(priced.annual[0]).all()
    assert np.isnan(priced.annual[1:]).all()
    assert np.isnan(priced.quantile([0.5])[1:]).all()
    assert len(price(store, People.of([]))) == 0


def test_shares_turn_back_into_pay(store: Store) -> None:
    people = People.of(
        [
            Profile(CODER),
            Profile(CODER, "0600000", "622000", Education.BACHELOR, 4),
            Profile(CODER, hours_per_year=1000),
        ]
    )
    priced = price(store, people)
    levels = np.array([0.06, 0.3, 0.5, 0.77, 0.95])
    for pay, level in zip(priced.quantile(levels).T, levels, strict=True):
        share, band = priced.percentile_of(pay)
        np.testing.assert_allclose(share, level, atol=1e-6)
        assert ((band[:, 0] < share) & (share < band[:, 1])).all()
    assert np.isnan(priced.percentile_of([np.nan, -5.0, 0.0])[0]).all()
    with pytest.raises(BadInput):
        priced.quantile([0.0])


def test_draws_can_be_compared_pair_by_pair(store: Store) -> None:
    mine = Profile(CODER, "0600000", education=Education.BACHELOR, experience_years=4, credentials=())
    more = Profile(CODER, "0600000", education=Education.BACHELOR, experience_years=4, credentials=("CPC",))
    there = Profile(CODER, "0019740", education=Education.BACHELOR, experience_years=4, credentials=())
    together = price(store, People.of([mine, more, there])).draws(200, 7)
    alone = price(store, People.of([mine])).draws(200, 7)
    np.testing.assert_allclose(together.effect[0], alone.effect[0], atol=1e-12)
    np.testing.assert_array_equal(together.cell[0], together.cell[1])  # one cell errs once
    gap = together.effect[1] - together.effect[0]
    assert gap.std() < together.effect[1].std() < 1.5 * np.hypot(*together.effect[:2].std(axis=1))
    assert abs(np.corrcoef(together.cell[0], together.cell[2])[0, 1]) < 0.25
    low, high = np.quantile(together.dollars[0], [0.05, 0.95])
    band = estimate(mine, store).interval90
    assert band is not None
    assert low == pytest.approx(band["p50"][0], rel=0.03)
    assert high == pytest.approx(band["p50"][1], rel=0.03)


def test_refused_cells_are_not_sure_of_nothing(store: Store) -> None:
    from paychart.pay.model import price as price_cells

    refused = price_cells(store, ["no-such"], ["0000000"], ["000000"])
    assert refused.status[0] == "refused"
    assert np.isnan(refused.half_width).all()
    assert np.isnan(refused.percentiles).all()


def test_every_notice_has_words_for_its_numbers() -> None:
    for code, (severity, words) in notices._WORDS.items():
        assert severity in (notices.NOTE, notices.CAUTION, notices.ASSUMPTION)
        names = [name for _, name, _, _ in string.Formatter().parse(words) if name]
        notice = Notice.of(code, **{name: {"why": "absent", "said": "Read so."}.get(name, 3) for name in names})
        assert "{" not in notice.words
        assert notice.words[0].isupper() or words.startswith("{")
        assert notice.words.endswith((".", ";"))
        assert notice.to_dict()["code"] == code
    assert in_words([Notice("mean_derived"), Notice("mean_derived")]) == (Notice("mean_derived").words,)


def test_names_of_the_first_edition_say_what_to_use() -> None:
    for name in paychart.RETIRED:
        with pytest.raises(AttributeError, match=r"gone since 2\.0\. Use"):
            getattr(paychart, name)
        with pytest.raises(AttributeError, match=r"gone since 2\.0"):
            getattr(paychart.pay, name)


def test_the_default_store_is_held_and_opened_anew_where_it_was_replaced(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.duckdb"
    shutil.copy(store_path, own)
    monkeypatch.setenv("PAYCHART_STORE", str(own))
    found: list[Store] = []
    threads = [threading.Thread(target=lambda: found.append(default_store())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = default_store()
    assert len({id(one) for one in [*found, first]}) == 1
    assert estimate(Profile(CODER)).annual["p50"] == 51_140
    shutil.copy(store_path, tmp_path / "new.duckdb")
    (tmp_path / "new.duckdb").replace(own)
    assert default_store() is not first
    assert first.release == default_store().release  # whoever reads the old one still can


def test_what_is_kept_with_a_store_is_built_once(store_path: Path) -> None:
    built: list[int] = []

    def build() -> list[int]:
        built.append(1)
        return built

    with open_store(store_path) as opened:
        threads = [threading.Thread(target=lambda: opened.cached("a list", build)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert built == [1]
        assert opened.holds("a list")
        assert opened.cached("outer", lambda: opened.cached("inner", lambda: 7)) == 7
