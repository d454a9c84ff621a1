"""Careers drawn at random on the ladder, thousands at once.

Each year a worker may take one step that is open (its experience and schooling are there) at the promotion
rate, or leave for other work at the rate BLS publishes for the occupation. Their rank among workers like them
lasts, up to a yearly drift and a passing part. All random numbers come from one seed and are the same for every
plan (common random numbers), so two plans differ by the plans, not by luck.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.careers.paytables import Z_LOW, Z_NODES, Z_STEP, PayTables
from paychart.careers.plans import Plan
from paychart.careers.rates import Rates
from paychart.careers.study import LEVELS, study_years
from paychart.profile import Education
from paychart.words.credentials import catalogue

Array = NDArray[np.float64]
Index = NDArray[np.intp]

PATHS = 10_000


@dataclass(frozen=True, eq=False)
class Studies:
    """(K, n) arrays of each course: years from now that it `begins`, full length `takes`, `ends` when finished
    (inf: never), `stops` when finished or given up; `tries` at an exam. `begins` is inf where it is never begun."""

    begins: Array
    takes: Array
    ends: Array
    stops: Array
    tries: Array


@dataclass(frozen=True, eq=False)
class Paths:
    """`n` simulated careers over T years. `pay` (T, n) real dollars a year; `role` (T, n) indices into
    `tables.roles`, `state` (T, n) of schooling and credentials; `studies` of each course."""

    plan: Plan
    tables: PayTables
    pay: Array
    role: Index
    state: Index
    studies: Studies

    def by_group(self) -> Array:
        """(G, S, T) mean real pay earned in each group and state, in each year: they add up to the mean pay."""
        groups, states = self.tables.log_pay.shape[:2]
        years, n = self.pay.shape
        key = (self.tables.group[self.role] * states + self.state) * years + np.arange(years)[:, None]
        total = np.bincount(key.ravel(), self.pay.ravel(), groups * states * years)
        return np.asarray(total.reshape(groups, states, years) / n)


@dataclass(frozen=True, eq=False)
class Luck:
    """The random numbers of one seed: uniforms for moving, choosing and leaving (T, n), and normal scores for
    the lasting part (n,), its drift (T, n) and the passing part (T, n)."""

    seed: int
    move: Array
    choose: Array
    leave: Array
    lasting: Array
    drift: Array
    passing: Array

    @classmethod
    def of(cls, seed: int, years: int, n: int) -> Luck:
        """Each kind from its own stream, so that a longer horizon does not change the years before it."""

        def stream(name: str) -> np.random.Generator:
            return np.random.default_rng([seed, zlib.crc32(name.encode())])

        return cls(
            seed,
            stream("move").random((years, n)),
            stream("choose").random((years, n)),
            stream("leave").random((years, n)),
            stream("lasting").standard_normal(n),
            stream("drift").standard_normal((years, n)),
            stream("passing").standard_normal((years, n)),
        )

    def first(self, n: int) -> Luck:
        """The luck of the first `n` careers."""
        return Luck(
            self.seed, self.move[:, :n], self.choose[:, :n], self.leave[:, :n], self.lasting[:n],
            self.drift[:, :n], self.passing[:, :n],
        )  # fmt: skip


def simulate(plan: Plan, tables: PayTables, rates: Rates, luck: Luck) -> Paths:
    """The careers of a plan under one set of random numbers."""
    years, n = luck.move.shape
    studies = _studies(plan, rates, luck.seed, n)
    state = _states(plan, tables, studies.ends, years)
    leaving = tables.exits * rates["leave.field"].value
    promotion = rates["promotion.year"].value
    keep, passing = rates["rank.persistence"].value, rates["rank.transitory"].value
    growth = np.log1p(rates["growth.real"].value)
    role = np.full(n, tables.start, dtype=np.intp)
    lasting = luck.lasting.copy()
    pay, roles = np.empty((years, n)), np.empty((years, n), dtype=np.intp)
    other = len(tables.roles) - 1
    for t in range(years):
        here = state[t]
        if t:
            lasting = keep * lasting + np.sqrt(1 - keep**2) * luck.drift[t]
            ways = tables.open[role, here, t]
            moves = (ways > 0) & (luck.move[t] < promotion)
            pick = np.minimum((luck.choose[t] * ways).astype(np.intp), np.maximum(ways - 1, 0))
            role = np.where(moves, tables.steps[role, here, t, pick], role)
            role = np.where(~moves & (luck.leave[t] < leaving[role]), other, role)
        score = np.sqrt(1 - passing) * lasting + np.sqrt(passing) * luck.passing[t] + tables.shift[role]
        pay[t] = _look_up(tables, role, here, t, score)
        pay[t] *= np.exp(growth * t)
        roles[t] = role
    return Paths(plan, tables, pay, roles, state, studies)


def _look_up(tables: PayTables, role: Index, state: Index, t: int, score: Array) -> Array:
    """(n,) pay at normal scores, linear in log pay between the tables' nodes."""
    place = np.clip((score - Z_LOW) / Z_STEP, 0, Z_NODES - 1.0001)
    low = place.astype(np.intp)
    part = place - low
    at = tables.log_pay[:, :, t].reshape(-1)
    row = (tables.group[role] * tables.log_pay.shape[1] + state) * Z_NODES + low
    return np.asarray(np.exp(at[row] * (1 - part) + at[row + 1] * part))


