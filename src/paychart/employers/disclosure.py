"""What may leave: minimum counts, dominance, and complementary suppression for tables with published totals.

A cell is withheld where it has fewer than `least` people, or where one person holds more than `most_share` of its
pay. Then further cells are withheld until nobody can work a withheld one back from the totals: each withheld
cell's possible range, given everything published, must stay wide. The range is found by linear programming, so the
check is the attacker's own best attempt, not a rule of thumb.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEAST = 5
MOST_SHARE = 0.5
_WIDTH = 0.2  # a withheld total must stay uncertain by this share of itself, to either side together


@dataclass(frozen=True)
class Rule:
    """`least` people a cell, no one above `most_share` of its pay (1 switches that off)."""

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

    def withheld(self, count: Floats, total: Floats, largest: Floats) -> Mask:
        """Cells that the rule itself withholds; an empty cell needs no protection."""
        with np.errstate(divide="ignore", invalid="ignore"):
            dominated = (total > 0) & (largest / total > self.most_share)
        return np.asarray((count > 0) & ((count < self.least) | dominated))


def protect(count: Floats, total: Floats, largest: Floats, rule: Rule | None = None) -> Mask:
    """Which cells of a table to withhold, so that published totals do not give them away.

    Parameters
    ----------
    count, total, largest : (rows, columns) people, dollars and the largest single pay of each cell. A list of
        groups is one row. Row, column and grand totals are taken to be published.

    Returns
    -------
    (rows, columns) true where withheld.
    """
    rule = rule or Rule()
    count, total, largest = (np.atleast_2d(np.asarray(a, dtype=float)) for a in (count, total, largest))
    withheld = rule.withheld(count, total, largest)
    for _ in range(count.size):
        exposed = _exposed(count, total, withheld, rule)
        if exposed is None:
            return withheld
        partner = _partner(exposed, count, withheld)
        if partner is None:
            withheld[count > 0] = True
            return withheld
        withheld[partner] = True
    return withheld


def _exposed(count: Floats, total: Floats, withheld: Mask, rule: Rule) -> tuple[int, int] | None:
    """A withheld cell that the published figures pin down too closely; None where all are safe."""
    several = count.shape[0] > 1
    for i, j in np.argwhere(withheld):
        for line, mask in ((count[i], withheld[i]), (count[:, j], withheld[:, j])):
            if line is count[:, j] and not several:
                continue
            if len(line) > 1 and (mask.sum() == 1 or line[mask].sum() < rule.least):
                return int(i), int(j)
        if several and count.size <= 400:
            low, high = possible_range(total, withheld, (int(i), int(j)))
            if high - low < _WIDTH * total[i, j]:
                return int(i), int(j)
    return None


def _partner(exposed: tuple[int, int], count: Floats, withheld: Mask) -> tuple[int, int] | None:
    """The smallest published cell in the same row, else the same column, else anywhere."""
    i, j = exposed
    rows, columns = np.indices(count.shape)
    open_cells = ~withheld & (count > 0)
    for near in (rows == i, columns == j, np.ones_like(open_cells)):
        places = np.argwhere(open_cells & near)
        if len(places):
            best = min(places, key=lambda p: (count[p[0], p[1]], p[0], p[1]))
            return int(best[0]), int(best[1])
    return None


def possible_range(total: Floats, withheld: Mask, cell: tuple[int, int]) -> tuple[float, float]:
    """Lowest and highest total a withheld cell may have, given every published cell, row and column total."""
    from scipy.optimize import linprog

    total = np.atleast_2d(np.asarray(total, dtype=float))
    places = [tuple(p) for p in np.argwhere(np.atleast_2d(withheld))]
    equations, sums = [], []
    for axis in range(2):
        for line in range(total.shape[axis]):
            members = [float(p[axis] == line) for p in places]
            if any(members):
                equations.append(members)
                sums.append(sum(total[p] for p, m in zip(places, members, strict=True) if m))
    if total.shape[0] == 1:  # a list of groups has one published total
        equations, sums = [[1.0] * len(places)], [sum(total[p] for p in places)]
    aim = np.array([float(p == cell) for p in places])
    scale = max(sums) or 1.0
    bounds = [
        linprog(sign * aim, A_eq=equations, b_eq=np.array(sums) / scale, bounds=(0, None)).fun * sign * scale
        for sign in (1.0, -1.0)
    ]
    return float(bounds[0]), float(bounds[1])
