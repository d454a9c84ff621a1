"""Addresses that take a body: cells to price, a guide to check, a payroll. Bodies are read in memory and forgotten."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.api.asked import FORMAT, words_of
from paychart.doors.web.formats import MEDIA, encode, wanted
from paychart.doors.web.openapi import answers_with, json_body, parameters
from paychart.doors.web.uploads import Upload, read_upload
from paychart.errors import BadInput
from paychart.questions import Answer, Field, shapes
from paychart.questions.field import read_all
from paychart.questions.holdings import PAYROLL, named_columns
from paychart.questions.person import PERSON
from paychart.questions.registry import QUESTIONS
from paychart.show.table import Table

router = APIRouter(prefix="/api/v1")
_UNKEPT = {"Cache-Control": "no-store"}

# A row of a batch says what PROFILE says, all of it in texts; several credentials are set apart by ";".
ROW = tuple(
    Field(
        f.of_profile,
        f.help,
        required=f.required,
        example=f.example if f.kind == "text" and not f.many else None,
    )
    for f in PERSON
)
_CELL = ("occupation", "area", "industry")
_PERSON = tuple(f.name for f in ROW if f.name not in _CELL)
_ROWS = {
    "type": "object",
    "required": ["rows"],
    "additionalProperties": False,
    "properties": {
        "rows": {"type": "array", "minItems": 1, "maxItems": 5_000, "items": json_body(ROW)},
    },
    "examples": [{"rows": [{"occupation": "29-2072", "area": "Denver, CO"}, {"occupation": "29-1141"}]}],
}
_CSV = {"schema": {"type": "string"}, "example": "occupation,area\n29-2072,Denver CO\n"}


class Unsupported(HTTPException):
    """A body of a kind that is not read here."""

    def __init__(self, media: str, read: str) -> None:
        super().__init__(415, f"A body of type {media[:60]} is not read here; send {read}.")


@router.post(
    "/predict",
    operation_id="predict",
    tags=["batch"],
    responses=answers_with(list[shapes.pay.Prediction], table=True),
    openapi_extra={
        "parameters": parameters((FORMAT,)),
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ROWS}, "text/csv": _CSV},
        },
    },
)
async def predict(request: Request, answers: Given) -> Response:
    """Price a list of cells and people, as JSON or CSV: wages, the median's interval, and an error for each row."""
    read_all((FORMAT,), words_of(request))
    form = wanted(request)
    rows = _rows_of(await request.body(), _media(request), answers.limits.batch_rows)
    people = {tuple(row.values()) for row in rows if any(row.get(name) for name in _PERSON)}
    if len(people) > answers.limits.batch_people:
        raise BadInput(
            f"{len(people):,} different people are too many for one request.",
            nearest=(str(answers.limits.batch_people),),
            hint="Send fewer at a time.",
        )
    body = await answers.compute_slow(lambda store, _: encode(_predict(store, rows), form))
    return Response(body, media_type=MEDIA[form], headers=_UNKEPT)


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _json(body: bytes, like: str) -> dict[str, Any]:
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadInput("The body is not JSON.", hint=f"Send {like}.") from error
    if not isinstance(parsed, dict):
        raise BadInput("The body is not a JSON object.", hint=f"Send {like}.")
    return parsed


def _rows_of(body: bytes, media: str, most: int) -> list[dict[str, str]]:
    if media == "text/csv":
        rows = _csv_rows(body)
    elif media in ("application/json", ""):
        like = '{"rows": [{"occupation": "29-2072"}]}'
        parsed = _json(body, like)
        given = parsed.get("rows")
        unknown = next((name for name in parsed if name != "rows"), None)
        if unknown is not None or not isinstance(given, list):
            said = f"There is no {unknown[:60]} here." if unknown else "rows is missing, or is no list."
            raise BadInput(said, nearest=("rows",), hint=f"Send {like}.")
        if any(not isinstance(row, dict) for row in given):
            raise BadInput("A row is no JSON object.", hint=f"Send {like}.")
        rows = [read_all(ROW, row) for row in given[: most + 1]]
    else:
        raise Unsupported(media, "application/json or text/csv")
    if not rows or len(rows) > most:
        raise BadInput(f"A batch has 1 to {most:,} rows; this one has {len(rows):,}.")
    return rows


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
    from paychart.pay.predict import predict as price

    found = price(store, {name: [row.get(name, "") for row in rows] for name in (*_CELL, *_PERSON)})
    priced = [
        {**{name: text for name, text in row.items() if text}, **added}
        for row, added in zip(rows, found.rows(), strict=True)
    ]
    return Answer(priced, priced, lambda: Table.from_rows("Predictions", priced))


