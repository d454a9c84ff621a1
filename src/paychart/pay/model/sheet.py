"""Sheets: an occupation in all areas and all industries, published and modelled cells side by side with errors."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.cells import HOURS
from paychart.pay.distribution import WageDistribution
from paychart.pay.model.calibration import LEVELS
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Mask
from paychart.pay.model.joint import Mixture
from paychart.pay.model.joint_cells import JointCells
from paychart.pay.model.kept import model_table
from paychart.pay.model.laws import beyond_bound, lawful, mean_bounds
from paychart.pay.model.rows import ROWS, Places, places
from paychart.pay.model.table import ModelTable
from paychart.pay.normal import ndtri
from paychart.pay.uncertainty import sampling_half_width

Dollars = NDArray[np.float64]
STATISTICS = ("p10", "p25", "p50", "p75", "p90", "mean")
SHEETS_HELD = 64
NONE, PUBLISHED, MODELLED = 0, 1, 2  # what a wage is
STATUSES = ["", "published", "not_released", "top_coded", "partly_top_coded"]
_NAMES = np.array(STATUSES)
NORMAL_QUANTILES = ndtri((1 + np.array(LEVELS)) / 2).tolist()
Link = tuple[NDArray[np.intp], NDArray[np.intp]]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One occupation in every row of `Places`.

    Parameters
    ----------
    wage : (rows, 6) dollars a year, NaN where nothing can be said.
    kind : (rows,) NONE, PUBLISHED (all five percentiles printed) or MODELLED (one at least is not).
    status_code : (rows,) why: `wage_status` of the release among STATUSES, 0 where it has no such row.
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
    status_code: NDArray[np.int8]
    rse: Dollars
    employment: Dollars
    jobs: Dollars
    predicted: Floats
    half_width: Floats
    mixture: Mixture
    where: Places
    log_tilts: dict[int, Dollars]

    @property
    def status(self) -> NDArray[np.str_]:
        """Why, in words (rows,)."""
        return _NAMES[self.status_code]

    @property
    def printed(self) -> Mask:
        """Rows with published percentiles."""
        return np.asarray(self.kind == PUBLISHED)

    @cached_property
    def log_wage(self) -> Floats:
        """(rows, 6) in log dollars."""
        return np.log(self.wage).astype(np.float32)

    @cached_property
    def lowest(self) -> Dollars:
        """The least (rows,) that modelled pay may be: the legal minimum, or a lower p10 that is printed."""
        return np.fmin(self.where.floor, self.wage[:, 0])

    @cached_property
    def joint(self) -> JointCells:
        """Cells by area and industry at once."""
        return JointCells(self, self.where)


def sheets(store: Store, occupations: Sequence[str]) -> dict[str, Sheet]:
    """The sheets of `occupations`; those last asked for are held with the store."""
    held: OrderedDict[str, Sheet] = store.cached("model sheets", OrderedDict)
    wanted = set(occupations)
    found = {code: held[code] for code in wanted if code in held}
    missing = sorted(wanted - set(found))
    if missing:
        fresh = read_sheets(store, missing)
        found.update(fresh)
        if len(missing) <= SHEETS_HELD:  # more would push out all others, and keep arrays of all of them
            held.update(fresh)
    while len(held) > SHEETS_HELD:
        held.popitem(last=False)
    return found


def read_sheets(store: Store, occupations: list[str]) -> dict[str, Sheet]:
    """Sheets of `occupations` by code, read now and not held."""
    where = places(store)
    wages = ", ".join(
        f"CASE WHEN annual_p50 IS NULL THEN hourly_{s} ELSE annual_{s} END AS {s}" for s in STATISTICS
    )
    cells = (
        store.cursor()
        .execute(
            f"SELECT page, row, list_position(?, wage_status) AS status, annual_p50 IS NULL AS by_hour, "
            f"employment, mean_rse, {wages} FROM cell "
            "JOIN (SELECT unnest(?::VARCHAR[]) AS occupation, unnest(range(?)) AS page) USING (occupation) "
            f"JOIN {ROWS} ON code = CASE WHEN industry = '000000' THEN area ELSE industry END "
            "WHERE area = '0000000' OR industry = '000000'",
            [STATUSES[1:], occupations, len(occupations)],
        )
        .fetchnumpy()
    )
    page, row = (np.asarray(cells[name], dtype=np.intp) for name in ("page", "row"))
    printed = np.stack([_filled(cells[s]) for s in STATISTICS], axis=1)
    by_hour = np.asarray(cells["by_hour"], dtype=bool)
    printed[by_hour] = np.round(printed[by_hour] * HOURS, 2)
    shape = (len(occupations), len(where.codes))
    wage, rse, employment = np.full((*shape, 6), np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    status = np.zeros(shape, dtype=np.int8)
    wage[page, row] = printed
    rse[page, row], employment[page, row] = _filled(cells["mean_rse"]) / 100, _filled(cells["employment"])
    status[page, row] = np.ma.filled(cells["status"], 0)
    table = model_table(store)
    own_row = _own_rows(table, where)
    predicted, half, jobs = _modelled(table, occupations, own_row, employment)
    result = {}
    for n, occupation in enumerate(occupations):
        tilted, tilts = table.log_tilts(occupation)
        log_tilts = dict(zip(own_row[tilted].tolist(), tilts, strict=True))
        result[occupation] = _sheet(
            where, wage[n], status[n], rse[n], employment[n], jobs[n], predicted[n], half[n], log_tilts
        )
    return result


def _own_rows(table: ModelTable, where: Places) -> NDArray[np.intp]:
    """The sheet's row of each row of the table."""
    held = {**where.areas, **where.industries}
    return np.array([held.get(code, -1) for code in table.rows], dtype=np.intp)


