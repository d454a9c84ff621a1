"""Forty questions people ask about careers: one command answers each, on a screen, without the words of statistics."""

from __future__ import annotations

import csv
import io
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from paychart.doors.cli import app

TABLE = Path(__file__).with_name("career_questions.tsv").read_text(encoding="utf-8")
QUESTIONS = list(csv.DictReader(io.StringIO(TABLE), delimiter="\t"))
SCREEN = 60  # lines of a terminal of 120 columns
UNSAID = ("p50", "nominal", "parity", "standard error", "quantile")


@pytest.mark.slow
@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["question"])
def test_one_command_answers_it(row: dict[str, str], store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYCHART_STORE", str(store_path))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("sys.argv", ["paychart", *shlex.split(row["command"])])
    said, code = io.StringIO(), 0
    with redirect_stdout(said):
        try:
            app.main()
        except SystemExit as end:
            code = int(end.code or 0)
    assert code == 0, said.getvalue()
    text = said.getvalue()
    assert row["says"].casefold() in text.casefold(), text
    assert len(text.rstrip().splitlines()) <= SCREEN, text
    assert not [word for word in UNSAID if word in text.casefold()]


def test_there_are_forty() -> None:
    assert len(QUESTIONS) == 40
