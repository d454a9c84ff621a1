"""Programs: the table is the package's, horizons are never mixed, and gaps are said."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

import pytest

from paychart.careers.programs import LEVELS, catalogue, grounding, programs
from paychart.data.reference import carried
from paychart.errors import BadInput


def test_the_table_is_what_the_package_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3] / "scripts"))
    sys.modules.pop("derive_programs", None)
    import derive_programs  # type: ignore[import-not-found]

    kept = [tuple(row.values()) for row in carried("programs.csv.gz")]
    assert kept == [tuple(str(value) for value in row) for row in derive_programs.rows()]


def test_colorado_associates() -> None:
    found = programs("CO", "associate")
    assert {p.state for p in found.programs} == {"CO"}
    assert {p.level for p in found.programs} == {"associate"}
    pay = [p.earnings for p in found.programs if p.earnings is not None and p.years_after == 4]
    assert found.medians["CO"]["earnings_4_years"] == statistics.median(pay)
    assert found.without_earnings == sum(p.earnings is None for p in found.programs)


def test_horizons_are_never_mixed() -> None:
    found = programs("", "bachelor")
    four = [p.earnings for p in found.programs if p.years_after == 4]
    one = [p.earnings for p in found.programs if p.years_after == 1]
    assert four
    assert one
    assert found.medians["US"]["with_earnings"] == len(four)
    ordered = [p.years_after for p in found.programs]
    assert ordered == [4] * len(four) + [1] * len(one) + [None] * (len(ordered) - len(four) - len(one))


def test_a_program_without_earnings_is_shown_last_and_never_as_zero() -> None:
    found = programs("CO")
    assert found.programs[-1].earnings is None
    assert all(p.earnings != 0 for p in catalogue())
    assert all((p.earnings is None) == (p.years_after is None) for p in catalogue())


def test_levels_pay_more_the_higher() -> None:
    middle = [programs("", level).medians["US"]["earnings_4_years"] or 0 for level in LEVELS]
    assert middle == sorted(middle)


def test_names_and_words_for_levels() -> None:
    assert programs("Colorado", "associate's").programs == programs("co", "aas").programs


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ({"state": "Colrado"}, "CO (Colorado)"),
        ({"level": "phd"}, "bachelor"),
        ({"field": "51.99"}, "51.07 Health and Medical Administrative Services"),
        ({"institution": "Wstern Governors Universty"}, "Western Governors University"),
    ],
)
def test_wrong_words_bring_the_nearest(words: dict[str, str], near: str) -> None:
    with pytest.raises(BadInput) as caught:
        programs(**words)
    assert near in caught.value.nearest


def test_grounding_names_its_count_and_horizon() -> None:
    assert "four years on" in grounding("bachelor", "OH")
    assert "nationwide" in grounding("associate", "WY")
    assert grounding("doctoral", "OH", ["51.27"]) == ""


def test_programs_are_plain_values() -> None:
    assert json.loads(json.dumps(programs("CO").to_dict()))["source"]
