"""Errors as problem+json (RFC 9457): what was wrong, the nearest valid values, what to do."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from paychart.errors import BadInput, PaychartError, SourceUnavailable, StoreError, Suppressed, UnknownCode
from paychart.questions import plain_hint

MEDIA = "application/problem+json"


class Problem(BaseModel):
    """The body of every error."""

    type: str = Field(examples=["urn:paychart:problem:UnknownCode"])
    title: str
    status: int
    detail: str
    nearest: list[str] = Field([], description="Valid values close to what was given, best first.")
    hint: str = ""


_TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Request took too long to arrive",
    413: "Too large",
    414: "Address too long",
    415: "Unsupported media type",
    422: "Input that cannot be answered",
    500: "Internal error",
    503: "Busy",
}


def status_of(error: PaychartError) -> int:
    """The HTTP status of an error: 404 where the answer does not exist, 422 where the question cannot be."""
    if isinstance(error, Suppressed):
        return 404
    if isinstance(error, (UnknownCode, BadInput)):
        return 422
    return 503 if isinstance(error, (StoreError, SourceUnavailable)) else 422


def problem(
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    nearest: Sequence[str] = (),
    hint: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    """One problem document."""
    body = Problem(
        type=kind,
        title=_TITLES.get(status, "Error"),
        status=status,
        detail=detail,
        nearest=list(nearest),
        hint=hint,
    )
    return Response(
        orjson.dumps(body.model_dump()),
        status,
        media_type=MEDIA,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def of_error(error: PaychartError) -> Response:
    """The problem of a mistake that the visitor can mend."""
    return problem(
        status_of(error),
        error.message,
        kind=f"urn:paychart:problem:{type(error).__name__}",
        nearest=error.nearest,
        hint=hint_of(error),
    )


def hint_of(error: PaychartError) -> str:
    """The hint, without what only the command line can do."""
    return plain_hint(error.hint)


def wants_page(request: Request) -> bool:
    """Whether the visitor is a person with a browser rather than a program."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get(
        "accept", "text/html"
    )


def of_http(error: HTTPException) -> Response:
    """The problem of an address or method that is not there."""
    detail = error.detail if error.status_code != 404 else "There is nothing at this address."
    return problem(error.status_code, str(detail), headers=dict(error.headers or {}))
