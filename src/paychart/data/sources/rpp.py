"""Regional price parities of the Bureau of Economic Analysis (BEA): what the same goods cost in each place.

Metropolitan areas, states and the metropolitan and nonmetropolitan portion of each state come from one vintage: where
BEA's table of states is of another year than the rest, it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, read_csv, retrieved
from paychart.data.vintages import require_not_older
from paychart.errors import BadInput, SourceUnavailable

PUBLISHER = "U.S. Bureau of Economic Analysis, Regional Price Parities"
COMPONENTS = ("all_items", "goods", "housing", "utilities", "other_services")
STATES = "SARPP"
_PORTIONS = ("metropolitan_portion", "nonmetropolitan_portion")
KINDS = ("nation", "nonmetropolitan_nation", "state", "metropolitan", *_PORTIONS)
PRICE_PARITY = Table(
    "price_parity",
    "Regional price parities, US = 100: states, metropolitan areas and the two portions of each state, one vintage",
    PUBLISHER,
    ("code",),
    (
        Column(
            "code",
            "VARCHAR",
            "",
            "BEA code: CBSA, or state FIPS and 000, 998 (metro portion) or 999 (nonmetro)",
        ),
        Column("kind", "VARCHAR", "", ", ".join(KINDS), required=True),
        Column("name", "VARCHAR", "", "Name as published", required=True),
        Column("year", "INTEGER", "year", "Year the parities describe", required=True),
        Column("all_items", "DOUBLE", "US = 100", "All items", required=True),
        Column("goods", "DOUBLE", "US = 100", "Goods", required=True),
        Column("housing", "DOUBLE", "US = 100", "Housing (rents)", required=True),
        Column("utilities", "DOUBLE", "US = 100", "Utilities", required=True),
        Column("other_services", "DOUBLE", "US = 100", "Other services", required=True),
    ),
)
TABLES = (PRICE_PARITY,)

_LINES = {
    "RPPs: All items": "all_items",
    "RPPs: Goods": "goods",
    "RPPs: Services: Housing": "housing",
    "RPPs: Services: Utilities": "utilities",
    "RPPs: Services: Other": "other_services",
}
_OFFICIAL = (
    *("GeoFIPS", "GeoName", "Region", "TableName", "LineCode"),
    *("IndustryClassification", "Description", "Unit"),
)
Row = tuple[str, str, str, int, float, float, float, float, float]


def load(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> Provenance:
    """Create and fill `price_parity` from the table in the package, or from BEA's CSV files in `folder`."""
    if folder is None:
        path = reference_path("price_parity.csv")
        rows, paths = list(_carried(read_csv(path))), [path]
    else:
        rows, paths = read_official(folder)
    year = rows[0][3]
    return Provenance(
        source="rpp",
        publisher=PUBLISHER,
        title="Regional price parities by state, metropolitan area and state portion",
        release=str(year),
        reference_period=str(year),
        url="https://www.bea.gov/data/prices-inflation/regional-price-parities-state-and-metro-area",
        retrieved=retrieved(paths),
        checksum=checksum(paths),
        rows={"price_parity": fill(connection, PRICE_PARITY, rows)},
    )


def read_official(folder: Path) -> tuple[list[Row], list[Path]]:
    """Rows of `price_parity` and the files read: BEA's MARPP and PARPP, whose latest years must agree, and SARPP."""
    rows: dict[str, Row] = {}
    paths: list[Path] = []
    for table in ("MARPP", "PARPP"):
        found = sorted(folder.glob(f"{table}_*.csv"))
        if not found:
            raise SourceUnavailable(
                f"There is no {table} file in {folder}.",
                hint="Unzip BEA's MARPP.zip, PARPP.zip and SARPP.zip there.",
            )
        paths.append(found[-1])
        for row in _official(found[-1]):
            rows.setdefault(row[0], row)
    years = sorted({row[3] for row in rows.values()})
    if len(years) != 1:
        raise BadInput(
            f"The price parity files end in different years: {', '.join(map(str, years))}.",
            hint="Vintages must not be mixed; take both files from the same BEA release.",
        )
    require_not_older("rpp", str(years[0]), file=paths[0].name)
    for path in sorted(folder.glob(f"{STATES}_*.csv"))[-1:]:
        if states := [row for row in _official(path) if row[3] == years[0]]:
            paths.append(path)
            rows.update({row[0]: row for row in states if row[1] == "state"})
    if not any(row[1] == "state" for row in rows.values()):
        kept = _carried(read_csv(reference_path("price_parity.csv")))
        rows.update({row[0]: row for row in kept if row[1] == "state" and row[3] == years[0]})
    return list(rows.values()), paths


