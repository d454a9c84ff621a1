"""Visitors that hang, bodies that never end, a store replaced under load: the server holds."""

from __future__ import annotations

import json
import shutil
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from browser import free_port, serving

uvicorn = pytest.importorskip("uvicorn", reason="The web extra is not installed.")


@pytest.fixture(scope="module")
def impatient(store_path: Path) -> Iterator[int]:
    """The server in a thread, with a third of a second of patience; yields its port."""
    from paychart.doors.web import server
    from paychart.doors.web.app import create_app
    from paychart.doors.web.limits import LIMITS

    short = replace(LIMITS, header_seconds=0.3, body_seconds=0.3)
    patch = pytest.MonkeyPatch()
    patch.setattr(server, "LIMITS", short)
    port = free_port()
    config = uvicorn.Config(
        create_app(store_path, short), port=port, http=server.Impatient, log_config=None, access_log=False
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    yield port
    running.should_exit = True
    thread.join(20)
    patch.undo()
    assert not thread.is_alive()


def exchange(port: int, *parts: bytes) -> bytes:
    """Send the parts and wait until the server says or closes; b"" where it only closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as line:
        for part in parts:
            line.sendall(part)
        return line.recv(4096)


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_a_request_that_never_ends_is_dropped(impatient: int, begun: bytes) -> None:
    assert exchange(impatient, begun) == b""


def test_a_body_that_never_comes_is_told_so(impatient: int) -> None:
    head = b"POST /check HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\ntext="
    assert b" 408 " in exchange(impatient, head)


def test_a_chunked_body_without_end_is_cut(impatient: int) -> None:
    head = b"POST /check HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    assert b" 413 " in exchange(impatient, head, *[chunk] * 32)


def test_nonsense_is_refused_and_the_next_visitor_is_served(impatient: int) -> None:
    assert b" 400 " in exchange(impatient, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
    with urllib.request.urlopen(f"http://127.0.0.1:{impatient}/healthz") as reply:
        assert reply.status == 200


def test_a_store_replaced_while_serving_is_picked_up_whole(store_path: Path, tmp_path: Path) -> None:
    served, fresh = tmp_path / "paychart.duckdb", tmp_path / "fresh.duckdb"
    shutil.copy(store_path, served)
    shutil.copy(store_path, fresh)
    with duckdb.connect(str(fresh)) as other:
        other.execute("UPDATE meta SET value = 'fresh' WHERE name = 'content_hash'")
        other.execute("UPDATE release SET description = 'May 2099'")
    with serving(served) as address:
        seen = []
        for i in range(400):
            with urllib.request.urlopen(f"{address}/api/v1/estimate?occupation=29-2072") as reply:
                release = json.loads(reply.read())["lineage"][0]["release"]
                seen.append((reply.headers["etag"].startswith('"fresh'), release))
            if i == 20:
                fresh.replace(served)
            if seen[-1][0]:
                break
            time.sleep(0.05)
        assert set(seen) == {
            (False, "May 2025"),
            (True, "May 2099"),
        }  # never the one's figures with the other's tag


def test_a_port_in_use_is_a_clear_error(run) -> None:  # type: ignore[no-untyped-def]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
