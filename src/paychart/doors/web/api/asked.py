"""Addresses made from questions: parameters, answers and errors are those that each question declares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import Given, Progress
from paychart.doors.web.openapi import answers_with, parameters
from paychart.questions import Answer, Field, Question
from paychart.questions.field import read_all

FORMAT = Field(
    "format",
    "The form of the answer, where the Accept header cannot be set.",
    choices=("", "json", "csv", "parquet", "arrow"),
)


SIZE = Field(
    "page_size",
    "Rows of a page of JSON; all of them if absent.",
    kind="whole",
    least=1,
    most=1_000,
    example=50,
)
CURSOR = Field(
    "cursor", "Where a page begins: as the Link header of the page before says.", kind="whole", least=0
)


def fields_of(question: Question) -> tuple[Field, ...]:
    """The parameters of its address."""
    pages = (SIZE, CURSOR) if question.rows is not None else ()
    return (*question.fields, *pages, FORMAT)


def router(questions: Iterable[Question]) -> APIRouter:
    """One GET address a question."""
    made = APIRouter(prefix="/api/v1")
    for question in questions:
        if question.address is not None:
            made.add_api_route(
                question.path,
                _handler(question),
                methods=["GET"],
                operation_id=question.name,
                summary=question.about,
                description=" ".join(filter(None, (question.about, question.more))),
                tags=[question.group],
                responses=answers_with(question.shape(), table=question.table),
                openapi_extra={"parameters": parameters(fields_of(question), question.example)},
            )
    return made


def words_of(request: Request) -> dict[str, list[str]]:
    """What the address says, by name; a name may be given several times."""
    words: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        words.setdefault(name, []).append(value)
    return words


def _handler(question: Question) -> Callable[[Request, Given], Awaitable[Response]]:
    async def answer(request: Request, answers: Given) -> Response:
        words = words_of(request)
        extra = fields_of(question)[len(question.fields) :]
        told = read_all(extra, {f.name: words.pop(f.name) for f in extra if f.name in words})
        asked = question.read(words)
        month = f"{date.today():%Y-%m}" if question.dated and question.dated(asked) else ""

        def work(store: Store, progress: Progress) -> Answer:
            found = question.answer(store, replace(asked, progress=progress))
            size = told.get("page_size")
            return found.page(question.rows or "", told["cursor"] or 0, size) if size else found

        return await answers.respond(request, work, also=month, slow=bool(question.busy))

    return answer
