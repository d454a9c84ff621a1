"""A real browser on a real server: where they are found, and what every page must hold to."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (360, 768, 1280, 1920)
BLOCKING = {"serious", "critical"}


def find_browser() -> str:
    """The system's Chromium. Skips with the reason where there is none."""
    pytest.importorskip("playwright", reason="playwright is not installed.")
    named = os.environ.get("PAYCHART_BROWSER", "")
    found = named or next((path for name in BROWSERS if (path := shutil.which(name))), "")
    if not found:
        pytest.skip("No Chromium on this machine: install the package chromium, or set PAYCHART_BROWSER.")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(store: Path, *options: str) -> Iterator[str]:
    """`paychart serve` as a process of its own; yields its address, and stops it as Ctrl+C would."""
    for more in (2, 1, 0):
        server, address = _started(store, options)
        try:
            _await(address, server)
            break
        except PortTaken:
            if not more:
                raise
        except BaseException:
            server.kill()
            raise
    try:
        yield address
    finally:
        server.terminate()
        try:
            server.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            raise
        assert server.returncode in (0, -15, 143), "the server did not stop cleanly"


class PortTaken(AssertionError):
    """Another program took the port between its choice and its use."""


def _started(store: Path, options: tuple[str, ...]) -> tuple[subprocess.Popen[str], str]:
    port = free_port()
    command = [sys.executable, "-m", "paychart.doors.cli.app", "serve", "--port", str(port), *options]
    environment = {**os.environ, "PAYCHART_STORE": str(store)}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    return server, f"http://127.0.0.1:{port}"


def _await(address: str, server: subprocess.Popen[str]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            told = server.stderr.read() if server.stderr else "the server ended"
            raise (PortTaken if "cannot be used" in told else AssertionError)(told)
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not come up")


def axe_violations(page) -> list[str]:  # type: ignore[no-untyped-def]
    """Serious and critical findings of axe-core on the page as it stands."""
    import axe_playwright_python

    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]} {v['nodes'][0].get('failureSummary', '')[:160]}"
        for v in found["violations"]
        if v["impact"] in BLOCKING
    ]
