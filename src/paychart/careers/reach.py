"""How roles are reached from where one stands: the steps on the way and the years they take."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from paychart.careers.roles import Role, edges, role_named, steps_from
from paychart.careers.study import article
from paychart.errors import BadInput

STEP_YEARS = 1.0  # a step is not taken sooner than a year after the last one
GENERIC_STEPS = 2  # related work of related work is as far as likeness carries


@dataclass(frozen=True)
class Reach:
    """How a role is reached from where one stands: years from now at the earliest, and the roles on the way."""

    years: float
    path: tuple[str, ...]


def reach(start: Role, experience_years: float) -> dict[str, Reach]:
    """Every role that steps lead to from `start`, by the path of fewest years.

    A step takes a year or more and waits until the next role's usual experience is there. On the generic path at most
    `GENERIC_STEPS` are taken.
    """
    found: dict[str, Reach] = {}
    queue: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, (start.role,))]
    while queue:
        years, _, path = heapq.heappop(queue)
        here = path[-1]
        if here in found:
            continue
        found[here] = Reach(years, path)
        if start.generic and len(path) > GENERIC_STEPS:
            continue
        for edge in steps_from(here):
            waits = role_named(edge.to_role).experience_years - experience_years
            heapq.heappush(queue, (max(years + STEP_YEARS, waits), len(path), (*path, edge.to_role)))
    return found


def missing_rung(start: Role, goal: Role, reached: Iterable[str]) -> BadInput:
    """The error for a goal that no steps lead to: it names the rung that would have to come first."""
    reached = set(reached)
    before = [role_named(edge.from_role) for edge in edges() if edge.to_role == goal.role]
    above = [role for role in before if role.role not in reached]
    if not above:
        return BadInput(
            f"No step leads from {start.name} to {goal.name}: people enter it from school or other work.",
            nearest=[role_named(code).name for code in sorted(reached - {start.role})][:3],
            hint="Choose a goal that your role leads to; `paychart ladder` shows them.",
        )
    rung = min(above, key=lambda role: (role.track != start.track, abs(role.level - start.level)))
    return BadInput(
        f"No steps on the ladder lead from {start.name} to {goal.name}. The missing rung is {rung.name}.",
        nearest=[role.name for role in above[:3]],
        hint=f"{rung.name} asks for {article(rung.entry_education)} and about "
        f'{rung.experience_years:g} years of work; ask again with --role "{rung.name}" '
        f"-o {rung.soc} for the way from there.",
    )
