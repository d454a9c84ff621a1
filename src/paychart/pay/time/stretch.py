"""Years of one series, with what each release printed, its sampling error, and the change over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paychart.pay.cells import PERCENTILES, STATISTICS
from paychart.pay.distribution import WageDistribution
from paychart.pay.time.index import Index
from paychart.pay.time.series import History
from paychart.pay.uncertainty import Z90, sampling_log_se

MAY = 5
SHORTEST = 3  # years: panels overlap, so a shorter change is not a trend


@dataclass(frozen=True)
class TrendPoint:
    """May of one year, as released: dollars of that May, `real` in dollars of the last year, and jobs. `status` says
    that the figure is published or derived, or why there is none."""

    year: int
    code: str
    title: str
    nominal: float | None
    nominal90: tuple[float, float] | None
    real: float | None
    jobs: float | None
    jobs_rse: float | None
    status: str = "published"


@dataclass(frozen=True)
class Stretch:
    """Years that count the same people under one or, one to one, two numbers. `wider` marks a group that
    holds more than the occupation asked for. Changes are a year, in percent, with 90 % intervals."""

    codes: tuple[str, ...]
    title: str
    wider: bool
    points: tuple[TrendPoint, ...]
    nominal_change: float | None
    real_change: float | None
    real_change90: tuple[float, float] | None
    jobs_change: float | None

    @property
    def first(self) -> int:
        return self.points[0].year

    @property
    def last(self) -> int:
        return self.points[-1].year


def make_stretch(
    held: History, prices: Index, series: int, statistic: str, begin: int, end: int, wider: bool
) -> Stretch:
    """The years of one series from `begin` to `end`, real pay in dollars of `end`."""
    offset = int(held.years[0])
    columns = [
        y - offset
        for y in range(begin, end + 1)
        if not (np.isnan(held.wages[series, y - offset]).all() and np.isnan(held.jobs[series, y - offset]))
    ]
    wages = held.wages[series, :, STATISTICS.index(statistic)]
    errors = {c: _log_se(held, series, c, statistic) for c in columns}
    points = []
    for c in columns:
        year, code = offset + c, held.code_in(series, offset + c)
        value, half = float(wages[c]), Z90 * errors[c]
        real = value * np.exp(prices.at(end, MAY) - prices.at(year, MAY))
        points.append(
            TrendPoint(
                year=year,
                code=code,
                title=held.titles_of[code],
                nominal=None if np.isnan(value) else value,
                nominal90=None
                if np.isnan(value) or np.isnan(half)
                else (round(value * float(np.exp(-half)), 0), round(value * float(np.exp(half)), 0)),
                real=None if np.isnan(real) else round(float(real), 0),
                jobs=_known(held.jobs[series, c]),
                jobs_rse=_known(held.jobs_rse[series, c]),
            )
        )
    priced = [c for c in columns if not np.isnan(wages[c])]
    counted = [c for c in columns if not np.isnan(held.jobs[series, c])]
    nominal = real = real90 = None
    if priced and priced[-1] - priced[0] >= SHORTEST:
        a, b = priced[0], priced[-1]
        nominal = float(np.log(wages[b] / wages[a])) / (b - a)
        real = nominal - (prices.at(offset + b, MAY) - prices.at(offset + a, MAY)) / (b - a)
        half = Z90 * float(np.hypot(errors[a], errors[b])) / (b - a)
        real90 = None if np.isnan(half) else (_percent(real - half), _percent(real + half))
    jobs = None
    if counted and counted[-1] - counted[0] >= SHORTEST:
        a, b = counted[0], counted[-1]
        jobs = float(np.log(held.jobs[series, b] / held.jobs[series, a])) / (b - a)
    return Stretch(
        codes=tuple(dict.fromkeys(p.code for p in points)),
        title=held.titles[series],
        wider=wider,
        points=tuple(points),
        nominal_change=None if nominal is None else _percent(nominal),
        real_change=None if real is None else _percent(real),
        real_change90=real90,
        jobs_change=None if jobs is None else _percent(jobs),
    )


def percent_a_year(first: float | None, last: float | None, years: int) -> float | None:
    """Yearly growth in percent from one figure to another; None where either is missing."""
    return _percent(float(np.log(last / first)) / years) if first and last else None


def _log_se(held: History, series: int, column: int, statistic: str) -> float:
    """Sampling error of the log of one figure, from the printed error of the mean."""
    wages, rse = held.wages[series, column], held.mean_rse[series, column]
    if np.isnan(rse) or np.isnan(wages).any():
        return float(rse) / 100 if statistic == "mean" else float("nan")
    shape = WageDistribution.from_percentiles(wages[1 : 1 + len(PERCENTILES)], mean=wages[0])
    return float(sampling_log_se(shape, np.array(rse))[STATISTICS.index(statistic)])


def _percent(log_change: float) -> float:
    return round(100 * float(np.expm1(log_change)), 2)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
