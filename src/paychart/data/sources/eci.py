"""Employment Cost Index (ECI), wages and salaries: what the same jobs cost employers, quarter by quarter."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources.damage import reading
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, month_edition, read_csv, retrieved
from paychart.errors import BadInput, SourceUnavailable

PUBLISHER = "U.S. Bureau of Labor Statistics, Employment Cost Index"
EMPLOYMENT_COST = Table(
    "employment_cost",
    "Employment Cost Index, wages and salaries, by quarter; figures rounded as BLS prints them",
    PUBLISHER,
    ("series", "year", "month"),
    (
        Column(
            "series",
            "VARCHAR",
            "",
            "civilian, private, civilian_hospitals; private_professional in BLS's file",
        ),
        Column("year", "INTEGER", "year", "Calendar year"),
        Column("month", "INTEGER", "month", "Last month of the quarter: 3, 6, 9 or 12"),
        Column("level", "DOUBLE", "December 2005 = 100", "Index, not seasonally adjusted"),
        Column("change_3m", "DOUBLE", "percent", "Change over three months, seasonally adjusted"),
        Column("change_12m", "DOUBLE", "percent", "Change over twelve months, not seasonally adjusted"),
        Column("source", "VARCHAR", "", "Page the figures were read on", required=True),
    ),
)
TABLES = (EMPLOYMENT_COST,)
# series_id of BLS's flat files: wages and salaries (02), by ownership (1 civilian, 2 private) and industry.
_SERIES = {
    "1020000000000": "civilian",
    "2020000000000": "private",
    "102622000000": "civilian_hospitals",
    "2020000120000": "private_professional",
}
_MEASURES = {"U": {"I": "level", "A": "change_12m"}, "S": {"Q": "change_3m"}}
_QUARTERS = {"Q01": 3, "Q02": 6, "Q03": 9, "Q04": 12}


def load(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> Provenance:
    """Create and fill `employment_cost` from the package, or from BLS's flat files in `folder`."""
    if folder is None:
        paths = [reference_path("employment_cost.csv")]
        rows = list(_carried(read_csv(paths[0])))
    else:
        paths = [_one_of(folder, ("ci.data.1.AllData", "ci.data.0.Current"))]
        rows = list(read_flat(paths[0]))
    latest = max((int(str(r[1])), int(str(r[2]))) for r in rows)
    edition, period = month_edition(*latest)
    return Provenance(
        source="eci",
        publisher=PUBLISHER,
        title=EMPLOYMENT_COST.description,
        release=edition,
        reference_period=period,
        url="https://www.bls.gov/eci/",
        retrieved=retrieved(paths),
        checksum=checksum(paths),
        rows={"employment_cost": fill(connection, EMPLOYMENT_COST, rows)},
    )


def read_flat(path: Path) -> Iterator[tuple[object, ...]]:
    """Rows of `employment_cost` from `ci.data.*`: tab-separated and padded, one value a row."""
    hint = "Fetch it again from https://download.bls.gov/pub/time.series/ci/."
    with (
        reading(f"{path.name} is damaged or cut short", SourceUnavailable, hint),
        path.open(encoding="ascii", newline="") as lines,
    ):
        table = csv.reader(lines, delimiter="\t")
        header = [name.strip() for name in next(table, [])]
        if header[:4] != ["series_id", "year", "period", "value"]:
            raise SourceUnavailable(
                f"{path.name} does not begin with series_id, year, period, value.",
                hint="Fetch it from https://download.bls.gov/pub/time.series/ci/.",
            )
        sheet = Sheet(path, tuple(header), ())
        found: dict[tuple[str, int, int], dict[str, float]] = {}
        for number, fields in enumerate(table, start=2):
            if len(fields) < 4:
                raise BadInput(f"{path.name}, row {number}: {len(fields)} fields; it is truncated.")
            name, year, period, value = (field.strip() for field in fields[:4])
            if not re.fullmatch(r"[12]\d{3}", year, re.ASCII):
                raise BadInput(f"{path.name}, row {number}, column year: {year!r} is not a year.", hint=hint)
            match = re.fullmatch(r"CI([US])(\d{12,13})([0-9A-Z]*)([IAQ])", name)
            series = _SERIES.get(match[2]) if match and not match[3] else None
            measure = _MEASURES[match[1]].get(match[4]) if match else None
            if series and measure and period in _QUARTERS and value != "-":
                key = (series, int(year), _QUARTERS[period])
                found.setdefault(key, {})[measure] = sheet.number(number, "value", value)
    if not any(series == "civilian" for series, _, _ in found):
        raise SourceUnavailable(f"{path.name} lacks the series CIU1020000000000I.", hint="Is it the ci file?")
    for (series, year_, month), values in found.items():
        measures = (values.get(m) for m in ("level", "change_3m", "change_12m"))
        yield (series, year_, month, *measures, f"https://download.bls.gov/pub/time.series/ci/{path.name}")


def _one_of(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        if (folder / name).exists():
            return folder / name
    raise SourceUnavailable(
        f"There is no {names[0]} in {folder}.", nearest=names, hint="Fetch it from download.bls.gov."
    )


def _carried(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    sheet.require(EMPLOYMENT_COST.column_names, allowed=())
    for n, r in sheet.records():
        numbers = [
            None if r[c] == "" else sheet.number(n, c, r[c]) for c in ("level", "change_3m", "change_12m")
        ]
        yield (r["series"], int(r["year"]), int(r["month"]), *numbers, r["source"])
