"""Payrolls through the web: priced in memory alone, bounded, and the same as from a file."""

from __future__ import annotations

import io
import logging
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from paychart import Store

pytest.importorskip("ibis", reason="The employers extra is not installed.")

from paychart.doors.web.app import create_app
from paychart.doors.web.limits import LIMITS
from paychart.employers.benchmark import benchmark_held

HEAD = "Job Title,City,Base Pay,Pay Basis,Secret Note\n"
CSV = (
    HEAD + 'Medical Coder,"Columbus, OH",52000,annual,zebra\n' * 7 + "Nobody Knows,Nowhere,x,,zebra\n"
).encode()
SURVEY = b"title,area,p50,n,date,source\nMedical Coder,Ohio,61000,400,2025-11-15,Regional\n"
CSV_TYPE = {"Content-Type": "text/csv"}


def send(client: TestClient, content: bytes, name: str = "staff.csv", **fields: str) -> Any:
    """Send the file, and again with its columns confirmed where it is asked for."""
    first = client.post("/employers", files={"file": (name, content)}, data=fields)
    asked = re.search(r'name="of" value="(\w+)"', first.text)
    if first.status_code != 200 or not asked or fields.get("of") == asked[1]:
        return first
    return client.post("/employers", files={"file": (name, content)}, data={**fields, "of": asked[1]})


def test_columns_are_confirmed_before_anything_is_priced(client: TestClient) -> None:
    first = client.post("/employers", files={"file": ("staff.csv", CSV)})
    assert "Are these the columns?" in first.text
    assert "rows priced" not in first.text
    assert "zebra" not in first.text
    assert '<option value="Base Pay" selected>Base Pay' in first.text
    odd = CSV.replace(b"Base Pay", b"Emp #")
    asked = client.post("/employers", files={"file": ("staff.csv", odd)})
    assert "Are these the columns?" in asked.text
    mark = re.search(r'name="of" value="(\w+)"', asked.text)
    kept = client.post("/employers", files={"file": ("staff.csv", odd)}, data={"of": mark[1]})
    assert kept.status_code == 422
    assert "--column" not in kept.text
    assert "Say below which column it is" in kept.text
    right = client.post(
        "/employers", files={"file": ("staff.csv", odd)}, data={"of": mark[1], "pay": "Emp #"}
    )
    assert "7 of 8 rows priced" in re.sub(r"<[^>]+>", "", right.text)


def test_the_page_shows_spend_against_market_and_nothing_of_people(client: TestClient) -> None:
    reply = send(client, CSV)
    assert reply.status_code == 200
    assert "7 of 8 rows priced" in re.sub(r"<[^>]+>", "", reply.text)
    assert "zebra" not in reply.text
    assert reply.headers["cache-control"] == "no-store"


def test_rows_come_back_in_their_order_with_their_columns(client: TestClient, store: Store) -> None:
    reply = send(client, CSV, format="csv")
    assert reply.headers["content-type"].startswith("text/csv")
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.content == benchmark_held("staff.csv", CSV, store).csv
    assert reply.text.count("zebra") == 8


def test_the_api_gives_the_library_s_answer(client: TestClient, store: Store) -> None:
    own = benchmark_held("payroll.csv", CSV, store)
    reply = client.post("/api/v1/benchmark", content=CSV, headers=CSV_TYPE)
    assert reply.json() == own.to_dict()
    rows = client.post("/api/v1/benchmark", content=CSV, headers={**CSV_TYPE, "Accept": "text/csv"})
    assert rows.content == own.csv


def test_surveys_sent_along_are_blended_in_the_open(client: TestClient, store: Store) -> None:
    survey = SURVEY.replace(b",Ohio,", b',"Columbus, OH",')
    files = [("file", ("staff.csv", CSV)), ("survey", ("own.csv", survey))]
    mark = re.search(r'name="of" value="(\w+)"', client.post("/employers", files=files).text)[1]
    page = re.sub(r"<[^>]+>", " ", client.post("/employers", files=files, data={"of": mark}).text)
    assert "Your surveys beside the estimate" in page
    assert "Regional (400 people)" in page
    own = benchmark_held("staff.csv", CSV, store, surveys=[("own.csv", survey)])
    assert client.post("/api/v1/benchmark", files=files).json() == own.to_dict()
    wrong = client.post(
        "/employers", files=[files[0], ("survey", ("own.csv", b"a,b\n1,2\n"))], data={"of": mark}
    )
    assert wrong.status_code == 422
    assert "own.csv needs columns" in wrong.text
    assert client.post("/api/v1/benchmark", files=[("survey", ("own.csv", survey))]).status_code == 422


