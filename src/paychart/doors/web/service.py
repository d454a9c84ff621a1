"""Addresses about the service itself: whether it answers, and what it can be asked."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response

from paychart.doors.web import openapi
from paychart.doors.web.answers import Given

router = APIRouter(tags=["service"])


@router.get(
    "/healthz",
    operation_id="healthz",
    responses={200: {"description": "Pages are answered."}, 503: {"description": "They wait too long."}},
)
async def healthz(answers: Given) -> Response:
    """Whether pages are answered in time, what waits, and from which release; 503 where they are not."""
    store = answers.current.get()
    body = {**answers.health(), "release": store.release, "content_hash": store.content_hash[:16]}
    status = 200 if body["status"] == "ok" else 503
    return Response(
        orjson.dumps(body), status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )


@router.get("/api/v1/openapi.json", include_in_schema=False)
async def describe(request: Request) -> Response:
    """The OpenAPI description."""
    found = await openapi.description(request.app)
    return Response(orjson.dumps(found), media_type="application/json", headers={"Cache-Control": "no-cache"})
