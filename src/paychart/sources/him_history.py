"""The national series of the health information management (HIM) family since May 2013, with its breaks.

The table travels with the package, so that the family's history needs no download. It is derived from BLS's
yearly files by `scripts/derive_reference_tables.py`; the readers of those files check that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from paychart.reference import reference_path
from paychart.sources.oews import PUBLISHER
from paychart.sources.schema import Column, Provenance, Table
from paychart.sources.sheets import Sheet, checksum, fill, read_csv, retrieved

# Codes of the family in each classification. 29-2071 (2010) was split between 29-2072 and 29-9021 (2018);
# 29-2098 and 29-9098 are wider hybrid groups of 2019 and 2020: none of these steps is one to one.
FAMILY = ("29-2071", "29-2098", "29-2072", "29-9098", "29-9021", "11-9111", "15-1121", "15-1211", "43-6013")
_NUMBERS = (
    *("employment", "employment_rse", "mean_rse", "annual_mean"),
    *("annual_p10", "annual_p25", "annual_p50", "annual_p75", "annual_p90"),
)
HIM_HISTORY = Table(
    "him_history",
    "The HIM family in the nation, all industries, May of each year since 2013",
    PUBLISHER,
    ("occupation", "year"),
    (
        Column("occupation", "VARCHAR", "", "Code as that release prints it"),
        Column("year", "INTEGER", "year", "Reference year (May)"),
        Column("title", "VARCHAR", "", "Title as that release prints it", required=True),
        Column("soc_version", "VARCHAR", "", "2010, hybrid or 2018", required=True),
        Column("employment", "BIGINT", "jobs", "Estimated jobs"),
        Column("employment_rse", "DOUBLE", "percent", "Relative standard error of employment"),
        Column("mean_rse", "DOUBLE", "percent", "Relative standard error of the mean wage"),
        *(
            Column(name, "DOUBLE", "dollars a year", f"Annual wage, {name.removeprefix('annual_')}")
            for name in _NUMBERS[3:]
        ),
        Column("wage_status", "VARCHAR", "", "As in `cell`", required=True),
    ),
)
TABLES = (HIM_HISTORY,)


def load(connection: duckdb.DuckDBPyConnection) -> Provenance:
    """Create and fill `him_history` from the table in the package."""
    path = reference_path("him_history.csv")
    rows = list(_rows(read_csv(path)))
    years = sorted({int(str(row[1])) for row in rows})
    return Provenance(
        source="him_history",
        publisher=PUBLISHER,
        title=HIM_HISTORY.description,
        release=f"May {years[0]} to May {years[-1]}",
        reference_period=f"{years[0]}-{years[-1]}",
        url="https://www.bls.gov/oes/tables.htm",
        retrieved=retrieved([path]),
        checksum=checksum([path]),
        rows={"him_history": fill(connection, HIM_HISTORY, rows)},
    )


def _rows(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    sheet.require(HIM_HISTORY.column_names, allowed=())
    for number, record in sheet.records():
        values = {c: None if record[c] == "" else sheet.number(number, c, record[c]) for c in _NUMBERS}
        jobs = values["employment"]
        yield (
            *(record["occupation"], int(record["year"]), record["title"], record["soc_version"]),
            None if jobs is None else int(jobs),
            *(values[name] for name in _NUMBERS[1:]),
            record["wage_status"],
        )
