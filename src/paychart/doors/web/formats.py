"""The forms an answer can take - JSON, CSV, Parquet, Arrow - and which one a request asks for."""

from __future__ import annotations

import io

import orjson
from fastapi import Request

from paychart.errors import BadInput
from paychart.questions import Answer
from paychart.show.table import Table

MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}
_NAMES = {media.partition(";")[0]: name for name, media in MEDIA.items()}


class NotAcceptable(Exception):
    """None of the forms that the request accepts is one of ours."""


def wanted(request: Request) -> str:
    """json, csv, parquet or arrow: by `format=`, else by the Accept header, JSON where both leave it open.

    Raises NotAcceptable.
    """
    named = request.query_params.get("format")
    if named in MEDIA:
        return named
    header = request.headers.get("accept", "")
    if not header or header == "*/*":
        return "json"
    ranked = sorted((_quality(part), -i, part) for i, part in enumerate(header.split(",")[:30]))
    for quality, _, part in reversed(ranked):
        media = part.partition(";")[0].strip().lower()
        if quality <= 0:
            continue
        if media in _NAMES:
            return _NAMES[media]
        if media in ("*/*", "application/*", "application/problem+json"):
            return "json"
        if media == "text/*":
            return "csv"
    raise NotAcceptable


def _quality(part: str) -> float:
    for parameter in part.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def encode(answer: Answer, name: str) -> bytes:
    """The answer's bytes in one form. Raises BadInput where it is not a table."""
    if name == "json":
        return orjson.dumps(answer.to_json(), option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)
    if answer.table is None:
        raise BadInput("This answer is not a table.", nearest=("json",), hint="Ask for application/json.")
    table = answer.table()
    if name == "csv":
        return table.to_csv().encode()
    return _columnar(table, name)


def _columnar(table: Table, name: str) -> bytes:
    import pyarrow
    import pyarrow.parquet

    arrow, out = table.to_arrow(), io.BytesIO()
    if name == "parquet":
        pyarrow.parquet.write_table(arrow, out)
    else:
        with pyarrow.ipc.new_stream(out, arrow.schema) as stream:
            stream.write_table(arrow)
    return out.getvalue()
