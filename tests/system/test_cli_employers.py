"""The employers' commands as typed: files, JSON, and clear words for what a tired person types."""

from __future__ import annotations

import csv
import itertools
import json
import re
from pathlib import Path

import pytest
from browser import axe_violations, find_browser

from paychart.data.store import Store
from paychart.employers.sample_payroll import sample_payroll


@pytest.fixture(scope="module")
def payroll(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Path:
    path = tmp_path_factory.mktemp("employers") / "payroll.csv"
    sample_payroll(path, store, rows=400, seed=3, sex_gap=0.08)
    return path


def test_a_sample_is_the_same_for_one_seed(run, payroll: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    again = tmp_path / "again.csv"
    done = run("sample-payroll", "--rows", "400", "--seed", "3", "--sex-gap", "0.08", "-o", str(again))
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == payroll.read_bytes()


def test_a_payroll_from_sample_to_summary(run, payroll: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    survey = tmp_path / "Regional.csv"
    survey.write_text("occupation,p25,p50,p75,n,date\n29-2072,46000,53000,62000,400,2025-11-15\n")
    out = tmp_path / "out.csv"
    done = run("benchmark", str(payroll), "-o", str(out), "--survey", str(survey), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["summary"]["rows"] == 400
    assert {part["source"] for b in answer["blends"] for part in b["sources"]} >= {"Regional"}
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with payroll.open(encoding="utf-8") as file:
        assert [r["Employee ID"] for r in rows] == [r["Employee ID"] for r in csv.DictReader(file)]
    assert (tmp_path / "out.summary.html").exists()


def test_few_people_below_the_lower_quarter_are_not_counted(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"Medical Coder,Ohio,{pay}\n" for pay in (30000, 31000, 60000, 61000, 62000, 63000))
    (tmp_path / "small.csv").write_text(f"title,area,annual salary\n{rows}")
    done = run("benchmark", str(tmp_path / "small.csv"), "-o", str(tmp_path / "out.csv"))
    assert done.returncode == 0, done.stderr
    assert "too few to be shown" in " ".join(done.stdout.split())


def test_ranges_equity_and_release(run, payroll: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page = tmp_path / "ranges.html"
    done = run("ranges", "--job", "G5=29-2072", "--job", "G8=29-9021", "-a", "Ohio", "--to", "2026-11-15",
               "--payroll", str(payroll), "-o", str(page), "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    grades = json.loads(done.stdout)["grades"]
    assert [g["minimum"] < g["midpoint"] < g["maximum"] for g in grades] == [True, True]
    assert "Good-faith range" in page.read_text(encoding="utf-8")
    done = run("equity", str(payroll), "--group", "sex", "-o", str(tmp_path / "equity.html"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["overall"]["adjusted_gap"] < -0.02
    table = tmp_path / "table.csv"
    key = tmp_path / "key"
    done = run("release", str(payroll), "--by", "title", "--key", str(key), "-o", str(table), "--json")
    assert done.returncode == 0, done.stderr
    cells = json.loads(done.stdout)["cells"]
    assert all(c["people"] is None or c["people"] >= 5 for c in cells)
    assert key.stat().st_mode & 0o077 == 0


def test_pages_fit_a_screen_and_a_phone(run, payroll: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found = find_browser()
    from playwright.sync_api import sync_playwright

    jobs = [
        f"--job=G0{n}={code}" for n, code in ((3, "43-6013"), (5, "29-2072"), (8, "29-9021"), (9, "11-9111"))
    ]
    assert run("benchmark", str(payroll), "-o", str(tmp_path / "priced.csv"), "--yes").returncode == 0
    assert run("equity", str(payroll), "-o", str(tmp_path / "equity.html")).returncode == 0
    done = run(
        "ranges", *jobs, "-a", "Denver, CO", "--payroll", str(payroll), "-o", str(tmp_path / "ranges.html")
    )
    assert "Written: " in done.stdout
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        pages = ("ranges.html", "equity.html", "priced.summary.html")
        for name, width in itertools.product(pages, (390, 1100)):
            page = browser.new_page(viewport={"width": width, "height": 1200})
            page.goto((tmp_path / name).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            cut = page.evaluate(
                "[...document.querySelectorAll('.scroll')].some(e => e.scrollWidth > e.clientWidth)"
            )
            assert not cut or width == 390, name
            heights = "[...document.querySelectorAll('svg text')].map(e => e.getBoundingClientRect().height)"
            assert min(page.evaluate(heights), default=10) >= 10, name
            assert axe_violations(page) == [], name
        browser.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("benchmark", "PAYROLL", "-o", "out.csv", "--column", "pay=Salery"), "no column"),
        (("benchmark", "PAYROLL", "-o", "out.csv", "--engine", "duck"), "duckdb"),
        (("benchmark", "PAYROLL", "-o", "out.csv", "--survey", "none.csv"), "no file none.csv"),
        (("ranges", "--job", "G5"), "GRADE=OCCUPATION"),
        (("equity", "PAYROLL", "--group", "gendre"), "no column"),
        (("release", "PAYROLL", "--by", "titel", "-o", "t.csv"), "key file"),
    ],
)
def test_wrong_words_exit_with_two_and_say_what_is_right(
    run, payroll: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:  # type: ignore[no-untyped-def]
    given = [str(payroll) if w == "PAYROLL" else str(tmp_path / w) if w.startswith(("out.", "t.csv", "x.csv")) else w
             for w in words]  # fmt: skip
    done = run(*given)
    assert done.returncode == 2, done.stdout + done.stderr
    assert re.search(said, done.stderr), done.stderr
    assert "Traceback" not in done.stderr
