"""From the national median to this person, step by step in dollars: order-free, and summing exactly.

Cell stage: nation, area and industry multiply, so each step is its log effect times the logarithmic mean of
the two ends (LMDI; Ang 2004): symmetric, and without a remainder. Profile stage: the traits add on the latent
score and one rising curve turns the sum into dollars, so each trait gets its share of the total in proportion
to its part of the score (Aumann-Shapley for a curve of a sum), which is finite even where traits cancel out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One bar: what it stands for, its dollars a year, how sure we are of them, and the source."""

    stage: str
    factor: str
    level: str
    dollars: float
    interval90: tuple[float, float] | None
    source: str


@dataclass(frozen=True)
class Waterfall:
    """Bars from `start` to `end`, in dollars a year at the median; start + sum of the steps = end."""

    start_label: str
    start: float
    steps: tuple[Step, ...]
    end_label: str
    end: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: start, steps with running totals, end."""
        rows, total = [], self.start
        for step in self.steps:
            total += step.dollars
            rows.append(
                {
                    "stage": step.stage,
                    "factor": step.factor,
                    "level": step.level,
                    "dollars": round(step.dollars, 2),
                    "interval90": [round(v, 2) for v in step.interval90] if step.interval90 else None,
                    "running_total": round(total, 2),
                    "source": step.source,
                }
            )
        return {
            "start": {"label": self.start_label, "dollars": round(self.start, 2)},
            "steps": rows,
            "end": {"label": self.end_label, "dollars": round(self.end, 2)},
        }


def logarithmic_mean(a: float, b: float) -> float:
    """(a - b) / ln(a / b), and a itself where the two are equal. Both must be positive."""
    ratio = math.log(a / b)
    if abs(ratio) < 1e-8:
        return (a + b) / 2
    return (a - b) / ratio


def lmdi(start: float, log_effects: Sequence[float]) -> list[float]:
    """Dollars of each multiplicative effect, in any order; they sum to start * (exp(sum) - 1) exactly."""
    end = start * math.exp(sum(log_effects))
    scale = logarithmic_mean(end, start)
    return [effect * scale for effect in log_effects]


def aumann_shapley(
    start: float, parts: Sequence[float], pay_at: Callable[[float], float], *, step: float = 1e-4
) -> list[float]:
    """Dollars of each part of a score that moves from `start` to start + sum(parts) along `pay_at`.

    Where the parts cancel out, the slope of the curve stands in for the difference quotient.
    """
    total = sum(parts)
    if abs(total) < step:
        slope = (pay_at(start + step) - pay_at(start - step)) / (2 * step)
        exact = pay_at(start + total) - pay_at(start)
        shares = [part * slope for part in parts]
        return [share + (exact - sum(shares)) / len(parts) for share in shares] if parts else []
    scale = (pay_at(start + total) - pay_at(start)) / total
    return [part * scale for part in parts]
