"""Hidden cells predicted by paychart and by what a user would otherwise build, in one run.

    python bench/model.py [--tasks area state] [--json OUT.json]      # with the extra `bench`

The first fold of the open benchmark (`paychart evaluate --folds 1`): published cells of metros, or of states,
hidden; error of the median. Peers learn the log median of the cells that remain from the occupation, its major group,
the place, the nation's and (for metros) the state's median, and the place's medians over all occupations and in the
major group; matrix factorization sees the table of places by occupations alone. They predict the median only;
paychart's time is for five percentiles, the mean and intervals. Times are processor time.

It also counts the withheld cells that published totals move, and by how much.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils.extmath import randomized_svd

from paychart.data.store import Store, open_store
from paychart.pay.model import sheet
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Grid, read_grid
from paychart_lab.cells.evaluation import readable
from paychart_lab.cells.fit import fit_tier
from paychart_lab.cells.past import Past, read_past
from paychart_lab.cells.scoring import percent_errors
from paychart_lab.cells.splits import hidden_cells, scored_cells

CODES = 3  # of the peers' columns, the first ones are codes: occupation, major group, place


class Fold:
    """The cells of one task's first fold: what may be learned from and what is asked, as the peers see it."""

    def __init__(self, grid: Grid, task: str, past: Past) -> None:
        d = grid.detailed
        self.grid, self.task, self.past = grid, task, past
        self.hidden = hidden_cells(grid, task, "cells", 0)
        self.known = readable(grid, task, self.hidden)
        self.learn = np.nonzero(self.known[:, :d] & (grid.tier == task)[:, None] & self.known[NATION_ROW, :d])
        self.asked = np.nonzero(scored_cells(grid, task) & self.hidden[:, :d] & self.known[NATION_ROW, :d])
        self.truth = grid.log_wage[self.asked][:, MEDIAN]
        self.target = grid.log_wage[self.learn][:, MEDIAN]

    def columns(self, cells: tuple[Any, Any]) -> np.ndarray:
        row, column = cells
        median, family = self.grid.log_wage[..., MEDIAN], self.grid.family[column]
        above = self.grid.parent[row]
        parent = np.where(self.known[above, column], median[above, column], np.nan)
        return np.column_stack(
            [column, family, row, median[NATION_ROW, column], parent, median[row, -1], median[row, family]]
        ).astype(np.float64)


def trees(fold: Fold) -> np.ndarray:
    model = lightgbm.LGBMRegressor(n_estimators=300, n_jobs=1, verbose=-1)
    model.fit(fold.columns(fold.learn), fold.target, categorical_feature=list(range(CODES)))
    return np.asarray(model.predict(fold.columns(fold.asked)))


def histogram_boosting(fold: Fold) -> np.ndarray:
    model = HistGradientBoostingRegressor(max_iter=300, random_state=0)
    return np.asarray(model.fit(fold.columns(fold.learn), fold.target).predict(fold.columns(fold.asked)))


def forest(fold: Fold) -> np.ndarray:
    model = RandomForestRegressor(100, min_samples_leaf=3, max_features=0.5, random_state=0)
    return np.asarray(
        model.fit(filled(fold.columns(fold.learn)), fold.target).predict(filled(fold.columns(fold.asked)))
    )


def one_hot_ridge(fold: Fold) -> np.ndarray:
    learn, asked = filled(fold.columns(fold.learn)), filled(fold.columns(fold.asked))
    coder = OneHotEncoder(handle_unknown="ignore").fit(learn[:, [0, 2]])

    def wide(columns: np.ndarray) -> Any:
        from scipy.sparse import csr_matrix, hstack

        return hstack([coder.transform(columns[:, [0, 2]]), csr_matrix(columns[:, CODES:])]).tocsr()

    return np.asarray(Ridge(1.0).fit(wide(learn), fold.target).predict(wide(asked)))


