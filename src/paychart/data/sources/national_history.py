"""National OEWS estimates of every occupation since May 2013, as a compact table that travels with the package.

Derived from BLS's yearly national files by `scripts/derive_reference_tables.py`; tests check that they agree.
Beside it, the changes of the Standard Occupational Classification (SOC) from 2010 to 2018, code by code.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources.oews import PUBLISHER
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, read_csv, retrieved

WAGES = ("annual_mean", "annual_p10", "annual_p25", "annual_p50", "annual_p75", "annual_p90")
FIGURES = ("employment", "employment_rse", "mean_rse", *WAGES)
NATIONAL_HISTORY = Table(
    "national_history",
    "Every occupation in the nation, all industries, May of each year before the store's release",
    PUBLISHER,
    ("occupation", "year"),
    (
        Column("occupation", "VARCHAR", "", "Code as that release prints it"),
        Column("year", "INTEGER", "year", "Reference year (May)"),
        Column("title", "VARCHAR", "", "Title in that classification", required=True),
        Column("level", "VARCHAR", "", "total, major or detailed", required=True),
        Column("soc_version", "VARCHAR", "", "2010, hybrid (2019 and 2020) or 2018", required=True),
        Column("employment", "BIGINT", "jobs", "Estimated jobs"),
        Column("employment_rse", "DOUBLE", "percent", "Relative standard error of employment"),
        Column("mean_rse", "DOUBLE", "percent", "Relative standard error of the mean wage"),
        *(
            Column(name, "DOUBLE", "dollars a year", f"Annual wage, {name.removeprefix('annual_')}")
            for name in WAGES
        ),
        Column("hourly_only", "BOOLEAN", "", "True where only hourly wages print: annual is hourly x 2,080"),
    ),
)
SOC_CHANGE = Table(
    "soc_change",
    "SOC 2010 codes that were renumbered, split or merged in SOC 2018; codes not listed kept their number",
    "U.S. Bureau of Labor Statistics, 2010 SOC to 2018 SOC crosswalk (November 2017)",
    ("soc_2010", "soc_2018"),
    (
        Column("soc_2010", "VARCHAR", "", "Code of 2010"),
        Column("soc_2018", "VARCHAR", "", "A code of 2018 that takes over some or all of it"),
    ),
)
TABLES = (NATIONAL_HISTORY, SOC_CHANGE)


def load(connection: duckdb.DuckDBPyConnection) -> Provenance:
    """Create and fill `national_history` and `soc_change` from the tables in the package."""
    names = ("national_history.csv", "national_history_titles.csv", "soc_2010_2018.csv")
    paths = [reference_path(name) for name in names]
    rows = list(_rows(read_csv(paths[0]), _titles(read_csv(paths[1]))))
    changes = [(r["soc_2010"], r["soc_2018"]) for _, r in read_csv(paths[2]).records()]
    years = sorted({int(str(row[1])) for row in rows})
    return Provenance(
        source="national_history",
        publisher=PUBLISHER,
        title=NATIONAL_HISTORY.description,
        release=f"May {years[0]} to May {years[-1]}",
        reference_period=f"{years[0]}-{years[-1]}",
        url="https://www.bls.gov/oes/tables.htm",
        retrieved=retrieved(paths),
        checksum=checksum(paths),
        rows={
            "national_history": fill(connection, NATIONAL_HISTORY, rows),
            "soc_change": fill(connection, SOC_CHANGE, changes),
        },
    )


def _titles(sheet: Sheet) -> dict[tuple[str, str], tuple[str, str]]:
    return {(r["occupation"], r["soc_version"]): (r["title"], r["level"]) for _, r in sheet.records()}


def _rows(sheet: Sheet, titles: dict[tuple[str, str], tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    sheet.require(("occupation", "year", "soc_version", *FIGURES, "hourly_only"), allowed=())
    for number, record in sheet.records():
        values = {c: None if record[c] == "" else sheet.number(number, c, record[c]) for c in FIGURES}
        jobs = values["employment"]
        version = record["soc_version"]
        yield (
            record["occupation"],
            int(record["year"]),
            *titles[record["occupation"], version],
            version,
            None if jobs is None else int(jobs),
            *(values[name] for name in FIGURES[1:]),
            record["hourly_only"] == "1",
        )
