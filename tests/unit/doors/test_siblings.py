"""The API beside the command line: every capability, every option, every word of description."""

from __future__ import annotations

from typing import Any

import click
import pytest
import typer
from fastapi.testclient import TestClient

from paychart.doors.cli.app import app as command_line

# Each command and its address. Options that are only about printing, files or the store have no place in an address.
SIBLINGS = {
    "estimate": "get /estimate",
    "explain": "get /explain",
    "predict": "post /predict",
    "offer": "get /offer",
    "compare": "get /compare",
    "take-home": "get /take-home",
    "offers": "get /offers",
    "equivalent": "get /equivalent",
    "places": "get /places",
    "trend": "get /trend",
    "outlook": "get /outlook",
    "moves": "get /moves",
    "ladder": "get /ladder",
    "lifetime": "get /lifetime",
    "return": "get /return",
    "rank": "get /rank",
    "plan": "get /plan",
    "programs": "get /programs",
    "guide": "get /guide",
    "check-guide": "post /check-guide",
    "search": "get /search",
    "credentials": "get /credentials",
    "titles code": "get /titles",
    "evaluate": "get /evaluate",
    "data status": "get /data",
    "data tables": "get /data/tables",
    "benchmark": "post /benchmark",
    "sample-payroll": "get /sample-payroll",
}
# What makes no sense over the web, with the reason.
ALONE = {
    "serve": "starts this service",
    "mcp": "starts another",
    "data fetch": "changes the machine",
    "data refresh": "changes the store",
    "doctor": "looks at this machine",
    "data build": "changes the store",
    "model fit": "changes the store, for minutes",
    "model cells": "changes the store, for minutes",
    "titles train": "changes the model, for minutes",
    "titles evaluate": "takes minutes; its results are in /evaluate",
    "ranges": "works on a payroll's files",
    "equity": "works on a payroll's files",
    "release": "works on a payroll's files",
}
PRINTING = {"json", "store", "top", "chart", "map", "prices", "svg", "output", "progress"}
# Arguments and options that the address names otherwise, or that measure anew what it only carries ("").
OTHERWISE = {
    "titles code": {"what": "title", "column": ""},
    "guide": {"update": ""},
    "evaluate": dict.fromkeys(
        ("task", "split", "folds", "history", "hide_jobs", "plain", "write_cells", "score", "carried"), ""
    ),
}


def commands() -> dict[str, click.Command]:
    """Every command of the command line by its words."""
    found: dict[str, click.Command] = {}

    def walk(command: Any, words: tuple[str, ...]) -> None:
        if isinstance(command, click.Group) or hasattr(command, "commands"):
            for name, inner in command.commands.items():
                walk(inner, (*words, name))
        else:
            found[" ".join(words)] = command

    walk(typer.main.get_command(command_line), ())
    return found


def word_of(parameter: click.Parameter) -> str:
    """What a person types: the long form of an option, the name of an argument."""
    longest = max(parameter.opts, key=len)
    return longest.lstrip("-").replace("-", "_")


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json()


def operation_of(description: dict[str, Any], sibling: str) -> dict[str, Any]:
    method, _, path = sibling.partition(" ")
    return description["paths"][f"/api/v1{path}"][method]


def test_every_command_has_an_address_or_a_reason_for_none(description: dict[str, Any]) -> None:
    assert set(commands()) == set(SIBLINGS) | set(ALONE)
    for sibling in SIBLINGS.values():
        assert operation_of(description, sibling)


@pytest.mark.parametrize("name", [name for name, sibling in SIBLINGS.items() if sibling.startswith("get")])
def test_every_option_of_a_command_is_a_parameter(description: dict[str, Any], name: str) -> None:
    known = {p["name"] for p in operation_of(description, SIBLINGS[name]).get("parameters", [])}
    renamed = OTHERWISE.get(name, {})
    options = {word_of(parameter) for parameter in commands()[name].params} - PRINTING
    assert {renamed.get(word, word) for word in options} - {""} <= known


def test_every_parameter_is_described(description: dict[str, Any]) -> None:
    silent = [
        f"{method} {path} {parameter['name']}"
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert silent == []


def test_every_answer_has_a_shape_and_an_example(description: dict[str, Any]) -> None:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if path == "/healthz":
                continue
            assert operation["summary"] or operation["description"]
            content = operation["responses"]["200"]["content"]["application/json"]
            shape = content["schema"]
            assert shape.get("type") == "array" or "$ref" in shape or "anyOf" in shape, path
            if method == "get":
                assert "example" in content, path
