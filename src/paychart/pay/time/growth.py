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
_CLIP = 0.12  # a yearly change beyond this is a change of who is counted, not of pay


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
        center = _features(level if reference is None else reference)
        moved = _features(level) - np.nanmean(center, axis=0)
        return np.asarray(min(years, CATCH_UP_YEARS) * (moved @ np.array(self.slopes)))


def relative_level(log_median: Array, log_all: float) -> Array:
    """Log distance of each occupation's median from that of all occupations."""
    return log_median - log_all


def fit_slopes(log_median: Array, log_all: Array, until: int) -> tuple[float, float]:
    """Least squares of yearly growth over two years (one where only one is there) on level, its square.

    `log_median` (occupations, years), `log_all` (years); only years up to column `until` are read.
    """
    span = 2 if until >= 2 else 1
    xs, ys = [], []
    for start in range(until - span + 1):
        x = _features(relative_level(log_median[:, start], log_all[start]))
        y = (log_median[:, start + span] - log_median[:, start]) / span
        ok = np.isfinite(x).all(axis=1) & np.isfinite(y)
        if ok.sum() > 50:
            xs.append(x[ok] - x[ok].mean(axis=0))
            ys.append(np.clip(y[ok] - np.median(y[ok]), -_CLIP, _CLIP))
    design, target = np.concatenate(xs), np.concatenate(ys)
    first, second = np.linalg.lstsq(design, target, rcond=None)[0]
    return float(first), float(second)


def _features(level: Array) -> Array:
    return np.stack([level, level**2], axis=-1)
