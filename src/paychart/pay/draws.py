"""How sure a conditional pay figure is: everything it rests on drawn anew, a few hundred times.

Each draw takes effects from their posterior, shares from Dirichlet laws of their sample sizes and the cell's
percentiles from their own errors, and carries them through the latent mixture. Kinds of worker are gathered
into bins of equal score width, which keeps each draw's mean and costs a hundredth of the exact mixture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.pay.distribution import LEVELS, NODES, WageDistribution
from paychart.pay.population import COUNT_SHARES, COUNT_SHARES_SIZE, Population, interpolate_rows

Array = NDArray[np.float64]

PROBABILITIES = np.array(
    [0.02, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
     0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.98]
)  # fmt: skip
_BINS = np.linspace(-4.5, 4.5, 91)
_GRID = np.linspace(-6.5, 6.5, 131)
_CERTIFIED_SIZE = 40.0


@dataclass(frozen=True)
class Asked:
    """What a profile says, as positions: education level, years, certification count, hours bracket.

    `extra` (log pay) is added for traits outside the mixture, `extra_se` is its error; `unknown_se` the
    spread of credentials without evidence.
    """

    education: int | None = None
    experience: float | None = None
    certified: int | None = None
    hours: int | None = None
    extra: float = 0.0
    extra_se: float = 0.0
    unknown_se: float = 0.0


@dataclass(frozen=True, eq=False)
class Draws:
    """`curves` (D, 21) conditional pay at PROBABILITIES; `parts` factor -> (D,) dollars at the median."""

    curves: Array
    parts: dict[str, Array]

    def at(self, p: float) -> Array:
        """(D,) conditional pay at probability `p`."""
        return np.exp(interpolate_rows(ndtri(np.array([p])), ndtri(PROBABILITIES), np.log(self.curves))[:, 0])

    def mean(self) -> Array:
        """(D,) integral of the curve between its ends: for ratios to the same sum, not a mean by itself."""
        steps = np.diff(PROBABILITIES)
        return np.asarray(((self.curves[:, 1:] + self.curves[:, :-1]) / 2) @ steps)

    def percentile_of(self, wage: float) -> Array:
        """(D,) share of these workers paid less than `wage`."""
        z = ndtri(PROBABILITIES)
        scores = [np.interp(np.log(wage), row, z) for row in np.log(self.curves)]
        return np.asarray(ndtr(scores))


def band90(drawn: Array, point: float) -> tuple[float, float]:
    """90 % interval of the draws, which always holds the estimate itself."""
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(min(low, point)), float(max(high, point))


def draw(
    people: Population,
    cell: WageDistribution,
    node_log_se: Array,
    asked: Asked,
    n: int,
    rng: np.random.Generator,
) -> Draws:
    """`n` draws of the pay of the workers `asked` about in `cell`, whose five percentiles have errors
    `node_log_se` (5,) on the log scale."""
    education, experience = people.education_effect.draw(n, rng), people.experience_effect.draw(n, rng)
    certified, hours = people.certified_effect.draw(n, rng), people.hours_effect.draw(n, rng)
    share = _shares(people, n, rng)
    score = people.scores(education, experience, certified, hours)
    centre = (score * share).sum(axis=1)
    score = score - centre[:, None]
    explained = np.minimum((share * score**2).sum(axis=1), 0.85)
    tau = np.sqrt(1 - explained)
    kept = people.mask(asked.education, asked.experience, asked.certified, asked.hours)
    everyone = _normal_scores(score, share, tau)
    these = _normal_scores(score, share * kept, tau)
    parts = _score_parts(people, share, education, experience, certified, hours, asked, rng)
    shift = parts.pop("band") + sum(parts[name] for name in ("extra", "unknown"))
    node_error = _node_errors(node_log_se, n, rng)
    z = np.empty((n, len(PROBABILITIES)))
    wanted = ndtri(PROBABILITIES)
    ends = np.empty((n, 2))
    for i in range(n):
        own = np.interp(wanted, these[i], _GRID) + shift[i]
        z[i] = np.interp(own, _GRID, everyone[i])
        ends[i] = np.interp(0.0, everyone[i], _GRID), np.interp(0.0, these[i], _GRID) + shift[i]
    scale = _dollars_per_score(cell, ends, everyone)
    return Draws(_pay(cell, z, node_error), {name: part * scale for name, part in parts.items()})


def _dollars_per_score(cell: WageDistribution, ends: Array, everyone: Array) -> Array:
    """(n,) mean slope of pay over score between the typical worker and these; never over less than 0.1."""
    middle, half = ends.mean(axis=1), np.maximum(np.abs(ends[:, 1] - ends[:, 0]) / 2, 0.05)
    scores = np.stack([middle - half, middle + half], axis=1)
    z = np.stack([np.interp(s, _GRID, row) for s, row in zip(scores, everyone, strict=True)])
    pay = cell.quantile(ndtr(z))
    return np.asarray((pay[:, 1] - pay[:, 0]) / (2 * half))


def _shares(people: Population, n: int, rng: np.random.Generator) -> Array:
    """(n, K) shares: education and certification drawn; hours, and experience within education, kept."""
    margin = people.joint.sum(axis=1)
    drawn = rng.gamma(np.maximum(margin * people.education_size, 1e-3), size=(n, len(margin)))
    within = people.joint / np.maximum(margin, 1e-12)[:, None]
    joint = (drawn / drawn.sum(axis=1, keepdims=True))[:, :, None] * within
    certified = np.ones((n, 1))
    if len(people.certified) > 1:
        any_one = rng.beta(
            (1 - people.certified[0]) * _CERTIFIED_SIZE, people.certified[0] * _CERTIFIED_SIZE, size=n
        )
        counts = rng.dirichlet(np.array(COUNT_SHARES) * COUNT_SHARES_SIZE, size=n)
        certified = np.concatenate([1 - any_one[:, None], any_one[:, None] * counts], axis=1)
    whole = joint[:, :, :, None, None] * certified[:, None, None, :, None] * people.hours
    return np.asarray(whole.reshape(n, -1))


def _normal_scores(score: Array, share: Array, tau: Array) -> Array:
    """(n, G) normal score of the mixture at each grid score, kinds gathered into bins by linear splitting."""
    n, width = len(score), _BINS[1] - _BINS[0]
    place = np.clip((score - _BINS[0]) / width, 0, len(_BINS) - 1.001)
    low = place.astype(np.intp)
    part = place - low
    row = np.arange(n)[:, None] * len(_BINS)
    mass = np.bincount((row + low).ravel(), (share * (1 - part)).ravel(), n * len(_BINS))
    mass += np.bincount((row + low + 1).ravel(), (share * part).ravel(), n * len(_BINS))
    mass = mass.reshape(n, len(_BINS))
    mass = mass / mass.sum(axis=1, keepdims=True)
    used = mass.max(axis=0) > 0
    gap = (_GRID[:, None] - _BINS[used]) / tau[:, None, None]
    below = np.einsum("ngb,nb->ng", ndtr(gap), mass[:, used])
    edge = np.finfo(float).eps
    normal = ndtri(np.clip(below, edge, 1 - edge))
    # Beyond the grid's useful range the curve only has to keep rising, for interpolation both ways.
    return np.maximum.accumulate(normal, axis=1) + 1e-9 * np.arange(normal.shape[1])


def _score_parts(
    people: Population, share: Array, education: Array, experience: Array, certified: Array, hours: Array,
    asked: Asked, rng: np.random.Generator,
) -> dict[str, Array]:  # fmt: skip
    """Score of each trait asked about, against all workers; `band` is what the nearest band leaves out."""
    n = len(share)
    whole = share.reshape(n, *people.shape)
    years = np.array([float(level) for level in people.experience_effect.levels])
    parts = {"band": np.zeros(n)}
    if asked.education is not None:
        parts["education"] = education[:, asked.education] - (whole.sum(axis=(2, 3, 4)) * education).sum(
            axis=1
        )
    if asked.experience is not None:
        bands = interpolate_rows(people.band_years, years, experience)
        own = interpolate_rows(np.array([asked.experience]), years, experience)[:, 0]
        nearest = int(np.argmin(np.abs(people.band_years - asked.experience)))
        parts["band"] = own - bands[:, nearest]
        parts["experience"] = own - (whole.sum(axis=(1, 3, 4)) * bands).sum(axis=1)
    if asked.certified is not None and certified.shape[1] > 1:
        parts["certified"] = certified[:, asked.certified] - (whole.sum(axis=(1, 2, 4)) * certified).sum(
            axis=1
        )
    if asked.hours is not None:
        parts["hours"] = hours[:, asked.hours] - (whole.sum(axis=(1, 2, 3)) * hours).sum(axis=1)
    sd = people.log_wage_sd
    parts["extra"] = (asked.extra + asked.extra_se * rng.standard_normal(n)) / sd
    parts["unknown"] = asked.unknown_se * rng.standard_normal(n) / sd
    return parts


def _node_errors(log_se: Array, n: int, rng: np.random.Generator) -> Array:
    """(n, 5) correlated log errors of the cell's percentiles, as for quantiles of one sample."""
    p, q = np.minimum.outer(LEVELS, LEVELS), np.maximum.outer(LEVELS, LEVELS)
    correlation = np.sqrt(p * (1 - q) / (q * (1 - p)))
    root = np.linalg.cholesky(correlation + 1e-12 * np.eye(5))
    return np.asarray((rng.standard_normal((n, 5)) @ root.T) * log_se)


def _pay(cell: WageDistribution, z: Array, node_error: Array) -> Array:
    """(n, m) pay at normal scores `z`, each draw's percentiles moved by its errors."""
    edge = 1e-9
    pay = cell.quantile(np.clip(ndtr(z), edge, 1 - edge))
    moved = np.stack([np.interp(row, NODES, error) for row, error in zip(z, node_error, strict=True)])
    return np.asarray(pay * np.exp(moved))
