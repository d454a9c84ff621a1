"""Addresses about careers: moves, ladder, lifetime, return, rank, plan, programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import Answer
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries import careers as q
from paychart.doors.web.schemas.careers import (
    ComparisonOut,
    LadderOut,
    LifetimeOut,
    MovesOut,
    PlanOut,
    ProgramsOut,
    RankOut,
    ReturnOut,
)
from paychart.show.table import Table

router = APIRouter(prefix="/api/v1", tags=["careers"])


@router.get("/moves", responses=answers_with(MovesOut))
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
            changes=query.assume,
            rent_share=query.rent_share,
            horizon=query.years,
        )
        return Answer(found.to_dict())

    return await answers.respond(request, work)


@router.get("/ladder", responses=answers_with(LadderOut))
async def ladder(request: Request, query: Annotated[q.LadderQuery, InQuery()], answers: Given) -> Response:
    """The career ladder of health information work: what each role would pay this person, and when."""
    from paychart.careers.ladder import ladder as climb

    def work(store: Store) -> Answer:
        climbed = climb(query.profile(), store, role=query.role, goal=query.goal, everything=query.all)
        return Answer(climbed.to_dict())

    return await answers.respond(request, work)


@router.get("/lifetime", responses=answers_with(LifetimeOut | ComparisonOut))
async def lifetime(
    request: Request, query: Annotated[q.LifetimeQuery, InQuery()], answers: Given
) -> Response:
    """Whole careers simulated on the ladder: real pay by age as a fan, and the total; or two plans, same luck."""
    from paychart.careers.lifetime import compare
    from paychart.careers.lifetime import lifetime as live

    def work(store: Store) -> Answer:
        changes, first, other = tuple(query.assume), query.plan(store), query.other(store)
        if other is None:
            return Answer(live(first, store, changes=changes, paths=query.paths, seed=query.seed).to_dict())
        both = compare(first, other, store, changes=changes, paths=query.paths, seed=query.seed)
        return Answer(both.to_dict())

    return await answers.respond(request, work)


@router.get("/return", responses=answers_with(ReturnOut))
async def return_(request: Request, query: Annotated[q.ReturnQuery, InQuery()], answers: Given) -> Response:
    """What a degree or credential returns: value, internal rate and break-even, over simulated careers."""
    from paychart.careers.returns import returns

    def work(store: Store) -> Answer:
        found = returns(
            query.plan(store),
            store,
            terms=query.terms(),
            changes=tuple(query.assume),
            paths=query.paths,
            seed=query.seed,
        )
        return Answer(found.to_dict())

    return await answers.respond(request, work)


@router.get("/rank", responses=answers_with(RankOut))
async def rank(request: Request, query: Annotated[q.RankQuery, InQuery()], answers: Given) -> Response:
    """Occupations ranked by what a person values, and how firm that is."""
    from paychart.careers.criteria import parse_weights
    from paychart.careers.values import rank as weigh

    def work(store: Store) -> Answer:
        weights = parse_weights(query.value)
        found = weigh(query.profile(), store, weights, among=query.among, interest=query.interest)
        return Answer(found.to_dict())

    return await answers.respond(request, work)


@router.get("/plan", responses=answers_with(PlanOut))
async def plan(request: Request, query: Annotated[q.PlanQuery, InQuery()], answers: Given) -> Response:
    """A plan on one page: where a person stands, three moves with cost and break-even, the way up, what to watch."""
    from paychart.careers.personal_plan import personal_plan

    def work(store: Store) -> Answer:
        made = personal_plan(
            query.profile(),
            store,
            age=query.age,
            retire=query.retire,
            role=query.role,
            goal=query.goal,
            changes=tuple(query.assume),
            rent_share=query.rent_share,
        )
        return Answer(made.to_dict())

    return await answers.respond(request, work)


@router.get("/programs", responses=answers_with(ProgramsOut, table=True))
async def programs(
    request: Request, query: Annotated[q.ProgramsQuery, InQuery()], answers: Given
) -> Response:
    """Programs of study in health information: graduates' earnings and debt, school by school."""
    from paychart.careers.programs import programs as find

    def work(_: Store) -> Answer:
        found = find(query.state, query.level, query.institution, query.field)
        rows = [program.to_dict() for program in found.programs]
        return Answer(found.to_dict(), lambda: Table.from_rows("Programs", rows, found.source))

    return await answers.respond(request, work)
