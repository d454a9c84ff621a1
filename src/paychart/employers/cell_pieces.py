"""The curve of each cell cut into six pieces, so that a database finds a wage's normal score by one join.

Piece k holds wages from the k-th of the five published percentiles to the next (0 below all, 5 above all). Within a
piece the score is `node + gap * t`, where t solves ((c t + b) t + a) t = d and d = scale * ln(wage / base): the cubic
of `WageDistribution` between two percentiles, a straight line beyond them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.pay.distribution import NODES

Table = dict[str, NDArray[Any]]

PIECES = 6
NUMBERS = ("base", "scale", "a", "b", "c", "node", "gap", "most", "start", "low", "high")
_FAR = 1e6
_NODES = np.asarray(NODES, dtype=float)


def piece_table(cells: Mapping[str, NDArray[Any]]) -> Table:
    """`_pc_piece` (row of the cell x 6 + k) and NUMBERS, from the columns of the cell table."""
    level = np.stack([cells[f"y{i}"] for i in range(5)])
    slope = np.stack([cells[f"m{i}"] for i in range(5)])
    wage = np.stack([cells[f"w{i}"] for i in range(5)])
    count = level.shape[1]
    table = {name: np.zeros((count, PIECES)) for name in NUMBERS}
    for k in range(1, 5):
        gap = _NODES[k] - _NODES[k - 1]
        rise, left, right = level[k] - level[k - 1], slope[k - 1] * gap, slope[k] * gap
        values = {
            "base": wage[k - 1],
            "scale": 1 / np.maximum(1 - cells["bend"], 1e-12),
            "a": left,
            "b": 3 * rise - 2 * left - right,
            "c": left + right - 2 * rise,
            "node": np.full(count, _NODES[k - 1]),
            "gap": np.full(count, gap),
            "most": rise,
            "start": np.where(rise > 0, 1 / np.where(rise > 0, rise, 1.0), 0.0),
            "high": np.ones(count),
        }
        for name, value in values.items():
            table[name][:, k] = value
    for k, end, tail in ((0, 0, cells["lower_slope"]), (5, 4, cells["upper_slope"])):
        flat = (tail <= 0) & (k == 5)  # nobody above the top: all who are stand at the end of the scale
        rate = np.maximum(tail, 1e-9)
        values = {
            "base": wage[end],
            "scale": np.ones(count),
            "a": rate,
            "node": np.where(flat, _FAR, _NODES[end]),
            "gap": np.ones(count),
            "most": np.full(count, np.inf),
            "start": 1 / rate,
            "low": np.full(count, -_FAR),
            "high": np.full(count, _FAR),
        }
        for name, value in values.items():
            table[name][:, k] = value
    numbers = {name: np.ascontiguousarray(value.reshape(-1)) for name, value in table.items()}
    return {"_pc_piece": np.arange(count * PIECES, dtype=np.int64), **numbers}
