"""Derive `data/families/generic/occupations.csv.gz`: what every occupation asks of those who enter it.

    python scripts/derive_generic_path.py

From the carried BLS projections (entry education, related experience) and O*NET (job zone, title): one row an
occupation that both know. Related work is read from `data/reference/onet_related.csv.gz` as it is.
"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from statistics import mode

from paychart.data.reference import carried

TARGET = Path(__file__).resolve().parents[1] / "src/paychart/data/families/generic/occupations.csv.gz"
EDUCATION = {
    "No formal educational credential": "less than high school",
    "High school diploma or equivalent": "high school",
    "Some college, no degree": "some college",
    "Postsecondary nondegree award": "some college",
    "Associate's degree": "associate",
    "Bachelor's degree": "bachelor",
    "Master's degree": "master",
    "Doctoral or professional degree": "doctoral",
}
YEARS = {"None": "0", "Less than 5 years": "2.5", "5 years or more": "6"}


def main() -> None:
    zones: dict[str, list[int]] = {}
    for row in carried("onet_occupations.csv.gz"):
        if row["job_zone"]:
            zones.setdefault(row["soc"], []).append(int(float(row["job_zone"])))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("soc", "title", "zone", "education", "experience_years"))
    rows = 0
    for row in carried("projections.csv"):
        soc = row["occupation"]
        if soc in zones and row["entry_education"] in EDUCATION:
            years = YEARS.get(row["related_experience"] or "None", "0")
            writer.writerow((soc, row["title"], mode(zones[soc]), EDUCATION[row["entry_education"]], years))
            rows += 1
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{rows} occupations, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
