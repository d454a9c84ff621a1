"""What each trait of a person adds, in dollars and percent, with its interval, sources and raw gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from paychart.data.vintages import edition
from paychart.pay import evidence
from paychart.pay.composition import EDUCATION
from paychart.pay.distribution import WageDistribution
from paychart.pay.population import interpolate_rows
from paychart.pay.priced import Priced
from paychart.pay.standing import Standing
from paychart.pay.uncertainty import Z90
from paychart.pay.waterfall import aumann_shapley
from paychart.pay.workforce import OPEN, people_folder
from paychart.profile import FULL_TIME_HOURS

RECORDS = (
    f"Census Bureau, American Community Survey {edition('person_records')} person records "
    "(docs/person-records.md)"
)
TYPICAL = "the typical worker of this cell"
_LEAST_STEP = 0.1  # scores over which a slope of pay is taken at least


@dataclass(frozen=True)
class PersonStep:
    """One bar from the cell's median to the person's, in dollars a year."""

    factor: str
    level: str
    dollars: float
    interval90: tuple[float, float] | None
    source: str


@dataclass(frozen=True, eq=False)
class _Person:
    """One row among its workforce: pay along the cell's curve, and the score of each trait against everyone."""

    priced: Priced
    row: int
    standing: Standing
    here: int
    paid: dict[float, float] = field(default_factory=dict)

    @cached_property
    def traits(self) -> list[int]:
        return [int(level) for level in self.standing.combos[self.combo]]

    @property
    def combo(self) -> int:
        return int(self.standing.combo[self.here])

    @property
    def years(self) -> float:
        return float(self.standing.years[self.combo])

    def pay_at(self, score: float) -> float:
        """Full-time pay a year of a worker of the cell with this score."""
        if score not in self.paid:
            normal = self.standing.force.normal_score(np.array([[score]]))
            self.paid[score] = float(np.exp(self.curve.log_wage(normal))[0, 0])
        return self.paid[score]

    @cached_property
    def curve(self) -> WageDistribution:
        return self.priced.cells.distribution(self.priced.cell[[self.row]])

    @cached_property
    def start(self) -> float:
        """Score of the typical worker."""
        return float(self.standing.force.score(np.zeros(1))[0])

    @cached_property
    def end(self) -> float:
        """Score of the middle of workers like this one."""
        return float(self.standing.scores(np.array([self.here]), np.zeros(1))[0, 0])

    @cached_property
    def parts(self) -> dict[str, float]:
        """Score of each trait given, against everyone's mean."""
        force, found = self.standing.force, {}
        people, (education, _, certified, hours) = force.people, self.traits
        if education != OPEN:
            effect = people.education_effect.mean
            found["education"] = effect[education] - force.margins[0] @ effect
        if not np.isnan(self.years):
            effect, levels = people.experience_effect.mean, people.experience_years
            own = interpolate_rows(np.array([self.years]), levels, effect)[0]
            found["experience"] = own - force.margins[1] @ interpolate_rows(people.band_years, levels, effect)
        if certified != OPEN:
            effect = people.certified_effect.mean
            found["certified"] = effect[certified] - force.margins[2] @ effect
            found["extra"] = self.standing.extra[self.here] / force.scale
        if hours != OPEN:
            effect = people.hours_effect.mean
            found["hours"] = effect[hours] - force.margins[3] @ effect
        return {name: float(part) * force.scale for name, part in found.items()}

    def error(self, factor: str) -> float:
        """Standard error, in scores, of a factor's part."""
        own = float(self.standing.parts[factor][self.combo])
        return float(np.hypot(own, self.standing.extra_se[self.here])) if factor == "certified" else own

    @cached_property
    def slope(self) -> float:
        """Dollars a score, between the typical worker and these."""
        middle, half = (self.start + self.end) / 2, max(abs(self.end - self.start), _LEAST_STEP) / 2
        return (self.pay_at(middle + half) - self.pay_at(middle - half)) / (2 * half)


def report(priced: Priced, row: int) -> tuple[tuple[PersonStep, ...], tuple[Mapping[str, Any], ...]]:
    """The bars from the cell's median to the person's, and the JSON effects, one for each trait given."""
    person = _Person(priced, row, *priced.standing(row))
    parts = person.parts
    rest = person.end - person.start - sum(parts.values())
    shares = aumann_shapley(person.start, [*parts.values(), rest], person.pay_at)
    dollars = dict(zip(parts, shares, strict=False))
    steps, effects = [], []
    for factor, names in (
        ("education", ("education",)),
        ("experience", ("experience",)),
        ("certified", ("certified", "extra")),
        ("hours", ("hours",)),
    ):
        if factor not in parts:
            continue
        amount = sum(dollars[name] for name in names)
        half = Z90 * person.error(factor) * person.slope
        name, level, sources, more = _facts(person, factor)
        steps.append(PersonStep(name, level, amount, (amount - half, amount + half), "; ".join(sources)))
        effects.append(_effect(name, level, amount, half, person.pay_at(person.start), sources) | more)
    effects += [_no_evidence(person, code) for code in person.standing.held[person.here].unproven]
    steps.append(PersonStep("other traits", "as they are among such workers", shares[-1], None, RECORDS))
    factor_of_hours = float(priced.people.hours_per_year[row]) / FULL_TIME_HOURS
    if factor_of_hours != 1:
        more_hours = person.pay_at(person.end) * (factor_of_hours - 1)
        level = f"{priced.people.hours_per_year[row]:,.0f} hours a year"
        steps.append(PersonStep("hours", level, more_hours, None, "full-time pay in proportion to hours"))
    return tuple(steps), tuple(effects)


