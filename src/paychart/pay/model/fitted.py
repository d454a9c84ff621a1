"""The fitted model of a store: made once, kept beside the store under its content hash, asked by cells."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from paychart.errors import StoreError
from paychart.pay.model.calibration import LEVELS
from paychart.pay.model.features import nearest_ancestor
from paychart.pay.model.fit import fit_tier
from paychart.pay.model.grid import DEFAULT_RSE, NATION_ROW, TIERS, Floats, Grid, Mask, read_grid
from paychart.pay.model.joint import TRANSPORT_HALF_WIDTH, sectors_of, transport
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.store import Store

MODEL_VERSION = "1"
PERCENTILE_ERROR = np.array([1.71, 1.36, 1.25, 1.36, 1.71], dtype=np.float32)  # x RSE of the mean
NORMAL = np.array([0.674, 1.282, 1.645], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class ModelledCells:
    """Answers for n cells, in the order asked.

    `percentiles` (n, 5) and `mean` (n,) are dollars a year, NaN where refused. `half_width` (n, 5, 3) is in
    log points for levels 50, 80 and 90 %: dollars / exp(h) to dollars x exp(h). `status` is "published",
    "modelled" or "refused"; `reason` says why it is not published; `parents` names the published cells
    (occupation, area, industry) an answer rests on.
    """

    percentiles: NDArray[np.float64]
    mean: NDArray[np.float64]
    half_width: Floats
    status: NDArray[np.str_]
    reason: NDArray[np.str_]
    parents: list[tuple[tuple[str, str, str], ...]]

    def interval(self, level: float = 0.90) -> NDArray[np.float64]:
        """Lower and upper end (n, 5, 2) of each percentile, in dollars, at 0.5, 0.8 or 0.9."""
        h = self.half_width[:, :, LEVELS.index(level)]
        return np.stack([self.percentiles * np.exp(-h), self.percentiles * np.exp(h)], axis=2)


@dataclass(frozen=True, eq=False)
class FittedModel:
    """Log wages and half-widths of every (row, detailed occupation); see `Grid` for rows and columns.

    `wage` predicts published cells too, without having read them: compare, or smooth with it.
    """

    grid: Grid
    wage: Floats
    half_width: NDArray[np.float16]
    jobs: Floats
    top_coded: Mask
    listed: Mask
    bound: float
    _sectors: dict[int, tuple[Floats, NDArray[np.float64]]] = field(default_factory=dict, repr=False)

    @cached_property
    def _row(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self.grid.rows)}

    @cached_property
    def _column(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self.grid.columns[: self.grid.detailed])}

    @cached_property
    def _ancestor(self) -> NDArray[np.intp]:
        return nearest_ancestor(self.grid, self.grid.known).row

    @cached_property
    def _barren(self) -> Mask:
        return np.logical_not(self.listed.any(axis=1))

    @cached_property
    def _employs(self) -> Mask:
        """Whether the row, a wider one below the nation, or a narrower one lists the occupation."""
        found = self.listed.copy()
        order = range(1, len(self.grid.rows))
        for index in order:
            above = self.grid.parent[index]
            if above != NATION_ROW:
                found[index] |= found[above]
        for index in reversed(order):
            above = self.grid.parent[index]
            if above != NATION_ROW:
                found[above] |= self.listed[index]
        return found

    @cached_property
    def _answer(self) -> tuple[Floats, Floats]:
        """Log wages (published, completed or modelled) and half-widths of every margin cell."""
        d = self.grid.detailed
        published = self.grid.log_wage[:, :d]
        wage = np.where(np.isfinite(published), published, self.wage)
        low = np.where(self.top_coded, np.log(self.bound) if self.bound > 0 else -np.inf, -np.inf)
        floor = np.where(np.isfinite(published), -np.inf, low[..., None])
        wage = np.maximum(wage, floor)
        wage[..., :5] = np.maximum.accumulate(wage[..., :5], axis=2)
        rse = np.nan_to_num(self.grid.rse[:, :d], nan=DEFAULT_RSE)
        sampling = 1.2 * rse[..., None, None] * PERCENTILE_ERROR[:, None] * NORMAL
        known = self.grid.known[:, :d, None, None]
        return wage, np.where(known, sampling, self.half_width.astype(np.float32))

    def cells(
        self,
        occupation: Sequence[str] | NDArray[np.str_],
        area: Sequence[str] | NDArray[np.str_],
        industry: Sequence[str] | NDArray[np.str_],
    ) -> ModelledCells:
        """Wages of cells given by codes; published cells come back as published, unknown codes as refused."""
        c = np.array([self._column.get(str(o), -1) for o in occupation], dtype=np.intp)
        a = np.array([self._row.get(str(code), -1) for code in area], dtype=np.intp)
        everyone = np.array([str(code) == ALL_INDUSTRIES for code in industry], dtype=bool)
        i = np.array(
            [NATION_ROW if str(x) == ALL_INDUSTRIES else self._row.get(str(x), -1) for x in industry],
            dtype=np.intp,
        )
        reason = self._refusals(c, a, i, everyone)
        fine = reason == ""
        joint = fine & (a != NATION_ROW) & ~everyone
        margin = np.where(everyone, a, i)
        wage = np.full((len(c), 6), np.nan, dtype=np.float32)
        half = np.full((len(c), 5, len(LEVELS)), np.nan, dtype=np.float32)
        wages, halves = self._answer
        single = fine & ~joint
        wage[single], half[single] = wages[margin[single], c[single]], halves[margin[single], c[single]]
        for column in np.unique(c[joint]):
            at = np.flatnonzero(joint & (c == column))
            if int(column) not in self._sectors:
                self._sectors[int(column)] = sectors_of(self.grid, int(column))
            members, shares = self._sectors[int(column)]
            wage[at] = transport(members, shares, wages[i[at], column, :5], wages[a[at], column, :5])
            half[at] = np.sqrt(
                halves[i[at], column] ** 2 + halves[a[at], column] ** 2 + TRANSPORT_HALF_WIDTH**2
            )
        lost = fine & ~np.isfinite(wage).all(axis=1)
        reason[lost] = "No wider cell of this occupation has published wages."
        fine &= ~lost
        known = np.zeros(len(c), dtype=bool)
        known[single] = self.grid.known[margin[single], c[single]]
        status = np.where(known & fine, "published", np.where(fine, "modelled", "refused"))
        reason[(status == "modelled") & joint] = "BLS publishes no wages by area and industry at once."
        reason[(status == "modelled") & ~joint] = "BLS published no wages for this cell."
        parents = [self._parents(*key) for key in zip(c, a, i, everyone, status, strict=True)]
        dollars = np.exp(wage.astype(np.float64))
        dollars[known] = np.round(dollars[known])
        return ModelledCells(dollars[:, :5], dollars[:, 5], half, status, reason, parents)

    def _refusals(
        self, c: NDArray[np.intp], a: NDArray[np.intp], i: NDArray[np.intp], everyone: Mask
    ) -> NDArray[np.str_]:
        reason = np.full(len(c), "", dtype="U120")
        reason[self._barren[np.maximum(a, 0)]] = (
            "No cell of this area is published, so nothing can be said about its pay."
        )
        nowhere = ~everyone & ~self._employs[np.maximum(i, 0), np.maximum(c, 0)]
        reason[nowhere] = "BLS shows nobody of this occupation in this industry, its sector or its branches."
        reason[i < 0] = "The release has no such industry."
        reason[a < 0] = "The release has no such area."
        reason[c < 0] = "The release has no such detailed occupation."
        return reason

    def _parents(
        self, c: int, a: int, i: int, everyone: bool, status: str
    ) -> tuple[tuple[str, str, str], ...]:
        if status == "refused":
            return ()
        rows = {a} if everyone else {i} if a == NATION_ROW else {a, i, NATION_ROW}
        known = self.grid.known
        held = sorted({row if known[row, c] else int(self._ancestor[row, c]) for row in rows})
        code = self.grid.columns[c]
        return tuple(
            (
                code,
                NATION if self.grid.tier[r] == "industry" else self.grid.rows[r],
                self.grid.rows[r] if self.grid.tier[r] == "industry" else ALL_INDUSTRIES,
            )
            for r in held
        )


def fitted(store: Store, *, progress: Callable[[str], None] = lambda _: None) -> FittedModel:
    """The model of `store`: read from the file beside it, or fitted and kept there (whole or not at all)."""
    grid = read_grid(store)
    path = cache_path(store)
    try:
        with FileLock(f"{path}.lock"):
            if not path.exists():
                _write(path, _fit(grid, progress))
            tables = _read(path)
    except OSError:  # a folder that cannot be written: fit for this process only
        tables = _fit(grid, progress)
    top_coded, listed = _marks(store, grid)
    bound = store.rows("SELECT annual_bound FROM release")[0][0] or 0.0
    return FittedModel(grid, *tables, top_coded=top_coded, listed=listed, bound=float(bound))


def cache_path(store: Store) -> Path:
    """Where the fitted tables of this store's content are kept."""
    return store.path.parent / f"{store.path.stem}.model-{MODEL_VERSION}-{store.content_hash[:16]}.npz"


