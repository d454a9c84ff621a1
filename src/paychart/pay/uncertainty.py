"""How sure we are of a published percentile: sampling error, from the printed error of the mean.

BLS prints one relative standard error (RSE) a cell, that of the mean. For a percentile p of a sample whose
design effect is the same throughout, se(log q_p) = c_p * RSE * slope_p / CV, where
c_p = sqrt(p (1 - p)) / phi(z_p), slope_p = d log q / d z at z_p, and CV is the coefficient of variation of
wages in the cell. Wages are collected in intervals and partly modelled, so the result is inflated by 1.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paychart.pay.distribution import WageDistribution
from paychart.pay.normal import ndtri

Array = NDArray[np.float64]

Z90 = 1.6448536269514722
_LEVELS = np.array([0.10, 0.25, 0.50, 0.75, 0.90])
_NORMAL_SCORES = ndtri(_LEVELS)
_FACTOR = np.sqrt(_LEVELS * (1 - _LEVELS)) / (np.exp(-0.5 * _NORMAL_SCORES**2) / math.sqrt(2 * math.pi))
_INFLATION = 1.2
_STEP = 0.08  # in normal scores, each side: wide enough to see past ties
_MIDPOINTS = (np.arange(50) + 0.5) / 50
_AT_ONCE = 4096  # cells whose curves fit a processor's own memory
_POINTS = np.concatenate([_NORMAL_SCORES - _STEP, _NORMAL_SCORES + _STEP, ndtri(_MIDPOINTS)])


def sampling_log_se(distribution: WageDistribution, mean_rse: Array) -> Array:
    """Standard error of log wage, shape (..., 6): mean, then percentiles. `mean_rse` (...) is in percent."""
    relative = np.asarray(mean_rse, dtype=float) / 100
    below, above, middles = np.split(distribution.log_wages_at(_POINTS), (5, 10), axis=-1)
    slope = (above - below) / (2 * _STEP)
    wages = np.exp(middles)
    center = wages.mean(axis=-1, keepdims=True)
    variation = np.sqrt(((wages - center) ** 2).mean(axis=-1, keepdims=True)) / center
    # A tie has no slope of its own; the cell's average slope keeps its interval from collapsing.
    floor = 0.25 * slope.mean(axis=-1, keepdims=True)
    ratio = np.maximum(slope, floor) / np.maximum(variation, 1e-6)
    percentiles = _INFLATION * _FACTOR * relative[..., None] * np.clip(ratio, 0.25, 3.0)
    return np.concatenate([relative[..., None], percentiles], axis=-1)


def sampling_half_width(wages: Array, rse: Array, normal: Sequence[float] = (Z90,)) -> NDArray[np.float32]:
    """Half-widths (n, 6, k) in log points of published cells, by the normal quantiles `normal` (k,); NaN where no
    standard error is printed. `wages` (n, 6) are five percentiles and the mean, `rse` (n,) a fraction of one."""
    half = np.full((*wages.shape, len(normal)), np.nan, dtype=np.float32)
    known = np.flatnonzero(np.isfinite(rse) & np.isfinite(wages).all(axis=1))
    for start in range(0, len(known), _AT_ONCE):
        part = known[start : start + _AT_ONCE]
        pay = WageDistribution.from_percentiles(wages[part, :5], mean=wages[part, 5])
        log_se = np.roll(sampling_log_se(pay, 100 * rse[part]), -1, axis=1)
        half[part] = log_se[:, :, None] * np.asarray(normal)
    return half


def interval(values: Array, log_se: Array, z: float = Z90) -> Array:
    """Interval around each value on the log scale: shape (..., 2)."""
    half = z * np.asarray(log_se, dtype=float)
    return np.stack([values * np.exp(-half), values * np.exp(half)], axis=-1)


# How wrong a stand-in is: on May 2025 cells whose truth is known, the 90th percentile of the absolute error of
# the median, in percent, by the step from the cell to its stand-in.
FALLBACK_ERROR_P90 = {
    "state for area": 21.8,
    "nation for area": 33.4,
    "nation for state": 31.5,
    "wider industry": 24.5,
    "sector": 29.4,
    "all industries": 35.4,
}


def fallback_log_se(steps: Sequence[str]) -> float:
    """Log standard error of a stand-in cell, from the measured errors of each step taken, in quadrature."""
    return math.sqrt(sum((math.log1p(FALLBACK_ERROR_P90[s] / 100) / Z90) ** 2 for s in steps))
