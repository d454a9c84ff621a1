"""What published totals allow a withheld cell to pay: its parent's wage bill less its published siblings'.

Jobs of a withheld cell are often printed. The parent's jobs x mean is a bill; what its published members do not earn is
left for those withheld, of whom every other one earns at least the lowest wage BLS prints. That bounds the mean from
above; where the cell is all that is left, from below as well. Both allow for rounding and for samples.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import NATION_ROW, Mask

Dollars = NDArray[np.float64]
LOWEST_WAGE = 15_080.0  # 2,080 hours at the federal minimum of $7.25, the lowest wage in any release
# Of the parent's bill and jobs: how far members and totals may disagree. With these, of 5,467 published states hidden
# one at a time none lay outside its bounds, of 1,260 sectors 4, of 9,168 narrower industries 0.7 %.
SLACK_OF_NATION, SLACK = 0.01, 0.02
ALONE = 0.75  # of the jobs left over: a cell with this much of them leaves nobody else who could matter much


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
