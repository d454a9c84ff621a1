"""Steps on the ladder open to a reader: the roles within reach, and what each asks, costs and risks."""

from __future__ import annotations

from dataclasses import replace

from scipy.stats import binom

from paychart.careers.ladder import profile_at
from paychart.careers.reach import Reach, reach
from paychart.careers.roles import Role, role_named
from paychart.careers.setting import Candidate, Setting
from paychart.careers.study import study_years, tuition
from paychart.careers.worth import worth
from paychart.errors import PaychartError


def steps(setting: Setting) -> tuple[list[Candidate], list[tuple[str, str]]]:
    """Roles within reach in the horizon, at today's experience: the gain is the role's, not the years'."""
    if setting.role is None:
        return [], [("A step on the ladder", "this occupation is not on the health information ladder")]
    reader = setting.reader
    found: list[Candidate] = []
    closed = []
    for name, way in reach(setting.role, reader.experience_years or 0.0).items():
        role = role_named(name)
        if name == setting.role.role or way.years >= setting.horizon:
            continue
        if role.soc == reader.occupation:
            closed.append((f"Become {role.name}", "wage data do not tell this role from your own"))
            continue
        found.append(_role(setting, role, way))
    return found, closed


def _role(setting: Setting, role: Role, way: Reach) -> Candidate:
    reader, table = setting.reader, setting.rates
    promotion = table["promotion.year"]
    then = replace(profile_at(reader, role, way.years), experience_years=reader.experience_years)
    study: float = 0.0
    price: float | None = 0.0
    notes = (
        ["By way of " + ", ".join(role_named(step).name for step in way.path[1:-1]) + "."]
        if way.path[2:]
        else []
    )
    if reader.education and then.education and then.education != reader.education:
        study = study_years(table, reader.education, then.education) * table["pace.beside_work"].value
        price = tuition(table, reader.education, then.education)
        notes.append(
            f"Asks for {then.education.value} schooling: {study:g} years of study beside work, counted in."
        )
    try:
        worth(then, setting.store, draws=2)
    except PaychartError:
        then = replace(then, education=None)
        notes.append("So few in that work have this schooling that pay at any schooling stands in.")
    if role.standing_basis:
        notes.append(
            f"Put at percentile {100 * role.standing:.0f} of its occupation's pay: {role.standing_basis}."
        )
    taken = len(way.path) - 1
    # Promotions come at a constant rate, but the last one not before the role's usual experience is there.
    by_year = [
        float(binom.sf(taken - 1, year, promotion.value)) if year >= max(way.years, study) else 0.0
        for year in range(1, int(setting.horizon) + 1)
    ]
    return Candidate(
        kind="role",
        name=f"Become {role.name}",
        to=role.role,
        profile=then,
        cost=price or 0.0,
        cost_known=price is not None,
        upkeep=0.0,
        years=max(way.years, study),
        chance=by_year[-1],
        held=sum(by_year),
        chance_basis=f"{promotion.value:.1%} of employees are promoted a year; {taken} step{'s' if taken > 1 else ''} "
        f"in {setting.horizon:g} years",
        rests_on=(promotion,),
        notes=tuple(notes),
        standing=role.standing,
    )
