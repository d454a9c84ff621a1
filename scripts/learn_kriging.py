"""Learn how alike occupations and places are: the `VARIANCES` of pay/model/kriging.py, to carry.

Run: python scripts/learn_kriging.py [state | area]   (some minutes each)

A fifth of the cells that the open benchmark's first fold leaves readable is hidden; each variance in turn is doubled,
halved or dropped where that lowers the error of the kriged median. The fold's own hidden cells are never read.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

import numpy as np

from paychart.data.store import open_store
from paychart.pay.model.grid import MEDIAN, Grid, read_grid
from paychart_lab.cells import kriging
from paychart_lab.cells.evaluation import readable
from paychart_lab.cells.features import first_guess
from paychart_lab.cells.kriging import Variances, kinship, krige
from paychart_lab.cells.scoring import percent_errors
from paychart_lab.cells.splits import hidden_cells

SWEEPS, GAIN, DROP = 3, 0.001, 0.0002
SEED = 5


class Trial:
    """The cells to learn from and to judge by, of one tier."""

    def __init__(self, grid: Grid, tier: str) -> None:
        d = grid.detailed
        known = readable(grid, tier, hidden_cells(grid, tier, "cells", 0))
        self.grid, self.tier, self.rows = grid, tier, np.flatnonzero(grid.tier == tier)
        row, column = np.nonzero(known[:, :d] & (grid.tier == tier)[:, None])
        held = np.random.default_rng(SEED).random(len(row)) < 0.2
        known[row[held], column[held]] = False
        self.judge = np.searchsorted(self.rows, row[held]), column[held]
        _, offset, _ = first_guess(grid, known, self.rows)
        self.offset = offset[..., MEDIAN]
        self.known = known[self.rows, :d]
        self.truth = grid.log_wage[row[held], column[held], MEDIAN]
        left = np.nan_to_num(grid.log_wage[self.rows, :d, MEDIAN] - self.offset)
        self.residual = np.clip(left, -0.7, 0.7)[..., None]

    def error(self, parts: dict[str, float]) -> float:
        grid, d = self.grid, self.grid.detailed
        kriging.VARIANCES[self.tier] = Variances(**parts)
        kin = kinship(grid, self.tier)
        if kin is None:
            raise SystemExit(f"{self.tier} is not kriged.")
        field = krige(kin, self.residual, self.known, grid.rse[self.rows, :d], grid.parent[self.rows])
        guess = (self.offset + field[..., 0])[self.judge]
        return float(percent_errors(guess, self.truth).mean())


def main() -> None:
    with open_store() as store:
        grid = read_grid(store)
    for tier in sys.argv[1:] or list(kriging.VARIANCES):
        trial, parts = Trial(grid, tier), asdict(kriging.VARIANCES[tier])
        best = trial.error(parts)
        print(f"{tier}: {best:.4f} as carried", flush=True)
        for _ in range(SWEEPS):
            before = best
            for name, value in list(parts.items()):
                tries = [2 * value, value / 2] if value else [0.0005]
                for other in [*tries, *([0.0] if 0 < value < DROP else [])]:
                    error = trial.error({**parts, name: other})
                    if error < best - GAIN:
                        best, parts[name] = error, other
                        print(f"  {name} {other:.5f}: {best:.4f}", flush=True)
                        break
            if best > before - GAIN:
                break
        print(tier, {name: round(value, 6) for name, value in parts.items()})


if __name__ == "__main__":
    main()
