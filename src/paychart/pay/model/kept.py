"""Where a store's modelled cells come from: carried with the package, kept beside the store, or by a simple rule.

The rule learns nothing: a cell is the nearest wider one moved by the place's own ratio. Each published cell of the
release is predicted so without being read, and the intervals are as wide as those misses were.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.data.sources.damage import reading
from paychart.data.store import Store
from paychart.errors import StoreError
from paychart.pay.model.assembly import TierFit, assemble, listed
from paychart.pay.model.calibration import calibrate, kinds
from paychart.pay.model.grid import NATION_ROW, TIERS, Floats, Grid, Mask, read_grid
from paychart.pay.model.table import ModelTable, read

MODEL_VERSION = "6"
CARRIED = "modelled_cells.npz"
METHOD = "simple rule"
UNTOLD_JOBS = 20.0  # what a cell without published jobs is taken to hold: most are small


def model_table(store: Store) -> ModelTable:
    """The modelled cells of `store`, held with it once read.

    The table of the bundled release is carried with the package. Another release's is what `paychart model cells`
    left beside the store under the hash of its content; until then, or where that file is damaged, a simple rule
    answers, and the answer's lineage names it.
    """

    def read_or_make() -> ModelTable:
        held = carried()
        if held is not None and held.release_hash == store.oews_hash:
            return held
        return _beside(store) or simple_table(store)

    return store.cached("model table", read_or_make)


@cache
def carried() -> ModelTable | None:
    """The table that ships with the package, made by `scripts/fit_modelled_cells.py`."""
    file = resources.files("paychart.data.reference").joinpath(CARRIED)
    if not file.is_file():
        return None
    with reading(
        f"The bundled table {CARRIED} is damaged",
        StoreError,
        "Install it again: pip install --force-reinstall paychart. See also: paychart doctor",
    ):
        return ModelTable.decode(file.read_bytes())


def cache_path(store: Store) -> Path:
    """Where the fitted table of this store's content is kept."""
    return store.path.parent / f"{store.path.stem}.model-{MODEL_VERSION}-{store.oews_hash[:16]}.npz"


def _beside(store: Store) -> ModelTable | None:
    path = cache_path(store)
    with suppress(OSError, StoreError):
        return read(path)
    return None


@dataclass(frozen=True, eq=False)
class Ancestor:
    """The nearest published wider cell of every (row, detailed occupation), and its row."""

    row: NDArray[np.intp]
    wage: Floats
    family_wage: Floats


def nearest_ancestor(grid: Grid, known: Mask) -> Ancestor:
    """From the widest row down: the parent's cell where published, else what stands for the parent."""
    d = grid.detailed
    row = np.zeros((len(grid.rows), d), dtype=np.intp)
    for index in range(1, len(grid.rows)):
        above = grid.parent[index]
        row[index] = np.where(known[above, :d], above, row[above])
    column = np.arange(d)
    return Ancestor(row, grid.log_wage[row, column], grid.log_wage[row, grid.family])


def first_guess(grid: Grid, known: Mask, rows: NDArray[np.intp]) -> tuple[Ancestor, Floats, Floats]:
    """The nearest wider cell moved by part of the major group's ratio (rows, detailed, 6), and that ratio."""
    ancestor = nearest_ancestor(grid, known)
    spread = np.where(ancestor.row[rows] == NATION_ROW, 0.9, 0.5)[..., None]
    if grid.tier[rows[0]] == "industry":
        spread = np.full_like(spread, 0.5)
    ratio = grid.log_wage[rows][:, grid.family] - ancestor.family_wage[rows]
    return ancestor, ancestor.wage[rows] + spread * np.nan_to_num(ratio), ratio


def plain_scale(jobs: Floats) -> Floats:
    """Error scale (n,) in log points without learning: wider for fewer jobs."""
    return np.asarray(0.04 + 0.25 / np.sqrt(np.maximum(jobs, 5)), dtype=np.float32)


def simple_table(store: Store) -> ModelTable:
    """The table of `store` by the simple rule; some seconds for a whole release."""
    grid = read_grid(store)
    fits = {tier: _simple_tier(grid, tier) for tier in TIERS}
    return assemble(grid, listed(store, grid), fits, store.oews_hash, METHOD)


def _simple_tier(grid: Grid, tier: str) -> TierFit | None:
    known, d = grid.known[:, : grid.detailed], grid.detailed
    rows = np.flatnonzero(grid.tier == tier)
    if not len(rows) or not known[NATION_ROW].any():
        return None
    local, column = np.nonzero(np.broadcast_to(known[NATION_ROW], (len(rows), d)))
    row, guess = rows[local], first_guess(grid, grid.known, rows)[1][local, column]
    guess[:, :5] = np.sort(guess[:, :5], axis=1)
    told = np.isfinite(grid.employment[row, column])
    jobs = np.where(told, grid.employment[row, column], UNTOLD_JOBS).astype(np.float32)
    scale, seen = plain_scale(jobs), known[row, column]
    missed = np.abs(grid.log_wage[row, column] - guess)[seen, :5] / scale[seen, None]
    if not len(missed):
        return None
    family = grid.family[column[seen]] - d
    none = np.zeros_like(told)
    return TierFit(
        row, column, guess, scale, jobs,
        calibrate(missed, kinds(told, none)[seen], jobs[seen], family, len(grid.columns) - d),
        told, none, seen, boosted=False,
    )  # fmt: skip
