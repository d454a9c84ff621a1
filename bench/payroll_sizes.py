"""Payrolls of growing size through the command line: processor time, wall clock and peak memory of the whole process.

Coded rows of 1, 10 and 100 million (each beside ten times the run of a tenth as many), a CSV file of gigabytes, and
the same payroll on Spark local[2] and on DuckDB, compared row by row. Files are made as streams and removed.

    python bench/payroll_sizes.py [--series 1000000 10000000 ...] [--csv GB] [--spark ROWS] [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
from employers import coded

from paychart import open_store
from paychart.employers.sample_payroll import sample_payroll

_SAMPLE = 1_000_000


def measured(command: list[str]) -> dict[str, Any]:
    """One run: seconds of processor and wall, peak memory in GB, and what the command printed as JSON."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
        out.seek(0)
        printed = out.read().decode()
        told = (
            json.loads(printed[printed.find("{\n") :]) if "{\n" in printed else {}
        )  # Spark prints before it
    return {
        "wall_s": wall,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_gb": used.ru_maxrss * 1024 / 1e9,
        "load": os.getloadavg()[0],
        "told": told,
    }


def benchmark(source: Path, target: Path, *more: str) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "paychart.doors.cli.app",
        "benchmark",
        str(source),
        "-o",
        str(target),
    ]
    found = measured([*command, "--yes", "--json", *more])
    summary = found.pop("told")["summary"]
    return {"rows": summary["rows"], "priced": summary["priced"], **found}


def many_coded(base: Path, target: Path, rows: int) -> None:
    """`rows` coded employees: the sample as often as it takes, each time with other pay."""
    times = -(-rows // _SAMPLE)
    with duckdb.connect() as making:
        making.execute("SET preserve_insertion_order = false")
        making.execute(
            f"COPY (SELECT soc, area, industry, round(pay * (0.9 + 0.2 * random()), 2) AS pay FROM "
            f"read_parquet('{base}'), range({times}) LIMIT {rows}) TO '{target}' (FORMAT parquet)"
        )


def rows_in_place(source: Path, target: Path) -> int:
    """How many rows of the answer stand where the payroll had them, told by pay; both files are read in order."""
    from pyarrow import compute, parquet

    there, count = parquet.ParquetFile(target).iter_batches(1_000_000, columns=["pay"]), 0
    for batch in parquet.ParquetFile(source).iter_batches(1_000_000, columns=["pay"]):
        count += compute.sum(compute.equal(batch.column(0), next(there).column(0))).as_py() or 0
    return count


def copying(source: str, target: Path) -> str:
    """Python that reads and writes the same rows and does nothing to them: the least any tool needs."""
    return f"import duckdb; duckdb.execute(\"COPY (FROM {source}) TO '{target}'\")"


def series(folder: Path, base: Path, sizes: list[int]) -> list[dict[str, Any]]:
    found = []
    for rows in sizes:
        source, target = folder / "payroll.parquet", folder / "out.parquet"
        many_coded(base, source, rows)
        one = benchmark(source, target, "--basis", "annual")
        one["rows_in_place"] = rows_in_place(source, target)
        target.unlink()
        one["copied_s"] = measured([sys.executable, "-c", copying(f"read_parquet('{source}')", target)])[
            "wall_s"
        ]
        found.append(one)
        print(rows, {k: round(v, 2) for k, v in one.items()}, flush=True)
        source.unlink(), target.unlink()
    return found


def large_csv(folder: Path, sample: Path, gigabytes: float) -> dict[str, Any]:
    """The sample again and again as CSV, with long columns that pricing does not need."""
    source, target, copied = folder / "payroll.csv", folder / "out.csv", folder / "copy.csv"
    long = ", ".join(f'repeat(md5(random()::VARCHAR), 4) AS "Remark {i}"' for i in range(12))
    a_row = 1_680
    rows = int(gigabytes * 1e9 / a_row)
    times = -(-rows // _SAMPLE)
    making = (
        'import duckdb; duckdb.execute("""COPY (SELECT *, '
        f"{long} FROM read_parquet('{sample}'), range({times}) LIMIT {rows}) TO '{source}' (FORMAT csv)\"\"\")"
    )
    measured([sys.executable, "-c", making])  # apart: a child's peak memory counts from its parent's
    size = source.stat().st_size / 1e9
    print("CSV of", round(size, 2), "GB", flush=True)
    one = {"gigabytes": size, **benchmark(source, target)}
    counted = duckdb.execute(
        f"SELECT count(*) FROM read_csv('{target}', all_varchar = true, max_line_size = 4000000)"
    ).fetchone()
    one["rows_out"] = int(counted[0]) if counted else 0
    target.unlink()
    copy = copying(f"read_csv('{source}', all_varchar=true)", copied)
    one["copied_s"] = measured([sys.executable, "-c", copy])["wall_s"]
    print({k: v for k, v in one.items() if k != "told"}, flush=True)
    return one


def on_spark(folder: Path, rows: int) -> dict[str, Any]:
    """A payroll of people on both engines; the greatest relative difference of any figure, and texts that differ."""
    source = folder / "people.parquet"
    with open_store() as store:
        sample_payroll(source, store, rows=rows, seed=11)
    found: dict[str, Any] = {"rows": rows}
    for engine in ("duckdb", "spark"):
        more = ("--engine", "spark", "--spark", "local[2]") if engine == "spark" else ()
        found[engine] = benchmark(source, folder / f"{engine}.parquet", *more)
        print(engine, found[engine], flush=True)
    one, other = (
        f"read_parquet('{folder}/duckdb.parquet')",
        f"read_parquet('{folder}/spark.parquet/*.parquet')",
    )
    checks = []
    for name, kind, *_ in duckdb.execute(f"DESCRIBE SELECT * FROM {one}").fetchall():
        a, b = f'a."{name}"', f'b."{name}"'
        if kind == "DOUBLE":
            apart = f"abs({a} - {b}) / greatest(abs({a}), 1)"
            checks.append(f"max(CASE WHEN {a} IS NULL AND {b} IS NULL THEN 0 ELSE coalesce({apart}, 1) END)")
        else:
            checks.append(f"sum(({a} IS DISTINCT FROM {b})::INT)")
    told = duckdb.execute(
        f'SELECT count(*), greatest({", ".join(checks)}) FROM {one} a JOIN {other} b USING ("Employee ID")'
    ).fetchone()
    found["compared"], found["greatest_difference"] = (int(told[0]), float(told[1])) if told else (0, 1.0)
    print(found["compared"], "rows compared, greatest difference", found["greatest_difference"], flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--series", type=int, nargs="*", default=[])
    parser.add_argument("--csv", type=float, default=0.0)
    parser.add_argument("--spark", type=int, default=0)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    result: dict[str, Any] = {}
    if asked.json and asked.json.is_file():
        result = json.loads(asked.json.read_text())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if asked.series or asked.csv:
            with open_store() as store:
                base = coded(folder, store, _SAMPLE)
        if asked.series:
            result["series"] = series(folder, base, asked.series)
        if asked.csv:
            result["csv"] = large_csv(folder, folder / "sample.parquet", asked.csv)
        if asked.spark:
            result["spark"] = on_spark(folder, asked.spark)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
