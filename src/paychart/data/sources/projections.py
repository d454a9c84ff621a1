"""BLS Employment Projections 2024-34: jobs and openings by occupation, and who works there by education."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from paychart.data.reference import reference_path
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, read_csv, read_workbook, retrieved
from paychart.errors import BadInput, SourceUnavailable

PUBLISHER = "U.S. Bureau of Labor Statistics, Employment Projections"
_THOUSANDS = "thousands of jobs"
PROJECTION = Table(
    "projection",
    "Employment 2024 and projected 2034, annual openings and their parts, and what entry asks for",
    PUBLISHER,
    ("occupation",),
    (
        Column("occupation", "VARCHAR", "", "National Employment Matrix code; nearly always the SOC code"),
        Column("title", "VARCHAR", "", "Title as published", required=True),
        Column("level", "VARCHAR", "", "summary or detailed", required=True),
        Column("employment_2024_thousands", "DOUBLE", _THOUSANDS, "Jobs 2024, self-employed included"),
        Column("employment_2034_thousands", "DOUBLE", _THOUSANDS, "Projected jobs 2034"),
        Column("change_percent", "DOUBLE", "percent", "Projected change of employment over the ten years"),
        Column("self_employed_percent", "DOUBLE", "percent", "Self-employed workers 2024"),
        Column(
            "openings_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Openings: growth, exits and transfers"
        ),
        Column("exits_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Workers who leave the labor force"),
        Column("transfers_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Workers who change occupation"),
        Column(
            "median_annual_2024", "DOUBLE", "dollars a year", "Median wage 2024; null if not below $239,200"
        ),
        Column("median_status", "VARCHAR", "", "published, top_coded or not_available", required=True),
        Column("entry_education", "VARCHAR", "", "Typical education needed for entry; null for summaries"),
        Column("related_experience", "VARCHAR", "", "Work experience in a related occupation"),
        Column("on_the_job_training", "VARCHAR", "", "Typical training to attain competency"),
    ),
)
SHARES = (
    "less_than_high_school",
    "high_school",
    "some_college",
    "associate",
    "bachelor",
    "master",
    "doctoral_or_professional",
)
EDUCATION_MIX = Table(
    "education_mix",
    "Attainment of workers aged 25 and over by occupation, American Community Survey 2022-23",
    PUBLISHER,
    ("occupation",),
    (
        Column("occupation", "VARCHAR", "", "National Employment Matrix code"),
        Column("title", "VARCHAR", "", "Title as published, without footnote marks", required=True),
        *(Column(s, "DOUBLE", "percent", s.replace("_", " ").capitalize(), required=True) for s in SHARES),
        Column("proxy_group", "BOOLEAN", "", "True where the shares describe a wider group", required=True),
    ),
)
TABLES = (PROJECTION, EDUCATION_MIX)

_TOP = ">=$239,200"
_DASH = "—"
_P = "2024 National Employment Matrix "
_OUTLOOK = (
    *(f"{_P}title", f"{_P}code", "Occupation type", "Employment, 2024", "Employment, 2034"),
    *("Employment change, percent, 2024–34", "Percent self employed, 2024"),
    *("Occupational openings, 2024–34 annual average", "Median annual wage, dollars, 2024[1]"),
    *("Typical education needed for entry", "Work experience in a related occupation"),
    "Typical on-the-job training needed to attain competency in the occupation",
)
_SEPARATIONS = ("Labor force exits, 2024–34 annual average", "Occupational transfers, 2024–34 annual average")
_ATTAINMENT = (
    *("Less than high school diploma", "High school diploma or equivalent", "Some college, no degree"),
    *("Associate's degree", "Bachelor's degree", "Master's degree", "Doctoral or professional degree"),
)


def load(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> Provenance:
    """Create and fill `projection` and `education_mix` from the package or BLS's workbooks."""
    if folder is None:
        paths = [reference_path("projections.csv"), reference_path("education_mix.csv")]
        outlook, mix = _carried(read_csv(paths[0]), PROJECTION), _carried(read_csv(paths[1]), EDUCATION_MIX)
    else:
        paths = [folder / "occupation.xlsx", folder / "education.xlsx"]
        outlook, mix = read_occupation_workbook(paths[0]), read_education_workbook(paths[1])
    return Provenance(
        source="projections",
        publisher=PUBLISHER,
        title="Employment projections and educational attainment by occupation",
        release="2024-34, published August 2025",
        reference_period="2024-2034",
        url="https://www.bls.gov/emp/tables.htm",
        retrieved=retrieved(paths),
        checksum=checksum(paths),
        rows={
            "projection": fill(connection, PROJECTION, outlook),
            "education_mix": fill(connection, EDUCATION_MIX, mix),
        },
    )


