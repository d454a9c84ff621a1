"""Whole careers: fans of real pay by age, what a life's work adds up to, and two plans compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.careers.costs import Terms, costs
from paychart.careers.paytables import pay_tables
from paychart.careers.plans import Plan
from paychart.careers.rates import Rates, rates
from paychart.careers.simulation import PATHS, Luck, Paths, simulate
from paychart.data.store import Store
from paychart.errors import BadInput

Array = NDArray[np.float64]
FAN = (10, 25, 50, 75, 90)
SEED = 20250501
KEYS = (
    "promotion.year",
    "rank.persistence",
    "rank.transitory",
    "growth.real",
    "leave.field",
    "discount.real",
)


@dataclass(frozen=True)
class Lifetime:
    """One plan's careers. `fan` holds percentiles of real pay by age: the range among such careers. `total` is
    pay to retirement less study, at today's prices: percentiles among careers, and `mean` with `mean90`, how
    sure we are of it. `roles` is the share of careers in each role at some ages."""

    plan: Plan
    paths: int
    seed: int
    ages: tuple[int, ...]
    fan: Mapping[str, tuple[float, ...]]
    total: Mapping[str, float]
    mean: float
    mean90: tuple[float, float]
    goal_reached: float | None
    goal_age: float | None
    roles: Mapping[int, Mapping[str, float]]
    rests_on: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        row = dict(vars(self))
        row["plan"] = self.plan.to_dict()
        row["ages"] = list(self.ages)
        row["fan"] = {name: list(values) for name, values in self.fan.items()}
        row["total"] = dict(self.total)
        row["mean90"] = list(self.mean90)
        row["roles"] = {str(age): dict(share) for age, share in self.roles.items()}
        row["rests_on"] = [dict(item) for item in self.rests_on]
        row["notes"] = list(self.notes)
        return row


@dataclass(frozen=True)
class Comparison:
    """Plan `first` against plan `second`, career by career under the same luck. `difference` are percentiles of
    first less second over the whole career (the range); `mean` with `mean90` how sure we are of the average;
    `better` the share of careers in which the first comes out ahead."""

    first: Lifetime
    second: Lifetime
    difference: Mapping[str, float]
    mean: float
    mean90: tuple[float, float]
    better: float
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "first": self.first.to_dict(),
            "second": self.second.to_dict(),
            "difference": dict(self.difference),
            "mean": self.mean,
            "mean90": list(self.mean90),
            "better": self.better,
            "verdict": self.verdict,
        }


NOTES = (
    "Steps up come at the promotion rate of all employees once a role's usual experience and schooling are there; "
    "seekers may do better and others worse.",
    "No spells out of work; the fan is how careers differ by luck, not how sure we are.",
)


@dataclass(frozen=True, eq=False)
class Run:
    """A simulated plan with its yearly costs, for the views made of it."""

    paths: Paths
    costs: Array

    @property
    def net(self) -> Array:
        """(T, n) pay less study."""
        return np.asarray(self.paths.pay - self.costs)


def run(plan: Plan, store: Store, table: Rates, terms: Terms, luck: Luck) -> Run:
    """Simulate one plan."""
    tables = pay_tables(plan, store)
    first = tables.log_pay[:, :1]
    share = table["degree.causal"].value
    tables = replace(tables, log_pay=first + share * (tables.log_pay - first))
    paths = simulate(plan, tables, table, luck)
    return Run(paths, costs(paths, table, terms))


def lifetime(
    plan: Plan,
    store: Store,
    *,
    terms: Terms | None = None,
    changes: tuple[str, ...] = (),
    paths: int = PATHS,
    seed: int = SEED,
) -> Lifetime:
    """The careers of one plan. `changes` are "key=value" rates of one's own. Raises BadInput for too few paths."""
    table = rates().with_changes(changes)
    return _view(run(plan, store, table, terms or Terms(), _luck(seed, plan.years, paths)), table, seed)


def compare(
    first: Plan,
    second: Plan,
    store: Store,
    *,
    terms: Terms | None = None,
    changes: tuple[str, ...] = (),
    paths: int = PATHS,
    seed: int = SEED,
) -> Comparison:
    """Two plans of one reader under the same random numbers. Raises BadInput where their ages differ."""
    if (first.age, first.retire) != (second.age, second.retire):
        raise BadInput("Plans to compare must run from the same age to the same age.")
    table = rates().with_changes(changes)
    luck = _luck(seed, first.years, paths)
    a, b = (run(plan, store, table, terms or Terms(), luck) for plan in (first, second))
    gap = a.net.sum(axis=0) - b.net.sum(axis=0)
    weight = np.ones(first.years)
    drawn = mean_draws(a, weight) - mean_draws(b, weight)
    mean, band = float(gap.mean()), _band(drawn, float(gap.mean()))
    return Comparison(
        _view(a, table, seed),
        _view(b, table, seed),
        _percentiles(gap),
        round(mean),
        band,
        round(float(np.mean(gap > 0) + np.mean(gap == 0) / 2), 3),
        "probably better" if band[0] > 0 else "probably worse" if band[1] < 0 else "cannot tell",
    )


