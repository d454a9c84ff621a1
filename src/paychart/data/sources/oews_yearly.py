"""BLS's yearly national OEWS files, May 2013 onward; columns and classification change over the years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from paychart.data.releases import printed_bounds, soc_version
from paychart.data.sources.oews import CELL_COLUMNS, NOT_RELEASED, ONE_PAY_BASIS, PUBLISHER, TOP_CODED
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, read_csv, read_workbook, retrieved
from paychart.errors import BadInput, SourceUnavailable
from paychart.profile import ALL_INDUSTRIES, NATION

CELL_HISTORY = Table(
    "cell_history",
    "Estimates of earlier years: the nation, one release a year, by occupation (by sector where published)",
    PUBLISHER,
    ("release", "area", "industry", "occupation"),
    CELL_COLUMNS,
)
OCCUPATION_HISTORY = Table(
    "occupation_history",
    "Occupations as each release titled and grouped them",
    PUBLISHER,
    ("release", "occupation"),
    (
        Column("release", "VARCHAR", "", "Release code, e.g. 2020A01 for May 2020"),
        Column("occupation", "VARCHAR", "", "Code as that release prints it"),
        Column("title", "VARCHAR", "", "Title as that release prints it", required=True),
        Column("level", "VARCHAR", "", "total, major, minor, broad or detailed", required=True),
        Column("soc_version", "VARCHAR", "", "2010, hybrid (2019 and 2020) or 2018", required=True),
    ),
)
RELEASE_HISTORY = Table(
    "release_history",
    "The yearly releases in this store",
    PUBLISHER,
    ("release",),
    (
        Column("release", "VARCHAR", "", "Release code"),
        Column("year", "INTEGER", "year", "Reference year (May)", required=True),
        Column("soc_version", "VARCHAR", "", "Classification of that release", required=True),
        Column("annual_bound", "DOUBLE", "dollars a year", "Wages at or above it print as #", required=True),
        Column("hourly_bound", "DOUBLE", "dollars an hour", "The same bound by the hour", required=True),
    ),
)
TABLES = (RELEASE_HISTORY, OCCUPATION_HISTORY, CELL_HISTORY)

_EMPLOYMENT = ("TOT_EMP", "EMP_PRSE")
_HOURLY = ("H_MEAN", "H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90")
_ANNUAL = ("A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")
FIGURES = (*_EMPLOYMENT, "MEAN_PRSE", *_HOURLY, *_ANNUAL)
_REQUIRED = ("OCC_CODE", "OCC_TITLE", *FIGURES, "ANNUAL", "HOURLY")
_OPTIONAL = (
    *("OCC_GROUP", "O_GROUP", "JOBS_1000", "LOC_QUOTIENT", "PCT_TOTAL", "PCT_RPT", "AREA", "AREA_TITLE"),
    *("AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE"),
)
_LEVELS = ("total", "major", "minor", "broad", "detailed")
# The order of BLS's seventeen data types, in which `footnotes` lists its codes.
_DATATYPES = (
    *_EMPLOYMENT,
    *("H_MEAN", "A_MEAN", "MEAN_PRSE", *_HOURLY[1:], *_ANNUAL[1:]),
    *("JOBS_1000", "LOC_QUOTIENT"),
)
SECTORS = {
    "11": "11--12", "21": "21--22", "22": "22--23", "23": "23--24", "31-33": "31--34", "42": "42--43",
    "44-45": "44--46", "48-49": "48--50", "51": "51--52", "52": "52--53", "53": "53--54", "54": "54--55",
    "55": "55--56", "56": "56--57", "61": "61--62", "62": "62--63", "71": "71--72", "72": "72--73",
    "81": "81--82", "99": "99-100",
}  # fmt: skip


@dataclass(frozen=True)
class YearlyFile:
    """One file of the series: `kind` is "national" or "natsector"."""

    path: Path
    kind: str
    year: int

    @property
    def release(self) -> str:
        return f"{self.year}A01"


def find_files(folder: Path) -> tuple[YearlyFile, ...]:
    """The yearly files of a folder, oldest first; raises SourceUnavailable if there are none."""
    found = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        match = re.fullmatch(r"(national|natsector)_M(\d{4})_dl\.(xlsx|csv)", path.name)
        if match:
            found.append(YearlyFile(path, match[1], int(match[2])))
    if not found:
        raise SourceUnavailable(
            f"No yearly OEWS file is in {folder}.",
            nearest=("national_M2024_dl.xlsx",),
            hint="Download the national files from bls.gov/oes/tables.htm and unpack them there.",
        )
    return tuple(sorted(found, key=lambda f: (f.year, f.kind)))


def load(connection: duckdb.DuckDBPyConnection, folder: Path) -> Provenance:
    """Create and fill `release_history`, `occupation_history` and `cell_history` from a folder of files."""
    files = find_files(folder)
    cells: list[Sequence[object]] = []
    titles: dict[tuple[str, str], Sequence[object]] = {}
    releases: dict[str, Sequence[object]] = {}
    for file in files:
        version = soc_version(file.year)
        hourly, annual = _bounds(file)
        releases[file.release] = (file.release, file.year, version, annual, hourly)
        for title, level, cell in read(file):
            cells.append(cell)
            if file.kind == "national":
                key = (file.release, str(cell[3]))
                titles[key] = (*key, title, level, version)
    rows = {
        "release_history": fill(connection, RELEASE_HISTORY, releases.values()),
        "occupation_history": fill(connection, OCCUPATION_HISTORY, titles.values()),
        "cell_history": fill(connection, CELL_HISTORY, cells),
    }
    years = sorted({file.year for file in files})
    return Provenance(
        source="oews_yearly",
        publisher=PUBLISHER,
        title="OEWS national estimates by year",
        release=f"May {years[0]} to May {years[-1]}",
        reference_period=f"{files[0].release}-{files[-1].release}",
        url="https://www.bls.gov/oes/tables.htm",
        retrieved=retrieved([file.path for file in files]),
        checksum=checksum([file.path for file in files]),
        rows=rows,
    )


def read(file: YearlyFile) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    """(title, level, cell in order of CELL_COLUMNS) of one file.

    From 2017 some codes stand twice, as a broad group and as its only detailed occupation; both rows say
    the same, which is checked, and the detailed one is kept.
    """
    sheet = _sheet(file)
    kept: dict[tuple[str, str], tuple[str, str, tuple[object, ...]]] = {}
    for number, record in sheet.records():
        if not any(record.values()):
            continue
        level = record.get("O_GROUP") or record.get("OCC_GROUP") or ""
        code = record["OCC_CODE"]
        if not re.fullmatch(r"\d\d-\d{4}", code):
            raise BadInput(
                f"{file.path.name}, row {number}, column OCC_CODE: {code!r} is not an occupation code."
            )
        if level not in _LEVELS:
            raise BadInput(
                f"{file.path.name}, row {number}, column O_GROUP: {level!r} is not a known level.",
                nearest=_LEVELS,
            )
        cell = _cell(file, sheet, number, record)
        before = kept.get((str(cell[2]), code))
        if before and before[2] != cell:
            raise BadInput(f"{file.path.name}, row {number}: {code} stands twice with different figures.")
        if before is None or level == "detailed":
            kept[(str(cell[2]), code)] = (record["OCC_TITLE"], level, cell)
    if ("000000" if file.kind == "national" else "62--63", "00-0000") not in kept:
        raise SourceUnavailable(
            f"{file.path.name} lacks the row of all occupations.", hint="It is truncated; obtain it again."
        )
    yield from kept.values()


def _sheet(file: YearlyFile) -> Sheet:
    raw = read_csv(file.path) if file.path.suffix == ".csv" else read_workbook(file.path)
    sheet = Sheet(file.path, tuple(name.upper() for name in raw.header), raw.rows, raw.first_row)
    sheet.require(_REQUIRED, allowed=_OPTIONAL)
    if "O_GROUP" not in sheet.header and "OCC_GROUP" not in sheet.header:
        sheet.require(("O_GROUP",))
    # Since 2013 every national file has had more than 1,300 rows; half a file must not pass for a year.
    if len(sheet.rows) < 1_300:
        raise SourceUnavailable(
            f"{file.path.name} has {len(sheet.rows):,} rows; a national file has at least 1,300.",
            hint="It is truncated; obtain it again.",
        )
    return sheet


def _cell(file: YearlyFile, sheet: Sheet, row: int, record: dict[str, str]) -> tuple[object, ...]:
    industry = ALL_INDUSTRIES
    if file.kind == "natsector":
        if record["NAICS"] not in SECTORS:
            raise BadInput(f"{file.path.name}, row {row}, column NAICS: {record['NAICS']!r} is not a sector.")
        industry = SECTORS[record["NAICS"]]
    return (file.release, NATION, industry, record["OCC_CODE"], *figures(sheet, row, record))


def figures(sheet: Sheet, row: int, record: dict[str, str]) -> tuple[object, ...]:
    """Values of one row of a BLS workbook in the order of CELL_COLUMNS after the occupation."""

    def value(column: str) -> float | None:
        text = record.get(column, "")
        if text in ("", "*", "**", "#"):
            return None
        number = sheet.number(row, column, text)
        if number < 0:
            raise BadInput(f"{sheet.path.name}, row {row}, column {column}: {text} is below zero.")
        return number

    wages = [*_HOURLY, *_ANNUAL]
    annual, hourly = [value(c) for c in _ANNUAL], [value(c) for c in _HOURLY]
    top = any(record[c] == "#" for c in wages)
    has_annual, has_hourly = any(v is not None for v in annual), any(v is not None for v in hourly)
    if not has_annual and not has_hourly:
        status, basis = ("top_coded" if top else "not_released"), "none"
    else:
        status = "partly_top_coded" if top else "published"
        basis = (
            "hourly_and_annual"
            if has_annual and has_hourly
            else "annual_only"
            if has_annual
            else "hourly_only"
        )
    jobs = value("TOT_EMP")
    return (
        None if jobs is None else int(jobs), value("EMP_PRSE"), value("MEAN_PRSE"),
        *annual, *hourly, value("JOBS_1000"), value("LOC_QUOTIENT"),
        status, "not_released" if jobs is None else "published", basis, _footnotes(record),
    )  # fmt: skip


def _footnotes(record: dict[str, str]) -> str:
    """The marks of the yearly files as flat-file codes: # is 5, * and ** are 8, one basis is 4."""
    annual_only, hourly_only = (
        record.get("ANNUAL", "").upper() == "TRUE",
        record.get("HOURLY", "").upper() == "TRUE",
    )
    codes = []
    for column in _DATATYPES:
        text = record.get(column, "")
        one_basis = (annual_only and column in _HOURLY) or (hourly_only and column in _ANNUAL)
        if text == "#":
            codes.append(TOP_CODED)
        elif text in ("*", "**"):
            codes.append(ONE_PAY_BASIS if one_basis else NOT_RELEASED)
        else:
            codes.append("")
    return "|".join(codes) if any(codes) else ""


def _bounds(file: YearlyFile) -> tuple[float, float]:
    """Hourly and annual bound of '#', from the notes in the workbook or, in years without, as BLS stated them."""
    if bounds := printed_bounds(file.year):
        return bounds
    notes = read_workbook(file.path, "Field Descriptions")
    for row in notes.rows:
        match = re.search(r"\$([\d,.]+\d) per hour or \$([\d,]+\d) per year", " ".join(row))
        if match:
            return float(match[1].replace(",", "")), float(match[2].replace(",", ""))
    raise SourceUnavailable(
        f"{file.path.name} does not say what its mark # means.",
        hint="Its notes have changed; check the file.",
    )
