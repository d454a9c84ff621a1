"""A payroll's rows worked out on all cores and written in the order they came.

A join hands rows on in whatever order threads finish, and sorting a hundred million rows by their number costs more
than pricing them. So a payroll is cut into spans; each is worked out by one thread, and they are written one after
the other. One thread mostly keeps the order of its rows, but a join may hold a short piece (under 64 rows) back behind
the next: rows carry their number, and a span whose numbers do not rise is sorted.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np

from paychart.employers.desk import quoted

ROW = "_pc_row"  # the column of row numbers; never written out
MOST_ROWS = 1_000_000
_MOST_BYTES = 128 * 1024**2
_FEWEST_ROWS = 25_000  # fewer are not worth a thread of their own


@dataclass(frozen=True)
class Span:
    """Rows `first` to before `last` of a Parquet file."""

    url: str
    first: int
    last: int


def spans(
    connection: duckdb.DuckDBPyConnection, urls: Sequence[str], bytes_a_row: float, workers: int
) -> list[Span]:
    """The rows of Parquet files, in order, in spans of much the same size that fit in memory."""
    found = []
    most = max(min(MOST_ROWS, int(_MOST_BYTES / max(bytes_a_row, 1.0))), 1_000)
    for url in urls:
        counted = connection.execute(
            f"SELECT num_rows FROM parquet_file_metadata('{quoted(url)}')"
        ).fetchone()
        rows = int(counted[0]) if counted else 0
        pieces = -(-rows // most)
        if rows > _FEWEST_ROWS:
            pieces = workers * -(-pieces // workers)
        edges = [rows * i // max(pieces, 1) for i in range(pieces + 1)]
        found += [Span(url, a, b) for a, b in pairwise(edges)]
    return found


class _Worker(threading.local):
    """The cursor of a thread, with its own `payroll` and the stages built on it."""

    cursor: duckdb.DuckDBPyConnection | None = None
    url = ""


class Ordered:
    """Works a query over the view `payroll` out, span by span.

    Parameters
    ----------
    connection : the session that holds the tables which the query joins.
    columns : of `payroll`: name -> DuckDB type.
    views : statements that build the query's temporary views on `payroll`.
    query : one row out for each row of `payroll`.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        columns: Mapping[str, str],
        views: Sequence[str],
        query: str,
    ) -> None:
        self._connection, self._columns, self._views, self._query = connection, columns, views, query
        self._worker = _Worker()

    def write(self, parts: Sequence[Span], url: str, progress: Callable[[int, int], None]) -> None:
        """Write the rows of all spans to one Parquet file."""
        from pyarrow import parquet

        count = threads(self._connection)
        self._connection.execute("SET threads = 1")
        writer: Any = None
        done, rows = 0, sum(part.last - part.first for part in parts)
        try:
            for table in self._tables(parts, count):
                if writer is None:
                    writer = parquet.ParquetWriter(
                        url, table.schema, store_schema=False, compression="snappy"
                    )
                writer.write_table(table)
                done += table.num_rows
                progress(done, rows)
        finally:
            if writer is not None:
                writer.close()
            self._connection.execute(f"SET threads = {count}")

    def _tables(self, parts: Sequence[Span], workers: int) -> Iterator[Any]:
        """Each span's rows, in order; while one is written, the next are worked out."""
        waiting: deque[Future[Any]] = deque()
        pool = ThreadPoolExecutor(workers)
        try:
            for part in parts:
                waiting.append(pool.submit(self._worked_out, part))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _worked_out(self, part: Span) -> Any:
        worker = self._worker
        if worker.cursor is None:
            worker.cursor = self._connection.cursor()
        cursor = worker.cursor
        cursor.execute(f"SET VARIABLE _pc_first = {part.first}")
        cursor.execute(f"SET VARIABLE _pc_last = {part.last}")
        if worker.url != part.url:
            cursor.execute(self._payroll(cursor, part.url))
            for statement in self._views:
                cursor.execute(statement)
            worker.url = part.url
        return sorted_rows(cursor.sql(self._query).to_arrow_table())

    def _payroll(self, cursor: duckdb.DuckDBPyConnection, url: str) -> str:
        """The view `payroll` of the span's rows; columns that only other files have are empty."""
        source = f"read_parquet('{quoted(url)}', file_row_number = true)"
        there = {row[0] for row in cursor.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        chosen = []
        for name, kind in self._columns.items():
            if name == ROW:
                chosen.append(f"file_row_number AS {ROW}")
                continue
            column = '"' + name.replace('"', '""') + '"'
            chosen.append(f"{column if name in there else 'NULL'}::{kind} AS {column}")
        return (
            f"CREATE OR REPLACE TEMP VIEW payroll AS SELECT {', '.join(chosen)} FROM {source} "
            "WHERE file_row_number >= getvariable('_pc_first') AND file_row_number < getvariable('_pc_last')"
        )


def sorted_rows(table: Any) -> Any:
    """An Arrow table with its rows by their number, where they are not so already, and without the number."""
    numbers = table.column(ROW).to_numpy()
    if (np.diff(numbers) < 0).any():
        table = table.take(np.argsort(numbers, kind="stable"))
    return table.drop_columns([ROW])


def threads(connection: duckdb.DuckDBPyConnection) -> int:
    """How many threads a session uses."""
    found = connection.execute("SELECT current_setting('threads')").fetchone()
    return int(found[0]) if found else 1
