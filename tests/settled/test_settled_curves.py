"""Curves, their errors and the waterfall on small cells made up for it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from answers_kept import refusal

from paychart.pay import distribution as d
from paychart.pay import interpolation as i
from paychart.pay.distribution import WageDistribution
from paychart.pay.ranking import demand_index, demand_rank_bounds, percentile_ranks, rank_intervals
from paychart.pay.uncertainty import FALLBACK_ERROR_P90, fallback_log_se, interval, sampling_log_se
from paychart.pay.waterfall import Step, Waterfall, aumann_shapley, lmdi, logarithmic_mean

Settled = Callable[..., None]
CELLS = np.array(
    [
        [30_000.0, 38_000.0, 50_000.0, 66_000.0, 80_000.0],
        [30_000.0, 30_000.0, 30_000.0, 41_000.0, 70_000.0],
        [20_000.0, 21_000.0, 60_000.0, 61_000.0, 61_000.0],
        [45_000.0, 45_000.0, 45_000.0, 45_000.0, 45_000.0],
    ]
)
MEANS = np.array([52_000.0, 39_000.0, 48_000.0, 45_000.0])
LEVELS = np.array([0.01, 0.1, 0.17, 0.25, 0.4, 0.5, 0.6, 0.75, 0.83, 0.9, 0.99])


def test_curves_without_and_with_a_mean(settled: Settled) -> None:
    for name, fitted in {
        "percentiles": WageDistribution.from_percentiles(CELLS),
        "mean": WageDistribution.from_percentiles(CELLS, mean=MEANS),
        "some means": WageDistribution.from_percentiles(
            CELLS, mean=np.array([52_000.0, np.nan, 48_000.0, np.nan])
        ),
        "far mean": WageDistribution.from_percentiles(CELLS, mean=MEANS * 1.6),
        "near mean": WageDistribution.from_percentiles(CELLS, mean=MEANS * 0.93),
        "low mean": WageDistribution.from_percentiles(CELLS, mean=MEANS * 0.5),
    }.items():
        settled(fitted, name)
        settled([fitted.mean, fitted.quantile(LEVELS), fitted.quantile(0.3), fitted.shape], name + " values")
        wages = np.array([15_000.0, 30_000, 30_000.01, 44_000, 45_000, 61_000, 70_000, 95_000])
        settled(fitted.percentile_of(np.broadcast_to(wages, (4, 8))), name + " ranks")
        settled(fitted.percentile_of(45_000.0), name + " one rank")
        settled(fitted.shift(0.1).quantile(0.5), name + " shifted")


def test_one_cell(settled: Settled) -> None:
    one = WageDistribution.from_percentiles(CELLS[0], mean=52_000.0)
    settled(
        [one.mean, one.quantile(0.5), one.quantile(LEVELS), one.quantile(LEVELS.reshape(11, 1)), one.shape]
    )
    settled([one.percentile_of(50_000.0), one.percentile_of([20_000.0, 90_000.0])], "ranks")
    settled(one.sample(4, np.random.default_rng(3)), "sample")
    settled(WageDistribution.from_percentiles(CELLS).sample(3, np.random.default_rng(4)), "samples")


def test_a_top_coded_tenth(settled: Settled) -> None:
    wages = np.array([[90_000.0, 120_000.0, 160_000.0, 215_000.0, np.nan]] * 3 + [list(CELLS[0])])
    for name, mean in {
        "mean": np.array([180_000.0, np.nan, 300_000.0, 52_000.0]), "none": None,
    }.items():  # fmt: skip
        settled(WageDistribution.from_percentiles(wages, mean=mean, bound=239_200), name)
    settled(d._top_from_mean(wages[:3, :4], np.array([160_000.0, 175_000.0, np.nan])), "implied")


def test_what_no_curve_goes_through(settled: Settled) -> None:
    make = WageDistribution.from_percentiles
    for name, call in {
        "four": lambda: make([1.0, 2, 3, 4]),
        "one": lambda: make(3.0),
        "zero": lambda: make([0.0, 2, 3, 4, 5]),
        "order": lambda: make([1.0, 2, 3, 4, 3.9]),
        "missing": lambda: make([np.nan, 2, 3, 4, 5]),
        "p75 missing": lambda: make([1, 2, 3, np.nan, np.nan], bound=9.0),
        "bound": lambda: make([1.0, 2, 3, 4, np.nan]),
        "probability 0": lambda: make(CELLS[0]).quantile(0.0),
        "probability 1": lambda: make(CELLS[0]).quantile([0.5, 1.0]),
        "wage": lambda: make(CELLS[0]).percentile_of(0.0),
    }.items():
        settled(refusal(call), name)


def test_slopes_and_tails(settled: Settled) -> None:
    y = np.log(CELLS)
    settled([i.node_slopes(y), *i.tail_slopes(y)])
    settled([i.upper_tail(np.array([0.0, 0.3, 2.0])), i.lower_tail(np.array([0.0, 0.3, 2.0]))], "tails")
    settled([i.hermite(np.array([0.0, 0.25, 1.0])), i.PROBABILITY, i.VALUES, i.SLOPES, i.SEGMENT], "basis")
    settled([i.SLOPE_GRID, i.TAIL_GRID], "grids")
    settled(i._end_slope(0.6, 0.7, np.array([0.2, 0.0, 1.0]), np.array([0.3, 4.0, 0.0])), "ends")


def test_sampling_errors_of_percentiles(settled: Settled) -> None:
    fitted = WageDistribution.from_percentiles(CELLS, mean=MEANS)
    settled(sampling_log_se(fitted, np.array([1.0, 2.5, 10.0, np.nan])))
    settled(sampling_log_se(WageDistribution.from_percentiles(CELLS[0]), np.array(3.0)), "one")
    settled(interval(np.array([50.0, 60.0]), np.array([0.1, np.nan])), "interval")
    settled(interval(np.array([50.0, 60.0]), np.array([0.1, 0.2]), 1.0), "one error")
    settled([fallback_log_se([step]) for step in FALLBACK_ERROR_P90], "steps")
    settled(fallback_log_se(list(FALLBACK_ERROR_P90)), "all steps")


def test_bars_by_hand() -> None:
    """50 to 60 by two effects of log 1.2 split two to one; a mean of 4 and 1 is 3 / ln 4."""
    effect = math.log(1.2)
    assert lmdi(50.0, [effect * 2 / 3, effect / 3]) == pytest.approx([20 / 3, 10 / 3])
    assert logarithmic_mean(4, 1) == pytest.approx(3 / math.log(4))
    assert logarithmic_mean(2.0, 2.0) == 2.0
    assert logarithmic_mean(2.0, 2.0 + 1e-9) == pytest.approx(2.0)
    assert aumann_shapley(1.0, [2.0, 1.0], lambda s: s**2) == pytest.approx([10.0, 5.0])
    assert aumann_shapley(1.0, [2.0, -2.0], lambda s: s**2) == pytest.approx([4.0, -4.0])
    assert aumann_shapley(1.0, [], lambda s: s**2) == []
    assert sum(aumann_shapley(0.0, [1.0, -1.00005], lambda s: math.exp(3 * s))) == pytest.approx(
        math.exp(-0.00015) - 1
    )


def test_a_waterfall_as_json(settled: Settled) -> None:
    steps = (
        Step("cell", "area", "Denver", 2_345.678, (1_000.123, 3_000.456), "s"),
        Step("person", "education", "master", -345.111, None, "t"),
    )
    settled(Waterfall("From", 50_000.333, steps, "To", 52_000.9).to_dict())


def test_ranks_and_what_they_may_be(settled: Settled) -> None:
    values = np.array([50.0, 60.0, np.nan, 60.0, 48.0, 75.0, 52.0])
    errors = np.array([0.01, 0.05, 0.02, 0.01, 0.1, np.nan, 0.002])
    settled(rank_intervals(values, errors))
    settled(rank_intervals(values, errors, 0.5), "even odds")
    settled(rank_intervals(np.array([np.nan, 3.0]), np.array([0.1, np.nan])), "none")
    settled(rank_intervals(np.array([2.0]), np.array([0.1])), "one")
    settled([percentile_ranks(values), percentile_ranks(np.array([np.nan]))], "percentile ranks")
    settled(demand_index(values, values[::-1]), "index")
    jobs = np.array([100.0, 900.0, 40.0, 40.0, np.nan, 7_000.0, 300.0])
    settled(demand_rank_bounds(values, jobs, np.array([3.0, 5.0, 50.0, 8.0, 1.0, np.nan, 20.0])), "bounds")
