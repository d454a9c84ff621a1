"""Where the scoring runs: DuckDB in this process, which gets the Ibis expressions as SQL.

An engine holds tables by name. Another engine needs these methods and the same expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import duckdb
import numpy as np
from numpy.typing import NDArray

from paychart.employers.desk import Desk, quoted
from paychart.employers.in_order import ROW, Ordered, Span, spans, threads
from paychart.employers.payroll_file import Found

_TRIED_ROWS = 2000
_BYTES_A_COLUMN, _ADDED_COLUMNS = 8, 13

Expression = Any  # an Ibis table expression


Progress = Callable[[int, int], None]  # rows done, of how many


def silent(done: int, of: int) -> None:
    """No progress shown."""


class Engine(Protocol):
    """What the benchmark asks of a place to run in."""

    name: str

    def put(
        self,
        name: str,
        columns: Mapping[str, NDArray[Any] | Sequence[Any]],
        repeated: Sequence[str] = (),
    ) -> Expression:
        """A small table under `name`, and the Ibis table for it; texts of `repeated` columns go into many rows."""

    def hold(self, name: str, expression: Expression, repeated: Sequence[str] = ()) -> Expression:
        """Work an expression out once, as a table of the session; texts of `repeated` go into many rows."""

    def stage(self, expression: Expression) -> Expression:
        """A view of an expression, so that what is built on it stays shallow."""

    def keep(self, name: str, expression: Expression, url: str, progress: Progress = silent) -> Expression:
        """Work an expression out once, as Parquet at `url` with the payroll's rows in order, and name the result."""

    def view(self, name: str) -> Expression:
        """The Ibis table of a view or table of the session."""

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        """All rows of a small result."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def sql(expression: Expression, dialect: str) -> str:
    """The SQL of an expression with each step on its own: merged steps would repeat the arithmetic many times."""
    import ibis

    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(ibis.to_sql(expression, dialect=dialect, pretty=False))
    finally:
        ibis.options.sql.fuse_selects = before


def ibis_types(columns: Mapping[str, str]) -> dict[str, Any]:
    """Ibis types of DuckDB types; what Ibis does not know is carried along as text."""
    import ibis.expr.datatypes as dt
    from ibis.backends.sql.datatypes import DuckDBType

    types: dict[str, Any] = {}
    for name, text in columns.items():
        try:
            types[name] = DuckDBType.from_string(text)
        except Exception:
            types[name] = dt.string
    return types


class DuckEngine:
    """The default: streams files larger than memory and keeps the order of rows."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._stages: list[str] = []
        self._kinds = 0
        self._files: tuple[str, ...] = ()

    def read(self, found: Found, desk: Desk) -> None:
        """Settle which Parquet files the view `payroll` stands on, and number its rows; text becomes one file, so that
        it is parsed once. On a desk in memory no file is written."""
        if desk.held:
            self._number("row_number() OVER ()")
            return
        self._files = parquet_files(self.connection, found, desk)
        if found.kind != "parquet":
            self.connection.execute(
                f"CREATE OR REPLACE VIEW payroll AS SELECT * FROM read_parquet('{quoted(self._files[0])}')"
            )
        self._number("0::BIGINT")  # spans have their files' own numbers

    def _number(self, number: str) -> None:
        self.connection.execute("ALTER VIEW payroll RENAME TO _pc_given")
        self.connection.execute(f"CREATE VIEW payroll AS SELECT *, {number} AS {ROW} FROM _pc_given")

    def view(self, name: str) -> Expression:
        """The Ibis table of a view or table of the session."""
        import ibis

        described = self.connection.execute(f'DESCRIBE "{name}"').fetchall()
        return ibis.table(ibis_types({row[0]: row[1] for row in described}), name=name)

    def put(
        self,
        name: str,
        columns: Mapping[str, NDArray[Any] | Sequence[Any]],
        repeated: Sequence[str] = (),
    ) -> Expression:
        self.connection.register("_incoming", arrow(columns))
        self._table(name, "SELECT * FROM _incoming", list(columns), repeated)
        self.connection.unregister("_incoming")
        return self.view(name)

    def hold(self, name: str, expression: Expression, repeated: Sequence[str] = ()) -> Expression:
        self._table(name, sql(expression, "duckdb"), list(expression.columns), repeated)
        return self.view(name)

    def _table(self, name: str, query: str, columns: Sequence[str], repeated: Sequence[str]) -> None:
        """A table whose repeated texts are enumerated: joined to rows they travel, and are written, as numbers."""
        self.connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {query}')
        chosen = []
        for column in columns:
            quoted = '"' + column.replace('"', '""') + '"'
            if column in repeated and self._enumerated(name, quoted):
                quoted = f'{quoted}::"_pc_kind_{self._kinds}" AS {quoted}'
            chosen.append(quoted)
        if repeated:
            self.connection.execute(
                f'CREATE OR REPLACE TABLE "{name}" AS SELECT {", ".join(chosen)} FROM "{name}"'
            )

    def _enumerated(self, name: str, column: str) -> bool:
        """Make the type of a column's texts; false where there are none."""
        some = self.connection.execute(f'SELECT count({column}) FROM "{name}"').fetchone()
        if not some or not some[0]:
            return False
        self._kinds += 1
        self.connection.execute(
            f'CREATE TYPE "_pc_kind_{self._kinds}" AS ENUM '
            f'(SELECT DISTINCT {column} FROM "{name}" WHERE {column} IS NOT NULL ORDER BY 1)'
        )
        return True

    def stage(self, expression: Expression) -> Expression:
        import ibis

        name = f"_pc_stage_{len(self._stages) + 1}"
        self._stages.append(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql(expression, 'duckdb')}")
        self.connection.execute(self._stages[-1])
        return ibis.table(expression.schema(), name=name)

    def keep(self, name: str, expression: Expression, url: str, progress: Progress = silent) -> Expression:
        query, where = sql(expression, "duckdb"), quoted(url)
        if self._files:
            columns = {row[0]: row[1] for row in self.connection.execute("DESCRIBE payroll").fetchall()}
            Ordered(self.connection, columns, self._stages, query).write(self._spans(columns), url, progress)
        else:
            self.connection.execute(
                f"COPY (SELECT * EXCLUDE ({ROW}) FROM ({query}) ORDER BY {ROW}) "
                f"TO '{where}' (FORMAT parquet, COMPRESSION snappy)"
            )
        self.connection.execute(f"CREATE OR REPLACE VIEW \"{name}\" AS SELECT * FROM read_parquet('{where}')")
        return self.view(name)

    def _spans(self, columns: Mapping[str, str]) -> list[Span]:
        """The payroll in spans, by the length of its first rows' texts."""
        texts = [name.replace('"', '""') for name, kind in columns.items() if kind == "VARCHAR"]
        lengths = " + ".join(f'coalesce(avg(strlen("{name}")), 0)' for name in texts) or "0"
        found = self.connection.execute(
            f"SELECT {lengths} FROM (SELECT * FROM payroll LIMIT {_TRIED_ROWS})"
        ).fetchone()
        length = (found[0] if found else 0) + _BYTES_A_COLUMN * (len(columns) + _ADDED_COLUMNS)
        return spans(self.connection, self._files, length, threads(self.connection))

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql(expression, "duckdb")).fetchall()

    def close(self) -> None:
        """The connection is its opener's to close."""