def test_columns_can_be_put_right_but_only_for_the_same_file(client: TestClient) -> None:
    mark = re.search(r'name="of" value="(\w+)"', send(client, CSV).text)
    assert mark
    changed = {"title": "Job Title", "pay": "Base Pay", "basis": "", "area": ""}
    put_right = send(client, CSV, of=mark[1], **changed)
    assert "No column names a place" in put_right.text
    other = CSV.replace(b"City", b"Work City")
    assert (
        "Are these the columns?"
        in client.post(
            "/employers", files={"file": ("staff.csv", other)}, data={"of": mark[1], **changed}
        ).text
    )


def test_nothing_reaches_a_disk_or_a_log(
    store_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    big = CSV + b"".join(b'Medical Coder,"Columbus, OH",52000,annual,zebra%d\n' % i for i in range(60_000))
    assert len(big) > 2_500_000  # Starlette would spool from one megabyte on

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a temporary file was asked for")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    caplog.set_level(logging.DEBUG)
    with TestClient(create_app(store_path)) as client:
        assert send(client, big).status_code == 200
        files = [("file", ("staff.csv", CSV)), *[("survey", (f"zebra{i}.csv", SURVEY)) for i in range(4)]]
        assert client.post("/employers", files=files).status_code == 200
        assert client.post("/api/v1/benchmark", files=files).status_code == 200
        assert client.post("/employers", files=[*files, files[-1]]).status_code == 422
        assert send(client, b"\x00\xff\x00", "zebra.xlsx").status_code == 422
    assert "zebra" not in caplog.text
    assert "Columbus" not in caplog.text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("staff.csv", b"", "Choose a file first"),
        ("staff.pdf", b"%PDF-1.7", "staff.pdf"),
        ("staff.csv", b"Color,Shape\nred,round\n", "No column was recognized"),
        ("staff.xlsx", b"PK\x03\x04 not a workbook", "staff.xlsx"),
        ("<script>.csv", b"Color,Shape\nred,round\n", "No column"),
        ("", CSV, "Choose a file"),
    ],
)
def test_a_wrong_file_says_what_to_do(client: TestClient, name: str, content: bytes, says: str) -> None:
    reply = send(client, content, name)
    assert reply.status_code == 422
    assert says in reply.text.replace("&#39;", "'")
    assert "<script>." not in reply.text


def test_a_form_without_a_file_is_told_so(client: TestClient) -> None:
    assert client.post("/employers", data={"basis": "annual"}).status_code == 422
    assert (
        client.post("/employers", content=b"--x", headers={"Content-Type": "multipart/form-data"}).status_code
        == 422
    )


def test_few_people_are_withheld(client: TestClient) -> None:
    reply = send(client, HEAD.encode() + b'Medical Coder,"Columbus, OH",52000,annual,zebra\n' * 3)
    assert "Too few rows" in reply.text
    assert "52,000" not in reply.text


def test_few_people_below_the_lower_quarter_are_not_counted(client: TestClient) -> None:
    rows = "".join(f"Medical Coder,Ohio,{pay}\n" for pay in (30000, 31000, 60000, 61000, 62000, 63000))
    page = re.sub(r"<[^>]+>", "", send(client, f"title,area,annual salary\n{rows}".encode()).text)
    assert "too few to be shown; " in page
    assert "above its upper quarter." in page


def test_uploads_are_bounded_in_size_and_number(store_path: Path) -> None:
    with TestClient(create_app(store_path, replace(LIMITS, upload_bytes=1_000))) as client:
        assert send(client, CSV + b" " * 1_000).status_code == 413
        assert client.post("/check", content=b"text=" + b"x" * 1_500).status_code == 200
    with TestClient(create_app(store_path, replace(LIMITS, uploads=0))) as client:
        assert send(client, CSV).status_code == 503


def test_a_payroll_that_takes_too_long_is_given_up(store_path: Path) -> None:
    with TestClient(create_app(store_path, replace(LIMITS, payroll_seconds=0.0))) as client:
        assert send(client, CSV).status_code == 503


def test_the_sample_is_priced_and_can_be_taken_along(client: TestClient) -> None:
    page = client.get("/employers/sample")
    assert "150 of 150 rows priced" in re.sub(r"<[^>]+>", "", page.text)
    made = client.get("/employers/sample.csv")
    assert len(io.StringIO(made.text).readlines()) == 151
    assert "paychart_market_p50" in client.get("/employers/sample-priced.csv").text.splitlines()[0]
    assert client.get("/employers/other.csv").status_code == 422


def test_a_benchmark_of_the_wrong_kind_is_refused(client: TestClient) -> None:
    reply = client.post("/api/v1/benchmark", content=CSV, headers={"Content-Type": "image/png"})
    assert reply.status_code == 415
    reply = client.post("/api/v1/benchmark?column=pay", content=CSV, headers=CSV_TYPE)
    assert "has no = sign" in reply.json()["detail"]
    reply = client.post("/api/v1/benchmark?column=pay=Base Pya", content=CSV, headers=CSV_TYPE)
    assert "Base Pay" in reply.json()["nearest"]
