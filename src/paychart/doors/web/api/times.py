"""Addresses about years: trend and outlook."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import Answer
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries import times as q
from paychart.doors.web.schemas.times import OutlookOut, TrendOut

router = APIRouter(prefix="/api/v1", tags=["time"])


@router.get("/trend", responses=answers_with(TrendOut))
async def trend(request: Request, query: Annotated[q.TrendQuery, InQuery()], answers: Given) -> Response:
    """National pay and jobs by year, nominal and real, with breaks in the statistics as breaks, and a forecast."""
    from paychart.pay.time.trend import trend as compute

    def work(store: Store) -> Answer:
        found = compute(
            store,
            query.occupation,
            statistic=query.statistic,
            first=query.first,
            last=query.last,
            ahead=query.forecast,
        )
        return Answer(found.to_dict())

    return await answers.respond(request, work)


@router.get("/outlook", responses=answers_with(OutlookOut))
async def outlook(
    request: Request, query: Annotated[q.OccupationQuery, InQuery()], answers: Given
) -> Response:
    """Projected jobs, openings by cause, entry education, and whether demand has raised pay."""
    from paychart.pay.time.outlook import outlook as compute

    return await answers.respond(request, lambda store: Answer(compute(store, query.occupation).to_dict()))
