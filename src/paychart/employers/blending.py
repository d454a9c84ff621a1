"""paychart's estimate and an employer's own surveys as one market median, by weights one can read.

Every source is aged to one date. Each enters by the precision it can claim: sampling error from its n, the error of
ageing, and an error between sources that no n removes. Sources that disagree widen the interval and are named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from paychart.data.store import Store
from paychart.employers.surveys import Survey
from paychart.errors import BadInput
from paychart.pay.estimate import Estimate
from paychart.pay.time.nowcast import REFERENCE_MONTH, Ageing, aged, ageing, moved_between
from paychart.pay.uncertainty import Z90

# Log SD that surveys of the same job differ by beyond sampling: an assumption, shown with the weights.
BETWEEN_SOURCES = 0.06
OLDEST_YEARS = 4
_SPREAD = 0.32  # log SD of pay within a job where a survey prints only its median
_DISAGREE = 2.0


@dataclass(frozen=True)
class Blend:
    """The blended market median and how it came about. `parts` holds each source's aged figure, error and weight."""

    occupation: str
    area: str
    employer: str
    median: float
    interval90: tuple[float, float]
    own_median: float
    parts: tuple[Mapping[str, Any], ...]
    disagreement: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "occupation": self.occupation,
            "area": self.area,
            "employer": self.employer,
            "median": self.median,
            "interval90": list(self.interval90),
            "paychart_median": self.own_median,
            "sources": [dict(p) for p in self.parts],
            "disagreement": self.disagreement,
        }


@dataclass(frozen=True)
class _Source:
    name: str
    as_of: str
    median: float
    error: float
    people: int | None


def blend(estimate: Estimate, surveys: Sequence[Survey], store: Store, *, to: date) -> Blend:
    """Blend an estimate's median with the surveys that cover its cell, all aged to the month of `to`.

    Raises BadInput for a survey dated after `to` or more than four years before it.
    """
    occupation = estimate.profile.occupation
    own = _own(estimate, _step(store, occupation, to))
    cell = (occupation, estimate.profile.area, estimate.profile.industry)
    sources = [own] + [_survey(s, store, to) for s in surveys if s.covers(*cell)]
    weights = [1 / s.error**2 for s in sources]
    whole = sum(weights)
    log = sum(w * math.log(s.median) for w, s in zip(weights, sources, strict=True)) / whole
    q = sum(w * (math.log(s.median) - log) ** 2 for w, s in zip(weights, sources, strict=True))
    excess = max(1.0, q / (len(sources) - 1)) if len(sources) > 1 else 1.0
    se = math.sqrt(excess / whole)  # Birge: sources that disagree widen the interval
    parts = tuple(
        {
            "source": s.name,
            "as_of": s.as_of,
            "median_aged": round(s.median, 2),
            "people": s.people,
            "weight": round(w / whole, 4),
            "differs_percent": round(100 * (s.median / math.exp(log) - 1), 1),
        }
        for w, s in zip(weights, sources, strict=True)
    )
    far = [s.name for s in sources if abs(math.log(s.median) - log) > _DISAGREE * s.error]
    return Blend(
        estimate.names["occupation"], estimate.names["area"], estimate.names["industry"], round(math.exp(log), 2),
        (round(math.exp(log - Z90 * se), 2), round(math.exp(log + Z90 * se), 2)), round(own.median, 2), parts,
        f"Far from the rest: {', '.join(dict.fromkeys(far))}. Check the match of the job."
        if far else "The sources agree within their errors.",
    )  # fmt: skip


@dataclass(eq=False)
class Blending:
    """Moves the market of a payroll's cells to one date and to the blended medians; keeps what was done."""

    store: Store
    surveys: Sequence[Survey]
    blends: list[Blend] = field(default_factory=list)

    def __post_init__(self) -> None:
        year = int(self.store.rows("SELECT year FROM release")[0][0])
        self.to = max([date(year, REFERENCE_MONTH, 15), *(s.as_of for s in self.surveys)])
        self._steps: dict[str, Ageing] = {}

    def factor(self, answer: Estimate) -> tuple[float, bool]:
        """What to multiply a cell's wages by, and whether a survey had a say."""
        profile = answer.profile
        if any(s.covers(profile.occupation, profile.area, profile.industry) for s in self.surveys):
            found = blend(answer, self.surveys, self.store, to=self.to)
            self.blends.append(found)
            return found.median / answer.annual["p50"], True
        if profile.occupation not in self._steps:
            self._steps[profile.occupation] = _step(self.store, profile.occupation, self.to)
        return self._steps[profile.occupation].factor, False

    def notes(self) -> list[str]:
        """What a reader must know."""
        unused = {s.source for s in self.surveys} - {p["source"] for b in self.blends for p in b.parts}
        found = [
            f"The market stands for {self.to:%B %Y}: estimates and surveys were aged by the Employment Cost Index, and "
            f"{len(self.blends):,} cells were blended with your surveys by the weights shown."
        ]
        apart = sum(b.disagreement.startswith("Far") for b in self.blends)
        if apart:
            found.append(f"In {apart:,} of them the sources disagree by more than their errors.")
        if unused:
            found.append(f"Surveys that match nobody: {', '.join(sorted(unused))}.")
        return found


def _step(store: Store, occupation: str, to: date) -> Ageing:
    return ageing(store, to.year, to.month, occupation=occupation)


def _own(estimate: Estimate, step: Ageing) -> _Source:
    moved = aged(estimate, step)
    band = moved.interval90["p50"] if moved.interval90 else None
    error = math.log(band[1] / band[0]) / (2 * Z90) if band else 0.05
    median = estimate.annual["p50"] * step.factor
    return _Source("paychart estimate", step.start, median, math.hypot(error, BETWEEN_SOURCES), None)


def _survey(survey: Survey, store: Store, to: date) -> _Source:
    years = (to - survey.as_of).days / 365.25
    if not 0 <= years <= OLDEST_YEARS:
        raise BadInput(
            f"{survey.source} is dated {survey.as_of}; it must lie within four years before {to}.",
            hint="Leave its old lines out.",
        )
    log, error = moved_between(store, (survey.as_of.year, survey.as_of.month), (to.year, to.month))
    sampling = 1.2533 * _spread(survey) / math.sqrt(survey.n)  # of a median of normal logs
    whole = math.sqrt(sampling**2 + BETWEEN_SOURCES**2 + error**2)
    median = survey.percentiles["p50"] * math.exp(log)
    return _Source(survey.source, survey.as_of.isoformat(), median, whole, survey.n)


def _spread(survey: Survey) -> float:
    """Log SD of pay that a survey's percentiles imply."""
    levels = survey.percentiles
    for low, high, width in (("p25", "p75", 1.349), ("p10", "p90", 2.563)):
        if low in levels and high in levels:
            return max(math.log(levels[high] / levels[low]) / width, 0.05)
    return _SPREAD
