"""The MCP server through a real client, over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paychart import Profile, Store, estimate
from paychart.pay.mixture import price_title

mcp = pytest.importorskip("mcp", reason="The mcp extra is not installed.")


@pytest.fixture(scope="module")
def talk(store_path: Path) -> Callable[..., Any]:
    """Start the server, make the calls in one session, and return their results."""

    def session(*calls: tuple[str, dict[str, Any]]) -> list[Any]:
        parameters = mcp.StdioServerParameters(
            command=sys.executable,
            args=["-m", "paychart.doors.cli.app", "mcp"],
            env={**os.environ, "PAYCHART_STORE": str(store_path)},
        )

        async def run() -> list[Any]:
            async with mcp.Client(parameters) as client:
                listed = await client.list_tools()
                return [listed, *[await client.call_tool(name, given) for name, given in calls]]

        return asyncio.run(asyncio.wait_for(run(), 120))

    return session


def test_an_assistant_gets_the_answers_of_the_library(talk: Callable[..., Any], store: Store) -> None:
    person = {"occupation": "medical coder", "area": "Denver, CO"}
    better = {**person, "education": "bachelor", "experience": 5}
    listed, found, paid, compared, best, outlook, trend, checked, moves, titled, wrong, typo = talk(
        ("search", {"text": "medical records", "kind": "occupation"}),
        ("estimate", person),
        ("compare", {**person, "option": ["education=associate", "education=bachelor; experience=5"]}),
        ("places", {"occupation": "29-2072", "near": "Colorado"}),
        ("outlook", {"occupation": "29-2072"}),
        ("trend", {"occupation": "29-2072", "forecast": 2}),
        ("check_guide", {"text": "The average wage of medical coders was $56,790 in May 2025."}),
        ("moves", better),
        ("title_pay", {"title": "HIM director", "industry": "hospital"}),
        ("estimate", {"occupation": "29-2072", "area": "Springfield"}),
        ("estimate", {"occupation": "29-2072", "aria": "Ohio"}),
    )
    tools = {tool.name: tool for tool in listed.tools}
    assert set(tools) >= {
        "search",
        "estimate",
        "compare",
        "places",
        "moves",
        "outlook",
        "trend",
        "check_guide",
        "title_pay",
    }
    assert all(tool.output_schema and tool.input_schema for tool in tools.values())
    own = estimate(Profile("29-2072", "Denver, CO"), store)
    answer = paid.structured_content
    assert (answer["annual"]["p50"], answer["status"]) == (own.annual["p50"], "published")
    source = answer["provenance"][0]
    assert source["release"] == store.release
    assert len(source["checksum"]) == 64
    assert found.structured_content["result"][0]["code"] == "29-2072"
    assert compared.structured_content["options"][1]["gap"]
    assert len(best.structured_content["places"]) == 10
    assert outlook.structured_content["prospect"]["openings"] > 0
    assert trend.structured_content["forecast"]["points"]
    assert checked.structured_content["claims"][0]["grade"] == "supported"
    assert len(moves.structured_content["moves"]) == 5
    priced = price_title("HIM director", Profile.from_words("00-0000", "", "hospital"), store)
    assert titled.structured_content["annual"]["p50"] == priced.annual["p50"]
    assert sum(part["weight"] for part in titled.structured_content["occupations"]) == pytest.approx(
        1, abs=0.01
    )
    assert wrong.is_error
    assert "Springfield, IL" in wrong.content[0].text
    assert "paychart " not in wrong.content[0].text
    assert typo.is_error
    assert "area" in typo.content[0].text


def test_answers_are_small(talk: Callable[..., Any]) -> None:
    calls = (
        ("estimate", {"occupation": "29-2072", "education": "bachelor", "experience": 5}),
        ("places", {"occupation": "29-2072"}),
        ("moves", {"occupation": "29-2072", "area": "Ohio"}),
        ("outlook", {"occupation": "29-2072"}),
    )
    _, *answers = talk(*calls)
    for (name, _), answer in zip(calls, answers, strict=True):
        assert not answer.is_error, name
        assert len(answer.content[0].text) < 6_000, name
