"""A CSV of titles in, the same rows with occupations out, written whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path

from paychart.csv_output import write_rows
from paychart.errors import BadInput
from paychart.titles.coder import Coding, code_many

ADDED = ("soc", "soc_title", "probability", "alternatives", "level", "credentials")


def code_file(source: Path, column: str, output: Path | None) -> int:
    """Code `column` of a UTF-8 CSV file into `output`; returns the row count. Errors never repeat a title."""
    if output is None:
        raise BadInput("No output file was named.", hint="Add -o OUT.csv.")
    if not source.is_file():
        raise BadInput(f"{source.name} is not a file.", hint="Give the path of a CSV file.")
    try:
        with source.open(encoding="utf-8-sig", newline="") as stream:
            table = list(csv.reader(stream, strict=True))
    except UnicodeDecodeError:
        raise BadInput(
            f"{source.name} is not UTF-8 text.", hint="Save it as CSV UTF-8 and try again."
        ) from None
    except csv.Error:
        raise BadInput(
            f"{source.name} is not a well-formed CSV file.", hint="Check its quotation marks."
        ) from None
    header, body = (table[0], table[1:]) if table else ([], [])
    if header.count(column) != 1:
        raise BadInput(
            f"There is not exactly one column {column!r}.", nearest=header, hint="Use --column NAME."
        )
    clash = [name for name in ADDED if name in header]
    if clash:
        raise BadInput(f"The file already has a column {clash[0]!r}.", hint="Rename it first.")
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise BadInput(f"Row {number} has {len(row)} fields, the header {len(header)}.")
        if len(row[header.index(column)]) > 300:
            raise BadInput(f"Row {number} has a title longer than 300 characters.", hint="Shorten it.")
    codings = code_many([row[header.index(column)] for row in body])
    rows = ([*row, *_cells(coding)] for row, coding in zip(body, codings, strict=True))
    write_rows(
        output, [_defused(name) for name in [*header, *ADDED]], ([_defused(c) for c in row] for row in rows)
    )
    return len(body)


def _cells(coding: Coding) -> list[str]:
    best = coding.best
    others = coding.candidates if best is None else coding.candidates[1:]
    chosen = [best.soc, best.soc_title, f"{best.probability:.4f}"] if best else ["", "", ""]
    alternatives = "; ".join(f"{c.soc} {c.probability:.2f}" for c in others)
    return [*chosen, alternatives, coding.level, " ".join(coding.credentials)]


def _defused(cell: str) -> str:
    """Titles hold no numbers, so here every leading sign is defused, not only those of formulas."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
