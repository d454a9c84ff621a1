"""Where the scoring runs: DuckDB in this process, which gets the Ibis expressions as SQL.

An engine holds tables by name. Another engine needs these methods and the same expressions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import duckdb
import numpy as np
from numpy.typing import NDArray

Expression = Any  # an Ibis table expression


class Engine(Protocol):
    """What the benchmark asks of a place to run in."""

    name: str

    def put(self, name: str, columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> Expression:
        """A small table under `name`, and the Ibis table for it."""

    def stage(self, expression: Expression) -> Expression:
        """A view of an expression, so that what is built on it stays shallow."""

    def keep(self, name: str, expression: Expression, url: str) -> Expression:
        """Work an expression out once, as Parquet at `url`, and name the result."""

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        """All rows of a small result."""

    def numbered(self, name: str, url: str) -> tuple[Expression, str | None]:
        """A kept table with a column that counts its rows from 0, and that column's name; None where there is none."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def sql(expression: Expression, dialect: str) -> str:
    """The SQL of an expression with each step on its own: merged steps would repeat the arithmetic many times."""
    import ibis

    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return str(ibis.to_sql(expression, dialect=dialect))
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
        self._stages = 0

    def view(self, name: str) -> Expression:
        """The Ibis table of a view or table of the session."""
        import ibis

        described = self.connection.execute(f'DESCRIBE "{name}"').fetchall()
        return ibis.table(ibis_types({row[0]: row[1] for row in described}), name=name)

    def put(self, name: str, columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> Expression:
        import pyarrow as pa

        table = pa.table(
            {
                key: pa.array(np.asarray(v)) if isinstance(v, np.ndarray) else _text(v)
                for key, v in columns.items()
            }
        )
        self.connection.register("_incoming", table)
        self.connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM _incoming')
        self.connection.unregister("_incoming")
        return self.view(name)

    def stage(self, expression: Expression) -> Expression:
        import ibis

        self._stages += 1
        name = f"_pc_stage_{self._stages}"
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql(expression, 'duckdb')}")
        return ibis.table(expression.schema(), name=name)

    def keep(self, name: str, expression: Expression, url: str) -> Expression:
        query = sql(expression, "duckdb")
        where = url.replace("'", "''")
        self.connection.execute(f"COPY ({query}) TO '{where}' (FORMAT parquet, COMPRESSION snappy)")
        self.connection.execute(f"CREATE OR REPLACE VIEW \"{name}\" AS SELECT * FROM read_parquet('{where}')")
        return self.view(name)

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql(expression, "duckdb")).fetchall()

    def numbered(self, name: str, url: str) -> tuple[Expression, str | None]:
        where = url.replace("'", "''")
        self.connection.execute(
            f"CREATE OR REPLACE VIEW _pc_numbered AS SELECT * FROM read_parquet('{where}', file_row_number = true)"
        )
        return self.view("_pc_numbered"), "file_row_number"

    def close(self) -> None:
        """The connection is its opener's to close."""


def _text(values: Sequence[Any]) -> Any:
    import pyarrow as pa

    return pa.array(list(values), type=pa.string())
