"""The figures a claim is held against, and when two of them clearly differ."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paychart.data.vintages import edition

OEWS = "BLS Occupational Employment and Wage Statistics"
PEOPLE = (
    f"Census Bureau, American Community Survey {edition('person_records')} person records, through the paychart model "
    "(docs/people.md)."
)
PROJECTIONS = "BLS Employment Projections {}, table 1.2"
WAGES = ("mean", "p10", "p25", "p50", "p75", "p90")
NAMES = {
    "mean": "mean",
    "p50": "median",
    "p10": "10th percentile",
    "p25": "25th percentile",
    "p75": "75th percentile",
    "p90": "90th percentile",
}
Z90 = 1.645
ALIKE = 0.02  # gaps below 2 percent are called about the same, whatever their sampling error
# Codes that mix an occupation with others, as OEWS printed them in May 2019 and May 2020.
HYBRIDS = {
    "29-2098": "mixes medical records specialists with dosimetrists and other technicians",
    "29-9098": "mixes health information technologists with surgical assistants and others",
}
HYBRID_OF = {"29-2098": "29-2072", "29-9098": "29-9021"}


@dataclass(frozen=True)
class Pay:
    """One published cell. Dollars a year; `mean_rse` in percent. The mean and the median are always there; a percentile
    above the publisher's bound is missing from `wages`."""

    code: str
    name: str
    release: str
    citation: str
    employment: float | None
    mean_rse: float | None
    wages: Mapping[str, float]

    @property
    def mean(self) -> float:
        return self.wages["mean"]

    @property
    def median(self) -> float:
        return self.wages["p50"]

    def error(self, wage: str = "mean") -> float:
        """Half of the 90% interval of a wage as a share of it; percentiles count as twice as uncertain as the mean."""
        rse = 1.0 if self.mean_rse is None else self.mean_rse
        return Z90 * rse / 100 * (1.0 if wage == "mean" else 2.0)

    def share_above(self, value: float) -> tuple[float, float]:
        """Between which shares of the workers earn more than `value`, by the percentiles around it."""
        low, high = 0.0, 1.0
        for name, below in (("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9)):
            held = self.wages.get(name)
            if held is not None and value <= held:
                low = max(low, round(1 - below, 2))
            if held is not None and value >= held:
                high = min(high, round(1 - below, 2))
        return low, high

    def spread(self) -> str:
        """The percentiles at hand, in a sentence."""
        said = [
            f"one in ten earns less than {money(self.wages['p10'])}" if "p10" in self.wages else "",
            f"half less than {money(self.median)}",
            f"one in ten more than {money(self.wages['p90'])}" if "p90" in self.wages else "",
        ]
        return f"{self.release}, {self.name}: {', '.join(s for s in said if s)}."

    def figures(self) -> dict[str, Any]:
        """What `then`, `now` and `nearest` print of a cell."""
        return {
            "release": self.release,
            "code": self.code,
            "name": self.name,
            "mean": self.mean,
            "median": self.median,
            "p10": self.wages.get("p10"),
            "p90": self.wages.get("p90"),
            "employment": self.employment,
        }


@dataclass(frozen=True)
class Outlook:
    """BLS's ten-year projection. Jobs and openings in numbers, change in percent over ten years."""

    code: str
    title: str
    jobs: float
    projected: float
    change: float
    openings: float
    entry: str
    edition: str
    first: int
    last: int
    citation: str

    def figures(self) -> dict[str, Any]:
        return {
            "release": self.edition,
            "code": self.code,
            "change_percent": self.change,
            f"jobs_{self.first}": self.jobs,
            f"jobs_{self.last}": self.projected,
            "openings_a_year": self.openings,
        }


def clearly_differ(left: Pay, right: Pay) -> bool:
    """Whether two means are more than 2 percent apart and the 90% interval of their difference leaves out zero."""
    if abs(left.mean / right.mean - 1) < ALIKE:
        return False
    errors = [(p.mean_rse or 0.0) / 100 * p.mean for p in (left, right)]
    return abs(left.mean - right.mean) > Z90 * math.hypot(*errors)


def money(value: float) -> str:
    return f"${value:,.0f}"
