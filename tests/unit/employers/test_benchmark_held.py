"""A payroll given as bytes: the same answer as the same file on disk, and nothing of it on any disk."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from paychart.data.store import Store
from paychart.employers import payroll_file
from paychart.employers.benchmark import benchmark, benchmark_held, understand, understand_held
from paychart.employers.desk import MemoryDesk
from paychart.employers.reading import session
from paychart.employers.sample_payroll import sample_payroll
from paychart.errors import BadInput

CROOKED = (
    "Employee ID;Job Title;City;Pay;Note\n"
    'E1;Medical Coder;"Denver, CO";52.000,00;=1+1\n'
    "E1;Medical Coder;Ohio\n"
    "E3;José;Ohio;61.500,50;a;b\n\n"
    "E4;;Ohio;0;x\n"
)
_written: list[str] = []
_watching = False


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if _watching and event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        _written.append(str(args[0]))
    elif _watching and event in ("os.mkdir", "tempfile.mkdtemp", "tempfile.mkstemp"):
        _written.append(event)


sys.addaudithook(_watch)


@pytest.fixture
def no_writing() -> Iterator[list[str]]:
    """Names of the files that Python opened for writing meanwhile."""
    global _watching
    _written.clear()
    _watching = True
    yield _written
    _watching = False


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Payroll of the department"])
    sheet.append(["ID", "Job Title", "Rate", "Pay Basis", "State"])
    for row in ([1, "Medical Coder", 25.5, "hourly", "Ohio"], [2, "HIM Director", 125000, None, "CO"]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(params=["crooked.csv", "wide.csv", "utf16.csv", "book.xlsx", "sample.parquet"])
def upload(request: pytest.FixtureRequest, tmp_path: Path, store: Store) -> Path:
    path = tmp_path / str(request.param)
    if path.name == "crooked.csv":
        path.write_bytes(CROOKED.encode("cp1252"))
    elif path.name == "utf16.csv":
        path.write_text("Job Title\tPay\nMedical Coder\t52000\n", encoding="utf-16")
    elif path.name == "book.xlsx":
        path.write_bytes(workbook())
    elif path.name == "wide.csv":
        sample_payroll(path, store, rows=120, seed=4, messy=True)
    else:
        sample_payroll(path, store, rows=120, seed=5)
    return path


def test_bytes_and_file_give_the_same_answer(
    upload: Path, tmp_path: Path, store: Store, no_writing: list[str]
) -> None:
    held = benchmark_held(upload.name, upload.read_bytes(), store, columns={"id": ""})
    assert [name for name in no_writing if "paychart.duckdb" not in name] == []
    on_disk = benchmark(str(upload), tmp_path / "out.csv", store, columns={"id": ""})
    assert {**on_disk.to_dict(), "files": []} == held.to_dict()
    assert held.summary == on_disk.summary
    assert held.csv == (tmp_path / "out.csv").read_bytes()
    seen = understand_held(upload.name, upload.read_bytes()), understand(str(upload))
    assert seen[0].examples == seen[1].examples


def test_own_surveys_are_read_and_blended_in_memory(
    tmp_path: Path, store: Store, no_writing: list[str]
) -> None:
    payroll = b"soc,area,pay\n29-2072,Ohio,60000\n29-2072,Texas,60000\n"
    header = ["title", "p50", "n", "date", "area"]
    line = ["Medical Coder", 90000, 4000, "2025-11-15", "Ohio"]
    book = openpyxl.Workbook()
    book.active.append(header)
    book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    text = ",".join(header) + "\n" + ",".join(str(v) for v in line) + "\n"
    no_writing.clear()
    for name, content in (("Own.csv", text.encode()), ("Own.xlsx", file.getvalue())):
        done = benchmark_held("p.csv", payroll, store, basis="annual", surveys=[(name, content)])
        assert [n for n in no_writing if "paychart.duckdb" not in n] == []
        (blend,) = done.result.blends
        assert (blend.area, {p["source"] for p in blend.parts}) == ("Ohio", {"paychart estimate", "Own"})
        assert done.csv.decode().count("market-blended") == 1
    (tmp_path / "Own.csv").write_text(text)
    (tmp_path / "p.csv").write_bytes(payroll)
    on_disk = benchmark(
        str(tmp_path / "p.csv"), tmp_path / "o.csv", store, basis="annual", surveys=[tmp_path / "Own.csv"]
    )
    assert on_disk.blends == done.result.blends
    with pytest.raises(BadInput, match="row 2"):
        benchmark_held("p.csv", payroll, store, surveys=[("s.csv", text.replace("90000", "ninety").encode())])
    with pytest.raises(BadInput, match="no survey"):
        benchmark_held("p.csv", payroll, store, surveys=[("s.parquet", b"PAR1")])


def test_a_session_in_memory_can_reach_no_disk(tmp_path: Path) -> None:
    secret = tmp_path / "other.csv"
    secret.write_text("a,b\n1,2\n")
    connection = session(MemoryDesk())
    for statement in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{tmp_path / 'x.duckdb'}'",
        "SET disabled_filesystems = ''",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(statement)
    connection.close()
    assert [p.name for p in tmp_path.iterdir()] == ["other.csv"]


def test_two_desks_do_not_see_each_other() -> None:
    one, other = MemoryDesk(), MemoryDesk()
    one.put("payroll.csv", b"secret")
    other.put("payroll.csv", b"else")
    assert one.take("payroll.csv") == b"secret"
    assert other.take("payroll.csv") == b"else"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.docx", b"x", "ends in .docx"),
        ("../../etc/a.xls", b"x", "old .xls format"),
        ("a.parquet", b"PAR1", "not a readable Parquet"),
        ("a.xlsx", b"PK\x03\x04", "not a readable Excel"),
        ("a.csv", b"Job Title,Pay\n", "no rows"),
        ("a.csv", b"\0\1\2", "not a text file"),
    ],
)
def test_bytes_that_are_no_payroll(name: str, content: bytes, words: str, store: Store) -> None:
    with pytest.raises(BadInput, match=words) as error:
        benchmark_held(name, content, store)
    assert "etc" not in str(error.value)


def test_too_much_is_refused_before_it_is_unpacked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    many = pa.table(
        {"title": pa.array(["Medical Coder"] * 300_000).dictionary_encode(), "pay": [1] * 300_000}
    )
    file = io.BytesIO()
    pq.write_table(many, file)
    with pytest.raises(BadInput, match="300,000 rows"):
        benchmark_held("a.parquet", file.getvalue(), store)
    long = pa.table({"title": pa.array(["x" * 1_000_000] * 800).dictionary_encode(), "pay": [1] * 800})
    file = io.BytesIO()
    pq.write_table(long, file)
    with pytest.raises(BadInput, match="unpacks to"):
        benchmark_held("a.parquet", file.getvalue(), store)
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"0" * 1_000_000)
    with pytest.raises(BadInput, match="would unpack"):
        benchmark_held("bomb.xlsx", bomb.getvalue(), store)
    monkeypatch.setattr(payroll_file, "MOST_HELD_BYTES", 10)
    with pytest.raises(BadInput, match="at most"):
        benchmark_held("a.csv", b"x" * 11, store)
