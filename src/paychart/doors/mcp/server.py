"""The MCP server: each tool is a public question, with flat arguments, and errors that say what to send instead."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

import paychart
from paychart.data.store import Store
from paychart.doors.mcp.brief import brief
from paychart.errors import BadInput, PaychartError
from paychart.questions import Question, plain_hint
from paychart.questions.registry import QUESTIONS

INSTRUCTIONS = (
    "Official US pay data. Quote figures with their status (published or modelled), their 90% interval and the release "
    "in `provenance`. A range says how workers differ; an interval says how sure a figure is: never mix them. "
    "Effects of education, experience and credentials are associations, not promises. Use `search` or `title_pay` "
    "first where a job or place is doubtful; give words rather than guessed codes."
)
# When to reach for a tool, where its own sentence does not say.
WHEN = {
    "search": "Use it first, where a job, place or employer type may mean several things.",
    "estimate": "Use it for any question about what a job pays. Give an occupation or a job title, not both.",
    "title_pay": "Use it for a job title that may stand for several occupations, such as director or analyst.",
    "compare": "Use it for two or more jobs, places, employers or offers; each is one text in `option`.",
    "offer": "Use it to judge a salary offer or somebody's present pay.",
    "take_home": "Use it for pay after federal, payroll, state and local taxes.",
    "places": "Use it for where a job pays best; sort by take-home for after taxes and prices.",
    "explain": "Use it when asked why a figure is what it is.",
    "check_guide": "Use it to fact-check somebody's text about pay and jobs.",
}


def tools(questions: Iterable[Question]) -> list[types.Tool]:
    """The questions that are tools, described for an assistant."""
    return [_tool(question) for question in questions if question.keep]


def _tool(question: Question) -> types.Tool:
    arguments = {field.name: {**field.schema(), "description": field.help} for field in question.fields}
    example = json.dumps(dict(question.example))
    parts = (question.about, WHEN.get(question.name, ""), question.more, f"Example arguments: {example}")
    returned = ("result",) if question.table and "kind" in question.keep else (*question.keep, "provenance")
    return types.Tool(
        name=question.name,
        title=question.about.partition(":")[0].rstrip("."),
        description=" ".join(filter(None, parts)),
        input_schema={
            "type": "object",
            "properties": arguments,
            "required": [field.name for field in question.fields if field.required],
            "additionalProperties": False,
        },
        output_schema={"type": "object", "properties": {name: {} for name in returned}},
        annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )


def call(question: Question, store: Store, given: dict[str, Any]) -> types.CallToolResult:
    """One call: the answer as JSON, structured and as text, or one sentence that says what to send instead."""
    try:
        answer = brief(question, question.answer(store, question.read(_flat(question, given))).to_json())
    except PaychartError as error:
        return _said(error_words(error), failed=True)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=json.dumps(answer, ensure_ascii=False))],
        structured_content=answer,
    )


def error_words(error: PaychartError) -> str:
    """The error as it is told at every door, less what only a command line could do."""
    nearest = f" Nearest: {'; '.join(error.nearest)}." if error.nearest else ""
    return " ".join(filter(None, (error.message + nearest, plain_hint(error.hint))))


def _flat(question: Question, given: dict[str, Any]) -> dict[str, Any]:
    """Arguments as assistants send them: also inside one object, a list as one text, a name in the plural."""
    names = {field.name for field in question.fields}
    if len(given) == 1 and isinstance(inner := next(iter(given.values())), dict) and not names & set(given):
        given = inner
    told = {}
    for name, value in given.items():
        one = name if name in names or name.removesuffix("s") not in names else name.removesuffix("s")
        many = any(field.name == one and field.many for field in question.fields)
        told[one] = [text.strip() for text in value.split(",")] if many and _listed(one, value) else value
    return told


def _listed(name: str, value: Any) -> bool:
    return isinstance(value, str) and name in ("credential", "kind", "study", "value")


def _said(text: str, *, failed: bool) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=failed)


def build(store: Store, questions: Iterable[Question] | None = None) -> Server[Any]:
    """The server over an open store."""
    known = {q.name: q for q in (QUESTIONS.values() if questions is None else questions) if q.keep}
    listed = tools(known.values())

    async def on_list(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=listed)

    async def on_call(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        question = known.get(params.name)
        if question is None:
            return _said(str(BadInput(f"There is no tool {params.name}.", nearest=tuple(known))), failed=True)
        given = dict(params.arguments or {})
        return await anyio.to_thread.run_sync(lambda: call(question, store, given))

    return Server(
        "paychart",
        title="paychart: what work pays",
        version=paychart.__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=on_list,
        on_call_tool=on_call,
    )


def serve(store: Store) -> None:
    """Answer on standard input and output until the assistant leaves."""

    async def run() -> None:
        server = build(store)
        async with stdio_server() as (reads, writes):
            await server.run(reads, writes, server.create_initialization_options())

    anyio.run(run)
