"""The JSON API: each address is a command of the command line, with the same names and the same JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Query as InQuery

import paychart
from paychart.interfaces.web import query as q
from paychart.interfaces.web.answers import Answers
from paychart.interfaces.web.formats import Answer
from paychart.interfaces.web.openapi import answers_with
from paychart.interfaces.web.schemas import (
    CodingOut,
    CredentialOut,
    EstimateOut,
    ExplainOut,
    MatchOut,
    OfferOut,
    RankingOut,
    SuggestionOut,
    TitlePayOut,
)
from paychart.profile import ANY_OCCUPATION, Profile
from paychart.store import Store
from paychart.table import Table

router = APIRouter(prefix="/api/v1", tags=["answers"])


def answers_of(request: Request) -> Answers:
    """The answers of the application that the request came to."""
    return cast(Answers, request.app.state.answers)


Given = Annotated[Answers, Depends(answers_of)]


@router.get("/estimate", responses=answers_with(EstimateOut, table=True))
async def estimate(request: Request, query: Annotated[q.PersonQuery, InQuery()], answers: Given) -> Response:
    """What this work pays: the range among workers and how sure we are of it."""
    from paychart.pay.estimate import estimate as compute

    def work(store: Store) -> Answer:
        answer = compute(query.profile(), store)
        return Answer(answer.to_dict(), answer.table)

    return await answers.respond(request, work)


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
    """Where this work pays best: real and nominal pay of every area, with what each rank may be."""
    from paychart.pay.places import places as rank

    def work(store: Store) -> Answer:
        ranking = rank(
            store,
            query.occupation,
            statistic=query.statistic,
            sort=query.sort,
            kinds=tuple(query.kind) or ("metro", "rural"),
            near=query.near,
            rent_share=query.rent_share,
        )
        return Answer(ranking.to_dict(), ranking.table)

    return await answers.respond(request, work)


@router.get("/trend", responses=answers_with(dict[str, Any]))
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


@router.get("/outlook", responses=answers_with(dict[str, Any]))
async def outlook(
    request: Request, query: Annotated[q.OccupationQuery, InQuery()], answers: Given
) -> Response:
    """Projected jobs, openings by cause, entry education, and whether demand has raised pay."""
    from paychart.pay.time.outlook import outlook as compute

    return await answers.respond(request, lambda store: Answer(compute(store, query.occupation).to_dict()))


@router.get("/moves", responses=answers_with(dict[str, Any]))
async def moves(request: Request, query: Annotated[q.MovesQuery, InQuery()], answers: Given) -> Response:
    """The next moves of a person: one change at a time, with gain, cost, time, chance and doubt."""
    from paychart.careers.moves import KINDS
    from paychart.careers.moves import moves as weigh

    def work(store: Store) -> Answer:
        found = weigh(
            query.profile(),
            store,
            role=query.role,
            kinds=query.kind or KINDS,
            sort=query.sort,
            rent_share=query.rent_share,
            horizon=query.years,
        )
        return Answer(found.to_dict())

    return await answers.respond(request, work)


@router.get("/ladder", responses=answers_with(dict[str, Any]))
async def ladder(request: Request, query: Annotated[q.LadderQuery, InQuery()], answers: Given) -> Response:
    """The career ladder of health information work: what each role would pay this person, and when."""
    from paychart.careers.ladder import ladder as climb

    return await answers.respond(
        request,
        lambda store: Answer(
            climb(query.profile(), store, role=query.role, goal=query.goal, everything=query.all).to_dict()
        ),
    )


@router.get("/lifetime", responses=answers_with(dict[str, Any]))
async def lifetime(request: Request, query: Annotated[q.PlanQuery, InQuery()], answers: Given) -> Response:
    """Whole careers simulated on the ladder: real pay by age as a fan, and the total."""
    from paychart.careers.lifetime import lifetime as live

    return await answers.respond(
        request,
        lambda store: Answer(live(query.plan(store), store, paths=query.paths, seed=query.seed).to_dict()),
    )


@router.get("/return", responses=answers_with(dict[str, Any]))
async def return_(request: Request, query: Annotated[q.ReturnQuery, InQuery()], answers: Given) -> Response:
    """What a degree or credential returns: value, internal rate and break-even, over simulated careers."""
    from paychart.careers.returns import returns

    def work(store: Store) -> Answer:
        terms = query.terms()
        return Answer(
            returns(query.plan(store), store, terms=terms, paths=query.paths, seed=query.seed).to_dict()
        )

    return await answers.respond(request, work)


@router.get("/rank", responses=answers_with(dict[str, Any]))
async def rank(request: Request, query: Annotated[q.RankQuery, InQuery()], answers: Given) -> Response:
    """Occupations ranked by what a person values, and how firm that is."""
    from paychart.careers.values import rank as weigh

    def work(store: Store) -> Answer:
        found = weigh(query.profile(), store, query.weights(), among=query.among, interest=query.interest)
        return Answer(found.to_dict())

    return await answers.respond(request, work)


@router.get("/search", responses=answers_with(list[MatchOut], table=True))
async def search(request: Request, query: Annotated[q.SearchQuery, InQuery()], answers: Given) -> Response:
    """Codes of occupations, areas and employer types for words, ranked; never chosen for you."""
    from paychart.codes.lookup import KINDS
    from paychart.codes.lookup import search as find

    def work(store: Store) -> Answer:
        rows = [asdict(match) for match in find(query.text, store, query.kind or KINDS, query.limit)]
        return _rows("Matches", rows)

    return await answers.respond(request, work)


@router.get("/suggest", responses=answers_with(list[SuggestionOut], table=True))
async def suggest(request: Request, query: Annotated[q.SuggestQuery, InQuery()], answers: Given) -> Response:
    """Choices for the letters typed so far: what a type-ahead field shows."""
    from paychart.codes.suggest import suggest as find

    def work(store: Store) -> Answer:
        rows = [asdict(choice) for choice in find(query.text, store, query.kind, query.limit)]
        return _rows("Suggestions", rows)

    return await answers.respond(request, work)


@router.get("/titles", responses=answers_with(CodingOut))
async def titles(request: Request, query: Annotated[q.TitleQuery, InQuery()], answers: Given) -> Response:
    """A job title as people write it, coded to occupations with probabilities."""
    from paychart.titles import code

    return await answers.respond(
        request, lambda _: Answer(code(query.title, query.employer or None).to_dict())
    )


@router.get("/titles/pay", responses=answers_with(TitlePayOut))
async def title_pay(
    request: Request, query: Annotated[q.TitlePayQuery, InQuery()], answers: Given
) -> Response:
    """The pay of a job title, priced as the mixture of occupations it may stand for."""
    from paychart.pay.mixture import price_title

    where = Profile.from_words(ANY_OCCUPATION, query.area, query.industry)
    return await answers.respond(
        request, lambda store: Answer(price_title(query.title, where, store).to_dict())
    )


@router.get("/credentials", responses=answers_with(list[CredentialOut], table=True))
async def credentials(
    request: Request, query: Annotated[q.PlainQuery, InQuery()], answers: Given
) -> Response:
    """Credentials of health information work: issuer, purpose, eligibility, fees and upkeep, with sources."""
    from paychart.codes.credentials import catalogue

    return await answers.respond(
        request, lambda _: _rows("Credentials", [one.to_dict() for one in catalogue().values()])
    )


@router.get("/data", responses=answers_with(dict[str, Any]))
async def data(request: Request, query: Annotated[q.PlainQuery, InQuery()], answers: Given) -> Response:
    """What is in the store: sources, releases, checksums, and how the laws of the data turned out."""
    return await answers.respond(
        request,
        lambda store: Answer(
            {
                "release": store.release,
                "content_hash": store.content_hash,
                "version": paychart.__version__,
                "loads": store.loads,
                "findings": store.findings,
            }
        ),
    )


def _rows(title: str, rows: list[dict[str, Any]]) -> Answer:
    return Answer(rows, lambda: Table.from_rows(title, rows))
