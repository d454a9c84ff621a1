"""Forecasts and ageing tried on the past: each rule sees only what was known at its origin.

Errors are of the occupation's national median, in percent, over every occupation whose series links origin and
target. A fan is calibrated on the other origins and counted on the one left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.time.index import Index, consumer_prices, employment_cost
from paychart.pay.time.parameters import (
    CATCHING_UP,
    JOBS_POWER,
    PAY_POWER,
    GrowthModel,
    features,
    relative_level,
    scale,
)
from paychart.pay.time.series import MAY, MEDIAN, History, history

Array = NDArray[np.float64]
HORIZONS = (1, 2, 3, 5)
ORIGINS = tuple(range(2016, 2024))
RETURN_SHARES = (0.35, 0.5, 0.65, 0.8)
LONG_RUNS = (0.02, 0.025, 0.03, 0.035, 0.04)
_CLIP = 0.12  # a yearly change beyond this is a change of who is counted, not of pay


def fit_slopes(log_median: Array, log_all: Array, until: int) -> tuple[float, float]:
    """Least squares of yearly growth over two years (one where only one is there) on level, its square.

    `log_median` (occupations, years), `log_all` (years); only years up to column `until` are read.
    """
    span = 2 if until >= 2 else 1
    xs, ys = [], []
    for start in range(until - span + 1):
        x = features(relative_level(log_median[:, start], log_all[start]))
        y = (log_median[:, start + span] - log_median[:, start]) / span
        ok = np.isfinite(x).all(axis=1) & np.isfinite(y)
        if ok.sum() > 50:
            xs.append(x[ok] - x[ok].mean(axis=0))
            ys.append(np.clip(y[ok] - np.median(y[ok]), -_CLIP, _CLIP))
    design, target = np.concatenate(xs), np.concatenate(ys)
    first, second = np.linalg.lstsq(design, target, rcond=None)[0]
    return float(first), float(second)


@dataclass(frozen=True, eq=False)
class Panel:
    """Log medians, jobs and errors of the detailed series, with the indexes; columns are years."""

    years: NDArray[np.int64]
    log_median: Array
    log_all: Array
    log_jobs: Array
    log_all_jobs: Array
    rse: Array
    jobs_rse: Array
    prices: Index
    cost: Index

    def column(self, year: int) -> int:
        return year - int(self.years[0])

    def has(self, year: int) -> bool:
        return int(self.years[0]) <= year <= int(self.years[-1])

    def recent(self, year: int) -> float:
        """The Employment Cost Index's log change over the twelve months to June of a year."""
        return self.cost.at(year, 6) - self.cost.at(year - 1, 6)


def panel(store: Store) -> Panel:
    """The panel of a store: about 900 detailed series, some of which end or begin at a break."""
    held: History = history(store)
    detailed = np.array(held.levels) == "detailed"
    everyone = held.names.index("00-0000")
    with np.errstate(divide="ignore", invalid="ignore"):
        return Panel(
            held.years,
            np.log(held.wages[detailed, :, MEDIAN]),
            np.log(held.wages[everyone, :, MEDIAN]),
            np.log(held.jobs[detailed]),
            np.log(held.jobs[everyone]),
            held.mean_rse[detailed],
            held.jobs_rse[detailed],
            consumer_prices(store),
            employment_cost(store),
        )


Grid = dict[tuple[float, float], dict[int, dict[int, Array]]]
Rule = Callable[[int, int], Any]  # (origin, years ahead) -> log growth, one number or one an occupation


def pay_rules(p: Panel) -> dict[str, Rule]:
    """The simple rules of pay, some in several forms so that each does as well as it can."""

    def prices(window: int) -> Rule:
        return lambda y, h: h * (p.prices.at(y, MAY) - p.prices.at(y - window, MAY)) / window

    def own(y: int, h: int) -> Array:
        return h * _drift(p.log_median[:, : p.column(y) + 1], p.log_all)

    def everyone(window: int | None) -> Rule:
        def rule(y: int, h: int) -> float:
            last, first = p.column(y), 0 if window is None else p.column(y) - window
            return float(h * (p.log_all[last] - p.log_all[first]) / (last - first))

        return rule

    return {
        "no real change, prices of 1 year": prices(1),
        "no real change, prices of 5 years": prices(5),
        "no real change, prices of 10 years": prices(10),
        "own drift since 2013": own,
        "all-occupation growth since 2013": everyone(None),
        "all-occupation growth, 3 years": everyone(3),
    }


def model_errors(p: Panel, return_share: float, long_run: float, horizon: int) -> dict[int, Array]:
    """Origin -> log errors (actual less forecast) of the pooled model, refitted at each origin."""
    errors = {}
    for origin in ORIGINS:
        if p.has(origin + horizon):
            i = p.column(origin)
            model = GrowthModel(long_run, return_share, fit_slopes(p.log_median, p.log_all, i))
            level = relative_level(p.log_median[:, i], float(p.log_all[i]))
            growth = model.common(p.recent(origin), horizon) + model.catch_up(level, horizon)
            errors[origin] = p.log_median[:, i + horizon] - p.log_median[:, i] - growth
    return errors


def rule_errors(p: Panel, rule: Rule, horizon: int, values: Array | None = None) -> dict[int, Array]:
    """Origin -> log errors of a simple rule, on medians or on `values` of the same shape."""
    known = p.log_median if values is None else values
    return {
        o: known[:, p.column(o + horizon)] - known[:, p.column(o)] - rule(o, horizon)
        for o in ORIGINS
        if p.has(o + horizon)
    }


