"""Pay of every role at every year and state of schooling that a plan can meet, ready for fast simulation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from paychart.careers.plans import Plan
from paychart.careers.reach import reach
from paychart.careers.roles import Role, role_named, steps_from
from paychart.careers.study import LEVELS
from paychart.careers.worth import DRAWS, worth
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay import evidence
from paychart.pay.columns import People
from paychart.pay.kernel import price
from paychart.pay.normal import ndtr, ndtri
from paychart.profile import ALL_INDUSTRIES, Education, Profile

Array = NDArray[np.float64]
Index = NDArray[np.intp]

OTHER_WORK = "00-0000"
Z_LOW, Z_STEP, Z_NODES = -3.0, 0.25, 25
_SCORES = Z_LOW + Z_STEP * np.arange(Z_NODES)
_KNOTS = (0.0, 2.0, 5.0, 10.0, 15.0, 22.0, 30.0, 45.0)


@dataclass(frozen=True, eq=False)
class PayTables:
    """What a plan's careers can earn. R roles (the last is other work), G groups of roles paid alike, S states
    (schooling x credentials), T years, Z normal scores.

    `log_pay` (G, S, T, Z) real; `group` (R,), `shift` (R,) score of each role's standing; `exits` (R,) chance a
    year to leave for other work; `steps` (R, S, T, M) roles open from each (-1 none), `open` (R, S, T) how
    many; `error` (G, S, D) log error draws of the pay of each group and state.
    """

    roles: tuple[Role | None, ...]
    start: int
    log_pay: Array
    group: Index
    shift: Array
    exits: Array
    steps: Index
    open: Index
    error: Array
    schooling: tuple[Education, ...]
    credentials: tuple[str, ...]
    price_level: float


def pay_tables(plan: Plan, store: Store) -> PayTables:
    """The tables of a plan, kept with the store. Raises BadInput where the place has no price parity."""
    kept: dict[Plan, PayTables] = store.cached("plan pay tables", dict)
    key = replace(plan, name="")
    if key not in kept:
        if len(kept) > 32:
            kept.clear()
        kept[key] = _pay_tables(plan, store)
    return kept[key]


def _pay_tables(plan: Plan, store: Store) -> PayTables:
    kept = _route(plan)
    schooling = (plan.schooling, *(Education(c.code) for c in plan.courses if c.is_degree))
    credentials = tuple(c.code for c in plan.courses if not c.is_degree)
    here = worth(Profile(plan.profile.occupation, plan.profile.area), store)
    if here.price_level is None:
        raise BadInput(
            f"BEA publishes no price parity for {here.cell.names['area']}, so real pay is not known there.",
            hint="Ask for a state or area of the fifty states or DC.",
        )
    groups: dict[tuple[str, str], int] = {}
    group = [groups.setdefault((r.soc, r.industry or plan.profile.industry), len(groups)) for r in kept]
    group.append(groups.setdefault((OTHER_WORK, ALL_INDUSTRIES), len(groups)))
    states = list(product(range(len(schooling)), range(2 ** len(credentials))))
    log_pay = np.empty((len(groups), len(states), plan.years, Z_NODES))
    error = np.empty((len(groups), len(states), DRAWS))
    level = np.log(here.price_level / 100)
    for (soc, industry), g in groups.items():
        for s, (degree, mask) in enumerate(states):
            earned = tuple(c for i, c in enumerate(credentials) if mask >> i & 1)
            log_pay[g, s] = _curve(plan, soc, industry, schooling[degree], earned, store) - level
            error[g, s] = _error(plan, soc, industry, schooling[degree], earned, store)
    return PayTables(
        roles=(*kept, None),
        start=0,
        log_pay=log_pay,
        group=np.array(group),
        shift=np.array([*(float(ndtri(r.standing)) for r in kept), 0.0]),
        exits=np.array([*(_transfers(store, r.soc) for r in kept), 0.0]),
        **_openings(plan, kept, schooling, len(credentials)),
        error=error,
        schooling=schooling,
        credentials=credentials,
        price_level=here.price_level,
    )


def _route(plan: Plan) -> list[Role]:
    """The roles a plan can pass through, its own first: all that it can reach, or those that lead to the goal."""
    if plan.stay:
        return [plan.role]
    found = list(reach(plan.role, plan.profile.experience_years or 0.0))
    if plan.goal:
        ahead = {plan.goal.role}
        for _ in range(len(found)):
            ahead |= {name for name in found for edge in steps_from(name) if edge.to_role in ahead}
        found = [name for name in found if name in ahead]
    return [role_named(name) for name in found]


def _openings(
    plan: Plan, kept: list[Role], schooling: tuple[Education, ...], credentials: int
) -> dict[str, Index]:
    """Which roles each role opens, by state and year: the next role's usual experience and schooling are there."""
    place = {role.role: i for i, role in enumerate(kept)}
    states, now = len(schooling) * 2**credentials, plan.profile.experience_years or 0.0
    ways: list[list[list[list[int]]]] = []
    for role in kept:
        ends = plan.goal is not None and role.role == plan.goal.role
        onward = [] if ends else [kept[place[e.to_role]] for e in steps_from(role.role) if e.to_role in place]
        ways.append(
            [
                [
                    [
                        place[then.role]
                        for then in onward
                        if then.experience_years <= now + year
                        and LEVELS.index(then.entry_education) <= LEVELS.index(schooling[s >> credentials])
                    ]
                    for year in range(plan.years)
                ]
                for s in range(states)
            ]
        )
    ways.append([[[] for _ in range(plan.years)] for _ in range(states)])
    most = max(1, max(len(way) for by_state in ways for by_year in by_state for way in by_year))
    steps = np.full((len(ways), states, plan.years, most), -1, dtype=np.intp)
    for r, by_state in enumerate(ways):
        for s, by_year in enumerate(by_state):
            for t, way in enumerate(by_year):
                steps[r, s, t, : len(way)] = way
    return {"steps": steps, "open": (steps >= 0).sum(axis=-1)}