def _studies(plan: Plan, rates: Rates, seed: int, n: int) -> Studies:
    """When each course is begun, finished or given up. A credential that asks for more schooling than the reader
    has waits for the degree before it; one who never finishes that never begins."""
    shape = (len(plan.courses), n)
    begins, takes, ends, stops = np.zeros(shape), np.zeros(shape), np.full(shape, np.inf), np.zeros(shape)
    tries = np.zeros(shape)
    level, ready = plan.schooling, np.zeros(n)
    for k, course in enumerate(plan.courses):
        rng = np.random.default_rng([seed, zlib.crc32(course.code.encode())])
        if course.is_degree:
            then = Education(course.code)
            takes[k] = study_years(rates, level, then) * rates["pace.beside_work"].draw(n, rng)
            done = rng.random(n) < rates[f"finish.{course.code}"].draw(n, rng)
            begins[k] = np.maximum(course.start, ready)
            share = rng.random(n)  # how far those come who give up
        else:
            takes[k] = rates["study.exam"].draw(n, rng)
            chance = rates.passing(course.code).draw(n, rng)
            first, second = rng.random(n) < chance, rng.random(n) < chance
            tries[k], done, share = np.where(first, 1, 2), first | second, np.ones(n)
            least = catalogue()[course.code].minimum_education
            own = least is None or LEVELS.index(plan.schooling) >= LEVELS.index(least)
            begins[k] = course.start if own else np.maximum(course.start, ready)
        begun = np.isfinite(begins[k])
        ends[k] = np.where(done & begun, begins[k] + takes[k], np.inf)
        stops[k] = np.where(done, begins[k] + takes[k], begins[k] + share * takes[k])
        tries[k] *= begun
        if course.is_degree:
            level, ready = then, ends[k]
    return Studies(begins, takes, ends, stops, tries)


def _states(plan: Plan, tables: PayTables, ends: Array, years: int) -> Index:
    """(T, n) state of schooling and credentials in each year: highest degree, then a bit for each credential."""
    t = np.arange(years)[:, None]
    degree = np.zeros((years, ends.shape[1]), dtype=np.intp)
    bits = np.zeros_like(degree)
    d = c = 0
    for k, course in enumerate(plan.courses):
        have = ends[k] <= t
        if course.is_degree:
            d += 1
            degree = np.where(have, d, degree)
        else:
            bits |= have.astype(np.intp) << c
            c += 1
    return (degree << len(tables.credentials)) | bits
