"""*Where?* - a map of the states, a table of all areas, and up to four places side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.render import page
from paychart.doors.web.problems import hint_of
from paychart.errors import BadInput, PaychartError, Suppressed
from paychart.guide.drawing import Chart
from paychart.guide.maps import metro_map, state_map
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.places import SORTS, Place, Ranking, places
from paychart.profile import Profile
from paychart.show import Scale, range_strip
from paychart.show.pay_range import axis_strip
from paychart.words import find_area, find_occupation

ADDRESS, TITLE = "/where", "Where?"
router = APIRouter()

COLUMNS = {"real": "Pay after prices", "nominal": "Pay", "demand": "Demand", "jobs": "Jobs"}
TAXED = ("take-home", "After tax and prices")  # in place of the first column where it is asked for
_FIRST = 40
_MOST = 4
_CLASSES = 7  # of the map; fewer states than classes make no map


@dataclass
class Shown:
    """Everything the template shows."""

    form: dict[str, Any]
    trouble: PaychartError | None = None
    wrong: str = "occupation"  # the field that the trouble is about
    ranking: Ranking | None = None
    rows: list[Place] = field(default_factory=list)
    map: Chart | None = None
    compared: list[dict[str, Any]] = field(default_factory=list)
    axis: str = ""
    notes: list[str] = field(default_factory=list)


@router.get(ADDRESS)
async def show(request: Request) -> Response:
    """The page for the occupation in the address."""
    form = form_of(parse_qs(request.url.query, keep_blank_values=True))
    shown = await answers_of(request).compute(lambda store: _work(store, form))
    shown_columns = dict([TAXED]) | COLUMNS if form["sort"] == TAXED[0] else COLUMNS
    columns = [
        (key, words, address(form, sort=key))
        for key, words in shown_columns.items()
        if not (key == "real" and form["sort"] == TAXED[0])
    ]
    return page(
        request,
        "where.html.j2",
        status=422 if shown.trouble else 200,
        shown=shown,
        form=form,
        columns=columns,
        sorts=[*list(COLUMNS.items())[:3], TAXED],
        by_name=address(form, sort="name"),
        first=_FIRST,
        everything=address(form, show="all"),
        hint=hint_of(shown.trouble) if shown.trouble else "",
        clear=address({**form, "compare": []}),
        links=_links(form, shown),
    )


def form_of(given: dict[str, list[str]]) -> dict[str, Any]:
    """The fields as text, with defaults."""
    names = ("occupation", "near", "sort", "show")
    form: dict[str, Any] = {name: given.get(name, [""])[-1].strip()[:200] for name in names}
    form["occupation"] = form["occupation"] or "Medical Records Specialists"
    form["sort"] = form["sort"] if form["sort"] in (*COLUMNS, "name", TAXED[0]) else "real"
    form["compare"] = list(dict.fromkeys(code for code in given.get("compare", []) if code.isdigit()))[:20]
    return form


def address(form: dict[str, Any], **changes: str) -> str:
    """The address of this page with some fields changed."""
    values = {k: v for k, v in {**form, **changes}.items() if v}
    return f"{ADDRESS}?{urlencode(values, doseq=True)}"


def _links(form: dict[str, Any], shown: Shown) -> list[tuple[str, str]]:
    """What mends the trouble, as links with the one field changed."""
    links = []
    for text in shown.trouble.nearest if shown.trouble else ():
        code, _, words = text.partition(" ")
        known = bool(words) and code[:1].isdigit()
        links.append((words if known else text, address(form, **{shown.wrong: code if known else text})))
    return links


def _work(store: Store, form: dict[str, Any]) -> Shown:
    shown = Shown(form)
    try:
        occupation = find_occupation(form["occupation"], store)
        form["occupation"], shown.wrong = occupation.title, "near"
        sort = form["sort"] if form["sort"] in SORTS else "real"
        shown.ranking = places(store, occupation.code, sort=sort, near=form["near"])
    except PaychartError as error:
        shown.trouble = error
        return shown
    shown.rows = _sorted(list(shown.ranking.places), form["sort"])
    shown.notes = list(shown.ranking.notes)
    shown.map = _map(store, occupation.code, shown)
    _compare(store, shown)
    return shown


def _sorted(rows: list[Place], sort: str) -> list[Place]:
    if sort == "jobs":
        return sorted(rows, key=lambda p: -(p.employment or 0))
    return sorted(rows, key=lambda p: p.name) if sort == "name" else rows


def _map(store: Store, occupation: str, shown: Shown) -> Chart | None:
    """Before prices the states; after prices the metros as dots, near a place only its states."""
    ranking, near = shown.ranking, shown.form["near"]
    if ranking is None or sum(p.real is not None for p in ranking.places) < 2:
        return None
    if near:
        states = [part for part in find_area(near, store).states.split("-") if part]
        return metro_map(ranking.places, "median pay after prices", states=states)
    if shown.form["sort"] != "nominal":
        return metro_map(ranking.places, "median pay after prices")
    try:
        states_ranked = places(store, occupation, sort="nominal", kinds=("state",)).places
    except Suppressed:
        return None
    if len(states_ranked) < _CLASSES:
        return None
    values = {p.area: p.nominal for p in states_ranked}
    return state_map(values, {p.area: p.name for p in states_ranked}, "median pay")


def _compare(store: Store, shown: Shown) -> None:
    """Up to four places side by side, on one scale."""
    chosen = shown.form["compare"]
    if len(chosen) > _MOST:
        shown.notes.insert(0, f"Only the first {_MOST} of the places you ticked are compared.")
        chosen = shown.form["compare"] = chosen[:_MOST]
    by_code = {p.area: p for p in (shown.ranking.places if shown.ranking else ())}
    found: list[tuple[Place, Estimate]] = []
    for code in chosen:
        if code not in by_code or shown.ranking is None:
            continue
        try:
            found.append((by_code[code], estimate(Profile(shown.ranking.occupation, area=code), store)))
        except BadInput:
            continue
    if left := len(chosen) - len(found):
        shown.notes.insert(
            0, f"{left} of the places asked for cannot be compared: this list does not rank them."
        )
    if not found:
        return
    ends = [answer.annual[p] for _, answer in found for p in ("p10", "p90")]
    scale = Scale.around(ends)
    shown.axis = axis_strip(scale)
    for place, answer in found:
        interval = answer.interval90["p50"] if answer.interval90 else None
        strip = range_strip(answer.annual, interval, scale, axis=True)
        shown.compared.append({"place": place, "annual": answer.annual, "interval": interval, "strip": strip})
