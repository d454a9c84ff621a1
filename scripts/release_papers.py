"""Write the papers of a release: the license of every dependency, and a software bill of materials.

    python scripts/release_papers.py docs/licenses.md dist/sbom.json

Reads the environment it runs in (install `.[guide,web,...]` first). Exits with 1 where a license of a dependency is
not among the compatible ones: a release waits for a person to look at it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

COMPATIBLE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|Unlicense|Public Domain|"
    r"CC0|Zlib|0BSD|HPND|OFL|CC-BY|WTFPL",
    re.IGNORECASE,
)


def first_words(package: str) -> str:
    """The heading of the license that a package carries without naming it in its metadata."""
    for path in files(package) or ():
        if path.name.upper().startswith("LICENSE"):
            words = path.read_text(encoding="utf-8").split("\n")
            return next((line.strip() for line in words if line.strip()), "UNKNOWN")
    return "UNKNOWN"


def main(table: Path, bill: Path) -> int:
    listed = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed", "--with-urls"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = sorted(json.loads(listed.stdout), key=lambda row: row["Name"].casefold())
    for row in rows:
        if row["License"] == "UNKNOWN":
            row["License"] = first_words(row["Name"])
    strange = [row for row in rows if not COMPATIBLE.search(row["License"]) and row["Name"] != "paychart"]
    lines = ["# Licenses of dependencies", "", "| package | version | license |", "|---|---|---|"]
    for row in rows:
        named = " ".join(row["License"].split())
        lines.append(
            f"| {row['Name']} | {row['Version']} | {named if len(named) < 90 else named[:87] + '...'} |"
        )
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    bill.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, "--of", "JSON", "-o", str(bill),
         "--output-reproducible"],
        check=True,
    )  # fmt: skip
    for row in strange:
        print(f"look at: {row['Name']} {row['Version']}: {row['License']}", file=sys.stderr)
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
