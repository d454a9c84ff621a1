"""The joint cells of one occupation: its sheet raked once, then any area and industry of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from paychart.pay.model.grid import NATION_ROW, Floats
from paychart.pay.model.joint import wage_at
from paychart.pay.model.raking import (
    BINS,
    EDGES,
    MASS,
    NOBODY,
    Doubles,
    Indices,
    Intervals,
    Span,
    by_rank_and_bin,
    national_parts,
    pay_by_rank,
    percentiles,
    rake,
    tilted,
)
from paychart.pay.model.rows import TERRITORIES, Places

if TYPE_CHECKING:
    from paychart.pay.model.sheet import Sheet

_RANKS = np.arange(len(MASS))
_EVEN = np.zeros(6)
_BLOCK = 64  # bins multiplied at once: few enough that a matrix library starts no threads, which cost more than they do


@dataclass(eq=False)
class JointCells:
    """Who works where, for the occupation of `page`; what is asked for is worked out once and kept.

    `states` are the rows that make up the nation and `weight` their jobs; `sectors` the rows that its workers are
    raked to, with `part` (c, m) of the nation's workers by rank, the last row being those in no sector, if any.
    """

    page: Sheet
    where: Places

    @cached_property
    def nodes(self) -> Floats:
        """Log percentiles (rows, 5) of the sheet."""
        return self.page.log_wage[:, :5]

    @cached_property
    def states(self) -> Indices:
        """States with wages and jobs."""
        page, where = self.page, self.where
        rows = np.array([r for c, r in where.areas.items() if c.endswith("00000") and r], dtype=np.intp)
        home = [where.codes[r][:2] not in TERRITORIES for r in rows.tolist()]
        usable = (
            np.isfinite(self.nodes[rows]).all(axis=1) & (page.jobs[rows] > 0) & np.array(home, dtype=bool)
        )
        return rows[usable] if usable.any() else np.array([NATION_ROW], dtype=np.intp)

    @cached_property
    def weight(self) -> Doubles:
        """Jobs of the states."""
        return np.nan_to_num(self.page.jobs[self.states], nan=1.0)

    @cached_property
    def sectors(self) -> Indices:
        """Sectors with wages and jobs."""
        rows = self.where.sectors
        return rows[np.isfinite(self.nodes[rows]).all(axis=1) & (self.page.jobs[rows] > 0)]

    @cached_property
    def span(self) -> Span:
        """Bins for every area of the sheet."""
        return Span.of(self.nodes[np.isfinite(self.nodes).all(axis=1)])

    @cached_property
    def everyone(self) -> Floats:
        """The nation's log wages at `EDGES`, in the mixture of its sectors."""
        return self.page.mixture.wage(EDGES)

    @cached_property
    def all_jobs(self) -> float:
        """Jobs of the nation, or of the sectors where these are more."""
        return float(np.nanmax([self.page.jobs[NATION_ROW], np.nansum(self.page.jobs[self.sectors]), 1.0]))

    @cached_property
    def part(self) -> Floats:
        """g of the sectors, and of those in none."""
        jobs = self.page.jobs[self.sectors] / self.all_jobs
        part = national_parts(self.nodes[self.sectors], jobs, self.everyone)
        others = 1 - jobs.sum()
        if others > NOBODY:
            part = np.vstack([part, np.maximum(1 - part.sum(axis=0), others / 10)]).astype(np.float32)
        return part

    @cached_property
    def log_tilts(self) -> dict[int, Doubles]:
        """Log t (6,) of every published industry, by row; NATION_ROW is of those in no sector."""
        carried = self.page.log_tilts
        if carried:
            return carried
        within = Intervals.of(self.nodes[self.sectors], self.span)
        if len(self.part) > len(self.sectors):  # the others keep their number, at whatever wages are left
            within = within.with_others()
        found = np.zeros((len(self.part), 6))
        if len(self.part) > 1:
            found = rake(self.part, within, self.workers)
        tilts = dict(zip([*self.sectors.tolist(), NATION_ROW], found, strict=False))
        rows = self._published_below(tilts)
        if len(rows):
            part, span = self._parts(rows), Intervals.of(self.nodes[rows], self.span)
            shared = self.workers / self._shared(within.spread(np.exp(found)))
            tilts.update(zip(rows.tolist(), tilted(part, span, shared), strict=True))
        return tilts

    def _published_below(self, raked: dict[int, Doubles]) -> Indices:
        """Published industries that were not raked."""
        rows = np.flatnonzero(self.page.printed & (np.nan_to_num(self.page.employment) > 0))
        rows = rows[rows >= len(self.where.areas)]
        return np.array([row for row in rows.tolist() if row not in raked], dtype=np.intp)

    @cached_property
    def tilt(self) -> Floats:
        """t (c, bins) of the sectors, and of those in none."""
        log = [self.log_tilts.get(row, _EVEN) for row in self.sectors.tolist()]
        result = np.ones((len(self.part), BINS), dtype=np.float32)
        if log:
            result[: len(log)] = Intervals.of(self.nodes[self.sectors], self.span).spread(
                np.exp(np.array(log))
            )
        if len(self.part) > len(log):
            result[len(log)] = np.exp(self.log_tilts.get(NATION_ROW, _EVEN)[0])
        return result

    @cached_property
    def workers(self) -> Floats:
        """The states' workers by rank and wage."""
        return by_rank_and_bin(self.span.bin(pay_by_rank(self.nodes[self.states])), self.weight)

    @cached_property
    def shared(self) -> Floats:
        """MASS / D (m, bins), what a part of an area's workers is multiplied by."""
        return MASS[:, None] / self._shared(self.tilt)

    def _shared(self, tilt: Floats) -> Floats:
        """D (m, bins)."""
        if not len(self.part):
            return np.ones((len(MASS), BINS), dtype=np.float32)
        found = np.empty((len(MASS), BINS), dtype=np.float32)
        for start in range(0, BINS, _BLOCK):
            block = slice(start, start + _BLOCK)
            np.matmul(self.part.T, tilt[:, block], out=found[:, block])
        return found

    def _parts(self, rows: Indices) -> Floats:
        """g (c, m) of industries."""
        jobs = np.nan_to_num(self.page.jobs[rows], nan=1.0) / self.all_jobs
        return national_parts(self.nodes[rows], np.maximum(jobs, 1e-9), self.everyone)

    def _tilts(self, rows: Indices) -> tuple[Intervals, Doubles]:
        """The intervals and t (c, 6) of industries."""
        known = [self._nearest(row) for row in rows.tolist()]
        log = np.array([self.log_tilts.get(row, _EVEN) for row in known])
        return Intervals.of(self.nodes[known], self.span), np.exp(log)

    def _nearest(self, row: int) -> int:
        """The industry, or the nearest wider one, that has published wages and jobs; the nation where none has."""
        while row != NATION_ROW and row not in self.log_tilts:
            row = int(self.where.parent[row])
        return row

    def over_states(self, industry: int) -> Doubles:
        """Parts (5,) of the industry's workers, over all states, who are paid less than its own percentiles."""
        nodes, wages = self.nodes[self.states], self.nodes[industry]
        at = self.span.bin(pay_by_rank(nodes))
        everywhere = np.full(len(nodes), industry)
        mass = self._mass(at, self._workers(at), everywhere) * self.weight[:, None]
        edges = wage_at(nodes, EDGES)
        width = np.maximum(np.diff(edges, axis=1), 1e-6)
        below = [(mass * np.clip((wage - edges[:, :-1]) / width, 0, 1)).sum() for wage in wages]
        return np.asarray(np.array(below) / mass.sum(), dtype=np.float64)

    def by_sector(self, areas: Indices) -> Floats:
        """Parts (c, n, m) of each area's workers by sector, the last of those in none, at each rank."""
        at = self.span.bin(pay_by_rank(self.nodes[areas]))
        return np.asarray(self.part[:, None] * self.tilt[:, at] * self._workers(at))

    def _workers(self, at: Indices) -> Floats:
        """What a part of an area's workers is multiplied by (n, m), where they are paid in bins `at` (n, m)."""
        return np.asarray(self.shared[_RANKS, at])

    def _mass(self, at: Indices, workers: Floats, industry: Indices) -> Floats:
        """Parts (n, m) of areas' workers, paid in bins `at` (n, m), in one industry (n,) each, at each rank."""
        rows, i = np.unique(industry, return_inverse=True)
        within, tilt = self._tilts(rows)
        mass = within.take(i).at(self.span.centers[at], tilt[i])
        mass *= self._parts(rows)[i]
        mass *= workers
        return np.minimum(mass, MASS, out=mass)

    def cells(self, area: Indices, industry: Indices) -> tuple[Floats, Doubles]:
        """Log percentiles and mean (n, 6) of joint cells given by rows of the sheet, and the expected part (n,) of the
        area's workers in each."""
        areas, a = np.unique(area, return_inverse=True)
        nodes = self.nodes[areas]
        wage = pay_by_rank(nodes)
        at = self.span.bin(wage)
        mass = self._mass(at[a], self._workers(at)[a], industry)
        return percentiles(mass, nodes[a], np.exp(wage)[a]), mass.sum(axis=1, dtype=np.float64)
