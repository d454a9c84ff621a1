"""How sure a conditional pay figure is: everything it rests on drawn anew, a few hundred times.

Each draw takes effects from their posterior, shares from Dirichlet laws of their sample sizes and the cell's
percentiles from their own errors, and carries them through the latent mixture. Kinds of worker are gathered
into bins of equal score width, which keeps each draw's mean and costs a hundredth of the exact mixture. What does
not depend on the profile is drawn once an occupation and kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
_SEED = 20250501  # the interval of a profile is the same each time it is asked
_NEWTON_STEPS = 5  # from the mean of a mixture to its median: within 1e-9 in all but odd cases
_ROOT_TWO_PI = float(np.sqrt(2 * np.pi))
_MEDIAN = 10  # where PROBABILITIES holds one half


@dataclass(frozen=True)
class Asked:
    """What a profile says, as positions: education level, years, certification count, hours bracket.

    `extra` (log pay) is added for traits outside the mixture, `extra_se` is its error; `unknown_se` the
    spread of credentials without evidence. `misfit_se` (score) is how far the effects of these traits
    together may be from the sum of each.
    """

    education: int | None = None
    experience: float | None = None
    certified: int | None = None
    hours: int | None = None
    extra: float = 0.0
    extra_se: float = 0.0
    unknown_se: float = 0.0
    misfit_se: float = 0.0


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


@dataclass(frozen=True, eq=False)
class DrawnPopulation:
    """The workers of one occupation, drawn `n` times: what does not depend on whom a profile asks about.

    `share` and `score` are (n, K); `everyone` (n, G) normal scores on the grid; the factors' scores (n, L);
    `typical` each factor's mean score (n,) over all workers.
    """

    share: Array
    score: Array
    tau: Array
    everyone: Array
    education: Array
    experience: Array
    certified: Array
    hours: Array
    typical: Mapping[str, Array]


@lru_cache(maxsize=16)
def drawn_population(people: Population, n: int) -> DrawnPopulation:
    """`n` draws of effects and shares; the same each time they are asked for."""
    rng = np.random.default_rng(_SEED)
    education, experience = people.education_effect.draw(n, rng), people.experience_effect.draw(n, rng)
    certified, hours = people.certified_effect.draw(n, rng), people.hours_effect.draw(n, rng)
    share = _shares(people, n, rng)
    score = people.scores(education, experience, certified, hours)
    score = score - (score * share).sum(axis=1)[:, None]
    tau = np.sqrt(1 - np.minimum((share * score**2).sum(axis=1), 0.85))
    whole = share.reshape(n, *people.shape)
    bands = interpolate_rows(people.band_years, people.experience_years, experience)
    typical = {
        "education": (whole.sum(axis=(2, 3, 4)) * education).sum(axis=1),
        "experience": (whole.sum(axis=(1, 3, 4)) * bands).sum(axis=1),
        "certified": (whole.sum(axis=(1, 2, 4)) * certified).sum(axis=1),
        "hours": (whole.sum(axis=(1, 2, 3)) * hours).sum(axis=1),
    }
    everyone = _normal_scores(score, share, tau)
    return DrawnPopulation(share, score, tau, everyone, education, experience, certified, hours, typical)


@lru_cache(maxsize=512)
def _own_scores(
    people: Population, n: int, education: int | None, band: int | None, certified: int | None,
    hours: int | None,
) -> Array:  # fmt: skip
    """(n, 21) scores at PROBABILITIES of the workers who have these traits."""
    drawn = drawn_population(people, n)
    kept = people.mask(education, band, certified, hours) > 0
    these = _normal_scores(drawn.score[:, kept], drawn.share[:, kept], drawn.tau)
    wanted = ndtri(PROBABILITIES)
    return np.stack([np.interp(wanted, row, _GRID) for row in these])


@lru_cache(maxsize=4096)
def _own_medians(
    people: Population, n: int, education: int | None, band: int | None, certified: int | None,
    hours: int | None,
) -> Array:  # fmt: skip
    """(n,) median scores of the workers who have these traits: Newton's method on the mixture itself."""
    drawn = drawn_population(people, n)
    kept = people.mask(education, band, certified, hours) > 0
    score, tau = drawn.score[:, kept], drawn.tau
    share = drawn.share[:, kept]
    share = share / share.sum(axis=1, keepdims=True)
    median = np.asarray((share * score).sum(axis=1))
    for _ in range(1 if score.shape[1] == 1 else _NEWTON_STEPS):
        gap = (median[:, None] - score) / tau[:, None]
        below = (share * ndtr(gap)).sum(axis=1)
        density = (share * np.exp(-np.square(gap) / 2)).sum(axis=1) / (tau * _ROOT_TWO_PI)
        median = median - np.clip((below - 0.5) / density, -0.5, 0.5)
    return np.asarray(median)


@dataclass(frozen=True, eq=False)
class _Noise:
    """Standard normal draws: `nodes` (n, 5) correlated as the percentiles of one sample, and two of their own."""

    nodes: Array
    extra: Array
    unknown: Array


@lru_cache(maxsize=16)
def _noise(n: int) -> _Noise:
    """The same each time, so that the interval of a profile is."""
    rng = np.random.default_rng(_SEED + 1)
    p, q = np.minimum.outer(LEVELS, LEVELS), np.maximum.outer(LEVELS, LEVELS)
    correlation = np.sqrt(p * (1 - q) / (q * (1 - p)))
    root = np.linalg.cholesky(correlation + 1e-12 * np.eye(5))
    nodes = rng.standard_normal((n, 5)) @ root.T
    return _Noise(nodes, rng.standard_normal(n), rng.standard_normal(n))


