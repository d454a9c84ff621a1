"""Occupation x area x industry: the industry's ranks within the nation, paid at the area's own wages.

A worker of industry i stands at some rank among all workers of the occupation nationwide; the same
rank is paid Q_area(rank) in the area. Ranks are taken in the mixture of the nation's sectors, so that sectors
mixed by their national shares of employment give back the area's cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.pay.model.grid import SCORES, Floats
from paychart.pay.model.remainder import score_at

# Error of rank transport on its structural analogue (`analogue`), members above 2 % of their group and an RSE of the
# truth below 4 %: it grows with the distance of the area's and of the industry's median from the nation's.
# Least squares on 10,467 cells: |log error of the median| = base + industry distance, area distance times these.
ERROR_BASE, ERROR_BY_INDUSTRY, ERROR_BY_AREA = 0.049, 0.063, 0.129
# Half-widths per unit of that: rows p10 to p90, columns 50, 80, 90 %.
JOINT_WIDTHS = np.array(
    [[0.80, 1.70, 2.40], [0.69, 1.52, 2.15], [0.73, 1.52, 2.15], [0.81, 1.66, 2.31], [0.93, 1.93, 2.69]],
    dtype=np.float32,
)
QUADRATURE = np.asarray(ndtri((np.arange(40) + 0.5) / 40), dtype=np.float32)
_POINTS = np.concatenate([SCORES, QUADRATURE]).astype(np.float32)
_TABLE = 401
_REACH = 4.0


@dataclass(frozen=True, eq=False)
class Mixture:
    """All workers of an occupation as its sectors: log percentiles (s, 5) and shares (s,) of jobs, summing to 1."""

    members: Floats
    shares: NDArray[np.float64]

    @cached_property
    def _table(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log wages and their normal scores among all workers."""
        ends = wage_at(
            self.members,
            np.broadcast_to(np.array([-_REACH, _REACH], dtype=np.float32), (len(self.members), 2)),
        )
        even = np.linspace(float(ends.min()), float(ends.max()) + 1e-6, _TABLE)
        wages = np.sort(np.concatenate([even, self.members.ravel()]))  # the curve bends at the members' own
        return wages, exact_rank(self.members, self.shares, wages)

    def rank(self, log_wage: Floats) -> NDArray[np.float64]:
        """Normal score of log wages among all workers, to about 0.001."""
        wages, scores = self._table
        return np.interp(log_wage, wages, scores)


def wage_at(nodes: Floats, score: Floats) -> Floats:
    """Log wage at normal scores (n, m) in distributions given by five log percentiles (n, 5)."""
    slopes = np.maximum(np.diff(nodes, axis=-1) / np.diff(SCORES), 0)
    segment = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, 3)
    low = np.take_along_axis(nodes, segment, axis=1)
    return np.asarray(
        low + np.take_along_axis(slopes, segment, axis=1) * (score - SCORES[segment]), dtype=np.float32
    )


def exact_rank(
    members: Floats, shares: NDArray[np.float64], log_wage: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Normal score of log wages (m,) in a mixture of distributions (s, 5) with shares (s,) summing to 1."""
    wages = np.broadcast_to(log_wage[:, None].astype(np.float32), (len(log_wage), len(members)))
    below = ndtr(score_at(np.broadcast_to(members, (*wages.shape, 5)), wages)) @ shares
    return np.asarray(ndtri(np.clip(below, 1e-5, 1 - 1e-5)))


def transport(mixture: Mixture, industry: Floats, area: Floats) -> Floats:
    """Log percentiles and mean (n, 6) of joint cells from industry (n, 5) and area (n, 5) log percentiles."""
    national = wage_at(industry, np.broadcast_to(_POINTS, (len(industry), len(_POINTS))))
    paid = wage_at(area, mixture.rank(national).astype(np.float32))
    mean = np.log(np.exp(paid[:, 5:]).mean(axis=1))
    percentiles = np.maximum.accumulate(paid[:, :5], axis=1)
    return np.column_stack([percentiles, mean]).astype(np.float32)


def joint_half_width(industry: Floats, area: Floats, nation: Floats) -> Floats:
    """Half-widths (n, 5, levels) that transport itself adds to the errors of its margins (n, 5), in log points."""
    far_industry = np.abs(industry[:, 2] - nation[:, 2])
    far_area = np.abs(area[:, 2] - nation[:, 2])
    scale = ERROR_BASE + ERROR_BY_INDUSTRY * far_industry + ERROR_BY_AREA * far_area
    return np.asarray(scale[:, None, None] * JOINT_WIDTHS, dtype=np.float32)
