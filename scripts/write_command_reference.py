"""Write `docs/commands.md` and `docs/api.md`: every command with its options, every API address with its parameters.

    make reference

A test fails where the program has a command, option, address or parameter that the pages lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from paychart.doors.cli.app import app

DOCS = Path(__file__).resolve().parents[1] / "docs"
_MARKUP = re.compile(r"\[/?(?:bold|dim|green|yellow)\]")


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Each command's words and the command, in alphabetical order."""
    group = group or get_command(app)
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        elif not command.hidden:
            yield " ".join((*path, name)), command


def option_words(parameter: Any) -> tuple[str, str, str]:
    """How an option or argument is typed, what it does, and what holds without it."""
    if parameter.param_type_name == "argument":
        typed = f"`{(parameter.metavar or parameter.name).upper()}`"
    else:
        names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        typed = names if parameter.is_flag else f"{names} …"
    default = parameter.default
    said = "required" if parameter.required else ""
    if not said and not callable(default) and default not in (None, False, "", (), []):
        said = ", ".join(map(str, default)) if isinstance(default, (list, tuple)) else str(default)
    return typed, _cell(parameter.help or ""), _cell(said)


def command_page() -> str:
    """The page of commands, as Markdown."""
    lines = [
        "# Commands",
        "",
        "Made from the program by `make reference`. `paychart COMMAND --help` prints the same, with examples.",
    ]
    for words, command in commands():
        lines += [
            "",
            f"## paychart {words}",
            "",
            _summary(command),
            "",
            "| type | what | default |",
            "|---|---|---|",
        ]
        for parameter in command.params:
            lines.append("| " + " | ".join(option_words(parameter)) + " |")
    return "\n".join(lines) + "\n"


def api_page(description: dict[str, Any]) -> str:
    """The page of API addresses from an OpenAPI description, as Markdown."""
    lines = [
        "# API addresses",
        "",
        "Made from `/api/v1/openapi.json` by `make reference`. Answers and errors: [the web door](web.md).",
    ]
    for address, operations in sorted(description["paths"].items()):
        for method, operation in operations.items():
            said = " ".join(
                operation.get("description", operation.get("summary", "")).split("\n\n")[0].split()
            )
            lines += ["", f"## {method.upper()} {address}", "", said]
            given = operation.get("parameters", [])
            if given:
                lines += ["", "| parameter | what | default |", "|---|---|---|"]
            for parameter in given:
                schema = parameter.get("schema", {})
                default = "required" if parameter.get("required") else schema.get("default", "")
                default = ", ".join(map(str, default)) if isinstance(default, list) else default
                lines.append(
                    f"| `{parameter['name']}` | {_cell(parameter.get('description', ''))} | {_cell(str(default))} |"
                )
    return "\n".join(lines) + "\n"


def described(store: Path | None = None) -> dict[str, Any]:
    """The OpenAPI description of a server on a store; the default one if none is named."""
    from fastapi.testclient import TestClient

    from paychart.doors.web.app import create_app

    with TestClient(create_app(store)) as client:
        answer: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return answer


def _summary(command: Any) -> str:
    return " ".join(_MARKUP.sub("", command.help or "").split("\n\n")[0].split())


def _cell(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> None:
    (DOCS / "commands.md").write_text(command_page(), encoding="utf-8")
    (DOCS / "api.md").write_text(api_page(described()), encoding="utf-8")


if __name__ == "__main__":
    main()
