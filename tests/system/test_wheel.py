"""What is released: one wheel, the same bytes each time, with its tables and types inside and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 30_000_000  # bytes of the wheel


def build(folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("one"))


def test_two_builds_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == wheel.read_bytes()


def test_wheel_has_every_table_template_and_the_types_mark(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= names
    assert "paychart/py.typed" in names


def test_wheel_stays_light_and_holds_no_official_file(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.endswith((".xlsx", ".parquet", ".sqlite", ".duckdb"))]


def test_help_and_the_bare_import_load_nothing_heavy() -> None:
    program = (
        "import sys; import paychart; from paychart.interfaces.cli import app; "
        "print(','.join(m for m in ('numpy', 'scipy', 'duckdb', 'pandas', 'lightgbm', 'fastapi', 'jinja2', "
        "'openpyxl', 'vl_convert') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_version_is_said_once_and_the_same_everywhere() -> None:
    import tomllib

    import paychart

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert paychart.__version__ == declared
    assert f"## {declared}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
