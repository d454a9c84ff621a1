"""Fitting: every published cell is predicted from the others, and cells nobody published from all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model import boosting
from paychart.pay.model.calibration import LEVELS, calibrate, job_class
from paychart.pay.model.features import Evidence, evidence, weights
from paychart.pay.model.grid import Floats, Grid, Mask
from paychart.pay.model.remainder import members_below

FOLDS = 4
FEWEST_CELLS = 500  # below it trees and calibration by group would only learn noise


@dataclass(frozen=True, eq=False)
class TierFit:
    """One tier: cells (row, column), log wages (n, 6), half-widths (n, 5, levels), jobs (n,)."""

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    wage: Floats
    half_width: Floats
    jobs: Floats
    out_of_sample: Mask
    boosted: bool


def fit_tier(
    grid: Grid,
    known: Mask,
    tier: str,
    *,
    threads: int = 1,
    progress: Callable[[str], None] = lambda _: None,
    fresh: Mask | None = None,
    fresh_employment_known: bool = False,
    seed: int = 1,
    boosted: bool = True,
) -> TierFit | None:
    """Fit one tier ("state", "area" or "industry"); None where it has no cell.

    `known` (rows, columns) are the cells that may be read. `fresh` (rows, detailed) asks for these cells
    only; all unknown ones by default. Known cells come back too, predicted without reading them.
    """
    d = grid.detailed
    rows = np.flatnonzero(grid.tier == tier)
    if not len(rows) or not known[0, :d].any():
        return None
    below = members_below(grid)
    generator = np.random.default_rng(seed)
    inside = np.zeros_like(known[:, :d])
    inside[rows] = True
    row, column = np.nonzero(known[:, :d] & inside)
    fold = generator.integers(0, FOLDS, len(row))
    half = generator.integers(0, 2, len(row)).astype(np.int8)
    told = generator.random(len(row)) < 0.5
    wanted = ~known[:, :d] & inside & known[0, :d]
    fresh_row, fresh_column = np.nonzero(wanted if fresh is None else wanted & fresh)
    fresh_cells = (fresh_row, fresh_column)
    progress(f"{tier}: evidence on {len(row):,} published cells")
    parts: list[Evidence] = []
    for index in range(FOLDS):
        held = fold == index
        rest = known.copy()
        rest[row[held], column[held]] = False
        parts.append(evidence(grid, rest, below, rows, (row[held], column[held]), told[held]))
    order = np.argsort(fold, kind="stable")
    row, column, half = row[order], column[order], half[order]
    seen = _joined(parts)
    flags = np.full(len(fresh_cells[0]), fresh_employment_known)
    new = evidence(grid, known, below, rows, fresh_cells, flags)
    truth = grid.log_wage[row, column]
    use_trees = boosted and len(row) >= FEWEST_CELLS and boosting.available()
    if use_trees:
        progress(f"{tier}: learning")
        ours, theirs = boosting.boost(
            seen.matrix,
            seen.start,
            truth,
            weights(grid, known)[row, column],
            half,
            (new.matrix, new.start),
            threads,
        )
    else:
        ours = boosting.Boosted(np.sort(seen.start, axis=1), _plain_scale(seen))
        theirs = boosting.Boosted(np.sort(new.start, axis=1), _plain_scale(new))
    family = np.concatenate([grid.family[column], grid.family[fresh_cells[1]]]) - d
    jobs = np.concatenate([seen.jobs, new.jobs])
    scale = np.concatenate([ours.scale, theirs.scale])
    error = np.abs(truth - ours.wage)[:, :5]
    widths = np.empty((len(jobs), 5, len(LEVELS)), dtype=np.float32)
    for k in range(5):
        table = calibrate(error[:, k] / ours.scale, seen.jobs, family[: len(row)], len(grid.columns) - d)
        widths[:, k] = scale[:, None] * table[job_class(jobs), family]
    return TierFit(
        row=np.concatenate([row, fresh_cells[0]]),
        column=np.concatenate([column, fresh_cells[1]]),
        wage=np.concatenate([ours.wage, theirs.wage]),
        half_width=widths,
        jobs=jobs,
        out_of_sample=np.arange(len(jobs)) < len(row),
        boosted=use_trees,
    )


def _joined(parts: list[Evidence]) -> Evidence:
    return Evidence(
        np.concatenate([p.start for p in parts]),
        np.concatenate([p.matrix for p in parts]),
        np.concatenate([p.jobs for p in parts]),
    )


def _plain_scale(cells: Evidence) -> Floats:
    """Error scale without learning: wider for fewer jobs."""
    return np.asarray(0.04 + 0.25 / np.sqrt(np.maximum(cells.jobs, 5)), dtype=np.float32)
