"""Downloads against a real HTTP server on this machine: whole, resumed, verified, and clear when offline."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from paychart.data.sources.downloads import CATALOGUE, Download, fetch, find_download
from paychart.errors import BadInput, SourceUnavailable

BODY = bytes(range(256)) * 4000


class _Handler(BaseHTTPRequestHandler):
    requests: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.requests.append(asked)
        if self.path == "/missing":
            self.send_error(404)
            return
        if self.headers.get("If-Range") != '"one"':
            asked = None
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        body = BODY[start:]
        self.send_response(206 if asked else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body) + (999 if self.path == "/short" else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    _Handler.requests = []
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5, trust_env=False) as opened:
        yield opened


def test_a_file_is_whole_recorded_and_not_fetched_twice(
    server: str, client: httpx.Client, tmp_path: Path
) -> None:
    entry = Download("x", "X", (f"{server}/file.bin",))
    seen: list[int] = []
    sums = fetch(entry, tmp_path, client, lambda _name, done, _total: seen.append(done))
    assert sums == {"file.bin": hashlib.sha256(BODY).hexdigest()}
    assert (tmp_path / "file.bin").read_bytes() == BODY
    assert seen[-1] == len(BODY)
    fetch(entry, tmp_path, client)
    assert len(_Handler.requests) == 1


def test_a_part_left_behind_is_resumed(server: str, client: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "file.bin.part").write_bytes(BODY[:5000])
    (tmp_path / "file.bin.part.tag").write_text('"one"')
    fetch(Download("x", "X", (f"{server}/file.bin",)), tmp_path, client)
    assert _Handler.requests == ["bytes=5000-"]
    assert (tmp_path / "file.bin").read_bytes() == BODY
    assert [p.name for p in tmp_path.glob("*.part*")] == []


@pytest.mark.parametrize("tag", ['"older"', None])
def test_a_part_of_another_version_is_not_resumed(
    server: str, client: httpx.Client, tmp_path: Path, tag: str | None
) -> None:
    (tmp_path / "file.bin.part").write_bytes(b"of another version" * 99)
    if tag:
        (tmp_path / "file.bin.part.tag").write_text(tag)
    fetch(Download("x", "X", (f"{server}/file.bin",)), tmp_path, client)
    assert (tmp_path / "file.bin").read_bytes() == BODY


def test_a_tampered_file_is_fetched_again(server: str, client: httpx.Client, tmp_path: Path) -> None:
    entry = Download("x", "X", (f"{server}/file.bin",))
    fetch(entry, tmp_path, client)
    (tmp_path / "file.bin").write_bytes(b"tampered")
    fetch(entry, tmp_path, client)
    assert (tmp_path / "file.bin").read_bytes() == BODY


@pytest.mark.parametrize("path", ["missing", "short"])
def test_a_failed_download_leaves_no_file(
    server: str, client: httpx.Client, tmp_path: Path, path: str
) -> None:
    with pytest.raises(SourceUnavailable):
        fetch(Download("x", "X", (f"{server}/{path}",)), tmp_path, client)
    assert not (tmp_path / path).exists()


def test_offline_is_said(client: httpx.Client, tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="offline"):
        fetch(Download("x", "X", ("http://127.0.0.1:9/file.bin",)), tmp_path, client)


def test_unknown_sources_name_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        find_download("oewz")
    assert set(caught.value.nearest) == {entry.name for entry in CATALOGUE}
