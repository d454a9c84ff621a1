"""Curves of the latent mixture as pieces of polynomials, so that a database can evaluate them.

A row's percentile is Phi(N(S(z) - shift)): z the pay's normal score in its cell, S the score at that rank among
everyone, N the normal score among people like this one. N is a cubic spline in the pay model, and its pieces are
taken over as they are; S is its inverse, and fine pieces carry it to 1e-10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from paychart.pay.latent import GRID_POINTS, LatentMixture

Array = NDArray[np.float64]

DEGREE = 3
SCORE_PIECES = 2048
NORMAL_PIECES = GRID_POINTS - 1  # the pay model's own
MOST_NORMAL = 7.05  # the pay model keeps probabilities within 1e-12 of 0 and 1
_BINOMIAL = ((1, 1, 1, 1), (0, 1, 2, 3), (0, 0, 1, 3), (0, 0, 0, 1))  # (1 + u)^k in powers of u
_REACH = 6.5  # spreads around the means


@dataclass(frozen=True, eq=False)
class Curve:
    """Pieces of equal width from `low`: `coefficients` (pieces, 4), powers of u in [-1, 1]."""

    low: float
    width: float
    coefficients: Array

    def __call__(self, at: Array) -> Array:
        """Values at points (n,); outside the pieces the ends are kept."""
        place = np.clip((at - self.low) / self.width, 0, len(self.coefficients) - 1e-9)
        piece = place.astype(int)
        u = 2 * (place - piece) - 1
        value = np.zeros_like(u)
        for power in range(DEGREE, -1, -1):
            value = value * u + self.coefficients[piece, power]
        return np.asarray(value)


def fit(function: Callable[[Array], Array], low: float, high: float, pieces: int) -> Curve:
    """The curve of a smooth function between two points, by interpolation at Chebyshev points of each piece."""
    width = (high - low) / pieces
    count = DEGREE + 1
    nodes = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    starts = low + width * np.arange(pieces)
    points = starts[:, None] + (nodes + 1) / 2 * width
    values = function(points.reshape(-1))
    fitted = chebyshev.chebfit(nodes, values.reshape(pieces, count).T, DEGREE)
    to_powers = np.stack(
        [np.pad(p := chebyshev.cheb2poly(row), (0, count - len(p))) for row in np.eye(count)]
    )
    return Curve(low, width, fitted.T @ to_powers)


def _as_it_is(starts: Array, powers: Array) -> Curve:
    """The pay model's own pieces, in powers of u in [-1, 1] instead of the distance from where a piece begins."""
    half = np.diff(starts) / 2
    scaled = powers[::-1] * half ** np.arange(DEGREE + 1)[:, None]
    coefficients = np.array(_BINOMIAL, dtype=float) @ scaled
    return Curve(float(starts[0]), float(starts[-1] - starts[0]) / len(half), coefficients.T)


def score_curve(everyone: LatentMixture) -> Curve:
    """S: normal score in the cell -> latent score."""
    return fit(everyone.score, -MOST_NORMAL, MOST_NORMAL, SCORE_PIECES)


def normal_curve(these: LatentMixture) -> Curve:
    """N: latent score -> normal score among `these`."""
    if these.pieces is not None:
        return _as_it_is(*these.pieces)
    span = _REACH * float(np.max(these.tau))
    return fit(these.normal_score, float(these.mu.min()) - span, float(these.mu.max()) + span, NORMAL_PIECES)