def draw(people: Population, cell: WageDistribution, node_log_se: Array, asked: Asked, n: int) -> Draws:
    """`n` draws of the pay of the workers `asked` about in `cell`, whose five percentiles have errors
    `node_log_se` (5,) on the log scale."""
    drawn = drawn_population(people, n)
    parts = _score_parts(people, drawn, asked)
    shift = parts.pop("band") + parts["extra"] + parts["unknown"]
    band = None if asked.experience is None else people.band(asked.experience)
    own = _own_scores(people, n, asked.education, band, asked.certified, asked.hours) + shift[:, None]
    start = np.array([np.interp(0.0, row, _GRID) for row in drawn.everyone])
    scale = _dollars_per_score(cell, np.stack([start, own[:, _MEDIAN]], axis=1), drawn.everyone)
    curves = _pay(cell, _on_grid(own, drawn.everyone), _noise(n).nodes * node_log_se)
    return Draws(curves, {name: part * scale for name, part in parts.items()})


def draw_medians(
    people: Population, cell: WageDistribution, node_log_se: Array, asked: Sequence[Asked], n: int
) -> Array:
    """(n, m) the medians of `draw` for m profiles of one cell, for answers in bulk that need no more."""
    drawn = drawn_population(people, n)
    score = np.empty((n, len(asked)))
    for j, one in enumerate(asked):
        parts = _score_parts(people, drawn, one)
        band = None if one.experience is None else people.band(one.experience)
        own = _own_medians(people, n, one.education, band, one.certified, one.hours)
        score[:, j] = own + parts["band"] + parts["extra"] + parts["unknown"]
    return _pay(cell, _on_grid(score, drawn.everyone), _noise(n).nodes * node_log_se)


def _on_grid(score: Array, rows: Array) -> Array:
    """(n, m) each row of `rows` (n, G), which lies on _GRID, read at the scores of its draw."""
    place = (score - _GRID[0]) / (_GRID[1] - _GRID[0])
    low = np.clip(place.astype(np.intp), 0, len(_GRID) - 2)
    part = np.clip(place - low, 0.0, 1.0)
    left = np.take_along_axis(rows, low, axis=1)
    return np.asarray(left + part * (np.take_along_axis(rows, low + 1, axis=1) - left))


def _dollars_per_score(cell: WageDistribution, ends: Array, everyone: Array) -> Array:
    """(n,) mean slope of pay over score between the typical worker and these; never over less than 0.1."""
    middle, half = ends.mean(axis=1), np.maximum(np.abs(ends[:, 1] - ends[:, 0]) / 2, 0.05)
    scores = np.stack([middle - half, middle + half], axis=1)
    pay = cell.quantile(ndtr(_on_grid(scores, everyone)))
    return np.asarray((pay[:, 1] - pay[:, 0]) / (2 * half))


def _shares(people: Population, n: int, rng: np.random.Generator) -> Array:
    """(n, K) shares: education and certification drawn; hours, and experience within education, kept."""
    margin = people.joint.sum(axis=1)
    drawn = rng.gamma(np.maximum(margin * people.education_size, 1e-3), size=(n, len(margin)))
    drawn = np.maximum(drawn, 1e-9)  # a rare level may be drawn as nothing at all, and must still be there
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


def _score_parts(people: Population, drawn: DrawnPopulation, asked: Asked) -> dict[str, Array]:
    """Score of each trait asked about, against all workers; `band` is what the nearest band leaves out."""
    n = len(drawn.share)
    parts = {"band": np.zeros(n)}
    typical = drawn.typical
    if asked.education is not None:
        parts["education"] = drawn.education[:, asked.education] - typical["education"]
    if asked.experience is not None:
        near = people.band(asked.experience)
        at = np.array([asked.experience, people.band_years[near]])
        own, nearest = interpolate_rows(at, people.experience_years, drawn.experience).T
        parts["band"] = own - nearest
        parts["experience"] = own - typical["experience"]
    if asked.certified is not None and drawn.certified.shape[1] > 1:
        parts["certified"] = drawn.certified[:, asked.certified] - typical["certified"]
    if asked.hours is not None:
        parts["hours"] = drawn.hours[:, asked.hours] - typical["hours"]
    sd = people.log_wage_sd
    noise = _noise(n)
    parts["extra"] = (asked.extra + asked.extra_se * noise.extra) / sd
    parts["unknown"] = np.hypot(asked.unknown_se / sd, asked.misfit_se) * noise.unknown
    return parts


def _pay(cell: WageDistribution, z: Array, node_error: Array) -> Array:
    """(n, m) pay at normal scores `z`, each draw's percentiles moved by its errors."""
    edge = 1e-9
    pay = cell.quantile(np.clip(ndtr(z), edge, 1 - edge))
    return np.asarray(pay * np.exp(interpolate_each(z, NODES, node_error)))


def interpolate_each(at: Array, x: Array, y: Array) -> Array:
    """(n, m) linear interpolation of each row of `y` (n, L) over `x` (L,) at its own points `at` (n, m)."""
    place = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    share = np.clip((at - x[place]) / (x[place + 1] - x[place]), 0.0, 1.0)
    left = np.take_along_axis(y, place, axis=1)
    return np.asarray(left + share * (np.take_along_axis(y, place + 1, axis=1) - left))
