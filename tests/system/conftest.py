"""The command line as a process of its own, on the store that the run shares."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def run(store_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PAYCHART_STORE", str(store_path))

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "paychart.doors.cli.app", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")

    return call
