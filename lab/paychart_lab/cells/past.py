"""Earlier releases as evidence: what a cell paid before, carried to today by the nation's own change.

A cell's earlier value is its position among all the nation's workers of the occupation that year, applied to the nation
now. Nothing says that it may be trusted: values of areas are derived from the Labor Department's levels, some of them
filled from elsewhere, states move by their samples, areas change their borders. So trees are told the value together
with what its worth hangs on (its age, its distance from the state's and from other years, how many releases have it)
and learn how far to follow it. Successive releases share two thirds of their sample: part of what an earlier value
tells is the same workers again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.releases import soc_version
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.cells import STATISTICS
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Grid, Indices, Mask
from paychart.pay.time.series import History, history
from paychart_lab.cells.features import weights
from paychart_lab.cells.low_rank import low_rank

MEASURES = ("p50", "mean", "p10", "p90")  # of earlier values; the rows' own order has others between them
OF_GRID = [2, 5, 0, 4]
RELEASES = 5  # the newest that a cell has
FADING = (0.4, 0.25, 0.15, 0.1, 0.1)  # of their medians, newest first
TAIL = 1.2816  # normal score of p90: what a spread says of p10 and p90
CLIP = 0.6  # log points


@dataclass(frozen=True, eq=False)
class Past:
    """Earlier values of every (row, detailed occupation), log dollars of now, NaN where there is none.

    Parameters
    ----------
    value : (rows, d, 4) median, mean, p10 and p90 of the newest release that has the cell.
    medians : (rows, d, 5) of the newest five releases.
    age : (rows, d) years of the newest; `spread` (rows, d) its lognormal's; `releases` (rows, d) how many have it.
    from_areas : (rows, d, 2) a row's median and mean rebuilt from the areas below it; `covered` (rows, d) the share of
        its jobs that they hold.
    """

    value: Floats
    medians: Floats
    age: Floats
    spread: Floats
    releases: Floats
    from_areas: Floats
    covered: Floats

    @property
    def known(self) -> Mask:
        """Cells (rows, detailed) with an earlier value."""
        return np.isfinite(self.age)


def past_asked(store: Store, grid: Grid, words: str) -> Past | None:
    """`read_past` by words: all, none, or up to a year. Raises BadInput for others."""
    if words == "none":
        return None
    if words != "all" and not re.fullmatch(r"(19|20)\d\d", words):
        raise BadInput(f"{words!r} is no choice of earlier releases.", nearest=("all", "none", "2021"))
    return read_past(store, grid, None if words == "all" else int(words))


def read_past(store: Store, grid: Grid, until: int | None = None) -> Past:
    """Earlier values of `store`'s cells; `until` leaves out releases after that year.

    Codes of other classifications count only where BLS's crosswalk maps them one to one, areas only under the code of
    today's delineation; a year that is not before the release's own counts for nothing,
    nor do two values of one year that differ.
    """
    held = history(store)
    newest = int(held.years[-1]) - 1
    held_as = [*(f"annual_{m}" for m in MEASURES), "sigma"]
    columns = (
        store.cursor()
        .execute(
            f"SELECT occupation, area, year, {', '.join(f'any_value({m}) AS {m}' for m in held_as)} "
            "FROM place_history WHERE year <= ? AND coalesce(annual_p50, annual_mean) > 0 "
            "GROUP BY occupation, area, year "
            f"HAVING {' AND '.join(f'count(DISTINCT {m}) <= 1' for m in held_as)} "
            "ORDER BY year DESC, occupation, area",
            [min(until or newest, newest)],
        )
        .fetchnumpy()
    )
    year = np.asarray(columns["year"], dtype=np.int64)
    series = _series(held, np.asarray(columns["occupation"], dtype=str), year)
    place = {code: row for row, code in enumerate(grid.rows)}
    areas, at = np.unique(np.asarray(columns["area"], dtype=str), return_inverse=True)
    row = np.array([place.get(code, -1) for code in areas.tolist()], dtype=np.intp)[at]
    column = {code: n for n, code in enumerate(grid.columns[: grid.detailed])}
    now = np.array([column.get(code, -1) for code in held.names], dtype=np.intp)
    keep = (series >= 0) & (row >= 0) & (year >= held.years[0])
    keep &= now[series] >= 0
    row, col, year, series = row[keep], now[series[keep]], year[keep], series[keep]
    names = [STATISTICS.index(name) for name in MEASURES]
    nation = held.wages[series, year - held.years[0]][:, names]
    told = np.stack([_numbers(columns[f"annual_{m}"])[keep] for m in MEASURES], axis=1)
    spread = _numbers(columns["sigma"])[keep]
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.log(told / nation) + grid.log_wage[NATION_ROW, col][:, OF_GRID]
    derived = np.isfinite(spread)
    value[derived, 2] = value[derived, 0] - TAIL * spread[derived]
    value[derived, 3] = value[derived, 0] + TAIL * spread[derived]
    return _arranged(grid, (row, col), value, (newest + 1 - year).astype(np.float32), spread)


def _series(held: History, occupation: NDArray[np.str_], year: NDArray[np.int64]) -> Indices:
    """The linked series (n,) of codes as their releases printed them; -1 where there is none."""
    codes, at = np.unique(occupation, return_inverse=True)
    found: Indices = np.full(len(year), -1, dtype=np.intp)
    for one in np.unique(year).tolist():
        of = np.array([held.of.get((code, soc_version(one)), -1) for code in codes.tolist()], dtype=np.intp)
        found[year == one] = of[at[year == one]]
    return found


def _arranged(grid: Grid, cell: tuple[Indices, Indices], value: Floats, age: Floats, spread: Floats) -> Past:
    """The newest releases of each cell side by side; `value`, `age`, `spread` (n, ...) come newest first."""
    shape = (len(grid.rows), grid.detailed)
    usable = np.isfinite(value[:, :2]).any(axis=1)
    (row, col), value = (part[usable] for part in cell), value[usable]
    age, spread = age[usable], spread[usable]
    number = row * shape[1] + col
    order = np.argsort(number, kind="stable")
    place = np.empty(len(number), dtype=np.intp)
    place[order] = np.arange(len(number)) - np.searchsorted(number[order], number[order])
    first = place == 0

    def table(*more: int) -> Floats:
        return np.full((*shape, *more), np.nan, dtype=np.float32)

    newest, medians, ages, spreads = table(4), table(RELEASES), table(), table()
    newest[row[first], col[first]] = value[first]
    ages[row[first], col[first]], spreads[row[first], col[first]] = age[first], spread[first]
    for n in range(RELEASES):
        medians[row[place == n], col[place == n], n] = value[place == n, 0]
    releases = np.bincount(number, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float32)
    jobs = np.nan_to_num(grid.employment[:, -1])
    area = np.flatnonzero(grid.tier == "area")
    above = grid.parent[area]
    all_jobs = np.zeros(shape[0])
    np.add.at(all_jobs, above, jobs[area])
    rebuilt = table(2)
    for k in (0, 1):
        known = np.isfinite(newest[area][..., k]) & (ages[area] == 1)
        weight = np.where(known, jobs[area, None], 0)
        bill, held = np.zeros(shape), np.zeros(shape)
        np.add.at(bill, above, np.nan_to_num(newest[area][..., k]) * weight)
        np.add.at(held, above, weight)
        rebuilt[..., k] = np.where(held > 0, bill / np.maximum(held, 1), np.nan)
    covered = (held / np.maximum(all_jobs, 1)[:, None]).astype(np.float32)
    return Past(newest, medians, ages, spreads, releases, rebuilt, covered)


def past_columns(
    past: Past,
    grid: Grid,
    known: Mask,
    rows: Indices,
    target: tuple[Indices, Indices],
    start: Floats,
    recalled: Mask,
) -> Floats:
    """Evidence (n, f) of earlier releases for `target` cells beside their `start` (n, 6).

    `known` cells may be read. Cells not `recalled` (n,) are treated as if no release had them, though their
    neighbors' change from release to release is told.
    """
    (r, c), d = target, grid.detailed
    own = np.where(recalled, 1, np.nan).astype(np.float32)
    value = past.value[r, c] * own[:, None] - start[:, OF_GRID]
    medians = past.medians[r, c] * own[:, None] - start[:, [MEDIAN]]
    seen = np.isfinite(medians)
    fading = np.where(seen, FADING, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        faded = (np.nan_to_num(medians) * fading).sum(axis=1) / fading.sum(axis=1)
    above = grid.parent[r]
    gap = past.value[r, c, 1] * own - past.from_areas[above, c, 1]
    beside = np.where(known[above, c], grid.log_wage[above, c, 5], np.nan) + gap - start[:, 5]
    columns = [
        *value.T, *medians[:, 1:].T, faded, past.age[r, c] * own, past.spread[r, c] * own,
        np.where(recalled, past.releases[r, c], 0),
        *(past.from_areas[r, c] - start[:, OF_GRID[:2]]).T, past.covered[r, c],
        gap, beside,
    ]  # fmt: skip
    at = np.full(len(grid.rows), -1, dtype=np.intp)
    at[rows] = np.arange(len(rows))
    for measure, k in enumerate(OF_GRID[:2]):
        change = grid.log_wage[rows, :d, k] - past.value[rows][..., measure]
        weight = weights(grid, known)[rows] * np.isfinite(change)
        if not weight.any():
            columns += [np.full(len(c), np.nan)] * 2
            continue
        moved = low_rank(np.clip(np.nan_to_num(change), -CLIP, CLIP), weight.astype(np.float32))[at[r], c]
        columns += [value[:, measure] + moved, moved]
    return np.column_stack(columns).astype(np.float32)


def _numbers(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
