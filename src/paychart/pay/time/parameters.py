"""What was learned from the past (`scripts/learn_forecast.py`): how pay grows, and measured errors.

growth(h) = common(h) + min(h, 10) * slopes . (x - mean x),  x = (level, level squared),
level = log of the occupation's median over that of all occupations. The common path starts at the Employment
Cost Index's last twelve months and returns to a long-run rate by a share each year. Neither an occupation's own
past growth nor its group's helps (docs/place-and-time.md has the attempts).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import reference_path

LONGEST = 10
# How error grows with the relative standard error at the origin, of the mean or of employment: measured 0.19 to
# 0.35, and 0.28 to 0.39.
PAY_POWER, JOBS_POWER = 0.25, 0.33
CATCHING_UP = "civilian, and low pay catching up"
CATCH_UP_YEARS = 10  # tested to nine, the longest that any origin reaches; the tenth year continues
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Parameters:
    """Fans map years ahead to (80 %, 95 %) half-widths in log points for an error scale of one; the tables hold
    errors in percent: rule -> years ahead -> MAPE, and index -> years -> MAPE, bias and p90; `state_` is of medians
    of states."""

    release: str
    growth: GrowthModel
    pay_fans: Mapping[int, tuple[float, float]]
    job_fans: Mapping[int, tuple[float, float]]
    pay_mape: Mapping[str, Mapping[int, float]]
    job_mape: Mapping[str, Mapping[int, float]]
    ageing: Mapping[str, Mapping[int, Mapping[str, float]]]
    state_fans: Mapping[int, tuple[float, float]]
    state_mape: Mapping[str, Mapping[int, float]]

    def ageing_p90(self, index: str, years: float) -> float:
        """The log error that ageing by an index stays within nine times in ten: a power of the years, fitted
        to what was measured at one, two and three years."""
        table = self.ageing.get(index) or self.ageing["civilian"]
        measured = [np.log(np.log1p(table[h]["p90"] / 100)) for h in (1, 2, 3)]
        power, start = np.polyfit(np.log([1, 2, 3]), measured, 1)
        return float(np.exp(start) * max(years, 0.0) ** power)


def scale(rse: Array, power: float = PAY_POWER) -> Array:
    """Size of the error by the relative standard error (percent) of the cell at the origin."""
    return np.asarray(np.clip(np.nan_to_num(rse, nan=2.0), 0.3, 30.0) ** power)


@cache
def parameters() -> Parameters:
    """The carried parameters."""
    found = json.loads(reference_path("time_parameters.json").read_text(encoding="utf-8"))
    return Parameters(
        release=found["release"],
        growth=GrowthModel(found["long_run"], found["return_share"], tuple(found["slopes"])),
        pay_fans=_fans(found["pay_fans"]),
        job_fans=_fans(found["job_fans"]),
        pay_mape=_by_years(found["pay_mape"]),
        job_mape=_by_years(found["job_mape"]),
        ageing=_by_years(found["ageing"]),
        state_fans={
            int(h): (found["state_fans"]["q80"][h], found["state_fans"]["q95"][h])
            for h in found["state_fans"]["q80"]
        },
        state_mape=_by_years(found["state_mape"]),
    )


def _fans(table: dict[str, dict[str, float]]) -> dict[int, tuple[float, float]]:
    """Fans by years; the tenth year, which no origin reaches, widens from the ninth as a random walk does."""
    fans = {int(h): (f["q80"], f["q95"]) for h, f in table.items()}
    last = max(fans)
    wider = (LONGEST / last) ** 0.5
    return {**fans, LONGEST: (fans[last][0] * wider, fans[last][1] * wider)}


def _by_years(table: dict[str, dict[str, Any]]) -> dict[str, dict[int, Any]]:
    return {name: {int(h): value for h, value in row.items()} for name, row in table.items()}


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
