"""The MCP server: each tool is a capability of paychart, typed both ways, with answers an assistant can quote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

import paychart
from paychart.data.store import Store
from paychart.doors.mcp.shapes import (
    Checked,
    ClaimRow,
    Compared,
    Found,
    MoveList,
    MoveRow,
    Pay,
    Person,
    PlaceList,
    PlaceRow,
    TitlePaid,
    pay_of,
    title_paid,
)
from paychart.errors import PaychartError
from paychart.profile import ANY_OCCUPATION, Profile

INSTRUCTIONS = (
    "Official US pay data. Quote figures with their status (published or modelled), the 90 % interval and the "
    "release in the lineage. A range says how workers differ; an interval says how sure a figure is: never mix them. "
    "Effects of education, experience and credentials are associations, not promises."
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Occupation = Annotated[
    str, Field(max_length=200, description='SOC code or name: "29-2072", "medical coder".')
]


@contextmanager
def _plainly() -> Iterator[None]:
    """A mistake reaches the assistant as one sentence with the nearest valid values, so that it can try again."""
    try:
        yield
    except PaychartError as error:
        raise ToolError(str(error)) from None


def build(store: Store) -> MCPServer:
    """The server over an open store."""
    server = MCPServer(
        "paychart", title="paychart: what work pays", instructions=INSTRUCTIONS, version=paychart.__version__
    )
    _add_pay(server, store)
    _add_choices(server, store)
    return server


def _add_pay(server: MCPServer, store: Store) -> None:
    @server.tool(annotations=_READS)
    def search(
        text: Annotated[str, Field(max_length=200, description="A job, a place or a kind of employer.")],
        kind: Literal["occupation", "area", "industry", ""] = "",
        limit: Annotated[int, Field(ge=1, le=25)] = 8,
    ) -> list[Found]:
        """Codes for words. Candidates are ranked, never chosen for you; a score of 100 is certain."""
        from paychart.words.lookup import KINDS
        from paychart.words.lookup import search as find

        with _plainly():
            matches = find(text, store, (kind,) if kind else KINDS, limit)
        return [Found(kind=m.kind, code=m.code, name=m.name, score=m.score) for m in matches]

    @server.tool(annotations=_READS)
    def estimate(person: Person) -> Pay:
        """What work pays, for whom and where: median, range among workers, and how sure the median is."""
        from paychart.pay.estimate import estimate as compute

        with _plainly():
            return pay_of(compute(person.profile(), store))

    @server.tool(annotations=_READS)
    def title_pay(
        title: Annotated[
            str, Field(min_length=1, max_length=200, description='As written: "HIM director II".')
        ],
        area: Annotated[str, Field(max_length=200, description="State or metro; the nation if empty.")] = "",
        industry: Annotated[str, Field(max_length=200, description='Employer type: "hospital".')] = "",
    ) -> TitlePaid:
        """What a job title pays, as the mixture of occupations it may stand for, with the question worth asking."""
        from paychart.pay.mixture import price_title

        with _plainly():
            return title_paid(price_title(title, Profile.from_words(ANY_OCCUPATION, area, industry), store))

    @server.tool(annotations=_READS)
    def compare(people: Annotated[list[Person], Field(min_length=2, max_length=6)]) -> Compared:
        """Up to six profiles side by side: change the place, the employer, the schooling or the work itself."""
        from paychart.pay.estimate import estimate as compute

        with _plainly():
            answers = [pay_of(compute(person.profile(), store)) for person in people]
        first = answers[0]["median"]
        gaps = [answer["median"] - first for answer in answers]
        return Compared(
            answers=answers, gaps=gaps, gaps_percent=[round(100 * gap / first, 1) for gap in gaps]
        )

    @server.tool(annotations=_READS)
    def check_guide(text: Annotated[str, Field(min_length=1, max_length=200_000)]) -> Checked:
        """Grade a career guide: each claim about pay, jobs and the ways to them, against official figures."""
        from paychart.claims import check_guide as grade

        with _plainly():
            report = grade(text.encode(), store)
        return Checked(
            claims=[
                ClaimRow(
                    quote=c.quote,
                    grades=list(dict.fromkeys(filter(None, (c.grade, c.verdict.now_grade)))),
                    explanation=c.verdict.explanation,
                )
                for c in report.claims
            ],
            summary=report.to_dict()["summary"]["grades"],
        )


def _add_choices(server: MCPServer, store: Store) -> None:
    @server.tool(annotations=_READS)
    def places(
        occupation: Occupation,
        sort: Literal["real", "nominal", "demand"] = "real",
        near: Annotated[str, Field(max_length=200, description="Only the states of this area.")] = "",
        top: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> PlaceList:
        """Where work pays best: `real` is after local prices. Ranks come with the ranks a place may truly have."""
        from paychart.pay.places import places as rank

        with _plainly():
            ranking = rank(store, occupation, sort=sort, near=near)
        rows = [
            PlaceRow(
                rank=p.rank,
                rank90=list(p.rank90) if p.rank90 else None,
                name=p.name,
                median=p.nominal,
                after_prices=None if p.real is None else round(p.real),
                jobs=p.employment,
            )
            for p in ranking.places[:top]
        ]
        return PlaceList(
            occupation=f"{ranking.occupation} {ranking.title}",
            sorted_by=ranking.sort,
            places=rows,
            areas_ranked=len(ranking.places),
            notes=list(ranking.notes),
            lineage=[f"published cells, OEWS, {ranking.release}", "BEA regional price parities"],
        )

    @server.tool(annotations=_READS)
    def moves(person: Person, top: Annotated[int, Field(ge=1, le=20)] = 6) -> MoveList:
        """The next moves that pay for a person in health information work, one change at a time, by value."""
        from paychart.careers.moves import moves as weigh

        with _plainly():
            found = weigh(person.profile(), store)
        rows = [
            MoveRow(
                kind=m.kind,
                name=m.name,
                gain=round(m.gain),
                gain90=[round(v) for v in m.gain90],
                cost=round(m.cost),
                years=m.years,
                chance=m.chance,
                verdict=m.verdict,
            )
            for m in found.moves[:top]
        ]
        who = ", ".join(found.names.values())
        return MoveList(who=who, pay_now=found.pay, moves=rows, notes=list(found.notes))

    @server.tool(annotations=_READS)
    def outlook(occupation: Occupation) -> dict[str, Any]:
        """Projected jobs in ten years, openings by cause and entry education, beside all occupations."""
        from paychart.pay.time.outlook import outlook as compute

        with _plainly():
            found = compute(store, occupation).to_dict()
        return {
            name: value
            for name, value in found.items()
            if name not in ("demand_test", "neighbors") and not isinstance(value, list)
        } | {"notes": found.get("notes", [])}

    @server.tool(annotations=_READS)
    def trend(
        occupation: Occupation, forecast_years: Annotated[int, Field(ge=0, le=10)] = 0
    ) -> dict[str, Any]:
        """National pay by year, nominal and in today's dollars, with breaks in the statistics as breaks."""
        from paychart.pay.time.trend import trend as compute

        with _plainly():
            found = compute(store, occupation, ahead=forecast_years).to_dict()
        for stretch in found["stretches"]:
            stretch["points"] = [
                {name: point[name] for name in ("year", "nominal", "real", "jobs")}
                for point in stretch["points"]
            ]
        return found
