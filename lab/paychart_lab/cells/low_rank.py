"""Low-rank tables by alternating ridge regressions: what similar rows and similar occupations share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def low_rank(
    residual: Floats, weight: Floats, *, rank: int = 6, ridge: float = 40.0, sweeps: int = 8
) -> Floats:
    """Weighted low-rank fit of a table with holes; cells of weight 0 are predicted, not read.

    Parameters
    ----------
    residual : (rows, columns) log-wage residuals; any value where weight is 0.
    weight : (rows, columns), mean about 1 where known.
    rank : number of factors; the first two start as row and column means.
    ridge : shrinkage, in units of observed cells.
    """
    target = np.where(weight > 0, residual, 0).astype(np.float32)
    generator = np.random.default_rng(0)
    rows = generator.normal(0, 0.05, (residual.shape[0], rank)).astype(np.float32)
    columns = generator.normal(0, 0.05, (residual.shape[1], rank)).astype(np.float32)
    rows[:, 0], columns[:, 1] = 1, 1
    penalty = np.full(rank, ridge * 0.0025, dtype=np.float32)
    for _ in range(sweeps):
        columns = _solve(target, weight, rows, penalty)
        rows = _solve(target.T, weight.T, columns, penalty)
        scale = np.sqrt((columns**2).mean(0) / np.maximum((rows**2).mean(0), 1e-12)) ** 0.5
        rows, columns = rows * scale, columns / scale
    return np.asarray(rows @ columns.T, dtype=np.float32)


def _solve(target: Floats, weight: Floats, rows: Floats, penalty: Floats) -> Floats:
    rank = rows.shape[1]
    products = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), rank * rank)
    gram = (weight.T @ products).reshape(-1, rank, rank) + np.diag(penalty)
    moment = (weight * target).T @ rows
    return np.asarray(np.linalg.solve(gram, moment[:, :, None])[:, :, 0], dtype=np.float32)