def mape(errors: dict[int, Array]) -> float:
    """Mean absolute percentage error of the forecasts."""
    return float(np.nanmean(np.abs(np.expm1(-np.concatenate(list(errors.values()))))) * 100)


def choose(grid: Grid, without: int | None = None) -> tuple[float, float]:
    """(return share, long run) with the least error over all horizons, each weighed by its size; an origin
    may be left out."""
    return min(grid, key=lambda pair: _total(grid[pair], without))


def chosen_errors(grid: Grid, horizon: int) -> dict[int, Array]:
    """Errors of the model at each origin, its two parameters chosen on the other origins."""
    origins = next(iter(grid.values()))[horizon]
    return {o: grid[choose(grid, without=o)][horizon][o] for o in origins}


@dataclass(frozen=True)
class Fan:
    """Multiples of an occupation's error scale that hold 80 and 95 % of outcomes, and how many they held on
    origins left out (percent)."""

    q80: float
    q95: float
    coverage80: float
    coverage95: float


def fan(p: Panel, errors: dict[int, Array], *, jobs: bool = False) -> Fan:
    """The fan of a set of errors, of pay or of jobs: calibrated on the rest, counted on each origin in turn."""
    rse, power = (p.jobs_rse, JOBS_POWER) if jobs else (p.rse, PAY_POWER)
    sized = {o: np.abs(e) / scale(rse[:, p.column(o)], power) for o, e in errors.items()}
    sized = {o: z[np.isfinite(z)] for o, z in sized.items()}
    inside80 = inside95 = total = 0
    for origin, held in sized.items():
        rest = np.concatenate([z for o, z in sized.items() if o != origin] or [held])
        q80, q95 = np.quantile(rest, [0.80, 0.95])
        inside80, inside95 = inside80 + int((held <= q80).sum()), inside95 + int((held <= q95).sum())
        total += len(held)
    everything = np.concatenate(list(sized.values()))
    q80, q95 = (float(q) for q in np.quantile(everything, [0.80, 0.95]))
    return Fan(q80, q95, 100 * inside80 / total, 100 * inside95 / total)


def job_rules(p: Panel) -> dict[str, Rule]:
    """The simple rules of employment."""
    return {
        "no change": lambda y, h: 0.0,
        "own drift since 2013": lambda y, h: h * _drift(p.log_jobs[:, : p.column(y) + 1], p.log_all_jobs),
        "all-occupation growth since 2013": lambda y, h: (
            h * (p.log_all_jobs[p.column(y)] - p.log_all_jobs[0]) / p.column(y)
        ),
    }


def ageing_errors(p: Panel, rule: Rule, years: int, first: int = 2014) -> dict[int, Array]:
    """Origin -> log errors where a rule carries medians `years` forward with what the index really did."""
    return {
        o: p.log_median[:, p.column(o + years)] - p.log_median[:, p.column(o)] - rule(o, years)
        for o in range(first, int(p.years[-1]))
        if p.has(o + years)
    }


def ageing_rules(p: Panel, others: dict[str, Index] | None = None) -> dict[str, Rule]:
    """The indexes that could age a wage, as they turned out."""

    def by(index: Index) -> Rule:
        return lambda y, h: index.at(y + h, MAY + 1) - index.at(y, MAY + 1)

    def last_growth(y: int, h: int) -> float:
        return float(h * (p.log_all[p.column(y)] - p.log_all[p.column(y) - 1]))

    rules: dict[str, Rule] = {"none": lambda y, h: 0.0, p.prices.code: by(p.prices), p.cost.code: by(p.cost)}
    rules.update({code: by(index) for code, index in (others or {}).items()})
    rules[CATCHING_UP] = lambda y, h: rules[p.cost.code](y, h) + _catch_up(p, y, h)
    return {**rules, "all-occupation growth of the last year": last_growth}


def grid_errors(p: Panel) -> Grid:
    """Errors of the model for every pair of its parameters, by horizon and origin."""
    return {
        (share, run): {h: model_errors(p, share, run, h) for h in HORIZONS}
        for share in RETURN_SHARES
        for run in LONG_RUNS
    }


def _catch_up(p: Panel, origin: int, years: int) -> Array:
    i = p.column(origin)
    model = GrowthModel(0.0, 0.0, fit_slopes(p.log_median, p.log_all, i))
    return model.catch_up(relative_level(p.log_median[:, i], float(p.log_all[i])), years)


def _total(by_horizon: dict[int, dict[int, Array]], without: int | None) -> float:
    """Errors of the horizons added up, each divided by the square root of its years."""
    kept = ({o: e for o, e in errors.items() if o != without} for errors in by_horizon.values())
    return float(sum(mape(errors) / h**0.5 for h, errors in zip(by_horizon, kept, strict=True)))


def _drift(values: Array, everyone: Array) -> Array:
    """Mean yearly log growth of each row since its first year; all occupations' where it has only one."""
    known = np.isfinite(values)
    first = np.argmax(known, axis=1)
    last = values.shape[1] - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        drift = (values[:, -1] - values[np.arange(len(values)), first]) / (last - first)
    return np.asarray(np.where(np.isfinite(drift), drift, (everyone[last] - everyone[0]) / last))
