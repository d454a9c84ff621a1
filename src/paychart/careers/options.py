"""The options open to a person: what each alters in the profile, what it costs, how long it takes, how likely it is.

No gain here: `outcomes` prices them.
"""

from __future__ import annotations

from collections.abc import Iterable

from paychart.careers.option import Closed, Option, Person
from paychart.careers.study_options import credentials, degrees
from paychart.careers.work_options import areas, employers, ladder_roles
from paychart.data.store import Store


def stay(person: Person) -> Option:
    """No change: what all the others are held against."""
    return Option(
        "stay", "Stay as you are", "stay", person.reader, 0.0, 0.0, 0.0, 1.0, None, "nothing has to happen"
    )


def options(person: Person, store: Store, kinds: Iterable[str]) -> tuple[list[Option], list[Closed]]:
    """All options of these kinds, and the closed ones with why."""
    found: list[Option] = []
    closed: list[Closed] = []
    wanted = tuple(kinds)
    if {"credential", "specialization"} & set(wanted):
        more, closed = credentials(person)
        found += [option for option in more if option.kind in wanted]
    if "degree" in wanted:
        more, shut = degrees(person)
        found, closed = [*found, *more], [*closed, *shut]
    for kind, maker in {"employer": employers, "area": areas, "role": ladder_roles}.items():
        if kind in wanted:
            more, shut = maker(person, store)
            found, closed = [*found, *more], [*closed, *shut]
    return found, closed
