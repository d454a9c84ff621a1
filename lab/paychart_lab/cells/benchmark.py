"""The open benchmark: the hidden cells as a list, and scores for anyone's predictions of them.

The splits are a rule (`splits`), the truth is the release itself (named by `Store.oews_hash`), so the whole
benchmark is reproducible from this module and the bundled release.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from paychart.errors import BadInput
from paychart.pay.model.calibration import LEVELS
from paychart.pay.model.grid import MEDIAN, Grid
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.show.csv_output import write_rows
from paychart_lab.cells.evaluation import check, readable
from paychart_lab.cells.noise_floor import noise_floor
from paychart_lab.cells.scoring import MEASURES, Scored, report
from paychart_lab.cells.simple_rules import RULES, simple_rules
from paychart_lab.cells.splits import TASKS, fold_of, hidden_cells, scored_cells

CELL_COLUMNS = ("occupation", "area", "industry")
ENDS = tuple((f"p50_lo{round(100 * level)}", f"p50_hi{round(100 * level)}") for level in LEVELS)


def write_cells(grid: Grid, task: str, split: str, path: Path) -> int:
    """Write the scored cells of a task with their folds as CSV; a fold's cells are to be hidden together."""
    check(task, split)
    d = grid.detailed
    row, column = np.nonzero(scored_cells(grid, task))

    def lines() -> Iterator[list[str]]:
        for r, c in zip(row.tolist(), column.tolist(), strict=True):
            fold = fold_of(task, split, grid.rows[r], grid.columns[:d][c])
            yield [task, split, str(fold), *_key(grid, r, c)]

    write_rows(path, ["task", "split", "fold", *CELL_COLUMNS], lines())
    return len(row)


def score_file(grid: Grid, task: str, split: str, path: Path) -> dict[str, Any]:
    """Scores of predictions in a CSV: occupation, area, industry, p50, and as many of p10, p25, p75, p90, mean
    and the ends p50_lo50 ... p50_hi90 as there are; dollars a year. Every scored cell must be there once."""
    check(task, split)
    row, column = np.nonzero(scored_cells(grid, task))
    wanted = {_key(grid, r, c): n for n, (r, c) in enumerate(zip(row.tolist(), column.tolist(), strict=True))}
    values = _read(path, wanted)
    log = np.log(values)
    truth = grid.log_wage[row, column].astype(np.float64)
    rules = _rules(grid, task, split, row, column)
    predicted = {"submitted": np.stack([log[:, MEASURES.index(m)] for m in MEASURES], axis=1)}
    cells = Scored(
        truth=truth.astype(np.float32),
        predicted={**predicted, **rules},
        half=None,
        rse=grid.rse[row, column],
        jobs=grid.employment[row, column],
        occupation=np.array(grid.columns)[column],
        group=np.array(grid.columns)[grid.family[column]],
    )
    result = {"task": task, "split": split, "rules": RULES, **report(cells)}
    result["sampling_error_of_the_truth"] = noise_floor(cells)
    ends = values[:, len(MEASURES) :].reshape(len(values), len(LEVELS), 2)
    if np.isfinite(ends).all():
        result.update(_intervals(np.log(ends), log[:, MEDIAN], truth[:, MEDIAN]))
    return result


def _rules(grid: Grid, task: str, split: str, row: Any, column: Any) -> dict[str, Any]:
    """The simple rules, each cell's read with its own fold hidden."""
    found: dict[str, Any] = {}
    for fold in range(TASKS[task]):
        hidden = hidden_cells(grid, task, split, fold)
        mine = hidden[row, column]
        for name, wages in simple_rules(grid, readable(grid, task, hidden), row[mine], column[mine]).items():
            found.setdefault(name, np.empty((len(row), 6), dtype=np.float32))[mine] = wages
    return found


def _intervals(ends: Any, middle: Any, truth: Any) -> dict[str, Any]:
    low, high = ends[:, :, 0], ends[:, :, 1]
    inside = (truth[:, None] >= low) & (truth[:, None] <= high)
    tail = 1 - np.array(LEVELS)
    outside = np.maximum(low - truth[:, None], 0) + np.maximum(truth[:, None] - high, 0)
    score = 0.5 * np.abs(truth - middle) + (tail / 2 * (high - low) + outside).sum(axis=1)
    return {
        "coverage": {"p50": np.round(inside.mean(axis=0), 4).tolist()},
        "weighted_interval_score_submitted": round(100 * float(score.mean()) / (len(LEVELS) + 0.5), 3),
    }


def _key(grid: Grid, row: int, column: int) -> tuple[str, str, str]:
    code, occupation = grid.rows[row], grid.columns[column]
    return (occupation, NATION, code) if grid.tier[row] == "industry" else (occupation, code, ALL_INDUSTRIES)


def _read(path: Path, wanted: dict[tuple[str, str, str], int]) -> Any:
    """Dollars (n, measures + interval ends) in the order of `wanted`; NaN where a column is absent."""
    columns = [*MEASURES, *(end for pair in ENDS for end in pair)]
    values = np.full((len(wanted), len(columns)), np.nan)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            header = reader.fieldnames or []
            missing = [name for name in (*CELL_COLUMNS, "p50") if name not in header]
            if missing:
                raise BadInput(f"{path.name} has no column {missing[0]!r}.", nearest=tuple(header[:8]))
            held = [(n, name) for n, name in enumerate(columns) if name in header]
            for number, line in enumerate(reader, start=2):
                place = wanted.get((line["occupation"], line["area"], line["industry"]))
                if place is None:
                    continue
                for n, name in held:
                    values[place, n] = _dollars(path, number, name, line[name])
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from error
    absent = np.flatnonzero(~np.isfinite(values[:, MEDIAN]))
    if len(absent):
        example = list(wanted)[int(absent[0])]
        raise BadInput(
            f"{path.name} has no median for {len(absent):,} of {len(wanted):,} scored cells, "
            f"such as {', '.join(example)}.",
            hint="List them with: paychart evaluate --write-cells FILE",
        )
    return values


def _dollars(path: Path, number: int, name: str, text: str) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = float("nan")
    if not 0 < value < float("inf"):
        raise BadInput(f"{path.name}, line {number}, column {name}: {text!r} is not a wage.")
    return value
