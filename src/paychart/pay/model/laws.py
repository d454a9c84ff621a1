"""What law, published totals and printed bounds allow a modelled cell to say, whatever was learned.

Jobs of a withheld cell are often printed. The parent's jobs x mean is a bill; what its published members do not earn is
left for those withheld, of whom every other one earns at least the lowest wage BLS prints. That bounds the mean from
above; where the cell is all that is left, from below as well. Both allow for rounding and for samples.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import carried
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Mask
from paychart.pay.normal import ndtr
from paychart.profile import FULL_TIME_HOURS

Dollars = NDArray[np.float64]
LEAST_RISE = 1.02  # p50 over p10 of any modelled cell
# Workers between the percentiles: a mean is at least what all would earn at the lower end of theirs.
_PARTS = np.diff([0, 0.10, 0.25, 0.50, 0.75, 0.90, 1])
NATIONWIDE = "US"
LOWEST_WAGE = 15_080.0  # 2,080 hours at the federal minimum of $7.25, the lowest wage in any release
# Of the parent's bill and jobs: how far members and totals may disagree. With these, of 5,467 published states hidden
# one at a time none lay outside its bounds, of 1,260 sectors 4, of 9,168 narrower industries 0.7 %.
SLACK_OF_NATION, SLACK = 0.01, 0.02
ALONE = 0.75  # of the jobs left over: a cell with this much of them leaves nobody else who could matter much
_Z90 = 1.6448536269514722


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


def mean_bounds(
    wage: Dollars,
    employment: Dollars,
    published: Mask,
    parent: NDArray[np.intp],
    member: Mask,
) -> tuple[Dollars, Dollars]:
    """Lowest and highest mean (rows,) that totals allow each withheld row; 0 and infinity where they say nothing.

    `wage` (rows,) published means; `employment` (rows,) published jobs; `parent` (rows,) rows; `member` marks the rows
    that add up to their parents without overlap.
    """
    rows = np.arange(len(parent))
    counted = member & published & (np.nan_to_num(employment) > 0) & (parent != rows)
    jobs, bill = np.zeros(len(rows)), np.zeros(len(rows))
    np.add.at(jobs, parent[counted], employment[counted])
    np.add.at(bill, parent[counted], (employment * wage)[counted])
    all_jobs, all_bill = employment[parent], (employment * wage)[parent]
    slack = np.where(parent == NATION_ROW, SLACK_OF_NATION, SLACK)
    with np.errstate(divide="ignore", invalid="ignore"):
        left, spare = all_jobs - jobs[parent], all_bill - bill[parent]
        others = np.maximum(left - employment, 0)
        high = (spare + slack * all_bill - others * LOWEST_WAGE) / employment
        low = np.where(
            employment >= ALONE * (left + slack * all_jobs),
            (spare - slack * all_bill) / (left + slack * all_jobs),
            0,
        )
    asked = member & ~published & published[parent] & (employment > 0) & (parent != rows)
    possible = asked & np.isfinite(high) & (high > LOWEST_WAGE) & (low < high)
    return np.where(possible, np.maximum(low, 0), 0), np.where(possible, high, np.inf)


def beyond_bound(predicted: Floats, half: Floats, status: NDArray[np.str_], bound: float) -> Floats:
    """Predictions of top-coded cells given that they are at or above the bound: the mean of the normal
    distribution that the prediction and its interval describe, cut off below the bound."""
    top = (status == "top_coded") | (status == "partly_top_coded")
    if bound <= 0 or not top.any():
        return predicted
    sd = half[:, :, -1] / _Z90
    sd = np.maximum(np.column_stack([sd, sd[:, MEDIAN]]), 0.01)
    short = np.clip((math.log(bound) - predicted) / sd, -6, 6)
    density = np.exp(-(short**2) / 2) / np.sqrt(2 * np.pi)
    above = predicted + sd * density / ndtr(-short)
    return np.where(top[:, None], np.maximum(above, math.log(bound)), predicted).astype(np.float32)
