"""Speed of `paychart predict` and of modelled answers, beside a pandas merge that knows published cells alone.

Run: python bench/predict.py [--rows 200000] [--json FILE]   (a third each published, modelled area, joint cells)
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from paychart import Profile, Store, estimate, open_store
from paychart.pay.model import price
from paychart.pay.places import places
from paychart.pay.predict_file import predict_file

KEY = ["occupation", "area", "industry"]


def spent(work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return {"wall_s": time.perf_counter() - clock, "cpu_s": time.process_time() - processor}


def warm(work: Callable[[], object], times: int = 30) -> dict[str, float]:
    """Median milliseconds of `work` once it has been done before."""
    work()
    runs = [spent(work) for _ in range(times)]
    return {
        "wall_ms": 1000 * statistics.median(r["wall_s"] for r in runs),
        "cpu_ms": 1000 * sum(r["cpu_s"] for r in runs) / times,
    }


def write_cells(store: Store, target: Path, rows: int, kinds: str) -> None:
    """A file of cells over all detailed occupations: "mixed", or "published" alone."""
    draw = random.Random(5)
    part = rows if kinds == "published" else rows // 3
    found = store.rows(
        "SELECT occupation, area, industry FROM cell WHERE wage_status = 'published' "
        "ORDER BY hash(occupation || area || industry) LIMIT ?",
        [part],
    )
    work = [code for (code,) in store.rows("SELECT code FROM occupation WHERE level = 'detailed' ORDER BY 1")]
    areas = [code for (code,) in store.rows("SELECT code FROM area WHERE code <> '0000000' ORDER BY 1")]
    employers = store.rows(
        "SELECT DISTINCT occupation, industry FROM cell JOIN occupation ON code = occupation "
        "WHERE industry <> '000000' AND level = 'detailed' ORDER BY ALL"
    )
    while len(found) < 2 * rows // 3:
        found.append((draw.choice(work), draw.choice(areas), "000000"))
    while len(found) < rows:
        occupation, industry = draw.choice(employers)
        found.append((occupation, draw.choice(areas), industry))
    draw.shuffle(found)
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *KEY, "note"])
        writer.writerows((n, *cell, "as it came") for n, cell in enumerate(found))


def merged(table: pd.DataFrame, source: Path, target: Path) -> None:
    """What a user would do: join the published table; unpublished cells stay empty, and nothing has an interval."""
    cells = pd.read_csv(source, dtype=str)
    cells.merge(table, how="left", on=KEY).to_csv(target, index=False)


def files(path: Path, rows: int) -> dict[str, dict[str, float]]:
    """Files of cells, each priced by a store just opened and by pandas, in turn."""
    told = {}
    with tempfile.TemporaryDirectory() as folder, open_store(path) as store:
        source, target = Path(folder) / "cells.csv", Path(folder) / "priced.csv"
        table = store.cursor().execute(
            f"SELECT {', '.join(KEY)}, annual_mean, annual_p10, annual_p25, annual_p50, annual_p75, annual_p90 "
            "FROM cell"
        ).df()  # fmt: skip
        for name, kinds, count in (
            ("mixed", "mixed", rows),
            ("published alone", "published", rows),
            ("small, mixed", "mixed", 1000),
        ):
            write_cells(store, source, count, kinds)
            ours, theirs = [], []
            for _ in range(3):
                with open_store(path) as fresh:
                    ours.append(spent(lambda s=fresh: predict_file(s, source, target)))
                theirs.append(spent(lambda: merged(table, source, target)))
            for who, runs in (("paychart", ours), ("pandas merge, published cells only", theirs)):
                best = {unit: min(r[unit] for r in runs) for unit in runs[0]}
                told[f"{name}: {who}"] = {
                    "rows": count, **best, "rows_per_cpu_s": count / best["cpu_s"],
                    "rows_per_wall_s": count / best["wall_s"],
                }  # fmt: skip
    return told


def answers(path: Path) -> dict[str, dict[str, float]]:
    """Modelled answers of a store that has answered before."""
    with open_store(path) as store:
        unpublished = store.rows(
            "SELECT code FROM area WHERE type = 'metropolitan' AND code NOT IN "
            "(SELECT area FROM cell WHERE occupation = '29-9021') ORDER BY 1 LIMIT 1"
        )[0][0]
        every = [code for (code,) in store.rows("SELECT code FROM area ORDER BY 1")]
        n = len(every)
        return {
            "a modelled area cell": warm(lambda: estimate(Profile("29-9021", unpublished), store)),
            "a joint cell": warm(lambda: estimate(Profile("29-2072", "0019740", "622000"), store)),
            f"{n} areas, all employers": warm(lambda: price(store, ["29-2072"] * n, every, ["000000"] * n)),
            f"{n} areas in hospitals": warm(lambda: price(store, ["29-2072"] * n, every, ["622000"] * n)),
            f"{n} areas ranked, places()": warm(lambda: places(store, Profile("29-2072")), 8),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with open_store() as store:
        path = store.path
    told = {"load_average": os.getloadavg()[0], "files": files(path, asked.rows), "answers": answers(path)}
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"load {told['load_average']:.1f}")
    for name, row in told["files"].items():
        print(
            f"{name:52} cpu {row['cpu_s']:6.2f} s {row['rows_per_cpu_s']:9,.0f} rows/s   "
            f"wall {row['wall_s']:6.2f} s {row['rows_per_wall_s']:9,.0f} rows/s"
        )
    for name, row in told["answers"].items():
        print(f"{name:52} cpu {row['cpu_ms']:6.2f} ms   wall {row['wall_ms']:6.2f} ms")


if __name__ == "__main__":
    main()
