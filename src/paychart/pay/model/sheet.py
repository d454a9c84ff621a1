"""Sheets: an occupation in all areas and all industries, published cells and modelled ones side by side."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.pay.cells import HOURS
from paychart.pay.distribution import WageDistribution
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Mask
from paychart.pay.model.joint import Mixture
from paychart.pay.model.joint_cells import TERRITORIES, JointCells
from paychart.pay.model.kept import model_table
from paychart.pay.model.table import ModelTable
from paychart.pay.model.top_coded import beyond_bound
from paychart.pay.model.totals import mean_bounds
from paychart.store import Store

Dollars = NDArray[np.float64]
STATISTICS = ("p10", "p25", "p50", "p75", "p90", "mean")
SHEETS_HELD = 64
NONE, PUBLISHED, MODELLED = 0, 1, 2  # what a wage is


@dataclass(frozen=True, eq=False)
class Places:
    """Row numbers of areas (all industries) and of industries (nationwide), and the next wider row of each.

    `members` are states, and industries, that add up to their parents without overlap (metros cross state lines);
    `barren` rows are areas without any published wage; `bound` is the wage at which the release top-codes.
    """

    areas: dict[str, int]
    industries: dict[str, int]
    parent: NDArray[np.intp]
    sectors: NDArray[np.intp]
    members: tuple[Mask, Mask]
    barren: Mask
    bound: float

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
    held: Places | None = store.__dict__.get("_model_places")
    if held is not None:
        return held
    areas = store.rows(
        "SELECT code, type, state FROM area ORDER BY "
        "CASE type WHEN 'nation' THEN 0 WHEN 'state' THEN 1 ELSE 2 END, code"
    )
    industries = store.rows("SELECT code, parent, level FROM industry WHERE code <> '000000' ORDER BY code")
    area_row = {code: row for row, (code, _, _) in enumerate(areas)}
    industry_row = {code: row for row, (code, _, _) in enumerate(industries, len(areas))}
    states = {state: area_row[code] for code, kind, state in areas if kind == "state"}
    parent = [NATION_ROW if t in ("nation", "state") else states.get(s, NATION_ROW) for _, t, s in areas]
    parent += [industry_row.get(above, NATION_ROW) for _, above, _ in industries]
    paid = {code for (code,) in store.rows("SELECT DISTINCT area FROM cell WHERE wage_status = 'published'")}
    held = Places(
        areas=area_row,
        industries=industry_row,
        parent=np.array(parent, dtype=np.intp),
        sectors=np.array([industry_row[code] for code, _, level in industries if level == "sector"], int),
        members=(
            np.array(
                [k == "state" and c[:2] not in TERRITORIES for c, k, _ in areas] + [False] * len(industries)
            ),
            np.array([False] * len(areas) + [level != "ownership" for _, _, level in industries]),
        ),
        barren=np.array([code not in paid for code in area_row] + [False] * len(industries)),
        bound=float(store.rows("SELECT annual_bound FROM release")[0][0] or 0),
    )
    store.__dict__["_model_places"] = held
    return held


@dataclass(frozen=True, eq=False)
class Sheet:
    """One occupation in every row of `Places`.

    Parameters
    ----------
    wage : (rows, 6) dollars a year, NaN where nothing can be said.
    kind : (rows,) NONE, PUBLISHED (all five percentiles printed) or MODELLED (one at least is not).
    status : (rows,) why: `wage_status` of the release, "" where it has no such row.
    rse : (rows,) relative standard error of the published mean, a fraction; NaN where none.
    employment : (rows,) published jobs; NaN where none.
    jobs : (rows,) the same, and jobs to expect where none are published and the model has the cell.
    predicted : (rows, 6) log dollars by the model, also where a noisy wage is published; NaN elsewhere.
    half_width : (rows, 5, levels) of those predictions, log points.
    mixture : the nation's sectors, in which an industry's ranks are taken.
    where : what the rows are.
    log_tilts : carried ones of `raking`, by row; empty where they are still to be worked out.
    """

    wage: Dollars
    kind: NDArray[np.int8]
    status: NDArray[np.str_]
    rse: Dollars
    employment: Dollars
    jobs: Dollars
    predicted: Floats
    half_width: Floats
    mixture: Mixture
    where: Places
    log_tilts: dict[int, Dollars]

    @property
    def printed(self) -> Mask:
        """Rows with published percentiles."""
        return np.asarray(self.kind == PUBLISHED)

    @cached_property
    def log_wage(self) -> Floats:
        """(rows, 6) in log dollars."""
        return np.log(self.wage).astype(np.float32)

    @cached_property
    def joint(self) -> JointCells:
        """Cells by area and industry at once."""
        return JointCells(self, self.where)


def sheets(
    store: Store, occupations: Sequence[str], *, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Sheet]:
    """The sheets of `occupations`; those last asked for are held with the store."""
    held: OrderedDict[str, Sheet] = store.__dict__.setdefault("_model_sheets", OrderedDict())
    wanted = set(occupations)
    found = {code: held[code] for code in wanted if code in held}
    missing = sorted(wanted - set(found))
    if missing:
        fresh = _read(store, missing, progress)
        found.update(fresh)
        held.update((code, fresh[code]) for code in missing[:SHEETS_HELD])
    while len(held) > SHEETS_HELD:
        held.popitem(last=False)
    return found


def _read(store: Store, occupations: list[str], progress: Callable[[str], None]) -> dict[str, Sheet]:
    where = places(store)
    names = [f"annual_{s}" for s in STATISTICS] + [f"hourly_{s}" for s in STATISTICS]
    cells = (
        store.cursor()
        .execute(
            f"SELECT occupation, area, industry, employment, mean_rse, wage_status, {', '.join(names)} "
            "FROM cell WHERE (area = '0000000' OR industry = '000000') "
            "AND occupation IN (SELECT unnest(?::VARCHAR[])) ORDER BY occupation",
            [occupations],
        )
        .fetchnumpy()
    )
    row = np.array(
        [
            where.areas.get(a, -1) if i == "000000" else where.industries.get(i, -1)
            for a, i in zip(cells["area"], cells["industry"], strict=True)
        ],
        dtype=np.intp,
    )
    annual, hourly = (np.stack([_filled(cells[n]) for n in part], axis=1) for part in (names[:6], names[6:]))
    wage = np.where(np.isfinite(annual[:, [MEDIAN]]), annual, np.round(hourly * HOURS, 2))
    jobs, rse = _filled(cells["employment"]), _filled(cells["mean_rse"]) / 100
    status = np.asarray(cells["wage_status"], dtype="U16")
    table = model_table(store, progress=progress)
    own_row = _own_rows(table, where)
    first = np.searchsorted(np.asarray(cells["occupation"], dtype="U7"), [*occupations, "~"])
    result = {}
    for n, occupation in enumerate(occupations):
        part = np.arange(first[n], first[n + 1])
        part = part[row[part] >= 0]
        shape = len(where.codes)
        values = np.full((shape, 6), np.nan)
        values[row[part]] = wage[part]
        error, workers = (_spread(shape, row[part], x[part]) for x in (rse, jobs))
        predicted, half, expected = _modelled(table, occupation, own_row, workers)
        why = np.full(shape, "", dtype="U16")
        why[row[part]] = status[part]
        tilts = {int(own_row[row]): tilt for row, tilt in table.log_tilts(occupation)}
        result[occupation] = _sheet(where, values, why, error, workers, expected, predicted, half, tilts)
    return result


def _own_rows(table: ModelTable, where: Places) -> NDArray[np.intp]:
    """The sheet's row of each row of the table."""
    held = {**where.areas, **where.industries}
    return np.array([held.get(code, -1) for code in table.rows], dtype=np.intp)


