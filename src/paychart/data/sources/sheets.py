"""Rows out of published CSV files and workbooks, and into declared tables; errors name file, row, column."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from paychart.data.sources.damage import reading
from paychart.data.sources.schema import Table
from paychart.errors import BadInput, SourceUnavailable
from paychart.show.output import workspace

_NULL = "\\N"
# Thousands commas only where they belong: 1.234,56 is another country's number, and must not pass for 1.23456.
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+|\.)?(?:[eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Sheet:
    """A header and its rows as text; `first_row` is the row number a reader of the file would count."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2

    def require(self, columns: Iterable[str], *, allowed: Iterable[str] | None = None) -> None:
        """Raise unless all `columns` are there and, where `allowed` is given, no others besides them."""
        wanted = list(columns)
        missing = [name for name in wanted if name not in self.header]
        if missing:
            raise SourceUnavailable(
                f"{self.path.name} has no column {missing[0]!r}.",
                nearest=self.header[:8],
                hint="Its layout has changed, or it is another file; check it against its publisher's page.",
            )
        if allowed is not None:
            strange = [name for name in self.header if name and name not in {*wanted, *allowed}]
            if strange:
                raise SourceUnavailable(
                    f"{self.path.name} has a column {strange[0]!r} that paychart does not know.",
                    hint="The layout has changed; paychart must learn the column before it reads the file.",
                )

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its number in the file, as column -> text."""
        for number, row in enumerate(self.rows, start=self.first_row):
            yield number, dict(zip(self.header, row, strict=True))

    def number(self, row: int, column: str, text: str) -> float:
        """The number in one field; thousands commas are fine, letters an error that names the place."""
        try:
            value = float(text.replace(",", "")) if _NUMBER.fullmatch(text.strip()) else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise BadInput(
                f"{self.path.name}, row {row}, column {column}: {text!r} is not a number.",
                hint="The file is damaged; obtain it again from its publisher.",
            )
        return value


def read_csv(path: Path, *, last_row: int | None = None) -> Sheet:
    """A comma-separated file in UTF-8 up to `last_row`; every row must have as many fields as the header."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise _missing(path) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadInput(
            f"{path.name}, row {line}: the text is not UTF-8.",
            hint="The file was saved again in another encoding; obtain it again from its publisher.",
        ) from error
    with reading(f"{path.name} is damaged or cut short", BadInput, "Obtain it again from its publisher."):
        rows = list(csv.reader(text.splitlines()[:last_row], skipinitialspace=True))
    if len(rows) < 2:
        raise SourceUnavailable(f"{path.name} holds no rows.", hint="Obtain it again; it looks truncated.")
    header = tuple(name.strip() for name in rows[0])
    body: list[tuple[str, ...]] = []
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        if len(row) != len(header):
            raise BadInput(
                f"{path.name}, row {number}: {len(row)} fields where the header has {len(header)}.",
                hint="The file is truncated or damaged; obtain it again from its publisher.",
            )
        body.append(tuple(field.strip() for field in row))
    return Sheet(path, header, tuple(body))


def read_workbook(path: Path, sheet: str | int = 0, *, header_row: int = 1) -> Sheet:
    """One sheet of an Excel workbook as text; sheets are named or counted from 0."""
    import openpyxl

    if not path.exists():
        raise _missing(path)
    hint = "It is truncated, or a web page saved under that name; obtain it again."
    with reading(f"{path.name} is not a readable Excel workbook", SourceUnavailable, hint):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if isinstance(sheet, str) and sheet not in book.sheetnames:
            raise SourceUnavailable(
                f"{path.name} has no sheet {sheet!r}.",
                nearest=book.sheetnames[:6],
                hint="Is it another file?",
            )
        with reading(f"{path.name} is not a readable Excel workbook", SourceUnavailable, hint):
            page = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
            rows = [tuple(_text(value) for value in row) for row in page.iter_rows(values_only=True)]
    finally:
        book.close()
    if len(rows) <= header_row:
        raise SourceUnavailable(f"{path.name} holds no rows.", hint="Obtain it again; it looks truncated.")
    width = len(rows[header_row - 1])
    body = tuple((*row[:width], *[""] * (width - len(row))) for row in rows[header_row:])
    return Sheet(path, rows[header_row - 1], body, header_row + 1)


def checksum(paths: Sequence[Path]) -> str:
    """SHA-256 over the bytes of the files, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def month_edition(year: int, month: int) -> tuple[str, str]:
    """How an edition that ends in a month is called, and its reference period: August 2026, 2026-08."""
    return f"{date(year, month, 1):%B} {year}", f"{year}-{month:02d}"


def retrieved(paths: Sequence[Path]) -> str:
    """ISO date on which the newest of the files came to this disk."""
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in paths), UTC).date().isoformat()


def fill(connection: duckdb.DuckDBPyConnection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Create `table` and fill it in key order; a key that comes twice is an error. Returns the row count.

    The rows pass through a temporary CSV file: DuckDB reads it a hundred times faster than single inserts.
    """
    positions = [table.column_names.index(name) for name in table.key]
    ordered = sorted(rows, key=lambda row: tuple(str(row[i]) for i in positions))
    seen: set[tuple[Any, ...]] = set()
    for row in ordered:
        key = tuple(row[i] for i in positions)
        if key in seen:
            raise BadInput(
                f"Table {table.name}: the key {key} comes twice.",
                hint="The source file repeats a row; get it again.",
            )
        seen.add(key)
    connection.execute(table.create_sql())
    with workspace() as folder:
        staged = folder / f"{table.name}.csv"
        with staged.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
            writer.writerows([[_NULL if value is None else value for value in row] for row in ordered])
        if ordered:
            columns = ", ".join(f"'{c.name}': '{c.type}'" for c in table.columns)
            with reading(
                f"Table {table.name}: a figure does not fit its column", BadInput, "Get the file again."
            ):
                connection.execute(
                    f"INSERT INTO \"{table.name}\" SELECT * FROM read_csv('{staged}', columns={{{columns}}}, "
                    f"header=false, delim=',', quote='\"', escape='\"', nullstr='{_NULL}', auto_detect=false, "
                    "parallel=false)"
                )
    return len(ordered)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _missing(path: Path) -> SourceUnavailable:
    return SourceUnavailable(
        f"There is no file {path.name} in {path.parent}.",
        hint="Give the folder that holds the publisher's files, or fetch them first.",
    )
