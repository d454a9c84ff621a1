"""Learn what `paychart trend --forecast` and ageing need, from the national history, with their back-tests.

    python scripts/learn_forecast.py

Writes `data/reference/time_parameters.json`: parameters, error quantiles, and the tables of docs/place-and-time.md.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from paychart.data.reference import reference_path
from paychart.data.store import open_store
from paychart.pay.time.index import employment_cost
from paychart_lab.time import backtest as bt
from paychart_lab.time import place_backtest
from paychart_lab.time.backtest import fit_slopes


def rounded(value: Any, places: int = 4) -> Any:
    if isinstance(value, dict):
        return {str(k): rounded(v, places) for k, v in value.items()}
    return round(float(value), places)


def pay_table(p: bt.Panel, grid: bt.Grid) -> dict[str, dict[int, float]]:
    """MAPE of every rule and of the model, by years ahead."""
    table = {
        name: {h: bt.mape(bt.rule_errors(p, rule, h)) for h in bt.HORIZONS}
        for name, rule in bt.pay_rules(p).items()
    }
    return {**table, "pooled model": {h: bt.mape(bt.chosen_errors(grid, h)) for h in bt.HORIZONS}}


def fans(p: bt.Panel, share: float, run: float) -> dict[int, bt.Fan]:
    """A fan for each of one to nine years; only one origin reaches nine."""
    return {h: bt.fan(p, bt.model_errors(p, share, run, h)) for h in range(1, 10)}


def ageing(p: bt.Panel, others: dict[str, Any]) -> dict[str, Any]:
    """MAPE, bias and the 90th percentile of the absolute error by index and years."""
    table: dict[str, Any] = {}
    for name, rule in bt.ageing_rules(p, others).items():
        table[name] = {}
        for years in (1, 2, 3):
            errors = np.concatenate(list(bt.ageing_errors(p, rule, years).values()))
            errors = errors[np.isfinite(errors)]
            size = np.abs(np.expm1(-errors)) * 100
            table[name][years] = {
                "mape": size.mean(),
                "bias": -100 * np.mean(errors),
                "p90": 100 * np.expm1(np.quantile(np.abs(errors), 0.9)),
            }
    return table


def main() -> None:
    with open_store() as store:
        p = bt.panel(store)
        grid = bt.grid_errors(p)
        share, run = bt.choose(grid)
        last = p.column(int(p.years[-1]))
        jobs = {
            name: {h: bt.mape(bt.rule_errors(p, rule, h, p.log_jobs)) for h in bt.HORIZONS}
            for name, rule in bt.job_rules(p).items()
        }
        best = min(jobs, key=lambda name: sum(jobs[name][h] / h**0.5 for h in bt.HORIZONS))
        job_fans = {
            h: bt.fan(p, bt.rule_errors(p, bt.job_rules(p)[best], h, p.log_jobs), jobs=True)
            for h in range(1, 10)
        }
        found = {
            "release": store.release,
            "return_share": share,
            "long_run": run,
            "slopes": [round(s, 6) for s in fit_slopes(p.log_median, p.log_all, last)],
            "pay_fans": {h: rounded(vars(f)) for h, f in fans(p, share, run).items()},
            "job_fans": {h: rounded(vars(f)) for h, f in job_fans.items()},
            "pay_mape": rounded(pay_table(p, grid), 3),
            "job_mape": rounded(jobs, 3),
            "job_rule": best,
            "ageing": rounded(ageing(p, {"private": employment_cost(store, "private")}), 3),
            **place_backtest.learned(store),
        }
    text = json.dumps(found, indent=1)
    reference_path("time_parameters.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
