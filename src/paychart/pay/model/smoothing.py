"""Noisy published cells beside what all other cells say of them: a composite, never in the place of the figure.

Each percentile is the mean of the printed one and of the prediction made without reading the cell, in logs,
weighted by how sure each is: log q = (V_m log published + V_s log predicted) / (V_m + V_s). V_s is the sampling
variance; V_m the prediction's, from its calibrated interval less the sampling variance that the interval also
had to cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.distribution import WageDistribution
from paychart.pay.model.assembly import NOISY_RSE
from paychart.pay.model.rows import places
from paychart.pay.model.sheet import PUBLISHED, sheets
from paychart.pay.uncertainty import Z90, sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION

LEAST_MODEL_SHARE = (
    0.5  # of the interval's variance that is the prediction's own, whatever the sampling variance
)


@dataclass(frozen=True)
class Smoothed:
    """`annual` and `interval90` by percentile, dollars; `weight` of the printed median in the composite (0 to 1);
    `predicted` the same percentiles by all other cells alone."""

    annual: dict[str, float]
    interval90: dict[str, tuple[float, float]]
    predicted: dict[str, float]
    weight: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "annual": self.annual,
            "interval90": {name: list(ends) for name, ends in self.interval90.items()},
            "predicted_without_it": self.predicted,
            "weight_of_published": self.weight,
        }


def smoothed(store: Store, occupation: str, area: str, industry: str) -> Smoothed | None:
    """The composite of a published cell whose relative standard error is 10 % or more; None for any other."""
    if area != NATION and industry != ALL_INDUSTRIES:
        return None
    where, page = places(store), sheets(store, [occupation])[occupation]
    row = where.areas[area] if industry == ALL_INDUSTRIES else where.industries[industry]
    noisy = page.rse[row] >= NOISY_RSE
    if page.kind[row] != PUBLISHED or not noisy or not np.isfinite(page.predicted[row]).all():
        return None
    printed = page.wage[row]
    pay = WageDistribution.from_percentiles(printed[:5], mean=printed[5])
    sampling = sampling_log_se(pay, np.array(100 * page.rse[row]))[1:] ** 2
    total = (page.half_width[row, :, -1] / Z90) ** 2
    model = np.maximum(total - sampling, LEAST_MODEL_SHARE * total)
    weight = model / (model + sampling)
    middle = weight * np.log(printed[:5]) + (1 - weight) * page.predicted[row, :5]
    middle = np.maximum.accumulate(middle)
    half = Z90 * np.sqrt(model * sampling / (model + sampling))
    return Smoothed(
        _dollars(np.exp(middle)),
        {
            name: (round(float(low), 2), round(float(high), 2))
            for name, low, high in zip(_NAMES, np.exp(middle - half), np.exp(middle + half), strict=True)
        },
        _dollars(np.exp(page.predicted[row, :5].astype(float))),
        round(float(weight[2]), 3),
    )


_NAMES = ("p10", "p25", "p50", "p75", "p90")


def _dollars(wages: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(wage), -1) for name, wage in zip(_NAMES, wages, strict=True)}
