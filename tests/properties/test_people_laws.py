"""Laws of waterfalls: they sum, and order does not matter. Those of people are in test_one_price and unit/pay."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paychart.pay.distribution import WageDistribution
from paychart.pay.waterfall import aumann_shapley, lmdi

CELL = WageDistribution.from_percentiles([37_000, 43_490, 51_140, 64_820, 81_150], mean=56_790)


effects = st.lists(st.floats(-0.6, 0.6), min_size=1, max_size=6)


@given(st.floats(10_000, 300_000), effects)
def test_cell_steps_sum_exactly_in_any_order(start: float, logs: list[float]) -> None:
    dollars = lmdi(start, logs)
    assert math.isclose(sum(dollars), start * math.expm1(sum(logs)), rel_tol=1e-9, abs_tol=1e-6)
    backwards = lmdi(start, logs[::-1])[::-1]
    np.testing.assert_allclose(dollars, backwards, rtol=1e-9, atol=1e-9)


def curve(score: float) -> float:
    return float(CELL.quantile(0.5 * (1 + math.erf(score / math.sqrt(2)))))


@settings(max_examples=50, deadline=None)
@given(st.floats(-1, 1), st.lists(st.floats(-0.8, 0.8), min_size=1, max_size=5))
def test_profile_steps_sum_exactly(start: float, parts: list[float]) -> None:
    dollars = aumann_shapley(start, parts, curve)
    assert math.isclose(sum(dollars), curve(start + sum(parts)) - curve(start), abs_tol=1e-6)


def exact_shapley(start: float, parts: list[float]) -> list[float]:
    """Each part's gain averaged over every order in which the parts could come: the oracle."""
    total = [0.0] * len(parts)
    orders = list(permutations(range(len(parts))))
    for order in orders:
        at = start
        for i in order:
            total[i] += curve(at + parts[i]) - curve(at)
            at += parts[i]
    return [value / len(orders) for value in total]


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.5, 0.5), st.lists(st.floats(0.05, 0.6), min_size=2, max_size=4))
def test_profile_steps_are_close_to_exact_shapley(start: float, parts: list[float]) -> None:
    closed, exact = aumann_shapley(start, parts, curve), exact_shapley(start, parts)
    whole = abs(sum(exact))
    np.testing.assert_allclose(closed, exact, atol=0.05 * whole)
