"""*Worth it?* - what a degree or credential returns to this person, and pay over the rest of a career as a fan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.careers.lifetime import Lifetime, lifetime
from paychart.careers.outcome_words import card
from paychart.careers.plans import make_plan, usual_age
from paychart.careers.returns import Return, returns
from paychart.data.store import Store
from paychart.doors.web.pages.asked import Asked, Given, answer
from paychart.doors.web.pages.grow import TABS
from paychart.doors.web.pages.person import PersonForm, field_of
from paychart.errors import PaychartError
from paychart.show import Fan, Line, history
from paychart.words.credentials import catalogue

ADDRESS, TITLE = "/worth", "Worth it?"
router = APIRouter()

_DEGREES = {"associate": "Associate degree", "bachelor": "Bachelor’s degree", "master": "Master’s degree"}
_EXAMPLE = {"education": "associate", "experience": "3", "study": "bachelor"}


@dataclass
class Shown(Asked):
    """Everything the template shows."""

    returned: Return | None = None
    life: Lifetime | None = None
    picture: str = ""
    notes: tuple[str, ...] = ()
    cards: tuple[dict[str, str], ...] = ()


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile and the course in the address; without them, an example."""
    return await answer(
        request, "worth.html.j2", _work, example=_EXAMPLE, slow=True, courses=_courses(), tabs=TABS
    )


def _courses() -> list[tuple[str, str]]:
    held = catalogue().values()
    return [*_DEGREES.items(), *((one.code, f"{one.code} – {one.name}") for one in held)]


def _work(store: Store, given: Given) -> Shown:
    form = PersonForm.read(
        ADDRESS, given, "study", "age", "retire", defaults={"study": "bachelor", "retire": "67"}
    )
    shown = Shown(form)
    profile = shown.profile(store)
    age, retire = form.number("age"), form.number("retire")
    if profile is None or form.troubles:
        return shown
    try:
        plan = make_plan(
            profile,
            store,
            age=usual_age(profile) if age is None else int(age),
            retire=int(retire or 67),
            courses=[form.fields["study"]],
        )
        shown.returned = returns(plan, store)
        shown.cards = tuple(card(one) for one in shown.returned.outcomes)
        shown.life = lifetime(plan, store)
    except PaychartError as error:
        named = form.fields["study"].casefold() in error.message.casefold()
        form.blame("study" if named else "age" if "age" in error.message else field_of(error), error)
        return shown
    shown.notes = tuple(text for text in (*shown.returned.notes, *shown.life.notes) if "--" not in text)
    shown.picture = _fan(shown.life)
    return shown


def _fan(life: Lifetime) -> str:
    def pairs(low: str, high: str) -> tuple[Any, ...]:
        return tuple(zip(life.ages, life.fan[low], life.fan[high], strict=True))

    middle = tuple(zip(life.ages, life.fan["p50"], strict=True))
    return history([Line(middle)], Fan((), pairs("p25", "p75"), pairs("p10", "p90")))
