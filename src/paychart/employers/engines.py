"""Where the scoring runs: DuckDB in this process, or a Spark session. Both get the same Ibis expressions as SQL.

An engine holds tables by name; it never sees a row outside the session.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
import numpy as np
from numpy.typing import NDArray

from paychart.employers.reading import Payroll
from paychart.errors import BadInput, SourceUnavailable

Expression = Any  # an Ibis table expression

ENGINES = ("duckdb", "spark")


class Engine(Protocol):
    """What the benchmark asks of a place to run in."""

    name: str

    def put(self, name: str, columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> Expression:
        """A small table under `name`, and the Ibis table for it."""

    def stage(self, expression: Expression) -> Expression:
        """A view of an expression, so that what is built on it stays shallow."""

    def keep(self, name: str, expression: Expression, path: Path) -> Expression:
        """Work an expression out once, as Parquet at `path`, and name the result."""

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        """All rows of a small result."""

    def numbered(self, name: str, path: Path) -> tuple[Expression, str | None]:
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

    def keep(self, name: str, expression: Expression, path: Path) -> Expression:
        query = sql(expression, "duckdb")
        where = str(path).replace("'", "''")
        self.connection.execute(f"COPY ({query}) TO '{where}' (FORMAT parquet, COMPRESSION snappy)")
        self.connection.execute(f"CREATE OR REPLACE VIEW \"{name}\" AS SELECT * FROM read_parquet('{where}')")
        return self.view(name)

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql(expression, "duckdb")).fetchall()

    def numbered(self, name: str, path: Path) -> tuple[Expression, str | None]:
        where = str(path).replace("'", "''")
        self.connection.execute(
            f"CREATE OR REPLACE VIEW _pc_numbered AS SELECT * FROM read_parquet('{where}', file_row_number = true)"
        )
        return self.view("_pc_numbered"), "file_row_number"

    def close(self) -> None:
        """The connection is its opener's to close."""


class SparkEngine:
    """An existing Spark session, one at a connection string, or a local one."""

    name = "spark"

    def __init__(self, where: str = "", session: Any = None) -> None:
        self.session = session or _spark(where)
        self._ours = session is None
        import ibis

        ibis.pyspark  # noqa: B018  (loading the backend registers the options its SQL compiler reads)
        self._stages = 0

    def view(self, name: str) -> Expression:
        """The Ibis table of a view of the session."""
        import ibis
        from ibis.backends.pyspark.datatypes import PySparkType

        fields = self.session.table(name).schema.fields
        return ibis.table({f.name: PySparkType.to_ibis(f.dataType) for f in fields}, name=name)

    def put(self, name: str, columns: Mapping[str, NDArray[Any] | Sequence[Any]]) -> Expression:
        import pandas as pd
        from pyspark.sql import functions

        frame = pd.DataFrame(
            {key: list(v) if not isinstance(v, np.ndarray) else v for key, v in columns.items()}
        )
        schema = ", ".join(f"`{key}` {_spark_type(v)}" for key, v in columns.items())
        table = self.session.createDataFrame(
            frame.astype(object).where(frame.notna(), None).values.tolist(), schema
        )
        # Small tables go to every worker, so that the payroll is never shuffled.
        functions.broadcast(table).createOrReplaceTempView(name)
        return self.view(name)

    def stage(self, expression: Expression) -> Expression:
        import ibis

        self._stages += 1
        name = f"_pc_stage_{self._stages}"
        self.session.sql(sql(expression, "pyspark")).createOrReplaceTempView(name)
        return ibis.table(expression.schema(), name=name)

    def keep(self, name: str, expression: Expression, path: Path) -> Expression:
        self.session.sql(sql(expression, "pyspark")).write.mode("overwrite").parquet(str(path))
        self.session.read.parquet(str(path)).createOrReplaceTempView(name)
        return self.view(name)

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(sql(expression, "pyspark")).collect()]

    def numbered(self, name: str, path: Path) -> tuple[Expression, str | None]:
        return self.view(name), None

    def close(self) -> None:
        """Stop the session if it was started here."""
        if self._ours:
            self.session.stop()


def open_engine(
    name: str, where: str, connection: duckdb.DuckDBPyConnection, payroll: Payroll, folder: Path
) -> DuckEngine | SparkEngine:
    """The engine `name` with the payroll as its view `payroll`."""
    if name == "duckdb":
        return DuckEngine(connection)
    spark = SparkEngine(where)
    paths = [str(path) for path in payroll.paths]
    if payroll.kind != "parquet":  # text was read and repaired here; Spark gets the same rows
        paths = [str(folder / "payroll.parquet")]
        connection.execute(f"COPY payroll TO '{paths[0]}' (FORMAT parquet)")
    spark.session.read.option("mergeSchema", "true").parquet(*paths).createOrReplaceTempView("payroll")
    return spark


def _text(values: Sequence[Any]) -> Any:
    import pyarrow as pa

    return pa.array(list(values), type=pa.string())


def _spark_type(values: NDArray[Any] | Sequence[Any]) -> str:
    if not isinstance(values, np.ndarray):
        return "string"
    return {"b": "boolean", "i": "bigint", "f": "double"}[values.dtype.kind]


def _spark(where: str) -> Any:
    """A session: the running one (inside Databricks or EMR), `sc://host` (Spark Connect), or a master URL."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SourceUnavailable(
            "Spark support is not installed.", hint='Install it with: pip install "paychart[spark]"'
        ) from error
    running = SparkSession.getActiveSession()
    if running is not None and not where:
        return running
    builder = SparkSession.builder.appName("paychart").config("spark.sql.session.timeZone", "UTC")
    if where.startswith("sc://"):
        return builder.remote(where).getOrCreate()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = builder.master(where or "local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "8").config("spark.log.level", "ERROR")
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise BadInput(
            f"No Spark session could be started at {where or 'local[2]'}.",
            hint='It needs Java 17. Give a master such as "local[2]" or "spark://host:7077", or "sc://host:15002".',
        ) from error
