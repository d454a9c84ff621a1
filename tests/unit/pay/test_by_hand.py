"""Small cases of the pay core worked out by hand, for lines whose mutants no other test told apart."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from paychart import Profile, estimate
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.answer import modelled_lineage
from paychart.pay.cells import Tree
from paychart.pay.composition import (
    PeopleTables,
    chain,
    composition,
    employer_types,
    hours_brackets,
    hours_shares,
    in_industry,
    published_education,
    raked,
)
from paychart.pay.disagreement import Comparison
from paychart.pay.parity import Parity
from paychart.pay.ranking import demand_rank_bounds
from paychart.pay.take_home import taxes
from paychart.pay.time.index import Index, by_name, month_number, month_text
from paychart.pay.time.nowcast import ageing, month_asked, moved_between
from paychart.pay.time.parameters import GrowthModel, relative_level
from paychart.pay.uncertainty import Z90, fallback_log_se
from paychart_lab.time.backtest import fit_slopes

TREE = Tree(
    {"0012060": "1300000", "1300000": "1300000"},
    {"621100": "621000", "621000": "62--63", "62--63": "000000"},
)


def test_stand_ins_go_outwards_one_step_at_a_time() -> None:
    assert TREE.wider_areas("0012060") == ["0012060", "1300000", "0000000"]
    assert TREE.wider_areas("1300000") == ["1300000", "0000000"]
    assert TREE.wider_areas("7200000") == ["7200000", "0000000"]
    assert TREE.wider_industries("621100") == ["621100", "621000", "62--63", "000000"]
    found = TREE.stand_ins(("29-2072", "0012060", "62--63"))
    assert found == [
        (("29-2072", "0012060", "62--63"), []),
        (("29-2072", "0012060", "000000"), ["all industries"]),
        (("29-2072", "1300000", "62--63"), ["state for area"]),
        (("29-2072", "1300000", "000000"), ["state for area", "all industries"]),
        (("29-2072", "0000000", "62--63"), ["nation for area"]),
        (("29-2072", "0000000", "000000"), ["nation for area", "all industries"]),
    ]
    narrow = dict(TREE.stand_ins(("29-2072", "1300000", "621100")))
    assert narrow["29-2072", "1300000", "621000"] == ["wider industry"]
    assert narrow["29-2072", "1300000", "62--63"] == ["sector"]
    assert narrow["29-2072", "0000000", "621100"] == ["nation for state"]


def test_errors_of_stand_ins_add_in_quadrature() -> None:
    """State for area misses by 21.8 % in one of ten, a sector by 29.4 %."""
    state, sector = math.log(1.218) / Z90, math.log(1.294) / Z90
    assert fallback_log_se([]) == 0
    assert fallback_log_se(["state for area"]) == pytest.approx(state)
    assert fallback_log_se(["state for area", "sector"]) == pytest.approx(math.hypot(state, sector))


@pytest.mark.parametrize(
    ("weekly", "bracket"),
    [
        (14.9, None), (15, 0), (24.4, 0), (24.5, 1), (34.4, 1), (34.5, 2), (35, 2), (39.4, 2), (39.5, 3),
        (40.4, 3), (40.5, 4), (49.4, 4), (49.5, 5), (59.4, 5), (59.5, 6), (80, 6),
    ],
)  # fmt: skip
def test_hours_fall_into_their_bracket(weekly: float, bracket: int | None) -> None:
    assert hours_brackets(np.array([weekly]))[0] == (-1 if bracket is None else bracket)


def test_groups_and_employer_types_from_near_to_far() -> None:
    assert chain("29-2072") == ("29-2072", "29-2000", "29-0000", "00-0000")
    assert chain("29-0000") == ("29-0000", "00-0000")
    assert employer_types("622100") == ("622100", "622000", "62----")
    assert employer_types("31-33") == ("31-33", "3100", "31000", "31----")
    assert employer_types("000000") == employer_types("000001") == ()


def test_raking_keeps_the_years_within_a_level_and_lends_everyone_s_to_one_never_met() -> None:
    joint = np.array([[0.1, 0.3], [0.0, 0.0], [0.4, 0.2]])
    found = raked(joint, np.array([0.2, 0.4, 0.4]))
    np.testing.assert_allclose(found, [[0.05, 0.15], [0.2, 0.2], [0.4 * 2 / 3, 0.4 / 3]])


def _people(folder: Path) -> PeopleTables:
    """A folder of person tables on two occupations of one group."""
    (folder / "people_composition.csv").write_text(
        "occupation,education,experience,years,share,records\n"
        "29-2072,bachelor,0-4,2.0,0.25,30\n29-2072,master,5-9,7.0,0.75,90\n"
        "00-0000,bachelor,0-4,2.0,0.5,0\n00-0000,master,5-9,7.0,0.5,0\n"
    )
    (folder / "people_effects.csv").write_text(
        "occupation,factor,level,effect,se,n\n29-2072,hours,40,0,0.01,150\n29-2072,hours,15-24,0,0.01,50\n"
        "29-2072,employer,622000,0,0.01,900\n29-2099,hours,60+,0,0.01,40\n"
    )
    (folder / "people_employer_education.csv").write_text(
        "occupation,employer,education,here,everywhere\n29-2072,622000,bachelor,0.5,0.25\n"
    )
    return PeopleTables(folder)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PeopleTables:
    """Whatever else the loader asks of a folder, these are its tables."""
    monkeypatch.setattr("paychart.pay.composition.table_path", lambda folder, name: folder / name)
    return _people(tmp_path)


def test_a_mix_takes_two_thousandths_of_its_wider_group_s(people: PeopleTables) -> None:
    """All: 0.25 in each of the four by its margins, 0.5 in two: 0.998 * 0.5 + 0.002 * 0.25 = 0.4995."""
    joint, records, years, whose = composition(people, "29-2072")
    assert whose == "29-2072"
    assert years.tolist() == [2.0, 7.0]
    wide_met, wide_unmet = 0.998 * 0.5 + 0.002 * 0.25, 0.002 * 0.25
    levels = np.flatnonzero(joint.sum(axis=1) > 0)
    np.testing.assert_allclose(
        joint[levels],
        [
            [0.998 * 0.25 + 0.002 * wide_met, 0.002 * wide_unmet],
            [0.002 * wide_unmet, 0.998 * 0.75 + 0.002 * wide_met],
        ],
    )
    assert records[levels].tolist() == [[30, 0], [0, 90]]


def test_an_occupation_without_a_mix_borrows_with_ten_records(people: PeopleTables) -> None:
    joint, records, _, whose = composition(people, "15-1211")
    assert whose == "00-0000"
    assert sorted(set(records.ravel().tolist())) == [0.0, 10.0]
    assert joint.sum() == pytest.approx(1)


def test_hours_come_from_the_occupation_where_it_has_a_hundred_records(people: PeopleTables) -> None:
    own = hours_shares(people, "29-2072")
    np.testing.assert_allclose(own[[0, 1, 3]], [0.998 / 4 + 0.002 / 7, 0.002 / 7, 0.998 * 0.75 + 0.002 / 7])
    # 40 of its own are too few; with its group's, and so its own twice, 280.
    group = hours_shares(people, "29-2099")
    np.testing.assert_allclose(group[6], 0.998 * 80 / 280 + 0.002 / 7)


def test_schooling_moves_to_an_employer_type_by_its_ratio(people: PeopleTables) -> None:
    """Bachelor's twice as common in hospitals: 0.5 and 0.5 become 2/3 and 1/3."""
    bachelor = int(np.flatnonzero(composition(people, "29-2072")[0].sum(axis=1))[0])
    shares = np.zeros(7)
    shares[bachelor], shares[bachelor - 1] = 0.5, 0.5
    moved = in_industry(people, "29-2072", "622100", shares)
    assert moved[bachelor] == pytest.approx(2 / 3)
    assert moved.sum() == pytest.approx(1)
    assert in_industry(people, "29-2072", "541500", shares).tolist() == shares.tolist()
    assert in_industry(people, "29-2072", "000000", shares).tolist() == shares.tolist()


