"""The people of a payroll among the workers of their occupation: the kernel's curves and numbers, as tables to join on.

A payroll has hundreds of thousands of persons and thousands of different traits. Everything comes from the kernel's own
`among`; persons whose traits cannot be get the row of the whole cell, and are marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.employers.rank_curves import DEGREE, Curve, normal_curve, score_curve
from paychart.errors import PaychartError
from paychart.pay.columns import People
from paychart.pay.distribution import NODES
from paychart.pay.kernel import among
from paychart.pay.normal import ndtr, ndtri
from paychart.pay.standing import Standing
from paychart.pay.workforce import people_folder, workforce
from paychart.profile import FULL_TIME_HOURS, Education, Profile

Table = dict[str, NDArray[Any]]

PERSON_NUMBERS = ("shift", "hours_factor", "n_low", "n_width", "z25", "z50", "z75")
_QUARTERS = ndtri(np.array([0.25, 0.50, 0.75]))
_WHOLE = {"hours_factor": 1.0, "n_width": 1.0, "z25": NODES[1], "z50": NODES[2], "z75": NODES[3]}
_EDGE = 1e-12


@dataclass(frozen=True)
class Person:
    """Traits as a payroll gives them; experience in tenths of a year, hours in quarters of an hour a week."""

    education: str = ""
    credentials: str = ""
    experience_tenths: int = -1
    hours_quarters: int = 160

    @property
    def experience(self) -> float | None:
        """Years, where the payroll gives them."""
        return None if self.experience_tenths < 0 else self.experience_tenths / 10

    @property
    def hours_per_year(self) -> float:
        return self.hours_quarters / 4 * FULL_TIME_HOURS / 40

    def profile(self, occupation: str) -> Profile:
        """The profile whose estimate is this person's market; an empty cell says nothing."""
        return Profile(
            occupation,
            education=Education(self.education) if self.education else None,
            experience_years=self.experience,
            credentials=tuple(c for c in self.credentials.split(";") if c) or None,
            hours_per_year=self.hours_per_year,
        )


@dataclass(eq=False)
class PersonCurves:
    """Looks persons up among their workforces, and keeps the rank curves they need."""

    store: Store
    scores: list[Curve] = field(default_factory=list)
    normals: list[Curve] = field(default_factory=list)
    _score: dict[tuple[str, str], int] = field(default_factory=dict)
    _normal: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def table(
        self,
        asked: Sequence[tuple[tuple[str, str], Person]],
        progress: Callable[[int], None] = lambda _: None,
    ) -> Table:
        """One row for each ((occupation, employer type), person): the curves to use, numbers, and `traits_used`.

        Where nothing of the person is known, or the traits cannot be, the row is that of the whole cell.
        """
        count = len(asked)
        table: Table = {"person_row": np.arange(count, dtype=np.int64)}
        table |= {"person": np.zeros(count, dtype=bool), "traits_used": np.ones(count, dtype=bool)}
        table |= {name: np.zeros(count, dtype=np.int64) for name in ("s_curve", "n_curve")}
        table |= {name: np.full(count, _WHOLE.get(name, 0.0)) for name in PERSON_NUMBERS}
        groups: dict[tuple[str, str], list[int]] = {}
        for row, (group, traits) in enumerate(asked):
            if traits != Person():
                groups.setdefault(group, []).append(row)
        progress(count - sum(map(len, groups.values())))
        for group, rows in groups.items():
            unread = self._fill(table, group, [(row, asked[row][1]) for row in rows])
            table["traits_used"][unread] = False
            rest = [(row, Person(hours_quarters=asked[row][1].hours_quarters)) for row in unread]
            self._fill(table, group, [(row, person) for row, person in rest if person != Person()])
            progress(len(rows))
        return table

    def _fill(self, table: Table, group: tuple[str, str], asked: list[tuple[int, Person]]) -> list[int]:
        """Put the numbers of persons of one workforce in place; the rows whose traits cannot be."""
        if not asked:
            return []
        force = workforce(*group, self._folder)
        profiles: list[Profile | None] = []
        for _, person in asked:
            try:
                profiles.append(person.profile(group[0]))
            except PaychartError:
                profiles.append(None)
        good = [i for i, profile in enumerate(profiles) if profile is not None]
        people = People.of([profile for profile in profiles if profile is not None])
        errors: dict[int, PaychartError] = {}
        found = among(force, people, np.arange(len(good), dtype=np.intp), errors)
        rows = np.array([asked[good[i]][0] for i in found.rows.tolist()], dtype=np.int64)
        normals = self._normals(group, found)
        here = np.arange(len(found.rows))
        places = force.normal_score(found.scores(here, _QUARTERS))
        table["person"][rows] = True
        table["s_curve"][rows], table["n_curve"][rows] = self._score_of(group, found), normals
        table["shift"][rows] = found.shift
        table["hours_factor"][rows] = people.hours_per_year[found.rows] / FULL_TIME_HOURS
        table["n_low"][rows] = [self.normals[i].low for i in normals.tolist()]
        table["n_width"][rows] = [self.normals[i].width for i in normals.tolist()]
        clipped = ndtri(np.clip(ndtr(places), _EDGE, 1 - _EDGE))
        for name, column in zip(("z25", "z50", "z75"), clipped.T, strict=True):
            table[name][rows] = column
        return sorted({row for row, _ in asked} - set(rows.tolist()))

    @cached_property
    def _folder(self) -> Path | None:
        return people_folder(self.store.path)

    def _score_of(self, group: tuple[str, str], found: Standing) -> int:
        if group not in self._score:
            self._score[group] = len(self.scores)
            self.scores.append(score_curve(found.force))
        return self._score[group]

    def _normals(self, group: tuple[str, str], found: Standing) -> NDArray[np.int64]:
        """The number of each row's curve of normal scores among people of its traits."""
        numbers = []
        for traits in found.traits:
            key = (*group, *traits.tolist())
            if key not in self._normal:
                self._normal[key] = len(self.normals)
                self.normals.append(normal_curve(found.force, traits))
            numbers.append(self._normal[key])
        return np.array(numbers, dtype=np.int64)[found.trait]

    def curve_tables(self) -> tuple[Table, Table]:
        """The pieces of the S and of the N curves: `piece` (curve x pieces + number) and coefficients."""
        return _pieces(self.scores), _pieces(self.normals)


def _pieces(curves: Sequence[Curve]) -> Table:
    stacked = np.concatenate([c.coefficients for c in curves]) if curves else np.zeros((0, DEGREE + 1))
    columns = {f"c{power}": np.ascontiguousarray(stacked[:, power]) for power in range(DEGREE + 1)}
    return {"piece": np.arange(len(stacked), dtype=np.int64), **columns}