def _modelled(
    table: ModelTable, occupation: str, own_row: NDArray[np.intp], employment: Dollars
) -> tuple[Floats, Floats, Dollars]:
    shape = len(employment)
    jobs = employment.copy()
    predicted = np.full((shape, 6), np.nan, dtype=np.float32)
    half = np.full((shape, *table.multiplier.shape[-2:]), np.nan, dtype=np.float32)
    column = table.column_of.get(occupation)
    if column is not None:
        part = slice(int(table.first[column]), int(table.first[column + 1]))
        row = own_row[table.row[part].astype(np.intp)]
        predicted[row] = table.wage[part]
        half[row] = table.half_width(part, column, np.isfinite(employment[row]))
        jobs[row] = np.where(np.isfinite(employment[row]), employment[row], table.jobs[part])
    return predicted, half, jobs


def _sheet(
    where: Places,
    wage: Dollars,
    status: NDArray[np.str_],
    rse: Dollars,
    employment: Dollars,
    jobs: Dollars,
    predicted: Floats,
    half: Floats,
    tilts: dict[int, Dollars],
) -> Sheet:
    printed: Mask = np.asarray(np.isfinite(wage[:, :5]).all(axis=1))
    lacking = np.flatnonzero(printed & ~np.isfinite(wage[:, 5]))
    if len(lacking):  # BLS prints a mean beside percentiles; another maker's file may not
        wage[lacking, 5] = np.round(WageDistribution.from_percentiles(wage[lacking, :5]).mean, -1)
    fill = np.flatnonzero(~printed & np.isfinite(predicted).all(axis=1))
    values = np.exp(beyond_bound(predicted[fill], half[fill], status[fill], where.bound))
    own = wage[fill]
    withheld = status[fill] == "not_released"  # top-coded cells have a bound of their own
    mean = values[withheld, 5]
    values[withheld] *= (_allowed(mean, fill[withheld], where, wage, employment, printed) / mean)[:, None]
    floor = np.nan_to_num(np.nanmax(np.column_stack([own[:, :5], np.zeros(len(own))]), axis=1))
    values = np.where(np.isfinite(own), own, np.maximum(np.round(values, -1), floor[:, None]))
    values[:, :5] = np.maximum.accumulate(values[:, :5], axis=1)
    wage[fill] = values
    kind = np.where(printed, PUBLISHED, NONE).astype(np.int8)
    kind[fill] = MODELLED
    sectors = where.sectors[printed[where.sectors] & (employment[where.sectors] > 0)]
    nodes, members = np.log(wage[sectors, :5]), employment[sectors]
    if not len(sectors):
        nodes, members = np.log(wage[[NATION_ROW], :5]), np.ones(1)
    mixture = Mixture(nodes.astype(np.float32), members / members.sum())
    return Sheet(wage, kind, status, rse, employment, jobs, predicted, half, mixture, where, tilts)


