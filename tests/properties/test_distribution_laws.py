"""Laws of WageDistribution that hold for any wages at all."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator
from scipy.special import ndtri

from paychart.pay.distribution import LEVELS, NODES, WageDistribution

GRID = np.linspace(0.005, 0.995, 199)


@st.composite
def percentiles(draw: st.DrawFn) -> np.ndarray:
    """Five wages from $15,000 up, steps of zero (a tie) to 80 %."""
    first = draw(st.floats(15_000, 200_000))
    steps = draw(st.lists(st.one_of(st.just(0.0), st.floats(0.0, 0.8)), min_size=4, max_size=4))
    return first * np.exp(np.concatenate([[0.0], np.cumsum(steps)]))


@given(percentiles(), st.floats(0.7, 1.5))
def test_percentiles_come_back_exactly_whatever_the_mean(wages: np.ndarray, mean_ratio: float) -> None:
    fitted = WageDistribution.from_percentiles(wages, mean=wages[2] * mean_ratio)
    np.testing.assert_allclose(fitted.quantile(LEVELS), wages, rtol=1e-9)


@given(percentiles(), st.floats(0.7, 1.5))
def test_quantiles_never_decrease(wages: np.ndarray, mean_ratio: float) -> None:
    fitted = WageDistribution.from_percentiles(wages, mean=wages[2] * mean_ratio)
    assert (np.diff(fitted.quantile(GRID)) >= -1e-9 * wages[0]).all()


@given(percentiles(), st.floats(0.8, 1.3))
def test_the_mean_is_exact_or_said_to_be_inconsistent(wages: np.ndarray, mean_ratio: float) -> None:
    mean = wages[2] * mean_ratio
    fitted = WageDistribution.from_percentiles(wages, mean=mean)
    assert bool(fitted.mean_inconsistent) == (abs(float(fitted.mean) / mean - 1) > 1e-3)


@given(percentiles())
def test_the_mean_is_the_integral_of_the_quantile_function(wages: np.ndarray) -> None:
    fitted = WageDistribution.from_percentiles(wages, mean=WageDistribution.from_percentiles(wages).mean)
    edges = np.concatenate(
        [np.linspace(1e-7, 0.1, 4001), np.linspace(0.1, 0.9, 8001), 1 - np.geomspace(0.1, 1e-9, 8001)]
    )
    middles = (edges[1:] + edges[:-1]) / 2
    numeric = float((fitted.quantile(middles) * np.diff(edges)).sum() / np.diff(edges).sum())
    assert abs(numeric / float(fitted.mean) - 1) < 2e-3


@given(percentiles(), st.floats(-1, 1))
def test_scaling_all_wages_scales_everything(wages: np.ndarray, log_factor: float) -> None:
    fitted = WageDistribution.from_percentiles(wages)
    scaled = WageDistribution.from_percentiles(wages * np.exp(log_factor))
    np.testing.assert_allclose(fitted.shift(log_factor).quantile(GRID), scaled.quantile(GRID), rtol=1e-9)
    np.testing.assert_allclose(fitted.shift(0.0).quantile(GRID), fitted.quantile(GRID), rtol=0)


@given(percentiles(), st.floats(0.01, 0.99))
def test_percentile_of_inverts_quantile_where_pay_rises(wages: np.ndarray, p: float) -> None:
    fitted = WageDistribution.from_percentiles(wages)
    wage = fitted.quantile(p)
    assert float(fitted.percentile_of(wage * (1 + 1e-9))) >= p - 1e-6
    np.testing.assert_allclose(
        fitted.quantile(np.clip(fitted.percentile_of(wage * (1 + 1e-9)), 1e-6, 1 - 1e-6)), wage, rtol=1e-5
    )


@given(percentiles())
def test_interior_is_the_pchip_of_log_wage_on_normal_scores(wages: np.ndarray) -> None:
    fitted = WageDistribution.from_percentiles(wages)
    inside = np.linspace(0.1001, 0.8999, 101)
    oracle = np.exp(PchipInterpolator(NODES, np.log(wages))(ndtri(inside)))
    np.testing.assert_allclose(fitted.quantile(inside), oracle, rtol=1e-9)


@given(st.lists(percentiles(), min_size=1, max_size=6))
def test_many_cells_at_once_are_the_same_as_one_by_one(cells: list[np.ndarray]) -> None:
    means = np.array([c.mean() for c in cells])
    together = WageDistribution.from_percentiles(np.stack(cells), mean=means).quantile(GRID)
    for row, cell, mean in zip(together, cells, means, strict=True):
        np.testing.assert_allclose(row, WageDistribution.from_percentiles(cell, mean=mean).quantile(GRID))
