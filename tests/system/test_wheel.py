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
    ours = {"paychart/data/reference/place_history.parquet"}  # figures in a layout of our own
    assert not [n for n in names if n.endswith((".xlsx", ".parquet", ".sqlite", ".duckdb")) and n not in ours]


# What the command line may load before it knows what is asked: how it reads words and prints tables.
LIGHT = {
    "attr",  # rich looks at it where something else has installed it
    "linkify_it",  # and so does markdown_it
    "uc_micro",
    "typer",
    "click",
    "shellingham",
    "annotated_doc",
    "typing_extensions",
    "rich",
    "pygments",
    "markdown_it",
    "mdurl",
}
BUDGET = """
import contextlib, io, sys
before = set(sys.modules)
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    {program}
found = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(found - set(sys.stdlib_module_names) - {{"paychart"}}))
"""


def loaded(program: str) -> set[str]:
    """Packages outside the standard library that a program loads in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", BUDGET.format(program=program)], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_bare_import_loads_the_standard_library_alone() -> None:
    assert loaded("import paychart") == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded("from paychart.doors.cli import app") <= LIGHT
    shown = "sys.argv[1:] = ['--help']; from paychart.doors.cli.app import main; main()"
    assert "rich" in loaded(shown) <= LIGHT


def test_an_estimate_loads_no_frames_and_no_network(store_path: Path) -> None:
    words = ["estimate", "-o", "29-2072", "-a", "Ohio", "--store", str(store_path)]
    found = loaded(f"sys.argv[1:] = {words!r}; from paychart.doors.cli.app import main; main()")
    assert {"duckdb", "numpy"} <= found
    assert not found & {
        "httpx",
        "pandas",
        "polars",
        "pyarrow",
        "openpyxl",
        "jinja2",
        "lightgbm",
        "cpi",
        "mcp",
    }
