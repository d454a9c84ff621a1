"""What may leave: the rules by which a group's figures are withheld, and how far a sum is rounded.

The rules are those of statistical offices (Hundepohl et al., Handbook on Statistical Disclosure Control, 2012): a
minimum count, dominance by one or two, and the p % rule, under which the second highest paid, who knows their own
pay, must not be able to work out the highest within p %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Labels = NDArray[np.int64]

LEAST = 5
MOST_SHARE = 0.5
MOST_SHARE_OF_TWO = 0.75
P_SHARE = 0.15


@dataclass(frozen=True)
class Rule:
    """`least` people a group, no one above `most_share` of its pay (1 switches dominance and p % off)."""

    least: int = LEAST
    most_share: float = MOST_SHARE

    def __post_init__(self) -> None:
        if self.least < 3:
            raise BadInput(
                f"A minimum count of {self.least} protects nobody.",
                nearest=("5", "10"),
                hint="Use 5 or more.",
            )
        if not 0 < self.most_share <= 1:
            raise BadInput("The dominance share must be above 0 and at most 1.", nearest=("0.5",))

    def withheld(self, count: Floats, total: Floats, largest: Floats, second: Floats | float = 0.0) -> Mask:
        """Groups that the rule itself withholds, by people, dollars and the two highest pays; an empty one needs
        no protection."""
        rest = total - largest - second
        dominated = (
            (largest > self.most_share * total)
            | (largest + second > MOST_SHARE_OF_TWO * total)
            | (rest < P_SHARE * largest)
        )
        strict = (total > 0) & (self.most_share < 1)
        return np.asarray((count > 0) & ((count < self.least) | (dominated & strict)))


def top_two(labels: Labels, largest: Floats, second: Floats, size: int) -> tuple[Floats, Floats]:
    """(size,) the highest and second highest pay of each group, from those of the parts it is made of."""
    where, pay = np.concatenate([labels, labels]), np.concatenate([largest, second])
    order = np.lexsort((pay, where))
    where, pay = where[order], pay[order]
    ends = np.searchsorted(where, np.arange(size), side="right") - 1
    found = np.isin(np.arange(size), where)
    first = np.where(found, pay[np.maximum(ends, 0)], 0.0)
    next_one = np.where(found, pay[np.maximum(ends - 1, 0)], 0.0)
    return first, next_one


def protect_list(count: Floats, rule: Rule) -> Mask:
    """Which counts of a list with a known total to withhold: the small, and the next smallest where the small
    would follow from the rest."""
    hidden = (count > 0) & (count < rule.least)
    while hidden.any() and count[hidden].sum() < rule.least and (~hidden & (count > 0)).any():
        shown = np.flatnonzero(~hidden & (count > 0))
        hidden[shown[np.argmin(count[shown])]] = True
    return np.asarray(hidden)


def step_for(largest: float) -> float:
    """The step to round a sum to, 1, 2 or 5 times a power of ten: at least half of the highest pay in it, so that
    two sums which differ by one person do not tell that person's pay."""
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest / 2))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= largest / 2))


def rounded(total: float, largest: float) -> float:
    """A sum in steps of `step_for`, but never none where there is some."""
    step = step_for(largest)
    return max(step, round(total / step) * step) if total > 0 else 0.0
