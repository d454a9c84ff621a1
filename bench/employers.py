"""Payroll scoring beside what analysts do, and audits on payrolls whose truth is known.

Scoring peers: numpy.interp within each group of a pandas frame, and the same in polars; both know the five
percentiles only. Audits: bias, size (false alarms at 5 %) and power of the adjusted gap.

    python bench/employers.py [--rows 2000000] [--runs 200] [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
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
    areas = store.rows("SELECT code, name FROM area WHERE type = 'metropolitan'")
    frame = pl.DataFrame(areas, schema=["area", "name"], orient="row")  # noqa: F841  (read by DuckDB below)
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


def scoring(folder: Path, store: Store, rows: int) -> dict[str, Any]:
    path = coded(folder, store, rows)
    ours = timed(lambda: benchmark(str(path), folder / "out.parquet", store, basis="annual"))
    priced = duckdb.sql(
        f"SELECT soc, area, industry, pay, paychart_market_p25 AS p25, paychart_market_p50 AS p50, "
        f"paychart_market_p75 AS p75 FROM read_parquet('{folder / 'out.parquet'}')"
    )
    table = priced.df()
    keys = ["soc", "area", "industry"]
    part = table.head(min(rows, 300_000))

    def in_pandas() -> None:
        def one(group: pd.DataFrame) -> pd.Series:
            nodes = group.iloc[0][["p25", "p50", "p75"]].to_numpy(float)
            return pd.Series(np.interp(group["pay"], nodes, LEVELS[1:4]), index=group.index)

        part.groupby(keys, group_keys=False)[["pay", "p25", "p50", "p75"]].apply(one)

    def by_row() -> None:
        for row in part.head(20_000).itertuples():
            np.interp(row.pay, (row.p25, row.p50, row.p75), LEVELS[1:4])

    small = pl.from_pandas(part)

    def in_polars() -> None:
        pay, low, middle, high = (pl.col(c) for c in ("pay", "p25", "p50", "p75"))
        share = (
            pl.when(pay < middle)
            .then(0.25 + 0.25 * (pay - low) / (middle - low))
            .otherwise(0.5 + 0.25 * (pay - middle) / (high - middle))
        )
        small.lazy().with_columns(percentile=share.clip(0.25, 0.75)).collect()

    def whole_job() -> None:
        """File to file by groups, as an analyst would: market joined, np.interp, words, Parquet."""
        frame = pd.read_parquet(path)
        market = table.drop_duplicates(keys)[[*keys, "p25", "p50", "p75"]]

        def one(group: pd.DataFrame) -> pd.DataFrame:
            nodes = group.iloc[0][["p25", "p50", "p75"]].to_numpy(float)
            share = 100 * np.interp(group["pay"], nodes, LEVELS[1:4])
            flags = ["far-below-market" if s <= 25 else "far-above-market" if s >= 75 else "" for s in share]
            return group.assign(percentile=share, compa=group["pay"] / nodes[1], flags=flags)

        found = frame.merge(market, on=keys, how="left", sort=False)
        found.groupby(keys, group_keys=False, sort=False)[list(found.columns)].apply(
            one
        ).sort_index().to_parquet(folder / "pandas.parquet")

    grouped, single, polars, whole = timed(in_pandas), timed(by_row), timed(in_polars), timed(whole_job)

    def speed(taken: tuple[float, float], count: int) -> dict[str, float]:
        return {"rows_per_second": count / taken[0], "cpu_microseconds_per_row": 1e6 * taken[1] / count}

    return {
        "rows": rows,
        "paychart": speed(ours, rows),
        "pandas groups, file to file": speed(whole, rows),
        "pandas groups, percentile only": speed(grouped, len(part)),
        "numpy.interp row by row": speed(single, 20_000),
        "polars, three points": speed(polars, len(part)),
    }


def audits(runs: int) -> list[dict[str, float]]:
    """Adjusted gaps on simulated payrolls: grades hold fewer women, pay follows grade and years."""
    table = []
    for people in (24, 60, 200, 1000):
        for gap in (0.0, -0.03, -0.06):
            found = []
            for seed in range(runs if people > 30 else max(runs // 4, 20)):
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
                    "flagged": float((p < 0.05).mean()),
                    "coverage95": float(held.mean()),
                    "runs": len(found),
                }
            )
    return table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store() as store:
        result = {"scoring": scoring(Path(folder), store, asked.rows), "audits": audits(asked.runs)}
    for name, speed in result["scoring"].items():
        print(name, speed)
    for row in result["audits"]:
        print(row)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
