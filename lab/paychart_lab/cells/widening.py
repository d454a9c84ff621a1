"""How much wider the intervals of cells nobody published are than those of the cells that calibrate."""

from __future__ import annotations

import numpy as np

from paychart.pay.model.grid import Floats, Mask

# How much wider errors are than those of single missing cells where all of a row, or all of an occupation's cells in
# the tier, are missing; measured on whole rows and occupations hidden (docs/model.md), never below 1.
WIDER = {"state": (1.09, 1.0), "area": (1.13, 1.0), "industry": (1.0, 1.23)}


# Widths that cells nobody published need beside those of the published cells that calibrate: they are predicted from
# more, by the mean of both halves' trees, and the error scale, one for all percentiles, takes more credit for that than
# the median earns. By employment class and by percentile; measured on single cells hidden (docs/model.md).
FRESH = {
    "state": ((0.994, 1.026, 1.022, 0.971), (1.017, 1.017, 1.046, 1.014, 1.015)),
    "area": ((1.0, 1.003, 1.004, 0.982), (1.025, 1.025, 1.029, 1.018, 1.024)),
    "industry": ((1.1, 1.019, 0.999, 0.945), (0.991, 0.972, 0.963, 0.965, 0.999)),
}


def fresh_factor(tier: str) -> Floats:
    """Factors of the half-widths of one tier, shaped as the table of `calibrate`."""
    by_class, by_percentile = (np.array(part, dtype=np.float32) for part in FRESH[tier])
    return np.asarray(by_class[None, :, None, None, None] * by_percentile[:, None])


def wider(known: Mask, tier: str) -> Floats:
    """Factors (rows, columns) of the error scale for cells of one tier, given its `known` cells (rows, columns)."""
    by_row, by_column = WIDER[tier]
    rows, columns = ~known.any(axis=1), ~known.any(axis=0)
    return np.maximum(np.where(rows, by_row, 1)[:, None], np.where(columns, by_column, 1)[None]).astype(
        np.float32
    )
