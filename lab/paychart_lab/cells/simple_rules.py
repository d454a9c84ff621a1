"""What people do without a model: the simple rules that the model is measured against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import NATION_ROW, Floats, Grid, Mask
from paychart.pay.model.kept import nearest_ancestor

RULES = {
    "national": "the national figure",
    "national_x_all": "national figure x the place's ratio over all occupations",
    "national_x_group": "national figure x the place's ratio in the major group",
    "parent": "the nearest wider published cell",
    "parent_x_half_group": "that cell x half the log ratio in the major group (the whole, from nation to state)",
}


def simple_rules(
    grid: Grid, known: Mask, row: NDArray[np.intp], column: NDArray[np.intp]
) -> dict[str, Floats]:
    """Log wages (n, 6) of cells (row, column) by each of `RULES`, none reading the cell itself."""
    nation = grid.log_wage[NATION_ROW, column]
    everyone = len(grid.columns) - 1
    family = grid.family[column]
    ancestor = nearest_ancestor(grid, known)
    above = ancestor.row[row, column]
    parent = ancestor.wage[row, column]

    def ratio(group: NDArray[np.intp] | int, to: NDArray[np.intp] | int) -> Floats:
        return np.asarray(np.nan_to_num(grid.log_wage[row, group] - grid.log_wage[to, group]))

    share = np.where((grid.tier[row] == "state") & (above == NATION_ROW), 1.0, 0.5)[:, None]
    return {
        "national": nation,
        "national_x_all": nation + ratio(everyone, NATION_ROW),
        "national_x_group": nation + ratio(family, NATION_ROW),
        "parent": parent,
        "parent_x_half_group": (parent + share * ratio(family, above)).astype(np.float32),
    }
