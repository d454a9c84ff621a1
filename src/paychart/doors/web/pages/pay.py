"""*What would I earn?* - the first page: a form on one side, the answer as a sentence and a picture on the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.pages.asked import Asked, Given, answer
from paychart.doors.web.pages.person import FIELDS, PersonForm, field_of
from paychart.errors import PaychartError
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.explain import Explanation, explain
from paychart.pay.offer import Offer, place_offer
from paychart.pay.waterfall import Waterfall
from paychart.profile import Profile
from paychart.show import Marker, Scale, money, pay_range, step_strip, width_words

ADDRESS, TITLE = "/", "What would I earn?"
router = APIRouter()
_LEAST = 5.0  # dollars; smaller steps are noise of rounding
Span = tuple[float, float]
_NAMES = {"area": "Place", "employer": "Employer", "cell": "Both together", "other traits": "Other traits"}


@dataclass
class Shown(Asked):
    """Everything the template shows."""

    answer: Estimate | None = None
    explanation: Explanation | None = None
    offer: Offer | None = None
    picture: str = ""
    width: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, Any] | None = None


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile in the address; without one, an example."""
    return await answer(request, "pay.html.j2", _work)


def _read(given: Given) -> PersonForm:
    form = PersonForm.read(ADDRESS, given, "pay", "per", "compare_with", "offer", defaults={"per": "year"})
    form.fields["per"] = "hour" if form.fields["per"] == "hour" else "year"
    return form


def _work(store: Store, given: Given) -> Shown:
    form = _read(given)
    shown = Shown(form)
    profile = shown.profile(store)
    if profile is None:
        return shown
    try:
        shown.answer = estimate(profile, store)
    except PaychartError as error:
        form.blame(field_of(error), error)
        return shown
    shown.explanation = explain(shown.answer, store)
    shown.steps = steps_of(shown.explanation.waterfall)
    shown.offer = _offer(form, profile, store)
    shown.before = _before(shown.answer, form, store)
    interval = shown.answer.interval90["p50"] if shown.answer.interval90 else None
    shown.width = width_words(interval, shown.answer.annual["p50"])
    marker = Marker(shown.offer.pay, f"your offer {money(shown.offer.pay)}") if shown.offer else None
    shown.picture = pay_range(shown.answer.annual, interval, marker)
    return shown


def _offer(form: PersonForm, profile: Profile, store: Store) -> Offer | None:
    pay = form.number("pay")
    if pay is None:
        return None
    try:
        return place_offer(profile, pay, store, hourly=form.fields["per"] == "hour")
    except PaychartError as error:
        form.blame("pay", error)
        return None


_ABSENT = {"area": "United States", "industry": "all employers", "hours": "40", "credential": "none given"}


def _before(answer: Estimate, form: PersonForm, store: Store) -> dict[str, Any] | None:
    """The difference to the profile that the visitor came from, where it is another one."""
    earlier = form.fields["compare_with"]
    if not earlier:
        return None
    past = _read(parse_qs(earlier))
    profile = past.profile(store)
    changes = [
        (about.label, *(_words(one.fields[name]) or _ABSENT.get(name, "any") for one in (past, form)))
        for name, about in FIELDS.items()
        if past.fields[name] != form.fields[name]
    ]
    if profile is None or not changes:
        return None
    try:
        median = estimate(profile, store).annual["p50"]
    except PaychartError:
        return None
    gap = answer.annual["p50"] - median
    return {
        "changes": changes,
        "median": median,
        "gap": gap,
        "percent": 100 * gap / median,
        "address": past.address(),
    }


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def steps_of(waterfall: Waterfall) -> list[dict[str, Any]]:
    """Rows from the start to the end; a step under five dollars is left out of the picture, never out of the sum."""
    spans = _spans(waterfall)
    values = [waterfall.start, waterfall.end, *(v for span, band in spans for v in (*span, *(band or ())))]
    scale = Scale(0.0, max(values) * 1.02)  # bars begin at zero, so that their lengths are to be compared
    start, end = waterfall.start, waterfall.end
    rows = [_row(waterfall.start_label, "", money(start), scale, (scale.low, start), "total")]
    for step, (span, band) in zip(waterfall.steps, spans, strict=True):
        if abs(step.dollars) >= _LEAST:
            kind = "adds" if step.dollars >= 0 else "takes"
            name = _NAMES.get(step.factor, step.factor.capitalize())
            rows.append(_row(name, step.level, money(step.dollars, signed=True), scale, span, kind, band))
    rows.append(_row(waterfall.end_label, "", money(end), scale, (scale.low, end), "total"))
    return rows


def _spans(waterfall: Waterfall) -> list[tuple[Span, Span | None]]:
    """For each step the totals before and after it, and the totals its interval reaches from and to."""
    spans: list[tuple[Span, Span | None]] = []
    total = waterfall.start
    for step in waterfall.steps:
        before, total = total, total + step.dollars
        band = (before + step.interval90[0], before + step.interval90[1]) if step.interval90 else None
        spans.append(((before, total), band))
    return spans


def _row(
    name: str,
    level: str,
    amount: str,
    scale: Scale,
    span: tuple[float, float],
    kind: str,
    band: tuple[float, float] | None = None,
) -> dict[str, Any]:
    strip = step_strip(scale, *span, kind, band)
    return {"name": name, "level": level, "amount": amount, "strip": strip, "kind": kind}
