"""*My plan* - where a person stands, three moves, the way up and what to watch; to read, print or take along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.careers.personal_plan import PersonalPlan, personal_plan
from paychart.careers.roles import roles
from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.asked import Asked, Given, answer, given_in
from paychart.doors.web.pages.grow import TABS
from paychart.doors.web.pages.person import PersonForm, field_of
from paychart.errors import BadInput, PaychartError
from paychart.guide import plan_page

ADDRESS, TITLE = "/grow/plan", "My plan"
router = APIRouter()

_EXAMPLE = {"education": "associate", "experience": "3"}
_FORMS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


@dataclass
class Shown(Asked):
    """Everything the template shows."""

    plan: PersonalPlan | None = None
    facts: dict[str, Any] | None = None


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile in the address; without one, an example."""
    goals = [(role.role, role.name) for role in roles().values()]
    return await answer(request, "plan.html.j2", _work, example=_EXAMPLE, slow=True, tabs=TABS, goals=goals)


@router.get(ADDRESS + ".{ending}")
async def file(request: Request, ending: str) -> Response:
    """The same plan as a file on one page."""
    if ending not in _FORMS:
        raise BadInput(f"A plan cannot be had as .{ending[:20]}.", nearest=tuple(_FORMS))
    given = given_in(request, _EXAMPLE)

    def work(store: Store) -> bytes:
        shown = _work(store, given)
        if shown.plan is None:
            trouble = shown.form.troubles[0]
            raise BadInput(
                trouble.message, nearest=[words for words, _ in trouble.choices], hint=trouble.hint
            )
        return plan_page.pdf(shown.plan) if ending == "pdf" else plan_page.html(shown.plan).encode()

    body = await answers_of(request).compute(work)
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="plan.{ending}"'}
    return Response(body, media_type=_FORMS[ending], headers=headers)


def _work(store: Store, given: Given) -> Shown:
    form = PersonForm.read(ADDRESS, given, "goal", "age")
    shown = Shown(form)
    profile, age = shown.profile(store), form.number("age")
    if profile is None or form.troubles:
        return shown
    try:
        shown.plan = personal_plan(
            profile, store, age=None if age is None else int(age), goal=form.fields["goal"]
        )
    except PaychartError as error:
        named = "age" if "age" in error.message.split() else "goal" if form.fields["goal"] else ""
        form.blame(named or field_of(error), error)
        return shown
    shown.facts = plan_page.facts(shown.plan)
    return shown
