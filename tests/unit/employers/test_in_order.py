"""Rows come out in the order they went in, however many threads and pieces of files are at work."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from paychart.data.store import Store
from paychart.employers import in_order
from paychart.employers.benchmark import benchmark, benchmark_held
from paychart.errors import BadInput

ROWS = 60_000


def numbered(columns: str = "") -> str:
    return (
        f"SELECT range AS n, CASE range % 3 WHEN 0 THEN '29-2072' WHEN 1 THEN '11-9111' ELSE '29-9021' END AS soc, "
        f"'Ohio' AS area, 40000 + range % 30000 AS pay{columns} FROM range({ROWS}) ORDER BY n"
    )


def numbers(path: Path) -> list[int]:
    table = duckdb.execute(f"SELECT n::BIGINT AS n FROM read_parquet('{path}')").fetchnumpy()
    return [int(n) for n in table["n"]]


@pytest.mark.parametrize("kind", ["parquet", "csv", "folder"])
def test_a_payroll_in_many_pieces_keeps_its_order(
    kind: str, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_order, "_FEWEST_ROWS", 1_000)
    monkeypatch.setattr(in_order, "MOST_ROWS", 7_000)
    source = tmp_path / f"payroll.{kind}"
    if kind == "folder":
        source.mkdir()
        for part, more in ((0, ""), (1, ", 'x' AS note"), (2, "")):
            query = f"SELECT * FROM ({numbered(more)}) WHERE n // {ROWS // 3} = {part} ORDER BY n"
            duckdb.execute(f"COPY ({query}) TO '{source / f'{part}.parquet'}' (ROW_GROUP_SIZE 2048)")
    else:
        options = "FORMAT parquet, ROW_GROUP_SIZE 2048" if kind == "parquet" else "FORMAT csv"
        duckdb.execute(f"COPY ({numbered()}) TO '{source}' ({options})")
    target = tmp_path / "out.parquet"
    done = benchmark(str(source), target, store, basis="annual", columns={"id": "n"})
    assert done.summary.priced == ROWS
    assert numbers(target) == list(range(ROWS))
    if kind == "folder":
        notes = duckdb.execute(f"SELECT note, count(*) FROM read_parquet('{target}') GROUP BY 1").fetchall()
        assert sorted(notes, key=str) == [("x", ROWS // 3), (None, 2 * ROWS // 3)]


@pytest.mark.parametrize("held", [False, True])
def test_short_row_groups_and_rows_that_match_nothing_keep_their_order(
    held: bool, tmp_path: Path, store: Store
) -> None:
    """A join holds pieces of under 64 rows back, and rows without a match behind those that have one."""
    rows, source, target = 20_000, tmp_path / "payroll.parquet", tmp_path / "out.parquet"
    n = np.arange(rows)
    soc = np.where(n % 7 == 3, "no such work", np.where(n % 2, "29-2072", "29-9021"))
    table = pa.table({"n": n, "soc": soc, "area": ["Ohio"] * rows, "pay": 40_000 + n})
    parquet.write_table(table, source, row_group_size=2_053)
    if held:
        scored = benchmark_held(source.name, source.read_bytes(), store, basis="annual", columns={"id": "n"})
        came = [int(line.split(b",")[0]) for line in scored.csv.splitlines()[1:]]
    else:
        benchmark(str(source), target, store, basis="annual", columns={"id": "n"})
        came = numbers(target)
    assert came == list(range(rows))


@pytest.mark.parametrize("name", ["file_row_number", "_PC_row"])
def test_a_column_with_a_name_of_our_own_is_refused_by_name(name: str, tmp_path: Path, store: Store) -> None:
    source, target = tmp_path / "payroll.csv", tmp_path / "out.csv"
    source.write_text(f"soc,pay,{name}\n29-2072,50000,1\n")
    with pytest.raises(BadInput, match=f'"{name}", a name that paychart needs') as error:
        benchmark(str(source), target, store, basis="annual")
    assert "50000" not in str(error.value)
    assert not target.exists()


def test_spans_hold_every_row_once_and_long_rows_make_short_spans(tmp_path: Path) -> None:
    files = []
    for i, rows in enumerate((5, 100_000, 1)):
        files.append(str(tmp_path / f"{i}.parquet"))
        duckdb.execute(f"COPY (SELECT range FROM range({rows})) TO '{files[-1]}'")
    connection = duckdb.connect()
    for width, most in ((100, in_order.MOST_ROWS), (10_000, 15_000)):
        found = in_order.spans(connection, files, width, 2)
        assert {span.url for span in found} == set(files)
        assert all(0 < span.last - span.first <= most for span in found)
        for url, rows in zip(files, (5, 100_000, 1), strict=True):
            taken = np.concatenate([np.arange(s.first, s.last) for s in found if s.url == url])
            assert np.array_equal(taken, np.arange(rows))