def test_an_unpublished_schooling_counts_as_forty_answers() -> None:
    assert published_education("99-9999") == (None, 40.0)
    shares, sure = published_education("29-2072")
    assert shares is not None
    assert shares.sum() == pytest.approx(1)
    assert sure in (40.0, 400.0)


def test_sources_are_compared_in_percent_and_employers_in_points() -> None:
    level = Comparison("level", "s", "g", 66_000.04, (63_000.0, 69_000.0), 60_000.0, "n")
    assert level.percent == pytest.approx(10.0, abs=0.001)
    assert level.differs is True
    told = level.to_dict()
    assert told == {
        "about": "level", "source": "s", "group": "g", "value": 66_000.0, "interval90": [63_000.0, 69_000.0],
        "oews": 60_000.0, "difference": 10.0, "difference_unit": "percent", "differs": True, "note": "n",
    }  # fmt: skip
    gap = Comparison("employer", "s", "g", 4.0, (1.0, 7.0), 7.0, "n")
    assert gap.percent == -3.0
    assert gap.differs is False
    assert gap.to_dict()["difference_unit"] == "points"
    assert Comparison("level", "s", "g", 4.0, None, 7.0, "n").differs is None


def test_a_modelled_cell_says_so_in_its_lineage(store: Store) -> None:
    told = modelled_lineage(("29-2072", "0012060", "622000"), store, "two margins", "withheld")
    assert told == {
        "kind": "modelled cell", "source": "paychart pay model (docs/model.md), fitted from the release",
        "release": store.release, "occupation": "29-2072", "area": "0012060", "industry": "622000",
        "employment": None, "method": "two margins", "reason": "BLS did not release the wages of this cell.",
        "steps": [],
    }  # fmt: skip


