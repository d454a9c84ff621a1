"""An employer's own salary surveys, read from CSV or Excel and coded.

A line has an occupation or title, percentiles (p25, p50, p75, or p10 and p90), the number of people behind them and a
date; a place and an employer type where it stands for those alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from paychart.data.sources.damage import reading
from paychart.data.store import Store
from paychart.employers.coding import Coded, code_areas, code_employers, code_occupations
from paychart.employers.desk import MemoryDesk
from paychart.employers.excel_reading import extract, rows_of
from paychart.employers.payroll_file import PayrollFile, held, on_disk
from paychart.errors import BadInput

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")
_MOST = 1e9  # dollars or people: beyond it a figure is a slip


@dataclass(frozen=True)
class Survey:
    """One line of a survey: dollars a year, `n` people, the date it stands for.

    `area` and `employer` are codes; blank where it stands for every place or employer type of the payroll.
    """

    source: str
    occupation: str
    percentiles: Mapping[str, float]
    n: int
    as_of: date
    area: str = ""
    employer: str = ""

    def covers(self, occupation: str, area: str, employer: str) -> bool:
        """Whether the line stands for a cell."""
        return self.occupation == occupation and self.area in ("", area) and self.employer in ("", employer)


def read_surveys(path: Path, store: Store) -> list[Survey]:
    """The lines of a survey file. Raises BadInput naming row and column."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    return _lines(on_disk(path), path.suffix.lower() == ".xlsx", store)


def read_held_surveys(name: str, content: bytes, store: Store) -> list[Survey]:
    """The same for a file's bytes, in memory alone."""
    found = held(name, content, MemoryDesk())
    if found.kind == "parquet":
        raise BadInput(f"{found.source} is no survey file.", nearest=(".csv", ".xlsx"))
    return _lines(found.first, found.kind == "excel", store)


def _lines(file: PayrollFile, workbook: bool, store: Store) -> list[Survey]:
    name = file.name
    if workbook:
        file = extract(file, MemoryDesk(), None).file
    with reading(f"{name} is not CSV in UTF-8 text", BadInput, "Save it as CSV UTF-8."):
        table = [row for row in rows_of(file) if row]
    header = [name.strip().lower() for name in table[0]] if table else []
    where = {
        name: header.index(name)
        for name in (*PERCENTILES, "n", "date", "occupation", "title", "source", "area", "employer")
        if name in header
    }
    if (
        "p50" not in where
        or "n" not in where
        or "date" not in where
        or not {"occupation", "title"} & set(where)
    ):
        raise BadInput(
            f"{name} needs columns occupation (or title), p50, n and date.", nearest=tuple(header[:8]),
            hint="p10, p25, p75, p90, source, area and employer may be added; dollars a year.",
        )  # fmt: skip
    for number, row in enumerate(table[1:], 2):
        if len(row) != len(header):
            raise BadInput(
                f"{name}, row {number}: {len(row)} fields where the header has {len(header)}.",
                hint="Mend that line.",
            )
    words = [row[where.get("occupation", where.get("title", 0))].strip() for row in table[1:]]
    coded = code_occupations(words, store)
    areas = _codes(name, table, where.get("area"), "area", lambda texts: code_areas(texts, store))
    employers = _codes(
        name, table, where.get("employer"), "employer", lambda texts: code_employers(texts, store)
    )
    found = []
    for number, (row, code) in enumerate(zip(table[1:], coded, strict=True), 2):
        if not code.code:
            raise BadInput(
                f"{name}, row {number}: the occupation or title was not recognized.",
                hint="Give its SOC code.",
            )
        levels = {
            p: _amount(name, number, p, row[where[p]])
            for p in PERCENTILES
            if p in where and row[where[p]].strip()
        }
        values = [levels[p] for p in PERCENTILES if p in levels]
        if values != sorted(values):
            raise BadInput(f"{name}, row {number}: percentiles must not decrease.")
        n = int(_amount(name, number, "n", row[where["n"]]))
        try:
            as_of = date.fromisoformat(row[where["date"]].strip()[:10])
        except ValueError:
            raise BadInput(f"{name}, row {number}: the date is not like 2026-03-01.") from None
        said = row[where["source"]].strip() if "source" in where else ""
        source = said or PurePath(name).stem
        found.append(Survey(source, code.code, levels, n, as_of, areas[number - 2], employers[number - 2]))
    return found


def _codes(
    file: str,
    table: list[list[str]],
    place: int | None,
    name: str,
    coder: Callable[[list[str]], list[Coded]],
) -> list[str]:
    """The codes of a column of places or employer types; blank where nothing stands."""
    if place is None:
        return [""] * (len(table) - 1)
    texts = [row[place].strip() for row in table[1:]]
    found = []
    for number, (text, code) in enumerate(zip(texts, coder(texts), strict=True), 2):
        if text and (not code.code or code.note == "area-is-state"):
            raise BadInput(f"{file}, row {number}, column {name}: not recognized.", hint="Give its code.")
        found.append(code.code if text else "")
    return found


def _amount(file: str, row: int, column: str, text: str) -> float:
    try:
        value = float(text.replace("$", "").replace(",", ""))
    except ValueError:
        raise BadInput(f"{file}, row {row}, column {column}: not a number.") from None
    if not 0 < value < _MOST:
        raise BadInput(f"{file}, row {row}, column {column}: must be more than zero, and a figure of pay.")
    return value
