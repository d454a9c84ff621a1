"""The command line as people and programs use it: the JSON contract, files, and errors with exit code 2."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest


def test_estimate_keeps_its_contract(run) -> None:  # type: ignore[no-untyped-def]
    done = run("estimate", "--occupation", "29-2072", "--area", "Denver, CO", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["status"] == "published"
    assert set(answer["annual"]) == {"mean", "p10", "p25", "p50", "p75", "p90"} == set(answer["hourly"])
    assert len(answer["interval90"]["p10"]) == 2
    assert answer["profile"]["area"] == "0019740"
    assert answer["lineage"][0]["release"] == "May 2025"
    assert answer["warnings"] == []


def test_words_for_people(run) -> None:  # type: ignore[no-untyped-def]
    done = run("estimate", "-o", "medical records specialists", "-i", "hospital")
    assert done.returncode == 0, done.stderr
    assert "$59,120" in done.stdout
    assert "published" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("estimate", "-o", "29-2073"), "29-2072"),
        (("estimate", "-o", "29-2072", "-a", "Denver, OH"), "Denver-Aurora"),
        (("estimate", "-o", "29-2072", "-a", "Springfield"), "Springfield, MO"),
        (("estimate", "-o", "29-2072", "-i", "banana"), "kind of employer"),
        (("estimate", "-o", " "), "one of them"),
        (("predict", "absent.csv", "-o", "out.csv"), "no file"),
        (("data", "build", "--oews-flat", "absent-folder"), "not a folder"),
        (("data", "fetch", "oewz"), "oews"),
        (("data", "status", "--store", "absent.duckdb"), "does not exist"),
    ],
)
def test_errors_are_one_message_and_exit_code_two(run, words: tuple[str, ...], says: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*words)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_errors_as_json(run) -> None:  # type: ignore[no-untyped-def]
    done = run("estimate", "-o", "29-2073", "--json")
    assert done.returncode == 2
    error = json.loads(done.stderr.strip().splitlines()[-1])
    assert error["error"] == "UnknownCode"
    assert error["nearest"][0].startswith("29-2072")


def test_predict_keeps_order_and_columns_and_goes_on_after_bad_rows(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cells, out = tmp_path / "cells.csv", tmp_path / "out.csv"
    cells.write_text(
        "id,occupation,area,industry\n3,29-2072,0019740,\n1,99-9999,0019740,\n2,29-2072,0000000,622000\n"
        "=9,29-9021,0010180,\n"
    )
    done = run("predict", str(cells), "-o", str(out), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["errors"] == 1
    rows = list(csv.DictReader(out.open()))
    assert [r["id"] for r in rows] == ["3", "1", "2", "'=9"]
    assert [r["status"] for r in rows] == ["published", "", "published", "modelled"]
    assert "99-9999" in rows[1]["error"]
    assert rows[2]["p50"] == "59120"
    assert float(rows[3]["p50_lo90"]) < float(rows[3]["p50"]) < float(rows[3]["p50_hi90"])


def test_predict_writes_nothing_for_a_broken_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for text in ("", "job,place\nx,y\n", "occupation,area\n29-2072,CO,extra\n"):
        cells, out = tmp_path / "cells.csv", tmp_path / "out.csv"
        cells.write_text(text)
        assert run("predict", str(cells), "-o", str(out)).returncode == 2
        assert not out.exists()


def test_search_explain_and_data(run) -> None:  # type: ignore[no-untyped-def]
    found = json.loads(run("search", "medical records", "--json").stdout)
    assert found[0]["code"] == "29-2072"
    lineage = json.loads(run("explain", "-o", "29-2072", "--json").stdout)["lineage"]
    assert lineage[0]["url"].endswith("oe.data.0.Current")
    status = json.loads(run("data", "status", "--json").stdout)
    assert status["release"] == "May 2025"
    assert status["tables"]["cell"] == 370_172
    tables = json.loads(run("data", "tables", "--json").stdout)
    assert {t["name"] for t in tables} >= {"cell", "area", "price_parity", "projection", "cell_history"}


def test_help_loads_neither_numpy_nor_duckdb() -> None:
    program = (
        "import sys; import paychart.doors.cli.app; "
        "print([m for m in ('numpy', 'duckdb', 'scipy', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_guide_is_checked_marked_and_updated(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    old, marked, new = tmp_path / "old.txt", tmp_path / "marked.html", tmp_path / "new.md"
    old.write_text("Coders earned an average of $55,970 in May 2024. Coders in consulting firms earn more.\n")
    done = run("check-guide", str(old), "-o", str(marked), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert [c["grade"] for c in answer["claims"]] == ["supported", "contradicted"]
    assert answer["summary"]["outdated_now"] == 1
    assert marked.read_text().count("<mark ") == 2
    done = run("guide", "--update", str(old), "-o", str(new))
    assert done.returncode == 0, done.stderr
    assert "an average of $56,790 in May 2025" in new.read_text()


def test_what_cannot_be_checked_is_refused_in_plain_words(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "guide.txt").write_text("Coders earn more.")
    binary = tmp_path / "guide.docx"
    binary.write_bytes(b"PK\x03\x04")
    for words, says in (
        (("check-guide", str(tmp_path / "guid.txt")), "guide.txt"),
        (("check-guide", str(binary)), "binary"),
        (("check-guide", str(tmp_path / "guide.txt"), "--grade", "wrong"), "contradicted"),
        (("check-guide", str(tmp_path / "guide.txt"), "--topic", "zzzz"), "search"),
        (("check-guide", str(tmp_path / "guide.txt"), "-o", "marked.docx"), ".html"),
        (("guide", "--update", str(tmp_path / "guide.txt"), "-o", "new.pdf"), ".md"),
    ):
        done = run(*words)
        assert done.returncode == 2, words
        assert says in done.stderr, done.stderr
