"""A personal plan on one page: where one stands, three moves worth making, the way up, and what to watch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from paychart.careers.ladder import Ladder, ladder
from paychart.careers.moves import Moves, moves
from paychart.careers.outcome import Outcome
from paychart.careers.plans import make_plan, usual_age
from paychart.careers.rates import said
from paychart.careers.reach import reach
from paychart.careers.returns import Return, returns
from paychart.careers.roles import family_goal, find_role
from paychart.careers.study import LEVELS
from paychart.data.store import Store
from paychart.data.vintages import edition
from paychart.errors import BadInput, Suppressed
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.time.outlook import outlook
from paychart.profile import Profile
from paychart.words.credentials import catalogue


@dataclass(frozen=True)
class Advice:
    """A move with the years until it has paid for itself (None where it does not), and its first step."""

    move: Outcome
    break_even: float | None
    first_step: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"move": self.move.to_dict(), "break_even": self.break_even, "first_step": self.first_step}


@dataclass(frozen=True)
class PersonalPlan:
    """Everything the page says. `study` is the return on the schooling that the goal asks for, if any."""

    profile: Profile
    now: Estimate
    real_pay: float
    price_level: float
    age: int
    retire: int
    advice: tuple[Advice, ...]
    weighed: Moves
    climb: Ladder | None
    study: Return | None
    watch: tuple[str, ...]
    release: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "profile": self.profile.to_dict(),
            "now": self.now.to_dict(),
            "real_pay": round(self.real_pay),
            "price_level": round(self.price_level, 1),
            "age": self.age,
            "retire": self.retire,
            "advice": [one.to_dict() for one in self.advice],
            "tips": [tip.to_dict() for tip in self.weighed.tips],
            "ladder": self.climb.to_dict() if self.climb else None,
            "study": self.study.to_dict() if self.study else None,
            "watch": list(self.watch),
            "release": self.release,
        }


def personal_plan(
    profile: Profile,
    store: Store,
    *,
    age: int | None = None,
    retire: int = 67,
    role: str = "",
    goal: str = "",
    changes: tuple[str, ...] = (),
    rent_share: float | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> PersonalPlan:
    """The plan of one reader towards `goal` (the best paid role within reach, if none is named).

    Raises what `moves`, `ladder` and `returns` raise: a goal out of reach names the missing rung.
    """
    progress(0, 4)
    weighed = moves(profile, store, role=role, changes=changes, rent_share=rent_share)
    progress(1, 4)
    reader = weighed.profile
    now = estimate(reader, store)
    years = usual_age(reader) if age is None else age
    target = _goal(reader, weighed, goal)
    climb = ladder(reader, store, role=role, goal=target) if target else None
    progress(2, 4)
    study = _study(reader, store, years, retire, role, target, climb, changes)
    progress(3, 4)
    level = 100 * weighed.pay / weighed.real_pay
    watch = _watch(reader, store, weighed, study, level)
    progress(4, 4)
    return PersonalPlan(
        reader,
        now,
        weighed.real_pay,
        level,
        years,
        retire,
        _advice(weighed),
        weighed,
        climb,
        study,
        watch,
        store.release,
    )


def _goal(reader: Profile, weighed: Moves, named: str) -> str:
    """The role named; else the one its family leads to, or the highest post in reach; none on the generic path."""
    if named.strip():
        return find_role(named).role
    if weighed.role.generic:
        return ""
    found = reach(weighed.role, reader.experience_years or 0.0)
    summit = family_goal(weighed.role)
    if summit in found and weighed.role.role != summit:
        return summit
    ahead = [name for name in found if name != weighed.role.role]
    return ahead[-1] if ahead else ""


def _for_teachers(move: Outcome) -> bool:
    one = catalogue().get(move.name.removeprefix("Earn "))
    return one is not None and one.field == "teaching"


def _advice(weighed: Moves) -> tuple[Advice, ...]:
    """Three moves that are likely to pay, of different kinds before more of one kind; a credential for teachers
    is advice for teachers only."""
    good = [m for m in weighed.moves if m.good and (m.value or 0) > 0 and not _for_teachers(m)]
    good.sort(key=lambda m: -(m.value or 0))
    firsts: dict[str, Outcome] = {}
    for move in good:
        firsts.setdefault("credential" if move.kind == "specialization" else move.kind, move)
    chosen = [*firsts.values(), *(m for m in good if m not in firsts.values())][:3]
    return tuple(Advice(m, m.pay_back, first_step(m)) for m in chosen)


def first_step(move: Outcome) -> str:
    """What to do first, in one sentence."""
    if move.kind in ("credential", "specialization"):
        code = move.name.removeprefix("Earn ")
        one = catalogue()[code]
        return f"Read what {one.issuer} asks for: {one.eligibility or 'see the issuer'}."
    return {
        "degree": "Compare what graduates of programs near you earn and owe, and ask your employer for tuition aid.",
        "employer": "Watch openings there for three months, and see where any offer stands among workers like you.",
        "area": "Price a home there first: your own rent may differ from the average.",
        "role": "Ask your manager which of its tasks you could take on this year.",
    }[move.kind]


def _study(
    reader: Profile,
    store: Store,
    age: int,
    retire: int,
    role: str,
    goal: str,
    climb: Ladder | None,
    changes: tuple[str, ...],
) -> Return | None:
    """The return on the degree that the way to the goal asks for beyond what the reader has."""
    if climb is None or reader.education is None:
        return None
    asked = max((rung.role.entry_education for rung in climb.rungs), key=LEVELS.index)
    if LEVELS.index(asked) <= LEVELS.index(reader.education):
        return None
    try:
        plan = make_plan(reader, store, age=age, retire=retire, role=role, goal=goal, courses=[asked.value])
        return returns(plan, store, changes=changes)
    except BadInput:
        return None


def _watch(
    reader: Profile, store: Store, weighed: Moves, study: Return | None, level: float
) -> tuple[str, ...]:
    """What could change the plan."""
    found = []
    try:
        found.append(outlook(store, reader.occupation).statement)
    except Suppressed as error:
        found.append(error.message)
    found.append(
        f"Prices: {weighed.names['area']} is at {level:.0f}% of the nation's level (BEA, {edition('rpp')}); when rents "
        "move, "
        "so does what your pay buys."
    )
    for code in reader.held:
        one = catalogue()[code]
        if one.education_hours:
            fee = f" and ${one.upkeep_fee:,.0f}" if one.upkeep_fee else ""
            found.append(
                f"{code}: {one.education_hours:g} hours of continuing education{fee} every "
                f"{'year' if one.cycle_years == 1 else f'{one.cycle_years:g} years'} (as of {one.as_of})."
            )
    if study and study.sensitivity and study.npv:
        swing = next((s for s in study.sensitivity if s["key"] != "discount.real"), study.sensitivity[0])
        low, high = (said(swing[end], swing["unit"]) for end in ("low", "high"))
        least, most = (_money(round(swing[end], -3)) for end in ("npv_low", "npv_high"))
        found.append(
            f"The degree hangs most on {swing['name']} ({low} to {high}): its value runs from "
            f"{least} to {most} between the ends of that range."
        )
    return tuple(found)


def _money(dollars: float) -> str:
    return f"{'-' if dollars < 0 else ''}${abs(dollars):,.0f}"
