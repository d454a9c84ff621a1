"""What is left of pay after federal, payroll, state and local income taxes, by place and household.

Schedules of tax year 2025 are carried as knots (`scripts/derive_take_home.py`, computed with policyengine-us) and
read along straight lines, which gives them back within $20. Local taxes are those of `local_tax`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import reference_path
from paychart.errors import BadInput
from paychart.pay.local_tax import local_taxes

Array = NDArray[np.float64]
HOUSEHOLDS = ("single", "married")
TAX_YEAR = 2025
_TAXES = ("federal", "payroll", "state_tax")


def taxes(pay: Array, states: Sequence[str], household: str = "single") -> Array:
    """Federal, payroll and state income tax (n, 3) on yearly pay (n,) earned in states (postal codes).

    `household`: "single", or "married" with one earner; no children. NaN outside the states and DC, and above
    $1,000,000. Raises BadInput for another household.
    """
    if household not in HOUSEHOLDS:
        raise BadInput(f"{household!r} is not a household taxes are computed for.", nearest=HOUSEHOLDS)
    found = np.full((len(pay), len(_TAXES)), np.nan)
    held = _schedules()
    for state in set(states):
        if (state, household) not in held:
            continue
        knots, amounts = held[state, household]
        here = np.flatnonzero([s == state for s in states])
        for k in range(len(_TAXES)):
            found[here, k] = np.interp(pay[here], knots, amounts[:, k], left=np.nan, right=np.nan)
    return found


def take_home(
    pay: Array, states: Sequence[str], household: str = "single", areas: Sequence[str] | None = None
) -> Array:
    """Yearly pay (n,) less the taxes of `taxes` and, where `areas` (seven digits) are given, known local ones."""
    left = pay - taxes(pay, states, household).sum(axis=1)
    if areas is not None:
        left = left - np.nan_to_num(local_taxes(pay, areas, states, household))
    return np.asarray(left)


@cache
def _schedules() -> dict[tuple[str, str], tuple[Array, Array]]:
    rows: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    with reference_path("take_home.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            numbers = tuple(float(row[name]) for name in ("pay", *_TAXES))
            rows.setdefault((row["state"], row["household"]), []).append(numbers)
    return {key: (np.array(knots)[:, 0], np.array(knots)[:, 1:]) for key, knots in rows.items()}