def read_occupation_workbook(path: Path) -> Iterator[tuple[object, ...]]:
    """Rows of `projection` from tables 1.2 and 1.10 of BLS's occupation.xlsx."""
    separations = read_workbook(path, "Table 1.10", header_row=2)
    separations.require((f"{_P}code", *_SEPARATIONS))
    parts = {
        record[f"{_P}code"]: [_optional(separations, n, c, record[c]) for c in _SEPARATIONS]
        for n, record in separations.records()
        if record[f"{_P}code"]
    }
    sheet = read_workbook(path, "Table 1.2", header_row=2)
    sheet.require(_OUTLOOK)
    ended = False
    for number, record in sheet.records():
        code = record[f"{_P}code"]
        if not code:  # the footnotes below the table
            ended = True
            continue
        employment = [_optional(sheet, number, c, record[c]) for c in _OUTLOOK[3:8]]
        median = record[_OUTLOOK[8]]
        status = "top_coded" if median == _TOP else "not_available" if median == _DASH else "published"
        yield (
            *(
                code,
                record[f"{_P}title"],
                "summary" if record["Occupation type"] == "Summary" else "detailed",
            ),
            *employment,
            *parts.get(code, [None, None]),
            _optional(sheet, number, _OUTLOOK[8], median) if status == "published" else None,
            status,
            *(None if record[c] in (_DASH, "") else record[c] for c in _OUTLOOK[9:12]),
        )
    if not ended:
        raise SourceUnavailable(
            f"{path.name} has no notes below table 1.2.", hint="It is truncated; get it again."
        )


def read_education_workbook(path: Path) -> Iterator[tuple[object, ...]]:
    """Rows of `education_mix` from table 5.3 of BLS's education.xlsx."""
    sheet = read_workbook(path, "Table 5.3", header_row=2)
    sheet.require((f"{_P}title", f"{_P}code", *_ATTAINMENT))
    for number, record in sheet.records():
        if not record[f"{_P}code"]:
            continue
        title = record[f"{_P}title"]
        shares = [sheet.number(number, c, record[c]) for c in _ATTAINMENT]
        if not 98.5 <= sum(shares) <= 101.5:
            raise BadInput(
                f"{path.name}, row {number}: the shares of {title} add up to {sum(shares):.1f} percent."
            )
        yield (record[f"{_P}code"], title.removesuffix("[1]"), *shares, title.endswith("[1]"))


def _optional(sheet: Sheet, row: int, column: str, text: str) -> float | None:
    return None if text in ("", _DASH, "-") else sheet.number(row, column, text)


def _carried(sheet: Sheet, table: Table) -> Iterator[tuple[object, ...]]:
    sheet.require(table.column_names, allowed=())
    for number, record in sheet.records():
        values: list[object] = []
        for column in table.columns:
            text = record[column.name]
            if column.type == "DOUBLE":
                values.append(_optional(sheet, number, column.name, text))
            elif column.type == "BOOLEAN":
                values.append(text == "true")
            else:
                values.append(text or None)
        yield tuple(values)
