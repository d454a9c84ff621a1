"""BLS's OEWS research estimates by state and industry: the only published wages of both at once."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from paychart.data.sources.oews import CELL_COLUMNS, PUBLISHER
from paychart.data.sources.oews_yearly import FIGURES, SECTORS, figures
from paychart.data.sources.schema import Provenance, Table
from paychart.data.sources.sheets import Sheet, checksum, fill, read_workbook, retrieved
from paychart.errors import BadInput, SourceUnavailable

STATE_INDUSTRY = Table(
    "state_industry",
    "Research estimates by state, industry and occupation, where their workbooks were given at build",
    PUBLISHER,
    ("release", "area", "industry", "occupation"),
    CELL_COLUMNS,
)
TABLES = (STATE_INDUSTRY,)
SOURCE = "oews_research"
URL = "https://www.bls.gov/oes/current/oes_research_estimates.htm"
_REQUIRED = ("AREA", "NAICS", "OCC_CODE", *FIGURES)
_NATION_FIPS = 99


def find_files(folder: Path) -> tuple[int, tuple[Path, ...]]:
    """The newest year in the folder and its workbooks: that of all sectors, or else those of single sectors."""
    years: dict[int, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.xlsx")) if folder.is_dir() else []:
        match = re.fullmatch(r"oes_research_(\d{4})_(allsectors|sec_[\d_-]+)\.xlsx", path.name)
        if match:
            years.setdefault(int(match[1]), {})[match[2]] = path
    if not years:
        raise SourceUnavailable(
            f"No workbook of research estimates by state and industry is in {folder}.",
            nearest=("oes_research_2024_allsectors.xlsx", "oes_research_2024_sec_62.xlsx"),
            hint=f"Download one from {URL.removeprefix('https://www.')}.",
        )
    year = max(years)
    found = years[year]
    return year, (found["allsectors"],) if "allsectors" in found else tuple(found.values())


def load(connection: duckdb.DuckDBPyConnection, folder: Path) -> Provenance:
    """Create and fill `state_industry` from the newest year of workbooks in `folder`."""
    year, files = find_files(folder)
    cells = [cell for path in files for cell in read(path, f"{year}A01")]
    return Provenance(
        source=SOURCE,
        publisher=PUBLISHER,
        title="OEWS research estimates by state and industry",
        release=f"May {year}",
        reference_period=f"{year}A01",
        url=URL,
        retrieved=retrieved(files),
        checksum=checksum(files),
        rows={STATE_INDUSTRY.name: fill(connection, STATE_INDUSTRY, cells)},
    )


def read(path: Path, release: str) -> list[tuple[object, ...]]:
    """The cells of one workbook in order of CELL_COLUMNS; its first sheet holds them.

    A code that stands twice, as a broad group and as its only detailed occupation, or as an industry of three and
    of four digits, is kept once where both rows say the same. Columns beyond those needed are passed over.
    Headings were small and spaced in older years ("occ code").
    """
    raw = read_workbook(path)
    sheet = Sheet(path, tuple(name.upper().replace(" ", "_") for name in raw.header), raw.rows, raw.first_row)
    sheet.require(_REQUIRED)
    kept: dict[tuple[str, str, str], tuple[object, ...]] = {}
    for row, record in sheet.records():
        if not any(record.values()):
            continue
        occupation = record["OCC_CODE"]
        if not re.fullmatch(r"\d\d-\d{4}", occupation):
            raise _strange(path, row, "OCC_CODE", occupation, "an occupation code")
        key = (_area(path, row, record["AREA"]), _industry(path, row, record["NAICS"]), occupation)
        cell = (release, *key, *figures(sheet, row, record))
        if kept.setdefault(key, cell) != cell:
            raise BadInput(f"{path.name}, row {row}: {', '.join(key)} stands twice with different figures.")
    if not kept:
        raise SourceUnavailable(f"{path.name} holds no rows.", hint="Obtain it again; it looks truncated.")
    return list(kept.values())


def _area(path: Path, row: int, text: str) -> str:
    """BLS's code of a state from its FIPS number: 6 or 06 is 0600000."""
    if not re.fullmatch(r"\d{1,2}", text) or not 0 < int(text) < _NATION_FIPS:
        raise _strange(path, row, "AREA", text, "the number of a state")
    return f"{int(text):02d}00000"


def _industry(path: Path, row: int, text: str) -> str:
    """The release's code of an industry: 62 is 62--63, 621 and 621000 are 621000."""
    if text in SECTORS:
        return SECTORS[text]
    if not re.fullmatch(r"\d{2}[0-9A-Z]{1,4}", text):
        raise _strange(path, row, "NAICS", text, "an industry code")
    return text.ljust(6, "0")


def _strange(path: Path, row: int, column: str, text: str, wanted: str) -> BadInput:
    return BadInput(
        f"{path.name}, row {row}, column {column}: {text!r} is not {wanted}.",
        hint="The file is damaged, or it is another one; obtain it again from its publisher.",
    )
