"""Internal rates and break-even years of many cash flows at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_RATES = (-0.9, 100.0)  # internal rates looked for, a year


def internal_rate(flows: Array) -> Array:
    """(n,) real internal rate of each column of `flows` (T, n): the rate that makes its value zero.

    Found by bisection between -90 % and 10,000 % a year, on the scale of log(1 + rate); nan where the value
    does not change sign there.
    """
    t = np.arange(len(flows))[:, None]

    def value(log_rate: Array) -> Array:
        return np.asarray((flows * np.exp(-t * log_rate)).sum(axis=0))

    low, high = (np.full(flows.shape[1], np.log1p(rate)) for rate in _RATES)
    # A later change of sign is the one that matters: narrow from above zero where the value is positive there.
    at_zero = flows.sum(axis=0)
    low = np.where(at_zero > 0, 0.0, low)
    high = np.where(at_zero > 0, high, 0.0)
    crosses = np.sign(value(low)) != np.sign(value(high))
    sign = np.sign(value(low))
    for _ in range(45):
        middle = (low + high) / 2
        same = np.sign(value(middle)) == sign
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(crosses, np.expm1((low + high) / 2), np.nan)


def break_even(flows: Array, discount: float) -> Array:
    """(n,) years until the discounted flows have paid for themselves for good; inf where they never do."""
    weight = (1 + discount) ** -np.arange(len(flows), dtype=float)
    total = np.cumsum(flows * weight[:, None], axis=0)
    ahead = total > 0
    behind_last = len(flows) - 1 - np.argmax(~ahead[::-1], axis=0)
    first = np.where(ahead.all(axis=0), 0, behind_last + 1)
    return np.where(ahead[-1], first.astype(float), np.inf)
