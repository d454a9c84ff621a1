"""What law and arithmetic allow a modelled cell to say, whatever was learned."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import carried
from paychart.pay.model.grid import MEDIAN, Mask
from paychart.profile import FULL_TIME_HOURS

Dollars = NDArray[np.float64]
LEAST_RISE = 1.02  # p50 over p10 of any modelled cell
# Workers between the percentiles: a mean is at least what all would earn at the lower end of theirs.
_PARTS = np.diff([0, 0.10, 0.25, 0.50, 0.75, 0.90, 1])
NATIONWIDE = "US"


def lowest_year(states: Sequence[str], year: int) -> Dollars:
    """Dollars (n,) of 2,080 hours at the lowest minimum wage in force in May of `year` in any of the states of each
    entry ("NY-NJ", or "" for the nation); a state without one of its own has the federal one.

    Source: U.S. Department of Labor, carried in `minimum_wage.csv`.
    """
    rows = sorted(carried("minimum_wage.csv"), key=lambda row: row["begins"])
    newest = {
        (r["state"], r["place"], r["applies_to"]): float(r["dollars_an_hour"])
        for r in rows
        if r["begins"] < f"{year}-06"
    }
    federal = newest.get((NATIONWIDE, "", "all"), 0.0)
    hourly: dict[str, float] = {}
    for (state, _, _), amount in newest.items():
        hourly[state] = min(amount, hourly.get(state, amount))
    lowest = [min(hourly.get(s, federal) for s in text.split("-")) for text in states]
    return np.array([10 * math.ceil(wage * FULL_TIME_HOURS / 10 - 1e-9) for wage in lowest], dtype=float)


def lawful(wage: Dollars, floor: Dollars, own: Mask | None = None) -> Dollars:
    """`wage` (n, 6) dollars, five percentiles and the mean, put right where they cannot be; printed ones (`own`) stay.

    No percentile lies under the legal minimum `floor` (n,); percentiles rise, and p10 is not the median; the mean is
    no less than what the percentiles make it.
    """
    found = wage.copy()
    found[:, :5] = np.maximum.accumulate(np.maximum(found[:, :5], floor[:, None]), axis=1)
    found[:, 0] = np.maximum(np.minimum(found[:, 0], _tens(found[:, MEDIAN] / LEAST_RISE, down=True)), floor)
    found[:, MEDIAN] = np.maximum(found[:, MEDIAN], _tens(found[:, 0] * LEAST_RISE))
    found[:, 1] = np.clip(found[:, 1], found[:, 0], found[:, MEDIAN])
    if own is not None:
        found = np.where(own, wage, found)
    found[:, :5] = np.maximum.accumulate(found[:, :5], axis=1)
    lower = np.column_stack([np.minimum(floor, found[:, 0]), found[:, :5]])
    mean = np.maximum(found[:, 5], _tens(lower @ _PARTS))
    found[:, 5] = mean if own is None else np.where(own[:, 5], found[:, 5], mean)
    return found


def _tens(dollars: Dollars, *, down: bool = False) -> Dollars:
    """Up (or down) to tens of dollars, as modelled figures are told."""
    return np.asarray(10 * (np.floor(dollars / 10) if down else np.ceil(dollars / 10 - 1e-9)))
