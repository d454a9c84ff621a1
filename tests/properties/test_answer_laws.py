"""Laws of what stands around a distribution: intervals, ranks, units, ageing, take-home pay, steps, titles."""

from __future__ import annotations

import csv
import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from paychart.data.reference import reference_path
from paychart.pay.cells import HOURS, PERCENTILES, STATISTICS, Cell
from paychart.pay.distribution import WageDistribution
from paychart.pay.evidence import random_effects
from paychart.pay.interpolation import LEVELS, hermite
from paychart.pay.mixture import _doubt_share
from paychart.pay.ranking import demand_index, demand_rank_bounds, percentile_ranks, rank_intervals
from paychart.pay.take_home import HOUSEHOLDS, take_home, taxes
from paychart.pay.time.index import Index, month_number, month_of
from paychart.pay.time.parameters import GrowthModel
from paychart.pay.uncertainty import Z90, interval, sampling_log_se
from paychart.pay.waterfall import Step, Waterfall, lmdi, logarithmic_mean

with reference_path("states.csv").open(encoding="utf-8", newline="") as lines:
    STATES = [row["postal"] for row in csv.DictReader(lines)]
PAY = st.floats(10_000, 400_000)
SPREAD = st.floats(0.05, 0.9)


@given(PAY, SPREAD, st.floats(0.001, 0.999))
def test_a_lognormal_is_given_back_whole(median: float, spread: float, p: float) -> None:
    """From its five percentiles alone: every percentile, the share below any wage, and the mean."""
    cell = WageDistribution.from_percentiles(median * np.exp(spread * ndtri(LEVELS)))
    wage = median * math.exp(spread * float(ndtri(p)))
    assert math.isclose(float(cell.quantile(p)), wage, rel_tol=1e-8)
    assert math.isclose(float(cell.percentile_of(wage)), p, abs_tol=1e-8)
    assert math.isclose(float(cell.mean), median * math.exp(spread**2 / 2), rel_tol=1e-5)


@given(PAY, st.floats(0.1, 0.6), st.floats(0.1, 5.0))
def test_sampling_error_of_a_lognormal_is_the_formula(median: float, spread: float, rse: float) -> None:
    """se(log q_p) = 1.2 sqrt(p (1 - p)) / phi(z_p) * RSE * slope / CV, the slope being the spread itself."""
    cell = WageDistribution.from_percentiles(median * np.exp(spread * ndtri(LEVELS)))
    wages = cell.quantile((np.arange(50) + 0.5) / 50)
    ratio = np.clip(spread / (wages.std() / wages.mean()), 0.25, 3)
    density = np.exp(-0.5 * ndtri(LEVELS) ** 2) / math.sqrt(2 * math.pi)
    expected = 1.2 * np.sqrt(LEVELS * (1 - LEVELS)) / density * rse / 100 * ratio
    found = sampling_log_se(cell, np.array(rse))
    assert math.isclose(found[0], rse / 100)
    np.testing.assert_allclose(found[1:], expected, rtol=1e-6)


@given(st.lists(st.floats(0.0, 0.7), min_size=4, max_size=4), PAY, st.lists(PAY, min_size=2, max_size=12))
def test_the_share_below_never_falls_as_the_wage_rises(
    steps: list[float], first: float, wages: list[float]
) -> None:
    cell = WageDistribution.from_percentiles(first * np.exp(np.concatenate([[0.0], np.cumsum(steps)])))
    shares = cell.percentile_of(np.sort(wages))
    assert (np.diff(shares) >= -1e-12).all()
    assert ((shares >= 0) & (shares <= 1)).all()


@given(st.floats(0, 1), st.lists(st.floats(-3, 3), min_size=4, max_size=4))
def test_a_cubic_is_its_ends_and_their_slopes(t: float, terms: list[float]) -> None:
    a, b, c, d = terms
    h00, h10, h01, h11 = hermite(np.array(t))
    found = h00 * a + h10 * b + h01 * (a + b + c + d) + h11 * (b + 2 * c + 3 * d)
    assert math.isclose(float(found), a + b * t + c * t**2 + d * t**3, abs_tol=1e-9)


@given(PAY, st.floats(0, 0.5))
def test_an_interval_holds_its_figure_in_the_middle_of_the_log_scale(value: float, log_se: float) -> None:
    low, high = interval(np.array(value), np.array(log_se))
    assert low <= value <= high
    assert math.isclose(low * high, value**2, rel_tol=1e-9)
    assert math.isclose(math.log(high / low), 2 * Z90 * log_se, abs_tol=1e-9)


