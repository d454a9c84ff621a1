"""Templates, static files by content hash, and the words that pages share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import paychart
from paychart.careers.rates import said
from paychart.doors.web.answers import Answers
from paychart.doors.web.pages.person import FIELDS
from paychart.show import between, money, percent

FOLDER = Path(str(resources.files("paychart.doors.web")))
NAVIGATION: list[tuple[str, str]] = []  # address and words of each page, in the order pages are added


@cache
def environment() -> Environment:
    """The templates, every value escaped."""
    found = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(money=money, percent=percent, between=between, said=said)
    found.filters.update(go=go, svg=_svg, count=_count, query=_query, rough=_rough)
    found.globals.update(static=static_address, version=paychart.__version__)
    return found


def _svg(drawing: str) -> Markup:
    """A drawing of ours, with styles as attributes, which the content security policy has no quarrel with."""
    return Markup(re.sub(r' style="([^"]*)"', _attributes, drawing))


def _attributes(style: re.Match[str]) -> str:
    pairs = (part.partition(":") for part in style[1].split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)


def _count(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _rough(dollars: float) -> float:
    """Dollars of a simulation, without digits that another draw would change."""
    return round(dollars, -3 if abs(dollars) >= 20_000 else -2)


def _query(values: dict[str, Any]) -> str:
    """The query string of what is filled in."""
    return urlencode({k: v for k, v in values.items() if v not in (None, "", [], ())}, doseq=True)


def go(carried: Mapping[str, Any], address: str, **changes: Any) -> str:
    """A link that takes the person along, some of it changed; None takes a name out."""
    kept = {name: value for name, value in {**carried, **changes}.items() if value not in (None, "", [])}
    return f"{address}?{urlencode(kept, doseq=True)}" if kept else address


@cache
def static_files() -> dict[str, tuple[str, bytes]]:
    """File name -> (name with its content's hash, bytes)."""
    found = {}
    for path in sorted((FOLDER / "static").iterdir()):
        content = path.read_bytes()
        stem, _, ending = path.name.rpartition(".")
        found[path.name] = (f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}", content)
    return found


def static_address(name: str) -> str:
    """The address of a static file, which changes with its content so that it may be kept for ever."""
    return f"/static/{static_files()[name][0]}"


def _section(path: str) -> str:
    """The address in the navigation that a page belongs to."""
    return "/grow" if path == "/worth" else "/" + path.split("/")[1]


CARRIED = (
    *FIELDS,
    "pay",
    "per",
    "option",
)  # what an address says of the person, an offer, and what is compared
_TAKES = ("/", "/where", "/compare", "/grow", "/worth", "/outlook", "/guide")


def carried_by(request: Request) -> dict[str, list[str]]:
    """What every link takes along: the person, the offer and the comparison in the address of a page."""
    given = parse_qs(request.url.query)
    return {name: given[name] for name in CARRIED if given.get(name)}


def _with(address: str, carried: Mapping[str, Any]) -> str:
    takes = address in _TAKES or address.startswith("/grow/")
    return f"{address}?{urlencode(carried, doseq=True)}" if carried and takes else address


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A whole page, or only its answer where the page's own script asks for that part."""
    part = request.headers.get("x-part") == "answer"
    carried = carried_by(request)
    answers: Answers = request.app.state.answers
    text = str(
        environment()
        .get_template(template)
        .render(
            part=part,
            navigation=[(_with(address, carried), words) for address, words in NAVIGATION],
            carried=carried,
            basket=carried.get("option", []),
            address=f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
            here=request.url.path,
            section=_section(request.url.path),
            release=answers.current.get().release,
            **values,
        )
    )
    headers = {"Cache-Control": "no-cache", "Vary": "X-Part"}
    if status == 200 and request.method == "GET":
        headers["ETag"] = f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return HTMLResponse(text, status, headers=headers)
