"""Distinct cells answered: as printed, by BLS's research estimates, by the pay model, or by the nearest wider cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.cells import PERCENTILES, STATISTICS, Cell, Key, fetch, tree
from paychart.pay.distribution import WageDistribution
from paychart.pay.research import research_cell
from paychart.pay.uncertainty import Z90, fallback_log_se, sampling_half_width
from paychart.profile import ALL_INDUSTRIES, NATION

Array = NDArray[np.float64]

FEW = 48  # cells looked up one by one, without the pay model's sheets
_KEPT = 4096
REFUSED, PUBLISHED, MODELLED = 0, 1, 2
STATUS = np.array(["refused", "published", "modelled"])
# How a cell was answered.
OWN, RESEARCH, MODEL, ALL_EMPLOYERS, STAND_IN = range(5)


@dataclass(frozen=True, eq=False)
class AnsweredCells:
    """m distinct cells. Dollars a year for full-time work; statistics in the order mean, p10, p25, p50, p75, p90.

    Parameters
    ----------
    wages : (m, 6), NaN where refused.
    half : (m, 6) half-widths of 90% intervals in log points; NaN where no error is known, 0 where BLS prints 0.
    status : (m,) REFUSED, PUBLISHED or MODELLED.
    basis : (m,) OWN, RESEARCH, MODEL, ALL_EMPLOYERS or STAND_IN.
    why : (m,) code of the reason it is no published cell of the release (`notices.WHY`).
    jobs : (m,) expected jobs where the model has the cell; NaN elsewhere.
    used : the wider cell that stands in, and the steps that lead to it, by position.
    """

    keys: Sequence[Key]
    wages: Array
    half: Array
    status: NDArray[np.int8]
    basis: NDArray[np.int8]
    why: NDArray[np.str_]
    jobs: Array
    used: dict[int, tuple[Key, tuple[str, ...]]] = field(default_factory=dict)

    def industry(self, cell: int) -> str:
        """The employer type whose workers a person of this cell is found among."""
        return self.used[cell][0][2] if cell in self.used else self.keys[cell][2]

    @cached_property
    def _fitted(self) -> tuple[NDArray[np.intp], WageDistribution]:
        known = np.flatnonzero(self.status != REFUSED)
        place = np.full(len(self.keys), -1, dtype=np.intp)
        place[known] = np.arange(len(known))
        return place, WageDistribution.from_percentiles(self.wages[known, 1:], mean=self.wages[known, 0])

    def distribution(self, cells: NDArray[np.intp]) -> WageDistribution:
        """The curves of pay of the given cells (r,), none of them refused."""
        place, fitted = self._fitted
        return fitted.take(place[cells])


def answer_cells(store: Store, keys: Sequence[Key]) -> AnsweredCells:
    """Each of the distinct `keys` answered; refused where BLS released no wages here or anywhere wider."""
    m = len(keys)
    cells = AnsweredCells(
        keys,
        np.full((m, 6), np.nan),
        np.full((m, 6), np.nan),
        np.zeros(m, dtype=np.int8),
        np.zeros(m, dtype=np.int8),
        np.full(m, "", dtype="<U16"),
        np.full(m, np.nan),
    )
    rest = list(range(m))
    if m <= FEW:
        own = fetch(store, keys)
        research = {
            key: found
            for key in keys
            if not (key in own and own[key].has_wages) and (found := research_cell(store, key))
        }
        for basis, table in ((OWN, own), (RESEARCH, research)):
            rows = [i for i in rest if keys[i] in table and table[keys[i]].has_wages]
            _print(cells, rows, [table[keys[i]] for i in rows], basis)
            rest = [i for i in rest if cells.status[i] == REFUSED]
        cells.why[cells.basis == RESEARCH] = "research"
    if rest:
        _model(cells, rest, store)
    refused = np.flatnonzero(cells.status == REFUSED).tolist()
    both = [i for i in refused if keys[i][1] != NATION and keys[i][2] != ALL_INDUSTRIES]
    if both:
        _all_employers(cells, both, store)
    _stand_in(cells, [i for i in refused if cells.status[i] == REFUSED and i not in set(both)], store)
    return cells


def full_year_wages(cells: Sequence[Cell]) -> Array:
    """(n, 6) wages of published cells; a mean that was not printed follows from the percentiles."""
    wages = np.array([[c.full_year()[s] for s in STATISTICS] for c in cells], dtype=float).reshape(-1, 6)
    lacking = np.flatnonzero(np.isnan(wages[:, 0]))
    if len(lacking):
        wages[lacking, 0] = np.round(WageDistribution.from_percentiles(wages[lacking, 1:]).mean, -1)
    return wages


def _print(cells: AnsweredCells, rows: list[int], found: list[Cell], basis: int) -> None:
    if not rows:
        return
    cells.wages[rows] = full_year_wages(found)
    rse = np.array([c.mean_rse for c in found], dtype=float)
    sampling = sampling_half_width(np.roll(cells.wages[rows], -1, axis=1), rse / 100)
    cells.half[rows] = _mean_first(sampling[:, :, 0])
    cells.status[rows], cells.basis[rows] = PUBLISHED, basis


def _mean_first(columns: NDArray[np.float32]) -> Array:
    """Columns of the model, whose mean comes last, in the order of STATISTICS."""
    return np.roll(columns, 1, axis=1).astype(float)


def _model(cells: AnsweredCells, rows: list[int], store: Store) -> None:
    """By the pay model; the cells last asked for one by one are kept with the store."""
    kept: dict[Key, tuple[Array, Array, int, str, float]] = store.cached("modelled answers", dict)
    known = {i: kept.get(cells.keys[i]) for i in rows} if len(rows) <= FEW else {}
    asked = [i for i in rows if known.get(i) is None]
    if asked:
        from paychart.pay.model import price  # the model's tables are read where a cell needs them

        keys = [cells.keys[i] for i in asked]
        priced = price(store, *(list(part) for part in zip(*keys, strict=True)))
        cells.wages[asked] = np.column_stack([priced.mean, priced.percentiles])
        cells.half[asked] = _mean_first(priced.half_width[:, :, -1])
        cells.status[asked], cells.why[asked] = priced.kind, priced.why
        cells.jobs[asked] = np.where(priced.kind == MODELLED, priced.jobs, np.nan)
    for i, answer in known.items():
        if answer is not None:
            cells.wages[i], cells.half[i], cells.status[i], cells.why[i], cells.jobs[i] = answer
    modelled, research = cells.status[rows] == MODELLED, cells.why[rows] == "research"
    cells.basis[rows] = np.where(modelled, MODEL, np.where(research, RESEARCH, OWN))
    if len(rows) <= FEW:
        if len(kept) > _KEPT:
            kept.clear()
        for i in asked:
            kept[cells.keys[i]] = (
                cells.wages[i].copy(), cells.half[i].copy(), int(cells.status[i]), str(cells.why[i]),
                float(cells.jobs[i]),
            )  # fmt: skip


def _all_employers(cells: AnsweredCells, rows: list[int], store: Store) -> None:
    """The area's figure for all employers, where nothing can be said of the industry there."""
    asked = list(dict.fromkeys((cells.keys[i][0], cells.keys[i][1], ALL_INDUSTRIES) for i in rows))
    wider, place = answer_cells(store, asked), {key: i for i, key in enumerate(asked)}
    step = Z90 * fallback_log_se(["all industries"])
    for i in rows:
        j = place[cells.keys[i][0], cells.keys[i][1], ALL_INDUSTRIES]
        if wider.status[j] == REFUSED:
            continue
        # What the two errors have in common is not known, so they add up.
        cells.wages[i], cells.half[i] = wider.wages[j], wider.half[j] + step
        cells.status[i], cells.basis[i] = MODELLED, ALL_EMPLOYERS
        key, steps = wider.used.get(j, (asked[j], ()))
        cells.used[i] = (key, ("all industries", *steps))


