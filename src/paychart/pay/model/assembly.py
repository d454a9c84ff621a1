"""From the fits of the tiers to one table: supported cells nobody published, and published ones noisy or far off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.model.calibration import JOB_CLASSES, KINDS, LEVELS, job_class, kinds
from paychart.pay.model.grid import NATION_ROW, TIERS, Floats, Grid, Mask
from paychart.pay.model.table import LEAST_JOBS, ModelTable

NOISY_RSE = 0.10  # published cells at least this noisy keep what the others predict of them, to smooth with
# Of the 90 % half-width of cells predicted without being read.
FAR, FAR_AND_MISSHAPEN = 3.0, 2.0
TORN = np.log(2.5)  # log points between neighboring percentiles
LEAST_GAP = 0.35  # log points a figure must lie away in any case: pay of large cells is known very closely


@dataclass(frozen=True, eq=False)
class TierFit:
    """One tier: cells (row, column), log wages (n, 6), error scale (n,), jobs (n,).

    `multiplier` (kinds, classes, families, 5, levels) turns a cell's scale into half-widths; `told` (n,) marks
    cells whose own published jobs were read, `recalled` (n,) those whose pay in an earlier release was. Cells
    `out_of_sample` are published, and were not read themselves.
    """

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    wage: Floats
    scale: Floats
    jobs: Floats
    multiplier: Floats
    told: Mask
    recalled: Mask
    out_of_sample: Mask
    boosted: bool

    def half_width(self, family: NDArray[np.intp]) -> Floats:
        """Half-widths in log points (n, 5, levels); `family` (n,) counts major groups from 0."""
        multiplier = self.multiplier[kinds(self.told, self.recalled), job_class(self.jobs), family]
        return np.asarray(self.scale[:, None, None] * multiplier, dtype=np.float32)


def assemble(
    grid: Grid, listed_cells: Mask, fits: dict[str, TierFit | None], release_hash: str, method: str
) -> ModelTable:
    """One table from the tiers' fits: supported cells nobody published, and noisy published ones."""
    d = grid.detailed
    families = len(grid.columns) - d
    multiplier = np.ones(
        (len(TIERS), KINDS, len(JOB_CLASSES) + 1, families, 5, len(LEVELS)), dtype=np.float32
    )
    supported = employs(grid, listed_cells)
    parts = []
    for index, tier in enumerate(TIERS):
        fit = fits[tier]
        if fit is None:
            continue
        multiplier[index] = fit.multiplier
        noisy = np.nan_to_num(grid.rse[fit.row, fit.column]) >= NOISY_RSE
        doubted = far(
            grid.log_wage[fit.row, fit.column], fit.wage, fit.half_width(grid.family[fit.column] - d)
        )
        kept = noisy | (doubted.any(axis=1) & (tier != "industry"))
        keep = np.where(fit.out_of_sample, kept, supported[fit.row, fit.column])
        keep &= np.isfinite(fit.wage).all(axis=1)
        parts.append(
            (
                fit.row[keep],
                fit.column[keep],
                fit.wage[keep],
                fit.scale[keep],
                fit.jobs[keep],
                fit.recalled[keep],
            )
        )
    if parts:
        row, column, wage, scale, jobs, recalled = (np.concatenate(p) for p in zip(*parts, strict=True))
    else:
        row = column = np.empty(0, dtype=np.intp)
        wage, scale, jobs = np.empty((0, 6), np.float32), np.empty(0, np.float32), np.empty(0, np.float32)
        recalled = np.empty(0, dtype=bool)
    order = np.lexsort((row, column))
    codes = {tier: index for index, tier in enumerate(TIERS)}
    return ModelTable(
        release_hash=release_hash,
        method=method,
        rows=grid.rows,
        tier=np.array([codes.get(str(t), 255) for t in grid.tier], dtype=np.uint8),
        columns=grid.columns[:d],
        family=(grid.family - d).astype(np.uint8),
        first=np.searchsorted(column[order], np.arange(d + 1)).astype(np.int64),
        row=row[order].astype(np.uint16),
        wage=wage[order],
        scale=scale[order],
        jobs=np.maximum(jobs[order], LEAST_JOBS),
        recalled=recalled[order],
        multiplier=multiplier,
    )


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


def collapsed(log_wage: Floats) -> Mask:
    """Whether two neighboring percentiles of (n, 6) are one figure (n,)."""
    return np.asarray((np.diff(log_wage[:, :5], axis=1) <= 0).any(axis=1))


def torn(log_wage: Floats) -> Mask:
    """Whether two neighboring percentiles of (n, 6) lie more than 2.5 times apart (n,)."""
    return np.asarray((np.diff(log_wage[:, :5], axis=1) > TORN).any(axis=1))


def far(log_wage: Floats, predicted: Floats, half: Floats) -> Mask:
    """Which published percentiles (n, 5) are implausible beside what was `predicted` (n, 6) without reading them, with
    its `half`-widths (n, 5, levels); log dollars and log points."""
    gap = np.abs(log_wage[:, :5] - predicted[:, :5])
    misshapen = collapsed(log_wage) | torn(log_wage)
    limit = np.where(misshapen, FAR_AND_MISSHAPEN, FAR)[:, None] * half[:, :, -1]
    with np.errstate(invalid="ignore"):
        return np.asarray(gap > np.maximum(limit, LEAST_GAP))
