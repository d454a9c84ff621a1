"""The next release arrives: a made-up one in BLS's layout goes through build, estimates, guide, checker and trend.

A real one must need data and no code. What is bound to the release that installs with paychart is not repeated here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paychart import Profile, estimate
from paychart.claims import check_guide
from paychart.data.store import Store, build_store, open_store
from paychart.data.store.standing import content_hash_of
from paychart.errors import PaychartError, SourceUnavailable
from paychart.guide import sections, summary, topics
from paychart.pay.places import places
from paychart.pay.time.outlook import outlook
from paychart.pay.time.trend import trend
from paychart_lab import drill

CODER = "29-2072"


@pytest.fixture(scope="module")
def files(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("next") / "oews"
    assert drill.write_release(store, folder) > 1_000_000
    return folder


@pytest.fixture(scope="module")
def coming(files: Path, store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the coming release; the new footnote stops the first build, and one line of data lets it pass."""
    path = tmp_path_factory.mktemp("built") / "next.duckdb"
    with pytest.raises(SourceUnavailable, match="footnote code 9, whose meaning is not known"):
        build_store(path, oews_flat_folder=files)
    assert not path.exists()
    (files / "oews_footnotes.csv").write_text(f"code,meaning\n{drill.FOOTNOTE[0]},note\n", encoding="utf-8")
    assert build_store(path, oews_flat_folder=files) != content_hash_of(store_path)
    with open_store(path) as opened:
        yield opened


def test_the_release_is_a_year_later_and_its_laws_hold(coming: Store, store: Store) -> None:
    assert int(coming.release_code[:4]) == int(store.release_code[:4]) + 1
    assert all(finding["holds"] for finding in coming.findings if finding["hard"])
    assert coming.vintages["oews"].edition == coming.release
    assert coming.vintages["oews"].due > store.vintages["oews"].due


def test_the_outgoing_release_is_in_history(coming: Store, store: Store) -> None:
    year = int(store.release_code[:4])
    sql = "SELECT annual_p50, employment FROM national_history WHERE (occupation, year) = (?, ?)"
    then = store.rows(
        "SELECT annual_p50, employment FROM cell WHERE area = '0000000' AND industry = '000000' AND occupation = ?",
        [CODER],
    )
    assert coming.rows(sql, [CODER, year]) == then
    assert coming.rows("SELECT count(*) FROM place_history WHERE year = ?", [year])[0][0] > 200_000
    own = [s for s in trend(coming, CODER).stretches if not s.wider][-1]
    assert [point.year for point in own.points][-2:] == [year, year + 1]


def test_estimates_follow_codes_areas_and_cells_as_they_are_now(coming: Store, store: Store) -> None:
    now, before = estimate(Profile(CODER), coming), estimate(Profile(CODER), store)
    assert now.status == "published"
    assert 1.005 < now.annual["p50"] / before.annual["p50"] < 1.055
    for old, parts in drill.SPLIT.items():
        for part in parts:
            assert estimate(Profile(part), coming).status == "published"
        with pytest.raises(PaychartError):
            estimate(Profile(old), coming)
    assert estimate(Profile(CODER, area=drill.RENAMED[0]), coming).names["area"] == drill.RENAMED[1]
    assert estimate(Profile(CODER, area=drill.REDRAWN[1]), coming).names["area"] == drill.REDRAWN[2]
    withdrawn = estimate(Profile(CODER, area=drill.WITHDRAWN[1]), coming)
    assert withdrawn.status == "modelled"


def test_places_outlook_and_guide_are_of_the_new_release(coming: Store) -> None:
    ranking = places(coming, CODER)
    assert ranking.release == coming.release
    assert drill.REDRAWN[2] in {place.name for place in ranking.places} | set(ranking.unranked)
    assert outlook(coming, CODER).period == coming.vintages["projections"].edition
    told = str(summary.to_dict(sections.build(coming, topics.find_topic(coming, "him"), None)))
    assert coming.release in told


def test_what_was_said_of_the_outgoing_release_is_still_checkable(coming: Store, store: Store) -> None:
    ((median,),) = store.rows(
        "SELECT annual_p50 FROM cell WHERE area = '0000000' AND industry = '000000' AND occupation = ?",
        [CODER],
    )
    text = f"In {store.release}, the median pay of medical records specialists was ${median:,.0f} a year."
    (claim, *_) = check_guide(text.encode(), coming, name="old.md").claims
    assert claim.grade == "supported", claim.verdict.explanation
    assert claim.verdict.now["release"] == coming.release