def matrix_factorization(fold: Fold, rank: int = 10, shrink: float = 1.5) -> np.ndarray:
    """Soft-thresholded singular values of the log ratio to the nation, less row and column means, filled in again
    and again."""
    grid, d = fold.grid, fold.grid.detailed
    rows = np.flatnonzero(grid.tier == fold.task)
    seen = fold.known[rows, :d] & fold.known[NATION_ROW, :d]
    ratio = np.where(seen, grid.log_wage[rows, :d, MEDIAN] - grid.log_wage[NATION_ROW, :d, MEDIAN], 0)
    place = ratio.sum(1, keepdims=True) / (seen.sum(1, keepdims=True) + 1)
    left = np.where(seen, ratio - place, 0)
    work = left.sum(0, keepdims=True) / (seen.sum(0, keepdims=True) + 5)
    left = np.where(seen, left - work, 0)
    fit = np.zeros_like(left)
    for _ in range(40):
        u, s, v = randomized_svd(np.where(seen, left, fit), rank, random_state=0)
        fit = (u * np.maximum(s - shrink, 0)) @ v
    at = np.searchsorted(rows, fold.asked[0]), fold.asked[1]
    return np.asarray(grid.log_wage[NATION_ROW, fold.asked[1], MEDIAN] + (place + work + fit)[at])


def filled(columns: np.ndarray) -> np.ndarray:
    """The nation's median in the place of a state's that is not published, for models that take no holes."""
    return np.where(np.isfinite(columns), columns, columns[:, [CODES]])


def ours(fold: Fold, past: Past | None = None) -> np.ndarray:
    d = fold.grid.detailed
    fit = fit_tier(fold.grid, fold.known, fold.task, fresh=fold.hidden[:, :d], past=past)
    if fit is None:
        raise SystemExit("This store publishes no such cells.")
    place = np.full(fold.known[:, :d].shape, -1)
    new = np.flatnonzero(~fit.out_of_sample)
    place[fit.row[new], fit.column[new]] = new
    return np.asarray(fit.wage[place[fold.asked], MEDIAN])


def aged(fold: Fold) -> np.ndarray:
    """The earlier value carried by the nation's own change; the nation's figure where there is none."""
    value = fold.past.value[fold.asked][:, 0]
    return np.where(np.isfinite(value), value, fold.grid.log_wage[NATION_ROW, fold.asked[1], MEDIAN])


METHODS: dict[str, Callable[[Fold], np.ndarray]] = {
    "paychart": lambda fold: ours(fold, fold.past),
    "paychart, this release alone": ours,
    "the earlier value, aged": aged,
    "LightGBM on codes and figures": trees,
    "scikit-learn histogram boosting on the same": histogram_boosting,
    "scikit-learn random forest on the same": forest,
    "ridge on one-hot codes and the same figures": one_hot_ridge,
    "matrix factorization of places by occupations": matrix_factorization,
}


def measured(fold: Fold) -> dict[str, dict[str, float]]:
    found = {}
    for name, method in METHODS.items():
        start = time.process_time()
        predicted = method(fold)
        seconds = time.process_time() - start
        error = percent_errors(predicted, fold.truth)
        found[name] = {"error": round(float(error.mean()), 3), "cpu_s": round(seconds, 2)}
        print(f"{fold.task}  {name:48} {error.mean():6.2f} %  {seconds:7.1f} s", file=sys.stderr, flush=True)
    return found


def withheld(store: Store) -> dict[str, float]:
    """Withheld cells with a modelled mean, those that totals move, and the middle of the moves in percent."""
    seen: list[tuple[np.ndarray, np.ndarray]] = []
    allowed = sheet._allowed

    def noted(mean: np.ndarray, *rest: Any) -> np.ndarray:
        moved = allowed(mean, *rest)
        seen.append((mean, moved))
        return moved

    sheet._allowed = noted
    try:
        codes = [
            row[0] for row in store.rows("SELECT code FROM occupation WHERE level = 'detailed' ORDER BY code")
        ]
        for at in range(0, len(codes), 50):
            sheet.sheets(store, codes[at : at + 50])
    finally:
        sheet._allowed = allowed
    before, after = (np.concatenate(part) for part in zip(*seen, strict=True))
    move = 100 * np.abs(np.log(after / before))
    moved = move > 0.05
    middle = float(np.median(move[moved])) if moved.any() else 0.0
    return {"cells": len(before), "moved": int(moved.sum()), "middle_percent": round(middle, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tasks", nargs="*", default=["area", "state"], choices=["area", "state"])
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with open_store() as store:
        grid = read_grid(store)
        told = {
            "tasks": {task: measured(Fold(grid, task, read_past(store, grid))) for task in asked.tasks},
            "withheld": withheld(store),
        }
    print(json.dumps(told, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
