"""How sure a rank is: the ranks a place may have, where values are known with error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paychart.pay.normal import ndtri

Array = NDArray[np.float64]
_DRAWS, _SEED = 400, 20_250_501


def rank_intervals(values: Array, log_se: Array, confidence: float = 0.90) -> tuple[Array, Array, Array]:
    """Rank (1 best; equal values share one), lowest and highest possible rank of each of n values; 0 if NaN.

    A place's bounds count the places it differs from significantly, with a critical value that holds for all
    its n - 1 comparisons at once (the marginal confidence set for a rank of Mogstad, Romano, Shaikh and
    Wilhelm, Review of Economic Studies 2024, with Sidak's bound in place of the bootstrap).
    """
    n = len(values)
    ranks, low, high = np.zeros(n), np.zeros(n), np.zeros(n)
    use = np.flatnonzero(~np.isnan(values) & ~np.isnan(log_se))
    some = np.flatnonzero(~np.isnan(values))
    ranks[some] = 1 + np.searchsorted(np.sort(-values[some]), -values[some])
    if len(use) == 0:
        return ranks, low, high
    critical = ndtri(0.5 + 0.5 * confidence ** (1 / max(len(use) - 1, 1)))
    x, s = np.log(values[use]), log_se[use]
    z = (x[None, :] - x[:, None]) / np.sqrt(s[None, :] ** 2 + s[:, None] ** 2 + 1e-12)
    low[use] = 1 + (z > critical).sum(axis=1)
    high[use] = len(use) - (z < -critical).sum(axis=1)
    return ranks, low, high


def percentile_ranks(values: Array) -> Array:
    """0 to 100 for each of n values: the share of them below, half of the ties counted; NaN stays NaN.

    scipy.stats ranks too, but takes a second to import.
    """
    found, known = np.full(len(values), np.nan), ~np.isnan(values)
    ordered, own = np.sort(values[known]), values[known]
    below, upto = np.searchsorted(ordered, own, "left"), np.searchsorted(ordered, own, "right")
    found[known] = 100 * (below + upto) / 2 / max(len(own), 1)
    return found


def demand_index(concentration: Array, jobs: Array) -> tuple[Array, Array]:
    """An index (n,) from 0 to 100, the mean of two percentile ranks, and both of them (2, n): of the location
    quotient and of the number of jobs."""
    parts = np.stack([percentile_ranks(concentration), percentile_ranks(jobs)])
    return np.asarray(parts.mean(axis=0)), parts


def demand_rank_bounds(concentration: Array, jobs: Array, jobs_rse: Array) -> tuple[Array, Array]:
    """Lowest and highest rank (n,) of the demand index with 90 % confidence; 0 if unknown.

    A location quotient is as uncertain as the job count it comes from. Bounds are the 5th and 95th percentile
    of the rank over draws of that count; they hold for one place at a time.
    """
    total, _ = demand_index(concentration, jobs)
    low, high = np.zeros(len(jobs)), np.zeros(len(jobs))
    use = np.flatnonzero(~np.isnan(total) & ~np.isnan(jobs_rse))
    if len(use):
        noise = np.random.default_rng(_SEED).standard_normal((_DRAWS, len(use))) * jobs_rse[use] / 100
        drawn = _order(np.log(np.maximum(concentration[use], 1e-6)) + noise)
        drawn += _order(np.log(jobs[use]) + noise)
        ranks = len(use) - _order(drawn)
        low[use], high[use] = (
            np.floor(np.quantile(ranks, 0.05, axis=0)),
            np.ceil(np.quantile(ranks, 0.95, axis=0)),
        )
    return low, high


def _order(values: Array) -> Array:
    """Place of each value in its row, 0 the least; ties, rare among draws, in the order they stand."""
    return np.argsort(np.argsort(values, axis=-1, kind="stable"), axis=-1, kind="stable").astype(float)