def _official(path: Path) -> Iterator[Row]:
    sheet = read_csv_without_notes(path)
    years = [name for name in sheet.header if re.fullmatch(r"\d{4}", name)]
    sheet.require(_OFFICIAL, allowed=years)
    if not years:
        raise SourceUnavailable(f"{path.name} has no column of a year.", hint="Its layout has changed.")
    values: dict[str, dict[str, float]] = {}
    names: dict[str, str] = {}
    for number, record in sheet.records():
        component = _LINES.get(record["Description"].strip())
        if component is None and path.name.startswith(STATES):
            continue  # the table of states holds incomes and deflators too
        if component is None:
            raise BadInput(
                f"{path.name}, row {number}, column Description: {record['Description']!r} is not known.",
                nearest=tuple(_LINES),
            )
        code = record["GeoFIPS"].strip().strip('"')
        names[code] = record["GeoName"]
        values.setdefault(code, {})[component] = sheet.number(number, years[-1], record[years[-1]])
    for code, parities in values.items():
        absent = [c for c in COMPONENTS if c not in parities]
        if absent:
            raise BadInput(
                f"{path.name}: {names[code]} has no {absent[0]}.", hint="The file is truncated; get it again."
            )
        if any(value < 0 for value in parities.values()) or (
            parities["all_items"] and not all(parities.values())
        ):
            raise BadInput(
                f"{path.name}: a price parity of {names[code]} is not above zero.",
                hint="The file is damaged; get it again.",
            )
        if parities["all_items"] == 0:
            continue  # BEA prints 0 where a state has no such portion: Delaware, the District of Columbia ...
        kind, name = (
            _kind(code, path.name),
            re.sub(r"( \(Metropolitan Statistical Area\))?( \*)?$", "", names[code]),
        )
        yield (code, kind, name, int(years[-1]), *(parities[c] for c in COMPONENTS))  # type: ignore[misc]


def read_csv_without_notes(path: Path) -> Sheet:
    """BEA ends its files with lines of notes, which have one field; they are left out, and must be there."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return read_csv(path)  # says what is wrong, by row
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines) if line.startswith('"Note')), None)
    if end is None:
        raise SourceUnavailable(f"{path.name} has no notes at its end.", hint="It is truncated; get it.")
    return read_csv(path, last_row=end)


def _kind(code: str, file: str) -> str:
    if code == "00000":
        return "nation"
    if file.startswith(STATES):
        return "state"
    if code == "00999":
        return "nonmetropolitan_nation"
    # CBSA codes begin at 10100 and never end in 998 or 999; state FIPS codes end at 56.
    if code.endswith("998"):
        return "metropolitan_portion"
    return "nonmetropolitan_portion" if code.endswith("999") else "metropolitan"


def _carried(sheet: Sheet) -> Iterator[Row]:
    sheet.require(PRICE_PARITY.column_names, allowed=())
    for number, record in sheet.records():
        if record["kind"] not in KINDS:
            raise BadInput(f"{sheet.path.name}, row {number}, column kind: {record['kind']!r} is not known.")
        numbers = [sheet.number(number, c, record[c]) for c in COMPONENTS]
        year = int(sheet.number(number, "year", record["year"]))
        yield (record["code"], record["kind"], record["name"], year, *numbers)  # type: ignore[misc]
