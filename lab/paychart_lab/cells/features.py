"""What is known about a cell that nobody published: starting values and evidence, for many cells at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import DEFAULT_RSE, MEDIAN, NATION_ROW, Floats, Grid, Mask
from paychart.pay.model.kept import first_guess
from paychart_lab.cells.jobs import expected_jobs, readable_jobs
from paychart_lab.cells.kriging import Kinship, krige
from paychart_lab.cells.low_rank import low_rank
from paychart_lab.cells.remainder import remainder


def weights(grid: Grid, known: Mask) -> Floats:
    """Reliability of known detailed cells: 1 / (1.5 RSE^2 + 0.05^2), scaled to about 1 for a good cell."""
    rse = np.nan_to_num(grid.rse[:, : grid.detailed], nan=DEFAULT_RSE)
    return np.where(known[:, : grid.detailed], 0.0025 / (1.5 * rse**2 + 0.0025), 0).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Evidence:
    """For target cells: the interpretable start (n, 6) in log dollars and the evidence matrix (n, f)."""

    start: Floats
    matrix: Floats
    jobs: Floats


def evidence(
    grid: Grid,
    known: Mask,
    below: Floats,
    rows: NDArray[np.intp],
    target: tuple[NDArray[np.intp], NDArray[np.intp]],
    use_employment: NDArray[np.bool_],
    kin: Kinship | None,
) -> Evidence:
    """Start and evidence for `target` = (row, column) cells, none of which is read.

    `rows` are the rows of one tier. `use_employment` marks target cells whose own published employment may be
    used (it is often published where wages are not); elsewhere employment is itself predicted. `kin` says how the
    tier's residuals go together; without it the low-rank table alone is the start.
    """
    d, (r, c) = grid.detailed, target
    ancestor, offset, ratio = first_guess(grid, known, rows)
    weight = weights(grid, known)[rows]
    residual = np.nan_to_num(grid.log_wage[rows, :d] - offset)
    residual = np.clip(residual, -0.7, 0.7)
    common = np.stack([low_rank(residual[..., k], weight) for k in range(6)], axis=2)
    local = np.full(len(grid.rows), -1, dtype=np.intp)
    local[rows] = np.arange(len(rows))
    i = local[r]
    left = remainder(grid, known, below)
    told = readable_jobs(grid, known, target, use_employment)
    jobs = expected_jobs(grid, told, rows)[i, c]
    unexplained = weight * (residual[..., MEDIAN] - common[..., MEDIAN])
    top = grid.log_wage[NATION_ROW, c]
    start = (offset + common)[i, c]
    # The field of alike occupations replaces the low-rank table as the start; trees are told how the two part.
    parting = np.zeros((len(c), 0), dtype=np.float32)
    if kin is not None:
        field = krige(kin, residual, known[rows, :d], grid.rse[rows, :d], grid.parent[rows])
        parting = (field - common)[i, c]
        start = start + parting
    columns = [
        *parting.T,
        *common[i, c].T,
        *np.nan_to_num(ratio[i, c]).T,
        *(top - start)[:, [0, 2, 4]].T,
        *left.shift[r, c].T,
        left.mean[r, c],
        left.share[r, c],
        np.log(jobs),
        told[r, c],
        *_floor(grid, known, r, start).T,
        jobs / left.jobs[r, c],
        jobs / (jobs + grid.employment[ancestor.row[r, c], c]),
        np.nan_to_num(grid.rse[ancestor.row[r, c], c], nan=DEFAULT_RSE),
        np.log(grid.employment[r, -1]),
        np.log(grid.employment[NATION_ROW, c]),
        *_neighbours(grid, unexplained, weight, rows, i, c),
        *_shape(ancestor.wage[r, c]).T,
        top[:, MEDIAN],
        (grid.log_wage[r, -1] - grid.log_wage[NATION_ROW, -1])[:, MEDIAN],
        weight.sum(1)[i],
        weight.sum(0)[c],
        grid.family[c],
        grid.minor[c],
        grid.depth[r] - grid.depth[ancestor.row[r, c]],
        grid.depth[r],
        grid.states_spanned[r],
        grid.nonmetropolitan[r],
    ]
    return Evidence(start, np.column_stack(columns).astype(np.float32), jobs.astype(np.float32))


def _floor(grid: Grid, known: Mask, r: NDArray[np.intp], start: Floats) -> Floats:
    """The place's lowest wages (the 10th percentile of its cells' p10), which follow minimum wages, against the
    nation's and against the start's p10."""
    d = grid.detailed
    lowest = np.full(len(grid.rows), np.nan, dtype=np.float32)
    for row in np.unique(r):
        wages = grid.log_wage[row, :d, 0][known[row, :d]]
        if len(wages):
            lowest[row] = np.quantile(wages, 0.1)
    nation = np.quantile(grid.log_wage[NATION_ROW, :d, 0][known[NATION_ROW, :d]], 0.1)
    return np.column_stack([lowest[r] - nation, start[:, 0] - lowest[r]])


def _shape(wage: Floats) -> Floats:
    """Spread, skew and mean of the ancestor, relative to its median."""
    return np.column_stack(
        [
            wage[:, 4] - wage[:, 0],
            wage[:, 4] + wage[:, 0] - 2 * wage[:, MEDIAN],
            wage[:, 5] - wage[:, MEDIAN],
        ]
    )


def _neighbours(
    grid: Grid,
    unexplained: Floats,
    weight: Floats,
    rows: NDArray[np.intp],
    i: NDArray[np.intp],
    c: NDArray[np.intp],
) -> list[Floats]:
    """Shrunken mean residuals of related occupations in the row, and of the occupation in sibling rows."""
    found = []
    for label in (grid.minor, grid.broad):
        member = np.eye(label.max() + 1, dtype=np.float32)[label]
        total, size = unexplained @ member, weight @ member
        found += [(total / (size + 2))[i, label[c]], size[i, label[c]]]
    siblings = np.unique(grid.parent[rows], return_inverse=True)[1]
    under = np.eye(siblings.max() + 1, dtype=np.float32)[siblings]
    total, size = under.T @ unexplained, under.T @ weight
    return [*found, (total / (size + 2))[siblings[i], c], size[siblings[i], c]]
