"""BLS Employment Projections: jobs and openings by occupation in ten years, and who works there by education.

The edition is read from the file, never written here: `projection` is the newest, `projection_history` holds earlier
ones, which claims of their time are held against. Editions are never joined as a trend: BLS estimates separations anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb

from paychart.data.reference import carried, reference_path
from paychart.data.sources.schema import Column, Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, read_workbook, retrieved
from paychart.data.vintages import carried_vintages, require_not_older
from paychart.errors import BadInput, SourceUnavailable

PUBLISHER = "U.S. Bureau of Labor Statistics, Employment Projections"
URL = "https://www.bls.gov/emp/tables.htm"
_THOUSANDS = "thousands of jobs"
_FIGURES = (
    Column(
        "employment_base_thousands", "DOUBLE", _THOUSANDS, "Jobs in the base year, self-employed included"
    ),
    Column("employment_projected_thousands", "DOUBLE", _THOUSANDS, "Projected jobs ten years on"),
    Column("change_percent", "DOUBLE", "percent", "Projected change of employment over the ten years"),
    Column("self_employed_percent", "DOUBLE", "percent", "Self-employed workers in the base year"),
    Column("openings_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Openings: growth, exits and transfers"),
    Column("exits_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Workers who leave the labor force"),
    Column("transfers_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Workers who change occupation"),
    Column("separations_thousands", "DOUBLE", f"{_THOUSANDS} a year", "Exits and transfers together"),
)
PROJECTION = Table(
    "projection",
    "Jobs now and projected, annual openings and their parts, and what entry asks for: the newest edition",
    PUBLISHER,
    ("occupation",),
    (
        Column("occupation", "VARCHAR", "", "National Employment Matrix code; nearly always the SOC code"),
        Column("title", "VARCHAR", "", "Title as published", required=True),
        Column("level", "VARCHAR", "", "summary or detailed", required=True),
        *_FIGURES,
        Column(
            "separations_status",
            "VARCHAR",
            "",
            "published; implied (openings less a tenth of the change: the parts are not at hand); none",
            required=True,
        ),
        Column("median_annual", "DOUBLE", "dollars a year", "Median wage of the base year, as printed"),
        Column("median_status", "VARCHAR", "", "published, top_coded or not_available", required=True),
        Column("entry_education", "VARCHAR", "", "Typical education needed for entry; null for summaries"),
        Column(
            "related_experience", "VARCHAR", "", "Work experience in a related occupation; null if not known"
        ),
        Column(
            "on_the_job_training", "VARCHAR", "", "Typical training to attain competency; null if not known"
        ),
    ),
)
PROJECTION_HISTORY = Table(
    "projection_history",
    "Earlier editions of `projection`, as published; never a trend with it",
    PUBLISHER,
    ("edition", "occupation"),
    (Column("edition", "VARCHAR", "", "Years the edition spans, e.g. 2024-34"), *PROJECTION.columns),
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
    "Attainment of workers aged 25 and over by occupation, American Community Survey",
    PUBLISHER,
    ("occupation",),
    (
        Column("occupation", "VARCHAR", "", "National Employment Matrix code"),
        Column("title", "VARCHAR", "", "Title as published, without footnote marks", required=True),
        *(Column(s, "DOUBLE", "percent", s.replace("_", " ").capitalize(), required=True) for s in SHARES),
        Column("proxy_group", "BOOLEAN", "", "True where the shares describe a wider group", required=True),
    ),
)
TABLES = (PROJECTION, PROJECTION_HISTORY, EDUCATION_MIX)
CURRENT, EARLIER, MIX = "projections.csv", "projections_history.csv.gz", "education_mix.csv"

_DASH = ("", "—", "-", "–")
# Heads of the columns of tables 1.2, 1.10 and 5.3, whose years change with the edition.
_OUTLOOK = {
    "title": r"(\d{4}) National Employment Matrix title",
    "code": r"\d{4} National Employment Matrix code",
    "type": r"Occupation type",
    "now": r"Employment, (\d{4})",
    "then": r"Employment, (\d{4})",
    "change": r"Employment change, percent, \d{4}[–-]\d{2}",
    "alone": r"Percent self employed, \d{4}",
    "openings": r"Occupational openings, \d{4}[–-]\d{2} annual average",
    "median": r"Median annual wage, dollars, \d{4}(\[\d+\])?",
    "education": r"Typical education needed for entry",
    "experience": r"Work experience in a related occupation",
    "training": r"Typical on-the-job training needed to attain competency in the occupation",
}
_SEPARATIONS = {
    "code": _OUTLOOK["code"],
    "exits": r"Labor force exits, \d{4}[–-]\d{2} annual average",
    "transfers": r"Occupational transfers, \d{4}[–-]\d{2} annual average",
}
_ATTAINMENT = (
    *("Less than high school diploma", "High school diploma or equivalent", "Some college, no degree"),
    *("Associate's degree", "Bachelor's degree", "Master's degree", "Doctoral or professional degree"),
)
Row = tuple[object, ...]


def load(connection: duckdb.DuckDBPyConnection, folder: Path | None = None) -> Provenance:
    """Create and fill the three tables from the package, or from BLS's workbooks in `folder`.

    A workbook of another edition than the carried one moves the carried one into `projection_history`. Raises
    BadInput for an edition older than the carried one.
    """
    held = carried_vintages()["projections"]
    edition, reference = held.edition, f"{held.first}-{held.last}"
    kept = [reference_path(CURRENT), reference_path(EARLIER), reference_path(MIX)]
    outlook, mix = list(_carried(carried(CURRENT), PROJECTION)), list(_carried(carried(MIX), EDUCATION_MIX))
    earlier = list(_carried(carried(EARLIER), PROJECTION_HISTORY))
    if folder is not None:
        kept = [folder / "occupation.xlsx", folder / "education.xlsx"]
        (first, last), rows = read_occupation_workbook(kept[0])
        require_not_older("projections", f"{first}-{last}", file=kept[0].name)
        if (first, last) != (held.first, held.last):
            earlier += [(held.edition, *row) for row in outlook]
            edition, reference = f"{first}-{last % 100:02d}", f"{first}-{last}"
        outlook, mix = rows, list(read_education_workbook(kept[1]))
    return Provenance(
        source="projections",
        publisher=PUBLISHER,
        title="Employment projections and educational attainment by occupation",
        release=edition,
        reference_period=reference,
        url=URL,
        retrieved=retrieved(kept),
        checksum=checksum(kept),
        rows={
            "projection": fill(connection, PROJECTION, outlook),
            "projection_history": fill(connection, PROJECTION_HISTORY, earlier),
            "education_mix": fill(connection, EDUCATION_MIX, mix),
        },
    )


def read_occupation_workbook(path: Path) -> tuple[tuple[int, int], list[Row]]:
    """Base and target year, and the rows of `projection`, from tables 1.2 and 1.10 of BLS's occupation.xlsx."""
    separations = read_workbook(path, "Table 1.10", header_row=2)
    names = _columns(separations, _SEPARATIONS)
    parts = {
        record[names["code"]]: [
            _optional(separations, n, names[c], record[names[c]]) for c in ("exits", "transfers")
        ]
        for n, record in separations.records()
        if record[names["code"]]
    }
    sheet = read_workbook(path, "Table 1.2", header_row=2)
    names = _columns(sheet, _OUTLOOK)
    years = tuple(int(re.findall(r"\d{4}", names[c])[0]) for c in ("now", "then"))
    rows: list[Row] = []
    ended = False
    for number, record in sheet.records():
        told = {key: record[name] for key, name in names.items()}
        if not told["code"]:  # the footnotes below the table
            ended = True
            continue
        figures = [
            _optional(sheet, number, names[c], told[c])
            for c in ("now", "then", "change", "alone", "openings")
        ]
        lost = parts.get(told["code"], [None, None])
        median = told["median"]
        status = (
            "top_coded" if median.startswith(">=") else "not_available" if median in _DASH else "published"
        )
        rows.append(
            (
                *(told["code"], told["title"], "summary" if told["type"] == "Summary" else "detailed"),
                *figures,
                *lost,
                *_separations(figures[0], figures[1], figures[4], *lost),
                _optional(sheet, number, names["median"], median) if status == "published" else None,
                status,
                *(None if told[c] in _DASH else told[c] for c in ("education", "experience", "training")),
            )
        )
    if not ended:
        raise SourceUnavailable(
            f"{path.name} has no notes below table 1.2.", hint="It is truncated; get it again."
        )
    return (years[0], years[1]), rows


