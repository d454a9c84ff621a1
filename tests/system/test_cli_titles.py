"""Titles at the command line: one title, a file, a price, a judge, and the errors a tired person meets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest


def test_a_title_is_priced_with_its_weights(run) -> None:  # type: ignore[no-untyped-def]
    done = run("estimate", "--title", "HIM director", "-i", "hospital", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["level"] == "director"
    assert answer["occupations"][0]["soc"] == "11-9111"
    assert sum(o["weight"] for o in answer["occupations"]) == pytest.approx(1, abs=1e-3)
    assert "question" in answer


def test_a_file_of_titles(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    source, output = tmp_path / "staff.csv", tmp_path / "coded.csv"
    source.write_text("job\nCoder III - IP\nHIM Ops Mgr\n", encoding="utf-8")
    done = run("titles", "code", str(source), "--column", "job", "-o", str(output), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"rows": 2, "coded": 2, "doubtful": 0}
    rows = list(csv.DictReader(output.open(encoding="utf-8")))
    assert [(row["soc"], row["level"]) for row in rows] == [("29-2072", "III"), ("11-9111", "manager")]


def test_a_judge_file_is_scored(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "judge.csv"
    path.write_text("title,soc\nROI Spec,29-2072\nCNA,29-1141\n", encoding="utf-8")
    done = run("titles", "evaluate", "--judge", str(path), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["judge"]["top1"] == 0.5


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("estimate",), "one of them"),
        (("estimate", "--title", "coder", "-o", "29-2072"), "one of them"),
        (("estimate", "--title", "😀"), "no words"),
        (("titles", "code", "staff.csv", "--column", "title"), "-o OUT.csv"),
        (("titles", "code", "x" * 400), "too long"),
        (("titles", "train", "--onet", "absent"), "was not found"),
        (("titles", "evaluate", "--judge", "absent.csv"), "not a file"),
    ],
)
def test_title_errors_are_one_message_and_exit_code_two(run, words: tuple[str, ...], says: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*words)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