def parquet_files(connection: duckdb.DuckDBPyConnection, found: Found, desk: Desk) -> tuple[str, ...]:
    """The Parquet files that hold the view `payroll`; text, as it was read and repaired, becomes one on the desk."""
    if found.kind == "parquet":
        return tuple(file.url for file in found.files)
    url = desk.url("payroll.parquet")
    connection.execute(f"COPY payroll TO '{quoted(url)}' (FORMAT parquet)")
    return (url,)


def arrow(columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> Any:
    """A small table as Arrow: arrays as they are, sequences as text.

    Put together from buffers: `pyarrow.array` imports pandas to see whether it was given one of its columns.
    """
    import pyarrow as pa

    return pa.table(
        {
            name: _numbers(pa, values) if isinstance(values, np.ndarray) else _texts(pa, values)
            for name, values in columns.items()
        }
    )


def _numbers(pa: Any, values: NDArray[Any]) -> Any:
    if values.dtype == bool:
        held: bytes | NDArray[Any] = np.packbits(values, bitorder="little").tobytes()
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(held)])
    whole = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)])


def _texts(pa: Any, values: Sequence[str | None]) -> Any:
    encoded = [b"" if text is None else text.encode() for text in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    known = np.packbits([text is not None for text in values], bitorder="little").tobytes()
    buffers = [pa.py_buffer(known), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(values), buffers)
