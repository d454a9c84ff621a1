"""Occupation x area x industry: the industry's ranks within the nation, paid at the area's own wages.

A worker of industry i stands at some rank among all workers of the occupation nationwide; the same rank is paid
Q_area(rank) in the area. Ranks are taken in the mixture of the nation's sectors. `raking` starts from this and makes
both margins hold; how far the result misses is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.calibration import job_class
from paychart.pay.model.grid import SCORES, Floats
from paychart.pay.normal import ndtr, ndtri

# Error of raked joint cells on their structural analogue (`analogue`), 12,305 members above 2 % of their group: it
# grows with the distance of the area's and of the industry's median from the nation's, and as jobs grow fewer.
# Learned by scripts/learn_intervals.py: |log error of the median| = base + industry distance, area distance and
# 1 / sqrt(jobs) times these; half-widths per unit of that by class of expected jobs, percentile and level.
ERROR_BASE, ERROR_BY_INDUSTRY, ERROR_BY_AREA, ERROR_BY_JOBS = 0.0351, 0.0389, 0.0830, 1.0718
FEWEST_JOBS = 25.0  # published cells are seldom smaller: below it errors are those of a cell of this size
JOINT_WIDTHS = np.array(
    [
        [[0.56, 1.21, 1.77], [0.49, 1.12, 1.78], [0.54, 1.15, 1.70], [0.55, 1.21, 1.77], [0.62, 1.30, 1.79]],
        [[0.63, 1.43, 2.00], [0.65, 1.29, 1.80], [0.66, 1.36, 1.81], [0.69, 1.36, 1.87], [0.73, 1.63, 2.17]],
        [[0.88, 1.82, 2.53], [0.77, 1.62, 2.24], [0.78, 1.63, 2.25], [0.83, 1.72, 2.31], [0.93, 1.95, 2.62]],
        [[0.81, 1.70, 2.32], [0.69, 1.47, 2.06], [0.75, 1.57, 2.17], [0.83, 1.74, 2.38], [0.98, 2.01, 2.80]],
    ],
    dtype=np.float32,
)
# The same by major group, shrunken: state by state, teachers and guards depart further from the nation's ranks.
JOINT_GROUPS = {
    "11": 1.03, "13": 1.0, "15": 1.02, "17": 0.93, "19": 1.04, "21": 1.08, "23": 1.05, "25": 1.33, "27": 1.07,
    "29": 0.99, "31": 0.94, "33": 1.15, "35": 1.01, "37": 0.78, "39": 0.98, "41": 1.02, "43": 0.74, "45": 1.06,
    "47": 0.98, "49": 0.85, "51": 0.94, "53": 1.02,
}  # fmt: skip
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
        ends = wage_at(self.members, np.array([-_REACH, _REACH], dtype=np.float32))
        even = np.linspace(float(ends.min()), float(ends.max()) + 1e-6, _TABLE)
        wages = np.sort(np.concatenate([even, self.members.ravel()]))  # the curve bends at the members' own
        return wages, exact_rank(self.members, self.shares, wages)

    def wage(self, score: Floats) -> Floats:
        """Log wages at normal scores among all workers: the inverse of `rank`."""
        wages, scores = self._table
        return np.interp(score, scores, wages).astype(np.float32)

    def rank(self, log_wage: Floats) -> NDArray[np.float64]:
        """Normal score of log wages among all workers, to about 0.001."""
        wages, scores = self._table
        return np.interp(log_wage, wages, scores)


def wage_at(nodes: Floats, score: Floats) -> Floats:
    """Log wage (n, m) at normal scores (m,) or (n, m) in distributions given by five log percentiles (n, 5)."""
    slopes = np.maximum(np.diff(nodes, axis=-1) / np.diff(SCORES), 0)
    segment = np.clip(np.searchsorted(SCORES, score, side="right") - 1, 0, 3)
    if score.ndim == 1:
        low, slope = nodes[:, segment], slopes[:, segment]
    else:
        low, slope = (np.take_along_axis(part, segment, axis=1) for part in (nodes, slopes))
    return np.asarray(low + slope * (score - SCORES[segment]), dtype=np.float32)


def score_at(nodes: Floats, log_wage: Floats) -> Floats:
    """Normal scores of log wages (*W) in distributions given by five log percentiles (*S, 5); S broadcasts with W."""
    rise = np.maximum(np.diff(nodes, axis=-1) / np.diff(SCORES), 0.02)
    result = SCORES[0] + (log_wage - nodes[..., 0]) / rise[..., 0]
    for segment in range(1, 4):
        above = log_wage - nodes[..., segment]
        result = np.where(
            above >= 0,
            SCORES[segment] + above / rise[..., segment],
            np.minimum(result, SCORES[segment]),
        )
    return np.asarray(np.clip(result, -4, 4), dtype=np.float32)


def exact_rank(
    members: Floats, shares: NDArray[np.float64], log_wage: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Normal score of log wages (m,) in a mixture of distributions (s, 5) with shares (s,) summing to 1."""
    below = ndtr(score_at(members, log_wage[:, None].astype(np.float32))) @ shares
    return np.asarray(ndtri(np.clip(below, 1e-5, 1 - 1e-5)))


def transport(mixture: Mixture, industry: Floats, area: Floats) -> Floats:
    """Log percentiles and mean (n, 6) of joint cells from industry (n, 5) and area (n, 5) log percentiles."""
    national = wage_at(industry, _POINTS)
    paid = wage_at(area, mixture.rank(national).astype(np.float32))
    mean = np.log(np.exp(paid[:, 5:]).mean(axis=1))
    percentiles = np.maximum.accumulate(paid[:, :5], axis=1)
    return np.column_stack([percentiles, mean]).astype(np.float32)


def joint_scale(industry: Floats, area: Floats, nation: Floats, jobs: NDArray[np.float64]) -> Floats:
    """What the error of joint cells grows with (n, 4); see `joint_half_width`."""
    far_industry = np.abs(industry[:, 2] - nation[:, 2])
    far_area = np.abs(area[:, 2] - nation[:, 2])
    few = 1 / np.sqrt(np.maximum(np.nan_to_num(jobs, nan=FEWEST_JOBS), FEWEST_JOBS))
    return np.column_stack([np.ones(len(few)), far_industry, far_area, few]).astype(np.float32)


def group_factor(occupations: Sequence[str]) -> NDArray[np.float64]:
    """Factors (n,) of the half-widths by the occupations' major groups."""
    return np.array([JOINT_GROUPS.get(code[:2], 1.0) for code in occupations])


def joint_half_width(
    industry: Floats, area: Floats, nation: Floats, jobs: NDArray[np.float64], wider: NDArray[np.float64]
) -> Floats:
    """Half-widths (n, 5, levels) that joining adds to the errors of its margins (n, 5), in log points; `jobs` (n,) are
    expected ones, `wider` (n,) `group_factor` of the occupations."""
    # Term by term, because a matrix product's last digit depends on how many rows are asked about at once.
    base, far_industry, far_area, few_jobs = joint_scale(industry, area, nation, jobs).astype(np.float64).T
    scale = ERROR_BASE * base + ERROR_BY_INDUSTRY * far_industry + ERROR_BY_AREA * far_area
    scale = scale + ERROR_BY_JOBS * few_jobs
    few = job_class(np.nan_to_num(jobs, nan=FEWEST_JOBS).astype(np.float32))
    return np.asarray((wider * scale)[:, None, None] * JOINT_WIDTHS[few], dtype=np.float32)
