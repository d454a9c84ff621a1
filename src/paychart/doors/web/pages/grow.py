"""*Grow* - the single changes that pay, popular advice held against the figures, and the ladder ahead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request, Response

from paychart.careers.ladder import Ladder, Rung, ladder
from paychart.careers.moves import Moves, moves
from paychart.careers.outcome_words import card
from paychart.data.store import Store
from paychart.doors.web.pages.asked import Asked, Given, answer
from paychart.doors.web.pages.person import PersonForm, field_of
from paychart.errors import PaychartError
from paychart.show import Scale
from paychart.show.pay_range import axis_strip, range_strip

ADDRESS, TITLE = "/grow", "Grow"
TABS = (
    ("/grow", "Next moves"),
    ("/worth", "Worth it?"),
    ("/grow/rank", "What suits me?"),
    ("/grow/programs", "Programs"),
    ("/grow/plan", "My plan"),
)
router = APIRouter()

_EACH = 3  # moves shown of each kind before the rest folds away
_EXAMPLE = {"education": "associate", "experience": "3"}


@dataclass
class Shown(Asked):
    """Everything the template shows."""

    moves: Moves | None = None
    kinds: list[tuple[str, list[dict[str, str]], list[dict[str, str]]]] = field(default_factory=list)
    ladder: Ladder | None = None
    rungs: list[tuple[Rung, str]] = field(default_factory=list)
    axis: str = ""
    no_ladder: str = ""


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile in the address; without one, an example."""
    return await answer(request, "grow.html.j2", _work, example=_EXAMPLE, slow=True, tabs=TABS)


def _work(store: Store, given: Given) -> Shown:
    form = PersonForm.read(ADDRESS, given)
    shown = Shown(form)
    profile = shown.profile(store)
    if profile is None:
        return shown
    try:
        shown.moves = moves(profile, store)
    except PaychartError as error:
        form.blame(field_of(error), error)
        return shown
    for kind in dict.fromkeys(move.kind for move in shown.moves.moves):
        own = [card(move) for move in shown.moves.moves if move.kind == kind]
        shown.kinds.append((kind, own[:_EACH], own[_EACH:]))
    try:
        shown.ladder = ladder(profile, store)
    except PaychartError as error:
        shown.no_ladder = error.message
        return shown
    rungs = shown.ladder.rungs
    ends: list[Any] = [rung.answer.annual[p] for rung in rungs for p in ("p10", "p90")]
    scale = Scale.around(ends)
    shown.axis = axis_strip(scale)
    shown.rungs = [(rung, range_strip(rung.answer.annual, rung.pay90, scale, axis=True)) for rung in rungs]
    return shown