def _effect(
    name: str, level: str, amount: float, half: float, base: float, sources: list[str]
) -> dict[str, Any]:
    return {
        "factor": name,
        "level": level,
        "dollars": round(amount),
        "percent": round(100 * amount / base, 1),
        "interval90": [round(amount - half), round(amount + half)],
        "against": TYPICAL,
        "label": "association",  # records and surveys of who earns what, never an experiment
        "sources": sources,
        "raw_percent": None,
    }


def _facts(person: _Person, factor: str) -> tuple[str, str, list[str], dict[str, Any]]:
    """Name, level, sources and further facts of a factor's effect."""
    people = person.standing.force.people
    occupation = people.occupation
    if factor == "certified":
        return _credentials(person)
    effect = getattr(people, f"{factor}_effect")
    sources = [f"{RECORDS}, {effect.learned_from}, n = {effect.records:,}"]
    if factor == "experience":
        return factor, f"{person.years:g} years", sources, {}
    if factor == "hours":
        level = f"{effect.levels[person.traits[3]]} hours a week (pay an hour)"
        return factor, level, sources, {}
    level = EDUCATION[person.traits[0]].value
    sources += [f"{row.id} {row.source}" for row in people.evidence_used if row.factor == "education"]
    studies = {"effect_studies": _effect_studies("education", occupation, level)}
    return factor, level, sources, _raw_gap(occupation, "education", level) | studies


def _credentials(person: _Person) -> tuple[str, str, list[str], dict[str, Any]]:
    """The credentials held together (surveys say how many pay, and little of which), told against holding none."""
    force, known = person.standing.force, person.standing.held[person.here].known
    occupation, count = force.people.occupation, person.traits[2]
    overall = evidence.certified(occupation)
    pooled = [evidence.credential(occupation, code) for code in known]
    rows = [*(overall.rows if overall else ()), *(row for found in pooled if found for row in found.rows)]
    sources = list(dict.fromkeys(f"{row.id} {row.source}" for row in rows))
    facts: dict[str, Any] = {
        "raw_percent": round(overall.raw_percent, 1) if overall else None,
        "raw_contrast": "certified against not certified, as surveys print it",
        "adjusted_percent": round(overall.percent, 1) if overall else None,
    }
    if not known:
        return "credentials", "none held", sources, facts
    effect = force.people.certified_effect
    lift = float(effect.mean[count] - effect.mean[0]) * force.scale + float(
        person.standing.extra[person.here]
    )
    variance = effect.covariance[count, count] + effect.covariance[0, 0] - 2 * effect.covariance[count, 0]
    error = float(np.hypot(np.sqrt(variance) * force.scale, person.standing.extra_se[person.here]))
    without = person.pay_at(person.end - lift)
    amount = person.pay_at(person.end) - without
    half = Z90 * error * person.slope
    facts |= {
        "dollars": round(amount),
        "percent": round(100 * amount / without, 1),
        "interval90": [round(amount - half), round(amount + half)],
        "against": "a worker like this one who holds none",
    }
    return "credentials" if len(known) > 1 else "credential", " + ".join(known), sources, facts


def _raw_gap(occupation: str, factor: str, level: str) -> dict[str, Any]:
    """The newest raw gap that a survey of the occupation, or else the whole CPS, prints for this level."""
    rows = [row for row in evidence.find(factor, occupation, level) if row.log_effect is not None]
    rows = [row for row in rows if row.design in ("raw survey", "raw official")]
    if not rows:
        return {}
    row = max(rows, key=lambda r: (occupation in r.occupations, r.year))
    return {
        "raw_percent": row.to_dict()["percent"],
        "raw_contrast": f"{row.level} against {row.versus}: {row.source}, {row.population}",
    }


def _effect_studies(factor: str, occupation: str, level: str) -> list[str]:
    """Studies of what the level does, which stand beside the association and are not pooled with it."""
    rows = [row for row in evidence.find(factor, occupation, level) if row.label == "effect"]
    return [
        f"{row.id} {row.source}: {row.level} against {row.versus}"
        + (f", {row.percent:+.0f}%" if row.percent is not None else f", {row.value:+,.0f} {row.unit}")
        for row in rows
    ]


def _no_evidence(person: _Person, code: str) -> dict[str, Any]:
    """A credential that no survey measures: nothing is counted, and what it may add is told."""
    force = person.standing.force
    se = person.standing.held[person.here].unproven_se * force.scale / force.people.log_wage_sd
    middle = person.pay_at(person.end)
    low, high = (person.pay_at(person.end + sign * Z90 * se) - middle for sign in (-1, 1))
    return {
        "factor": "credential",
        "level": code,
        "dollars": 0,
        "percent": None,
        "interval90": [round(low), round(high)],
        "against": "a worker like this one without it",
        "label": "no evidence",
        "sources": [],
        "raw_percent": None,
    }


def person_lineage(priced: Priced, row: int) -> tuple[Mapping[str, Any], ...]:
    """What the figures for a person rest on beyond the cell."""
    standing, here = priced.standing(row)
    people, folder = standing.force.people, people_folder(priced.store.path)
    rows: list[Mapping[str, Any]] = [
        {
            "kind": "person effects",
            "source": RECORDS if folder is None else f"person tables in {folder}",
            "education": people.education_effect.learned_from,
            "experience": people.experience_effect.learned_from,
            "hours": people.hours_effect.learned_from,
            "composition": people.composition_from,
        },
        {
            "kind": "education mix",
            "source": "U.S. Bureau of Labor Statistics, Employment Projections, table 5.3 "
            f"(ACS {edition('education_mix')})",
            "occupation": people.occupation,
        },
    ]
    if standing.combos[standing.combo[here]][2] != OPEN:
        rows += [
            {"kind": "evidence", **row.to_dict()} for row in people.evidence_used if row.factor != "education"
        ]
    return tuple(rows)
