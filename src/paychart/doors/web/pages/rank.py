"""*What suits me?* - occupations ranked by what a person values, and how firm that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.careers.character import INTERESTS
from paychart.careers.criteria import CRITERIA
from paychart.careers.values import Ranked, Ranking, rank
from paychart.data.store import Store
from paychart.doors.web.pages.asked import Asked, Given, answer
from paychart.doors.web.pages.grow import TABS
from paychart.doors.web.pages.person import PersonForm, field_of
from paychart.errors import PaychartError
from paychart.show import Scale, money, step_strip

ADDRESS, TITLE = "/grow/rank", "What suits me?"
router = APIRouter()

# What the page offers to value; the command line has the work values one by one as well.
VALUED = {
    "pay": "Pay after prices",
    "balance": "Time for life",
    "growth": "Growing work",
    "entry": "Quick to enter",
    "home": "Working from home",
    "interest": "Fits my interests",
    "openings": "Many openings",
    "stability": "Even pay",
    "independence": "Independence",
    "support": "Good management",
    "recognition": "Recognition",
    "relationships": "Helping and colleagues",
}
AMOUNTS = ((0, "no"), (1, "a little"), (2, "much"), (3, "most"))
_USUAL = {"pay": "3", "balance": "2", "growth": "1", "entry": "1"}
_SHOWN = 12
_FOREMOST = 6  # criteria shown at once; the rest folds away


@dataclass
class Shown(Asked):
    """Everything the template shows."""

    ranking: Ranking | None = None
    rows: list[tuple[Ranked, str, list[str]]] | None = None
    swings: list[tuple[str, str, str, str]] | None = None


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile and the weights in the address."""
    return await answer(
        request,
        "rank.html.j2",
        _work,
        slow=True,
        tabs=TABS,
        valued=VALUED,
        amounts=AMOUNTS,
        interests=INTERESTS,
        foremost=_FOREMOST,
    )


def _work(store: Store, given: Given) -> Shown:
    weighed = any(name in given for name in VALUED)
    defaults = {name: "0" if weighed else _USUAL.get(name, "0") for name in VALUED}
    form = PersonForm.read(ADDRESS, given, *VALUED, "first", "second", defaults=defaults)
    shown = Shown(form)
    profile = shown.profile(store)
    weights = {name: form.number(name) or 0.0 for name in VALUED}
    if profile is None or form.troubles:
        return shown
    letters = "".join(form.fields[name][:1].upper() for name in ("first", "second"))
    if weights["interest"] and not letters:
        letters = "C"
        form.fields["first"] = "conventional"
    try:
        shown.ranking = rank(profile, store, weights, interest=letters if weights["interest"] else "")
    except PaychartError as error:
        form.blame("pay" if "weigh" in error.message else field_of(error), error)
        return shown
    keys = list(shown.ranking.weights)
    best = max(row.score for row in shown.ranking.ranked)
    scale = Scale(0.0, max(best, 0.01), 0, 100)
    shown.rows = [
        (row, step_strip(scale, 0.0, row.score, "adds"), [_figure(key, row.figures[key]) for key in keys])
        for row in shown.ranking.best(_SHOWN)
    ]
    shown.swings = [_swing(swing) for swing in shown.ranking.swings]
    return shown


def _swing(swing: Any) -> tuple[str, str, str, str]:
    key = swing["criterion"]
    worth = money(swing["worth_in_pay"]) if swing["worth_in_pay"] else ""
    return VALUED.get(key, key), _figure(key, swing["worst"]), _figure(key, swing["best"]), worth


def _figure(key: str, value: float | None) -> str:
    if value is None:
        return "?"
    if key == "pay":
        return money(value)
    unit = CRITERIA[key].unit
    if unit == "share":
        return f"{100 * value:.0f}%"
    if unit == "percent":
        return f"{value:.1f}%"
    return f"{value:.1f} y" if unit == "years" else f"{value:.2f}"
