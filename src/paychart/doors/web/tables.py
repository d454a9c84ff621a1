"""Whole tables of the store to take along, as CSV or Parquet made in memory."""

from __future__ import annotations

import io
from collections import OrderedDict

from fastapi import APIRouter, Request, Response

from paychart.data.sources import national_history, oews, projections, rpp
from paychart.data.sources.schema import Table
from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.errors import BadInput

router = APIRouter()

OFFERED: dict[str, Table] = {
    table.name: table
    for table in (
        oews.CELL,
        oews.OCCUPATION,
        oews.AREA,
        oews.INDUSTRY,
        national_history.NATIONAL_HISTORY,
        projections.PROJECTION,
        projections.EDUCATION_MIX,
        rpp.PRICE_PARITY,
    )
}
PARQUET_ONLY = frozenset({oews.CELL.name})  # 370,000 rows
_MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv; charset=utf-8"}
_KEPT = 4
_made: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()


@router.get("/data/{name}.{ending}", include_in_schema=False)
async def download(request: Request, name: str, ending: str) -> Response:
    """One table as a file. Raises BadInput for a table or form there is not."""
    if name not in OFFERED:
        raise BadInput(f"There is no table {name[:60]!r} to take along.", nearest=tuple(OFFERED))
    if ending not in _MEDIA or (ending == "csv" and name in PARQUET_ONLY):
        raise BadInput(f"{name} cannot be had as .{ending[:20]}.", nearest=("parquet",))
    body = await answers_of(request).compute(lambda store: _make(store, name, ending))
    headers = {"Cache-Control": "no-cache", "Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=_MEDIA[ending], headers=headers)


def _make(store: Store, name: str, ending: str) -> bytes:
    import pyarrow.csv
    import pyarrow.parquet

    key = (store.content_hash, name, ending)
    made = _made.get(key)
    if made is None:
        found = store.cursor().execute(f'SELECT * FROM "{name}"').to_arrow_table()
        out = io.BytesIO()
        if ending == "parquet":
            pyarrow.parquet.write_table(found, out, compression="zstd")
        else:
            pyarrow.csv.write_csv(found, out)
        made = _made[key] = out.getvalue()
        while len(_made) > _KEPT:
            _made.popitem(last=False)
    return made
