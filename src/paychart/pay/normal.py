"""The standard normal: `ndtr` (share below a score) and `ndtri` (score of a share), as SciPy has them, to 1e-13.

SciPy's own take longer to import than a published cell takes to answer, so a few values are worked out here and SciPy
is loaded where many are asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

FEW = 128  # values up to which Python is quicker than an import
_ROOT_HALF, _ROOT_TWO_PI = math.sqrt(0.5), math.sqrt(2 * math.pi)
_LEAST = 1e-300  # below, the density is too small for a step


def ndtr(score: ArrayLike) -> Array:
    """Share of a standard normal below each score: any shape in, the same out; NaN stays NaN."""
    x = np.asarray(score)
    if x.size > FEW:
        from scipy.special import ndtr as many

        return np.asarray(many(x))
    return few_ndtr(x)


def ndtri(share: ArrayLike) -> Array:
    """Score below which each share of a standard normal lies: any shape in, the same out; NaN outside 0 to 1."""
    p = np.asarray(share)
    if p.size > FEW:
        from scipy.special import ndtri as many

        return np.asarray(many(p))
    return _each(_score, p)


def few_ndtr(score: ArrayLike) -> Array:
    """`ndtr` without SciPy, whatever the number of scores."""
    return _each(_below, np.asarray(score))


def _below(score: float) -> float:
    return 0.5 * math.erfc(-score * _ROOT_HALF)


def _score(share: float) -> float:
    """By Halley's steps, each of which triples the digits, from Abramowitz and Stegun 26.2.23 (three digits)."""
    if not _LEAST <= share < 1:
        from scipy.special import ndtri as any_share

        return float(any_share(share))
    if share == 0.5:
        return 0.0  # the middle is exact: published medians are looked up by it
    low = min(share, 1 - share)
    t = math.sqrt(-2 * math.log(low))
    z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in range(3):
        off = (_below(z) - low) * _ROOT_TWO_PI * math.exp(z * z / 2)
        z -= off / (1 + z * off / 2)
    return z if share < 0.5 else -z


def _each(function: Callable[[float], float], values: NDArray[np.generic]) -> Array:
    """In the precision of `values`, as SciPy answers."""
    kind: type = np.float32 if values.dtype == np.float32 else np.float64
    found = [function(value) for value in values.astype(float).ravel().tolist()]
    answer: Array = np.array(found, dtype=kind).reshape(values.shape)[()]  # of one value a number, as SciPy's
    return answer
