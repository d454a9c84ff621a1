"""*Data and method* - what the answers rest on, how the data were checked, and how to take them along."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.accuracy import measured
from paychart.doors.web.pages.render import page
from paychart.doors.web.tables import OFFERED, PARQUET_ONLY

ADDRESS, TITLE = "/data", "Data and method"
router = APIRouter()


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page."""
    found = await answers_of(request).compute(_work)
    asked = [question for question in request.app.state.questions if question.address is not None]
    examples = [(q.path[1:], f"/api/v1{q.path}", q.example) for q in asked]
    tables = [(table, table.name not in PARQUET_ONLY) for table in OFFERED.values()]
    return page(request, "data.html.j2", found=found, examples=examples, measured=measured(), tables=tables)


def _work(store: Store) -> dict[str, Any]:
    counts = store.rows(
        "SELECT count(*), count(DISTINCT occupation), count(DISTINCT area), count(DISTINCT industry) FROM cell"
    )[0]
    return {
        "hash": store.content_hash,
        "loads": store.loads,
        "findings": store.findings,
        "counts": dict(zip(("cells", "occupations", "areas", "industries"), counts, strict=True)),
    }