values_and_errors = st.lists(
    st.tuples(st.integers(20_000, 200_000), st.floats(0.001, 0.2)), min_size=1, max_size=12
)


@given(values_and_errors)
def test_the_interval_of_a_rank_holds_the_rank(pairs: list[tuple[int, float]]) -> None:
    values, errors = (np.array(part, dtype=float) for part in zip(*pairs, strict=True))
    ranks, low, high = rank_intervals(values, errors)
    assert ranks.tolist() == [1 + sum(other > value for other in values) for value in values]
    assert ((low >= 1) & (low <= ranks) & (ranks <= high) & (high <= len(values))).all()
    wider = rank_intervals(values, 2 * errors)
    assert ((wider[1] <= low) & (wider[2] >= high)).all()


@given(st.lists(st.one_of(st.integers(1, 9).map(float), st.just(math.nan)), min_size=1, max_size=15))
def test_a_percentile_rank_counts_those_below_and_half_of_the_ties(raw: list[float]) -> None:
    known = [v for v in raw if not math.isnan(v)]
    expected = [
        math.nan if math.isnan(v) else 100 * (sum(k < v for k in known) + known.count(v) / 2) / len(known)
        for v in raw
    ]
    np.testing.assert_allclose(percentile_ranks(np.array(raw)), expected)


@given(st.lists(st.tuples(st.floats(0.1, 5), st.integers(10, 90_000)), min_size=2, max_size=10, unique=True))
def test_the_demand_index_is_the_mean_of_its_parts_and_its_ranks_are_in_range(
    places: list[tuple[float, int]],
) -> None:
    concentration, jobs = (np.array(part, dtype=float) for part in zip(*places, strict=True))
    index, parts = demand_index(concentration, jobs)
    np.testing.assert_allclose(index, (percentile_ranks(concentration) + percentile_ranks(jobs)) / 2)
    np.testing.assert_allclose(parts[1], percentile_ranks(jobs))
    low, high = demand_rank_bounds(concentration, jobs, np.full(len(jobs), 20.0))
    assert ((low >= 1) & (low <= high) & (high <= len(jobs))).all()


@given(
    st.sampled_from(STATES),
    st.sampled_from(HOUSEHOLDS),
    st.lists(st.floats(0, 999_000), min_size=2, max_size=8),
)
def test_more_pay_leaves_more_in_every_state(state: str, household: str, raw: list[float]) -> None:
    pay = np.sort(np.array(raw))
    here = [state] * len(pay)
    left = take_home(pay, here, household)
    if np.isnan(left).any():
        assert np.isnan(left).all()  # no schedule is carried there at all
        return
    assert (np.diff(left) >= -1e-6).all()
    np.testing.assert_allclose(left, pay - taxes(pay, here, household).sum(axis=1))


@given(st.lists(st.floats(5, 200), min_size=6, max_size=6))
def test_hours_and_years_are_2080_apart(hourly: list[float]) -> None:
    """Where only pay an hour is printed a year is 2,080 of them, to the cent; where a year is, it stands."""
    none: dict[str, float | None] = dict.fromkeys(STATISTICS)
    cell = Cell(
        "29-2072", "0", "000000", None, None, None, none, dict(zip(STATISTICS, hourly, strict=True)),
        None, None, "", "hourly",
    )  # fmt: skip
    assert HOURS == 2080
    assert cell.has_wages
    for name, wage in zip(STATISTICS, hourly, strict=True):
        assert cell.full_year()[name] == round(wage * 2080, 2)
    yearly: dict[str, float | None] = {name: 1000.0 * k for k, name in enumerate(STATISTICS, 1)}
    assert replace(cell, annual=yearly).full_year() == yearly
    lacking = {**cell.hourly, PERCENTILES[0]: None}
    assert not replace(cell, hourly=lacking).has_wages


INDEX = st.lists(st.floats(-0.02, 0.05), min_size=5, max_size=10).map(
    lambda steps: Index(
        "x",
        "An index",
        np.arange(len(steps) + 1) * 3 + month_number(2020, 3),
        np.concatenate([[4.6], 4.6 + np.cumsum(steps)]),
    )
)


