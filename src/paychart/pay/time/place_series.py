"""What an occupation paid in a state or area, May by May, and what of its moves is noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PLACE_YEARS = 2015  # the first May of `place_history`
FADING = 0.6  # weight of a position beside that of the year after it


def shrunken_position(gaps: Array) -> Array:
    """Usual distance (n,) from the nation, log points, from distances (n, years) up to now: newer years count more."""
    weight = np.where(np.isfinite(gaps), FADING ** np.arange(gaps.shape[1])[::-1], 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.nan_to_num(gaps) * weight).sum(axis=1) / weight.sum(axis=1))
