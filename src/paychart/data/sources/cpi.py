"""Consumer prices: CPI-U, US city average, all items, from the package or from BLS's flat file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources.damage import reading
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, month_edition, read_csv, retrieved
from paychart.errors import BadInput, SourceUnavailable

SERIES = "CUUR0000SA0"
ANNUAL_AVERAGE = 13
PUBLISHER = "U.S. Bureau of Labor Statistics, Consumer Price Index"
URL = "https://download.bls.gov/pub/time.series/cu/"
FILE = "cu.data.1.AllItems"
CONSUMER_PRICE = Table(
    "consumer_price",
    "CPI-U, US city average, all items, not seasonally adjusted; October 2025 was never collected",
    PUBLISHER,
    ("year", "month"),
    (
        Column("year", "INTEGER", "year", "Calendar year"),
        Column("month", "INTEGER", "month", "1 to 12; 13 is the annual average BLS publishes"),
        Column("value", "DOUBLE", "index, 1982-84 = 100", "Index level", required=True),
    ),
)
TABLES = (CONSUMER_PRICE,)
Row = tuple[int, int, float]


def load(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> Provenance:
    """Create and fill `consumer_price` from the table in the package, or from BLS's file in `folder`."""
    path = reference_path("consumer_price.csv") if folder is None else folder / FILE
    rows = list(_carried(read_csv(path)) if folder is None else read_flat(path))
    months = sorted(row[:2] for row in rows if row[1] != ANNUAL_AVERAGE)
    if not months or any(value <= 0 for _, _, value in rows):
        raise SourceUnavailable(
            f"The series {SERIES} in {path.name} is empty or damaged.", hint=f"Get it again from {URL}{FILE}."
        )
    edition, reference = month_edition(*months[-1])
    return Provenance(
        source="cpi",
        publisher=PUBLISHER,
        title=CONSUMER_PRICE.description,
        release=edition,
        reference_period=reference,
        url=f"https://data.bls.gov/timeseries/{SERIES}" if folder is None else URL + FILE,
        retrieved=retrieved([path]),
        checksum=checksum([path]),
        rows={"consumer_price": fill(connection, CONSUMER_PRICE, rows)},
    )


def read_flat(path: Path) -> Iterator[Row]:
    """Rows of `consumer_price` from BLS's tab-separated file, from the first year the package carries."""
    first = min(int(record["year"]) for _, record in read_csv(reference_path("consumer_price.csv")).records())
    hint = f"Get it again from {URL}{FILE}."
    if not path.is_file():
        raise SourceUnavailable(f"There is no {path.name} in {path.parent}.", hint=hint)
    damage = reading(f"{path.name} is damaged or cut short", SourceUnavailable, hint)
    with damage, path.open(encoding="ascii", newline="") as lines:
        table = csv.reader(lines, delimiter="\t")
        header = [name.strip() for name in next(table, [])]
        if header[:4] != ["series_id", "year", "period", "value"]:
            raise SourceUnavailable(
                f"{path.name} does not begin with series_id, year, period, value.", hint=hint
            )
        sheet = Sheet(path, tuple(header), ())
        for number, fields in enumerate(table, start=2):
            if len(fields) < 4:
                raise BadInput(
                    f"{path.name}, row {number}: {len(fields)} fields; it is truncated.", hint=hint
                )
            name, year, period, value = (field.strip() for field in fields[:4])
            if name == SERIES and period.startswith("M") and value not in ("", "-") and int(year) >= first:
                yield int(year), int(period[1:]), sheet.number(number, "value", value)


def _carried(sheet: Sheet) -> Iterator[Row]:
    sheet.require(CONSUMER_PRICE.column_names, allowed=())
    for number, record in sheet.records():
        yield int(record["year"]), int(record["month"]), sheet.number(number, "value", record["value"])
