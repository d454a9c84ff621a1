"""Places, history and forecasts: speed beside a plain pandas program, error beside simple rules.

    python bench/place_time.py [--json OUT.json]       # prints Markdown rows of docs/place-and-time.md

Times are of the processor (other work on the machine does not count), the best of several, after one warm call.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from paychart import Education, Profile
from paychart.data.store import Store, open_store
from paychart.pay.places import places
from paychart.pay.time import series
from paychart.pay.time.trend import trend
from paychart_lab.time import backtest as bt

OCCUPATION = "29-2072"
READER = Profile(OCCUPATION, area="Denver, CO", education=Education.BACHELOR, experience_years=5)


def best(work: Callable[[], Any], times: int = 7) -> float:
    """Least processor milliseconds of one call."""
    work()
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return 1000 * min(taken)


def pandas_places(store: Store) -> pd.DataFrame:
    """The peer: join cells, areas and prices, rank by real median. No intervals, demand, taxes or rural match."""
    rows = store.rows(
        "SELECT c.area, a.name, c.annual_p50, c.employment, c.location_quotient FROM cell c "
        "JOIN area a ON a.code = c.area WHERE occupation = ? AND industry = '000000'",
        [OCCUPATION],
    )
    cells = pd.DataFrame(rows, columns=["area", "name", "median", "jobs", "lq"])
    prices = pd.DataFrame(store.rows("SELECT code, all_items FROM price_parity"), columns=["code", "level"])
    cells["code"] = cells["area"].str[2:]
    joined = cells.merge(prices, on="code", how="left")
    joined["real"] = joined["median"] / joined["level"] * 100
    joined["rank"] = joined["real"].rank(ascending=False)
    return joined.sort_values("rank")


def pandas_history(store: Store) -> pd.DataFrame:
    """The peer: every occupation by year, real, joined on the code alone (wrong at every break)."""
    rows = store.rows("SELECT occupation, year, annual_p50 FROM national_history")
    prices = dict(store.rows("SELECT year, value FROM consumer_price WHERE month = 5"))
    table = pd.DataFrame(rows, columns=["occupation", "year", "median"])
    table["real"] = table["median"] * prices[2025] / table["year"].map(prices)
    return table.pivot(index="occupation", columns="year", values="real")


def back_test(store: Store) -> None:
    """The whole back-test of forecasts and fans, as `scripts/learn_forecast.py` runs it."""
    p = bt.panel(store)
    grid = bt.grid_errors(p)
    for h in bt.HORIZONS:
        bt.mape(bt.chosen_errors(grid, h))
        bt.fan(p, bt.model_errors(p, *bt.choose(grid), h))
        for rule in bt.pay_rules(p).values():
            bt.mape(bt.rule_errors(p, rule, h))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    out = parser.parse_args().json
    with open_store() as store:
        speed = {
            "places, all areas, rank intervals": best(lambda: places(store, OCCUPATION)),
            "the same for a person": best(lambda: places(store, READER)),
            "the same after tax": best(lambda: places(store, OCCUPATION, sort="take-home")),
            "the same by demand, ranks by 400 draws": best(lambda: places(store, OCCUPATION, sort="demand")),
            "pandas: join, divide, rank": best(lambda: pandas_places(store)),
            "history of all occupations, linked": best(lambda: series._read(store)),
            "pandas: pivot by code, not linked": best(lambda: pandas_history(store)),
            "one trend, warm": best(lambda: trend(store, OCCUPATION)),
            "one trend with forecast, warm": best(lambda: trend(store, OCCUPATION, ahead=5)),
            "back-test, all occupations": best(lambda: back_test(store), times=1),
        }
        print("| what | ms |\n|---|---|")
        for name, value in speed.items():
            print(f"| {name} | {value:,.0f} |")
        p = bt.panel(store)
        grid = bt.grid_errors(p)
        print("\n| rule | " + " | ".join(f"{h} years" for h in bt.HORIZONS) + " |\n|---|" + "---|" * 4)
        table = {
            n: [bt.mape(bt.rule_errors(p, r, h)) for h in bt.HORIZONS] for n, r in bt.pay_rules(p).items()
        }
        table["pooled model"] = [bt.mape(bt.chosen_errors(grid, h)) for h in bt.HORIZONS]
        for name, errors in table.items():
            print(f"| {name} | " + " | ".join(f"{e:.2f}" for e in errors) + " |")
    if out:
        out.write_text(json.dumps({"speed": speed, "errors": table}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
