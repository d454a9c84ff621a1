"""The latent score: how a worker's traits move their rank inside a cell, with the cell's margin kept exact.

A worker of profile x has score S = mu_x + tau * e, e standard normal. Over all workers of the cell S has the
mixture distribution F_S(s) = sum_x p_x Phi((s - mu_x) / tau), and pay is Q_cell(F_S(S)). F_S(S) is uniform by
construction, so the profiles mixed back with shares p_x give the published cell whatever the effects are.

Scores and cells meet on normal scores: z = Phi^-1(F_S(s)), a curve so nearly straight that a table of 401
points carries it. Few points are worked out exactly both ways; many (quadrature) come from the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from paychart.errors import BadInput
from paychart.pay.distribution import WageDistribution

Array = NDArray[np.float64]

GRID_POINTS = 401
_REACH = 6.5
_MIN_TAU = 0.35
_FEW = 100
_QUADRATURE = (np.arange(400) + 0.5) / 400


@dataclass(frozen=True, eq=False)
class LatentMixture:
    """Scores of a group of workers: K kinds with mean scores `mu`, shares `share` and common spread `tau`.

    Parameters
    ----------
    mu : (K,) mean score of each kind of worker.
    share : (K,) their shares; they are made to sum to one.
    tau : spread of scores within a kind.
    points : size of the table that carries scores to normal scores and back.
    """

    mu: Array
    share: Array
    tau: float
    points: int = GRID_POINTS
    _scores: Array = field(init=False, repr=False)
    _normal: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        total = float(np.sum(self.share))
        if self.tau <= 0 or total <= 0 or len(self.mu) != len(self.share) or (self.share < 0).any():
            raise BadInput(
                "A mixture of scores needs positive shares that fit its means, and a positive spread."
            )
        object.__setattr__(self, "share", np.asarray(self.share, dtype=float) / total)
        span = _REACH * self.tau
        scores = np.linspace(self.mu.min() - span, self.mu.max() + span, self.points)
        object.__setattr__(self, "_scores", scores)
        object.__setattr__(self, "_normal", self._exact_normal(scores))

    def _exact_normal(self, scores: Array) -> Array:
        """Phi^-1(F_S(s)), through whichever tail is the smaller, so that both ends keep their precision."""
        below = ndtr((scores[:, None] - self.mu) / self.tau) @ self.share
        normal = ndtri(below)
        high = below > 0.5
        normal[high] = -ndtri(ndtr((self.mu - scores[high, None]) / self.tau) @ self.share)
        return np.asarray(normal)

    def normal_score(self, score: ArrayLike) -> Array:
        """Normal score z of a latent score: Phi(z) is the share of the group below it."""
        scores = np.asarray(score, dtype=float)
        if scores.size > _FEW:
            return _interpolate(scores, self._scores, self._normal)
        return self._exact_normal(scores.reshape(-1)).reshape(scores.shape)

    def score(self, normal: ArrayLike) -> Array:
        """Latent score at normal score z, the inverse of `normal_score`."""
        wanted = np.asarray(normal, dtype=float)
        found = _interpolate(wanted, self._normal, self._scores)
        if wanted.size > _FEW:
            return found
        flat, target = found.reshape(-1), wanted.reshape(-1)
        slope = _interpolate(flat, self._scores, np.gradient(self._normal, self._scores))
        for _ in range(3):
            flat = flat - (self._exact_normal(flat) - target) / slope
        return flat.reshape(wanted.shape)

    def given(self, weights: Array) -> LatentMixture:
        """The part of the group that `weights` (K,) leaves in; scores keep their scale."""
        kept = self.share * weights
        held = kept > 0
        if not held.any():
            raise BadInput("No worker of this occupation has these traits together.")
        return LatentMixture(self.mu[held], kept[held], self.tau, self.points)


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


def _interpolate(at: Array, x: Array, y: Array) -> Array:
    """Linear interpolation that goes on in a straight line beyond both ends of the table."""
    inside = np.interp(at, x, y)
    first = (y[1] - y[0]) / (x[1] - x[0])
    last = (y[-1] - y[-2]) / (x[-1] - x[-2])
    low, high = np.minimum(at - x[0], 0) * first, np.maximum(at - x[-1], 0) * last
    return np.asarray(inside + low + high)


@dataclass(frozen=True)
class ConditionalPay:
    """Pay of some workers of one cell: the cell's distribution, all its workers' scores, and theirs.

    Parameters
    ----------
    cell : pay of all workers of the cell; a single cell, shape ().
    everyone : their scores.
    these : the scores of the workers asked about, on the same scale.
    shift : added to the scores of the workers asked about, for what the mixture does not tell apart.
    """

    cell: WageDistribution
    everyone: LatentMixture
    these: LatentMixture
    shift: float = 0.0

    def quantile(self, p: ArrayLike) -> Array:
        """Pay at probabilities `p` among these workers, shape of `p`."""
        score = self.these.score(ndtri(np.asarray(p, dtype=float))) + self.shift
        return self.at_score(score)

    def at_score(self, score: ArrayLike) -> Array:
        """Pay of a worker with latent score `score`."""
        return self.cell.quantile(_probability(self.everyone.normal_score(score)))

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
        own = float(self.quantile(_QUADRATURE).mean())
        whole = float(self.cell.quantile(_QUADRATURE).mean())
        return own * float(self.cell.mean) / whole


def _clip(probability: Array) -> Array:
    return np.clip(probability, 1e-12, 1 - 1e-12)


def _probability(normal: Array) -> Array:
    return _clip(ndtr(normal))