def test_a_household_s_other_spending_has_the_weights_of_the_rest() -> None:
    """0.295 goods, 0.012 utilities, 0.515 services, over 0.822."""
    place = Parity("x", 2024, 110.0, 120.0, 200.0, 300.0, 100.0)
    other = (0.295 * 120 + 0.012 * 300 + 0.515 * 100) / 0.822
    assert place.for_household(0.25) == pytest.approx(0.25 * 200 + 0.75 * other)
    for wrong in (-0.01, 0.91):
        with pytest.raises(BadInput, match="rent share"):
            place.for_household(wrong)
    assert place.for_household(0.9) == pytest.approx(180 + 0.1 * other)


def test_payroll_tax_is_two_rates_up_to_the_wage_base() -> None:
    """7.65 % below $176,100 in 2025; 1.45 % beyond; 0.9 % more beyond $200,000 (single). Carried within $20."""
    pay = np.array([50_000.0, 176_100.0, 190_000.0, 300_000.0])
    base = 0.0765 * 176_100
    expected = [3_825, base, base + 0.0145 * 13_900, base + 0.0145 * 123_900 + 0.009 * 100_000]
    np.testing.assert_allclose(taxes(pay, ["TX"] * 4, "single", 2025)[:, 1], expected, atol=20)
    assert np.isnan(taxes(np.array([1_000_001.0]), ["TX"])).all()


def test_growth_returns_to_the_long_run_by_its_share() -> None:
    """3 % a year, 5 % lately, half of the distance kept: 0.03 * 2 + 0.02 * (0.5 + 0.25)."""
    model = GrowthModel(0.03, 0.5, (-0.02, 0.01))
    assert model.common(0.05, 2) == pytest.approx(0.075)
    assert model.common(0.03, 4) == pytest.approx(0.12)


def test_catching_up_by_hand() -> None:
    """Levels 0 and 1: means of level and square 0.5 each, so 3 years move by 3 * -+0.5 * (-0.02 + 0.01)."""
    model = GrowthModel(0.03, 0.5, (-0.02, 0.01))
    np.testing.assert_allclose(model.catch_up(np.array([0.0, 1.0]), 3), [0.015, -0.015])
    np.testing.assert_allclose(model.catch_up(np.array([0.0, 1.0]), 25), [0.05, -0.05])
    np.testing.assert_allclose(model.catch_up(np.array([1.0]), 1, np.array([0.0, 0.0])), [-0.01])


