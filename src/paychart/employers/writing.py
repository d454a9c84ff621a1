"""Writing a priced payroll: CSV, Excel, Parquet or a page; whole or not at all, formulas defused."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from paychart.employers.benchmark_result import Benchmark
from paychart.employers.desk import quoted
from paychart.employers.pages import page
from paychart.employers.workbook import write_workbook
from paychart.employers.workspace import sweep
from paychart.errors import BadInput
from paychart.show.csv_output import defuse

KINDS = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "excel",
    ".html": "html",
    ".htm": "html",
}
MOST_SHEET_ROWS = 1_048_575
MOST_PAGE_ROWS = 20_000
_BATCH = 20_000


def kind_of(target: Path) -> str:
    """csv, parquet, excel or html, by the ending; raises BadInput for another or for a folder that is not there."""
    kind = KINDS.get(target.suffix.lower())
    if kind is None:
        raise BadInput(
            f"{target.name} ends in {target.suffix or 'nothing'}.",
            nearest=(".csv", ".xlsx", ".parquet", ".html"),
            hint="The ending of -o picks the format.",
        )
    if not target.parent.is_dir():
        raise BadInput(
            f"The folder {target.parent} does not exist.", hint="Create it, or write elsewhere with -o."
        )
    return kind


class Draft:
    """A file (or folder) beside its target that takes its place when it is whole, and vanishes when it is not."""

    def __init__(self, target: Path) -> None:
        self.target = target
        try:
            sweep(target.parent, f".{target.name}.")
            made = tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}-", dir=target.parent)
            self._folder = Path(made)
        except OSError as error:
            raise BadInput(
                f"{target} cannot be written: {error.strerror}.", hint="Name another file with -o."
            ) from error
        self.path = self._folder / target.name

    def __enter__(self) -> Draft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def publish(self) -> Path:
        """Put the draft in the target's place; a folder that stands there goes with the draft's folder."""
        if self.target.is_dir():
            self.target.rename(self._folder / "before")
        self.path.replace(self.target)
        return self.target


def write(
    connection: duckdb.DuckDBPyConnection, scored: str, draft: Draft, target: Path, kind: str, done: Benchmark
) -> list[Path]:
    """Write the rows (already at the draft for Parquet) and the summary; returns the files."""
    where = quoted(f"{scored}/*.parquet" if Path(scored).is_dir() else scored)
    if kind == "html":
        _fits(done.summary.rows, MOST_PAGE_ROWS, "a page")
        rows = connection.execute(f"SELECT * FROM read_parquet('{where}')")
        draft.path.write_text(
            page(done, list(_texts(rows)), [c[0] for c in rows.description]), encoding="utf-8"
        )
        return [draft.publish()]
    if kind == "excel":
        _fits(done.summary.rows, MOST_SHEET_ROWS, "a sheet")
        rows = connection.execute(f"SELECT * FROM read_parquet('{where}')")
        write_workbook(draft.path, done, [c[0] for c in rows.description], _values(rows))
        return [draft.publish()]
    if kind == "csv":
        copy_csv(connection, f"read_parquet('{where}')", str(draft.path))
    beside = target.with_name(f"{target.stem}.summary.html")
    with Draft(beside) as summary:
        summary.path.write_text(page(done, None, []), encoding="utf-8")
        return [draft.publish(), summary.publish()]


def _fits(rows: int, most: int, what: str) -> None:
    if rows > most:
        raise BadInput(
            f"{rows:,} rows do not fit on {what} of {most:,}.",
            nearest=(".csv", ".parquet"),
            hint="Choose another ending for -o.",
        )


def copy_csv(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Write a table as CSV, in order, with cells and names that spreadsheets would run as formulas defused."""
    parts = []
    for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        alias = '"' + defuse(name).replace('"', '""') + '"'
        if kind == "VARCHAR":
            risky = f"regexp_matches({quoted}, '^[=+\\-@\\t\\r]') AND try_cast({quoted} AS DOUBLE) IS NULL"
            parts.append(f"CASE WHEN {risky} THEN '''' || {quoted} ELSE {quoted} END AS {alias}")
        else:
            parts.append(f"{quoted} AS {alias}")
    where = target.replace("'", "''")
    connection.execute(f"COPY (SELECT {', '.join(parts)} FROM {source}) TO '{where}' (FORMAT csv, HEADER)")


def _values(rows: Any) -> Iterator[tuple[Any, ...]]:
    while batch := rows.fetchmany(_BATCH):
        yield from batch


def _texts(rows: Any) -> Iterator[list[str]]:
    for row in _values(rows):
        yield ["" if v is None else f"{v:,.2f}" if isinstance(v, float) else str(v) for v in row]
