"""The workers of an occupation on one scale of scores: where everyone stands, and where workers like these do.

A worker of kind k (schooling x experience x certification x hours) has score mu_k + tau * e, e standard normal. Over
all workers scores have the mixture distribution F, and pay is Q_cell(F(score)): uniform ranks by construction, so the
kinds mixed back with their shares give the published cell whatever the effects are. Both ways are tables with exact
slopes, read by cubics.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.pay.composition import PeopleTables, own_employer_type, table_path
from paychart.pay.normal import ndtr, ndtri
from paychart.pay.population import Population, population

Array = NDArray[np.float64]
Index = NDArray[np.intp]

OPEN = -1  # a factor that a profile leaves open
LEAST_TAU = 0.35  # spread within a kind, of 1 among all: traits never explain more than 88% of the variance
CERTIFIED_SIZE = (
    40.0  # how sure the share of the certified is, as a sample: an assumption (one survey of members)
)
_REACH = 6.5  # tables go this many spreads beyond the outermost kinds
_POINTS = 161
# Normal scores at which a mixture's quantiles are worked out; the five percentiles are among them.
_LOWER = ndtri(np.array([0.0005, 0.005, 0.03, 0.10, 0.175, 0.25, 0.375]))
KNOTS = np.array([*_LOWER, 0.0, *-_LOWER[::-1]])
_NEWTON_STEPS = 4
_ROOT_TWO_PI = float(np.sqrt(2 * np.pi))
_EDGE = 1e-12


def people_folder(store: Path) -> Path | None:
    """The person tables that `paychart model fit` wrote beside a store, if there are any."""
    folder = store.parent / "people"
    return folder if table_path(folder, "people_effects.csv") else None


@dataclass(frozen=True, eq=False)
class Curve:
    """A rising function on an even grid with its slopes, going on in straight lines beyond both ends."""

    low: float
    step: float
    values: Array
    slopes: Array

    def __call__(self, at: Array) -> Array:
        place = (at - self.low) / self.step
        i = np.clip(place.astype(np.intp), 0, len(self.values) - 2)
        t = np.clip(place - i, 0.0, 1.0)
        t2 = t * t
        t3 = t2 * t
        rise = 3 * t2 - 2 * t3
        inside = self.values[i] + rise * (self.values[i + 1] - self.values[i])
        inside += self.step * ((t3 - 2 * t2 + t) * self.slopes[i] + (t3 - t2) * self.slopes[i + 1])
        high = self.low + self.step * (len(self.values) - 1)
        beyond = np.minimum(at - self.low, 0) * self.slopes[0] + np.maximum(at - high, 0) * self.slopes[-1]
        return np.asarray(inside + beyond)


@dataclass(frozen=True, eq=False)
class Workforce:
    """Everyone in an occupation and employer type: who they are, and their scores (mean 0, variance 1).

    `mu` and `share` are (7, B, C, 7), schooling x experience bands x certification x hours; `scale` put the scores
    there; `margins` are the shares of each factor's levels, `curve` a score's normal score among everyone.
    """

    people: Population
    mu: Array
    share: Array
    tau: float
    scale: float
    margins: tuple[Array, Array, Array, Array]
    curve: Curve

    def normal_score(self, score: Array) -> Array:
        """Normal score among everyone: its probability is the share of the workforce below `score`."""
        return self.curve(score)

    def score(self, normal: Array) -> Array:
        """The inverse of `normal_score`."""
        grid = self.curve.low + self.curve.step * np.arange(len(self.curve.values))
        first, last = self.curve.values[0], self.curve.values[-1]
        found = np.interp(normal, self.curve.values, grid)
        found = found + np.minimum(normal - first, 0) / self.curve.slopes[0]
        found = found + np.maximum(normal - last, 0) / self.curve.slopes[-1]
        for _ in range(3):
            step = 1e-4
            slope = (self.curve(found + step) - self.curve(found - step)) / (2 * step)
            found = found - (self.curve(found) - normal) / slope
        return np.asarray(found)

    def kinds(self, combos: Index) -> list[tuple[Index, Array, Array]]:
        """The kinds that each of `combos` (u, 4: positions of the factors' levels, OPEN where open) leaves in:
        for combos with the same factors open, their rows, and scores and shares (rows, kinds)."""
        found = []
        fixed = combos >= 0
        for pattern in np.unique(fixed, axis=0):
            rows = np.flatnonzero((fixed == pattern).all(axis=1))
            order = [*np.flatnonzero(pattern), *np.flatnonzero(~pattern)]
            at = tuple(combos[rows, factor] for factor in np.flatnonzero(pattern))
            picked = [part.transpose(order)[at] if at else part[None] for part in (self.mu, self.share)]
            mu, share = (part.reshape(len(rows), -1) for part in picked)
            found.append((rows, mu, share / share.sum(axis=1, keepdims=True)))
        return found

    def quantile_knots(self, combos: Index) -> tuple[Array, Array]:
        """Scores (u, knots) of the workers of each combo at KNOTS, and their slopes there."""
        scores, slopes = (np.empty((len(combos), len(KNOTS))) for _ in range(2))
        for rows, mu, share in self.kinds(combos):
            if mu.shape[1] == 1:
                scores[rows], slopes[rows] = mu + self.tau * KNOTS, self.tau
                continue
            middle = (share * mu).sum(axis=1, keepdims=True)
            spread = np.sqrt(self.tau**2 + (share * (mu - middle) ** 2).sum(axis=1, keepdims=True))
            found = middle + spread * KNOTS
            for step in range(_NEWTON_STEPS + 1):
                normal, slope = _mixture(found, mu, share, self.tau)
                if step < _NEWTON_STEPS:
                    found = found - (normal - KNOTS) / slope
            scores[rows], slopes[rows] = found, 1 / slope
        return scores, slopes

    def share_below(self, combos: Index, row_combo: Index, score: Array) -> Array:
        """Normal score (n,) of `score` (n,) among the workers of each row's combo."""
        found = np.empty(len(score))
        for rows, mu, share in self.kinds(combos):
            place = np.full(len(combos), -1)
            place[rows] = np.arange(len(rows))
            here = np.flatnonzero(place[row_combo] >= 0)
            own = place[row_combo[here]]
            found[here] = _mixture(score[here, None], mu[own], share[own], self.tau)[0][:, 0]
        return found


def _mixture(score: Array, mu: Array, share: Array, tau: float) -> tuple[Array, Array]:
    """Normal score (u, m) of scores (u, m) in mixtures of kinds (u, K), and its slope."""
    normal, slope = np.empty(score.shape), np.empty(score.shape)
    at_once = max(1, 400_000 // (score.shape[1] * mu.shape[1]))  # arrays of a few megabytes
    for start in range(0, len(score), at_once):
        part = slice(start, start + at_once)
        gap = (score[part, :, None] - mu[part, None, :]) / tau
        weight = share[part, :, None]
        below = (ndtr(gap) @ weight)[..., 0]
        normal[part] = ndtri(np.clip(below, _EDGE, 1 - _EDGE))
        density = (np.exp(-np.square(gap) / 2) @ weight)[..., 0] / tau
        slope[part] = np.maximum(density, 1e-300) / np.exp(-np.square(normal[part]) / 2)
    return normal, slope


@lru_cache(maxsize=65536)
def employer_type(occupation: str, industry: str, folder: Path | None) -> str:
    """The employer type that stands for an industry in the person tables: one workforce serves all that share it."""
    return own_employer_type(PeopleTables(folder), occupation, industry)


def workforce(occupation: str, industry: str, folder: Path | None) -> Workforce:
    """The workers of `occupation` in `industry`, kept for the process. Raises Suppressed where no table has any."""
    return _workforce(occupation, employer_type(occupation, industry, folder), folder)


@lru_cache(maxsize=2048)
def _workforce(occupation: str, employer: str, folder: Path | None) -> Workforce:
    people = population(occupation, folder, employer)
    raw = people.scores(
        people.education_effect.mean,
        people.experience_effect.mean,
        people.certified_effect.mean,
        people.hours_effect.mean,
    )
    share = people.shares()
    centered = raw - share @ raw
    explained = float(share @ centered**2)
    most = 1 - LEAST_TAU**2
    scale = float(np.sqrt(most / explained)) if explained > most else 1.0
    mu, tau = centered * scale, float(np.sqrt(1 - min(explained, most)))
    whole = share.reshape(people.shape)
    margins = tuple(whole.sum(axis=tuple(i for i in range(4) if i != axis)) for axis in range(4))
    return Workforce(
        people, mu.reshape(people.shape), whole, tau, scale, (margins[0], margins[1], margins[2], margins[3]),
        _curve(mu, share, tau),
    )  # fmt: skip


def _curve(mu: Array, share: Array, tau: float) -> Curve:
    """Score to normal score among kinds (K,), through whichever tail is the smaller, so that both ends keep
    their precision."""
    low, high = mu.min() - _REACH * tau, mu.max() + _REACH * tau
    scores = np.linspace(low, high, _POINTS)
    gap = (scores[:, None] - mu) / tau
    upper = np.where(scores > 0, -1.0, 1.0)
    normal = upper * ndtri(ndtr(gap * upper[:, None]) @ share)
    density = np.exp(-np.square(gap) / 2) @ share / tau
    slopes = density / np.exp(-np.square(normal) / 2)
    return Curve(float(low), float(scores[1] - scores[0]), normal, slopes)
