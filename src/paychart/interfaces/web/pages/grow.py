"""*Grow* - the single changes that pay, popular advice held against the figures, and the ladder ahead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response

from paychart.careers.ladder import Ladder, Rung, ladder
from paychart.careers.moves import Move, Moves, moves
from paychart.codes import index
from paychart.codes.credentials import catalogue
from paychart.errors import PaychartError
from paychart.interfaces.web.answers import answers_of
from paychart.interfaces.web.pages.person import EDUCATION, PersonForm, field_of
from paychart.interfaces.web.pages.render import page
from paychart.pictures import Scale
from paychart.pictures.pay_range import axis_strip, range_strip
from paychart.store import Store

ADDRESS, TITLE = "/grow", "Grow"
router = APIRouter()

_EACH = 3  # moves shown of each kind before the rest folds away
_EXAMPLE = {"education": "associate", "experience": "3"}


@dataclass
class Shown:
    """Everything the template shows."""

    form: PersonForm
    moves: Moves | None = None
    kinds: list[tuple[str, list[Move], list[Move]]] = field(default_factory=list)
    ladder: Ladder | None = None
    rungs: list[tuple[Rung, str]] = field(default_factory=list)
    axis: str = ""
    no_ladder: str = ""
    family: bool = True


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the profile in the address; without one, an example."""
    given = parse_qs(request.url.query, keep_blank_values=True)
    if not given:
        given = {name: [value] for name, value in _EXAMPLE.items()}
    shown = await answers_of(request).compute(lambda store: _work(store, given))
    return page(
        request,
        "grow.html.j2",
        status=422 if shown.form.troubles else 200,
        shown=shown,
        form=shown.form.fields,
        troubles=shown.form.troubles,
        education=EDUCATION,
        credentials=[(one.code, one.name) for one in catalogue().values()],
        share=shown.form.address(),
    )


def _work(store: Store, given: dict[str, list[str]]) -> Shown:
    form = PersonForm.read(ADDRESS, given)
    shown = Shown(form)
    profile = form.profile(store)
    if profile is None:
        return shown
    shown.family = profile.occupation in index(store).family
    try:
        shown.moves = moves(profile, store)
    except PaychartError as error:
        form.blame(field_of(error), error)
        return shown
    for kind in dict.fromkeys(move.kind for move in shown.moves.moves):
        own = [move for move in shown.moves.moves if move.kind == kind]
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
