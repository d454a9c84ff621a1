"""Cells: published estimates for (occupation, area, industry), one at a time or many at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.profile import ALL_INDUSTRIES, NATION

STATISTICS = ("mean", "p10", "p25", "p50", "p75", "p90")
PERCENTILES = STATISTICS[1:]
HOURS = 2080

Key = tuple[str, str, str]  # occupation, area, industry

_NUMBERS = (
    "employment",
    "employment_rse",
    "mean_rse",
    *(f"annual_{s}" for s in STATISTICS),
    *(f"hourly_{s}" for s in STATISTICS),
    "jobs_per_1000",
    "location_quotient",
)
_OCCUPATIONS_HELD = 64
_TEXTS = ("wage_status", "pay_basis")
CELL_FIELDS = ("occupation", "area", "industry", *_NUMBERS, *_TEXTS)


@dataclass(frozen=True)
class Cell:
    """One published estimate. Wages in dollars; absent values are None and `wage_status` says why."""

    occupation: str
    area: str
    industry: str
    employment: float | None
    employment_rse: float | None
    mean_rse: float | None
    annual: dict[str, float | None]
    hourly: dict[str, float | None]
    jobs_per_1000: float | None
    location_quotient: float | None
    wage_status: str
    pay_basis: str
    source: str = "oews"  # the load it came with

    @property
    def key(self) -> Key:
        return self.occupation, self.area, self.industry

    @property
    def has_wages(self) -> bool:
        """Whether all five percentiles are published, by the year or by the hour."""
        return all(self.annual[p] is not None for p in PERCENTILES) or all(
            self.hourly[p] is not None for p in PERCENTILES
        )

    def full_year(self) -> dict[str, float | None]:
        """Annual wages; where BLS prints hourly ones only, those for 2,080 hours."""
        if self.annual["p50"] is None and self.hourly["p50"] is not None:
            return {s: None if v is None else round(v * HOURS, 2) for s, v in self.hourly.items()}
        return self.annual


def fetch(store: Store, keys: Sequence[Key]) -> dict[Key, Cell]:
    """The published cells among `keys`."""
    if store.holds("all cells"):
        every: HeldCells = store.cached("all cells", lambda: HeldCells(store, _NUMBERS, _TEXTS))
        found = {key: every.get(*key) for key in keys}
    else:
        rows = {occupation: _of_occupation(store, occupation) for occupation in {k[0] for k in keys}}
        found = {key: rows[key[0]].get(key[1:]) for key in keys}
    return {key: cell_of(row) for key, row in found.items() if row is not None}


def hold_all(store: Store) -> None:
    """Read all cells into memory at once, for a program that will be asked about any of them."""
    store.cached("all cells", lambda: HeldCells(store, _NUMBERS, _TEXTS))


def _of_occupation(store: Store, occupation: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    """All cells of one occupation by (area, industry), kept with the store for the occupations last asked for."""
    held: OrderedDict[str, dict[tuple[str, str], tuple[Any, ...]]]
    held = store.cached("cells", OrderedDict)
    cells = held.get(occupation)
    if cells is None:
        rows = store.rows(
            f"SELECT occupation, area, industry, {', '.join(_NUMBERS + _TEXTS)} FROM cell WHERE occupation = ?",
            [occupation],
        )
        cells = {(row[1], row[2]): row for row in rows}
        held[occupation] = cells
        while len(held) > _OCCUPATIONS_HELD:
            held.popitem(last=False)
    return cells


def cell_of(row: tuple[Any, ...], source: str = "oews") -> Cell:
    """The cell in one row of CELL_FIELDS."""
    value = dict(zip(CELL_FIELDS, row, strict=True))
    return Cell(
        occupation=value["occupation"],
        area=value["area"],
        industry=value["industry"],
        employment=value["employment"],
        employment_rse=value["employment_rse"],
        mean_rse=value["mean_rse"],
        annual={s: value[f"annual_{s}"] for s in STATISTICS},
        hourly={s: value[f"hourly_{s}"] for s in STATISTICS},
        jobs_per_1000=value["jobs_per_1000"],
        location_quotient=value["location_quotient"],
        wage_status=value["wage_status"],
        pay_basis=value["pay_basis"],
        source=source,
    )


@dataclass(frozen=True)
class CellTable:
    """Full-year wages of n requested cells, NaN where none is published.

    `wages` is (n, 6) in the order of STATISTICS, dollars a year; `mean_rse` is (n,) in percent.
    """

    wages: NDArray[np.float64]
    mean_rse: NDArray[np.float64]
    found: NDArray[np.bool_]


def fetch_many(
    store: Store, occupations: list[str], areas: list[str], industries: list[str], *, table: str = "cell"
) -> CellTable:
    """Published full-year wages for n cells, in the order given; one join, whatever n is."""
    wages = ", ".join(
        f"CASE WHEN c.annual_p50 IS NULL THEN c.hourly_{s} * {HOURS} ELSE c.annual_{s} END AS {s}"
        for s in STATISTICS
    )
    result = (
        store.cursor()
        .execute(
            "WITH asked AS (SELECT unnest(?::VARCHAR[]) AS occupation, unnest(?::VARCHAR[]) AS area, "
            "unnest(?::VARCHAR[]) AS industry, unnest(range(?)) AS place) "
            f"SELECT {wages}, c.mean_rse FROM asked LEFT JOIN {table} c USING (occupation, area, industry) "
            "ORDER BY place",
            [occupations, areas, industries, len(occupations)],
        )
        .fetchnumpy()
    )
    columns = [np.ma.filled(np.ma.asarray(result[s]).astype(float), np.nan) for s in STATISTICS]
    wages_found = np.stack(columns, axis=1) if occupations else np.empty((0, 6))
    rse = np.ma.filled(np.ma.asarray(result["mean_rse"]).astype(float), np.nan)
    return CellTable(wages_found, rse, np.isfinite(wages_found).all(axis=1))


@dataclass(frozen=True)
class Tree:
    """Which area or industry is the next wider one; the nation and all industries are the roots."""

    area_state: dict[str, str]
    industry_parent: dict[str, str]

    def wider_areas(self, area: str) -> list[str]:
        """From the area itself outwards: metro, its (first) state, the nation."""
        chain = [area]
        state = self.area_state.get(area, NATION)
        for wider in (state, NATION):
            if wider not in chain:
                chain.append(wider)
        return chain

    def wider_industries(self, industry: str) -> list[str]:
        """From the industry itself outwards: 621100, 621000, 62--63, 000000."""
        chain = [industry]
        while chain[-1] != ALL_INDUSTRIES:
            chain.append(self.industry_parent.get(chain[-1], ALL_INDUSTRIES) or ALL_INDUSTRIES)
        return chain

    def stand_ins(self, key: Key) -> list[tuple[Key, list[str]]]:
        """The cell itself and every wider one, nearest first, each with the steps that lead to it."""
        occupation, area, industry = key
        areas, industries = self.wider_areas(area), self.wider_industries(industry)
        found = [
            (i + j, (occupation, a, k), self._steps(area, a, industry, k))
            for i, a in enumerate(areas)
            for j, k in enumerate(industries)
        ]
        return [(wider, steps) for _, wider, steps in sorted(found, key=lambda item: item[0])]

    @staticmethod
    def _steps(area: str, wider_area: str, industry: str, wider_industry: str) -> list[str]:
        steps = []
        if wider_area != area:
            from_state = area.endswith("00000")
            to_nation = "nation for state" if from_state else "nation for area"
            steps.append(to_nation if wider_area == NATION else "state for area")
        if wider_industry != industry:
            sector = "sector" if "-" in wider_industry else "wider industry"
            steps.append("all industries" if wider_industry == ALL_INDUSTRIES else sector)
        return steps


def tree(store: Store) -> Tree:
    """The area and industry trees of the store, read once per store."""

    def read() -> Tree:
        states = dict(store.rows("SELECT state, code FROM area WHERE type = 'state'"))
        areas = {
            code: states.get(state, NATION) for code, state in store.rows("SELECT code, state FROM area")
        }
        return Tree(areas, dict(store.rows("SELECT code, parent FROM industry")))

    return store.cached("tree", read)


class HeldCells:
    """Every row of the table `cell`. About 60 MB for a release; a look-up takes some microseconds.

    Parameters
    ----------
    numbers, texts : the columns to hold after occupation, area and industry, in that order.
    """

    def __init__(self, store: Store, numbers: tuple[str, ...], texts: tuple[str, ...]) -> None:
        columns = (
            store.cursor()
            .execute(
                f"SELECT occupation, area, industry, {', '.join(numbers + texts)} FROM cell "
                "ORDER BY occupation, area, industry"
            )
            .fetchnumpy()
        )
        self._numbers = np.column_stack(
            [np.ma.filled(np.ma.asarray(columns[n]).astype(float), np.nan) for n in numbers]
        )
        self._whole = [np.ma.asarray(columns[n]).dtype.kind == "i" for n in numbers]
        self._texts = [_coded(columns[name]) for name in texts]
        occupations, starts = np.unique(np.asarray(columns["occupation"], dtype=str), return_index=True)
        ends = [*starts[1:].tolist(), len(self._numbers)]
        self._spans = dict(zip(occupations.tolist(), zip(starts.tolist(), ends, strict=True), strict=True))
        self._areas, area = _places(columns["area"])
        self._industries, industry = _places(columns["industry"])
        self._codes = area * len(self._industries) + industry

    def get(self, occupation: str, area: str, industry: str) -> tuple[Any, ...] | None:
        """The row of one cell, None where there is none."""
        span, place, kind = self._spans.get(occupation), self._areas.get(area), self._industries.get(industry)
        if span is None or place is None or kind is None:
            return None
        code = place * len(self._industries) + kind
        at = span[0] + int(np.searchsorted(self._codes[span[0] : span[1]], code))
        if at == span[1] or self._codes[at] != code:
            return None
        values = [
            None if v != v else int(v) if whole else v
            for v, whole in zip(self._numbers[at].tolist(), self._whole, strict=True)
        ]
        return (occupation, area, industry, *values, *(words[code[at]] for words, code in self._texts))


def _places(column: Any) -> tuple[dict[str, int], NDArray[np.int64]]:
    """Position of each different code, and the positions of the column; their order is the codes' own."""
    codes, inverse = np.unique(np.asarray(column, dtype=str), return_inverse=True)
    return {code: i for i, code in enumerate(codes.tolist())}, inverse.astype(np.int64)


def _coded(column: Any) -> tuple[list[Any], NDArray[np.int8]]:
    """The different texts of a column (None for absent), and which one each row has."""
    values = np.ma.filled(np.ma.asarray(column).astype(object), None)
    words = list(dict.fromkeys(values.tolist()))
    places = {word: i for i, word in enumerate(words)}
    return words, np.array([places[value] for value in values], dtype=np.int8)
