"""Speed, memory and agreement of `paychart.survey` beside PyPI `svy` and R `survey`, on one generated file.

    python bench/survey_peers.py ROWS [--only paychart|svy|r] [--file persons.parquet]

The task: mean of WAGP by OCCP with 80 successive-difference replicates, file already on disk (Parquet; CSV for R).
Each peer runs in a process of its own, reading included; peak memory is that process's maximum resident set (so the
file is made in another process: a child starts with its parent's). `--file` makes the file once and keeps it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAYCHART = """
import duckdb, json, sys
from paychart.survey.replication import mean
with duckdb.connect() as c:
    c.execute("SET threads = 2; SET memory_limit = '1500MB'; SET enable_progress_bar = false")
    found = mean(c, f"read_parquet('{sys.argv[1]}')", "WAGP", by=["OCCP"])
print(json.dumps({str(e.group[0]): [e.value, e.se] for e in found}))
"""
SVY = """
import json, sys, polars as pl, svy
names = ["PWGTP", "WAGP", "OCCP", *(f"PWGTP{r}" for r in range(1, 81))]
data = pl.read_parquet(sys.argv[1], columns=names)
design = svy.Design(wgt="PWGTP", rep_wgts=svy.SdrWgts(prefix="PWGTP", n_reps=80))
found = svy.Sample(data, design).estimation.mean("WAGP", by="OCCP", method="replication")
print(json.dumps({str(e.by_level[0] if isinstance(e.by_level, tuple) else e.by_level): [e.est, e.se]
    for e in found.estimates}))
"""
R = """
suppressMessages(library(survey)); d <- read.csv(commandArgs(TRUE)[1])
s <- svrepdesign(data = d, weights = ~PWGTP, repweights = "PWGTP[0-9]+", type = "successive-difference", mse = TRUE)
m <- svyby(~WAGP, ~OCCP, s, svymean)
cat("{", paste(sprintf('"%d": [%.12g, %.12g]', m$OCCP, m$WAGP, m$se), collapse = ", "), "}")
"""


def run(command: list[str]) -> tuple[dict[str, list[float]] | str, float, float]:
    """Output, seconds and peak memory in MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out = process.stdout.read() if process.stdout else ""
    err = process.stderr.read() if process.stderr else ""
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    try:
        return json.loads(out), seconds, usage.ru_maxrss / 1024
    except json.JSONDecodeError:
        return (err or out)[-400:], seconds, usage.ru_maxrss / 1024


MAKE = "import sys; from pathlib import Path; from paychart_lab.person_records import write_persons; " + (
    "write_persons(Path(sys.argv[1]), int(sys.argv[2]), seed=5)"
)
TO_CSV = "import duckdb, sys; duckdb.sql(f\"COPY (FROM '{sys.argv[1]}') TO '{sys.argv[2]}' (HEADER)\")"


def main(rows: int, only: str | None, kept: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = kept or Path(folder) / "persons.parquet"
        if not path.exists():
            subprocess.run([sys.executable, "-c", MAKE, str(path), str(rows)], check=True)
        commands = {
            "paychart": [sys.executable, "-c", PAYCHART, str(path)],
            "svy": [sys.executable, "-c", SVY, str(path)],
        }
        if only in (None, "r"):
            text = Path(folder) / "persons.csv"
            subprocess.run([sys.executable, "-c", TO_CSV, str(path), str(text)], check=True)
            commands["r"] = ["Rscript", "-e", R, str(text)]
        for name, command in commands.items():
            if only in (None, name):
                result, seconds, memory = run(command)
                print(
                    json.dumps(
                        {
                            "peer": name,
                            "rows": rows,
                            "seconds": round(seconds, 2),
                            "rows_per_second": round(rows / seconds),
                            "peak_mb": round(memory),
                            "result": result,
                        }
                    )
                )


if __name__ == "__main__":
    options = dict(zip(sys.argv[2::2], sys.argv[3::2], strict=True))
    main(int(sys.argv[1]), options.get("--only"), Path(options["--file"]) if "--file" in options else None)
