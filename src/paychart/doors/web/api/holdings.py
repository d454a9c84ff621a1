"""Addresses about what is held: the data, its measured accuracy, and the guide computed from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery

import paychart
from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import Answer
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries.base import PlainQuery
from paychart.doors.web.queries.times import EvaluateQuery, GuideQuery
from paychart.doors.web.schemas.service import AccuracyOut, DataOut, GuideOut, TableOut

router = APIRouter(prefix="/api/v1", tags=["data"])


@router.get("/data", responses=answers_with(DataOut))
async def data(request: Request, query: Annotated[PlainQuery, InQuery()], answers: Given) -> Response:
    """What is in the store: sources, releases, checksums, and how the laws of the data turned out."""
    return await answers.respond(
        request,
        lambda store: Answer(
            {
                "release": store.release,
                "content_hash": store.content_hash,
                "version": paychart.__version__,
                "loads": store.loads,
                "tables": {name: count for load in store.loads for name, count in load["rows"].items()},
                "invariants": store.findings,
            }
        ),
    )


@router.get("/data/tables", responses=answers_with(list[TableOut]))
async def tables(request: Request, query: Annotated[PlainQuery, InQuery()], answers: Given) -> Response:
    """What tables there are, column by column: type, unit, meaning and source."""
    from paychart.data.store.build import source_tables

    return await answers.respond(request, lambda _: Answer([asdict(table) for table in source_tables()]))


@router.get("/evaluate", responses=answers_with(AccuracyOut, table=True))
async def evaluate(request: Request, query: Annotated[EvaluateQuery, InQuery()], answers: Given) -> Response:
    """How wrong the answers were where the truth is known: carried results, never measured on request."""
    from paychart.data.reference.accuracy import accuracy

    def work(_: Store) -> Answer:
        known = accuracy(query.part)
        return Answer(known.to_dict(), known.table)

    return await answers.respond(request, work)


@router.get("/guide", responses=answers_with(GuideOut))
async def guide(request: Request, query: Annotated[GuideQuery, InQuery()], answers: Given) -> Response:
    """A computed pay guide as data: statements with their figures and sources, section by section."""
    from paychart.guide import sections, summary, topics

    def work(store: Store) -> Answer:
        topic = topics.find_topic(store, query.topic)
        return Answer(summary.to_dict(sections.build(store, topic, query.profile())))

    return await answers.respond(request, work)
