"""Write `data/reference/work_conditions.csv`: hours, commute and work from home by occupation, from ACS person
records.

    python scripts/build_work_conditions.py PUMS_DIR OUT.csv

People at work for pay (COW 1-5, WKHP > 0, weeks > 0). SEs: without replicate weights, the weighted (Kish)
variance of a mean times a design factor of 1.5 on the SE for clustering, an approximation in place of
replicates.
One row per SOC occupation; occupations that share a Census code share its figures.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

from paychart_lab.people_fit.pums import load_persons
from paychart_lab.people_fit.run import census_occupations

DESIGN_FACTOR = 1.5
MEASURES = {
    "usual_hours": "WKHP",
    "share_over_45_hours": "CASE WHEN WKHP > 45 THEN 1.0 ELSE 0 END",
    "commute_minutes": "JWMNP",
    "share_work_from_home": "CASE WHEN JWTRNS IS NULL THEN NULL WHEN JWTRNS = 11 THEN 1.0 ELSE 0 END",
}


def mean_and_se(expression: str) -> str:
    present = f"FILTER (({expression}) IS NOT NULL)"
    mean = f"sum(w * ({expression})) / sum(w) {present}"
    square = f"sum(w * ({expression})^2) / sum(w) {present}"
    variance = f"greatest(({square}) - ({mean})^2, 0) * sum(w * w) {present}"
    return f"{mean}, {DESIGN_FACTOR} * sqrt({variance}) / sum(w) {present}"


def main(source: str, out: str) -> None:
    _, held = census_occupations()
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '2GB'")
        load_persons(connection, Path(source))
        columns = ", ".join(mean_and_se(expression) for expression in MEASURES.values())
        rows = connection.execute(
            f"""SELECT lpad(OCCP::VARCHAR, 4, '0'), count(*), {columns} FROM 
            (SELECT *, PWGTP::DOUBLE AS w FROM person)
            WHERE COW BETWEEN 1 AND 5 AND WKHP > 0 AND WKWN > 0 AND OCCP IS NOT NULL
            GROUP BY 1 HAVING count(*) >= 30"""
        ).fetchall()
    table = [
        (soc, row[1], *("" if v is None else f"{v:.4f}" for v in row[2:]))
        for row in rows
        for soc in held.get(row[0], [])
    ]
    with Path(out).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["soc", "n", *(c for name in MEASURES for c in (name, f"{name}_se"))])
        writer.writerows(sorted(table))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