@given(INDEX, st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_ageing_in_two_steps_is_ageing_in_one(index: Index, later: list[int]) -> None:
    first = int(index.months[0])
    a, b, c = (index.at(*month_of(first + m)) for m in sorted(later))
    assert math.isclose((b - a) + (c - b), c - a, abs_tol=1e-12)
    for month, level in zip(index.months, index.log_levels, strict=True):
        assert math.isclose(index.at(*month_of(int(month))), level, abs_tol=1e-12)


@given(INDEX, st.integers(1, 40))
def test_past_its_end_an_index_keeps_its_last_year_s_rate(index: Index, months: int) -> None:
    last = int(index.months[-1])
    rate = (index.log_levels[-1] - index.at(*month_of(last - 12))) / 12
    assert math.isclose(
        index.at(*month_of(last + months)), index.log_levels[-1] + months * rate, abs_tol=1e-9
    )
    assert index.carried_months(*month_of(last + months)) == months
    assert index.carried_months(*month_of(last - months % 12)) == 0


@given(st.integers(1990, 2090), st.integers(1, 12))
def test_months_are_counted_both_ways(year: int, month: int) -> None:
    assert month_of(month_number(year, month)) == (year, month)
    assert month_number(year + 1, month) - month_number(year, month) == 12


@given(st.lists(st.floats(-1.5, 1.5), min_size=2, max_size=20), st.floats(0, 10), st.floats(0, 10))
def test_catching_up_moves_no_pay_on_average_and_adds_over_years(
    raw: list[float], one: float, two: float
) -> None:
    model, levels = GrowthModel(0.03, 0.5, (-0.01, 0.002)), np.array(raw)
    assert abs(model.catch_up(levels, one).mean()) < 1e-9
    whole = model.catch_up(levels, min(one + two, 10))
    if one + two <= 10:
        np.testing.assert_allclose(
            model.catch_up(levels, one) + model.catch_up(levels, two), whole, atol=1e-12
        )


@given(PAY, st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=6))
def test_running_totals_of_a_waterfall_end_at_its_end(start: float, logs: list[float]) -> None:
    end = start * math.exp(sum(logs))
    steps = tuple(
        Step("cell", f"f{k}", "", dollars, None, "s") for k, dollars in enumerate(lmdi(start, logs))
    )
    told = Waterfall("a", start, steps, "b", end).to_dict()
    assert told["start"] == {"label": "a", "dollars": round(start, 2)}
    assert told["end"] == {"label": "b", "dollars": round(end, 2)}
    assert math.isclose(told["steps"][-1]["running_total"], end, abs_tol=0.011)
    for before, row in zip(
        [start, *(r["running_total"] for r in told["steps"])], told["steps"], strict=False
    ):
        assert math.isclose(before + row["dollars"], row["running_total"], abs_tol=0.021)


@given(PAY, PAY)
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(a: float, b: float) -> None:
    found = logarithmic_mean(a, b)
    assert math.sqrt(a * b) * (1 - 1e-6) <= found <= (a + b) / 2 * (1 + 1e-6)
    assert math.isclose(found, logarithmic_mean(b, a), rel_tol=1e-6)


@given(st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(0.02, 0.2)), min_size=1, max_size=6))
def test_pooled_studies_lie_among_them_and_are_no_less_sure_than_the_best_without_spread(
    studies: list[tuple[float, float]],
) -> None:
    effects, errors = zip(*studies, strict=True)
    pooled, se, spread = random_effects(effects, errors)
    assert min(effects) - 1e-9 <= pooled <= max(effects) + 1e-9
    assert 0 < se <= math.hypot(min(errors), spread) * (1 + 1e-9)
    assert math.isclose(
        random_effects([effects[0]] * 3, [errors[0]] * 3)[1], errors[0] / math.sqrt(3), rel_tol=1e-9
    )


@given(st.floats(0.05, 0.95), st.floats(0, 1), st.floats(0.05, 0.5))
def test_doubt_about_the_code_is_the_variance_between(weight: float, gap: float, spread: float) -> None:
    """Two occupations of one spread, `gap` apart: w (1 - w) gap^2 over that plus spread^2."""
    pay = np.stack([np.array([-spread, spread]), np.array([gap - spread, gap + spread])])
    between = weight * (1 - weight) * gap**2
    found = _doubt_share(np.array([weight, 1 - weight]), pay)
    assert math.isclose(found, between / (between + spread**2), abs_tol=1e-9)
