"""Addresses about the service itself: whether it answers, and what it can be asked."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response

from paychart.doors.web import openapi
from paychart.doors.web.answers import Given

router = APIRouter(tags=["service"])


@router.get("/healthz", operation_id="healthz", responses={200: {"description": "The service answers."}})
async def healthz(answers: Given) -> Response:
    """Whether the service answers, and from which release."""
    store = answers.current.get()
    body = {"status": "ok", "release": store.release, "content_hash": store.content_hash[:16]}
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/api/v1/openapi.json", include_in_schema=False)
async def describe(request: Request) -> Response:
    """The OpenAPI description."""
    found = await openapi.description(request.app)
    return Response(orjson.dumps(found), media_type="application/json", headers={"Cache-Control": "no-cache"})
