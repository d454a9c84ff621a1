"""Derive `data/reference/occupation_character.csv` from the O*NET text database (30.1, CC BY 4.0).

    python scripts/derive_work_values.py ../shared/data/onet_30_1

One row an O*NET-SOC occupation that stands for a SOC code (the ".00" one; where there is none, the mean of the
code's parts): interests, job zone, work values where it has any, and the five work styles of most impact.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

from paychart_lab.titles import onet

TARGET = Path(__file__).resolve().parents[1] / "src/paychart/data/reference/occupation_character.csv"
INTERESTS = ("Realistic", "Investigative", "Artistic", "Social", "Enterprising", "Conventional")
VALUES = ("Achievement", "Working Conditions", "Recognition", "Relationships", "Support", "Independence")
EXTRA = ("15-1211.01",)  # health informatics specialists, who lend their values to codes that have none
COLUMNS = (
    "code", *(i.lower() for i in INTERESTS), "job_zone", "job_zone_preliminary",
    *(v.lower().replace(" ", "_") for v in VALUES), "styles", "made_from",
)  # fmt: skip


def rows(folder: Path) -> list[tuple[str, ...]]:
    """The table's rows, by code."""
    numbers: dict[str, dict[str, float]] = defaultdict(dict)
    for table, scale in (("Interests", "OI"), ("Work Values", "EX")):
        for row in onet.rows(folder, table):
            if row["Scale ID"] == scale:
                numbers[row["O*NET-SOC Code"]][row["Element Name"]] = float(row["Data Value"])
    styles: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in onet.rows(folder, "Work Styles"):
        if row["Scale ID"] == "WI":
            styles[row["O*NET-SOC Code"]].append((float(row["Data Value"]), row["Element Name"]))
    zones = {
        r["O*NET-SOC Code"]: (r["Job Zone"], "Preliminary" in r["Domain Source"])
        for r in onet.rows(folder, "Job Zones")
    }
    codes = sorted({*numbers, *styles, *zones})
    by_soc: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        by_soc[code[:7]].append(code)
    made = []
    for soc, parts in by_soc.items():
        own = [code for code in parts if code.endswith(".00")] or parts
        made.append((soc, own))
    made += [(code, [code]) for code in EXTRA]

    def average(parts: list[str], name: str) -> str:
        found = [numbers[code][name] for code in parts if name in numbers[code]]
        return f"{mean(found):.2f}" if found else ""

    def character(code: str, parts: list[str]) -> tuple[str, ...]:
        zone = [zones[part] for part in parts if part in zones]
        top = sorted(styles[parts[0]], reverse=True)[:5]
        return (
            code,
            *(average(parts, name) for name in INTERESTS),
            f"{mean(int(z) for z, _ in zone):g}" if zone else "",
            "yes" if any(p for _, p in zone) else "",
            *(average(parts, name) for name in VALUES),
            ";".join(name for _, name in top),
            "" if parts[0] in (f"{code}.00", code) else ";".join(parts),
        )

    return sorted(character(code, parts) for code, parts in made)


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
