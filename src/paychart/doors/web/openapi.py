"""The API's own description: problems, forms of answers, and examples computed from the store being served."""

from __future__ import annotations

from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from paychart.doors.web.problems import MEDIA as PROBLEM
from paychart.doors.web.problems import Problem

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
# One example question for each address; its answer is computed when the description is first asked for.
EXAMPLES = {
    "/api/v1/estimate": {"occupation": "29-2072", "area": "Denver, CO", "as_of": "2026-05"},
    "/api/v1/explain": {"occupation": "29-2072", "area": "Denver, CO", "industry": "hospital"},
    "/api/v1/offer": {"occupation": "29-2072", "area": "Ohio", "pay": "58000"},
    "/api/v1/places": {"occupation": "29-2072", "near": "Colorado", "sort": "take-home"},
    "/api/v1/trend": {"occupation": "29-2072", "forecast": "3"},
    "/api/v1/outlook": {"occupation": "29-2072"},
    "/api/v1/moves": {"occupation": "29-2072", "area": "Ohio", "education": "associate", "kind": "degree"},
    "/api/v1/ladder": {"occupation": "29-2072", "area": "Ohio", "goal": "HIM director"},
    "/api/v1/lifetime": {"occupation": "29-2072", "area": "Ohio", "age": "25", "paths": "200"},
    "/api/v1/return": {
        "occupation": "29-2072",
        "area": "Ohio",
        "education": "associate",
        "study": "bachelor",
        "paths": "200",
    },
    "/api/v1/rank": {"occupation": "29-2072", "value": "pay=3"},
    "/api/v1/plan": {"occupation": "29-2072", "area": "Ohio", "education": "associate", "experience": "3"},
    "/api/v1/programs": {"state": "CO", "level": "associate"},
    "/api/v1/guide": {"topic": "him", "area": "Ohio"},
    "/api/v1/evaluate": {"part": "forecast"},
    "/api/v1/data": {},
    "/api/v1/data/tables": {},
    "/api/v1/sample-payroll": {"rows": "3"},
    "/api/v1/search": {"text": "medical records"},
    "/api/v1/suggest": {"text": "med rec"},
    "/api/v1/titles": {"title": "Coder III - IP"},
    "/api/v1/titles/pay": {"title": "HIM director", "industry": "hospital"},
    "/api/v1/credentials": {},
}


def answers_with(model: Any, *, table: bool = False, csv: bool = False) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an address: its shape as JSON, and the other forms where it is a table, or CSV alone."""
    forms = dict(_TABLES) if table else {"text/csv": _TABLES["text/csv"]} if csv else {}
    return {
        200: {"description": "The answer", "model": model, "content": forms},
        304: {"description": "Not changed since the ETag you hold"},
    }


def names_of(route: Any) -> list[str]:
    """The names an address knows: query parameters, and what bodies are made of."""
    names: list[str] = []
    for parameter in getattr(getattr(route, "dependant", None), "query_params", []):
        model = parameter.field_info.annotation
        is_model = isinstance(model, type) and issubclass(model, BaseModel)
        fields = model.model_fields if is_model else {}
        names += [field.alias or name for name, field in fields.items()] or [parameter.alias]
    if getattr(route, "methods", None) == {"POST"}:
        names += [
            "rows",
            "occupation",
            "area",
            "industry",
            "education",
            "experience",
            "credentials",
            "hours",
            "text",
        ]
    return [name for name in names if name != "format"]


async def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of `app`, with Problem among its schemas and examples; made once."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            license_info=app.license_info,
            routes=app.routes,
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
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://paychart") as client:
        for path, question in EXAMPLES.items():
            operation = schema["paths"].get(path, {}).get("get")
            if operation is None:
                continue
            for parameter in operation.get("parameters", []):
                if parameter["name"] in question:
                    parameter["example"] = question[parameter["name"]]
            answer = await client.get(path, params=question)
            if answer.status_code == 200:
                content = operation["responses"]["200"]["content"]["application/json"]
                content["example"] = shortened(answer.json())


def shortened(value: Any) -> Any:
    """The value with long lists cut, to read in an example."""
    if isinstance(value, dict):
        return {name: shortened(inner) for name, inner in list(value.items())[:40]}
    return [shortened(inner) for inner in value[:_SHOWN]] if isinstance(value, list) else value
