"""`ranges`: pay ranges for grades from the market, with the error that every end and midpoint carries.

A grade holds benchmark jobs. Its midpoint is the market at the chosen percentile, aged to a date; the spread and
the step between grades follow stated rules. The error of a midpoint comes from the estimates' own intervals.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.estimate import estimate
from paychart.pay.time.nowcast import REFERENCE_MONTH, ageing
from paychart.pay.uncertainty import Z90
from paychart.profile import Profile


@dataclass(frozen=True)
class Job:
    """A benchmark job: its grade, occupation, and weight (people in it)."""

    grade: str
    occupation: str
    weight: float = 1.0


@dataclass(frozen=True)
class Range:
    """One grade in dollars a year: minimum, midpoint, maximum, each with a 90 % interval; `market` is the target
    percentile before smoothing, `overlap` the share of this range that the next lower one covers."""

    grade: str
    minimum: float
    midpoint: float
    maximum: float
    minimum90: tuple[float, float]
    midpoint90: tuple[float, float]
    maximum90: tuple[float, float]
    market: float
    spread: float
    step: float | None
    overlap: float | None
    jobs: tuple[str, ...]
    below: int | None = None
    cost_to_minimum: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        fields = dict(self.__dict__)
        for name in ("minimum90", "midpoint90", "maximum90", "jobs"):
            fields[name] = list(fields[name])
        return fields


@dataclass(frozen=True)
class Ranges:
    """All grades, low to high, with the rules and the basis that a posting may cite."""

    grades: tuple[Range, ...]
    target: float
    aged_to: str
    ageing: float
    area: str
    industry: str
    statement: str
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "grades": [g.to_dict() for g in self.grades],
            "target_percentile": self.target,
            "aged_to": self.aged_to,
            "ageing_factor": self.ageing,
            "area": self.area,
            "industry": self.industry,
            "statement": self.statement,
            "notes": list(self.notes),
        }


def ranges(
    jobs: Sequence[Job],
    store: Store,
    *,
    area: str = "US",
    industry: str = "all",
    target: float = 50.0,
    spread: float = 0.5,
    step: float | None = None,
    to: date | None = None,
    pay: Mapping[str, Sequence[float]] | None = None,
    least: int = 5,
) -> Ranges:
    """Ranges of every grade.

    Parameters
    ----------
    target : market percentile of the midpoint, 10 to 90.
    spread : maximum over minimum, less one: 0.5 is a range of 50 %.
    step : smallest progression from midpoint to midpoint, such as 0.08; grades closer than that are pushed up.
    to : date the market is aged to, as `pay.time` does; the release's own date without it.
    pay : grade -> annual pay of those in it, to count who is below the minimum; fewer than `least` are not shown.

    Raises BadInput for rules that cannot be.
    """
    if not jobs:
        raise BadInput("No benchmark job was given.", hint='For example --job "G5=29-2072".')
    if not 10 <= target <= 90:
        raise BadInput(f"A target percentile of {target:g} is outside 10 to 90.", nearest=("50", "60"))
    if not 0.05 <= spread <= 2:
        raise BadInput(f"A spread of {spread:g} is outside 0.05 to 2.", nearest=("0.5",), hint="0.5 is 50%.")
    if step is not None and not 0 <= step <= 0.5:
        raise BadInput(f"A step of {step:g} is outside 0 to 0.5.", nearest=("0.08",))
    start = date(int(store.rows("SELECT year FROM release")[0][0]), REFERENCE_MONTH, 15)
    to = to or start
    index = ageing(store, to.year, to.month)
    market: dict[str, list[tuple[float, float, float, str]]] = {}
    notes = list(index.notes) if index.years else []
    for job in jobs:
        answer = estimate(Profile(job.occupation, area, industry), store)
        step_on = ageing(store, to.year, to.month, occupation=answer.profile.occupation)
        value = float(answer.distribution.quantile(target / 100)) * step_on.factor
        aged_sd = math.log(step_on.factor90[1] / step_on.factor) / Z90
        own = [note for note in step_on.notes if index.years and note not in index.notes]
        notes += [f"{note.removesuffix('.')} ({answer.names['occupation']})." for note in own]
        nearest = min(("p10", "p25", "p50", "p75", "p90"), key=lambda p: abs(float(p[1:]) - target))
        band = answer.interval90[nearest] if answer.interval90 else None
        error = math.log(band[1] / band[0]) / (2 * Z90) if band else 0.0
        if band is None:
            notes.append(
                f"BLS printed no standard error for {answer.names['occupation']}: its interval is too narrow."
            )
        if answer.status == "modelled":
            notes.append(f"The market of {answer.names['occupation']} here is modelled, not published.")
        market.setdefault(job.grade, []).append(
            (value, math.hypot(error, aged_sd), job.weight, answer.names["occupation"])
        )
        if pay is not None and job.grade not in pay:
            notes.append(f"The payroll has nobody in grade {job.grade}.")
        place, employer = answer.names["area"], answer.names["industry"]
    return Ranges(
        grades=_graded(market, spread, step, pay or {}, least, notes),
        target=target,
        aged_to=to.isoformat(),
        ageing=index.factor,
        area=place,
        industry=employer,
        statement=_statement(store, target, spread, place, employer, to),
        notes=tuple(dict.fromkeys(notes)),
    )


def _graded(
    market: Mapping[str, list[tuple[float, float, float, str]]],
    spread: float,
    step: float | None,
    pay: Mapping[str, Sequence[float]],
    least: int,
    notes: list[str],
) -> tuple[Range, ...]:
    middles = {}
    for grade, found in market.items():
        weight = np.array([w for _, _, w, _ in found]) / sum(w for _, _, w, _ in found)
        log = float(weight @ np.log([v for v, _, _, _ in found]))
        middles[grade] = (
            math.exp(log),
            float(np.sqrt((weight**2) @ np.array([e for _, e, _, _ in found]) ** 2)),
        )
    built: list[Range] = []
    for grade in sorted(middles, key=lambda g: middles[g][0]):
        value, error = middles[grade]
        middle = value
        if built and step is not None and middle < built[-1].midpoint * (1 + step):
            middle = built[-1].midpoint * (1 + step)
            notes.append(f"{grade} was moved up from ${value:,.0f} to keep a step of {100 * step:g}%.")
        middle = round(middle, -2)
        minimum = round(middle / (1 + spread / 2), -2)
        maximum = round(minimum * (1 + spread), -2)
        before = built[-1] if built else None
        inside = np.array(pay.get(grade, ()))
        short = inside[inside < minimum]
        shown = len(short) == 0 or len(short) >= least
        built.append(
            Range(
                grade, minimum, middle, maximum, _band(minimum, error), _band(middle, error), _band(maximum, error),
                round(value, 2), spread, None if before is None else middle / before.midpoint - 1,
                None if before is None else max(0.0, (before.maximum - minimum) / (maximum - minimum)),
                tuple(name for _, _, _, name in market[grade]),
                len(short) if len(inside) and shown else None,
                float((minimum - short).sum()) if len(inside) and shown else None,
            )
        )  # fmt: skip
    return tuple(built)


def ordinal(percentile: float) -> str:
    """A percentile from 10 to 90 in words: 12th, 60th, 62nd, 62.5th."""
    last = percentile % 10 if percentile > 20 else 0
    ending = "st" if last == 1 else "nd" if last == 2 else "rd" if last == 3 else "th"
    return f"{percentile:g}{ending}"


def _band(value: float, error: float) -> tuple[float, float]:
    return round(value * math.exp(-Z90 * error), 2), round(value * math.exp(Z90 * error), 2)


def _statement(store: Store, target: float, spread: float, area: str, industry: str, to: date) -> str:
    return (
        "Good-faith range: the pay we expect to offer for this job when posted, from market pay for the same work "
        f"in {area}, {industry.lower()} ({store.release}, U.S. Bureau of Labor Statistics, Occupational Employment "
        f"and Wage Statistics), as of {to.isoformat()}. The midpoint stands at the "
        f"market's {ordinal(target)} percentile and the maximum is {100 * spread:g}% above the minimum. Laws on pay "
        "transparency differ by state; have the wording checked."
    )
