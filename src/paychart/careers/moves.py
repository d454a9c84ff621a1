"""Next moves: single changes ranked by what they add, with cost, time, odds and how sure that is.

Each is an `Outcome`; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from paychart.careers.option import KINDS, Closed, Option, Person
from paychart.careers.outcome import Outcome
from paychart.careers.outcomes import HORIZON, outcomes, stand
from paychart.careers.roles import Role, least_schooling
from paychart.careers.study import LEVELS, article
from paychart.careers.study_options import credentials, degrees
from paychart.careers.tips import Tip, tips
from paychart.careers.work_options import areas, employers, ladder_roles
from paychart.careers.worth import worth
from paychart.data.store import Store
from paychart.errors import require_choice
from paychart.profile import Profile

SORTS = ("value", "gain", "sure", "cost", "time")


@dataclass(frozen=True)
class Moves:
    """Moves best first, where the reader stands now (`pay` before tax, `real_pay` at national prices), moves that are
    not open to them (with why), and what popular advice comes to for them. `tax` and `horizon` hold for all."""

    profile: Profile
    role: Role
    names: Mapping[str, str]
    pay: float
    real_pay: float
    sort: str
    horizon: float
    tax: str
    moves: tuple[Outcome, ...]
    closed: tuple[tuple[str, str], ...]
    tips: tuple[Tip, ...]
    notes: tuple[str, ...]
    person: Person

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "profile": self.profile.to_dict(),
            "names": dict(self.names),
            "role": self.role.role,
            "pay": self.pay,
            "real_pay": round(self.real_pay),
            "sort": self.sort,
            "horizon_years": self.horizon,
            "tax": self.tax,
            "moves": [move.to_dict() for move in self.moves],
            "closed": [{"move": name, "why": why} for name, why in self.closed],
            "tips": [tip.to_dict() for tip in self.tips],
            "notes": list(self.notes),
        }


NOTES = (
    "Gains are associations among workers like you, not what the change alone would cause; intervals hold the "
    "doubt about wage data, effects and cells that BLS does not publish, but not about you.",
    "The value of a move is its gain less upkeep over the years it pays within the horizon, discounted, less its cost; "
    "it is an expectation where the odds are known, else what it adds if it comes off.",
)


def moves(
    profile: Profile,
    store: Store,
    *,
    role: str = "",
    kinds: Iterable[str] = KINDS,
    sort: str = "value",
    changes: Iterable[str] = (),
    rent_share: float | None = None,
    horizon: float = HORIZON,
    household: str = "single",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Moves:
    """Single changes from `profile`, ranked.

    Parameters
    ----------
    role : the reader's role on the ladder, if it is not the usual one of the occupation.
    kinds : of credential, degree, employer, area, role, specialization.
    sort : value, gain, sure (lower end of the interval), cost or time; what is unknown comes last.
    changes : "key=value" rates of one's own (`careers.rates`).
    rent_share : share of spending on housing, which makes prices the reader's.
    horizon : years over which a move's value is counted, from 1 to 50.
    household : single, or married with one earner: how pay is taxed.
    progress : called with changes weighed and in all.

    Raises BadInput for words that are no choice, and for a place without a price parity.
    """
    wanted = tuple(kinds)
    for value, choices in ((sort, SORTS), *((kind, KINDS) for kind in wanted)):
        require_choice(value, choices)
    person = stand(
        profile,
        store,
        role=role,
        changes=tuple(changes),
        rent_share=rent_share,
        household=household,
        horizon=horizon,
    )
    now = worth(person.reader, store, rent_share=rent_share)
    found, closed = options(person, store, wanted)
    ordered = tuple(sorted(outcomes(person, found, store, progress), key=_order(sort)))
    tax = ordered[0].tax if ordered else ""
    return Moves(
        person.reader,
        person.role,
        now.cell.names,
        now.pay,
        now.real or now.pay,
        sort,
        horizon,
        tax,
        ordered,
        tuple(closed),
        tips(person, store, ordered),
        _notes(person),
        person,
    )


def _notes(person: Person) -> tuple[str, ...]:
    """What holds for all moves, and schooling below what the work asks."""
    own, asked = person.reader.education, least_schooling(person.reader.occupation)
    notes: tuple[str, ...] = NOTES
    if not person.reader.describes_person:
        notes = (*notes, "Say your schooling, experience and credentials for more.")
    if own and asked and LEVELS.index(own) < LEVELS.index(asked[0]):
        law = f", and the law for {asked[1]}" if asked[1] else ""
        notes = (
            *notes,
            f"Entry to this work asks for {article(asked[0])}{law}: pay below it is of few people.",
        )
    return notes


def _order(sort: str) -> Callable[[Outcome], tuple[float, ...]]:
    def last(value: float | None) -> tuple[float, float]:
        return (1.0, 0.0) if value is None else (0.0, value)

    orders: dict[str, Callable[[Outcome], tuple[float, ...]]] = {
        "value": lambda m: last(None if m.value is None else -m.value),
        "gain": lambda m: last(None if m.gain is None else -m.gain),
        "sure": lambda m: last(None if m.gain90 is None else -m.gain90[0]),
        "cost": lambda m: (*last(m.cost), -(m.gain or 0)),
        "time": lambda m: (m.years, -(m.gain or 0)),
    }
    return orders[sort]


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
