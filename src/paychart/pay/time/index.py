"""Indexes that carry pay or prices from one month to another: the CPI-U and the Employment Cost Index (ECI).

BLS's releases print the ECI rounded, in three ways (level, 3-month and 12-month change), and no citable page
prints all of them: each printed figure is one equation on the quarterly levels, solved by least squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import BadInput

Array = NDArray[np.float64]
_ROUNDING, _SEASON, _BEND = 3e-4, 1e-3, 2e-2  # sd of a printed figure, of a seasonal factor, of a free bend
NAMES = {
    "civilian": "Employment Cost Index, wages and salaries, civilian workers",
    "private": "Employment Cost Index, wages and salaries, private industry",
    "civilian_hospitals": "Employment Cost Index, wages and salaries, hospitals",
    "private_professional": "Employment Cost Index, wages and salaries, private professional and related work",
    "cpi": "CPI-U, US city average, all items",
}


@dataclass(frozen=True)
class Index:
    """Log levels at months (counted as year * 12 + month - 1), in order. `missing` names months with no figure."""

    code: str
    name: str
    months: NDArray[np.int64]
    log_levels: Array
    missing: tuple[str, ...] = ()

    @property
    def last(self) -> tuple[int, int]:
        """Year and month of the newest figure."""
        return month_of(int(self.months[-1]))

    def at(self, year: int, month: int) -> float:
        """Log level of a month: between two figures along a straight line, after the last one at its last
        twelve months' rate. Raises BadInput before the first figure."""
        when = month_number(year, month)
        first = int(self.months[0])
        if when < first:
            raise BadInput(
                f"{self.name} begins in {month_text(*month_of(first))}.",
                nearest=(month_text(*month_of(first)),),
                hint="Ask for a later month.",
            )
        newest = int(self.months[-1])
        if when <= newest:
            return float(np.interp(when, self.months, self.log_levels))
        back = max(newest - 12, first)
        rate = (self.log_levels[-1] - np.interp(back, self.months, self.log_levels)) / (newest - back)
        return float(self.log_levels[-1] + rate * (when - newest))

    def carried_months(self, year: int, month: int) -> int:
        """How many months of a date lie after the newest figure."""
        return max(0, month_number(year, month) - int(self.months[-1]))


def month_number(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise BadInput(f"There is no month {month}.", nearest=("1", "12"))
    return year * 12 + month - 1


def month_of(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def month_text(year: int, month: int) -> str:
    """Such as "May 2025"."""
    names = "January February March April May June July August September October November December"
    return f"{names.split()[month - 1]} {year}"


def consumer_prices(store: Store) -> Index:
    """The CPI-U by month. A month BLS never collected (October 2025) lies between its neighbors."""
    rows = store.rows("SELECT year, month, value FROM consumer_price WHERE month <= 12 ORDER BY year, month")
    months = np.array([month_number(y, m) for y, m, _ in rows])
    whole = np.arange(months[0], months[-1] + 1)
    missing = tuple(month_text(*month_of(int(m))) for m in np.setdiff1d(whole, months))
    return Index("cpi", NAMES["cpi"], months, np.log([v for *_, v in rows]), missing)


def employment_cost(store: Store, series: str = "civilian") -> Index:
    """A quarterly ECI series from whatever of it is in the store. Raises BadInput for one that is not."""
    held = [row[0] for row in store.rows("SELECT DISTINCT series FROM employment_cost ORDER BY 1")]
    if series not in held:
        raise BadInput(
            f"The store has no Employment Cost Index for {series!r}.",
            nearest=(*held, "cpi"),
            hint="BLS's own file has more: paychart data fetch eci, then paychart data build --eci FOLDER.",
        )
    rows = store.rows(
        "SELECT year, month, level, change_3m, change_12m FROM employment_cost WHERE series = ? "
        "ORDER BY year, month",
        [series],
    )
    quarters = [month_number(y, m) // 3 for y, m, *_ in rows]
    year_ago = any(change is not None for *_, change in rows[:4])
    first = quarters[0] - (4 if year_ago else 1)
    levels, known = _solve(first, quarters, rows)
    missing = tuple(
        month_text(*month_of((first + i) * 3 + 2)) for i in range(len(levels)) if first + i not in known
    )
    months = (first + np.arange(len(levels))) * 3 + 2
    return Index(series, NAMES.get(series, f"Employment Cost Index, {series}"), months, levels, missing)


def by_name(store: Store, name: str) -> Index:
    """An index by its code: "cpi" or an ECI series."""
    return consumer_prices(store) if name == "cpi" else employment_cost(store, name)


def _solve(first: int, quarters: list[int], rows: list[tuple[float | None, ...]]) -> tuple[Array, set[int]]:
    n = quarters[-1] - first + 1
    equations: list[tuple[dict[int, float], float, float]] = []
    known: set[int] = set()
    for quarter, (_, _, level, three, twelve) in zip(quarters, rows, strict=True):
        i = quarter - first
        if level is not None:
            equations.append(({i: 1.0}, float(np.log(level)), _ROUNDING))
        if three is not None and i >= 1:
            equations.append(({i: 1.0, i - 1: -1.0}, float(np.log1p(three / 100)), _SEASON))
        if twelve is not None and i >= 4:
            equations.append(({i: 1.0, i - 4: -1.0}, float(np.log1p(twelve / 100)), _ROUNDING))
        if level is not None or three is not None or twelve is not None:
            known.add(quarter)
    if all(len(terms) > 1 for terms, _, _ in equations):
        equations.append(({n - 1: 1.0}, float(np.log(100)), _ROUNDING))  # no level printed: 100 at the end
    equations += [({i - 1: 1.0, i: -2.0, i + 1: 1.0}, 0.0, _BEND) for i in range(1, n - 1)]
    design, target = np.zeros((len(equations), n)), np.zeros(len(equations))
    for row, (terms, value, sd) in enumerate(equations):
        for column, factor in terms.items():
            design[row, column] = factor / sd
        target[row] = value / sd
    return np.asarray(np.linalg.lstsq(design, target, rcond=None)[0], dtype=float), known
