"""The joint cells of one occupation: its sheet raked once, then any area and industry of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

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

RANKS = np.arange(len(MASS))
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
            part = national_parts(self.nodes[rows], self.jobs_part(rows), self.everyone)
            span = Intervals.of(self.nodes[rows], self.span)
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
        log = self.tilts_of(self.sectors)
        result = np.ones((len(self.part), BINS), dtype=np.float32)
        if len(log):
            result[: len(log)] = Intervals.of(self.nodes[self.sectors], self.span).spread(np.exp(log))
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

    def jobs_part(self, rows: Indices) -> Doubles:
        """Parts (c,) of the nation's jobs that industries have."""
        jobs = np.nan_to_num(self.page.jobs[rows], nan=1.0) / self.all_jobs
        return np.asarray(np.maximum(jobs, 1e-9))

    def tilts_of(self, rows: Indices) -> Doubles:
        """Log t (c, 6) of published industries."""
        return np.array([self.log_tilts.get(row, _EVEN) for row in rows.tolist()]).reshape(-1, 6)

    def nearest(self, rows: Indices) -> Indices:
        """The industries, or the nearest wider ones that have published wages and jobs; the nation where none has."""
        return np.array([self._nearest(row) for row in rows.tolist()], dtype=np.intp)

    def _nearest(self, row: int) -> int:
        while row != NATION_ROW and row not in self.log_tilts:
            row = int(self.where.parent[row])
        return row

    def by_sector(self, areas: Indices) -> Floats:
        """Parts (c, n, m) of each area's workers by sector, the last of those in none, at each rank."""
        at = self.span.bin(pay_by_rank(self.nodes[areas]))
        return np.asarray(self.part[:, None] * self.tilt[:, at] * self.shared[RANKS, at])

    def over_states(self, industry: int) -> Doubles:
        """Parts (5,) of the industry's workers, over all states, who are paid less than its own percentiles."""
        one = np.zeros(len(self.states), dtype=np.intp)
        mass, nodes, _ = _mass([self], one, self.states, one + industry)
        held = mass * self.weight[:, None]
        edges, wages = wage_at(nodes, EDGES), self.nodes[industry]
        width = np.maximum(np.diff(edges, axis=1), 1e-6)
        below = [(held * np.clip((wage - edges[:, :-1]) / width, 0, 1)).sum() for wage in wages]
        return np.asarray(np.array(below) / held.sum(), dtype=np.float64)

    def cells(self, area: Indices, industry: Indices) -> tuple[Floats, Doubles]:
        """What `joint_cells` says of rows of this sheet alone."""
        return joint_cells([self], np.zeros(len(area), dtype=np.intp), area, industry)


@dataclass(frozen=True, eq=False)
class _Distinct:
    """Different rows of sheets, those of a page together, and the place among them of each row asked for."""

    pages: Sequence[JointCells]
    page: Indices
    row: Indices
    place: Indices

    @classmethod
    def of(cls, pages: Sequence[JointCells], page: Indices, row: Indices) -> _Distinct:
        base = 1 + int(row.max())
        number, place = np.unique(page * base + row, return_inverse=True)
        return cls(pages, number // base, number % base, place)

    def each(self) -> Iterator[tuple[JointCells, slice]]:
        """Every page, and which of these rows are its."""
        ends = np.searchsorted(self.page, np.arange(len(self.pages) + 1)).tolist()
        for n, cells in enumerate(self.pages):
            yield cells, slice(ends[n], ends[n + 1])

    def gather(self, values: Callable[[JointCells, Indices], NDArray[Any]]) -> NDArray[Any]:
        """`values` (page, its rows) of all pages, one under the other."""
        return np.concatenate([values(cells, self.row[part]) for cells, part in self.each()])


def joint_cells(
    pages: Sequence[JointCells], page: Indices, area: Indices, industry: Indices
) -> tuple[Floats, Doubles]:
    """Log percentiles and mean (n, 6) of joint cells given by page and rows of its sheet, and the expected part (n,) of
    the area's workers in each. What each page holds is gathered; the rest is done for all rows together."""
    mass, nodes, wage = _mass(pages, page, area, industry)
    return percentiles(mass, nodes, np.exp(wage)), mass.sum(axis=1, dtype=np.float64)


def _mass(
    pages: Sequence[JointCells], page: Indices, area: Indices, industry: Indices
) -> tuple[Floats, Floats, Floats]:
    """Parts (n, m) of the areas' workers in the industries, at each rank; the areas' log percentiles (n, 5) and their
    log wages (n, m) by rank."""
    areas, industries = _Distinct.of(pages, page, area), _Distinct.of(pages, page, industry)
    nodes = areas.gather(lambda cells, rows: cells.nodes[rows])
    wage = pay_by_rank(nodes)
    at = np.empty(wage.shape, dtype=np.intp)
    workers = np.empty_like(wage)
    for cells, part in areas.each():
        at[part] = cells.span.bin(wage[part])
        workers[part] = cells.shared[RANKS, at[part]]
    mass = _tilts(pages, page, industries, at[areas.place])
    mass *= _parts(pages, industries)[industries.place]
    mass *= workers[areas.place]
    return np.minimum(mass, MASS, out=mass), nodes[areas.place], wage[areas.place]


def _parts(pages: Sequence[JointCells], industries: _Distinct) -> Floats:
    """g (c, m) of industries."""
    jobs = industries.gather(lambda cells, rows: cells.jobs_part(rows))
    everyone = np.stack([cells.everyone for cells in pages])[industries.page]
    return national_parts(industries.gather(lambda cells, rows: cells.nodes[rows]), jobs, everyone)


def _tilts(pages: Sequence[JointCells], page: Indices, industries: _Distinct, at: Indices) -> Floats:
    """t (n, m) of the rows' industries where their areas' workers are paid."""
    known = industries.gather(lambda cells, rows: cells.nodes[cells.nearest(rows)])
    tilt = np.exp(industries.gather(lambda cells, rows: cells.tilts_of(cells.nearest(rows))))
    centers = np.stack([cells.span.centers for cells in pages]).ravel()
    within = Intervals.of(known, pages[0].span).take(industries.place)
    return within.at(centers[at + BINS * page[:, None]], tilt[industries.place])
