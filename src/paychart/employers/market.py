"""The pricing table: what `estimate` says of each distinct cell and person of a payroll, as numbers to join on.

Three small tables. `cells`: one row a cell (occupation, place, employer type), with its distribution. `people`: one
row for each kind of person in an occupation and employer type. `curves`: the pieces of their rank curves.
Everything comes from `estimate` and the pay model's own objects, so a priced row equals `estimate` for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.employers.blending import Blending
from paychart.employers.rank_curves import DEGREE, Curve, normal_curve, score_curve
from paychart.errors import PaychartError, Suppressed
from paychart.pay.distribution import NODES
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.latent import LatentMixture
from paychart.pay.people import Match, match, people_folder, settle, workforce
from paychart.profile import FULL_TIME_HOURS, Education, Profile
from paychart.store import Store

Cell = tuple[str, str, str]
Table = dict[str, NDArray[Any]]

CELL_NUMBERS = (
    *(f"y{i}" for i in range(5)), *(f"m{i}" for i in range(5)), *(f"w{i}" for i in range(5)),
    "lower_slope", "upper_slope", "bend", "median_low", "median_high",
)  # fmt: skip
PERSON_NUMBERS = ("shift", "hours_factor", "n_low", "n_width", "z25", "z50", "z75")


@dataclass(frozen=True)
class Person:
    """Traits as a payroll gives them; experience in tenths of a year, hours in quarters of an hour a week."""

    education: str = ""
    credentials: str = ""
    experience_tenths: int = -1
    hours_quarters: int = 160

    def profile(self, occupation: str) -> Profile:
        """The profile whose estimate is this person's market."""
        return Profile(
            occupation,
            education=Education(self.education) if self.education else None,
            experience_years=None if self.experience_tenths < 0 else self.experience_tenths / 10,
            credentials=tuple(c for c in self.credentials.split(";") if c),
            hours_per_year=self.hours_quarters / 4 * FULL_TIME_HOURS / 40,
        )


