"""The ladder as this reader would climb it: every role their own leads to, with their pay there and then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from paychart.careers.outcome import Outcome
from paychart.careers.outcomes import outcomes, stand
from paychart.careers.reach import missing_rung, reach
from paychart.careers.roles import Edge, Role, find_role, role_named, roles, steps_from
from paychart.careers.work_options import become
from paychart.careers.worth import at_least
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.parity import parities
from paychart.profile import Education, Profile
from paychart.words import index


@dataclass(frozen=True)
class Rung:
    """One role for this reader. `years` from now at the earliest (None where no steps lead there); `answer` is
    the Estimate of the reader then; `pay` its quantile at the role's standing, with its 90 % interval, and `real`
    the same at national prices, dollars a year. `outcome` is what becoming it would do for the reader as they are today
    (`outcomes`); None for the reader's own role and where no steps lead."""

    role: Role
    years: float | None
    path: tuple[str, ...]
    profile: Profile
    answer: Estimate
    pay: float
    pay90: tuple[float, float] | None
    real: float | None
    outcome: Outcome | None
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            **self.role.to_dict(),
            "years_from_now": self.years,
            "path": list(self.path),
            "profile": self.profile.to_dict(),
            "pay": round(self.pay),
            "pay90": [round(v) for v in self.pay90] if self.pay90 else None,
            "real_pay": None if self.real is None else round(self.real),
            "outcome": self.outcome.to_dict() if self.outcome else None,
            "annual": dict(self.answer.annual),
            "status": self.answer.status,
            "lineage": [dict(item) for item in self.answer.lineage],
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Ladder:
    """The rungs in order of level, the steps between them, and where the reader stands."""

    start: Role
    goal: Role | None
    rungs: tuple[Rung, ...]
    edges: tuple[Edge, ...]
    area: str
    notes: tuple[str, ...]

    def rung(self, role: str) -> Rung:
        """The rung of a role id."""
        return next(rung for rung in self.rungs if rung.role.role == role)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "start": self.start.role,
            "goal": self.goal.role if self.goal else None,
            "area": self.area,
            "rungs": [rung.to_dict() for rung in self.rungs],
            "edges": [edge.to_dict() for edge in self.edges],
            "notes": list(self.notes),
        }


NOTES = (
    "Roles that share an occupation code differ in pay only by experience, schooling and credentials: wage "
    "surveys do not tell a coder from a coding auditor.",
    "Posts of one occupation code lie at different places in its pay: where each role is put in it is judgment "
    "from few figures.",
    "Pay at a later rung is what workers like the reader would be, earn today: nothing is forecast.",
    "Years are the fewest that the usual experience of each role allows, not a promise; for many roles no "
    "printed requirement says how many.",
)


def ladder(
    profile: Profile,
    store: Store,
    *,
    role: str = "",
    goal: str = "",
    everything: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Ladder:
    """The ladder from where the reader stands.

    Parameters
    ----------
    role : the reader's role; else the usual one of their occupation and experience.
    goal : keep only the way to this role. Raises BadInput naming the missing rung where there is none.
    everything : also the roles that no steps lead to from here.
    progress : called with rungs done and in all.
    """
    person = stand(profile, store, role=role, real=False)
    reader, start = person.reader, person.role
    found = reach(start, reader.experience_years or 0.0)
    target = find_role(goal) if goal.strip() else None
    if target and target.role not in found:
        raise missing_rung(start, target, found)
    if target:
        kept = list(found[target.role].path)
    else:
        kept = list(dict.fromkeys((*(roles() if everything else ()), *found)))
    kept = [name for name in kept if role_named(name).soc in index(store).occupations]
    near = [
        name for name in kept if name in found and name != start.role and found[name].years < person.horizon
    ]
    ways = [become(person, role_named(name), found[name]) for name in near]
    weighed = {one.to: one for one in outcomes(person, ways, store)}
    prices = parities(store)
    answers: dict[Profile, tuple[Estimate, tuple[str, ...]]] = {}
    rungs = []
    for done, name in enumerate(kept):
        progress(done, len(kept))
        one = role_named(name)
        way = found.get(name)
        then = reader if one is start else profile_at(reader, one, way.years if way else None)
        if then not in answers:
            answers[then] = answer_for(then, store)
        answer, notes = answers[then]
        parity = prices.get(then.area)
        pay, band = at_standing(answer, one.standing)
        real = pay * 100 / parity.all_items if parity else None
        years, path = (way.years, way.path) if way else (None, ())
        rungs.append(Rung(one, years, path, then, answer, pay, band, real, weighed.get(name), notes))
    progress(len(kept), len(kept))
    rungs.sort(key=lambda rung: (rung.role.level, rung.years is None, rung.years or 0.0))
    names = {rung.role.role for rung in rungs}
    return Ladder(
        start,
        target,
        tuple(rungs),
        tuple(edge for name in kept for edge in steps_from(name) if edge.to_role in names),
        str(rungs[0].answer.names["area"]),
        NOTES,
    )


def profile_at(reader: Profile, role: Role, years: float | None) -> Profile:
    """The reader as they would be on entering `role`, priced as they are now: what they left unsaid stays unsaid.

    Its occupation, their area and employer (its own where the work is done elsewhere), all years grown by the wait, and
    at least the schooling it asks for.
    """
    wait = years or 0.0

    def later(had: float | None, least: float = 0.0) -> float | None:
        return None if had is None else min(max(had + wait, least), 60.0)

    return replace(
        reader,
        occupation=role.soc,
        industry=role.industry or reader.industry,
        education=None if reader.education is None else at_least(reader.education, role.entry_education),
        experience_years=later(reader.experience_years, role.experience_years if years is None else 0.0),
        years_since_school=later(reader.years_since_school),
        credentials=reader.credentials if role.soc == reader.occupation else None,
    )


def at_standing(answer: Estimate, standing: float) -> tuple[float, tuple[float, float] | None]:
    """Pay at a standing among the workers of an Estimate, with its 90 % interval."""
    if standing == 0.5:
        return answer.annual["p50"], answer.interval90["p50"] if answer.interval90 else None
    pay = float(answer.distribution.quantile(standing))
    if answer.priced is not None:
        pay = float(answer.priced.quantile([standing])[answer.row, 0])
    band = answer.interval90
    if band is None:
        return pay, None
    low, high = (end / answer.annual["p50"] for end in band["p50"])
    return pay, (pay * low, pay * high)


def answer_for(profile: Profile, store: Store) -> tuple[Estimate, tuple[str, ...]]:
    """The estimate of a profile. Schooling that next to no one in the occupation has (at all, or with so
    little experience) gives way to the nearest that occurs, or is left open, with a note."""
    try:
        return estimate(profile, store), ()
    except BadInput as error:
        if profile.education is None:
            raise
        near = next((Education(text) for text in error.nearest if text in list(Education)), None)
        answer = estimate(replace(profile, education=near), store)
        stands_in = f"{near.value} stands in" if near else "pay at any schooling stands in"
        note = f"Next to no one in this work has {profile.education.value} schooling then: {stands_in}."
        return answer, (note,)
