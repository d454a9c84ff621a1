"""Dollars to percent of the picture's width, and round figures along the way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A straight line from dollars (`low` to `high`) to percent of the width (`left` to `right`)."""

    low: float
    high: float
    left: float = 2.0
    right: float = 98.0

    @classmethod
    def around(cls, values: Iterable[float], *, pad: float = 0.06) -> Scale:
        """The scale that holds all values with some air at both ends; it need not start at zero."""
        held = list(values)
        low, high = min(held), max(held)
        air = (high - low or abs(high) or 1.0) * pad
        return cls(low - air, high + air)

    def __call__(self, value: float) -> float:
        """Percent of the width at `value`; what lies outside stays at the edge.

        >>> Scale(0, 100, 0, 100)(25)
        25.0
        """
        share = (value - self.low) / (self.high - self.low or 1.0)
        return round(self.left + (self.right - self.left) * min(max(share, 0.0), 1.0), 3)


def ticks(scale: Scale, count: int = 5) -> list[float]:
    """About `count` round values on the scale.

    >>> ticks(Scale(41000, 88000), 4)
    [50000.0, 60000.0, 70000.0, 80000.0]
    """
    span = scale.high - scale.low
    raw = span / max(count, 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.75)
    first = math.ceil(scale.low / step) * step
    return [first + i * step for i in range(int((scale.high - first) / step) + 1)]