@dataclass(eq=False)
class Market:
    """Builds the pricing tables as it is asked for cells and people; each is worked out once."""

    store: Store
    blending: Blending | None = None
    cells: dict[Cell, Estimate | None] = field(default_factory=dict)
    groups: dict[tuple[str, str], int] = field(default_factory=dict)
    _scores: list[Curve] = field(default_factory=list)
    _normals: list[Curve] = field(default_factory=list)
    _mixtures: list[LatentMixture] = field(default_factory=list)
    _score: dict[int, int] = field(default_factory=dict)
    _normal: dict[bytes, int] = field(default_factory=dict)

    def cell(self, key: Cell) -> Estimate | None:
        """The estimate for everyone in a cell; None where nothing is published here or anywhere wider."""
        if key not in self.cells:
            try:
                self.cells[key] = estimate(Profile(*key), self.store)
            except Suppressed:
                self.cells[key] = None
        return self.cells[key]

    def group(self, key: Cell, found: Estimate) -> int:
        """Number of the (occupation, employer type) whose workers' traits a cell is conditioned on."""
        industry = str(found.lineage[0].get("industry") or key[2])
        return self.groups.setdefault((key[0], industry), len(self.groups))

    def cell_table(self, keys: Sequence[Cell], progress: Callable[[int], None] = lambda _: None) -> Table:
        """One row for each cell that has wages: `cell` (its position in `keys`), `people_group`, numbers."""
        rows: dict[str, list[Any]] = {
            name: [] for name in ("cell", "people_group", "modelled", "blended", *CELL_NUMBERS)
        }
        for position, key in enumerate(keys):
            found = self.cell(key)
            progress(1)
            if found is None:
                continue
            shape = found.distribution
            factor, blended = self.blending.factor(found) if self.blending else (1.0, False)
            band = found.interval90["p50"] if found.interval90 else (np.nan, np.nan)
            rows["cell"].append(position)
            rows["people_group"].append(self.group(key, found))
            rows["modelled"].append(found.status == "modelled")
            rows["blended"].append(blended)
            values = [
                *(shape.log_wages + np.log(factor)),
                *shape.slopes,
                *(found.annual[p] * factor for p in ("p10", "p25", "p50", "p75", "p90")),
            ]
            values += [shape.lower_slope, shape.upper_slope, shape.bend, *(factor * v for v in band)]
            for name, value in zip(CELL_NUMBERS, values, strict=True):
                rows[name].append(float(value))
        return {
            "cell": np.array(rows["cell"], dtype=np.int64),
            "people_group": np.array(rows["people_group"], dtype=np.int64),
            "modelled": np.array(rows["modelled"], dtype=bool),
            "blended": np.array(rows["blended"], dtype=bool),
            **{name: np.array(rows[name], dtype=float) for name in CELL_NUMBERS},
        }

    def people_table(
        self, asked: Sequence[tuple[int, Person]], progress: Callable[[int], None] = lambda _: None
    ) -> Table:
        """One row for each (group, person): `person_row`, the curves to use, numbers, and `traits_used`.

        Where nothing of the person is known, or the traits cannot be, the row is that of the whole cell.
        """
        of_group = {number: key for key, number in self.groups.items()}
        count = len(asked)
        numbers = {name: np.zeros(count) for name in PERSON_NUMBERS}
        whole = {"hours_factor": 1.0, "n_width": 1.0, "z25": NODES[1], "z50": NODES[2], "z75": NODES[3]}
        for name, value in whole.items():
            numbers[name][:] = value
        person = np.zeros(count, dtype=bool)
        used = np.ones(count, dtype=bool)
        s_curve, n_curve = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        for i, (group, traits) in enumerate(asked):
            progress(1)
            try:
                found = self._person(*of_group[group], traits)
            except PaychartError:
                used[i] = False
                found = self._person(*of_group[group], Person(hours_quarters=traits.hours_quarters))
            if found is None:
                continue
            person[i] = True
            s_curve[i], n_curve[i] = found.pop("s_curve"), found.pop("n_curve")
            for name, value in found.items():
                numbers[name][i] = value
        return {
            "person_row": np.arange(count, dtype=np.int64),
            "person": person,
            "traits_used": used,
            "s_curve": s_curve,
            "n_curve": n_curve,
            **numbers,
        }

    def _person(self, occupation: str, industry: str, traits: Person) -> dict[str, Any] | None:
        profile = settle(traits.profile(occupation))
        if not profile.describes_person:
            return None
        force = workforce(occupation, industry, people_folder(self.store.path))
        found = match(profile, force)
        normal = self._normal_of(found.these)
        z = [_cell_score(force.everyone, found, p) for p in (0.25, 0.50, 0.75)]
        curve = self._normals[normal]
        return {
            "s_curve": self._score_of(force.everyone),
            "n_curve": normal,
            "shift": found.shift,
            "hours_factor": profile.hours_per_year / FULL_TIME_HOURS,
            "n_low": curve.low,
            "n_width": curve.width,
            "z25": z[0],
            "z50": z[1],
            "z75": z[2],
        }

    def _score_of(self, everyone: LatentMixture) -> int:
        # The pay model hands out one object for each occupation and employer type, kept by `_mixtures`.
        if id(everyone) not in self._score:
            self._mixtures.append(everyone)
            self._score[id(everyone)] = len(self._scores)
            self._scores.append(score_curve(everyone))
        return self._score[id(everyone)]

    def _normal_of(self, these: LatentMixture) -> int:
        key = these.mu.tobytes() + these.share.tobytes() + np.asarray(these.tau, dtype=float).tobytes()
        if key not in self._normal:
            self._normal[key] = len(self._normals)
            self._normals.append(normal_curve(these))
        return self._normal[key]

    def curve_tables(self) -> tuple[Table, Table]:
        """The pieces of the S and of the N curves: `piece` (curve x pieces + number) and coefficients."""
        return _pieces(self._scores), _pieces(self._normals)


def _pieces(curves: Sequence[Curve]) -> Table:
    stacked = np.concatenate([c.coefficients for c in curves]) if curves else np.zeros((0, DEGREE + 1))
    columns = {f"c{power}": np.ascontiguousarray(stacked[:, power]) for power in range(DEGREE + 1)}
    return {"piece": np.arange(len(stacked), dtype=np.int64), **columns}


def _cell_score(everyone: LatentMixture, found: Match, p: float) -> float:
    """The normal score in the cell of the people at probability `p` among these, by the same steps as `quantile`:
    where a cell's curve has a step, one last digit decides on which side of it a figure stands."""
    score = found.these.score(ndtri(np.asarray(p))) + found.shift
    return float(ndtri(np.clip(ndtr(everyone.normal_score(score)), 1e-12, 1 - 1e-12)))


def lineage(cells: Mapping[Cell, Estimate | None]) -> list[dict[str, Any]]:
    """The releases the market figures rest on, each once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for answer in cells.values():
        for item in answer.lineage if answer else ():
            key = (str(item.get("source")), str(item.get("release")))
            found.setdefault(
                key,
                {name: item.get(name) for name in ("source", "release", "url", "checksum") if item.get(name)},
            )
    return list(found.values())
