"""Every command, option, API address and parameter says what it is, and stands in the documentation."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "write_command_reference", ROOT / "scripts/write_command_reference.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


writer = _script()
COMMANDS = dict(writer.commands())


def _sections(page: str, heading: str) -> dict[str, str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    parts = re.split(rf"^## {heading}", text, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].strip(): part for part in parts}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_has_help_and_is_documented(words):
    command = COMMANDS[words]
    section = _sections("commands.md", "paychart ").get(words)
    assert section, f"`make reference`: docs/commands.md lacks {words}."
    assert command.help
    for parameter in command.params:
        typed, what, _ = writer.option_words(parameter)
        assert len(what) > 5, f"{words} {typed} has no help."
        assert typed in section, f"`make reference`: docs/commands.md lacks {words} {typed}."


def test_no_command_is_documented_that_is_not_there():
    assert set(_sections("commands.md", "paychart ")) == set(COMMANDS)


def test_every_command_with_an_answer_prints_json():
    without = {"serve", "mcp", "data fetch", "titles train"}
    for words, command in COMMANDS.items():
        if words not in without:
            assert any("--json" in p.opts for p in command.params), words


@pytest.fixture(scope="module")
def described(store):
    return writer.described(store.path)


def test_every_api_parameter_is_described_and_documented(described):
    sections = _sections("api.md", "")
    for address, operations in described["paths"].items():
        for method, operation in operations.items():
            section = sections.get(f"{method.upper()} {address}")
            assert section, f"`make reference`: docs/api.md lacks {method.upper()} {address}."
            assert operation.get("description")
            for parameter in operation.get("parameters", []):
                assert len(parameter.get("description", "")) > 5, f"{address}: {parameter['name']}"
                assert f"`{parameter['name']}`" in section, f"`make reference`: {address} {parameter['name']}"


def test_no_address_is_documented_that_is_not_there(described):
    there = {f"{m.upper()} {a}" for a, operations in described["paths"].items() for m in operations}
    assert set(_sections("api.md", "")) == there
