"""How good the model is: published cells are hidden, predicted from the rest, and compared.

Hidden cells lose wages, employment and standard error alike. Cells that contain them (a state, a sector, the
nation) stay as published, as they do for a cell that BLS withheld; "state" also hides every smaller area.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from paychart.errors import BadInput
from paychart.pay.model.calibration import LEVELS, job_class
from paychart.pay.model.features import nearest_ancestor
from paychart.pay.model.fit import TierFit, fit_tier
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Grid, Mask

TASKS = {"area": 3, "state": 5, "industry": 5}
SPLIT_SEED = 20250501
SPLITS = ("cells", "rows", "occupations")
WATCHED = ("29-2072", "29-9021", "11-9111")


def hidden_cells(grid: Grid, task: str, split: str, fold: int) -> Mask:
    """Published detailed cells (row, column) of one fold; the same for the same release, always."""
    generator = np.random.default_rng(SPLIT_SEED)
    folds = TASKS[task]
    shape = grid.known.shape
    label = {
        "cells": generator.integers(0, folds, shape),
        "rows": np.broadcast_to(generator.integers(0, folds, (shape[0], 1)), shape),
        "occupations": np.broadcast_to(generator.integers(0, folds, shape[1]), shape),
    }[split]
    hidden = grid.known & (label == fold) & (grid.tier == task)[:, None]
    hidden[:, grid.detailed :] = False
    return np.asarray(hidden)


def evaluate(
    grid: Grid,
    task: str,
    *,
    split: str = "cells",
    folds: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Error, interval score and coverage of `task` ("area", "state" or "industry"), beside simple rules.

    "industry" is scored on 4-digit industries that are not copies of their 3-digit parent.
    """
    if task not in TASKS or split not in SPLITS:
        raise BadInput(f"No such evaluation: {task} by {split}.", nearest=[*TASKS, *SPLITS])
    parts: list[dict[str, Floats]] = []
    for fold in range(folds or TASKS[task]):
        progress(f"{task} by {split}: fold {fold + 1} of {folds or TASKS[task]}")
        hidden = hidden_cells(grid, task, split, fold)
        known = grid.known & ~hidden
        if task == "state":
            known[grid.tier == "area"] = False
        fit = fit_tier(grid, known, task, fresh=hidden[:, : grid.detailed])
        if fit is not None:
            parts.append(_scored(grid, known, fit, task))
    if not parts:
        raise BadInput(f"This store publishes no cells of the kind {task}.", hint="Evaluate a full release.")
    cells = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return {"task": task, "split": split, "hidden_cells": len(cells["rse"]), **_report(grid, cells)}


def _scored(grid: Grid, known: Mask, fit: TierFit, task: str) -> dict[str, Floats]:
    fresh = ~fit.out_of_sample
    if task == "industry":
        codes = np.array(grid.rows)
        above = codes[grid.parent[fit.row]]
        own = codes[fit.row]
        nested = np.array([a.endswith("000") and o.endswith("00") for a, o in zip(above, own, strict=True)])
        truth = grid.log_wage[fit.row, fit.column]
        copies = (truth == grid.log_wage[grid.parent[fit.row], fit.column]).all(axis=1)
        fresh &= nested & ~copies
    row, column = fit.row[fresh], fit.column[fresh]
    return {
        "truth": grid.log_wage[row, column],
        "model": fit.wage[fresh],
        "half": fit.half_width(grid.family[fit.column] - grid.detailed)[fresh],
        "national": grid.log_wage[NATION_ROW, column],
        "parent": nearest_ancestor(grid, known).wage[row, column],
        "rse": grid.rse[row, column],
        "jobs": grid.employment[row, column],
        "column": column.astype(np.float32),
    }


def _report(grid: Grid, cells: dict[str, Floats]) -> dict[str, Any]:
    truth, model, half = cells["truth"], cells["model"], cells["half"]
    error = {name: 100 * np.abs(np.expm1(cells[name] - truth)) for name in ("national", "parent", "model")}
    miss = np.abs(truth - model)[:, :5, None]
    inside = miss <= half
    column = cells["column"].astype(int)
    classes, family = job_class(cells["jobs"]), grid.family[column]
    score = 0.5 * miss[:, MEDIAN, 0]
    for index, level in enumerate(LEVELS):
        width, tail = half[:, MEDIAN, index], 1 - level
        score = score + tail * width + np.maximum(miss[:, MEDIAN, 0] - width, 0)
    names = ("p10", "p25", "p50", "p75", "p90", "mean")

    def coverage(chosen: Mask) -> list[float]:
        return [round(float(v), 4) for v in inside[chosen, MEDIAN].mean(axis=0)]

    return {
        "mean_absolute_percent_error": {
            name: dict(zip(names, np.round(values.mean(axis=0), 2).tolist(), strict=True))
            for name, values in error.items()
        },
        "median_where_rse_below_2": round(float(error["model"][cells["rse"] < 0.02, MEDIAN].mean()), 2),
        "weighted_interval_score": round(100 * float(score.mean()) / (len(LEVELS) + 0.5), 3),
        "coverage_50_80_90": coverage(np.ones(len(column), dtype=bool)),
        "mean_half_width_50_80_90": np.round(half[:, MEDIAN].mean(axis=0), 4).tolist(),
        "coverage_by_employment": {
            label: coverage(classes == index)
            for index, label in enumerate(("<50", "50-199", "200-999", ">=1000"))
            if (classes == index).any()
        },
        "coverage_by_major_group": {grid.columns[int(f)]: coverage(family == f) for f in np.unique(family)},
        "occupations": {
            code: round(float(error["model"][column == grid.columns.index(code), MEDIAN].mean()), 2)
            for code in WATCHED
            if code in grid.columns and (column == grid.columns.index(code)).any()
        },
    }
