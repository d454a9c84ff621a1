"""Where people stand: rows of one workforce at their scores, turned into pay along the curves of their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.pay.answered_cells import AnsweredCells
from paychart.pay.certainty import Sway
from paychart.pay.distribution import LEVELS, NODES, WageDistribution
from paychart.pay.held_credentials import HeldCredentials
from paychart.pay.interpolation import GAPS, hermite
from paychart.pay.normal import ndtr, ndtri
from paychart.pay.uncertainty import Z90
from paychart.pay.workforce import KNOTS, Workforce

Array = NDArray[np.float64]
Index = NDArray[np.intp]

_AT_ONCE = 8192  # rows whose arrays stay in tens of megabytes
# A mean is a sum over equal steps of probability, less the bias the same sum has over the whole cell; how it moves with
# a score is told by every fourth of them.
_STEPS = ndtri((np.arange(64) + 0.5) / 64)
_FEW_STEPS = slice(1, None, 4)
_EDGE = 1e-12


def _through_knots(at: Array) -> tuple[Array, Array]:
    """Matrices (knots, m) that turn values and slopes at KNOTS into values at normal scores `at` (m,)."""
    k = np.clip(np.searchsorted(KNOTS, at, side="right") - 1, 0, len(KNOTS) - 2)
    gap, m = KNOTS[k + 1] - KNOTS[k], np.arange(len(at))
    h00, h10, h01, h11 = hermite(np.clip((at - KNOTS[k]) / gap, 0, 1))
    values, slopes = np.zeros((len(KNOTS), len(at))), np.zeros((len(KNOTS), len(at)))
    values[k, m], values[k + 1, m] = h00, h01
    slopes[k, m], slopes[k + 1, m] = h10 * gap, h11 * gap
    slopes[0, m] += np.minimum(at - KNOTS[0], 0)
    slopes[-1, m] += np.maximum(at - KNOTS[-1], 0)
    return values, slopes


_WANTED = np.concatenate([NODES, _STEPS])
_LEVEL_AND_STEPS = _through_knots(_WANTED)


@dataclass(frozen=True, eq=False)
class Standing:
    """People (r of the n rows asked about) found among the workers of one occupation and employer type.

    `combos` (u, 4) are distinct traits, `years` (u,) the years that go with them; `combo` (r,) says which is whose.
    `shift` (r,) scores are added to those of such workers, `extra` of them for which credentials are held. Errors are
    in scores: `parts` (u,) of the effects, `extra_se` (r,) and `misfit_se` (r,) of the rest, `score_se` (r,) of all.
    """

    force: Workforce
    rows: Index
    held: tuple[HeldCredentials, ...]
    combos: Index
    combo: Index
    years: Array
    moved: Sway
    parts: Mapping[str, Array]
    records: Array
    shift: Array
    extra: Array
    extra_se: Array
    misfit_se: Array
    score_se: Array

    @cached_property
    def _by_traits(self) -> tuple[Index, Index]:
        traits, place = np.unique(self.combos, axis=0, return_inverse=True)
        return traits, place.reshape(-1)[self.combo]

    @property
    def traits(self) -> Index:
        """(v, 4) the distinct traits, whatever the years within a band."""
        return self._by_traits[0]

    @property
    def trait(self) -> Index:
        """(r,) which of `traits` each row has."""
        return self._by_traits[1]

    @cached_property
    def _knots(self) -> tuple[Array, Array]:
        """Scores and slopes (v, knots) of the workers with each of `traits`."""
        return self.force.quantile_knots(self.traits)

    @cached_property
    def _everyone(self) -> NDArray[np.bool_]:
        """(r,) rows that leave every worker in: they stand exactly at the cell's percentiles, where its curve may
        have a step."""
        return np.asarray((self.combos[self.combo] < 0).all(axis=1) & (self.shift == 0))

    def scores(self, here: Index, normal: Array) -> Array:
        """Scores (k, m) of workers like the rows `here` (positions among these) at normal scores `normal` (m,)."""
        return self._scores(here, _through_knots(normal))

    def _scores(self, here: Index, matrices: tuple[Array, Array]) -> Array:
        values, slopes = self._knots
        read = values @ matrices[0] + slopes @ matrices[1]
        return np.asarray(read[self.trait[here]] + self.shift[here, None])

    def chunks(self) -> Iterator[Index]:
        for start in range(0, len(self.rows), _AT_ONCE):
            yield np.arange(start, min(start + _AT_ONCE, len(self.rows)))

    def fill(
        self,
        cells: AnsweredCells,
        cell: Index,
        hours_factor: Array,
        annual: Array,
        half: Array,
        cell_half: Array,
    ) -> None:
        """Put the rows' figures (dollars a year for their hours), half-widths below and above, and the cell's part of
        these in place."""
        for here in self.chunks():
            rows, own = self.rows[here], cell[self.rows[here]]
            score, reach = self._scores(here, _LEVEL_AND_STEPS), Z90 * self.score_se[here, None]
            few = score[:, 5:][:, _FEW_STEPS]
            levels = score[:, :5]
            wanted = np.concatenate([score, levels - reach, levels + reach, few - reach, few + reach], axis=1)
            normal = self.force.normal_score(wanted)
            everyone = self._everyone[here]
            normal[everyone, : len(_WANTED)] = _WANTED
            curves = cells.distribution(own)
            pay = curves.log_wage(normal)
            steps, low, high = pay[:, 5:69], pay[:, 69:74], pay[:, 74:79]
            less, more = np.split(pay[:, 79:], 2, axis=1)
            middle = np.exp(steps[:, _FEW_STEPS]).mean(axis=1)
            mean = np.exp(steps).mean(axis=1) * _mean_bias(curves)
            annual[rows, 1:] = np.exp(pay[:, :5]) * hours_factor[rows, None]
            annual[rows, 0] = mean * hours_factor[rows]
            of_cell = _at_scores(cells.half[own, 1:], normal[:, :5])
            cell_half[rows, 0], cell_half[rows, 1:] = cells.half[own, 0], of_cell
            half[rows, 1:, 0] = np.hypot(pay[:, :5] - low, of_cell)
            half[rows, 1:, 1] = np.hypot(high - pay[:, :5], of_cell)
            half[rows, 0, 0] = np.hypot(np.log(middle / np.exp(less).mean(axis=1)), cells.half[own, 0])
            half[rows, 0, 1] = np.hypot(np.log(np.exp(more).mean(axis=1) / middle), cells.half[own, 0])

    def quantile(self, cells: AnsweredCells, cell: Index, normal: Array) -> Array:
        """(r, m) full-time pay a year at normal scores `normal` (m,) among such workers."""
        found = np.empty((len(self.rows), len(normal)))
        for here in self.chunks():
            z = self.force.normal_score(self.scores(here, normal))
            z[self._everyone[here]] = normal
            found[here] = np.exp(cells.distribution(cell[self.rows[here]]).log_wage(z))
        return found

    def percentile_of(self, cells: AnsweredCells, cell: Index, wage: Array) -> tuple[Array, Array]:
        """Share (r,) of such workers paid the full-time `wage` (r,) or less, and its 90% interval (r, 2)."""
        share, band = np.empty(len(wage)), np.empty((len(wage), 2))
        for here in self.chunks():
            own = cell[self.rows[here]]
            curves = cells.distribution(own)
            normal = self._score_of(curves, wage[here])
            score = self.force.score(normal)
            # The cell's own error, as the ranks of pay that much less and more.
            error = _at_scores(cells.half[own, 1:], normal[:, None])[:, 0]
            below = self.force.score(self._score_of(curves, wage[here] * np.exp(-error)))
            above = self.force.score(self._score_of(curves, wage[here] * np.exp(error)))
            reach = Z90 * self.score_se[here]
            ends = [score, score - np.hypot(score - below, reach), score + np.hypot(above - score, reach)]
            found = [
                self.force.share_below(self.traits, self.trait[here], end - self.shift[here]) for end in ends
            ]
            share[here] = ndtr(found[0])
            band[here] = np.column_stack([ndtr(found[1]), ndtr(found[2])])
        return share, band

    @staticmethod
    def _score_of(curves: WageDistribution, wage: Array) -> Array:
        return np.asarray(ndtri(np.clip(curves.percentile_of(wage), _EDGE, 1 - _EDGE)))


def _mean_bias(curves: WageDistribution) -> Array:
    """(r,) mean pay of cells over the same sum of their quantiles."""
    return np.asarray(curves.mean / np.exp(curves.log_wages_at(_STEPS)).mean(axis=-1))


def _at_scores(half: Array, normal: Array) -> Array:
    """Half-widths (r, m) at normal scores (r, m) between those (r, 5) of the five percentiles."""
    k = np.clip(np.searchsorted(NODES, normal, side="right") - 1, 0, 3)
    share = np.clip((normal - NODES[k]) / GAPS[k], 0, 1)
    left, right = np.take_along_axis(half, k, axis=1), np.take_along_axis(half, k + 1, axis=1)
    return np.asarray(left + share * (right - left))


assert len(LEVELS) == 5
