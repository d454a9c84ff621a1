"""The rows of every sheet: areas, then industries, and the next wider one of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.model.grid import NATION_ROW, Mask
from paychart.pay.model.laws import lowest_year

TERRITORIES = ("66", "72", "78")  # Guam, Puerto Rico and the Virgin Islands are not in the nation's cells
ROWS = (  # the number of each area's and industry's row
    "(SELECT code, row_number() OVER (ORDER BY kind, code) - 1 AS row FROM "
    "(SELECT code, CASE type WHEN 'nation' THEN 0 WHEN 'state' THEN 1 ELSE 2 END AS kind FROM area "
    "UNION ALL SELECT code, 3 FROM industry WHERE code <> '000000'))"
)


@dataclass(frozen=True, eq=False)
class Places:
    """Row numbers of areas (all industries) and of industries (nationwide), and the next wider row of each.

    `members` are states, and industries, that add up to their parents without overlap (metros cross state lines);
    `barren` rows are areas without any published wage; `bound` is the wage at which the release top-codes;
    `floor` (rows,) the lowest legal pay of a full-time year in its May, dollars.
    """

    areas: dict[str, int]
    industries: dict[str, int]
    parent: NDArray[np.intp]
    sectors: NDArray[np.intp]
    members: tuple[Mask, Mask]
    barren: Mask
    bound: float
    floor: NDArray[np.float64]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The code of each row."""
        return (*self.areas, *self.industries)

    @cached_property
    def ancestors(self) -> tuple[NDArray[np.intp], ...]:
        """The parent of each row, its parent, and so on, until all are the nation."""
        found = [self.parent]
        while (found[-1] != NATION_ROW).any():
            found.append(self.parent[found[-1]])
        return tuple(found)


def places(store: Store) -> Places:
    """The rows of every sheet of `store`, read once."""
    return store.cached("model rows", lambda: _read(store))


def _read(store: Store) -> Places:
    areas = store.rows(
        "SELECT code, type, state, states FROM area ORDER BY "
        "CASE type WHEN 'nation' THEN 0 WHEN 'state' THEN 1 ELSE 2 END, code"
    )
    industries = store.rows("SELECT code, parent, level FROM industry WHERE code <> '000000' ORDER BY code")
    area_row = {code: row for row, (code, *_) in enumerate(areas)}
    industry_row = {code: row for row, (code, _, _) in enumerate(industries, len(areas))}
    states = {state: area_row[code] for code, kind, state, _ in areas if kind == "state"}
    parent = [NATION_ROW if t in ("nation", "state") else states.get(s, NATION_ROW) for _, t, s, _ in areas]
    parent += [industry_row.get(above, NATION_ROW) for _, above, _ in industries]
    paid = {code for (code,) in store.rows("SELECT DISTINCT area FROM cell WHERE wage_status = 'published'")}
    (bound, year) = store.rows("SELECT annual_bound, year FROM release")[0]
    within = [states if kind != "nation" else "" for _, kind, _, states in areas] + [""] * len(industries)
    return Places(
        areas=area_row,
        industries=industry_row,
        parent=np.array(parent, dtype=np.intp),
        sectors=np.array([industry_row[code] for code, _, level in industries if level == "sector"], int),
        members=(
            np.array(
                [k == "state" and c[:2] not in TERRITORIES for c, k, *_ in areas] + [False] * len(industries)
            ),
            np.array([False] * len(areas) + [level != "ownership" for _, _, level in industries]),
        ),
        barren=np.array([code not in paid for code in area_row] + [False] * len(industries)),
        bound=float(bound or 0),
        floor=lowest_year(within, year),
    )
