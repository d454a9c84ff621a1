"""Curves of a workforce's scores as pieces of polynomials, so that a database can evaluate them.

A row's percentile is Phi(N(S(z) - shift)): z the pay's normal score in its cell, S the score at that rank among
everyone, N the normal score among people like this one. Both are the kernel's, carried by fine pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import NDArray

from paychart.pay.workforce import Workforce

Array = NDArray[np.float64]

DEGREE = 3
SCORE_PIECES = 2048
NORMAL_PIECES = 400
MOST_NORMAL = 7.05  # the pay model keeps probabilities within 1e-12 of 0 and 1
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


def score_curve(force: Workforce) -> Curve:
    """S: normal score in the cell -> score among the workforce."""
    return fit(force.score, -MOST_NORMAL, MOST_NORMAL, SCORE_PIECES)


def normal_curve(force: Workforce, traits: NDArray[np.intp]) -> Curve:
    """N: score -> normal score among the workers with these traits (4,)."""
    ((_, mu, _),) = force.kinds(traits[None])
    span = _REACH * force.tau

    def normal(score: Array) -> Array:
        return force.share_below(traits[None], np.zeros(len(score), dtype=np.intp), score)

    return fit(normal, float(mu.min()) - span, float(mu.max()) + span, NORMAL_PIECES)
