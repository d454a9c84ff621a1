"""Install the built wheel with each extra in a fresh environment, open its door, and write what happened.

    python scripts/check_extras.py dist/*.whl dist/extras.json

Takes some minutes and the package registry; part of `make release`. Exits with 1 where an extra fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

TRIES = {
    "": ["estimate", "-o", "29-2072", "--json"],
    "guide": ["guide", "him", "-o", "him.pdf"],
    "web": ["serve", "--help"],
    "model": ["evaluate", "--help"],
    "mcp": ["mcp", "--help"],
    "survey": ["explain", "-o", "29-2072"],
    "employers": ["sample-payroll", "--rows", "50", "-o", "payroll.xlsx"],
    "private": ["release", "--help"],
}
IMPORTS = {
    "web": "import paychart.interfaces.web.app",
    "model": "import paychart.pay.model.boosting, lightgbm",
    "mcp": "import paychart.interfaces.mcp.server",
    "private": "import opendp.prelude",
}


def tried(wheel: Path, extra: str, folder: Path) -> dict[str, object]:
    """One extra in its own environment: seconds, megabytes and what its door said."""
    home = folder / (extra or "base")
    venv.create(home, with_pip=True)
    python = home / "bin/python"
    begun = time.monotonic()
    asked = f"{wheel.resolve()}[{extra}]" if extra else str(wheel.resolve())
    steps = [[str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", asked]]
    steps.append([str(home / "bin/paychart"), *TRIES[extra]])
    if extra in IMPORTS:
        steps.append([str(python), "-c", IMPORTS[extra]])
    failed = ""
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False, cwd=home)
        if done.returncode:
            failed = (done.stderr or done.stdout)[-500:]
            break
    size = sum(path.stat().st_size for path in (home / "lib").rglob("*") if path.is_file())
    return {
        "extra": extra or "(none)", "works": not failed, "door": "paychart " + " ".join(TRIES[extra]),
        "seconds": round(time.monotonic() - begun), "megabytes": round(size / 1e6), "failed": failed,
    }  # fmt: skip


def main(wheel: Path, out: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        told = []
        for extra in TRIES:
            told.append(tried(wheel, extra, Path(folder)))
            print(told[-1], flush=True)
    out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(any(not row["works"] for row in told))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
