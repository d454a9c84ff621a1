"""Where the scoring runs for a data lake: an existing Spark, or a local one, which gets the same expressions as SQL.

Small tables are sent to every worker, so that the payroll is only shuffled once, to come out in the order it went in.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from paychart.employers.desk import Desk
from paychart.employers.engines import Expression, Progress, arrow, parquet_files, silent, sql
from paychart.employers.in_order import ROW
from paychart.employers.payroll_file import Found
from paychart.errors import BadInput, SourceUnavailable

_MOST_SENT = 50_000  # rows sent whole to every worker; larger tables are joined by shuffling
# Without the first of these Catalyst never finishes planning: it derives constraints over every pair of the many
# columns that the arithmetic passes through.
_SETTINGS = {
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
}


class SparkEngine:
    """A Spark session: the running one, one at a connection string, or a local one."""

    name = "spark"

    def __init__(self, where: str = "") -> None:
        self.session, self._ours = _session(where)
        self._before = {name: self.session.conf.get(name, None) for name in _SETTINGS}
        for name, value in _SETTINGS.items():
            self.session.conf.set(name, value)
        import ibis

        ibis.pyspark  # noqa: B018  (loading the backend registers the options its SQL compiler reads)
        self._stages = 0

    def read(self, connection: duckdb.DuckDBPyConnection, found: Found, desk: Desk) -> None:
        """Make the payroll of a DuckDB session the view `payroll` here; text was read and repaired there."""
        self._numbered(parquet_files(connection, found, desk)).createOrReplaceTempView("payroll")

    def _numbered(self, paths: Sequence[str]) -> Any:
        """Parquet files as one table with a column that counts its rows from 0, in the order of the files."""
        from pyspark.sql import functions as f

        table = self.session.read.option("mergeSchema", "true").parquet(*paths)
        table = table.select(
            "*", f.col("_metadata.file_path").alias("_f"), f.col("_metadata.row_index").alias("_i")
        )
        counts = {row[0]: row[1] for row in table.groupBy("_f").count().collect()}
        order = sorted(counts)
        first = np.concatenate([[0], np.cumsum([counts[name] for name in order])])
        starts = self.session.createDataFrame(
            [(name, int(start)) for name, start in zip(order, first, strict=False)], "_g string, _s bigint"
        )
        joined = table.join(f.broadcast(starts), table._f == starts._g, "left")
        return joined.withColumn(ROW, joined._s + joined._i).drop("_f", "_g", "_s", "_i")

    def view(self, name: str) -> Expression:
        """The Ibis table of a view of the session."""
        import ibis
        from ibis.backends.pyspark.datatypes import PySparkType

        fields = self.session.table(name).schema.fields
        return ibis.table({f.name: PySparkType.to_ibis(f.dataType) for f in fields}, name=name)

    def put(
        self,
        name: str,
        columns: Mapping[str, NDArray[Any] | Sequence[Any]],
        repeated: Sequence[str] = (),
    ) -> Expression:
        self._send(name, self.session.createDataFrame(arrow(columns)))
        return self.view(name)

    def hold(self, name: str, expression: Expression, repeated: Sequence[str] = ()) -> Expression:
        table = self.session.sql(sql(expression, "pyspark")).localCheckpoint()
        if table.count() <= _MOST_SENT:
            self._send(name, table)
        else:
            table.createOrReplaceTempView(name)
        return self.view(name)

    def _send(self, name: str, table: Any) -> None:
        from pyspark.sql import functions as f

        f.broadcast(table).createOrReplaceTempView(name)

    def stage(self, expression: Expression) -> Expression:
        import ibis

        self._stages += 1
        name = f"_pc_stage_{self._stages}"
        self.session.sql(sql(expression, "pyspark")).createOrReplaceTempView(name)
        return ibis.table(expression.schema(), name=name)

    def keep(self, name: str, expression: Expression, url: str, progress: Progress = silent) -> Expression:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        table = self.session.sql(sql(expression, "pyspark"))
        table = table.orderBy(ROW).drop(ROW)
        try:
            table.write.mode("overwrite").option("compression", "snappy").parquet(url)
        except (PySparkException, Py4JError):
            # What Spark says may quote rows, so it is neither shown nor chained.
            raise SourceUnavailable(
                "Spark gave up while it priced the payroll.",
                hint="Its own log says why: mostly memory (spark.driver.memory) or a folder it cannot write. "
                "The default engine needs neither.",
            ) from None
        self.session.read.parquet(url).createOrReplaceTempView(name)
        return self.view(name)

    def rows(self, expression: Expression) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(sql(expression, "pyspark")).collect()]

    def close(self) -> None:
        """Stop the session if it was started here; else leave it as it was."""
        if self._ours:
            self.session.stop()
            return
        for name, value in self._before.items():
            self.session.conf.unset(name) if value is None else self.session.conf.set(name, value)


def _session(where: str) -> tuple[Any, bool]:
    """A session and whether it was started here: the running one (inside Databricks or EMR), `sc://host` (Spark
    Connect), or a master URL."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SourceUnavailable(
            "Spark support is not installed.", hint='Install it with: pip install "paychart[employers,spark]"'
        ) from error
    running = SparkSession.getActiveSession()
    if running is not None and not where:
        return running, False
    builder = SparkSession.builder.appName("paychart")
    try:
        if where.startswith("sc://"):
            return builder.remote(where).getOrCreate(), running is None
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.master(where or "local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.shuffle.partitions", "8").config("spark.log.level", "ERROR")
        builder = builder.config("spark.driver.memory", "4g")  # of a session started here; 1 GB is too little
        return builder.getOrCreate(), running is None
    except Exception as error:
        raise BadInput(
            f"No Spark session could be started at {where or 'local[2]'}.",
            nearest=("local[2]", "spark://host:7077", "sc://host:15002"),
            hint="It needs Java 17 or later on this machine, or a Spark Connect server that can be reached.",
        ) from error
