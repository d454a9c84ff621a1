"""The way of every page that asks about a person: read the address, work on a thread, show the page or its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request, Response

from paychart.data.store import Store
from paychart.doors.web.answers import answers_of
from paychart.doors.web.pages.person import EDUCATION, PersonForm
from paychart.doors.web.pages.render import page
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
    **more: Any,
) -> Response:
    """The page for the fields in the address. `work` fills what the template shows as `shown`."""
    given = given_in(request, example)
    shown = await answers_of(request).compute(lambda store: work(store, given))
    form = shown.form
    return page(
        request,
        template,
        status=422 if form.troubles else 200,
        shown=shown,
        form=form.fields,
        troubles=form.troubles,
        education=EDUCATION,
        credentials=[(one.code, one.name) for one in catalogue().values()],
        share=form.address(compare_with=""),
        person=form.person(),
        **more,
    )
