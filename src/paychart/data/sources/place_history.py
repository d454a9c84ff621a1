"""What states and areas paid in earlier years, as a compact table that travels with the package.

State figures are BLS's own. Those of metropolitan and nonmetropolitan areas are *derived*: the Labor Department's
wage levels rest on OEWS, and a lognormal through two of them gives mean and median. `scripts/derive_place_history.py`
makes the table; tests hold it against the official files. BLS's own yearly files of states and areas, where a user has
fetched them, take the place of carried years (`oews_yearly`).
"""

from __future__ import annotations

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources.oews import PUBLISHER
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import checksum, retrieved

PLACE_HISTORY = Table(
    "place_history",
    "Every occupation in states, and derived in metropolitan and nonmetropolitan areas, May of earlier years",
    f"{PUBLISHER}; U.S. Department of Labor, Office of Foreign Labor Certification (areas)",
    ("occupation", "area", "year"),
    (
        Column("occupation", "VARCHAR", "", "Code as that release prints it"),
        Column("area", "VARCHAR", "", "Area code of seven digits, in that year's delineation"),
        Column("year", "INTEGER", "year", "Reference year (May)"),
        Column("employment", "BIGINT", "jobs", "Estimated jobs"),
        Column("annual_mean", "DOUBLE", "dollars a year", "Annual wage, mean"),
        Column("annual_p10", "DOUBLE", "dollars a year", "Annual wage, p10"),
        Column("annual_p50", "DOUBLE", "dollars a year", "Annual wage, p50"),
        Column("annual_p90", "DOUBLE", "dollars a year", "Annual wage, p90"),
        Column("sigma", "DOUBLE", "log points", "Spread of the lognormal that a derived figure follows"),
        Column(
            "wage_status",
            "VARCHAR",
            "",
            "published, partly_top_coded, top_coded, not_released, partial (some figures at hand) or derived",
            required=True,
        ),
    ),
)
TABLES = (PLACE_HISTORY,)


def load(connection: duckdb.DuckDBPyConnection) -> Provenance:
    """Create and fill `place_history` from the table in the package."""
    path = reference_path("place_history.parquet")
    connection.execute(PLACE_HISTORY.create_sql())
    # Written in tens of dollars and five-hundredths of a log point.
    connection.execute(
        "INSERT INTO place_history SELECT occupation, area, year, employment, mean10 * 10, p10_10 * 10, p50_10 * 10, "
        "p90_10 * 10, sigma500 / 500, wage_status FROM read_parquet(?) ORDER BY occupation, area, year",
        [str(path)],
    )
    ((count, first, last),) = connection.execute(
        "SELECT count(*), min(year), max(year) FROM place_history"
    ).fetchall()
    return Provenance(
        source="place_history",
        publisher=PLACE_HISTORY.source,
        title=PLACE_HISTORY.description,
        release=f"May {first} to May {last}",
        reference_period=f"{first}-{last}",
        url="https://www.bls.gov/oes/tables.htm",
        retrieved=retrieved([path]),
        checksum=checksum([path]),
        rows={"place_history": count},
    )
