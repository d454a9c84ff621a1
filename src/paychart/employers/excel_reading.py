"""Payroll workbooks: the right sheet and header row found, bombs and locked files refused, all values as text."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import IO, Any, cast

from paychart.data.sources.damage import reading
from paychart.employers.columns import header_score
from paychart.employers.desk import Desk
from paychart.employers.payroll_file import PayrollFile
from paychart.errors import BadInput

HEADER_WITHIN = 25
MOST_UNPACKED = 4 * 1024**3
MOST_RATIO = 150
_RATIO_FROM = 200 * 1024**2
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Extracted:
    """A sheet written as CSV: where, its header, the sheet's name, and what the reader should know."""

    file: PayrollFile
    header: tuple[str, ...]
    sheet: str
    notes: tuple[str, ...]


def extract(
    source: PayrollFile, desk: Desk, sheet: str | None, *, most_unpacked: int = MOST_UNPACKED
) -> Extracted:
    """Write the payroll sheet of a workbook to a CSV on the desk.

    Raises BadInput for a locked, damaged or hostile file, and where several sheets could be the payroll.
    """
    import openpyxl

    _check_container(source, most_unpacked)
    with source.open() as binary:
        damage = reading(
            f"{source.name} is not a readable Excel workbook",
            BadInput,
            "Open it, and save it as .xlsx or .csv.",
            quote=False,
        )
        with damage, closing(openpyxl.load_workbook(binary, read_only=True, data_only=True)) as book:
            return _as_csv(book, source, desk, sheet)


def _as_csv(book: Any, source: PayrollFile, desk: Desk, sheet: str | None) -> Extracted:
    name, start, notes = _choose_sheet(book, source, sheet)
    page = book[name]
    page.reset_dimensions()
    rows = page.iter_rows(values_only=True)
    head = [next(rows, ()) for _ in range(start + 1)]
    header = joined_header(head[start], head[start - 1] if start else ())
    if start:
        notes.append(f"The first {start} rows of the sheet stand above the header and were left out.")
    inside = "sheet.csv"
    with desk.write(inside) as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            texts = [as_text(value) for value in row[: len(header)]]
            if any(texts):
                writer.writerow(texts + [""] * (len(header) - len(texts)))
    written = replace(source, url=desk.url(inside), open=lambda: desk.read(inside))
    return Extracted(written, header, name, tuple(notes))


def _check_container(source: PayrollFile, most_unpacked: int) -> None:
    with source.open() as file:
        start = file.read(8)
    if start == _OLE:
        raise BadInput(
            f"{source.name} is protected by a password, or in the old .xls format.",
            hint="Open it, remove the password (File, Info, Protect Workbook), and save it as .xlsx.",
        )
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            sizes = [(item.file_size, item.compress_size) for item in archive.infolist()]
    except (zipfile.BadZipFile, OSError) as error:
        raise BadInput(
            f"{source.name} is not a readable Excel workbook.", hint="Open it, and save it as .xlsx or .csv."
        ) from error
    whole, packed = sum(size for size, _ in sizes), max(sum(size for _, size in sizes), 1)
    if whole > most_unpacked or (whole > _RATIO_FROM and whole / packed > MOST_RATIO):
        raise BadInput(
            f"{source.name} would unpack to {whole / 1024**3:,.1f} GB, {whole // packed:,} times its size: "
            "it was not opened.",
            hint="If it is a real payroll, save it as .csv or .parquet.",
        )


def _choose_sheet(book: Any, source: PayrollFile, wanted: str | None) -> tuple[str, int, list[str]]:
    names = list(book.sheetnames)
    if wanted is not None and wanted not in names:
        raise BadInput(f'{source.name} has no sheet "{wanted}".', nearest=names[:8], hint="Use --sheet NAME.")
    scores: dict[str, tuple[int, int]] = {}
    for name in [wanted] if wanted else names:
        page = book[name]
        if not hasattr(page, "iter_rows"):
            continue
        page.reset_dimensions()
        top = [
            tuple(as_text(v) for v in row) for row in page.iter_rows(values_only=True, max_row=HEADER_WITHIN)
        ]
        row, score = find_header(top)
        scores[name] = (score, row)
    usable = [name for name, (score, _) in scores.items() if score >= 2]
    if wanted:
        return wanted, scores[wanted][1], []
    if len(usable) > 1:
        raise BadInput(
            f"{source.name} has {len(usable)} sheets that look like a payroll.",
            nearest=usable,
            hint="Say which one with --sheet NAME.",
        )
    best = usable[0] if usable else max(scores, key=lambda n: scores[n][0])
    others = [name for name in names if name != best]
    notes = [f'Only the sheet "{best}" was read; also there: {", ".join(others[:5])}.'] if others else []
    return best, scores[best][1], notes


def find_header(top: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Position of the header among the first rows of a table, and how many of its cells name a role."""
    if not top:
        return 0, 0
    scored = [(header_score(row), -number) for number, row in enumerate(top)]
    score, number = max(scored)
    if score < 2:
        filled = [sum(bool(cell.strip()) for cell in row) for row in top]
        wide = max(filled)
        return next((i for i, n in enumerate(filled) if n >= max(wide - 1, 1)), 0), score
    return -number, score


def joined_header(row: Sequence[object], above: Sequence[object]) -> tuple[str, ...]:
    """Names of the columns: a blank under a merged cell takes the words above; doubles and blanks get a number."""
    names: list[str] = []
    upper = ""
    texts = [as_text(value) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    for place, text in enumerate(texts):
        over = as_text(above[place]) if place < len(above) else ""
        upper = over or upper
        name = text or upper or f"column {place + 1}"
        if name in names and upper and text:
            name = f"{upper} {text}"
        number = 2
        base = name
        while name in names:
            name, number = f"{base} ({number})", number + 1
        names.append(name)
    return tuple(names)


def as_text(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, no line breaks at the ends."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return str(value).strip()


def rows_of(file: PayrollFile) -> Iterator[list[str]]:
    """The rows of a UTF-8 CSV, such as `extract` writes."""
    with io.TextIOWrapper(cast(IO[bytes], file.open()), encoding="utf-8-sig", newline="") as text:
        yield from csv.reader(text)