def mean_draws(one: Run, weight: Array) -> Array:
    """(D,) draws of the mean over careers of the weighted sum of pay less costs: the errors of the pay tables are
    drawn, the careers kept."""
    earned = one.paths.by_group() @ weight
    spent = float(one.costs.mean(axis=1) @ weight)
    return np.asarray(np.einsum("gs,gsd->d", earned, np.exp(one.paths.tables.error)) - spent)


def _luck(seed: int, years: int, paths: int) -> Luck:
    if not 100 <= paths <= 200_000:
        raise BadInput(f"{paths:,} paths are too {'few' if paths < 100 else 'many'}.", nearest=("10000",))
    return Luck.of(seed, years, paths)


def _view(one: Run, table: Rates, seed: int) -> Lifetime:
    paths, plan = one.paths, one.paths.plan
    total = one.net.sum(axis=0)
    reached, age = _goal(paths)
    used = [key for key in KEYS if key != "discount.real"]
    for course in plan.courses:
        used += (
            [f"finish.{course.code}", f"tuition.{course.code}", "pace.beside_work"]
            if course.is_degree
            else ["study.exam"]
        )
    bands = np.percentile(paths.pay, FAN, axis=1)
    return Lifetime(
        plan=plan,
        paths=paths.pay.shape[1],
        seed=seed,
        ages=tuple(range(plan.age, plan.retire)),
        fan={f"p{p}": tuple(round(float(v)) for v in band) for p, band in zip(FAN, bands, strict=True)},
        total=_percentiles(total),
        mean=round(float(total.mean())),
        mean90=_band(mean_draws(one, np.ones(plan.years)), float(total.mean())),
        goal_reached=reached,
        goal_age=age,
        roles=_roles(paths),
        rests_on=tuple(table[key].to_dict() for key in dict.fromkeys(used)),
        notes=(_growing(table["growth.real"].value), *NOTES, _leaving(paths, table["leave.field"].value)),
    )


def _growing(rate: float) -> str:
    grows = (
        f"everyone's pay grows by {rate:.1%} a year beyond prices"
        if rate
        else "no growth of wages is forecast"
    )
    return f"Pay is today's, by experience and schooling: {grows}."


def _leaving(paths: Paths, share: float) -> str:
    rate = float(paths.tables.exits[paths.tables.start])
    here = f"{share:.0%} of them leave the field here" if share else "careers here stay in the field"
    return f"BLS counts {rate:.1%} of workers of {paths.plan.role.soc} changing occupation a year; {here}."


def _goal(paths: Paths) -> tuple[float | None, float | None]:
    """Share of careers that reach the goal, and the median age at which they do."""
    goal = paths.plan.goal
    if goal is None:
        return None, None
    there = paths.role == [r.role if r else "" for r in paths.tables.roles].index(goal.role)
    reached = there.any(axis=0)
    if not reached.any():
        return 0.0, None
    return round(float(reached.mean()), 3), float(np.median(there.argmax(axis=0)[reached]) + paths.plan.age)


def _roles(paths: Paths) -> dict[int, dict[str, float]]:
    """Share of careers in each role at the start, every ten years and the end."""
    shown = sorted({*range(0, paths.plan.years, 10), paths.plan.years - 1})
    names = [role.name if role else "Other work" for role in paths.tables.roles]
    found: dict[int, dict[str, float]] = {}
    for t in shown:
        share = np.bincount(paths.role[t], minlength=len(names)) / paths.role.shape[1]
        order = np.argsort(-share)
        found[paths.plan.age + t] = {names[i]: round(float(share[i]), 3) for i in order if share[i] >= 0.005}
    return found


def _percentiles(values: Array) -> dict[str, float]:
    return {f"p{p}": round(float(v)) for p, v in zip(FAN, np.percentile(values, FAN), strict=True)}


def _band(drawn: Array, mean: float) -> tuple[float, float]:
    # The draws center on the mean of exp(error), which is not the table's own figure.
    low, high = np.quantile(drawn - drawn.mean(), [0.05, 0.95])
    return round(mean + float(low)), round(mean + float(high))
