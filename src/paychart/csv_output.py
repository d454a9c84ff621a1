"""Writing CSV files that people open in spreadsheets: whole or not at all, and with formulas defused."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from paychart.errors import BadInput

_SIGNS = frozenset("=+-@\t\r")


def write_rows(target: Path, header: list[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV that appears whole or not at all, with spreadsheet formulas defused."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([defuse(name) for name in header])
                writer.writerows(map(_defused, rows))
            draft.chmod(0o644)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(
            f"{target} cannot be written: {error.strerror or error}.", hint="Name another file with -o."
        ) from error


def csv_text(header: list[str], rows: Iterable[Sequence[str]]) -> str:
    """The same CSV as text, for tables that travel inside a page."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([defuse(name) for name in header])
    writer.writerows(map(_defused, rows))
    return buffer.getvalue()


def defuse(value: str) -> str:
    """Text that spreadsheets would read as a formula, made harmless with a leading apostrophe."""
    if value[:1] in _SIGNS and not _is_number(value):
        return "'" + value
    return value


def _defused(row: Sequence[str]) -> list[str]:
    return [value if value[:1] not in _SIGNS else defuse(value) for value in row]


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
