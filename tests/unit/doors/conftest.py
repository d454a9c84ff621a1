"""The web application in this process, on the store that the run shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="The web extra is not installed.")

from fastapi.testclient import TestClient

from paychart.doors.web.app import create_app


@pytest.fixture(scope="session")
def client(store_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(store_path), raise_server_exceptions=False) as client:
        yield client
