"""Addresses about pay: estimate, explain, offer, places, and the pay of a title."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import Answer
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries import pay as q
from paychart.doors.web.schemas.pay import EstimateOut, ExplainOut, OfferOut, RankingOut, TitlePayOut

router = APIRouter(prefix="/api/v1", tags=["pay"])


@router.get("/estimate", responses=answers_with(EstimateOut | TitlePayOut, table=True))
async def estimate(
    request: Request, query: Annotated[q.EstimateQuery, InQuery()], answers: Given
) -> Response:
    """What this work pays: the range among workers and how sure we are of it. A title is priced as a mixture."""
    from paychart.pay.estimate import estimate as compute
    from paychart.pay.mixture import price_title
    from paychart.pay.time.nowcast import dating

    query.one_of_two()
    today = date.today()

    def work(store: Store) -> Answer:
        dated = dating(store, query.as_of, today, index=query.index)
        if query.title:
            return Answer(price_title(query.title, query.profile(), store, dated).to_dict())
        answer = dated(compute(query.profile(), store))
        return Answer(answer.to_dict(), answer.table)

    # "today" is another month next month: the answer is kept under the month it is for.
    return await answers.respond(request, work, also=f"{today:%Y-%m}" if query.as_of else "")


@router.get("/explain", responses=answers_with(ExplainOut))
async def explain(request: Request, query: Annotated[q.PersonQuery, InQuery()], answers: Given) -> Response:
    """How a figure comes about, step by step from the nation's median, and on what it rests."""
    from paychart.pay.estimate import estimate as compute
    from paychart.pay.explain import explain as why

    return await answers.respond(
        request, lambda store: Answer(why(compute(query.profile(), store), store).to_dict())
    )


@router.get("/offer", responses=answers_with(OfferOut))
async def offer(request: Request, query: Annotated[q.OfferQuery, InQuery()], answers: Given) -> Response:
    """Where an offer stands among workers like you, and how far it is from the middle."""
    from paychart.pay.offer import place_offer

    return await answers.respond(
        request,
        lambda store: Answer(place_offer(query.profile(), query.pay, store, hourly=query.hourly).to_dict()),
    )


@router.get("/places", responses=answers_with(RankingOut, table=True))
async def places(request: Request, query: Annotated[q.PlacesQuery, InQuery()], answers: Given) -> Response:
    """Where this work pays best: before and after prices, and after tax, with what each rank may be."""
    from paychart.pay.places import places as rank

    def work(store: Store) -> Answer:
        ranking = rank(
            store,
            query.profile(),
            statistic=query.statistic,
            sort=query.sort,
            kinds=tuple(query.kind) or ("metro", "rural"),
            near=query.near,
            rent_share=query.rent_share,
            household=query.household,
        )
        return Answer(ranking.to_dict(), ranking.table)

    return await answers.respond(request, work)


@router.get("/titles/pay", responses=answers_with(TitlePayOut))
async def title_pay(
    request: Request, query: Annotated[q.TitlePayQuery, InQuery()], answers: Given
) -> Response:
    """The pay of a job title, priced as the mixture of occupations it may stand for."""
    from paychart.pay.mixture import price_title

    return await answers.respond(
        request, lambda store: Answer(price_title(query.title, query.profile(), store).to_dict())
    )
