"""Fixtures every test shares: the real store, and the publishers' files where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from paychart.data.store import Store, build_store, open_store

# The same cases each run, and no verdict on how quick the machine is.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
# Answers tell which tables are no longer the newest: on this day, whatever the day of the run.
os.environ.setdefault("PAYCHART_TODAY", "2026-11-29")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The default store from the bundled release, built once for all workers of a run.

    PAYCHART_TEST_STORE names another one, such as the drill's: what holds for any release must hold there too.
    """
    if other := os.environ.get("PAYCHART_TEST_STORE"):
        return Path(other)
    base = tmp_path_factory.getbasetemp()
    path = (base if worker_id == "master" else base.parent) / "paychart.duckdb"
    build_store(path, wait=True)
    return path


@pytest.fixture(scope="session")
def store(store_path: Path) -> Iterator[Store]:
    with open_store(store_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of official files, which stands beside the project on machines that have it."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("The official files (../shared/data) are not on this machine.")
    return folder


@pytest.fixture(scope="session")
def flat_sample(shared_data: Path) -> Path:
    return shared_data / "oews_flat_sample"
