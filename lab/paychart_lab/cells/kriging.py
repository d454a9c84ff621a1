"""Kriging: what alike occupations in the same place earn beyond expectation, a missing one is likely to earn too.

The residuals of one tier (rows x occupations) are taken for a Gaussian field. Two occupations are alike by major,
minor and broad group, by the industries that employ them, and by what they earn in the nation; a part of the field is
the same in all rows, a part in all rows under one parent, and a part is each cell's own. Sampling error is known cell
by cell. The field's mean at the missing cells is the solution of one linear system, found by conjugate gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import DEFAULT_RSE, MEDIAN, MEDIAN_NOISE, NATION_ROW, Floats, Grid, Mask

_MEDIAN_NOISE = round(MEDIAN_NOISE, 2)  # two digits of it: the variances below were learned so
LEAST_NOISE = 0.0002
SWEEPS, ENOUGH = 50, 3e-3
WAGE_REACH = 0.3  # log points between national medians over which kinship fades


@dataclass(frozen=True)
class Variances:
    """Parts of the field's variance, in squared log points; found by scripts/learn_kriging.py, which never reads a
    hidden cell of the benchmark's first fold."""

    own: float
    everyone: float
    major: float
    minor: float
    broad: float
    industries: float
    same_industries: float
    wage_and_industries: float
    wage_and_major: float
    all_rows: float
    all_rows_minor: float
    siblings: float


VARIANCES = {
    "state": Variances(
        0.0070, 0.0005, 0.00075, 0.0004, 0.0004, 0.0010, 0.0005, 0.00075, 0.0005, 0.00025, 0.0005, 0
    ),
    "area": Variances(
        0.0060, 0.0005, 0.00025, 0.00025, 0.00025, 0.0004, 0.0002, 0.00025, 0, 0.00025, 0, 0.0010
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Kinship:
    """Covariances of occupations (d, d): within one row, and shared by all rows; `siblings`, the variance that an
    occupation shares among rows of one parent."""

    within: Floats
    shared: Floats
    siblings: float


def kinship(grid: Grid, tier: str) -> Kinship | None:
    """How the tier's residuals go together; None for a tier that is not kriged. Reads no wage below the nation."""
    parts = VARIANCES.get(tier)
    if parts is None:
        return None
    d = grid.detailed
    employed = _industries_in_common(grid)
    wage = np.nan_to_num(grid.log_wage[NATION_ROW, :d, MEDIAN])
    near = np.exp(-(((wage[:, None] - wage[None]) / WAGE_REACH) ** 2) / 2)
    major, minor, broad = (
        (group[:, None] == group[None]).astype(np.float32) for group in (grid.family, grid.minor, grid.broad)
    )
    own = np.eye(d, dtype=np.float32)
    within = (
        parts.own * own
        + parts.everyone
        + (parts.major + parts.wage_and_major * near) * major
        + parts.minor * minor
        + parts.broad * broad
        + (parts.industries + parts.wage_and_industries * near) * employed**2
        + parts.same_industries * employed**6
    )
    shared = parts.all_rows * own + parts.all_rows_minor * minor
    return Kinship(within.astype(np.float32), shared.astype(np.float32), parts.siblings)


def _industries_in_common(grid: Grid) -> Floats:
    """Cosine (d, d) of the roots of occupations' job shares by sector and 3-digit industry."""
    d = grid.detailed
    sector = (grid.tier == "industry") & (grid.parent == NATION_ROW)
    rows = sector | ((grid.tier == "industry") & np.isin(grid.parent, np.flatnonzero(sector)))
    jobs = np.sqrt(np.nan_to_num(grid.employment[rows, :d]).T)
    jobs /= np.maximum(np.linalg.norm(jobs, axis=1, keepdims=True), 1e-6)
    return np.asarray(np.clip(jobs @ jobs.T, 0, 1), dtype=np.float32)


def krige(kin: Kinship, residual: Floats, known: Mask, rse: Floats, parent: NDArray[np.intp]) -> Floats:
    """The field's mean (rows, occupations, measures) given `residual` of the same shape where `known`; log points.

    `rse` (rows, occupations) are relative standard errors of the mean wage, `parent` (rows,) what rows share.
    """
    groups = np.unique(parent, return_inverse=True)[1]
    under = np.eye(groups.max() + 1, dtype=np.float32)[groups]
    noise = (_MEDIAN_NOISE * np.nan_to_num(rse, nan=DEFAULT_RSE) ** 2 + LEAST_NOISE).astype(np.float32)
    noise = np.where(known, noise, 1)

    def covary(values: Floats) -> Floats:
        field = values @ kin.within
        field += values.sum(axis=0, keepdims=True) @ kin.shared
        if kin.siblings:
            field += kin.siblings * (under @ (under.T @ values))
        return np.asarray(field, dtype=np.float32)

    def observed(values: Floats) -> Floats:
        return np.where(known, covary(values) + noise * values, 0)

    spread = np.diag(kin.within) + np.diag(kin.shared) + kin.siblings
    easing = np.where(known, 1 / (noise + spread), 0).astype(np.float32)
    given = np.where(known[..., None], residual, 0).astype(np.float32)
    fields = [covary(conjugate_gradients(observed, given[..., k], easing)) for k in range(given.shape[2])]
    return np.stack(fields, axis=2)


def conjugate_gradients(matrix: Callable[[Floats], Floats], given: Floats, easing: Floats) -> Floats:
    """x with matrix(x) = `given`, for a positive definite `matrix` whose inverse diagonal is `easing`."""
    solution = np.zeros(given.shape, dtype=np.float32)
    left, goal = given, ENOUGH * float(np.linalg.norm(given))
    step = eased = easing * left
    size = float((left * eased).sum(dtype=np.float64))
    for _ in range(SWEEPS):
        if np.linalg.norm(left) <= goal:
            break
        through = matrix(step)
        length = np.float32(size / float((step * through).sum(dtype=np.float64)))
        solution = solution + length * step
        left = left - length * through
        eased = easing * left
        before, size = size, float((left * eased).sum(dtype=np.float64))
        step = eased + np.float32(size / before) * step
    return solution