def _stand_in(cells: AnsweredCells, rows: list[int], store: Store) -> None:
    """The nearest published wider cell, step by step outwards."""
    branches = tree(store)
    chains = {i: branches.stand_ins(cells.keys[i]) for i in rows}
    step = 0
    while rows:
        asked = {i: chains[i][step] for i in rows}
        found = fetch(store, [key for key, _ in asked.values()])
        there = [i for i in rows if asked[i][0] in found and found[asked[i][0]].has_wages]
        if there:
            _print(cells, there, [found[asked[i][0]] for i in there], STAND_IN)
            for i in there:
                key, steps = asked[i]
                cells.half[i] = np.hypot(cells.half[i], Z90 * fallback_log_se(steps))
                cells.status[i] = MODELLED
                cells.used[i] = (key, tuple(steps))
        step += 1
        rows = [i for i in rows if cells.status[i] == REFUSED and step < len(chains[i])]


def interval90(wages: Array, half: Array) -> Array:
    """(..., 2) ends of 90% intervals in dollars to the cent; NaN where no error is known or BLS prints 0."""
    sure = np.where(half > 0, half, np.nan)
    ends = np.stack([wages * np.exp(-sure), wages * np.exp(sure)], axis=-1)
    return np.asarray(np.round(ends, 2), dtype=float)


MEDIAN = STATISTICS.index("p50")
assert STATISTICS[1:] == PERCENTILES
