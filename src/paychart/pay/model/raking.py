"""Joint cells of area and industry that give back both margins: the area's published cell and the industry's.

A worker of the occupation in an area stands at some rank among all its workers there and is paid what that rank earns
there. What is left to say is who works where: of workers at rank z who are paid w, the part in industry i is

    P(i | z, w) = g_i(z) t_i(w) / D(z, w)      D = sum over sectors j of g_j(z) t_j(w)

g_i(z) is the industry's part of the workers at that rank in the nation (rank transport alone would stop here), and t_i
takes one value in each of the six intervals that the industry's five published percentiles make. The sectors' parts sum
to one, so sectors mixed by their jobs give back the area's cell whatever t is. t is fitted so that over the states each
sector has its jobs between its published percentiles as published: iterative proportional fitting (Deming and Stephan
1940) of exactly what is published. Given D, the t of any other published industry follows in closed form; one without
published wages takes that of the nearest wider one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import SCORES, Floats
from paychart.pay.model.joint import score_at, wage_at
from paychart.pay.normal import ndtr

Indices = NDArray[np.intp]
Doubles = NDArray[np.float64]
EDGES = np.linspace(
    -3.5, 3.5, 113, dtype=np.float32
)  # normal scores: a rank's cells, the outer two without end
MIDDLES = np.asarray((EDGES[1:] + EDGES[:-1]) / 2, dtype=np.float32)
MASS = np.diff(np.concatenate([[0], ndtr(EDGES[1:-1].astype(float)), [1]])).astype(np.float32)
BINS = 512  # of log wage: some half a percent of pay
ROUNDS = 60
CLOSE = 0.01  # of the workers in any interval of a sector
YIELD = 0.2  # where the margins contradict each other the largest sector gives way: it is moved least by it
NOBODY = 0.005  # of all workers in no sector: what rounding leaves
MOST_TILT = 4.0  # in logs
_NARROW = 0.02  # log points: percentiles closer than this are one, as printed ties are
_RAMP = 0.008  # log points to either side of a percentile in which its two intervals share
_LEAST = 1e-5
_PARTS = np.diff([0, 0.10, 0.25, 0.50, 0.75, 0.90, 1])
_LEVELS = ndtr(SCORES)


@dataclass(frozen=True)
class Span:
    """Where the bins of log wage start, and their width."""

    low: float
    width: float

    @classmethod
    def of(cls, nodes: Floats) -> Span:
        """Bins that hold all workers of areas given by log percentiles (n, 5)."""
        wage = wage_at(nodes, MIDDLES[[0, -1]])
        low = float(wage[:, 0].min())
        return cls(low, (float(wage[:, 1].max()) - low) / BINS + 1e-6)

    def bin(self, wage: Floats) -> Indices:
        """The bins of log wages."""
        return np.asarray(np.clip((wage - self.low) / self.width, 0, BINS - 1), dtype=np.intp)

    @property
    def centers(self) -> Floats:
        """Log wages in the middle of the bins."""
        return np.asarray(self.low + self.width * (np.arange(BINS) + 0.5), dtype=np.float32)


def pay_by_rank(nodes: Floats) -> Floats:
    """Log wages (n, m) at `MIDDLES` in areas given by log percentiles (n, 5)."""
    return wage_at(nodes, MIDDLES)


def national_parts(nodes: Floats, jobs: Doubles, everyone: Floats) -> Floats:
    """g: parts (c, m) that industries have of the nation's workers at each rank.

    `nodes` (c, 5) log percentiles; `jobs` (c,) of all jobs, summing to 1 or less; `everyone` (m + 1,) the nation's log
    wages at `EDGES`.
    """
    below = ndtr(score_at(nodes[:, None], everyone).astype(np.float64))
    below[:, 0], below[:, -1] = 0, 1
    part = jobs[:, None] * np.diff(below, axis=1) / MASS
    return np.asarray(np.maximum(part, _LEAST * part.max(axis=1, keepdims=True)), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Intervals:
    """The six intervals that five published percentiles make, of c industries.

    `bounds` (c, 5) log wages; `target` (c, 6) the part of the industry's workers in each. An interval narrower than
    printed figures tell apart is none: it leaves half its workers to the nearest interval on either side.
    """

    bounds: Floats
    target: Doubles
    centers: Floats

    @classmethod
    def of(cls, nodes: Floats, span: Span) -> Intervals:
        """From log percentiles (c, 5)."""
        bounds, own = nodes.copy(), np.tile(_PARTS, (len(nodes), 1))
        narrow = np.zeros(own.shape, dtype=bool)
        narrow[:, 1:5] = np.diff(nodes, axis=1) < _NARROW
        target, each = np.where(narrow, 0, own), np.arange(len(nodes))
        before, after = np.zeros(len(nodes), dtype=np.intp), np.full(len(nodes), 5)
        for k in range(1, 5):
            target[each, before] += np.where(narrow[:, k], own[:, k] / 2, 0)
            target[each, after] += np.where(narrow[:, 5 - k], own[:, 5 - k] / 2, 0)
            before, after = np.where(narrow[:, k], before, k), np.where(narrow[:, 5 - k], after, 5 - k)
            bounds[narrow[:, k], k] = bounds[narrow[:, k], k - 1]
        return cls(bounds, target, span.centers)

    @cached_property
    def inside(self) -> Floats:
        """How far each bin lies in each interval (c, bins, 6)."""
        above = (self.centers[None, :, None] - self.bounds[:, None, :] + _RAMP) / (2 * _RAMP)
        inside = np.zeros((*above.shape[:2], 6), dtype=np.float32)
        inside[:, :, 1:] = np.clip(above, 0, 1)
        inside[:, :, :5] -= inside[:, :, 1:]
        inside[:, :, 0] += 1
        return inside

    def spread(self, tilt: Doubles) -> Floats:
        """A value for each interval (c, 6) as one for each bin (c, bins)."""
        return self.at(self.centers, tilt)

    def at(self, wage: Floats, tilt: Doubles) -> Floats:
        """A value for each interval (c, 6) as one for each log wage, of (m,) for all industries or (c, m)."""
        level = np.asarray(tilt, dtype=np.float32).copy()
        for k in range(1, 6):  # an interval that is none goes on with the value before it
            level[:, k] = np.where(self.target[:, k] > 0, level[:, k], level[:, k - 1])
        found = np.broadcast_to(level[:, [0]], (len(level), wage.shape[-1])).copy()
        for k, rise in enumerate(np.diff(level, axis=1).T):
            within = (wage - (self.bounds[:, [k]] - _RAMP)) * np.float32(0.5 / _RAMP)
            found += np.clip(within, 0, 1) * rise[:, None]
        return found

    def take(self, which: Indices) -> Intervals:
        """Those of the industries `which` (n,)."""
        return Intervals(self.bounds[which], self.target[which], self.centers)

    def count(self, held: Floats) -> Doubles:
        """Workers by bin (c, bins) as workers by interval (c, 6)."""
        return np.asarray(np.matmul(held[:, None, :], self.inside)[:, 0], dtype=np.float64)

    def with_others(self) -> Intervals:
        """These and one more, of any wage: the workers in none of them."""
        bounds = np.full((1, 5), self.centers[-1] + 1, dtype=np.float32)
        return Intervals(
            np.vstack([self.bounds, bounds]), np.vstack([self.target, np.eye(6)[:1]]), self.centers
        )


def by_rank_and_bin(at: Indices, weight: Doubles) -> Floats:
    """The states' workers (m, bins), summing to 1, from the wage bins `at` (s, m) of their ranks, and their jobs."""
    place = np.arange(len(MASS)) * BINS + at
    mass = MASS * (weight / weight.sum())[:, None]
    held = np.bincount(place.ravel(), mass.ravel(), len(MASS) * BINS)
    return held.reshape(len(MASS), BINS).astype(np.float32)


