"""The wall: strict headers everywhere, nothing about anyone in the log, one release an answer."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import duckdb
import pytest
from fastapi.testclient import TestClient

from paychart.data.store import open_private
from paychart.doors.web.app import create_app
from paychart.doors.web.current_store import CurrentStore
from paychart.doors.web.limits import Limits
from paychart.doors.web.safety import JsonLines

# The log's own measures: their digits are the machine's, so a secret such as "37" may occur there by chance.
CLOCKED = {"time", "ms", "bytes"}

PAGES = (
    "/",
    "/where",
    "/guide",
    "/check",
    "/data",
    "/nope",
    "/api/v1/estimate?occupation=29-2072",
    "/healthz",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_response_is_strict(client: TestClient, path: str) -> None:
    reply = client.get(path, headers={"Accept": "text/html" if not path.startswith("/api") else "*/*"})
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in reply.headers
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize(
    "path", ["/", "/where?compare=0019740", "/guide", "/check", "/data", "/?occupation=zzz"]
)
def test_pages_hold_no_inline_script_or_style(client: TestClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text
    assert "<style" not in text
    assert " style=" not in text
    assert "<script>" not in text
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "").partition("<main")[0]


def test_the_log_knows_the_route_and_no_person(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="paychart.web"):
        client.get("/api/v1/estimate?occupation=29-2072&experience=37&area=Boise, ID")
        client.post("/check", data={"text": "My salary is $123,456 a year on average."})
    lines = [
        json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "paychart.web"
    ]
    assert [line["route"] for line in lines] == ["/api/v1/estimate", "/check"]
    assert all(set(line) == {"level", "event", "method", "route", "status", *CLOCKED} for line in lines)
    words = " ".join(str(value) for line in lines for key, value in line.items() if key not in CLOCKED)
    assert not any(secret in words for secret in ("37", "29-2072", "Boise", "123,456", "salary"))


def test_an_unexpected_failure_hides_its_words(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    record = logging.LogRecord("paychart.web", logging.ERROR, "", 0, "failed", (), None)
    try:
        raise RuntimeError("Jane Doe earns 1")
    except RuntimeError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    line = JsonLines().format(record)
    assert "RuntimeError" in line
    assert "Jane" not in line


def test_a_full_queue_says_so(store_path: Path) -> None:
    app = create_app(store_path, Limits(waiting_answers=0))
    with TestClient(app) as busy:
        reply = busy.get("/api/v1/estimate?occupation=29-2072")
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
        assert busy.get("/", headers={"Accept": "text/html"}).status_code == 503


def test_an_answer_that_takes_too_long_is_given_up(store_path: Path) -> None:
    app = create_app(store_path, Limits(answer_seconds=0.0))
    with TestClient(app) as hasty:
        assert hasty.get("/api/v1/places?occupation=29-2072").status_code == 503


def test_a_replaced_store_is_picked_up_and_the_old_one_stays_whole(store_path: Path, tmp_path: Path) -> None:
    served, fresh = tmp_path / "paychart.duckdb", tmp_path / "fresh.duckdb"
    shutil.copy(store_path, served)
    current = CurrentStore(served)
    before = current.get()
    shutil.copy(store_path, fresh)
    with duckdb.connect(str(fresh)) as other:
        other.execute("UPDATE meta SET value = 'another' WHERE name = 'content_hash'")
    fresh.replace(served)
    current.refresh()
    assert current.get().content_hash == "another"
    assert before.rows("SELECT value FROM meta WHERE name = 'content_hash'")[0][0] != "another"


def test_a_broken_store_leaves_the_old_one_in_service(store_path: Path, tmp_path: Path) -> None:
    served = tmp_path / "paychart.duckdb"
    shutil.copy(store_path, served)
    current = CurrentStore(served)
    before = current.get()
    broken = tmp_path / "broken"
    broken.write_bytes(b"not a store" * 100)
    broken.replace(served)
    current.refresh()
    assert current.get() is before


def test_a_private_opening_leaves_no_second_name(store_path: Path, tmp_path: Path) -> None:
    served = tmp_path / "paychart.duckdb"
    shutil.copy(store_path, served)
    with open_private(served):
        assert [path.name for path in tmp_path.iterdir()] == ["paychart.duckdb"]
