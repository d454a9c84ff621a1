"""*Outlook* - how this work's pay has moved, where it may go, and how many jobs and openings there will be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.pages.asked import Asked, Given, answer
from paychart.doors.web.pages.person import PersonForm
from paychart.errors import PaychartError
from paychart.pay.time.outlook import Outlook, outlook
from paychart.pay.time.trend import Trend, trend
from paychart.show import Fan, Line, history

ADDRESS, TITLE = "/outlook", "Outlook"
router = APIRouter()

_AHEAD = 5
_CAUSES = (
    ("openings_from_transfers", "people changing occupation"),
    ("openings_from_exits", "people leaving work"),
    ("openings_from_leavers", "leaving either way (not told apart)"),
    ("openings_from_growth", "growth"),
)


@dataclass
class Shown(Asked):
    """Everything the template shows; what the data do not have is None, with the reason."""

    trend: Trend | None = None
    picture: str = ""
    real_picture: str = ""
    outlook: Outlook | None = None
    missing: list[str] = field(default_factory=list)


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the occupation in the address."""
    return await answer(request, "outlook.html.j2", _work, causes=_CAUSES)


def _work(store: Store, given: Given) -> Shown:
    form = PersonForm.read(ADDRESS, given)
    shown = Shown(form)
    profile = form.profile(store)
    if profile is None:
        return shown
    try:
        shown.trend = _trend(store, profile.occupation)
        shown.real_picture, shown.picture = _pictures(shown.trend)
    except PaychartError as error:
        shown.missing.append(error.message)
    try:
        shown.outlook = outlook(store, profile.occupation)
    except PaychartError as error:
        shown.missing.append(error.message)
    return shown


def _trend(store: Store, occupation: str) -> Trend:
    """With a forecast where there is one."""
    try:
        return trend(store, occupation, ahead=_AHEAD)
    except PaychartError:
        return trend(store, occupation)


def _pictures(found: Trend) -> tuple[str, str]:
    """Pay after prices, and pay in the dollars of each year with its forecast ("" without one)."""

    def lines(measure: str) -> list[Line]:
        drawn: list[Line] = []
        for stretch in found.stretches:
            points = [(p.year, value) for p in stretch.points if (value := getattr(p, measure)) is not None]
            if points:
                drawn.append(Line(tuple(points), strong=not stretch.wider))
        return drawn

    real = lines("real")
    past = history(real) if sum(len(line.points) for line in real) > 1 else ""
    return past, history(lines("nominal"), _fan(found)) if found.forecast else ""


def _fan(found: Trend) -> Fan | None:
    ahead = found.forecast
    if ahead is None:
        return None
    start: Any = (ahead.base_year, ahead.base_median)
    edge: Any = (ahead.base_year, ahead.base_median, ahead.base_median)
    return Fan(
        (start, *((p.year, p.median) for p in ahead.points)),
        (edge, *((p.year, *p.median80) for p in ahead.points)),
        (edge, *((p.year, *p.median95) for p in ahead.points)),
    )
