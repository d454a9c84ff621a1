"""How good the model is: published cells are hidden, predicted from the rest, and compared.

Hidden cells lose wages and standard error; their jobs stay, as BLS prints them for most cells whose wages it
withholds, unless `tell_jobs` is False. Wider cells that contain them (a state, a sector, the nation) stay as
published, as they do for a cell that BLS withheld; task "state" also hides every smaller area. Cells of other
occupations and rows in the same fold are hidden at the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from paychart.errors import BadInput
from paychart.pay.model.grid import Grid, Mask
from paychart_lab.cells.fit import fit_tier
from paychart_lab.cells.noise_floor import noise_floor
from paychart_lab.cells.past import Past
from paychart_lab.cells.scoring import Scored, report
from paychart_lab.cells.simple_rules import RULES, simple_rules
from paychart_lab.cells.splits import SPLITS, TASKS, hidden_cells, scored_cells


def evaluate(
    grid: Grid,
    task: str,
    *,
    split: str = "cells",
    folds: int | None = None,
    tell_jobs: bool = True,
    boosted: bool = True,
    past: Past | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Error, interval score and coverage of `task` ("area", "state" or "industry"), beside simple rules.

    `tell_jobs` lets the hidden cells keep their published jobs, as most cells whose wages BLS withheld do;
    without it jobs are hidden too, as in cells that are missing altogether. Classes of employment are by the
    jobs told or expected. `past` are values of earlier releases that predictions may read.
    """
    check(task, split)
    cells: Scored | None = None
    for fold in range(min(folds or TASKS[task], TASKS[task])):
        at = f"{task} by {split}, fold {fold + 1} of {TASKS[task]}"
        part = _fold(grid, task, split, fold, (tell_jobs, boosted), past, _told_of(progress, at))
        cells = part if cells is None else cells.join(part)
    if cells is None or not len(cells.truth):
        raise BadInput(f"This store publishes no cells of the kind {task}.", hint="Evaluate a full release.")
    return {
        "task": task,
        "split": split,
        "jobs_told": tell_jobs,
        "rules": RULES,
        **report(cells),
        "sampling_error_of_the_truth": noise_floor(cells),
    }


def tasks_named(task: str, split: str, *, one: bool = False) -> list[str]:
    """The tasks that `task` names; "all" is every one. Raises BadInput unless they exist, and where `one` is true
    unless it is a single task with a split."""
    if task == "all" and not one:
        check("area", split)
        return [*TASKS, "joint"]
    if task == "joint" and not one:
        return ["joint"]
    check("area" if task == "all" else task, split)
    return ["area" if task == "all" else task]


def check(task: str, split: str) -> None:
    """Raise BadInput, with what there is, unless the task and the split exist."""
    if task not in TASKS:
        raise BadInput(f"No evaluation is called {task!r}.", nearest=(*TASKS, "joint", "all"))
    if split not in SPLITS:
        raise BadInput(f"No split is called {split!r}.", nearest=SPLITS)


def _told_of(progress: Callable[[str], None], at: str) -> Callable[[str], None]:
    return lambda step: progress(f"{at}: {step}")


def readable(grid: Grid, task: str, hidden: Mask) -> Mask:
    """Cells that a prediction of `hidden` may read."""
    known = grid.known & ~hidden
    if task == "state":
        known[grid.tier == "area"] = False
    return np.asarray(known)


def _fold(
    grid: Grid,
    task: str,
    split: str,
    fold: int,
    how: tuple[bool, bool],
    past: Past | None,
    progress: Callable[[str], None],
) -> Scored:
    hidden = hidden_cells(grid, task, split, fold)
    known = readable(grid, task, hidden)
    d = grid.detailed
    fit = fit_tier(
        grid,
        known,
        task,
        fresh=hidden[:, :d],
        tell_jobs=how[0],
        boosted=how[1],
        past=past,
        progress=progress,
    )
    if fit is None:
        raise BadInput(f"This store publishes no cells of the kind {task}.", hint="Evaluate a full release.")
    chosen = ~fit.out_of_sample & scored_cells(grid, task)[fit.row, fit.column]
    row, column = fit.row[chosen], fit.column[chosen]
    return Scored(
        truth=grid.log_wage[row, column],
        predicted={"model": fit.wage[chosen], **simple_rules(grid, known, row, column)},
        half=fit.half_width(grid.family[fit.column] - d)[chosen],
        rse=grid.rse[row, column],
        jobs=fit.jobs[chosen],
        occupation=np.array(grid.columns)[column],
        group=np.array(grid.columns)[grid.family[column]],
        recalled=fit.recalled[chosen],
    )
