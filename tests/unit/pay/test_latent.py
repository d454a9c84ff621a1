"""The latent mixture: exact at the margin where the usual multiplier is not, and right against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from paychart.errors import BadInput
from paychart.pay.distribution import LEVELS, WageDistribution
from paychart.pay.latent import ConditionalPay, LatentMixture, standardized

CELL = WageDistribution.from_percentiles([37_000, 43_490, 51_140, 64_820, 81_150], mean=56_790)


@pytest.fixture(scope="module")
def strong() -> LatentMixture:
    """120 kinds of worker whose traits explain half of the variance."""
    rng = np.random.default_rng(11)
    share = rng.dirichlet(np.ones(120))
    raw = rng.normal(size=120)
    mu, _ = standardized(raw / np.sqrt(share @ (raw - share @ raw) ** 2) * 0.7, share)
    return LatentMixture(mu, share, float(np.sqrt(1 - share @ mu**2)))


def mixed_back(mixture: LatentMixture, wages: np.ndarray) -> np.ndarray:
    """Share of all workers at or below each wage, put together kind by kind."""
    parts = [
        ConditionalPay(
            CELL, mixture, LatentMixture(mixture.mu[k : k + 1], np.ones(1), mixture.tau)
        ).percentile_of(wages)
        for k in range(len(mixture.mu))
    ]
    return mixture.share @ np.stack(parts)


def test_all_kinds_mixed_give_back_the_published_cell(strong: LatentMixture) -> None:
    wages = CELL.quantile(np.linspace(0.005, 0.995, 80))
    np.testing.assert_allclose(mixed_back(strong, wages), CELL.percentile_of(wages), atol=1e-5)


def test_median_times_multiplier_would_not(strong: LatentMixture) -> None:
    sigma = float(np.log(81_150 / 37_000) / (ndtri(0.9) - ndtri(0.1)))
    grid = np.exp(np.linspace(np.log(20_000), np.log(160_000), 4001))
    share = sum(
        w * CELL.percentile_of(grid / np.exp(m * sigma)) for m, w in zip(strong.mu, strong.share, strict=True)
    )
    naive = np.interp(LEVELS, share, grid)
    error = np.abs(naive / CELL.quantile(LEVELS) - 1)
    assert error.max() > 0.05  # the promise it breaks is the margin, and by far
    assert np.abs(mixed_back(strong, CELL.quantile(LEVELS)) - LEVELS).max() < 1e-5


def test_conditional_quantiles_agree_with_simulated_workers(strong: LatentMixture) -> None:
    rng = np.random.default_rng(5)
    kind = rng.choice(120, 400_000, p=strong.share)
    score = strong.mu[kind] + strong.tau * rng.standard_normal(len(kind))
    rank = (np.argsort(np.argsort(score)) + 0.5) / len(score)
    chosen = kind < 30
    simulated = np.quantile(CELL.quantile(rank[chosen]), LEVELS)
    these = strong.given((np.arange(120) < 30).astype(float))
    np.testing.assert_allclose(ConditionalPay(CELL, strong, these).quantile(LEVELS), simulated, rtol=0.01)


def test_everyone_is_the_cell_itself(strong: LatentMixture) -> None:
    everyone = ConditionalPay(CELL, strong, strong)
    np.testing.assert_allclose(everyone.quantile(LEVELS), CELL.quantile(LEVELS), rtol=1e-9)
    assert everyone.mean == pytest.approx(float(CELL.mean), rel=1e-9)


def test_normal_scores_keep_their_precision_in_both_tails(strong: LatentMixture) -> None:
    exact = (ndtr((np.array([-4.0, 4.0])[:, None] - strong.mu) / strong.tau) * strong.share).sum(axis=1)
    z = strong.normal_score(np.array([-4.0, 4.0]))
    np.testing.assert_allclose(ndtr(z[0]), exact[0], rtol=2e-3)
    np.testing.assert_allclose(ndtr(-z[1]), 1 - exact[1], rtol=2e-3)


def test_effects_too_strong_for_one_unit_of_variance_are_scaled() -> None:
    mu, tau = standardized(np.array([-3.0, 3.0]), np.array([0.5, 0.5]))
    assert tau == pytest.approx(0.35)
    assert 0.5 * (mu**2).sum() + tau**2 == pytest.approx(1)


def test_traits_nobody_has_are_refused(strong: LatentMixture) -> None:
    with pytest.raises(BadInput, match="No worker"):
        strong.given(np.zeros(120))
