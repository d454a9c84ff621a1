"""The open benchmark's splits: which published cells are hidden, the same for everyone who uses this release.

Cell by cell, the fold is CRC-32 of "task|row|occupation" in UTF-8, modulo the number of folds, where row is
the BLS area code (tasks "area" and "state") or the industry code (task "industry"). Split by rows, it is
CRC-32 of "task|row"; by occupations, of "task|occupation". Nothing is random, so nothing must be stored.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

from paychart.pay.model.grid import NATION_ROW, Grid, Mask

TASKS = {"area": 3, "state": 5, "industry": 5}  # folds
SPLITS = ("cells", "rows", "occupations")
_KEYS: dict[str, Callable[[str, str, str], str]] = {
    "cells": lambda task, row, occupation: f"{task}|{row}|{occupation}",
    "rows": lambda task, row, occupation: f"{task}|{row}",
    "occupations": lambda task, row, occupation: f"{task}|{occupation}",
}


def fold_of(task: str, split: str, row: str, occupation: str) -> int:
    """The fold in which a cell is hidden.

    >>> fold_of("area", "cells", "0019740", "29-2072")
    0
    """
    return zlib.crc32(_KEYS[split](task, row, occupation).encode()) % TASKS[task]


def scored_cells(grid: Grid, task: str) -> Mask:
    """Published detailed cells (rows, detailed) that the task scores.

    "industry" scores 4-digit industries that are not copies of their 3-digit parent; the others all cells.
    """
    d = grid.detailed
    scored = grid.known[:, :d] & (grid.tier == task)[:, None]
    if task == "industry":
        codes = np.array(grid.rows)
        above = codes[grid.parent]
        nested = np.array([a.endswith("000") and o.endswith("00") for a, o in zip(above, codes, strict=True)])
        copies = (grid.log_wage[:, :d] == grid.log_wage[grid.parent, :d]).all(axis=2)
        nested &= grid.parent != NATION_ROW
        scored &= nested[:, None] & ~copies
    return np.asarray(scored)


def hidden_cells(grid: Grid, task: str, split: str, fold: int) -> Mask:
    """Published detailed cells (rows, columns) hidden in one fold; a superset of those that are scored."""
    hidden = np.zeros_like(grid.known)
    d = grid.detailed
    row, column = np.nonzero(grid.known[:, :d] & (grid.tier == task)[:, None])
    folds = [
        fold_of(task, split, grid.rows[r], grid.columns[c])
        for r, c in zip(row.tolist(), column.tolist(), strict=True)
    ]
    mine = np.array(folds, dtype=np.intp) == fold
    hidden[row[mine], column[mine]] = True
    return hidden
