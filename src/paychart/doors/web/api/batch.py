"""Batch answers: many cells at once, and a whole guide to check. Bodies are read in memory and forgotten."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery
from pydantic import BaseModel, ConfigDict, Field

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import MEDIA, Answer, encode, wanted
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries import base as q
from paychart.doors.web.schemas.pay import CheckOut, PredictionOut
from paychart.errors import BadInput
from paychart.show.table import Table

router = APIRouter(prefix="/api/v1", tags=["batch"])


class Row(BaseModel):
    """One cell, and if wanted one person in it."""

    model_config = ConfigDict(extra="forbid")

    occupation: q.Word
    area: q.Word = ""
    industry: q.Word = ""
    education: q.Word = ""
    experience: q.Word | float = ""
    credentials: q.Word = Field("", description='Codes set apart by ";".')
    hours: q.Word | float = ""


class Rows(BaseModel):
    """The cells to price."""

    model_config = ConfigDict(extra="forbid")

    rows: list[Row] = Field(
        max_length=5_000,
        examples=[[{"occupation": "29-2072", "area": "Denver, CO"}, {"occupation": "29-1141"}]],
    )


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": Rows.model_json_schema(ref_template="#/components/schemas/{model}")
            },
            "text/csv": {"schema": {"type": "string"}, "example": "occupation,area\n29-2072,Denver CO\n"},
        },
    }
}


@router.post("/predict", responses=answers_with(list[PredictionOut], table=True), openapi_extra=_BODY)
async def predict(request: Request, query: Annotated[q.PlainQuery, InQuery()], answers: Given) -> Response:
    """Price a list of cells, as JSON or CSV: wages, the median's interval, and an error for each row."""
    q.refuse_repeats(request)
    form = wanted(request)
    rows = _rows_of(await request.body(), request.headers.get("content-type", ""), answers.limits.batch_rows)
    people = {tuple(row.values()) for row in rows if any(row.get(name) for name in _PERSON)}
    if len(people) > answers.limits.batch_people:
        raise BadInput(
            f"{len(people):,} different people are too many for one request.",
            nearest=(str(answers.limits.batch_people),),
            hint="Send fewer, or use the command line: paychart predict.",
        )
    body = await answers.compute(lambda store: encode(_predict(store, rows), form))
    return Response(body, media_type=MEDIA[form], headers={"Cache-Control": "no-store"})


_CELL = ("occupation", "area", "industry")
_PERSON = ("education", "experience", "credentials", "hours")


def _rows_of(body: bytes, kind: str, most: int) -> list[dict[str, str]]:
    media = kind.partition(";")[0].strip().lower()
    if media == "text/csv":
        rows = _csv_rows(body)
    elif media in ("application/json", ""):
        try:
            parsed = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadInput(
                "The body is not JSON.", hint='Send {"rows": [{"occupation": "29-2072"}]}.'
            ) from error
        rows = [{k: str(v) for k, v in row} for row in _validated(parsed).rows]
    else:
        raise q.Unsupported(media)
    if not rows or len(rows) > most:
        raise BadInput(f"A batch has 1 to {most:,} rows; this one has {len(rows):,}.")
    return rows


def _validated(parsed: Any) -> Rows:
    from fastapi.exceptions import RequestValidationError
    from pydantic import ValidationError

    try:
        return Rows.model_validate(parsed)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from error


def _csv_rows(body: bytes) -> list[dict[str, str]]:
    try:
        reader = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip() for name in next(reader, [])]
        lines = [line for line in reader if line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput("The body is not a CSV in UTF-8.", hint="The header names the columns.") from error
    unknown = [name for name in header if name not in (*_CELL, *_PERSON)]
    if "occupation" not in header or unknown or len(set(header)) < len(header):
        wrong = (
            f"There is no column {unknown[0][:60]!r}." if unknown else "A column is missing or given twice."
        )
        raise BadInput(wrong, nearest=(*_CELL, *_PERSON), hint="Only occupation must be there.")
    bad = next((i for i, line in enumerate(lines, 2) if len(line) != len(header)), None)
    if bad is not None:
        raise BadInput(f"Row {bad} does not have {len(header)} fields.", hint="Mend that row.")
    return [dict(zip(header, line, strict=True)) for line in lines]


def _predict(store: Store, rows: list[dict[str, str]]) -> Answer:
    from paychart.pay.people import people_folder
    from paychart.pay.predict import predict as price
    from paychart.pay.predict_people import personalize

    def column(name: str) -> list[str]:
        return [row.get(name, "") for row in rows]

    found = price(store, *(column(name) for name in _CELL))
    if any(row.get(name) for row in rows for name in _PERSON):
        found = personalize(found, {name: column(name) for name in _PERSON}, people_folder(store.path))
    priced = [{**row, **added} for row, added in zip(rows, found.rows(), strict=True)]
    return Answer(priced, lambda: Table.from_rows("Predictions", priced))


class GuideText(BaseModel):
    """A guide as plain text."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(
        max_length=1_000_000, min_length=1, examples=["The average annual wage was $48,160 as of May 2020."]
    )


@router.post("/check-guide", responses=answers_with(CheckOut))
async def check_guide(body: GuideText, answers: Given) -> Response:
    """Grade a guide to an occupation: each claim found, its grade, and the figures behind it."""

    def work(store: Store) -> Answer:
        from paychart.claims import check_guide

        return Answer(check_guide(body.text.encode(), store).to_dict())

    found = await answers.compute(lambda store: encode(work(store), "json"))
    return Response(found, media_type=MEDIA["json"], headers={"Cache-Control": "no-store"})
