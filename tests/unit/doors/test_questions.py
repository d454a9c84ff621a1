"""One declaration, every door: a question and a trait declared here are seen at all of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from paychart import Store
from paychart.doors.cli.options import command_of
from paychart.doors.mcp.server import call, tools
from paychart.doors.web.app import create_app
from paychart.errors import BadInput
from paychart.questions import Answer, Asked, Field, Question, ask, plain_hint
from paychart.questions.person import PERSON
from paychart.questions.registry import QUESTIONS

SHIFT = Field(
    "shift",
    "Which shift: day or night.",
    default="day",
    choices=("day", "night"),
    example="night",
    label="Shift",
)


def _echo(_: Store, asked: Asked) -> Answer:
    value = {"shift": asked["shift"], "occupation": asked["occupation"], "hours": asked["hours"]}
    return Answer(value, value)


ECHO = Question(
    "echo",
    "Says what was asked.",
    _echo,
    (*PERSON, SHIFT),
    example={"occupation": "29-2072"},
    keep=("shift", "hours"),
)
WRONG = [
    ({"occupation": "29-2072", "shift": "dusk"}, 'shift cannot be "dusk"'),
    ({"occupation": "29-2072", "hours": "many"}, 'hours: "many" is not a number'),
    ({"occupation": "29-2072", "hours": "200"}, "hours is more than 0, at most 96; 200 was given"),
    ({"occupation": "x" * 300}, "occupation is too long: 300 characters; 200 is the most"),
]


@pytest.fixture(scope="module")
def web(store_path: Path) -> Any:
    with TestClient(create_app(store_path, questions=[ECHO])) as client:
        yield client


@pytest.fixture(scope="module")
def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(command_of(ECHO, lambda made: typer.echo(made["shift"])))
    return app


def test_a_new_field_is_an_option(command: typer.Typer, store: Store) -> None:
    told = ["-o", "29-2072", "--shift", "night", "--hours", "30", "--store", str(store.path)]
    assert CliRunner().invoke(command, told).output.strip() == "night"
    said = json.loads(CliRunner().invoke(command, [*told, "--json"]).output)
    assert said == {"shift": "night", "occupation": "29-2072", "hours": 30}
    assert "Which shift" in CliRunner().invoke(command, ["--help"], env={"COLUMNS": "120"}).output


def test_a_new_field_is_a_parameter(web: TestClient) -> None:
    reply = web.get("/api/v1/echo", params={"occupation": "29-2072", "shift": "night"})
    assert reply.json()["shift"] == "night"
    operation = web.get("/api/v1/openapi.json").json()["paths"]["/api/v1/echo"]["get"]
    described = {p["name"]: p for p in operation["parameters"]}["shift"]
    assert described["schema"]["enum"] == ["day", "night"]
    assert operation["operationId"] == "echo"


def test_a_new_field_is_an_argument_of_a_tool(store: Store) -> None:
    (tool,) = tools([ECHO])
    assert tool.input_schema["properties"]["shift"]["description"] == SHIFT.help
    assert (
        call(ECHO, store, {"occupation": "29-2072", "shift": "night"}).structured_content["shift"] == "night"
    )


def test_a_new_trait_of_a_person_is_everywhere(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    """A trait is a field that says what of the profile it is; nothing else knows it by name."""
    asked = replace(ECHO, fields=(*PERSON, replace(SHIFT, of_profile="shift", choices=(), default=None)))
    seen: dict[str, Any] = {}
    monkeypatch.setattr("paychart.questions.question.Profile.from_words", lambda **told: seen.update(told))
    asked.read({"occupation": "29-2072", "shift": "night"}).profile()
    assert seen["shift"] == "night"


@pytest.mark.parametrize(("words", "says"), WRONG)
def test_the_same_words_at_every_door(
    words: dict[str, str], says: str, web: TestClient, command: typer.Typer, store: Store
) -> None:
    with pytest.raises(BadInput) as library:
        ask(ECHO, store, words)
    assert says in library.value.message
    assert library.value.message == web.get("/api/v1/echo", params=words).json()["detail"]
    assert library.value.message in call(ECHO, store, words).content[0].text
    told = [part for name, value in words.items() for part in (f"--{name}", value)]
    error = CliRunner().invoke(command, [*told, "--store", str(store.path)]).exception
    assert library.value.message == error.message


def test_every_question_says_what_it_is() -> None:
    for question in QUESTIONS.values():
        assert question.about.endswith("."), question.name
        for field in question.fields:
            assert len(field.help) > 5, f"{question.name}.{field.name}"
        if question.example or not any(field.required for field in question.fields):
            question.read(question.example)


def test_every_tool_is_a_question_with_a_place_to_send_from() -> None:
    names = {tool.name for tool in tools(QUESTIONS.values())}
    assert names >= {"offer", "take_home", "ladder", "return", "plan", "compare", "explain", "check_guide"}


@pytest.mark.parametrize(
    ("hint", "plain"),
    [
        ("Give a state; or look it up with: paychart search WORDS", "Give a state."),
        ("If that is hourly pay, say so with --hourly.", "If that is hourly pay, say so with hourly."),
        ("Run: paychart data build", ""),
        ("Give once.", "Give once."),
        ("", ""),
    ],
)
def test_no_command_is_told_to_a_browser(hint: str, plain: str) -> None:
    assert plain_hint(hint) == plain