def _curve(
    plan: Plan, soc: str, industry: str, schooling: Education, earned: tuple[str, ...], store: Store
) -> Array:
    """(T, Z) log nominal pay by year from now and normal score among workers like the reader then."""
    base = _then(plan, soc, industry, earned)
    now = plan.profile.experience_years or 0.0
    years = now + np.arange(plan.years)
    knots = [k for k in _KNOTS if k >= years[0] - 8 and k <= years[-1] + 16] or [_KNOTS[0], _KNOTS[-1]]
    rows = _rows([replace(base, education=schooling, experience_years=k) for k in knots], store)
    return np.stack([np.interp(years, knots, rows[:, z]) for z in range(Z_NODES)], axis=1)


def _then(plan: Plan, soc: str, industry: str, earned: tuple[str, ...]) -> Profile:
    """The reader in a group, with those of their credentials that evidence ties to pay there; none where they are
    known to hold none."""
    known = tuple(c for c in (*plan.profile.held, *earned) if evidence.credential(soc, c) is not None)
    place, hours = plan.profile.area, plan.profile.hours_per_year
    none = None if plan.profile.credentials is None else ()
    return Profile(soc, place, industry, credentials=known or none, hours_per_year=hours)


def _rows(profiles: list[Profile], store: Store) -> Array:
    """(n, Z) log pay at normal scores among such workers; kept with the store, because plans to compare share most.

    Schooling that next to no one in the work has is left open.
    """
    kept: dict[Profile, Array] = store.cached("plan pay rows", dict)
    fresh = [profile for profile in dict.fromkeys(profiles) if profile not in kept]
    if fresh:
        priced = price(store, People.of(fresh))
        if priced.errors:
            opened = [replace(p, education=None) if i in priced.errors else p for i, p in enumerate(fresh)]
            priced = price(store, People.of(opened))
        for error in priced.errors.values():
            raise error
        logs = np.maximum.accumulate(np.log(priced.quantile(ndtr(_SCORES))), axis=1)
        kept.update(zip(fresh, logs, strict=True))
    return np.array([kept[profile] for profile in profiles])


def _error(
    plan: Plan, soc: str, industry: str, schooling: Education, earned: tuple[str, ...], store: Store
) -> Array:
    """(D,) log error draws of a group's pay in one state, some years on: of its cell and of the traits' effect."""
    then = _then(plan, soc, industry, earned)
    profile = replace(
        then,
        education=schooling,
        experience_years=(plan.profile.experience_years or 0.0) + min(10.0, plan.years / 2),
    )
    kept: dict[Profile, Array] = store.cached("plan pay errors", dict)
    if profile not in kept:
        try:
            own = worth(profile, store)
        except BadInput:
            own = worth(replace(profile, education=None), store)
        kept[profile] = own.effect + own.error
    found: Array = kept[profile]
    return found


def _transfers(store: Store, soc: str) -> float:
    """BLS's yearly share of workers who leave the occupation for another."""
    rows = store.rows(
        "SELECT transfers_thousands / employment_base_thousands FROM projection WHERE occupation = ?", [soc]
    )
    return float(rows[0][0]) if rows and rows[0][0] else 0.04
