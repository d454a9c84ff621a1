"""Spark gets the same expressions: every figure of a priced payroll equals DuckDB's, in the same order."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pytest

from paychart.data.store import Store
from paychart.employers.benchmark import benchmark
from paychart.employers.in_order import ROW
from paychart.employers.sample_payroll import sample_payroll
from paychart.employers.spark_engine import SparkEngine
from paychart.errors import BadInput, SourceUnavailable

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, which is not on this machine.", allow_module_level=True)


def test_engines_agree(tmp_path: Path, store: Store) -> None:
    lake = tmp_path / "lake"
    lake.mkdir()
    for part in (1, 2):
        sample_payroll(lake / f"part-{part}.parquet", store, rows=40, seed=part, messy=True)
    # Both parts number their people from one, which the gate would stop.
    ours = benchmark(str(lake), tmp_path / "duck.parquet", store, anyway=True)
    theirs = benchmark(str(lake), tmp_path / "spark.parquet", store, engine="spark", anyway=True)
    assert theirs.engine == "spark"
    assert theirs.summary.groups == ours.summary.groups
    assert theirs.summary.flags == ours.summary.flags
    assert theirs.summary.totals == pytest.approx(dict(ours.summary.totals), rel=1e-9)
    duck = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path / 'duck.parquet'}')")
    spark = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path / 'spark.parquet' / '*.parquet'}')")
    assert duck.columns == spark.columns
    rows = list(zip(duck.fetchall(), spark.fetchall(), strict=True))
    assert len(rows) == 80
    for one, other in rows:
        for a, b in zip(one, other, strict=True):
            assert b == (pytest.approx(a, rel=1e-9, abs=1e-9) if isinstance(a, float) else a)


def test_a_failure_inside_spark_is_one_message_that_quotes_no_row(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should go")
    engine = SparkEngine()
    try:
        people = engine.put("people", {"name": ["Ada Example"], ROW: np.zeros(1, dtype=np.int64)})
        with pytest.raises(SourceUnavailable, match="Spark gave up") as error:
            engine.keep("scored", people, str(tmp_path / "taken" / "out.parquet"))
    finally:
        engine.close()
    assert "Ada" not in str(error.value)
    assert error.value.__cause__ is None


def test_an_unknown_engine_names_those_there_are(tmp_path: Path, store: Store) -> None:
    with pytest.raises(BadInput, match="not an engine") as error:
        benchmark("x.csv", tmp_path / "out.csv", store, engine="dask")
    assert error.value.nearest == ("duckdb", "spark")