def _allowed(
    mean: Dollars, fill: NDArray[np.intp], where: Places, wage: Dollars, employment: Dollars, printed: Mask
) -> Dollars:
    """Modelled means (n,) of the rows `fill`, moved to lie within what totals allow."""
    for kind in where.members:
        low, high = mean_bounds(wage[:, 5], employment, printed, where.parent, kind)
        mean = np.clip(mean, low[fill], high[fill])
    return mean


def _spread(rows: int, at: NDArray[np.intp], values: Dollars) -> Dollars:
    result = np.full(rows, np.nan)
    result[at] = values
    return result


def _filled(values: NDArray[np.float64]) -> Dollars:
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)


def with_tilts(
    table: ModelTable, store: Store, progress: Callable[[str], None] = lambda _: None
) -> ModelTable:
    """`table` of `store` with the log tilts of every occupation, so that its joint cells need no raking."""
    store.__dict__["_model_table"] = table
    where = places(store)
    rows = {code: row for row, code in enumerate(table.rows)}
    first, row, tilt = [0], [], []
    for n, occupation in enumerate(table.columns):
        if n % 100 == 0:
            progress(f"joint cells: {n} of {len(table.columns)} occupations")
        page = _read(store, [occupation], progress)[occupation]
        for at, values in sorted(page.joint.log_tilts.items()):
            row.append(rows[where.codes[at]])
            tilt.append(values)
        first.append(len(row))
    return replace(
        table,
        tilt_first=np.array(first, dtype=np.int64),
        tilt_row=np.array(row, dtype=np.uint16),
        tilt=np.array(tilt, dtype=np.float32),
    )
