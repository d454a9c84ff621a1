"""*Compare* - up to six jobs, places, employers and offers side by side, after taxes and prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.asked import next_steps, option_text
from paychart.doors.web.pages.person import FIELDS
from paychart.doors.web.pages.render import carried_by, go, page
from paychart.doors.web.problems import hint_of
from paychart.errors import PaychartError
from paychart.pay.comparison import Side, SideBySide
from paychart.questions import ask
from paychart.questions.registry import QUESTIONS
from paychart.show import Scale, money, range_strip
from paychart.show.pay_range import axis_strip

ADDRESS, TITLE = "/compare", "Compare"
MOST = 6
router = APIRouter()
ADDED = ("occupation", "area", "industry", "pay")
EXAMPLES = {
    "A nurse in Denver or Phoenix": {
        "occupation": "Registered Nurses",
        "option": ["area=Denver, CO", "area=Phoenix, AZ"],
    },
    "A coder or a registrar in Ohio": {
        "area": "Ohio",
        "option": ["occupation=29-2072", "occupation=29-9021"],
    },
}


@dataclass
class Shown:
    """Everything the template shows."""

    options: list[tuple[str, str]] = field(default_factory=list)  # words, and the address without it
    found: SideBySide | None = None
    rows: list[tuple[Side, str]] = field(default_factory=list)
    axis: str = ""
    starts: float = 0.0
    trouble: PaychartError | None = None


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the options in the address; one that was typed in the form is added to them first."""
    given = parse_qs(request.url.query)
    added = {
        name: given.get(f"add_{name}", [""])[-1].strip()[:200]
        for name in ("occupation", "area", "industry", "pay")
    }
    carried = carried_by(request)
    options = list(dict.fromkeys(carried.get("option", [])))[:MOST]
    if any(added.values()):
        text = option_text(added)
        text += f"{'; ' if text else ''}pay={added['pay'].lstrip('$')}" if added["pay"] else ""
        return RedirectResponse(go(carried, ADDRESS, option=[*options, text][-MOST:]), 303)
    shown = Shown(
        [(_words(text), go(carried, ADDRESS, option=_without(options, i))) for i, text in enumerate(options)]
    )
    household = "married" if given.get("household", [""])[-1] == "married" else "single"
    asked = {name: values for name, values in carried.items() if name in FIELDS}
    asked |= {"option": options, "household": [household]}
    if len(options) > 1:
        await answers_of(request).compute(lambda store: _work(store, shown, asked))
    first = {name: str(carried.get(name, [""])[-1]) for name in ADDED[:3]}
    return page(
        request,
        "compare.html.j2",
        status=422 if shown.trouble else 200,
        shown=shown,
        household=household,
        csv=urlencode({**asked, "format": "csv"}, doseq=True),
        hint=hint_of(shown.trouble) if shown.trouble else "",
        first=first,
        most=MOST,
        examples={words: urlencode(values, doseq=True) for words, values in EXAMPLES.items()},
        next=[step for step in next_steps("/where", carried, {}) if "/compare" not in step[0]]
        + [(go(carried, "/where"), "See where it pays best")],
    )


def _without(options: list[str], i: int) -> list[str]:
    return [*options[:i], *options[i + 1 :]]


def _words(text: str) -> str:
    parts = [part.partition("=")[2].strip() or part for part in text.split(";")]
    offer = "pay=" in text
    return ", ".join([*parts[:-1], f"an offer of {_dollars(parts[-1])}"] if offer else parts)


def _dollars(text: str) -> str:
    try:
        return money(float(text.replace(",", "").lstrip("$")))
    except ValueError:
        return text


def _work(store: Store, shown: Shown, asked: dict[str, Any]) -> None:
    try:
        found: SideBySide = ask(QUESTIONS["compare"], store, asked).made
    except PaychartError as error:
        shown.trouble = error
        return
    shown.found = found
    ends = [
        end
        for side in found.sides
        for end in (side.answer.annual["p10"], side.answer.annual["p90"], side.pay)
    ]
    scale = Scale.around(ends)
    shown.axis, shown.starts = axis_strip(scale), max(scale.low, 0.0)
    for side in found.sides:
        strip = range_strip(
            side.answer.annual, side.pay90, scale, axis=True, offer=None if side.pay90 else side.pay
        )
        shown.rows.append((side, strip))