def read_education_workbook(path: Path) -> Iterator[Row]:
    """Rows of `education_mix` from table 5.3 of BLS's education.xlsx."""
    sheet = read_workbook(path, "Table 5.3", header_row=2)
    names = _columns(sheet, {"title": _OUTLOOK["title"], "code": _OUTLOOK["code"]})
    sheet.require(_ATTAINMENT)
    for number, record in sheet.records():
        if not record[names["code"]]:
            continue
        title = record[names["title"]]
        shares = [sheet.number(number, c, record[c]) for c in _ATTAINMENT]
        if not 98.5 <= sum(shares) <= 101.5:
            raise BadInput(
                f"{path.name}, row {number}: the shares of {title} add up to {sum(shares):.1f} percent."
            )
        yield (record[names["code"]], title.removesuffix("[1]"), *shares, title.endswith("[1]"))


def _separations(
    now: float | None,
    then: float | None,
    openings: float | None,
    exits: float | None,
    transfers: float | None,
) -> tuple[float | None, str]:
    """Exits and transfers together, and whether they are printed or what openings leave beside growth."""
    if exits is not None and transfers is not None:
        return round(exits + transfers, 1), "published"
    if now is None or then is None or openings is None:
        return None, "none"
    return round(openings - (then - now) / 10, 1), "implied"


def _columns(sheet: Sheet, patterns: Mapping[str, str]) -> dict[str, str]:
    """Our name -> the sheet's head; a pattern that stands twice takes heads in order. Raises where one is missing."""
    found: dict[str, str] = {}
    for name, pattern in patterns.items():
        fits = [h for h in sheet.header if h not in found.values() and re.fullmatch(pattern, h)]
        if not fits:
            plain = re.sub(r"\\d\{4\}\[–-\]\\d\{2\}|\(?\\d\{4\}\)?", "YEAR", pattern).removesuffix(
                r"(\[\d+\])?"
            )
            sheet.require([plain])
        found[name] = fits[0]
    return found


def _optional(sheet: Sheet, row: int, column: str, text: str) -> float | None:
    return None if text in _DASH else sheet.number(row, column, text)


def _carried(records: Iterable[Mapping[str, str]], table: Table) -> Iterator[Row]:
    for record in records:
        values: list[object] = []
        for column in table.columns:
            text = record[column.name]
            if column.type == "DOUBLE":
                values.append(float(text) if text else None)
            elif column.type == "BOOLEAN":
                values.append(text == "true")
            else:
                values.append(text or None)
        yield tuple(values)
