"""Published cells far from what all others say of them: the rule, for many cells at once."""

from __future__ import annotations

import numpy as np

from paychart.pay.model.grid import Floats, Mask

# Of the 90 % half-width of cells predicted without being read.
FAR, FAR_AND_MISSHAPEN = 3.0, 2.0
TORN = np.log(2.5)  # log points between neighboring percentiles
LEAST_GAP = 0.35  # log points a figure must lie away in any case: pay of large cells is known very closely


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