def rake(part: Floats, within: Intervals, workers: Floats) -> Doubles:
    """Log tilts (c, 6) at which the states' workers lie between the sectors' percentiles as published.

    `part` (c, m) as `national_parts` gives it, for all sectors; `workers` as `by_rank_and_bin` gives them.
    """
    jobs = part @ MASS
    target = within.target * (jobs / jobs.sum())[:, None]
    log_tilt = np.zeros_like(target)
    for _ in range(ROUNDS):
        tilt = within.spread(np.exp(log_tilt))
        found = within.count(part @ (workers / (part.T @ tilt)) * tilt)
        step = np.log(np.maximum(target, 1e-12) / np.maximum(found, 1e-12))
        step = np.where(target > 0, step, 0) - YIELD * target.sum(axis=1, keepdims=True) * log_tilt
        if np.abs(step).max() < CLOSE:
            break
        log_tilt = np.clip(log_tilt + step, -MOST_TILT, MOST_TILT)
    return np.asarray(log_tilt)


def tilted(part: Floats, within: Intervals, shared: Floats) -> Doubles:
    """Log tilts (c, 6) of any industries, given how the sectors share out the states' workers.

    `shared` (m, bins) holds the states' workers over D, so that an industry's `part` (c, m) of them is linear.
    """
    found = within.count(part @ shared)
    target = within.target * (part @ MASS)[:, None]
    ratio = np.where((target > 0) & (found > 1e-9), target / np.maximum(found, 1e-9), 1)
    return np.asarray(np.clip(np.log(ratio), -MOST_TILT, MOST_TILT))


def percentiles(mass: Floats, nodes: Floats, paid: Floats) -> Floats:
    """Log percentiles and mean (n, 6) of workers `mass` (n, m) by rank, in areas given by log percentiles (n, 5) and
    wages `paid` (n, m) in dollars by rank."""
    below = np.cumsum(mass, axis=1, dtype=np.float64)
    total = below[:, [-1]]
    wanted = total * _LEVELS
    short = [np.count_nonzero(below < wanted[:, [k]], axis=1) for k in range(len(_LEVELS))]
    at = np.minimum(np.stack(short, axis=1), len(MASS) - 1)
    inside = np.maximum(np.take_along_axis(mass, at, axis=1), 1e-30)
    step = np.clip(1 - (np.take_along_axis(below, at, axis=1) - wanted) / inside, 0, 1).astype(np.float32)
    found = wage_at(nodes, EDGES[at] + step * (EDGES[1] - EDGES[0]))
    mean = np.log(np.einsum("nm,nm->n", mass, paid) / total[:, 0])
    return np.column_stack([np.maximum.accumulate(found, axis=1), mean]).astype(np.float32)