def _modelled(
    table: ModelTable, occupations: list[str], own_row: NDArray[np.intp], employment: Dollars
) -> tuple[Floats, Floats, Dollars]:
    """What the table predicts of each occupation's rows, its half-widths, and jobs, expected where none are told."""
    predicted = np.full((*employment.shape, 6), np.nan, dtype=np.float32)
    half = np.full((*employment.shape, *table.multiplier.shape[-2:]), np.nan, dtype=np.float32)
    jobs = employment.copy()
    for n, occupation in enumerate(occupations):
        column = table.column_of.get(occupation)
        if column is not None:
            part = slice(int(table.first[column]), int(table.first[column + 1]))
            row = own_row[table.row[part].astype(np.intp)]
            told = np.isfinite(employment[n, row])
            predicted[n, row] = table.wage[part]
            half[n, row] = table.half_width(part, column, told)
            jobs[n, row] = np.where(told, employment[n, row], table.jobs[part])
    return predicted, half, jobs


def _sheet(
    where: Places,
    wage: Dollars,
    status_code: NDArray[np.int8],
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
    why = status_code[fill]
    values = np.exp(beyond_bound(predicted[fill], half[fill], _NAMES[why], where.bound))
    own = wage[fill]
    withheld = why == STATUSES.index("not_released")  # top-coded cells have a bound of their own
    if withheld.any():
        mean = values[withheld, 5]
        values[withheld] *= (_allowed(mean, fill[withheld], where, wage, employment, printed) / mean)[:, None]
    floor = np.fmax.reduce(own[:, :5], axis=1, initial=0.0)
    values = np.where(np.isfinite(own), own, np.maximum(np.round(values, -1), floor[:, None]))
    wage[fill] = lawful(
        values, np.fmin(where.floor[fill], np.fmin.reduce(own[:, :5], axis=1)), np.isfinite(own)
    )
    kind = np.where(printed, PUBLISHED, NONE).astype(np.int8)
    kind[fill] = MODELLED
    sectors = where.sectors[printed[where.sectors] & (employment[where.sectors] > 0)]
    nodes, members = np.log(wage[sectors, :5]), employment[sectors]
    if not len(sectors):
        nodes, members = np.log(wage[[NATION_ROW], :5]), np.ones(1)
    mixture = Mixture(nodes.astype(np.float32), members / members.sum())
    return Sheet(wage, kind, status_code, rse, employment, jobs, predicted, half, mixture, where, tilts)


def _allowed(
    mean: Dollars, fill: NDArray[np.intp], where: Places, wage: Dollars, employment: Dollars, printed: Mask
) -> Dollars:
    """Modelled means (n,) of the rows `fill`, moved to lie within what totals allow."""
    for kind in where.members:
        if kind[fill].any():
            low, high = mean_bounds(wage[:, 5], employment, printed, where.parent, kind)
            mean = np.clip(mean, low[fill], high[fill])
    return mean


def _filled(values: NDArray[np.float64]) -> Dollars:
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)


@dataclass(eq=False)
class Margins:
    """Rows of sheets whose errors go into the answers, each row once.

    `parts` are (page, rows); `links` say which answers, and by which of all these rows: single cells, then the areas
    of joint ones, then their industries.
    """

    parts: list[tuple[Sheet, NDArray[np.intp]]] = field(default_factory=list)
    links: tuple[list[Link], list[Link], list[Link]] = field(default_factory=lambda: ([], [], []))
    count: int = 0

    def add(self, page: Sheet, *links: Link) -> None:
        """One link (answers, rows of `page`) of each kind."""
        rows, place = np.unique(np.concatenate([rows for _, rows in links]), return_inverse=True)
        places = np.split(place + self.count, np.cumsum([len(rows) for _, rows in links[:-1]]))
        for held, (at, _), own in zip(self.links, links, places, strict=True):
            held.append((at, own))
        self.parts.append((page, rows))
        self.count += len(rows)

    def add_errors(self, half: Floats) -> None:
        """Put the half-widths of the rows into those of the answers (n, 6, levels), in quadrature."""
        if not self.parts:
            return
        own = np.concatenate([page.half_width[rows] for page, rows in self.parts])
        each = np.concatenate([own, own[:, [MEDIAN]]], axis=1)
        printed = np.concatenate([page.kind[rows] == PUBLISHED for page, rows in self.parts])
        wage = np.concatenate([page.wage[rows] for page, rows in self.parts])[printed]
        rse = np.concatenate([page.rse[rows] for page, rows in self.parts])[printed]
        each[printed] = sampling_half_width(wage, rse, NORMAL_QUANTILES)
        for links in self.links:
            at, place = (np.concatenate(side) for side in zip(*links, strict=True))
            half[at] = np.hypot(half[at], each[place])
