"""Killed at any moment: what was there before is still whole, or what replaced it is, and the next run succeeds."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from paychart import Profile, build_store, estimate, open_store
from paychart.data.sources.downloads import Download, fetch
from paychart.data.store.standing import content_hash_of, is_current

Moments = Callable[..., Iterator[float]]
BODY = bytes(range(256)) * 8000


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.slow
def test_a_build_killed_at_sixteen_moments(
    tmp_path: Path, flat_sample: Path, kill_at_moments: Moments
) -> None:
    path = tmp_path / "store.duckdb"
    longest = timed(lambda: build_store(path, oews_flat_folder=flat_sample)) + 1.0
    whole = content_hash_of(path)
    program = (
        "from pathlib import Path; from paychart import build_store; "
        f"build_store(Path({str(path)!r}), oews_flat_folder=Path({str(flat_sample)!r}))"
    )
    for moment in kill_at_moments(program, 16, longest):
        assert is_current(path), f"after {moment:.2f} s"
        assert content_hash_of(path) == whole
        with open_store(path) as store:
            assert estimate(Profile("29-2072"), store).annual["p50"] == 51_140
    build_store(path, oews_flat_folder=flat_sample)
    left = [p.name for p in tmp_path.iterdir() if p.name not in {"store.duckdb", "store.duckdb.lock"}]
    assert left == []


class _Slow(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(BODY) - start))
        self.end_headers()
        try:
            for at in range(start, len(BODY), 1 << 18):
                self.wfile.write(BODY[at : at + (1 << 18)])
                time.sleep(0.05)
        except OSError:
            pass  # the client was killed

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.slow
def test_a_fetch_killed_at_sixteen_moments(tmp_path: Path, kill_at_moments: Moments) -> None:
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{http.server_port}/file.bin"
    program = (
        "from pathlib import Path; import httpx; from paychart.data.sources.downloads import Download, fetch; "
        f"fetch(Download('x', 'X', ({url!r},)), Path({str(tmp_path)!r}), httpx.Client(timeout=9, trust_env=False))"
    )
    target = tmp_path / "file.bin"
    try:
        longest = timed(lambda: subprocess.run([sys.executable, "-c", program], check=True))
        target.unlink()
        for moment in kill_at_moments(program, 16, longest):
            if target.exists():
                assert target.read_bytes() == BODY, f"after {moment:.2f} s"
                target.unlink()
        with httpx.Client(timeout=9, trust_env=False) as client:
            sums = fetch(Download("x", "X", (url,)), tmp_path, client)
    finally:
        http.shutdown()
        http.server_close()
    assert sums["file.bin"] == hashlib.sha256(BODY).hexdigest()
    assert target.read_bytes() == BODY
    assert not list(tmp_path.glob("*.part"))
