"""Jobs to expect in cells without printed ones: a two-way problem whose totals are ceilings.

An area's total and major groups, less the jobs it prints, are left for its other occupations; a state's jobs in an
occupation, less those its areas print, are left for its other areas. Iterative proportional fitting (Deming and Stephan
1940) meets the first and never passes the second; a last pass only scales down, so no cell and no sum passes either.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import NATION_ROW, Floats, Grid, Indices, Mask
from paychart.pay.model.rows import TERRITORIES
from paychart.pay.model.table import LEAST_JOBS

ROUNDS = 12
UNKNOWN_LEFT = (
    0.2  # of an occupation's usual jobs: what a wider cell without printed jobs is taken to leave over
)
Doubles = NDArray[np.float64]


def readable_jobs(
    grid: Grid, known: Mask, target: tuple[Indices, Indices], use_employment: NDArray[np.bool_]
) -> Mask:
    """Cells (rows, detailed) whose printed jobs may be read: of known cells, of those that the release withholds, and
    of `target` cells where `use_employment` says so."""
    d = grid.detailed
    found = np.isfinite(grid.employment[:, :d]) & (known[:, :d] | ~grid.known[:, :d])
    found[target] = use_employment & np.isfinite(grid.employment[target])
    return np.asarray(found)


def left_over(grid: Grid, told: Mask, rows: Indices) -> tuple[Indices, Doubles, Doubles]:
    """What printed jobs leave in each row: a bucket for each cell (rows, detailed), jobs by row and bucket, and by row.

    A major group that the row prints is a bucket; occupations of all other groups share the last one. `told` (all rows,
    detailed) says which printed jobs may be read.
    """
    d, groups = grid.detailed, len(grid.columns) - grid.detailed
    at = np.broadcast_to(grid.family - d, (len(rows), d))
    size = grid.employment[rows, d:].astype(np.float64)
    bucket = np.where(np.isfinite(np.take_along_axis(size, at, axis=1)), at, groups)
    jobs = np.where(told[rows], grid.employment[rows, :d], 0).astype(np.float64)
    taken = _sums(bucket, jobs, groups + 1)
    total = size[:, -1]
    rest = total - np.nansum(size[:, :-1], axis=1)
    left = np.maximum(np.column_stack([size, rest]) - taken, 0)
    return bucket, left, np.maximum(total - jobs.sum(axis=1), 0)


def left_above(grid: Grid, told: Mask, rows: Indices) -> tuple[Doubles, Mask]:
    """What the wider row leaves each of `rows` and those beside it (rows, detailed), infinite where it prints no jobs,
    and the rows that it bounds: not areas across state lines, territories or classes of owners, which it does not
    hold whole."""
    d, above = grid.detailed, grid.parent[rows]
    inside = grid.partition[rows] & (grid.states_spanned[rows] == 1)
    inside &= ~np.array([grid.tier[r] == "state" and grid.rows[r][:2] in TERRITORIES for r in rows.tolist()])
    jobs = np.where(told[rows] & inside[:, None], grid.employment[rows, :d], 0).astype(np.float64)
    taken = np.zeros((len(grid.rows), d))
    np.add.at(taken, above, jobs)
    held = np.where(told[above], grid.employment[above, :d], np.inf)
    return np.where(inside[:, None], np.maximum(held - taken[above], 0), np.inf), inside


def expected_jobs(grid: Grid, told: Mask, rows: Indices) -> Floats:
    """Jobs (rows, detailed) of `rows`, all of one tier: printed where `told` (all rows, detailed), else to expect."""
    d, missing = grid.detailed, ~told[rows]
    bucket, left, total = left_over(grid, told, rows)
    ceiling, inside = left_above(grid, told, rows)
    above = np.unique(grid.parent[rows], return_inverse=True)[1]
    under = np.eye(above.max() + 1)[above] * inside[:, None]
    spare = np.take_along_axis(left, bucket, axis=1)
    size = np.nan_to_num(grid.employment[grid.parent[rows], -1] / grid.employment[NATION_ROW, -1], nan=1.0)
    usual = UNKNOWN_LEFT * np.nan_to_num(grid.employment[NATION_ROW, :d], nan=20.0) * size[:, None]
    jobs = np.where(missing, np.where(np.isfinite(ceiling), ceiling, usual) + LEAST_JOBS, 0)
    jobs *= np.nan_to_num(spare, nan=1.0) + LEAST_JOBS
    for last in [False] * ROUNDS + [True]:
        ratio = _ratio(left, _sums(bucket, jobs, left.shape[1]))
        jobs *= np.take_along_axis(np.minimum(ratio, 1) if last else ratio, bucket, axis=1)
        jobs *= np.minimum(_ratio(total, jobs.sum(axis=1)), 1)[:, None]
        jobs *= np.where(inside[:, None], np.minimum(_ratio(ceiling, (under @ (under.T @ jobs))), 1), 1)
    printed = grid.employment[rows, :d]
    return np.where(missing, np.maximum(jobs, LEAST_JOBS), printed).astype(np.float32)


def _sums(bucket: Indices, jobs: Doubles, buckets: int) -> Doubles:
    place = np.arange(len(jobs))[:, None] * buckets + bucket
    found: Doubles = np.bincount(place.ravel(), jobs.ravel(), len(jobs) * buckets).astype(np.float64)
    return found.reshape(len(jobs), buckets)


def _ratio(wanted: Doubles, found: Doubles) -> Doubles:
    """What takes `found` to `wanted`; 1 where nothing is wanted (unknown or infinite)."""
    return np.where(np.isfinite(wanted), np.nan_to_num(wanted, posinf=0) / np.maximum(found, 1e-9), 1)
