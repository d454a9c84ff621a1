"""The careers commands as typed: answers, JSON, and clear words for what a tired person types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

READER = ("-o", "29-2072", "-a", "Denver, CO", "--education", "associate", "--experience", "3")


def test_ladder_to_a_goal_in_words_json_and_picture(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    picture = tmp_path / "ladder.svg"
    done = run("ladder", *READER, "--goal", "HIM director", "--svg", str(picture), "--json")
    assert done.returncode == 0, done.stderr
    rungs = json.loads(done.stdout)["rungs"]
    assert rungs[0]["years_from_now"] == 0
    assert rungs[-1]["role"] == "him-director"
    assert "<svg" in picture.read_text(encoding="utf-8")
    words = run("ladder", *READER, "--goal", "HIM director")
    assert "->" in words.stdout


def test_moves_print_a_verdict_and_the_tips(run) -> None:  # type: ignore[no-untyped-def]
    done = run("moves", *READER, "--kind", "employer")
    assert done.returncode == 0, done.stderr
    assert "Go into consulting" in done.stdout
    assert "odds" in done.stdout


def test_return_and_lifetime_are_the_same_for_one_seed(run) -> None:  # type: ignore[no-untyped-def]
    words = (
        "return",
        "--study",
        "bachelor",
        *READER,
        "--goal",
        "stay",
        "--paths",
        "500",
        "--seed",
        "7",
        "--json",
    )
    first, again = run(*words), run(*words)
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout
    assert json.loads(first.stdout)["npv90"]
    both = run(
        "lifetime", *READER, "--age", "25", "--study", "bachelor", "--versus-goal", "stay", "--paths", "500"
    )
    assert both.returncode == 0, both.stderr
    assert "against" in both.stdout


def test_programs_and_rank_answer(run) -> None:  # type: ignore[no-untyped-def]
    programs = run("programs", "--state", "CO", "--level", "associate")
    assert "four" in programs.stdout
    assert "not printed" in programs.stdout
    ranked = run("rank", *READER, "--value", "pay=3", "--value", "balance=2", "--json")
    assert ranked.returncode == 0, ranked.stderr
    assert "nearby weightings" in json.loads(ranked.stdout)["statement"]


def test_plan_writes_a_page(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "plan.html"
    done = run("plan", *READER, "--output", str(target))
    assert done.returncode == 0, done.stderr
    assert "What to watch" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ladder", "-o", "29-2072", "--goal", "HIM directr"), "HIM director"),
        (("ladder", "-o", "11-9111", "--experience", "12", "--goal", "cancer registrar"), "missing rung"),
        (("moves", "-o", "29-2072", "--sort", "best"), "value"),
        (("moves", "-o", "29-2072", "--assume", "tuition=1"), "tuition.associate"),
        (("return", "--study", "RHIT", "-o", "29-2072", "--education", "high school"), "associate"),
        (("lifetime", "-o", "29-2072", "--age", "70"), "working years"),
        (("rank", "-o", "29-2072", "--value", "pay=0"), "All weights are zero"),
        (("programs", "--state", "Colrado"), "CO (Colorado)"),
        (("plan", "-o", "29-2072", "--output", "plan.docx"), ".pdf"),
    ],
)
def test_what_a_tired_person_types(run, words: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
