"""Places as strangers typed them, and laws that hold for every county and ZIP code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paychart import Store
from paychart.errors import PaychartError, UnknownCode
from paychart.words import index
from paychart.words.areas import understand_place
from paychart.words.gazetteer import gazetteer

CASES = Path(__file__).parents[3] / "shared" / "cases" / "places.tsv"


def answered(text: str, store: Store) -> str:
    """The code, ASK, or REFUSE."""
    try:
        found = understand_place(text, store)
    except PaychartError:
        return "REFUSE"
    return found.choice.code if found.choice else "ASK"


@pytest.mark.skipif(not CASES.is_file(), reason="the shared cases are not beside the project")
def test_the_shared_cases(store: Store) -> None:
    """No place is silently another; 59718 is one area in our table of ZIP codes and two in another's."""
    wrong = []
    for row in csv.DictReader(CASES.open(encoding="utf-8"), delimiter="\t"):
        right = row["right"].split(",")[0].split()[0]
        if (got := answered(row["words"], store)) != right and row["words"] != "59718":
            wrong.append((row["words"], right, got))
    assert wrong == []


def test_every_postal_code_is_its_state_but_la_which_is_told(store: Store) -> None:
    for area in index(store).areas.values():
        if area.type == "state" and area.state != "LA":
            assert answered(area.state, store) == area.code
            assert answered(area.state.lower(), store) == area.code


def test_every_county_with_its_state_is_its_area(store: Store) -> None:
    seen = {(r.name, r.state, r.area) for rows in gazetteer().counties.values() for r in rows}
    assert len(seen) > 3200
    for name, state, area in sorted(seen):
        assert answered(f"{name}, {state}", store) == area


def test_every_zip_code_resolves_or_asks_and_none_is_a_metro_code(store: Store) -> None:
    held = gazetteer()
    for code in held.zips:
        found = understand_place(code, store)
        listed = held.zip(code)
        assert listed is not None
        choices = [found.choice, *found.others] if found.choice else list(found.others)
        assert {c.code for c in choices if c} == {area for area, _ in listed.areas}
    metros = {code[2:] for code, area in index(store).areas.items() if area.type == "metropolitan"}
    assert len(metros & held.zips.keys()) > 100  # the same digits; the ZIP code is meant each time
    assert answered("12580", store) == "0028880"
    assert answered("0012580", store) == "0012580"


@pytest.mark.parametrize("code", ["99999", "00000", "80297"])
def test_a_zip_code_nobody_lists_is_asked_or_refused(store: Store, code: str) -> None:
    assert answered(code, store) in ("ASK", "REFUSE")


@pytest.mark.parametrize(
    "text",
    ["zzz", "x" * 10_000, "東京", "Денвер", "'; DROP TABLE area; --", "<b>Denver</b>x", "Lagos", "Toronto", "Mexico",
     "Paris, France", "Jane Q. Person", "!!!", "\u00b2", "-1"],
)  # fmt: skip
def test_what_is_no_place_in_the_us_is_refused(store: Store, text: str) -> None:
    with pytest.raises(PaychartError):
        understand_place(text, store).chosen()


def test_a_zip_code_over_two_areas_names_both_with_shares(store: Store) -> None:
    code = next(c for c, row in gazetteer().zips.items() if row[4])
    found = understand_place(code, store)
    shares = [c.share for c in ([found.choice] if found.choice else []) + list(found.others) if c]
    assert len(shares) > 1
    assert 0.8 < sum(s or 0 for s in shares) <= 1.01


@pytest.mark.parametrize(
    ("text", "area", "rival"),
    [
        ("LA", "0031080", "Louisiana"),
        ("Manhattan", "0035620", "Manhattan, KS"),
        ("Portland", "0038900", "Portland, ME"),
    ],
)
def test_famous_rivals_are_told(store: Store, text: str, area: str, rival: str) -> None:
    found = understand_place(text, store)
    assert (found.code, found.how) == (area, "told")
    assert rival in found.said


def test_an_unknown_place_is_refused_with_its_state(store: Store) -> None:
    with pytest.raises(UnknownCode, match="known in CO"):
        understand_place("Zzyzxville, CO", store)