def test_slopes_that_made_the_growth_are_found() -> None:
    """Pay of 80 occupations grows by -0.01 x + 0.002 x^2 a year, x the level two years before; all work stands."""
    start = np.linspace(-1, 1, 80)
    yearly = -0.01 * start + 0.002 * start**2
    medians = np.stack([start + k * yearly for k in range(3)], axis=1)
    first, second = fit_slopes(medians, np.zeros(3), 2)
    assert first == pytest.approx(-0.01, rel=1e-6)
    # The middle growth is taken off each year; the slopes do not move with it.
    assert second == pytest.approx(0.002, rel=1e-6)
    assert relative_level(np.array([11.0]), 10.5).tolist() == [0.5]


INDEX = Index(
    "x", "An index", month_number(2024, 3) + 3 * np.arange(5), np.array([4.0, 4.01, 4.03, 4.04, 4.08])
)


def test_an_index_between_and_beyond_its_figures() -> None:
    assert INDEX.last == (2025, 3)
    assert INDEX.at(2024, 4) == pytest.approx(4.0 + 0.01 / 3)
    assert INDEX.at(2025, 9) == pytest.approx(4.08 + 0.08 / 2)
    assert INDEX.carried_months(2025, 9) == 6
    assert INDEX.carried_months(2024, 1) == 0
    with pytest.raises(BadInput, match="begins in March 2024") as refused:
        INDEX.at(2024, 2)
    assert refused.value.nearest == ("March 2024",)


@pytest.mark.parametrize("month", [0, 13])
def test_there_are_twelve_months(month: int) -> None:
    with pytest.raises(BadInput, match=f"no month {month}"):
        month_number(2025, month)


def test_months_in_words() -> None:
    assert [month_text(2025, m) for m in (1, 5, 12)] == ["January 2025", "May 2025", "December 2025"]
    today = date(2026, 11, 24)
    assert month_asked(" Today ", today) == month_asked("now", today) == (2026, 11)
    assert month_asked("2026-3", today) == month_asked("2026-03-31", today) == (2026, 3)
    for wrong in ("2026-13", "2026-00", "26-01", "soon", ""):
        with pytest.raises(BadInput) as refused:
            month_asked(wrong, today)
        assert refused.value.nearest == ("today", "2026-11")


def test_ageing_is_the_index_and_says_by_how_much(store: Store) -> None:
    step = ageing(store, 2026, 5, index="cpi")
    cpi = by_name(store, "cpi")
    moved = cpi.at(2026, 5) - cpi.at(2025, 5)
    assert step.factor == pytest.approx(math.exp(moved))
    assert step.index_percent == round(100 * math.expm1(moved), 2)
    assert (step.years, step.start, step.end) == (1.0, "May 2025", "May 2026")
    assert step.catch_up_percent == 0
    assert step.factor90[0] * step.factor90[1] == pytest.approx(step.factor**2)
    assert step.carried_months == cpi.carried_months(2026, 5)
    found, error = moved_between(store, (2025, 5), (2026, 5), index="cpi")
    assert found == pytest.approx(moved)
    assert math.exp(Z90 * error) == pytest.approx(step.factor90[1] / step.factor)
    assert moved_between(store, (2025, 5), (2025, 5), index="cpi") == (0.0, 0.0)


def test_exact_counts_give_demand_ranks_of_both_parts_together() -> None:
    """Places of concentration 0, 1, 2 and of jobs 2, 0, 1 add to 2, 1, 3: ranks 2, 3, 1."""
    low, high = demand_rank_bounds(np.array([1.0, 2.0, 3.0]), np.array([300.0, 100.0, 200.0]), np.zeros(3))
    assert low.tolist() == high.tolist() == [2, 3, 1]


def test_pay_printed_only_by_the_year_has_none_by_the_hour(store: Store) -> None:
    told = estimate(Profile("25-2021"), store).to_dict()
    assert told["hourly"] is None
    assert told["annual"]["p50"] > 0
