"""Writing a priced payroll: CSV, Excel, Parquet or a page; whole or not at all, formulas defused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from paychart.employers.benchmark_result import Benchmark
from paychart.employers.desk import quoted
from paychart.employers.pages import page
from paychart.employers.workbook import write_workbook
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
    """csv, parquet, excel or html, by the ending; raises BadInput for another."""
    kind = KINDS.get(target.suffix.lower())
    if kind is None:
        raise BadInput(
            f"{target.name} ends in {target.suffix or 'nothing'}.",
            nearest=(".csv", ".xlsx", ".parquet", ".html"),
            hint="The ending of -o picks the format.",
        )
    return kind


def write(
    connection: duckdb.DuckDBPyConnection, scored: str, draft: Path, kind: str, done: Benchmark
) -> None:
    """Write the rows to `draft`, where Parquet already is."""
    where = quoted(f"{scored}/*.parquet" if Path(scored).is_dir() else scored)
    if kind == "html":
        _fits(done.summary.rows, MOST_PAGE_ROWS, "a page")
        rows = connection.execute(f"SELECT * FROM read_parquet('{where}')")
        draft.write_text(page(done, list(_texts(rows)), [c[0] for c in rows.description]), encoding="utf-8")
    elif kind == "excel":
        _fits(done.summary.rows, MOST_SHEET_ROWS, "a sheet")
        rows = connection.execute(_typed(connection, f"read_parquet('{where}')", done.columns.get("id")))
        write_workbook(draft, done, [c[0] for c in rows.description], _values(rows))
    elif kind == "csv":
        copy_csv(connection, f"read_parquet('{where}')", str(draft))


_NUMBER = (
    r"-?[$] ?(0|[1-9][0-9]{0,2}(,?[0-9]{3})*)([.][0-9]+)?|-?(0|[1-9][0-9]{0,2}(,?[0-9]{3})*)([.][0-9]+)?"
)
_NOTHING = "('', 'NA', 'N/A', 'NULL', '-')"


def _typed(connection: duckdb.DuckDBPyConnection, source: str, person: str | None) -> str:
    """A query of the rows with columns of numbers as numbers and of dates as dates, as a spreadsheet sorts and adds
    them; ids and codes with leading zeros stay as they are written."""
    texts = []
    for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall():
        own = '"' + name.replace('"', '""') + '"'
        texts.append((own, kind == "VARCHAR" and name != person and not name.startswith("paychart_")))
    if not any(text for _, text in texts):
        return f"SELECT * FROM {source}"
    checks = []
    for own, text in texts:
        trimmed = f"nullif(trim({own}), '')" if text else ""
        given = f"CASE WHEN upper({trimmed}) IN {_NOTHING} THEN NULL ELSE {trimmed} END"
        checks += [
            (f"coalesce(bool_and(regexp_full_match({given}, '{_NUMBER}')), false)", text),
            (f"coalesce(bool_and(try_strptime({given}, '%m/%d/%Y') IS NOT NULL), false)", text),
            (f"coalesce(bool_and(try_strptime({given}, '%Y-%m-%d') IS NOT NULL), false)", text),
        ]
    asked = ", ".join(check if text else "false" for check, text in checks)
    row = connection.execute(f"SELECT {asked} FROM {source}").fetchone() or ()
    chosen = []
    for i, (own, _) in enumerate(texts):
        number, american, iso = row[3 * i : 3 * i + 3]
        if number:
            chosen.append(f"try_cast(regexp_replace({own}, '[$, ]', '', 'g') AS DOUBLE) AS {own}")
        elif american or iso:
            form = "%m/%d/%Y" if american else "%Y-%m-%d"
            chosen.append(f"try_strptime(trim({own}), '{form}')::DATE AS {own}")
        else:
            chosen.append(own)
    return f"SELECT {', '.join(chosen)} FROM {source}"


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
