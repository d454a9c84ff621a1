"""WageDistribution on the whole release: what issue and methods page promise, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from paychart import Store, WageDistribution
from paychart.errors import BadInput, Suppressed
from paychart.pay.distribution import LEVELS

HIM = np.array([37_000.0, 43_490, 51_140, 64_820, 81_150])


@pytest.fixture(scope="module")
def release(store: Store) -> tuple[np.ndarray, np.ndarray]:
    columns = store.connection.execute(
        "SELECT annual_p10, annual_p25, annual_p50, annual_p75, annual_p90, annual_mean FROM cell "
        "WHERE annual_p90 IS NOT NULL AND annual_mean IS NOT NULL"
    ).fetchnumpy()
    table = np.stack([np.asarray(c, dtype=float) for c in columns.values()], axis=1)
    return table[:, :5], table[:, 5]


def test_percentiles_exact_and_mean_within_a_thousandth_in_999_of_1000_cells(
    release: tuple[np.ndarray, np.ndarray],
) -> None:
    wages, means = release
    fitted = WageDistribution.from_percentiles(wages, mean=means)
    np.testing.assert_allclose(fitted.quantile(LEVELS), wages, rtol=1e-9)
    assert (np.abs(fitted.mean / means - 1) <= 1e-3).mean() >= 0.999
    assert (np.diff(fitted.quantile(np.linspace(0.01, 0.99, 25)), axis=1) >= -1e-6).all()


def test_p90_follows_from_the_rest_and_the_mean_within_four_and_a_half_percent(
    release: tuple[np.ndarray, np.ndarray],
) -> None:
    wages, means = release
    chosen = np.random.default_rng(7).choice(len(wages), 20_000, replace=False)
    censored = wages[chosen].copy()
    censored[:, 4] = np.nan
    fitted = WageDistribution.from_percentiles(censored, mean=means[chosen], bound=1.0)
    error = np.abs(fitted.quantile(0.9) / wages[chosen, 4] - 1)
    assert error.mean() <= 0.045


def _mixture_error(store: Store, parts: str) -> float:
    """Mean absolute percent error of the nation's five percentiles, rebuilt by mixing its parts by jobs."""
    rows = store.rows(
        "SELECT occupation, annual_p10, annual_p25, annual_p50, annual_p75, annual_p90, annual_mean, employment "
        f"FROM cell WHERE ({parts}) AND annual_p90 IS NOT NULL AND employment > 0 AND occupation IN "
        "(SELECT code FROM occupation WHERE level = 'detailed')"
    )
    nation = {
        row[0]: row[1:]
        for row in store.rows(
            "SELECT occupation, annual_p10, annual_p25, annual_p50, annual_p75, annual_p90, employment FROM cell "
            "WHERE area = '0000000' AND industry = '000000' AND annual_p90 IS NOT NULL"
        )
    }
    table = np.array([row[1:] for row in rows], dtype=float)
    codes = np.array([row[0] for row in rows])
    points = (np.arange(400) + 0.5) / 400
    wages = WageDistribution.from_percentiles(table[:, :5], mean=table[:, 5]).quantile(points)
    errors = []
    for occupation in np.unique(codes):
        members = codes == occupation
        jobs = table[members, 6]
        if occupation not in nation or jobs.sum() < 0.98 * nation[occupation][5]:
            continue
        values, weights = wages[members].ravel(), np.repeat(jobs, len(points))
        order = np.argsort(values)
        shares = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
        rebuilt = np.interp(LEVELS, shares, values[order])
        errors.append(np.abs(rebuilt / np.array(nation[occupation][:5]) - 1))
    assert len(errors) > 300
    return float(np.mean(errors))


def test_states_mix_back_to_the_nation(store: Store) -> None:
    parts = "industry = '000000' AND area IN (SELECT code FROM area WHERE type = 'state' "
    parts += "AND state NOT IN ('GU', 'PR', 'VI'))"
    assert _mixture_error(store, parts) <= 0.012


def test_sectors_mix_back_to_the_nation(store: Store) -> None:
    parts = "area = '0000000' AND industry IN (SELECT code FROM industry WHERE level = 'sector')"
    assert _mixture_error(store, parts) <= 0.0085


def test_sample_has_the_distribution_it_was_drawn_from() -> None:
    fitted = WageDistribution.from_percentiles(HIM, mean=56_790)
    drawn = fitted.sample(200_000, np.random.default_rng(3))
    np.testing.assert_allclose(np.quantile(drawn, LEVELS), HIM, rtol=0.01)
    assert abs(drawn.mean() / 56_790 - 1) < 0.005


def test_the_share_paid_less_than_the_median_is_a_half() -> None:
    fitted = WageDistribution.from_percentiles(HIM, mean=56_790)
    assert float(fitted.percentile_of(51_140)) == pytest.approx(0.5, abs=1e-9)
    assert 0 < float(fitted.percentile_of(20_000)) < 0.1
    assert 0.9 < float(fitted.percentile_of(120_000)) < 1


def test_five_equal_percentiles_are_accepted() -> None:
    fitted = WageDistribution.from_percentiles(np.full(5, 40_000.0), mean=40_000)
    np.testing.assert_allclose(fitted.quantile([0.02, 0.5, 0.98]), 40_000, rtol=1e-6)


def test_top_coded_p90_never_falls_below_its_bound() -> None:
    wages = np.array([90_000.0, 120_000, 160_000, 210_000, np.nan])
    fitted = WageDistribution.from_percentiles(wages, mean=150_000, bound=239_200)
    assert float(fitted.quantile(0.9)) >= 239_200


@pytest.mark.parametrize(
    ("wages", "error"),
    [
        ([50, 40, 60, 70, 80], BadInput),
        ([-1, 40, 60, 70, 80], BadInput),
        ([0, 40, 60, 70, 80], BadInput),
        ([40, 50, 60], BadInput),
        ([np.nan] * 5, Suppressed),
        ([30, 40, 50, np.nan, np.nan], Suppressed),
        ([30, 40, 50, 60, np.nan], BadInput),
    ],
)
def test_wages_that_cannot_be_right_are_refused(wages: list[float], error: type[Exception]) -> None:
    with pytest.raises(error):
        WageDistribution.from_percentiles(np.array(wages, dtype=float))


def test_probabilities_and_wages_outside_their_range_are_refused() -> None:
    fitted = WageDistribution.from_percentiles(HIM)
    for p in (0, 1, -0.2, 1.5):
        with pytest.raises(BadInput):
            fitted.quantile(p)
    with pytest.raises(BadInput):
        fitted.percentile_of(-5)