CHECK = QUESTIONS["check_guide"]


@router.post(
    "/check-guide",
    operation_id=CHECK.name,
    tags=[CHECK.group],
    responses=answers_with(CHECK.shape()),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": json_body(CHECK.fields)}},
        }
    },
)
async def check_guide(request: Request, answers: Given) -> Response:
    """Grade a guide: each claim found, its grade, and the figures behind it."""
    if _media(request) not in ("application/json", ""):
        raise Unsupported(_media(request), "application/json")
    read_all((), words_of(request))
    asked = CHECK.read(_json(await request.body(), '{"text": "..."}'))
    body = await answers.compute_slow(
        lambda store, progress: encode(CHECK.answer(store, replace(asked, progress=progress)), "json")
    )
    return Response(body, media_type=MEDIA["json"], headers=_UNKEPT)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {"text/csv": ".csv", XLSX: ".xlsx", MEDIA["parquet"]: ".parquet", "application/octet-stream": ""}
_FORM = "multipart/form-data"
_BINARY = {"type": "string", "format": "binary"}
_PARTS = {"file": _BINARY, "survey": {"type": "array", "items": _BINARY, "maxItems": 4}}
_PAYROLL = (Field("name", "The file's name; its ending says CSV, Excel or Parquet."), *PAYROLL, FORMAT)


@router.post(
    "/benchmark",
    operation_id="benchmark",
    tags=["employers"],
    responses=answers_with(shapes.holdings.Benchmark, csv=True),
    openapi_extra={
        "parameters": parameters(_PAYROLL),
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {
                    "schema": {"type": "string"},
                    "example": "Job Title,City,Base Pay\nMedical Coder,Columbus OH,52000\n",
                },
                **{media: {"schema": _BINARY} for media in ENDINGS if media != "text/csv"},
                _FORM: {"schema": {"type": "object", "required": ["file"], "properties": _PARTS}},
            },
        },
    },
)
async def benchmark(request: Request, answers: Given) -> Response:
    """A payroll against the market, priced in memory: the summary as JSON, or every row priced as CSV."""
    from paychart.employers.benchmark import benchmark_held

    asked = read_all(_PAYROLL, words_of(request))
    form = wanted(request)
    upload = await _sent(request, asked["name"])
    columns = named_columns(asked["column"])
    done = await answers.compute_payroll(
        lambda store, step: benchmark_held(
            upload.name,
            upload.content,
            store,
            columns=columns,
            sheet=asked["sheet"] or None,
            basis=asked["basis"] or None,
            least=asked["min_count"],
            surveys=upload.surveys,
            progress=step,
        )
    )
    body = done.csv if form == "csv" else encode(Answer(done), form)
    return Response(body, media_type=MEDIA[form], headers=_UNKEPT)


async def _sent(request: Request, name: str) -> Upload:
    """The payroll: the body itself, or a form's `file` with the employer's own surveys as `survey`."""
    media = _media(request)
    if media == _FORM:
        upload = await read_upload(request)
        if not upload.content:
            raise BadInput("The form holds no payroll.", hint="Send it as the part named file.")
        return replace(upload, name=name or upload.name)
    if media not in ENDINGS:
        raise Unsupported(media, f"text/csv, a workbook, Parquet or {_FORM}")
    return Upload(name or f"payroll{ENDINGS[media] or '.csv'}", await request.body(), {})
