"""*Programs* - what graduates of health information programs earn and owe, school by school."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response

from paychart.careers.programs import LEVELS, Programs, programs
from paychart.doors.web.pages.grow import TABS
from paychart.doors.web.pages.render import page
from paychart.errors import BadInput

ADDRESS, TITLE = "/grow/programs", "Programs"
router = APIRouter()

_FIRST = 30
_FIELDS = ("state", "level", "institution")


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The programs that the address asks for; all of them without a word."""
    given = parse_qs(request.url.query)
    form = {name: given.get(name, [""])[-1].strip()[:200] for name in _FIELDS}
    found: Programs | None = None
    trouble: BadInput | None = None
    try:
        found = programs(form["state"], form["level"], form["institution"])
    except BadInput as error:
        trouble = error
    asked = {name: value for name, value in form.items() if value}
    return page(
        request,
        "programs.html.j2",
        status=422 if trouble else 200,
        form=form,
        found=found,
        trouble=trouble,
        links=_links(form, trouble),
        levels=LEVELS,
        tabs=TABS,
        person="",
        first=None if "all" in given else _FIRST,
        everything=f"{ADDRESS}?{urlencode({**asked, 'all': '1'})}",
        csv=f"/api/v1/programs?{urlencode({**asked, 'format': 'csv'})}",
    )


def _links(form: dict[str, Any], trouble: BadInput | None) -> list[tuple[str, str]]:
    """What mends the trouble: the nearest values, each in the field it belongs to."""
    links = []
    for text in trouble.nearest if trouble else ():
        name = "level" if text in LEVELS else "state" if len(text) == 2 else "institution"
        links.append((text, f"{ADDRESS}?{urlencode({**{k: v for k, v in form.items() if v}, name: text})}"))
    return links
