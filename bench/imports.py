"""What the command line loads before it answers: `python -X importtime`, the least of several runs.

    python bench/imports.py [--runs 9] [--json FILE]

The budget: `paychart --help` imports for at most 0.2 s and `paychart estimate` for at most 0.6 s on a quiet machine.
The peer is `import pandas`, which a script that reads the same figures from a file begins with; on a busy machine the
ratio to it says more than the seconds. `tests/system/test_wheel.py` holds which packages `--help` may load at all.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

BUDGET = {"help": 0.2, "estimate": 0.6}
MAIN = "import sys; sys.argv[1:] = {words!r}; from paychart.doors.cli.app import main; main()"
PROGRAMS = {
    "help": MAIN.format(words=["--help"]),
    "estimate": MAIN.format(words=["estimate", "-o", "29-2072"]),
    "pandas": "import pandas",
}


def seconds(program: str) -> tuple[float, int]:
    """Seconds spent in imports, and how many modules were loaded."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    ).stderr  # fmt: skip
    own = [
        line.split("|")[0].removeprefix("import time:")
        for line in told.splitlines()
        if "import time:" in line
    ]
    spent = [int(text) for text in own if text.strip().isdigit()]
    return sum(spent) / 1e6, len(spent)


def measured(runs: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for _ in range(runs):  # in turn, so that a busy minute falls on all
        for name, program in PROGRAMS.items():
            spent, modules = seconds(program)
            kept = found.setdefault(name, {"seconds": spent, "modules": modules})
            kept["seconds"] = min(kept["seconds"], spent)
            kept["modules"] = min(kept["modules"], modules)  # the first run may build the store
    for name, most in BUDGET.items():
        found[name]["budget"] = most
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
