"""A bundled table that was changed on disk is noticed before it answers."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from paychart.data import manifest
from paychart.errors import SourceUnavailable, StoreError
from paychart.pay.model import kept


def test_the_manifest_is_of_the_files_as_they_are() -> None:
    held = {name: tuple(entry) for name, entry in manifest.checksums().items()}
    assert held == dict(manifest.recorded()), "A bundled file has changed. Run: make manifest"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package of two tables, and its manifest."""
    folder = tmp_path / "paychart"
    folder.mkdir()
    (folder / "one.csv").write_text("soc,pay\n29-2072,51140\n")
    (folder / "two.csv").write_text("a\n")
    listed = tmp_path / "manifest.json"
    listed.write_text(json.dumps(manifest.checksums(folder)))
    monkeypatch.setattr(manifest, "MANIFEST", listed)
    monkeypatch.setattr(manifest, "is_checkout", lambda: False)
    return folder


def test_one_digit_altered_stops_the_next_start(package: Path, tmp_path: Path) -> None:
    stamp = tmp_path / "verified.json"
    manifest.check_at_start(stamp, package)
    manifest.check_at_start(stamp, package)
    table = package / "one.csv"
    table.write_text(table.read_text().replace("51140", "81140"))
    os.utime(table, (1e9, 1e9))
    for _ in range(2):
        with pytest.raises(SourceUnavailable, match=r"one\.csv is not as it was released") as error:
            manifest.check_at_start(stamp, package)
        assert "doctor" in (error.value.hint or "")
    assert list(manifest.damage(package)) == ["one.csv"]


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_table_cut_short_or_gone_is_named(harm: str, package: Path, tmp_path: Path) -> None:
    table = package / "one.csv"
    table.write_text("soc") if harm == "cut" else table.unlink()
    with pytest.raises(SourceUnavailable, match=r"one\.csv (is 3 bytes long|cannot be read)"):
        manifest.check_at_start(tmp_path / "verified.json", package)


def test_whole_files_are_read_once_and_not_at_every_start(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest.check_at_start(tmp_path / "verified.json", package)
    monkeypatch.setattr(manifest, "sha256", lambda _: pytest.fail("read again"))
    manifest.check_at_start(tmp_path / "verified.json", package)


def test_a_stamp_that_cannot_be_kept_or_read_stops_nothing(package: Path, tmp_path: Path) -> None:
    (tmp_path / "stamp").write_text("[")
    manifest.check_at_start(tmp_path / "stamp", package)
    manifest.check_at_start(tmp_path / "absent" / "stamp", package)


def test_the_modelled_cells_cut_short_are_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path(kept.__file__).parents[2] / "data" / "reference" / kept.CARRIED
    (tmp_path / kept.CARRIED).write_bytes(whole.read_bytes()[:5000])
    monkeypatch.setattr(kept.resources, "files", lambda _: tmp_path)
    with pytest.raises(StoreError, match=r"modelled_cells\.npz is damaged") as error:
        kept.carried.__wrapped__()
    assert "doctor" in (error.value.hint or "")
