"""Addresses for employers: a payroll priced in memory, and a synthetic one to practice on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as InQuery

from paychart.data.store import Store
from paychart.doors.web.answers import Given
from paychart.doors.web.formats import MEDIA, Answer, encode, wanted
from paychart.doors.web.openapi import answers_with
from paychart.doors.web.queries import base
from paychart.doors.web.queries import employers as q
from paychart.doors.web.schemas.employers import BenchmarkOut
from paychart.doors.web.uploads import Upload, read_upload
from paychart.errors import BadInput
from paychart.show.table import Table

router = APIRouter(prefix="/api/v1", tags=["employers"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {"text/csv": ".csv", XLSX: ".xlsx", MEDIA["parquet"]: ".parquet", "application/octet-stream": ""}
_FORM = "multipart/form-data"
_BINARY = {"type": "string", "format": "binary"}
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": "Job Title,City,Base Pay\nMedical Coder,Columbus OH,52000\n",
            },
            **{media: {"schema": _BINARY} for media in ENDINGS if media != "text/csv"},
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": _BINARY,
                        "survey": {"type": "array", "items": _BINARY, "maxItems": 4},
                    },
                }
            },
        },
    }
}


@router.post("/benchmark", responses=answers_with(BenchmarkOut, csv=True), openapi_extra=_FILE)
async def benchmark(
    request: Request, query: Annotated[q.BenchmarkQuery, InQuery()], answers: Given
) -> Response:
    """A payroll against the market, priced in memory: the summary as JSON, or every row priced as CSV."""
    from paychart.employers.benchmark import benchmark_held

    base.refuse_repeats(request)
    form = wanted(request)
    upload = await _sent(request, query.name)
    columns = q.named_columns(query.column)
    done = await answers.compute_payroll(
        lambda store, step: benchmark_held(
            upload.name,
            upload.content,
            store,
            columns=columns,
            sheet=query.sheet or None,
            basis=query.basis,
            least=query.min_count,
            surveys=upload.surveys,
            progress=step,
        )
    )
    body = done.csv if form == "csv" else encode(Answer(done.to_dict()), form)
    return Response(body, media_type=MEDIA[form], headers={"Cache-Control": "no-store"})


async def _sent(request: Request, name: str) -> Upload:
    """The payroll: the body itself, or a form's `file` with the employer's own surveys as `survey`."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == _FORM:
        upload = await read_upload(request)
        if not upload.content:
            raise BadInput("The form holds no payroll.", hint="Send it as the part named file.")
        return replace(upload, name=name or upload.name)
    if media not in ENDINGS:
        raise base.Unsupported(media, f"text/csv, a workbook, Parquet or {_FORM}")
    return Upload(name or f"payroll{ENDINGS[media] or '.csv'}", await request.body(), {})


@router.get("/sample-payroll", responses=answers_with(list[dict[str, Any]], table=True))
async def sample_payroll(
    request: Request, query: Annotated[q.SampleQuery, InQuery()], answers: Given
) -> Response:
    """A synthetic payroll of health information departments: pay drawn from the model, nobody real."""
    from paychart.employers.sample_payroll import sample_table

    def work(store: Store) -> Answer:
        made = sample_table(store, rows=query.rows, seed=query.seed, sex_gap=query.sex_gap, messy=query.messy)
        return Answer(made.to_pylist(), lambda: Table("Synthetic payroll", made.to_pydict()))

    return await answers.respond(request, work)
