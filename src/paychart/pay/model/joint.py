"""Occupation x area x industry: the industry's ranks within the nation, paid at the area's own wages.

A worker of industry i stands at some rank among all workers of the occupation nationwide; the same
rank is paid Q_area(rank) in the area. Ranks are taken in the mixture of the nation's sectors, so that sectors
mixed by their national shares of employment give back the area's cell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.pay.model.grid import SCORES, Floats, Grid
from paychart.pay.model.remainder import score_at

# Log error of rank transport by level 50, 80, 90 on its structural analogue (detailed occupations within a
# major group, by state), where the truth is published: see docs/model.md.
TRANSPORT_HALF_WIDTH = np.array([0.055, 0.125, 0.175], dtype=np.float32)
QUADRATURE = np.asarray(ndtri((np.arange(40) + 0.5) / 40), dtype=np.float32)


def wage_at(nodes: Floats, score: Floats) -> Floats:
    """Log wage at normal scores (n, m) in distributions given by five log percentiles (n, 5)."""
    slopes = np.maximum(np.diff(nodes, axis=-1) / np.diff(SCORES), 0)
    segment = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, 3)
    low = np.take_along_axis(nodes, segment, axis=1)
    return np.asarray(
        low + np.take_along_axis(slopes, segment, axis=1) * (score - SCORES[segment]), dtype=np.float32
    )


def national_rank(members: Floats, shares: NDArray[np.float64], log_wage: Floats) -> Floats:
    """Normal score of log wages in a mixture of distributions (s, 5) with shares (s,) summing to 1."""
    shape = log_wage.shape
    flat = np.broadcast_to(log_wage.reshape(-1, 1), (log_wage.size, len(members)))
    below = ndtr(score_at(np.broadcast_to(members, (*flat.shape, 5)), flat)) @ shares
    return np.asarray(ndtri(np.clip(below, 1e-5, 1 - 1e-5)).reshape(shape), dtype=np.float32)


def sectors_of(grid: Grid, column: int) -> tuple[Floats, NDArray[np.float64]]:
    """Sector distributions (s, 5) of an occupation nationwide and their employment shares; the nation alone
    where no sector is published."""
    rows = np.flatnonzero((grid.tier == "industry") & (grid.depth == 1) & grid.partition)
    rows = rows[grid.known[rows, column] & (grid.employment[rows, column] > 0)]
    if not len(rows):
        return grid.log_wage[:1, column, :5], np.ones(1)
    jobs = grid.employment[rows, column].astype(np.float64)
    return grid.log_wage[rows, column, :5], jobs / jobs.sum()


def transport(members: Floats, shares: NDArray[np.float64], industry: Floats, area: Floats) -> Floats:
    """Log percentiles and mean (n, 6) of joint cells from industry (n, 5) and area (n, 5) log percentiles."""
    scores = np.concatenate([SCORES, QUADRATURE])
    national = wage_at(industry, np.broadcast_to(scores, (len(industry), len(scores))))
    paid = wage_at(area, national_rank(members, shares, national))
    mean = np.log(np.exp(paid[:, 5:]).mean(axis=1))
    percentiles = np.maximum.accumulate(paid[:, :5], axis=1)
    return np.column_stack([percentiles, mean]).astype(np.float32)
