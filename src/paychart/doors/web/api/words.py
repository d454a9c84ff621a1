"""Addresses that find codes for words: search, suggest, titles, credentials."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import Answer
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries import pay as q
from paychart.doors.web.schemas.pay import CodingOut, CredentialOut, MatchOut, SuggestionOut
from paychart.show.table import Table

router = APIRouter(prefix="/api/v1", tags=["words"])


@router.get("/search", responses=answers_with(list[MatchOut], table=True))
async def search(request: Request, query: Annotated[q.SearchQuery, InQuery()], answers: Given) -> Response:
    """Codes of occupations, areas and employer types for words, ranked; never chosen for you."""
    from paychart.words.lookup import KINDS
    from paychart.words.lookup import search as find

    def work(store: Store) -> Answer:
        rows = [asdict(match) for match in find(query.text, store, query.kind or KINDS, query.limit)]
        return _rows("Matches", rows)

    return await answers.respond(request, work)


@router.get("/suggest", responses=answers_with(list[SuggestionOut], table=True))
async def suggest(request: Request, query: Annotated[q.SuggestQuery, InQuery()], answers: Given) -> Response:
    """Choices for the letters typed so far: what a type-ahead field shows."""
    from paychart.words.suggest import suggest as find

    def work(store: Store) -> Answer:
        rows = [asdict(choice) for choice in find(query.text, store, query.kind, query.limit)]
        return _rows("Suggestions", rows)

    return await answers.respond(request, work)


@router.get("/titles", responses=answers_with(CodingOut))
async def titles(request: Request, query: Annotated[q.TitleQuery, InQuery()], answers: Given) -> Response:
    """A job title as people write it, coded to occupations with probabilities."""
    from paychart.words.titles import code

    def work(_: Store) -> Answer:
        return Answer(code(query.title, query.employer or None, query.description or None).to_dict())

    return await answers.respond(request, work)


@router.get("/credentials", responses=answers_with(list[CredentialOut], table=True))
async def credentials(
    request: Request, query: Annotated[q.CredentialsQuery, InQuery()], answers: Given
) -> Response:
    """Credentials of health information work: issuer, purpose, eligibility, fees and upkeep, with sources."""
    from paychart.words.credentials import catalogue, find_credential

    def work(_: Store) -> Answer:
        chosen = [find_credential(query.code)] if query.code.strip() else list(catalogue().values())
        return _rows("Credentials", [one.to_dict() for one in chosen])

    return await answers.respond(request, work)


def _rows(title: str, rows: list[dict[str, Any]]) -> Answer:
    return Answer(rows, lambda: Table.from_rows(title, rows))
