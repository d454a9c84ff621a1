"""The API's own description: problems, forms of answers, and examples computed from the store being served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from paychart.doors.web.problems import MEDIA as PROBLEM
from paychart.doors.web.problems import Problem
from paychart.questions import Field

ABOUT = (
    "What work pays, for whom, where: official US data with sources, ranges among workers, and 90 % intervals. "
    "Every answer names the release it rests on; `published` figures are printed by the agency, `modelled` ones "
    "are not. Answers carry an ETag that changes with the data."
)
_SHOWN = 2  # items of a list in an example


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {PROBLEM: {"schema": schema}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _problem("The request cannot be read."),
    404: _problem("There is no such answer."),
    406: _problem("No form asked for is one this answer has."),
    413: _problem("The body is too large."),
    414: _problem("The address is too long."),
    422: _problem("Something asked for cannot be; nearest valid values are named."),
    503: _problem("The server is busy."),
}
_TABLES = {
    "text/csv": {"schema": {"type": "string"}},
    "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
    "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
}


def parameters(fields: Sequence[Field], example: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Fields as query parameters."""
    return [
        {
            "name": field.name,
            "in": "query",
            "required": field.required,
            "description": field.help,
            "schema": _in_address(field.schema()),
            **({"example": example[field.name]} if example and field.name in example else {}),
        }
        for field in fields
    ]


def _in_address(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a query parameter: what may be left out is sent empty by forms, as an address knows no null."""
    kinds = [
        {"type": "string", "maxLength": 0} if k == {"type": "null"} else k for k in schema.get("anyOf", ())
    ]
    return {**schema, "anyOf": kinds} if kinds else schema


def json_body(fields: Sequence[Field]) -> dict[str, Any]:
    """The JSON schema of an object with these fields and no others."""
    return {
        "type": "object",
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
        "properties": {field.name: {"description": field.help, **field.schema()} for field in fields},
    }


def answers_with(model: Any, *, table: bool = False, csv: bool = False) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an address: its shape as JSON, and the other forms where it is a table, or CSV alone."""
    forms = dict(_TABLES) if table else {"text/csv": _TABLES["text/csv"]} if csv else {}
    return {
        200: {"description": "The answer", "model": model, "content": forms},
        304: {"description": "Not changed since the ETag you hold"},
    }


async def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of `app`, with Problem among its schemas and examples; made once."""
    async with app.state.describing:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                license_info=app.license_info,
                routes=app.routes,
                servers=app.servers,
            )
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = TypeAdapter(Problem).json_schema(mode="serialization")
            _drop_default_validation(schema)
            await _add_examples(app, schema)
            app.openapi_schema = schema
        return app.openapi_schema


def _drop_default_validation(schema: dict[str, Any]) -> None:
    """FastAPI describes its own form of 422 beside ours; ours is the one that is sent."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            content = operation["responses"].get("422", {}).get("content", {})
            content.pop("application/json", None)
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(name, None)


async def _add_examples(app: FastAPI, schema: dict[str, Any]) -> None:
    """What each question's example is answered with, one at a time, so that visitors do not wait for it."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://paychart") as client:
        for question in app.state.questions:
            operation = schema["paths"].get(f"/api/v1{question.path}", {}).get("get")
            if question.address is None or operation is None:
                continue
            answer = await client.get(f"/api/v1{question.path}", params=question.example)
            if answer.status_code == 200:
                content = operation["responses"]["200"]["content"]["application/json"]
                content["example"] = shortened(answer.json())


def shortened(value: Any) -> Any:
    """The value with long lists cut, to read in an example."""
    if isinstance(value, dict):
        return {name: shortened(inner) for name, inner in list(value.items())[:40]}
    return [shortened(inner) for inner in value[:_SHOWN]] if isinstance(value, list) else value
