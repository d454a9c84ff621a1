"""How an occupation's pay grows: one path for all work, and low pay catching up, learned from the past.

growth(h) = common(h) + min(h, 10) * slopes . (x - mean x),  x = (level, level squared),
level = log of the occupation's median over that of all occupations. The common path starts at the Employment
Cost Index's last twelve months and returns to a long-run rate by a share each year. Neither an occupation's own
past growth nor its group's helps (docs/place-and-time.md has the attempts).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
CATCH_UP_YEARS = 10  # tested to nine, the longest that any origin reaches; the tenth year continues


@dataclass(frozen=True)
class GrowthModel:
    """`long_run` and `return_share` make the common path; `slopes` are a year's catching up, both log points."""

    long_run: float
    return_share: float
    slopes: tuple[float, float]

    def common(self, recent: float, years: int) -> float:
        """Log growth of pay in general over `years`, where the last twelve months had `recent`."""
        away = (recent - self.long_run) * sum(self.return_share**k for k in range(1, years + 1))
        return self.long_run * years + away

    def catch_up(self, level: Array, years: float, reference: Array | None = None) -> Array:
        """What each occupation gains on the common path. `reference` are the levels whose mean gains nothing."""
        center = features(level if reference is None else reference)
        moved = features(level) - np.nanmean(center, axis=0)
        return np.asarray(min(years, CATCH_UP_YEARS) * (moved @ np.array(self.slopes)))


def relative_level(log_median: Array, log_all: float) -> Array:
    """Log distance of each occupation's median from that of all occupations."""
    return log_median - log_all


def features(level: Array) -> Array:
    """A level and its square, side by side."""
    return np.stack([level, level**2], axis=-1)
