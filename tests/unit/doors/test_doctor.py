"""`paychart doctor` says what is wrong and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from paychart.data import manifest
from paychart.doors.cli.app import app


def findings(*arguments: str) -> tuple[int, dict[str, dict[str, object]]]:
    done = CliRunner().invoke(app, ["doctor", "--json", *arguments])
    return done.exit_code, {f["what"]: f for f in json.loads(done.output)["findings"]}


def test_a_sound_installation(store_path: Path) -> None:
    code, found = findings("--store", str(store_path))
    assert found["laws"]["fine"]
    assert found["store"]["fine"]
    assert found["extra employers"]["seen"] == "installed"
    assert {"paychart", "bundled tables", "cache folder: space", "temporary folder: permissions"} <= set(
        found
    )
    assert code == 0 or not all(f["fine"] for f in found.values())


def test_damage_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "is_checkout", lambda: False)
    monkeypatch.setattr(
        manifest, "damage", lambda: {"data/reference/states.csv": "is not as it was released"}
    )
    store = tmp_path / "store.duckdb"
    store.write_bytes(b"no store")
    code, found = findings("--store", str(store))
    assert code == 1
    assert "reinstall" in str(found["bundled data/reference/states.csv"]["do"])
    assert "paychart data build" in str(found["store"]["do"])
