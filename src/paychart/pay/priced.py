"""`Priced`: what `kernel.price` answers, column by column, and what can be asked of it further."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.pay.answered_cells import MEDIAN, MODELLED, STATUS, AnsweredCells
from paychart.pay.certainty import error_draws
from paychart.pay.columns import People
from paychart.pay.normal import ndtri
from paychart.pay.standing import Standing
from paychart.pay.uncertainty import Z90
from paychart.profile import FULL_TIME_HOURS

Array = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class PayDraws:
    """Log errors (n, D) of pay at one rank: `effect` of what the traits do, `cell` of the cell's own figure.

    Draws of the effects are the same for everyone, so two people can be compared draw by draw; each cell errs by
    itself, and the same whenever it is asked about.
    """

    pay: Array
    effect: Array
    cell: Array

    @property
    def dollars(self) -> Array:
        """(n, D) pay a year with both errors."""
        return np.asarray(self.pay[:, None] * np.exp(self.effect + self.cell))


@dataclass(frozen=True, eq=False)
class Priced:
    """The pay of n people, in the order asked. Dollars a year for each one's hours.

    Parameters
    ----------
    annual : (n, 6) mean, p10, p25, p50, p75, p90, NaN for a row in `errors`: how such workers differ.
    interval90 : (n, 6, 2) how sure each figure is; NaN where no error is known.
    errors : why a row has no pay, by its position.
    cells, cell : the distinct cells asked about, and (n,) which is whose.
    cell_half : (n, 6) the cell's part of each half-width, in log points; NaN where no error is known.
    standings : those of whom something is known, by workforce.
    """

    store: Store
    people: People
    cells: AnsweredCells
    cell: Index
    errors: Mapping[int, PaychartError]
    standings: tuple[Standing, ...]
    annual: Array
    interval90: Array
    cell_half: Array

    def __len__(self) -> int:
        return len(self.people)

    @cached_property
    def status(self) -> NDArray[np.str_]:
        """(n,) "published" (the cell as printed), "modelled", or "refused" for a row in `errors`."""
        found = np.where(self.people.described, STATUS[MODELLED], STATUS[self.cells.status[self.cell]])
        found[list(self.errors)] = STATUS[0]
        return found

    @property
    def median(self) -> Array:
        """(n,) the middle of such workers' pay."""
        return np.asarray(self.annual[:, MEDIAN])

    @property
    def hours_factor(self) -> Array:
        """(n,) paid hours over those of full-time work."""
        return self.people.hours_per_year / FULL_TIME_HOURS

    def quantile(self, levels: ArrayLike) -> Array:
        """(n, L) pay at `levels` (L,), strictly between 0 and 1, among workers like each; NaN for rows with errors."""
        p = np.asarray(levels, dtype=float).reshape(-1)
        if not ((p > 0) & (p < 1)).all():
            raise BadInput("A probability must lie between 0 and 1.")
        normal = ndtri(p)
        found = np.full((len(self), len(p)), np.nan)
        whole = self._whole
        found[whole] = np.exp(self.cells.distribution(self.cell[whole]).log_wages_at(normal))
        for one in self.standings:
            found[one.rows] = one.quantile(self.cells, self.cell, normal)
        return np.asarray(found * self.hours_factor[:, None])

    def percentile_of(self, pay: ArrayLike) -> tuple[Array, Array]:
        """Share (n,) of workers like each paid `pay` (n,) dollars a year or less, and its 90% interval (n, 2).

        NaN where the pay is not known or not more than zero, or the row has an error.
        """
        wage = np.asarray(pay, dtype=float) / self.hours_factor
        good = np.isfinite(wage) & (wage > 0)
        share, band = np.full(len(self), np.nan), np.full((len(self), 2), np.nan)
        whole = self._whole[good[self._whole]]
        if len(whole):
            share[whole], band[whole] = _percentile_in_cells(self.cells, self.cell[whole], wage[whole])
        for one in self.standings:
            known = np.where(good[one.rows], wage[one.rows], 1.0)
            found, ends = one.percentile_of(self.cells, self.cell, known)
            share[one.rows] = np.where(good[one.rows], found, np.nan)
            band[one.rows] = np.where(good[one.rows, None], ends, np.nan)
        return share, band

    def draws(self, n: int, seed: int, rank: float = 0.5) -> PayDraws:
        """`n` draws of the error of each one's pay at `rank` (0 to 1) among such workers, the median as shown.

        Equal seeds give equal draws, whoever else is asked about.
        """
        pay = self.median.copy() if rank == 0.5 else self.quantile([rank])[:, 0]
        effect = np.zeros((len(self), n))
        normal = ndtri(np.array([rank]))
        for one in self.standings:
            moved = error_draws(one.force, one.moved, n, seed)[one.combo]
            rng = np.random.default_rng(seed + 1)
            moved = moved + one.extra_se[:, None] * rng.standard_normal(n)
            moved = moved + one.misfit_se[:, None] * rng.standard_normal(n)
            here = np.arange(len(one.rows))
            score = one.scores(here, normal)
            z = one.force.normal_score(np.concatenate([score, score + moved], axis=1))
            log_pay = self.cells.distribution(self.cell[one.rows]).log_wage(z)
            effect[one.rows] = log_pay[:, 1:] - log_pay[:, :1]
        return PayDraws(pay, effect, self._cell_errors(n))

    def _cell_errors(self, n: int) -> Array:
        """(rows, n) log errors of the cells' medians, the same whenever a cell is asked about."""
        error = np.nan_to_num(self.cells.half[:, MEDIAN]) / Z90
        drawn = np.array([_cell_noise(key, n) for key in self.cells.keys]).reshape(-1, n)
        return np.asarray((drawn * error[:, None])[self.cell])

    def standing(self, row: int) -> tuple[Standing, int]:
        """The standing that has a described row, and the row's position in it."""
        for one in self.standings:
            here = int(np.searchsorted(one.rows, row))
            if here < len(one.rows) and one.rows[here] == row:
                return one, here
        raise KeyError(row)

    @cached_property
    def _whole(self) -> Index:
        """Rows that are their cell."""
        priced = np.ones(len(self), dtype=bool)
        priced[list(self.errors)] = False
        return np.flatnonzero(priced & ~self.people.described)


def _percentile_in_cells(cells: AnsweredCells, own: Index, wage: Array) -> tuple[Array, Array]:
    curves = cells.distribution(own)
    share = curves.percentile_of(wage)
    normal = ndtri(np.clip(share, 1e-12, 1 - 1e-12))
    half = np.array(
        [np.interp(z, _NODES, row) for z, row in zip(normal, cells.half[own, 1:], strict=True)]
    ).reshape(-1)
    ends = [curves.percentile_of(wage * np.exp(sign * half)) for sign in (-1, 1)]
    return share, np.where(half[:, None] > 0, np.column_stack(ends), np.nan)


def _cell_noise(key: Sequence[str], n: int) -> Array:
    seed = int.from_bytes(hashlib.sha256("|".join(key).encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(n)


_NODES = ndtri(np.array([0.10, 0.25, 0.50, 0.75, 0.90]))
