"""The server under load and under orders: slow work stands apart, health tells the truth, origins and releases hold."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from paychart import Store
from paychart.doors.web.app import create_app
from paychart.doors.web.limits import Limits, Serving
from paychart.errors import BadInput
from paychart.questions import Answer, Asked, Question

GATE = threading.Event()
ENDLESS = threading.Event()


def _gated(_: Store, asked: Asked) -> Answer:
    GATE.wait(60)
    return Answer({}, {"done": True})


def _endless(_: Store, asked: Asked) -> Answer:
    """Work that goes on until it is told to stop."""
    try:
        while True:
            asked.progress(0, 1)
    finally:
        ENDLESS.set()


def _quick(_: Store, __: Asked) -> Answer:
    return Answer({}, {"done": True})


QUESTIONS = [
    Question("gated", "Waits.", _gated, busy="Waiting"),
    Question("page", "Waits among pages.", _gated),
    Question("endless", "Never ends.", _endless, busy="Working"),
    Question("quick", "Is quick.", _quick),
]


@pytest.fixture
def client(store_path: Path) -> Any:
    GATE.clear()
    limits = Limits(slow_threads=1, waiting_slow=2, threads=2, waiting_answers=2, answer_seconds=30)
    app = create_app(store_path, limits, questions=QUESTIONS, serving=Serving(cors=("https://example.org",)))
    with TestClient(app) as client:
        yield client
        GATE.set()


def _await(client: TestClient, name: str, count: int) -> dict[str, Any]:
    """The health once `count` wait; a test that hangs here fails by the run's own limit."""
    while True:
        found: dict[str, Any] = client.get("/healthz").json()
        if found[name] >= count:
            return found


def test_slow_work_holds_up_neither_pages_nor_health(client: TestClient) -> None:
    asking = [
        threading.Thread(target=client.get, args=[f"/api/v1/gated?format={f}"]) for f in ("json", "csv")
    ]
    for thread in asking:
        thread.start()
    _await(client, "slow", 2)
    assert client.get("/api/v1/quick").json() == {"done": True}
    assert client.get("/healthz").json()["status"] == "ok"
    refused = client.get("/api/v1/gated")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    GATE.set()
    for thread in asking:
        thread.join()


def test_health_says_when_pages_wait(client: TestClient) -> None:
    asking = [threading.Thread(target=client.get, args=[f"/api/v1/page?format={f}"]) for f in ("json", "csv")]
    for thread in asking:
        thread.start()
    assert _await(client, "waiting", 2)["status"] == "busy"
    assert client.get("/healthz").status_code == 503
    GATE.set()
    for thread in asking:
        thread.join()
    assert client.get("/healthz").status_code == 200


def test_work_stops_when_its_time_is_up(store_path: Path) -> None:
    ENDLESS.clear()
    app = create_app(store_path, Limits(answer_seconds=0.2), questions=QUESTIONS)
    with TestClient(app) as client:
        assert client.get("/api/v1/endless").status_code == 503
        assert ENDLESS.wait(60)


def test_only_the_named_origin_may_read(client: TestClient) -> None:
    named = client.get("/api/v1/quick", headers={"Origin": "https://example.org"})
    other = client.get("/api/v1/quick", headers={"Origin": "https://example.com"})
    assert named.headers["access-control-allow-origin"] == "https://example.org"
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize(
    "origin", ["example.org", "https://", "ftp://example.org", "https://example.org/path"]
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(BadInput, match="not an origin"):
        Serving(cors=(origin,)).check("May 2025", "0" * 64)


def test_a_pinned_release_is_the_only_one(store: Store, store_path: Path) -> None:
    for pin in (store.release, store.content_hash[:16]):
        with TestClient(create_app(store_path, serving=Serving(pin=pin))) as client:
            assert client.get("/healthz").json()["release"] == store.release
    with pytest.raises(BadInput, match="not of May 1999"):
        create_app(store_path, serving=Serving(pin="May 1999"))


def test_what_a_server_is_told_reaches_its_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Serving(("https://a.org", "https://b.org"), "May 2025")
    for name, value in told.to_environment().items():
        monkeypatch.setenv(name, value)
    assert Serving.from_environment() == told
