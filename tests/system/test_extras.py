"""Each extra is enough for its doors, and without it the answer says which to install.

Packages that an extra does not bring are hidden from the program, as on a fresh machine; `scripts/check_extras.py`
(part of `make release`) installs the wheel with each extra for real.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = PROJECT["optional-dependencies"]


def brought(name: str) -> set[str]:
    """The packages of an extra, with those of the extras it takes along."""
    found: set[str] = set()
    for line in OPTIONAL[name]:
        asked = Requirement(line)
        own = {asked.name.lower()}
        found |= set().union(*(brought(other) for other in asked.extras)) if own == {"paychart"} else own
    return found


EXTRAS = {name: brought(name) for name in OPTIONAL}
# The module that each distribution of an extra is imported by. The base brings no pandas; statsmodels does.
MODULES = {
    "jinja2": "jinja2", "typst": "typst", "vl-convert-python": "vl_convert", "fastapi": "fastapi",
    "httptools": "httptools", "orjson": "orjson", "pyarrow": "pyarrow", "uvicorn": "uvicorn", "uvloop": "uvloop",
    "lightgbm": "lightgbm", "mcp": "mcp", "ibis-framework": "ibis", "statsmodels": "statsmodels",
    "xlsxwriter": "xlsxwriter", "opendp": "opendp", "fsspec": "fsspec", "pyspark": "pyspark",
    "python-multipart": "python_multipart", "pandas": "pandas",
    "python-docx": "docx",
}  # fmt: skip
DOORS = {
    "": "from paychart.doors.cli.app import main; import paychart.pay.places, paychart.pay.effects, "
    "paychart.words.titles, paychart.careers.lifetime, paychart.careers.ladder, "
    "paychart.claims.run, paychart.pay.time.forecast",
    "guide": "import jinja2, typst, vl_convert; import paychart.guide.page, paychart.guide.pdf, "
    "paychart.guide.picture, paychart.guide.plan_page",
    "web": "import paychart.doors.web.app, paychart.doors.web.server, pyarrow.parquet",
    "model": "import lightgbm, paychart_lab.cells.boosting, paychart_lab.cells.fit",
    "mcp": "import paychart.doors.mcp.server",
    "survey": "import paychart.survey.replication, pyarrow",
    "employers": "import paychart.employers.benchmark, paychart.employers.writing, paychart.employers.equity, "
    "paychart.employers.ranges, statsmodels.api, xlsxwriter, jinja2",
    "spark": "import paychart.employers.engines, pandas",  # Spark itself needs Java: tested with `benchmark`
    "private": "import paychart.employers.disclosure, opendp.prelude",
}
HIDE = """
import sys
hidden = {hidden!r}
class Hider:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hider())
"""


def only(extra: str, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program that sees nothing of the extras but `extra`."""
    brought = EXTRAS.get(extra, set())
    hidden = sorted(module for name, module in MODULES.items() if name not in brought)
    along = {
        "mcp": ("uvicorn", "httptools", "uvloop", "python_multipart"),
        **dict.fromkeys(("employers", "private"), ("pandas",)),
    }  # theirs in turn
    hidden = [name for name in hidden if name not in along.get(extra, ())]
    return subprocess.run(
        [sys.executable, "-c", HIDE.format(hidden=hidden) + program],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize("extra", DOORS)
def test_an_extra_is_enough_for_its_doors(extra):
    done = only(extra, DOORS[extra])
    assert done.returncode == 0, done.stderr[-600:]


def test_every_user_extra_has_its_doors_and_every_package_is_known():
    makers = {"bench", "docs", "release", "dev", "trust"}
    assert set(DOORS) - {""} == set(EXTRAS) - makers
    assert {name for extra in set(EXTRAS) - makers for name in EXTRAS[extra]} == {*MODULES, "pandas"}


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["guide", "him", "-o", "never.html"], "guide"),
        (["plan", "-o", "29-2072", "--output", "never.pdf"], "guide"),
        (["serve"], "web"),
        (["mcp"], "mcp"),
        (["benchmark", "never.csv", "-o", "never.xlsx"], "employers"),
    ],
)
def test_without_an_extra_the_answer_names_it(arguments, extra):
    done = only("", f"sys.argv[1:] = {arguments!r}; from paychart.doors.cli.app import main; main()")
    told = " ".join((done.stderr + done.stdout).split())
    assert done.returncode == 2, told[-400:]
    assert f"[{extra}]" in told
    assert "Traceback" not in told


def test_the_base_answers_without_any_extra(store):
    done = only("", "sys.argv[1:] = ['estimate', '-o', '29-2072', '--json']; "
                    "from paychart.doors.cli.app import main; main()")  # fmt: skip
    assert done.returncode == 0, done.stderr[-400:]
    assert '"p50": 51140' in done.stdout
