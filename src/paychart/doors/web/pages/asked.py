"""The way of every page that asks about a person: read the address, work on a thread, show the page or its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.person import ABOUT, FIELDS, PersonForm
from paychart.doors.web.pages.render import carried_by, go, page
from paychart.profile import Profile
from paychart.words import index
from paychart.words.credentials import catalogue

Given = dict[str, list[str]]


@dataclass
class Asked:
    """What every such page shows: the form, and whether its job is of the health information family."""

    form: PersonForm
    family: bool = True

    def profile(self, store: Store) -> Profile | None:
        """The profile of the form; None where a field is wrong."""
        found = self.form.profile(store)
        if found is not None:
            self.family = found.occupation in index(store).family
        return found


def given_in(request: Request, example: Mapping[str, str] | None = None) -> Given:
    """The fields in the address; without any, an example."""
    given = parse_qs(request.url.query, keep_blank_values=True)
    return given or {name: [value] for name, value in (example or {}).items()}


async def answer(
    request: Request,
    template: str,
    work: Callable[[Store, Given], Asked],
    *,
    example: Mapping[str, str] | None = None,
    slow: bool = False,
    **more: Any,
) -> Response:
    """The page for the fields in the address. `work` fills what the template shows as `shown`."""
    given = given_in(request, example)
    answers = answers_of(request)
    shown = await (
        answers.compute_slow(lambda store, _: work(store, given))
        if slow
        else answers.compute(lambda store: work(store, given))
    )
    form = shown.form
    carried = {**carried_by(request), **{n: form.fields[n] for n in FIELDS if form.fields[n]}}
    return page(
        request,
        template,
        status=422 if form.troubles else 200,
        shown=shown,
        form=form.fields,
        troubles=form.troubles,
        about=ABOUT,
        credentials=[(one.code, one.name) for one in catalogue().values()],
        share=form.address(compare_with=""),
        person=form.person(),
        understood=form.understood,
        next=next_steps(request.url.path, carried, form.fields),
        **more,
    )


def option_text(fields: Mapping[str, Any]) -> str:
    """What is compared, in the words of the comparison: occupation=...; area=...; pay=..."""
    names = ("occupation", "area", "industry")
    return "; ".join(f"{name}={str(fields[name]).replace(';', ',')}" for name in names if fields.get(name))


def next_steps(here: str, carried: Mapping[str, Any], fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Three things to do with an answer, each with the person taken along."""
    options = [*carried.get("option", ())]
    this = option_text(fields)
    basket = [*options, this][:6] if this and this not in options else options
    steps = {
        "/": (go(carried, "/"), "See what I would earn"),
        "/compare": (go(carried, "/compare", option=basket), "Compare it with another job, place or offer"),
        "/?offer": (go(carried, "/", offer="open") + "#offer", "Judge an offer"),
        "/grow": (go(carried, "/grow"), "Find my best move"),
        "/where": (go(carried, "/where"), "See where it pays best"),
        "/worth": (go(carried, "/worth"), "Is a degree worth it?"),
    }
    wanted = {
        "/": ("/compare", "/where" if fields.get("pay") else "/?offer", "/grow"),
        "/where": ("/", "/compare", "/grow"),
        "/grow": ("/worth", "/compare", "/where"),
    }.get(here, ("/", "/compare", "/grow"))
    return [steps[name] for name in wanted]
