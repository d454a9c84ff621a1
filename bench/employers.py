"""Payroll scoring beside what analysts do, and audits on payrolls whose truth is known.

Two payrolls. *Coded*: occupation, place, employer type and annual pay, so that a group is a cell with thousands of
rows. *People*: with schooling, years, credentials and hours, so that a group is one kind of person in a cell, often
one row. The peer does the same job by group: read the file, join the market (which it is given; paychart works it
out), np.interp, ratio and flags within each group, write Parquet. polars is given the market too and does it in
columns. Audits: bias, size (false alarms at 5 %) and power of the adjusted gap.

    python bench/employers.py [--rows 2000000] [--people 100000] [--runs 200] [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from paychart import Store, open_store
from paychart.employers import equity_tests
from paychart.employers.benchmark import benchmark
from paychart.employers.equity_data import prepare
from paychart.employers.sample_payroll import sample_payroll
from paychart.pay.distribution import LEVELS


def coded(folder: Path, store: Store, rows: int) -> Path:
    """A coded payroll: occupation, area, industry codes and annual pay."""
    sample, target = folder / "sample.parquet", folder / "coded.parquet"
    sample_payroll(sample, store, rows=rows, seed=7)
    duckdb.sql(
        f"""COPY (SELECT CASE WHEN "Job Title" LIKE '%Registrar%' OR "Job Title" LIKE '%Technologist' THEN '29-9021'
        WHEN "Job Title" LIKE 'HIM %r' THEN '11-9111' ELSE '29-2072' END AS soc, "City" AS area,
        "Facility Type" AS industry, CASE "Pay Basis" WHEN 'hourly' THEN "Base Pay" * 2080 ELSE "Base Pay" END AS pay
        FROM read_parquet('{sample}')) TO '{target}' (FORMAT parquet)"""
    )
    return target


def timed(work: Any) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


CELL = ["soc", "area", "industry"]
KIND = [
    "Job Title",
    "City",
    "Facility Type",
    "Years Experience",
    "Education Level",
    "Certifications",
    "Hours Per Week",
]
QUARTERS = ["p25", "p50", "p75"]


def in_groups(source: Path, market: pd.DataFrame, keys: list[str], pay: str, target: Path) -> None:
    """File to file by groups, as an analyst would."""

    def one(group: pd.DataFrame) -> pd.DataFrame:
        nodes = group.iloc[0][QUARTERS].to_numpy(float)
        percentile = 100 * np.interp(group[pay], nodes, LEVELS[1:4])
        low, high = percentile <= 25, percentile >= 75
        flags = np.where(low, "far-below-market", np.where(high, "far-above-market", ""))
        return group.assign(percentile=percentile, compa=group[pay] / nodes[1], flags=flags)

    frame = pd.read_parquet(source).merge(market, on=keys, how="left", sort=False)
    done = frame.groupby(keys, group_keys=False, sort=False, dropna=False)[list(frame.columns)].apply(one)
    done.sort_index().to_parquet(target)


def row_by_row(source: Path, market: pd.DataFrame, keys: list[str], pay: str, target: Path) -> None:
    """The same with one call of np.interp a row."""
    frame = pd.read_parquet(source).merge(market, on=keys, how="left", sort=False)
    found = [
        100 * np.interp(row[0], row[1:], LEVELS[1:4])
        for row in frame[[pay, *QUARTERS]].itertuples(index=False, name=None)
    ]
    frame.assign(percentile=found, compa=frame[pay] / frame["p50"]).to_parquet(target)


def in_columns(source: Path, market: pd.DataFrame, keys: list[str], pay: str, target: Path) -> None:
    """The same three points in polars, all rows at once."""
    wage, low, middle, high = (pl.col(c) for c in (pay, *QUARTERS))
    share = (
        pl.when(wage < middle)
        .then(25 + 25 * (wage - low) / (middle - low))
        .otherwise(50 + 25 * (wage - middle) / (high - middle))
    ).clip(25, 75)
    flags = (
        pl.when(share <= 25)
        .then(pl.lit("far-below-market"))
        .when(share >= 75)
        .then(pl.lit("far-above-market"))
    )
    table = pl.scan_parquet(source).join(pl.from_pandas(market).lazy(), on=keys, how="left", nulls_equal=True)
    table.with_columns(
        percentile=share, compa=wage / middle, flags=flags.otherwise(pl.lit(""))
    ).collect().write_parquet(target)


PEERS = {
    "pandas, np.interp by group": in_groups,
    "np.interp row by row": row_by_row,
    "polars, columns at once": in_columns,
}


def compared(
    folder: Path, store: Store, source: Path, keys: list[str], own: list[str], most: int
) -> dict[str, Any]:
    """Microseconds of processor and rows a second of wall: paychart on the whole file, peers on its first priced rows.

    Peers get the columns `own` with pay already on a year, and the market of each group, as paychart found it.
    """
    out, given, peers = folder / "out.parquet", folder / "given.parquet", folder / "peers.parquet"
    rows = duckdb.execute(f"SELECT count(*) FROM read_parquet('{source}')").fetchall()[0][0]
    basis = "annual" if keys is CELL else None
    taken = {"paychart": (rows, timed(lambda: benchmark(str(source), out, store, basis=basis)))}
    named = ", ".join(f'"{name}"' for name in keys)
    listed = ", ".join(f'"{name}"' for name in own)
    priced = f"(FROM read_parquet('{out}') WHERE paychart_status = 'priced' LIMIT {most})"
    duckdb.execute(
        f"COPY (SELECT {listed}, paychart_annual_pay AS annual FROM {priced}) TO '{given}' (FORMAT parquet)"
    )
    quarters = ", ".join(f"any_value(paychart_market_{q}) AS {q}" for q in QUARTERS)
    market = duckdb.execute(f"SELECT {named}, {quarters} FROM {priced} GROUP BY ALL").df()
    count = min(most, rows)
    for name, work in PEERS.items():
        taken[name] = (count, timed(partial(work, given, market, keys, "annual", peers)))
    speed = {
        name: {"rows": n, "cpu_microseconds_per_row": 1e6 * cpu / n, "rows_per_second": n / wall}
        for name, (n, (wall, cpu)) in taken.items()
    }
    return {"rows": rows, "groups": len(market), "speed": speed}


def scoring(folder: Path, store: Store, rows: int, people: int) -> dict[str, Any]:
    path = coded(folder, store, rows)
    sample = folder / "people.parquet"
    sample_payroll(sample, store, rows=rows, seed=7)
    return {
        "coded": compared(folder, store, path, CELL, CELL, rows),
        "people": compared(folder, store, sample, KIND, ["Employee ID", *KIND], people),
    }


def audits(runs: int) -> list[dict[str, float]]:
    """Adjusted gaps on simulated payrolls: grades hold fewer women, pay follows grade and years."""
    table = []
    for people in (16, 24, 28, 60, 200, 1000):
        for gap in (0.0, -0.03, -0.06):
            found = []
            for seed in range(runs):
                rng = np.random.default_rng([people, seed])
                grade = rng.integers(0, 4, people)
                sex = np.where(rng.random(people) < 0.7 - 0.12 * grade, "F", "M")
                years = rng.integers(0, 30, people)
                spread = 0.08 + 0.04 * grade  # errors grow with the grade: HC3 must cope
                pay = 25 * np.exp(0.15 * grade + 0.01 * years + gap * (sex == "F") + rng.normal(0, spread))
                factors = {"years": years.tolist(), "grade": [f"G{g}" for g in grade]}
                one = equity_tests.gap(prepare(pay.tolist(), sex.tolist(), factors, reference="M"), rng=rng)
                if one and np.isfinite(one.log_gap):
                    found.append(
                        (one.log_gap, one.p_value, one.interval95[0] <= np.expm1(gap) <= one.interval95[1])
                    )
            log_gap, p, held = (np.array(v, dtype=float) for v in zip(*found, strict=True))
            table.append(
                {
                    "people": people,
                    "true_gap": gap,
                    "bias": float(log_gap.mean() - gap),
                    "bias_se": float(log_gap.std() / len(log_gap) ** 0.5),
                    "flagged": float((p < 0.05).mean()),
                    "coverage95": float(held.mean()),
                    "runs": len(found),
                }
            )
    return table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--people", type=int, default=100_000, help="rows of people for the peers")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store() as store:
        result = {
            "scoring": scoring(Path(folder), store, asked.rows, asked.people) if asked.rows else {},
            "audits": audits(asked.runs) if asked.runs else [],
        }
    for kind, found in result["scoring"].items():
        print(kind, found["rows"], "rows,", found["groups"], "groups")
        for name, speed in found["speed"].items():
            print(" ", name, speed)
    for row in result["audits"]:
        print(row)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
