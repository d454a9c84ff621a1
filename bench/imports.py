"""How long the command line takes to start beside a bare interpreter: the least of several runs.

    python bench/imports.py [--runs 9] [--json FILE]

The budget: `paychart --help` takes at most 15 times as long as a bare interpreter, and `paychart estimate` 35 times.
The peer is `import pandas`, which a script that reads the same figures from a file begins with; on a busy machine the
ratio to it says more than the seconds. `tests/system/test_wheel.py` holds which packages `--help` may load at all.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

BUDGET = {"help": 15, "estimate": 35}  # times a bare interpreter
MAIN = "import sys; sys.argv[1:] = {words!r}; from paychart.doors.cli.app import main; main()"
PROGRAMS = {
    "bare": "pass",
    "help": MAIN.format(words=["--help"]),
    "estimate": MAIN.format(words=["estimate", "-o", "29-2072"]),
    "pandas": "import pandas",
}


def seconds(program: str) -> float:
    """Seconds from start to end of an interpreter that runs the program."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    return time.perf_counter() - begun


def modules(program: str) -> int:
    """How many modules it loads."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program], capture_output=True, text=True, check=False
    ).stderr
    return sum("import time:" in line for line in told.splitlines()) - 1


def measured(runs: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for _ in range(runs):  # in turn, so that a busy minute falls on all
        for name, program in PROGRAMS.items():
            kept = found.setdefault(name, {"seconds": 1e9})
            kept["seconds"] = min(kept["seconds"], seconds(program))  # the first run may build the store
    for name, row in found.items():
        row["times_bare"] = round(row["seconds"] / found["bare"]["seconds"], 1)
        row["modules"] = modules(PROGRAMS[name])
        row["seconds"] = round(row["seconds"], 4)
        if name in BUDGET:
            row["budget_times_bare"] = BUDGET[name]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    told = measured(asked.runs)
    print(json.dumps(told, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
