"""Kinds of people: who of a workforce is like a person of a payroll, and where their quarters stand in a cell.

A kind is what the pay model looks a person up by: occupation and employer type, schooling, range of years,
credentials and bracket of hours. A payroll has hundreds of thousands of persons and thousands of kinds; each is looked
up once, and what years within the range add is added for all persons of a kind together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.data.store import Store
from paychart.employers.rank_curves import DEGREE, Curve, normal_curve, score_curve
from paychart.errors import PaychartError
from paychart.pay.composition import hours_bracket
from paychart.pay.distribution import NODES
from paychart.pay.latent import LatentMixture
from paychart.pay.people import Workforce, match, people_folder, settle, workforce
from paychart.profile import FULL_TIME_HOURS, Education, Profile

Floats = NDArray[np.float64]
Table = dict[str, NDArray[Any]]

PERSON_NUMBERS = ("shift", "hours_factor", "n_low", "n_width", "z25", "z50", "z75")
_QUARTERS = ndtri(np.array([0.25, 0.50, 0.75]))
_WEEKS = 52


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
        """The profile whose estimate is this person's market."""
        return Profile(
            occupation,
            education=Education(self.education) if self.education else None,
            experience_years=self.experience,
            credentials=tuple(c for c in self.credentials.split(";") if c),
            hours_per_year=self.hours_per_year,
        )


@dataclass(frozen=True)
class _Kind:
    """Workers of one kind: their scores, everyone's, the numbers of both curves, and what credentials add."""

    these: LatentMixture
    everyone: LatentMixture
    s_curve: int
    n_curve: int
    shift: float


