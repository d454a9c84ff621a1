"""Writing CSV files that people open in spreadsheets: whole or not at all, and with formulas defused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from paychart.errors import BadInput
from paychart.show.output import written

Inputs = Iterable[str | Path | None]
_SIGNS = frozenset("=+-@\t\r")
_QUOTED = ',"\r\n'
_LINE_END = "\r\n"
_AT_ONCE = 50_000  # lines


def write_rows(
    target: Path, header: list[str], rows: Iterable[Sequence[str]], *, inputs: Inputs = ()
) -> None:
    """Write a CSV that appears whole or not at all, never over `inputs`, with spreadsheet formulas defused."""

    def fill(file: TextIO) -> None:
        writer = csv.writer(file)
        writer.writerow([defuse(name) for name in header])
        writer.writerows([defuse(value) for value in row] for row in rows)

    _write_whole(target, fill, inputs)


def write_columns(
    target: Path, header: Sequence[str], columns: Sequence[Sequence[str]], *, inputs: Inputs = ()
) -> None:
    """The same from two columns or more: quicker, for each is looked through at once for what to quote or defuse."""

    def fill(file: TextIO) -> None:
        file.write(",".join(_column(header)) + _LINE_END)
        lines = map(",".join, zip(*map(_column, columns), strict=True))
        while some := _LINE_END.join(islice(lines, _AT_ONCE)):
            file.write(some + _LINE_END)

    _write_whole(target, fill, inputs)


def _column(values: Sequence[str]) -> Sequence[str]:
    """Values as they stand between commas."""
    if not _SIGNS.isdisjoint({value[:1] for value in values}):
        values = [defuse(value) for value in values]
    everything = "".join(values)
    if any(sign in everything for sign in _QUOTED):
        return [
            '"' + value.replace('"', '""') + '"' if any(sign in value for sign in _QUOTED) else value
            for value in values
        ]
    return values


def _write_whole(target: Path, fill: Callable[[TextIO], None], inputs: Inputs) -> None:
    with written(target, inputs=inputs) as draft:
        try:
            with draft.open("w", encoding="utf-8", newline="") as file:
                fill(file)
        except OSError as error:
            raise BadInput(
                f"{target} cannot be written: {error.strerror or error}.", hint="Name another file with -o."
            ) from error


def csv_text(header: list[str], rows: Iterable[Sequence[str]]) -> str:
    """The same CSV as text, for tables that travel inside a page."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([defuse(name) for name in header])
    writer.writerows([defuse(value) for value in row] for row in rows)
    return buffer.getvalue()


def defuse(value: str) -> str:
    """Text that spreadsheets would read as a formula, made harmless with a leading apostrophe."""
    if value[:1] in _SIGNS and not _is_number(value):
        return "'" + value
    return value


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
