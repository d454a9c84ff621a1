"""The whole model of a store: all tiers fitted, and kept as one table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.model import boosting
from paychart.pay.model.calibration import JOB_CLASSES, LEVELS
from paychart.pay.model.fit import TierFit, fit_tier
from paychart.pay.model.grid import NATION_ROW, TIERS, Grid, Mask, read_grid
from paychart.pay.model.table import ModelTable

NOISY_RSE = 0.10  # published cells at least this noisy keep what the others predict of them, to smooth with


def fit_store(store: Store, *, progress: Callable[[str], None] = lambda _: None) -> ModelTable:
    """Fit everything `store` did not publish; takes about a minute for a full release."""
    progress("reading the release")
    grid = read_grid(store)
    fits = {tier: fit_tier(grid, grid.known, tier, progress=progress) for tier in TIERS}
    return assemble(grid, listed(store, grid), fits, store.oews_hash)


def assemble(
    grid: Grid, listed_cells: Mask, fits: dict[str, TierFit | None], release_hash: str
) -> ModelTable:
    """One table from the tiers' fits: supported cells nobody published, and noisy published ones."""
    d = grid.detailed
    families = len(grid.columns) - d
    multiplier = np.ones((len(TIERS), 2, len(JOB_CLASSES) + 1, families, 5, len(LEVELS)), dtype=np.float32)
    supported = employs(grid, listed_cells)
    parts = []
    for index, tier in enumerate(TIERS):
        fit = fits[tier]
        if fit is None:
            continue
        multiplier[index] = fit.multiplier
        noisy = np.nan_to_num(grid.rse[fit.row, fit.column]) >= NOISY_RSE
        keep = np.where(fit.out_of_sample, noisy, supported[fit.row, fit.column])
        keep &= np.isfinite(fit.wage).all(axis=1)
        parts.append((fit.row[keep], fit.column[keep], fit.wage[keep], fit.scale[keep], fit.jobs[keep]))
    if parts:
        row, column, wage, scale, jobs = (np.concatenate(p) for p in zip(*parts, strict=True))
    else:
        row = column = np.empty(0, dtype=np.intp)
        wage, scale, jobs = np.empty((0, 6), np.float32), np.empty(0, np.float32), np.empty(0, np.float32)
    order = np.lexsort((row, column))
    codes = {tier: index for index, tier in enumerate(TIERS)}
    return ModelTable(
        release_hash=release_hash,
        method="boosted" if any(fit is not None and fit.boosted for fit in fits.values()) else "plain",
        rows=grid.rows,
        tier=np.array([codes.get(str(t), 255) for t in grid.tier], dtype=np.uint8),
        columns=grid.columns[:d],
        family=(grid.family - d).astype(np.uint8),
        first=np.searchsorted(column[order], np.arange(d + 1)).astype(np.int64),
        row=row[order].astype(np.uint16),
        wage=wage[order],
        scale=scale[order],
        jobs=np.maximum(jobs[order], 1),
        multiplier=multiplier,
    )


def method() -> str:
    """The best method this machine has libraries for."""
    return "boosted" if boosting.available() else "plain"


def employs(grid: Grid, listed_cells: Mask) -> Mask:
    """Whether (row, detailed occupation) has support: areas always; an industry where it, a wider one below
    the nation, or a narrower one lists the occupation."""
    found = listed_cells.copy()
    order = range(1, len(grid.rows))
    for index in order:
        above = grid.parent[index]
        if above != NATION_ROW:
            found[index] |= found[above]
    for index in reversed(order):
        above = grid.parent[index]
        if above != NATION_ROW:
            found[above] |= listed_cells[index]
    barren = ~grid.known.any(axis=1)
    found[grid.tier != "industry"] = True
    found[barren & (grid.tier != "industry")] = False
    return found


def listed(store: Store, grid: Grid) -> Mask:
    """Which (row, detailed occupation) the release lists at all, with or without wages."""
    row = {code: index for index, code in enumerate(grid.rows)}
    column = {code: index for index, code in enumerate(grid.columns[: grid.detailed])}
    found = np.zeros((len(grid.rows), grid.detailed), dtype=bool)
    cells = (
        store.cursor()
        .execute(
            "SELECT CASE WHEN industry = '000000' THEN area ELSE industry END AS row, occupation "
            "FROM cell WHERE area = '0000000' OR industry = '000000'"
        )
        .fetchnumpy()
    )
    r: NDArray[np.intp] = np.array([row.get(code, -1) for code in cells["row"]], dtype=np.intp)
    c: NDArray[np.intp] = np.array([column.get(code, -1) for code in cells["occupation"]], dtype=np.intp)
    keep = (r >= 0) & (c >= 0)
    found[r[keep], c[keep]] = True
    return found
