"""Fitting: every published cell is predicted from the others, and cells nobody published from all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from paychart.pay.model.assembly import TierFit
from paychart.pay.model.calibration import calibrate, kinds
from paychart.pay.model.grid import Floats, Grid, Indices, Mask
from paychart.pay.model.kept import plain_scale
from paychart_lab.cells import boosting
from paychart_lab.cells.features import Evidence, evidence, weights
from paychart_lab.cells.jobs import expected_jobs, readable_jobs
from paychart_lab.cells.kriging import kinship
from paychart_lab.cells.past import Past, past_columns
from paychart_lab.cells.remainder import members_below
from paychart_lab.cells.splits import scored_cells
from paychart_lab.cells.widening import fresh_factor, wider

FOLDS = 4
FORGOTTEN = 0.15  # of cells with an earlier value that learn without it, as those without one must
FEWEST_CELLS = 500  # below it trees and calibration by group would only learn noise


def fit_tier(
    grid: Grid,
    known: Mask,
    tier: str,
    *,
    progress: Callable[[str], None] = lambda _: None,
    fresh: Mask | None = None,
    tell_jobs: bool = True,
    past: Past | None = None,
    seed: int = 1,
    boosted: bool = True,
) -> TierFit | None:
    """Fit one tier ("state", "area" or "industry"); None where it has no cell.

    `known` (rows, columns) are the cells that may be read. `fresh` (rows, detailed) asks for these cells
    only; all unknown ones by default. Known cells come back too, predicted without reading them. Jobs of a fresh
    cell are often published where its wages are not; `tell_jobs` says whether they may be read. `past` are values of
    earlier releases; intervals are learned apart for cells with and without one.
    """
    d = grid.detailed
    rows = np.flatnonzero(grid.tier == tier)
    if not len(rows) or not known[0, :d].any():
        return None
    below, kin = members_below(grid), kinship(grid, tier)
    past = past if past is not None and past.known[rows].any() else None
    generator = np.random.default_rng(seed)
    inside = np.zeros_like(known[:, :d])
    inside[rows] = True
    row, column = np.nonzero(known[:, :d] & inside)
    fold = generator.integers(0, FOLDS, len(row))
    half = generator.integers(0, 2, len(row)).astype(np.int8)
    told = generator.random(len(row)) < 0.5
    remembered = np.zeros_like(known[:, :d]) if past is None else past.known
    recalled = remembered[row, column] & (generator.random(len(row)) >= FORGOTTEN)
    wanted = ~known[:, :d] & inside & known[0, :d]
    fresh_row, fresh_column = np.nonzero(wanted if fresh is None else wanted & fresh)
    fresh_cells = (fresh_row, fresh_column)
    parts: list[Evidence] = []
    for index in range(FOLDS):
        progress(f"{tier}: evidence {index + 1} of {FOLDS + 1}")
        held = fold == index
        rest = known.copy()
        rest[row[held], column[held]] = False
        cells = (row[held], column[held])
        part = evidence(grid, rest, below, rows, cells, told[held], kin)
        parts.append(_with_past(part, past, grid, rest, rows, cells, recalled[held]))
    order = np.argsort(fold, kind="stable")
    row, column, half, recalled = row[order], column[order], half[order], recalled[order]
    seen = _joined(parts)
    progress(f"{tier}: evidence {FOLDS + 1} of {FOLDS + 1}")
    flags = np.isfinite(grid.employment[fresh_cells]) & tell_jobs
    fresh_recalled = remembered[fresh_cells]
    new = evidence(grid, known, below, rows, fresh_cells, flags, kin)
    new = _with_past(new, past, grid, known, rows, fresh_cells, fresh_recalled)
    truth = grid.log_wage[row, column]
    use_trees = boosted and len(row) >= FEWEST_CELLS and boosting.available()
    if use_trees:
        progress(f"{tier}: the median")
        ours, theirs = boosting.boost(
            seen.matrix,
            seen.start,
            truth,
            weights(grid, known)[row, column],
            half,
            (new.matrix, new.start),
            lambda step: progress(f"{tier}: {step}"),
        )
    else:
        ours = boosting.Boosted(boosting.arranged(seen.start), plain_scale(seen.jobs))
        theirs = boosting.Boosted(boosting.arranged(new.start), plain_scale(new.jobs))
    whole = wider(known[rows, :d], tier)[np.searchsorted(rows, fresh_row), fresh_column]
    told = told[order] & np.isfinite(grid.employment[row, column])
    scores = np.abs(truth - ours.wage)[:, :5] / ours.scale[:, None]
    kind = kinds(told, recalled)
    multiplier = _multipliers(grid, tier, scores, seen.jobs, (row, column), kind)
    return TierFit(
        row=np.concatenate([row, fresh_cells[0]]),
        column=np.concatenate([column, fresh_cells[1]]),
        wage=np.concatenate([ours.wage, theirs.wage]),
        scale=np.concatenate([ours.scale, theirs.scale * whole]),
        jobs=np.concatenate([_untold(seen.jobs, grid, known, rows, (row, column)), new.jobs]),
        multiplier=multiplier,
        told=np.concatenate([told, flags]),
        recalled=np.concatenate([recalled, fresh_recalled]),
        out_of_sample=np.arange(len(row) + len(fresh_cells[0])) < len(row),
        boosted=use_trees,
    )


def _multipliers(
    grid: Grid, tier: str, scores: Floats, jobs: Floats, cell: tuple[Indices, Indices], kind: Indices
) -> Floats:
    """Half-widths per unit of scale (kinds, classes, families, 5, levels), from scores (n, 5) of published cells of
    the kind that is missing most: narrow industries, and none that prints its parent's wages again."""
    family, families = grid.family[cell[1]] - grid.detailed, len(grid.columns) - grid.detailed
    own = scored_cells(grid, tier)[cell]
    if own.sum() < FEWEST_CELLS:
        own[:] = True
    return calibrate(scores[own], kind[own], jobs[own], family[own], families) * fresh_factor(tier)


def _with_past(
    part: Evidence,
    past: Past | None,
    grid: Grid,
    known: Mask,
    rows: Indices,
    cells: tuple[Indices, Indices],
    recalled: Mask,
) -> Evidence:
    if past is None:
        return part
    more = past_columns(past, grid, known, rows, cells, part.start, recalled)
    return Evidence(part.start, np.hstack([part.matrix, more]), part.jobs)


def _untold(jobs: Floats, grid: Grid, known: Mask, rows: Indices, cells: tuple[Indices, Indices]) -> Floats:
    """`jobs` (n,) of published `cells`, those that print none beside their wages dealt out with all others in view."""
    nobody = (cells[0][:0], cells[1][:0])
    expected = expected_jobs(grid, readable_jobs(grid, known, nobody, np.zeros(0, dtype=bool)), rows)
    return np.where(
        np.isfinite(grid.employment[cells]), jobs, expected[np.searchsorted(rows, cells[0]), cells[1]]
    )


def _joined(parts: list[Evidence]) -> Evidence:
    return Evidence(
        np.concatenate([p.start for p in parts]),
        np.concatenate([p.matrix for p in parts]),
        np.concatenate([p.jobs for p in parts]),
    )