@dataclass(eq=False)
class Kinds:
    """Looks persons up, each kind once, and keeps the rank curves they need."""

    store: Store
    scores: list[Curve] = field(default_factory=list)
    normals: list[Curve] = field(default_factory=list)
    _known: dict[tuple[Any, ...], _Kind | PaychartError] = field(default_factory=dict)
    _score: dict[int, int] = field(default_factory=dict)
    _normal: dict[bytes, int] = field(default_factory=dict)
    _within: dict[tuple[str, str, int], float] = field(default_factory=dict)
    _held: list[LatentMixture] = field(default_factory=list)

    def table(
        self,
        asked: Sequence[tuple[tuple[str, str], Person]],
        progress: Callable[[int], None] = lambda _: None,
    ) -> Table:
        """One row for each ((occupation, employer type), person): the curves to use, numbers, and `traits_used`.

        Where nothing of the person is known, or the traits cannot be, the row is that of the whole cell.
        """
        count = len(asked)
        numbers = {name: np.zeros(count) for name in PERSON_NUMBERS}
        whole = {"hours_factor": 1.0, "n_width": 1.0, "z25": NODES[1], "z50": NODES[2], "z75": NODES[3]}
        for name, value in whole.items():
            numbers[name][:] = value
        used = np.ones(count, dtype=bool)
        person = np.zeros(count, dtype=bool)
        s_curve, n_curve = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        rows: dict[tuple[int, int], list[int]] = {}
        kinds: dict[tuple[int, int], _Kind] = {}
        for i, (group, traits) in enumerate(asked):
            progress(1)
            kind, fine = self._kind(*group, traits)
            used[i] = fine
            if kind is None:
                continue
            person[i] = True
            s_curve[i], n_curve[i] = curves = kind.s_curve, kind.n_curve
            numbers["hours_factor"][i] = traits.hours_per_year / FULL_TIME_HOURS
            numbers["shift"][i] = kind.shift + (self._years(*group, traits) if fine else 0.0)
            rows.setdefault(curves, []).append(i)
            kinds[curves] = kind
        for curves, these in rows.items():
            curve = self.normals[curves[1]]
            numbers["n_low"][these], numbers["n_width"][these] = curve.low, curve.width
            quarters = _cell_scores(kinds[curves], numbers["shift"][these])
            for name, value in zip(("z25", "z50", "z75"), quarters, strict=True):
                numbers[name][these] = value
        return {
            "person_row": np.arange(count, dtype=np.int64),
            "person": person,
            "traits_used": used,
            "s_curve": s_curve,
            "n_curve": n_curve,
            **numbers,
        }

    @cached_property
    def _folder(self) -> Path | None:
        return people_folder(self.store.path)

    def _kind(self, occupation: str, industry: str, traits: Person) -> tuple[_Kind | None, bool]:
        """The kind of a person, None where nothing of the person is known; and whether all traits could be used."""
        found = self._found(occupation, industry, traits)
        if isinstance(found, _Kind):
            return found, True
        if found is None:
            return None, True
        rest = self._found(occupation, industry, Person(hours_quarters=traits.hours_quarters))
        return (rest if isinstance(rest, _Kind) else None), False

    def _found(self, occupation: str, industry: str, traits: Person) -> _Kind | PaychartError | None:
        if traits == Person():
            return None
        force = workforce(occupation, industry, self._folder)
        years = traits.experience
        band = None if years is None else force.people.band(years)
        key = (
            occupation, industry, traits.education, traits.credentials, band, _bracket(traits.hours_quarters)
        )  # fmt: skip
        if key not in self._known:
            try:
                self._known[key] = self._look_up(force, traits.profile(occupation))
            except PaychartError as error:
                self._known[key] = error
        return self._known[key]

    def _look_up(self, force: Workforce, profile: Profile) -> _Kind:
        found = match(settle(profile), force)
        s_curve, n_curve = self._score_of(force.everyone), self._normal_of(found.these)
        return _Kind(found.these, force.everyone, s_curve, n_curve, found.parts.get("extra", 0.0))

    def _years(self, occupation: str, industry: str, traits: Person) -> float:
        """What the years add to a score beyond their range's; the same for whoever has them in the workforce."""
        if traits.experience is None:
            return 0.0
        key = (occupation, industry, traits.experience_tenths)
        if key not in self._within:
            force = workforce(occupation, industry, self._folder)
            alone = Profile(occupation, experience_years=traits.experience)
            self._within[key] = float(match(alone, force).shift)
        return self._within[key]

    def _score_of(self, everyone: LatentMixture) -> int:
        # The pay model hands out one object for each occupation and employer type; `_held` keeps its id its own.
        if id(everyone) not in self._score:
            self._held.append(everyone)
            self._score[id(everyone)] = len(self.scores)
            self.scores.append(score_curve(everyone))
        return self._score[id(everyone)]

    def _normal_of(self, these: LatentMixture) -> int:
        key = these.mu.tobytes() + these.share.tobytes() + np.asarray(these.tau, dtype=float).tobytes()
        if key not in self._normal:
            self._normal[key] = len(self.normals)
            self.normals.append(normal_curve(these))
        return self._normal[key]

    def curve_tables(self) -> tuple[Table, Table]:
        """The pieces of the S and of the N curves: `piece` (curve x pieces + number) and coefficients."""
        return _pieces(self.scores), _pieces(self.normals)


@lru_cache
def _bracket(hours_quarters: int) -> int | str | None:
    """What the pay model makes of weekly hours: "" for full time, a bracket, or None for few."""
    hours = Person(hours_quarters=hours_quarters).hours_per_year
    return "" if hours == FULL_TIME_HOURS else hours_bracket(hours / _WEEKS)


def _cell_scores(kind: _Kind, shift: Floats) -> Floats:
    """Normal scores (3, m) in the cell of the quarters of people of a kind, by the same steps as `quantile`: where a
    cell's curve has a step, one last digit decides on which side of it a figure stands."""
    score = kind.these.score(_QUARTERS)[:, None] + shift
    return np.asarray(ndtri(np.clip(ndtr(kind.everyone.normal_score(score)), 1e-12, 1 - 1e-12)))


def _pieces(curves: Sequence[Curve]) -> Table:
    stacked = np.concatenate([c.coefficients for c in curves]) if curves else np.zeros((0, DEGREE + 1))
    columns = {f"c{power}": np.ascontiguousarray(stacked[:, power]) for power in range(DEGREE + 1)}
    return {"piece": np.arange(len(stacked), dtype=np.int64), **columns}
