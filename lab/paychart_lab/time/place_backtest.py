"""Forecasts of an occupation's median in a state, tried on the past beside "flat 3 %".

Every state and occupation whose series links origin and target counts once an origin. The rules differ in two things:
where they start (the state's newest figure, or its usual position in the nation applied to the nation's figure, since
a state's yearly moves are mostly sampling), and how they go on (3 % a year, or the national model of that origin).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.releases import soc_version
from paychart.data.store import Store
from paychart.pay.time.index import employment_cost
from paychart.pay.time.parameters import GrowthModel, parameters, relative_level
from paychart.pay.time.place_series import shrunken_position
from paychart.pay.time.series import MEDIAN, history
from paychart_lab.time.backtest import fit_slopes, mape

Array = NDArray[np.float64]
HORIZONS = (1, 2, 3, 4, 5)
USED = "mean of both, national model"
FLAT = 0.03


@dataclass(frozen=True, eq=False)
class StatePanel:
    """Log medians (cells, years) of states, and of the nation (cells, years) for the same occupations."""

    years: NDArray[np.int64]
    own: Array
    nation: Array
    everyone: Array
    level: Array


def state_panel(store: Store) -> StatePanel:
    """Every state and detailed occupation, May 2015 on, from `place_history` and the release."""
    held = history(store)
    ((first,),) = store.rows("SELECT min(year) FROM place_history")
    years = np.arange(first, int(held.years[-1]) + 1)
    cells: dict[tuple[str, int], Array] = {}
    rows = store.rows(
        "SELECT h.area, h.occupation, h.year, h.annual_p50 FROM place_history h JOIN area a ON a.code = h.area "
        "WHERE a.type = 'state' AND h.annual_p50 > 0 UNION ALL "
        "SELECT c.area, c.occupation, r.year, c.annual_p50 FROM cell c JOIN area a ON a.code = c.area "
        "JOIN release r ON r.code = c.release WHERE a.type = 'state' AND c.industry = '000000' AND c.annual_p50 > 0"
    )
    for area, occupation, year, median in rows:
        series = held.of.get((occupation, soc_version(year)))
        if series is not None and held.levels[series] == "detailed" and year >= years[0]:
            cell = cells.setdefault((area, series), np.full(len(years), np.nan))
            cell[year - years[0]] = np.log(median)
    members = np.array([key[1] for key in cells], dtype=np.intp)
    medians = np.log(held.wages[:, int(years[0] - held.years[0]) :, MEDIAN])
    everyone = medians[held.names.index("00-0000")]
    return StatePanel(years, np.array(list(cells.values())), medians[members], everyone, medians)


def errors(store: Store, panel: StatePanel, horizon: int) -> dict[str, dict[int, Array]]:
    """Log errors (actual less forecast) of each rule, by origin."""
    known = parameters().growth
    cost = employment_cost(store)
    found: dict[str, dict[int, Array]] = {}
    for column in range(1, len(panel.years) - horizon):
        origin = int(panel.years[column])
        slopes = fit_slopes(panel.level, panel.everyone, column)
        model = GrowthModel(known.long_run, known.return_share, slopes)
        level = relative_level(panel.nation[:, column], float(panel.everyone[column]))
        recent = cost.at(origin, 6) - cost.at(origin - 1, 6)
        growth = model.common(recent, horizon) + model.catch_up(level, horizon)
        own, target = panel.own[:, column], panel.own[:, column + horizon]
        position = shrunken_position((panel.own - panel.nation)[:, : column + 1])
        usual = panel.nation[:, column] + position
        starts = {"newest figure": own, "usual position": usual, "mean of both": (own + usual) / 2}
        for start, value in starts.items():
            for name, step in (("flat 3 %", horizon * np.log1p(FLAT)), ("national model", growth)):
                miss = target - value - step
                miss[~np.isfinite(own)] = np.nan
                found.setdefault(f"{start}, {name}", {})[origin] = miss
        past = panel.own[:, : column + 1]
        first = np.argmax(np.isfinite(past), axis=1)
        span = column - first
        with np.errstate(invalid="ignore", divide="ignore"):
            drift = (own - past[np.arange(len(past)), first]) / span
        miss = target - own - horizon * np.where(span > 0, drift, np.nan)
        found.setdefault("newest figure, own drift", {})[origin] = miss
    return found


def learned(store: Store) -> dict[str, dict[str, dict[int, float]]]:
    """What a forecast by state carries: errors in percent by rule, and the fans of the rule that is used."""
    panel = state_panel(store)
    rules: dict[str, dict[int, float]] = {}
    fans: dict[str, dict[int, float]] = {"q80": {}, "q95": {}}
    for horizon in HORIZONS:
        found = errors(store, panel, horizon)
        for name, missed in found.items():
            rules.setdefault(name, {})[horizon] = round(mape(missed), 2)
        sizes = np.abs(np.concatenate(list(found[USED].values())))
        for name, share in (("q80", 0.80), ("q95", 0.95)):
            fans[name][horizon] = round(float(np.nanquantile(sizes, share)), 4)
    return {"state_mape": rules, "state_fans": fans}
