"""Consumer prices: CPI-U, US city average, all items, as it installs with the PyPI package `cpi`."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import duckdb

from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import fill, retrieved
from paychart.errors import SourceUnavailable

SERIES = "CUUR0000SA0"
ANNUAL_AVERAGE = 13
PUBLISHER = "U.S. Bureau of Labor Statistics, Consumer Price Index"
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
# Wage history begins in 2013; three decades before it are enough for any comparison and keep the table small.
_FIRST_YEAR = 1983


def load(connection: duckdb.DuckDBPyConnection) -> Provenance:
    """Create and fill `consumer_price`. Importing `cpi` costs half a second, so only a build pays it."""
    with warnings.catch_warnings():
        # The package warns whenever its copy is older than today; the provenance says the month instead.
        warnings.simplefilter("ignore")
        try:
            import cpi
        except Exception as error:  # the package opens its database on import and raises whatever that does
            raise SourceUnavailable(
                f"The consumer price index cannot be read: {error}",
                hint="Reinstall it with: pip install --force-reinstall cpi",
            ) from error
        indexes = cpi.series.get_by_id(SERIES).indexes
    rows = sorted(
        (i.year, int(i.period.id.removeprefix("M")), float(i.value)) for i in indexes if i.year >= _FIRST_YEAR
    )
    months = [row for row in rows if row[1] != ANNUAL_AVERAGE]
    if not months or any(value <= 0 for _, _, value in rows):
        raise SourceUnavailable(
            f"The series {SERIES} is empty or damaged.",
            hint="Reinstall it with: pip install --force-reinstall cpi",
        )
    latest = f"{months[-1][0]}-{months[-1][1]:02d}"
    return Provenance(
        source="cpi",
        publisher=PUBLISHER,
        title=CONSUMER_PRICE.description,
        release=f"through {latest}",
        reference_period=latest,
        url=f"https://data.bls.gov/timeseries/{SERIES}",
        retrieved=retrieved([Path(cpi.__file__)]),
        checksum=hashlib.sha256(repr(rows).encode()).hexdigest(),
        rows={"consumer_price": fill(connection, CONSUMER_PRICE, rows)},
    )
