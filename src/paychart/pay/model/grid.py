"""The published release as one dense table: rows are areas and industries, columns are occupations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.normal import ndtri
from paychart.profile import FULL_TIME_HOURS

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

PERCENTILES = (0.10, 0.25, 0.50, 0.75, 0.90)
SCORES = np.asarray(ndtri(PERCENTILES), dtype=np.float32)
MEDIAN = 2
MEASURES = ("annual_p10", "annual_p25", "annual_p50", "annual_p75", "annual_p90", "annual_mean")
TIERS = ("state", "area", "industry")
NATION_ROW = 0
DEFAULT_RSE = 0.05  # where a release prints no relative standard error
MEDIAN_NOISE = np.pi / 2  # variance of a median's log over that of a mean's, in a normal sample


@dataclass(frozen=True, eq=False)
class Grid:
    """Log annual wages (row, occupation, measure); NaN where not published.

    Rows: the nation, states, metropolitan and nonmetropolitan areas (all industries), then industries
    (nationwide). Columns: detailed occupations first, then major groups, then all occupations.
    `parent` is the row of the next wider area or industry; `family` the column of the major group;
    `partition` marks rows that add up to their parent (ownership classes overlap sectors, so they do not).
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    tier: NDArray[np.str_]
    parent: Indices
    depth: NDArray[np.int8]
    detailed: int
    family: Indices
    minor: Indices
    broad: Indices
    partition: Mask
    states_spanned: NDArray[np.int8]
    nonmetropolitan: Mask
    log_wage: Floats
    employment: Floats
    rse: Floats

    @cached_property
    def known(self) -> Mask:
        """Cells with all five percentiles and the mean (row, column)."""
        return np.asarray(np.isfinite(self.log_wage).all(axis=2))


def read_grid(store: Store) -> Grid:
    """Everything the model is fitted from; nothing but the store is read."""
    occupations = dict(store.rows("SELECT code, level FROM occupation ORDER BY code"))
    detailed = sorted(code for code, level in occupations.items() if level == "detailed")
    majors = sorted(code for code, level in occupations.items() if level == "major")
    columns = (*detailed, *majors, "00-0000")
    areas = store.rows(
        "SELECT code, type, state, states FROM area ORDER BY "
        "CASE type WHEN 'nation' THEN 0 WHEN 'state' THEN 1 ELSE 2 END, code"
    )
    industries = store.rows(
        "SELECT code, parent, level FROM industry WHERE code <> '000000' ORDER BY "
        "CASE level WHEN 'ownership' THEN 0 WHEN 'sector' THEN 1 WHEN '3-digit' THEN 2 "
        "WHEN '4-digit' THEN 3 ELSE 4 END, code"
    )
    rows = (*(a[0] for a in areas), *(i[0] for i in industries))
    place = {code: index for index, code in enumerate(rows)}
    state_row = {a[2]: place[a[0]] for a in areas if a[1] == "state"}
    parent = [NATION_ROW if a[1] in ("nation", "state") else state_row.get(a[2], NATION_ROW) for a in areas]
    parent += [place.get(i[1], NATION_ROW) for i in industries]
    tier = ["nation" if a[1] == "nation" else "state" if a[1] == "state" else "area" for a in areas]
    depth = np.zeros(len(rows), dtype=np.int8)
    for index in range(1, len(rows)):
        depth[index] = depth[parent[index]] + 1
    log_wage, employment, rse = _fill(store, place, {code: i for i, code in enumerate(columns)})
    major_at = {code[:2]: len(detailed) + index for index, code in enumerate(majors)}
    return Grid(
        rows=rows,
        columns=columns,
        tier=np.array(tier + ["industry"] * len(industries)),
        parent=np.array(parent, dtype=np.intp),
        depth=depth,
        detailed=len(detailed),
        family=np.array([major_at.get(code[:2], len(columns) - 1) for code in detailed], dtype=np.intp),
        minor=np.unique([code[:4] for code in detailed], return_inverse=True)[1],
        broad=np.unique([code[:6] for code in detailed], return_inverse=True)[1],
        partition=np.array([True] * len(areas) + [i[2] != "ownership" for i in industries]),
        states_spanned=np.array([a[3].count("-") + 1 for a in areas] + [1] * len(industries), dtype=np.int8),
        nonmetropolitan=np.array([a[1] == "nonmetropolitan" for a in areas] + [False] * len(industries)),
        log_wage=log_wage,
        employment=employment,
        rse=rse,
    )


def _fill(store: Store, place: dict[str, int], column: dict[str, int]) -> tuple[Floats, Floats, Floats]:
    # Work that BLS prints by the hour only is put on a full-time year.
    wages = ", ".join(
        f"coalesce({m}, {FULL_TIME_HOURS} * {m.replace('annual', 'hourly')}) AS {m}" for m in MEASURES
    )
    cells = (
        store.cursor()
        .execute(
            "SELECT area, industry, occupation, employment, mean_rse, "
            f"{wages} FROM cell WHERE area = '0000000' OR industry = '000000'"
        )
        .fetchnumpy()
    )
    names = [a if i == "000000" else i for a, i in zip(cells["area"], cells["industry"], strict=True)]
    row = np.array([place.get(name, -1) for name in names], dtype=np.intp)
    col = np.array([column.get(code, -1) for code in cells["occupation"]], dtype=np.intp)
    keep = (row >= 0) & (col >= 0)
    row, col = row[keep], col[keep]
    shape = (len(place), len(column))

    def dense(name: str) -> Floats:
        values = np.ma.filled(np.ma.asarray(cells[name], dtype=np.float64), np.nan)[keep]
        table: Floats = np.full(shape, np.nan, dtype=np.float32)
        table[row, col] = values
        return table

    log = np.stack([dense(name) for name in MEASURES], axis=2)
    log[~(log > 0)] = np.nan
    return np.log(log), dense("employment"), dense("mean_rse") / np.float32(100)
