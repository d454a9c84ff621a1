"""Which pages there are, the static files they use, and the page for what is not there."""

from __future__ import annotations

from importlib.util import find_spec

from fastapi import FastAPI, Request, Response

from paychart.doors.web.answers import Busy
from paychart.doors.web.pages import (
    check,
    compare,
    data,
    employers,
    grow,
    guide,
    outlook,
    pay,
    plan,
    programs,
    rank,
    where,
    worth,
)
from paychart.doors.web.pages.render import NAVIGATION, page, static_files
from paychart.errors import PaychartError

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_BUSY = "The server is busy."
PAGES = (pay, where, compare, grow, outlook, guide, check, employers, data)
WITHIN_GROW = (worth, rank, programs, plan)
# Pages whose capability needs packages of their own; without them they are not shown.
NEEDS = {employers: ("ibis", "xlsxwriter")}


def add_to(app: FastAPI) -> None:
    """Add every page to the application and to the site's navigation."""
    shown = [module for module in PAGES if all(map(find_spec, NEEDS.get(module, ())))]
    NAVIGATION[:] = [(module.ADDRESS, module.TITLE) for module in shown]
    for module in (*shown, *WITHIN_GROW):
        app.include_router(module.router, include_in_schema=False)
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    app.add_api_route("/favicon.ico", icon, include_in_schema=False)
    app.add_api_route("/robots.txt", robots, include_in_schema=False)


async def static(name: str) -> Response:
    """A style sheet, script or picture."""
    for hashed, content in static_files().values():
        if hashed == name:
            kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
            return Response(
                content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"}
            )
    return Response(status_code=404)


async def icon() -> Response:
    """The icon, for pages that name none."""
    return await static(static_files()["icon.svg"][0])


async def robots() -> Response:
    """Robots may read pages, not walk the endless questions."""
    return Response("User-agent: *\nDisallow: /api/\nDisallow: /*?\n", media_type="text/plain")


def not_found(request: Request) -> Response:
    """The page for an address that is not there."""
    return page(
        request,
        "problem.html.j2",
        status=404,
        title="Page not found",
        message="There is no page at this address.",
        nearest=(),
        hint="Pick one of the pages above.",
    )


def of_error(request: Request, error: PaychartError | Busy, status: int) -> Response:
    """The page of a question that cannot be answered."""
    shown = error if isinstance(error, PaychartError) else PaychartError(_BUSY, hint="Try again in a moment.")
    return page(
        request,
        "problem.html.j2",
        status=status,
        title="That cannot be answered",
        message=shown.message,
        nearest=shown.nearest,
        hint=shown.hint,
    )
