"""Install the built wheel with each extra in a fresh environment, use what it is for, and write what happened.

    python scripts/check_extras.py dist/*.whl dist/extras.json [EXTRA ...]

Part of `make release`: some minutes, two gigabytes of disk a moment, and the package registry. Exits with 1 where an
extra fails. The continuous tests hide an extra's packages instead (`tests/system/test_extras.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAYROLL = ["paychart", "sample-payroll", "--rows", "200", "-o", "payroll.csv"]
PAY = r"""
with open("payroll.csv", "w") as file:
    file.write("title,pay\n" + "".join(f"{'Coder' if i % 2 else 'Nurse'},{50_000 + 100 * i}\n" for i in range(60)))
"""
WEB = """
from fastapi.testclient import TestClient
from paychart import open_store
from paychart.doors.web.app import create_app
with open_store() as store, TestClient(create_app(store.path)) as client:
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/estimate", params={"occupation": "29-2072"}).json()["annual"]["p50"] == 51140
"""
MODEL = """
import lightgbm, numpy
x = numpy.random.default_rng(1).normal(size=(600, 4))
trees = lightgbm.train({"verbose": -1}, lightgbm.Dataset(x, numpy.sign(x[:, 0])), 20)
assert trees.predict(x[x[:, 0] > 0.1]).mean() > 0.5
"""
MCP = """
import asyncio
from paychart import open_store
from paychart.doors.mcp.server import build
with open_store() as store:
    print([tool.name for tool in asyncio.run(build(store).list_tools())])
"""
SURVEY = """
import duckdb, pyarrow
from paychart.survey.replication import Design, mean
people = pyarrow.table({"wage": [10.0, 20.0], "w": [1, 1], "w1": [2, 0], "w2": [0, 2]})
found, = mean(duckdb.connect(), "people", "wage", design=Design("w", ("w1", "w2"), factor=0.5))
assert (found.value, found.se) == (15.0, 5.0)
"""
SPARK = """
import shutil
import pandas
from pyspark.sql import SparkSession
import paychart.employers.engines
if shutil.which("java"):
    spark = SparkSession.builder.master("local[1]").getOrCreate()
    assert spark.range(5).count() == 5
    spark.stop()
"""
BENCH = "import rank_bm25, sklearn; print(sklearn.__version__)"
# What a user does with it: commands of the environment, or a program.
USES: dict[str, list[list[str]]] = {
    "": [["paychart", "estimate", "-o", "29-2072", "--json"]],
    "guide": [["paychart", "guide", "him", "-o", f"him.{end}"] for end in ("html", "pdf")],
    "web": [["python", "-c", WEB]],
    "mcp": [["python", "-c", MCP]],
    "employers": [
        PAYROLL,
        *(["paychart", "benchmark", "payroll.csv", "-o", f"priced.{e}", "--yes"] for e in ("xlsx", "parquet", "html")),
    ],
    "private": [
        ["python", "-c", PAY],
        ["paychart", "release", "payroll.csv", "--by", "title", "--epsilon", "1", "-o", "table.csv"],
    ],
    "model": [["python", "-c", MODEL]],
    "survey": [["python", "-c", SURVEY]],
    "spark": [["python", "-c", SPARK]],
    "bench": [["python", "-c", BENCH]],
    "docs": [["mkdocs", "build", "--strict", "--quiet", "-f", str(ROOT / "mkdocs.yml"), "-d", "SITE"]],
}  # fmt: skip


def tried(wheel: Path, extra: str, folder: Path) -> dict[str, object]:
    """One extra in its own environment: seconds, megabytes and what was done with it."""
    home = folder / (extra or "base")
    venv.create(home, with_pip=True)
    begun = time.monotonic()
    asked = f"{wheel.resolve()}[{extra}]" if extra else str(wheel.resolve())
    steps = [
        ["python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", asked],
        *USES[extra],
    ]
    failed, path = "", f"{home / 'bin'}:{os.environ['PATH']}"
    for step in steps:
        words = [str(home / "site") if word == "SITE" else word for word in step[1:]]
        done = subprocess.run(
            [str(home / "bin" / step[0]), *words], capture_output=True, text=True, check=False, cwd=home,
            env={**os.environ, "PATH": path, "PAYCHART_STORE": f"{home}/store.duckdb"},
        )  # fmt: skip
        if done.returncode:
            failed = (done.stderr or done.stdout)[-500:]
            break
    size = sum(path.stat().st_size for path in (home / "lib").rglob("*") if path.is_file())
    uses = ["a program" if "-c" in step else " ".join(step[:2]) for step in USES[extra]]
    return {
        "extra": extra or "(none)", "works": not failed, "used": list(dict.fromkeys(uses)),
        "seconds": round(time.monotonic() - begun), "megabytes": round(size / 1e6), "failed": failed,
    }  # fmt: skip


def main(wheel: Path, out: Path, extras: list[str]) -> int:
    told = []
    for extra in extras or USES:
        with tempfile.TemporaryDirectory() as folder:  # one at a time: Spark alone is half a gigabyte
            told.append(tried(wheel, extra, Path(folder)))
        print(told[-1], flush=True)
    out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(any(not row["works"] for row in told))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
