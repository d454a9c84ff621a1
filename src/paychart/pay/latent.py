"""The latent score: how a worker's traits move their rank inside a cell, with the cell's margin kept exact.

A worker of profile x has score S = mu_x + tau * e, e standard normal. Over all workers of the cell S has the
mixture distribution F_S(s) = sum_x p_x Phi((s - mu_x) / tau), and pay is Q_cell(F_S(S)). F_S(S) is uniform by
construction, so the profiles mixed back with shares p_x give the published cell whatever the effects are.

Scores and cells meet on normal scores: z = Phi^-1(F_S(s)), a curve so nearly straight that a cubic through 401
points with their exact slopes carries it, both ways, within 1e-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from paychart.errors import BadInput
from paychart.pay.distribution import WageDistribution

if TYPE_CHECKING:
    from scipy.interpolate import CubicHermiteSpline, PPoly

Array = NDArray[np.float64]

GRID_POINTS = 401
_REACH = 6.5
_MIN_TAU = 0.35
_QUADRATURE = (np.arange(400) + 0.5) / 400


@dataclass(frozen=True, eq=False)
class LatentMixture:
    """Scores of a group of workers: K kinds with mean scores `mu`, shares `share` and spreads `tau`.

    Parameters
    ----------
    mu : (K,) mean score of each kind of worker.
    share : (K,) their shares; they are made to sum to one.
    tau : spread of scores within a kind: one for all, or (K,).
    points : size of the table that carries scores to normal scores and back.
    """

    mu: Array
    share: Array
    tau: Array | float
    points: int = GRID_POINTS

    def __post_init__(self) -> None:
        total = float(np.sum(self.share))
        if np.min(self.tau) <= 0 or total <= 0 or len(self.mu) != len(self.share) or (self.share < 0).any():
            raise BadInput(
                "A mixture of scores needs positive shares that fit its means, and a positive spread."
            )
        object.__setattr__(self, "share", np.asarray(self.share, dtype=float) / total)

    @cached_property
    def _curves(self) -> tuple[CubicHermiteSpline, CubicHermiteSpline, PPoly]:
        """Score to normal score, normal score to score, and the slope of the first."""
        from scipy.interpolate import CubicHermiteSpline  # a third of a second to import

        span = _REACH * float(np.max(self.tau))
        scores = np.linspace(self.mu.min() - span, self.mu.max() + span, self.points)
        normal, slope = self._exact(scores)
        there = CubicHermiteSpline(scores, normal, slope)
        return there, CubicHermiteSpline(normal, scores, 1 / slope), there.derivative()

    @property
    def _one_kind(self) -> tuple[float, float] | None:
        """Mean and spread where there is one kind of worker, whose scores are normal themselves."""
        return (float(self.mu[0]), float(np.max(self.tau))) if len(self.mu) == 1 else None

    def _exact(self, scores: Array) -> tuple[Array, Array]:
        """Phi^-1(F_S(s)) and its slope, through whichever tail is the smaller, so that both ends keep their
        precision."""
        gap = (scores[:, None] - self.mu) / self.tau
        normal = ndtri(ndtr(gap) @ self.share)
        high = normal > 0
        normal[high] = -ndtri(ndtr(-gap[high]) @ self.share)
        density = np.exp(-np.square(gap) / 2) @ (self.share / self.tau)
        return np.asarray(normal), np.asarray(density / np.exp(-np.square(normal) / 2))

    def normal_score(self, score: ArrayLike) -> Array:
        """Normal score z of a latent score: Phi(z) is the share of the group below it. Within 1e-8 of exact."""
        at = np.asarray(score, dtype=float)
        if one := self._one_kind:
            return np.asarray((at - one[0]) / one[1])
        return _beyond(self._curves[0], at)

    @property
    def pieces(self) -> tuple[Array, Array] | None:
        """The cubics that carry a score to its normal score: where each begins and the last ends, (n + 1,), and its
        powers of the distance from there, highest first, (4, n). None for one kind of worker: a straight line."""
        return None if self._one_kind else (self._curves[0].x, self._curves[0].c)

    def score(self, normal: ArrayLike) -> Array:
        """Latent score at normal score z, the inverse of `normal_score`."""
        wanted = np.asarray(normal, dtype=float)
        if one := self._one_kind:
            return np.asarray(one[0] + one[1] * wanted)
        there, back, rise = self._curves
        found = _beyond(back, wanted)
        for _ in range(2):
            slope = rise(np.clip(found, there.x[0], there.x[-1]))
            found = found - (self.normal_score(found) - wanted) / slope
        return found

    @cached_property
    def quadrature(self) -> Array:
        """Scores at 400 equal steps of probability, for means."""
        return self.score(ndtri(_QUADRATURE))

    def given(self, weights: Array) -> LatentMixture:
        """The part of the group that `weights` (K,) leaves in; scores keep their scale."""
        kept = self.share * weights
        held = kept > 0
        if not held.any():
            raise BadInput("No worker of this occupation has these traits together.")
        tau = self.tau if np.ndim(self.tau) == 0 else np.asarray(self.tau)[held]
        return LatentMixture(self.mu[held], kept[held], tau, self.points)


def standardized(mu: Array, share: Array) -> tuple[Array, float]:
    """Scores with mean 0, and the spread that makes the whole variance 1: (mu, tau).

    Where the effects alone have more variance than that, they are scaled down to leave tau of 0.35.
    """
    weights = share / share.sum()
    centered = mu - weights @ mu
    explained = float(weights @ centered**2)
    most = 1 - _MIN_TAU**2
    if explained > most:
        return centered * np.sqrt(most / explained), _MIN_TAU
    return centered, float(np.sqrt(1 - explained))


def _beyond(curve: CubicHermiteSpline, at: Array) -> Array:
    """The curve, going on in a straight line beyond both ends of its table."""
    x, slope = curve.x, curve.c[2]
    outside = np.minimum(at - x[0], 0) * slope[0] + np.maximum(at - x[-1], 0) * slope[-1]
    return np.asarray(curve(np.clip(at, x[0], x[-1])) + outside)


@dataclass(frozen=True)
class ConditionalPay:
    """Pay of some workers of one cell: the cell's distribution, all its workers' scores, and theirs.

    Parameters
    ----------
    cell : pay of all workers of the cell; a single cell, shape ().
    everyone : their scores.
    these : the scores of the workers asked about, on the same scale.
    shift : added to the scores of the workers asked about, for what the mixture does not tell apart. An array
        (m, 1) asks about m people at once: quantiles are (m, P), and wages (m, 1).
    """

    cell: WageDistribution
    everyone: LatentMixture
    these: LatentMixture
    shift: float | Array = 0.0

    def quantile(self, p: ArrayLike) -> Array:
        """Pay at probabilities `p` among these workers, shape of `p`."""
        score = self.these.score(ndtri(np.asarray(p, dtype=float))) + self.shift
        return self.at_score(score)

    def at_score(self, score: ArrayLike) -> Array:
        """Pay of a worker with latent score `score`."""
        return self.cell.quantile(probability(self.everyone.normal_score(score)))

    def percentile_of(self, wage: ArrayLike) -> Array:
        """Share of these workers paid `wage` or less, shape of `wage`."""
        amounts = np.asarray(wage, dtype=float)
        share = self.cell.percentile_of(amounts.reshape(-1)).reshape(amounts.shape)
        score = self.everyone.score(ndtri(_clip(share))) - self.shift
        return np.asarray(ndtr(self.these.normal_score(score)))

    @property
    def median(self) -> float:
        return float(self.quantile(0.5))

    @property
    def mean(self) -> float:
        """Mean pay by quadrature, less the bias that the same sum has over the whole cell."""
        own = float(self.at_score(self.these.quadrature + self.shift).mean())
        return own * mean_bias(self.cell)


@lru_cache(maxsize=256)
def mean_bias(cell: WageDistribution) -> float:
    """Mean pay of a cell over the same quadrature of its quantiles."""
    return float(cell.mean) / float(cell.quantile(_QUADRATURE).mean())


def _clip(probability: Array) -> Array:
    return np.clip(probability, 1e-12, 1 - 1e-12)


def probability(normal: Array) -> Array:
    """Probability at normal scores, strictly between 0 and 1."""
    return _clip(ndtr(normal))