Tables = tuple[Floats, NDArray[np.float16], Floats]


def _fit(grid: Grid, progress: Callable[[str], None]) -> Tables:
    shape = (len(grid.rows), grid.detailed)
    wage = np.full((*shape, 6), np.nan, dtype=np.float32)
    half = np.full((*shape, 5, len(LEVELS)), np.nan, dtype=np.float16)
    jobs = np.full(shape, np.nan, dtype=np.float32)
    wage[NATION_ROW] = grid.log_wage[NATION_ROW, : grid.detailed]
    for tier in TIERS:
        fit = fit_tier(grid, grid.known, tier, progress=progress)
        if fit is not None:
            wage[fit.row, fit.column], jobs[fit.row, fit.column] = fit.wage, fit.jobs
            half[fit.row, fit.column] = fit.half_width
    return wage, half, jobs


def _write(path: Path, tables: Tables) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, wage=tables[0], half_width=tables[1], jobs=tables[2])
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> Tables:
    try:
        with np.load(path, allow_pickle=False) as file:
            return file["wage"], file["half_width"], file["jobs"]
    except (ValueError, KeyError, EOFError) as error:
        raise StoreError(
            f"The fitted model {path} is damaged.",
            hint="Delete that file; it is made again at the next question.",
        ) from error


def _marks(store: Store, grid: Grid) -> tuple[Mask, Mask]:
    """Which cells are top-coded, and which the release lists at all, with or without wages."""
    row = {code: index for index, code in enumerate(grid.rows)}
    column = {code: index for index, code in enumerate(grid.columns[: grid.detailed])}
    top = np.zeros((len(grid.rows), grid.detailed), dtype=bool)
    listed = top.copy()
    cells = (
        store.cursor()
        .execute(
            "SELECT CASE WHEN industry = '000000' THEN area ELSE industry END AS row, occupation, "
            "wage_status IN ('top_coded', 'partly_top_coded') AS top FROM cell "
            "WHERE area = '0000000' OR industry = '000000'"
        )
        .fetchnumpy()
    )
    r = np.array([row.get(code, -1) for code in cells["row"]], dtype=np.intp)
    c = np.array([column.get(code, -1) for code in cells["occupation"]], dtype=np.intp)
    keep = (r >= 0) & (c >= 0)
    listed[r[keep], c[keep]] = True
    top[r[keep], c[keep]] = np.asarray(cells["top"])[keep]
    return top, listed
