"""*Where?* - the places where this work pays best for the person carried along: a map, and a table to pick from."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from paychart.data.store import Store
from paychart.doors.web.pages.asked import Asked, Given, answer, given_in
from paychart.doors.web.pages.person import PersonForm, field_of
from paychart.doors.web.pages.render import CARRIED
from paychart.errors import PaychartError, Suppressed
from paychart.guide.drawing import Chart
from paychart.guide.maps import metro_map, state_map
from paychart.pay.places import SORTS, Place, Ranking, places
from paychart.words import find_area

ADDRESS, TITLE = "/where", "Where?"
router = APIRouter()

COLUMNS = {"real": "Pay after prices", "nominal": "Pay", "demand": "Demand", "jobs": "Jobs"}
TAXED = ("take-home", "After tax and prices")  # in place of the first column where it is asked for
_FIRST = 40
_CLASSES = 7  # of the map; fewer states than classes make no map


@dataclass
class Shown(Asked):
    """Everything the template shows."""

    ranking: Ranking | None = None
    rows: list[Place] = field(default_factory=list)
    map: Chart | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Key, words and address of each column that can be sorted by."""
        taxed = self.form.fields["sort"] == TAXED[0]
        named = dict([TAXED]) | COLUMNS if taxed else COLUMNS
        return [
            (key, words, self.form.address(sort=key))
            for key, words in named.items()
            if not (taxed and key == "real")
        ]


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the person in the address."""
    given = given_in(request)
    if chosen := [
        code for code in given.get("compare", []) if code.isdigit()
    ]:  # how places were once compared
        kept = {name: given[name] for name in CARRIED if given.get(name)}
        kept["option"] = [*kept.get("option", []), *(f"area={code}" for code in chosen)][:6]
        return RedirectResponse(f"/compare?{urlencode(kept, doseq=True)}", 303)
    return await answer(
        request,
        "where.html.j2",
        _work,
        sorts=[*list(COLUMNS.items())[:3], TAXED],
        first=_FIRST,
        taxed=TAXED[0],
    )


def _work(store: Store, given: Given) -> Shown:
    form = PersonForm.read(ADDRESS, given, "near", "sort", "show", defaults={"sort": "real"})
    fields = form.fields
    fields["sort"] = fields["sort"] if fields["sort"] in (*COLUMNS, "name", TAXED[0]) else "real"
    shown = Shown(form)
    profile = shown.profile(store)
    if profile is None:
        return shown
    sort = fields["sort"] if fields["sort"] in SORTS else "real"
    try:
        shown.ranking = places(store, profile, sort=sort, near=fields["near"])
        shown.map = _map(store, profile.occupation, shown)
    except PaychartError as error:
        form.blame("near" if fields["near"] and field_of(error) == "occupation" else field_of(error), error)
        return shown
    shown.rows = _sorted(list(shown.ranking.places), fields["sort"])
    shown.notes = list(shown.ranking.notes)
    return shown


def _sorted(rows: list[Place], sort: str) -> list[Place]:
    if sort == "jobs":
        return sorted(rows, key=lambda p: -(p.employment or 0))
    return sorted(rows, key=lambda p: p.name) if sort == "name" else rows


def _map(store: Store, occupation: str, shown: Shown) -> Chart | None:
    """Before prices the states; after prices the metros as dots, near a place only its states."""
    ranking, near = shown.ranking, shown.form.fields["near"]
    if ranking is None or sum(p.real is not None for p in ranking.places) < 2:
        return None
    if near:
        states = [part for part in find_area(near, store).states.split("-") if part]
        return metro_map(ranking.places, "median pay after prices", states=states)
    if shown.form.fields["sort"] != "nominal":
        return metro_map(ranking.places, "median pay after prices")
    try:
        states_ranked = places(store, occupation, sort="nominal", kinds=("state",)).places
    except Suppressed:
        return None
    if len(states_ranked) < _CLASSES:
        return None
    values = {p.area: p.nominal for p in states_ranked}
    return state_map(values, {p.area: p.name for p in states_ranked}, "median pay")
