"""Write `data/reference/principal_cities.csv` from the Census Bureau's list of principal cities (July 2023, list2).

Usage: python scripts/derive_principal_cities.py ../shared/data/geo/list2_2023.xlsx
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import openpyxl

TARGET = Path(__file__).parents[1] / "src" / "paychart" / "data" / "reference" / "principal_cities.csv"
STATES = TARGET.with_name("states.csv")


def main(source: Path) -> None:
    postal = {row["fips"]: row["postal"] for row in csv.DictReader(STATES.open(encoding="utf-8"))}
    rows = list(openpyxl.load_workbook(source, read_only=True).active.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == "CBSA Code")
    cities = [
        (str(row[3]), postal[str(row[4]).zfill(2)], str(row[0]))
        for row in rows[start + 1 :]
        if row[3] and str(row[2]).startswith("Metropolitan")
    ]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["city", "state", "cbsa"])
        writer.writerows(sorted(cities))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
