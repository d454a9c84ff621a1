"""What a published total says of the cells missing from it: the total less its published members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from paychart.pay.model.grid import NATION_ROW, PERCENTILES, SCORES, Floats, Grid, Mask
from paychart.pay.model.joint import score_at

SMALLEST_SHARE = 0.005  # of the total: below it, rounding and sampling drown the remainder
BOUND = 0.8  # log points a remainder may lie from its total


@dataclass(frozen=True, eq=False)
class Remainder:
    """Per (row, detailed occupation): what is left of the parent's cell once its known members are taken out.

    `jobs` left; `share` of the parent's jobs; `mean` and `shift` (…, 5) in log points from the parent's own
    mean and percentiles. NaN where the parent is not published or nothing is left.
    """

    jobs: Floats
    share: Floats
    mean: Floats
    shift: Floats


def members_below(grid: Grid) -> Floats:
    """Share of each child cell's workers below the parent's five percentiles (row, detailed, 5)."""
    detailed = grid.detailed
    nodes = grid.log_wage[:, :detailed, :5]
    bounds = nodes[grid.parent]
    return np.stack([ndtr(score_at(nodes, bounds[..., k])) for k in range(5)], axis=2).astype(np.float32)


def remainder(grid: Grid, known: Mask, below: Floats) -> Remainder:
    """Take the known members out of every parent cell; `below` is `members_below(grid)`."""
    d = grid.detailed
    use = known[:, :d] & np.isfinite(grid.employment[:, :d]) & np.isfinite(below).all(axis=2)
    use[NATION_ROW] = False
    use &= grid.partition[:, None]
    jobs = np.where(use, grid.employment[:, :d], 0).astype(np.float64)
    wages = jobs * np.where(use, np.exp(grid.log_wage[:, :d, 5]), 0)
    count = np.where(use[..., None], jobs[..., None] * np.nan_to_num(below), 0)
    total_jobs, total_wages = np.zeros_like(jobs), np.zeros_like(jobs)
    total_count = np.zeros_like(count)
    kind = grid.tier != "industry"
    for same in (kind, ~kind):  # areas and industries both have the nation above them: keep them apart
        sums = [np.zeros_like(jobs), np.zeros_like(jobs), np.zeros_like(count)]
        for into, values in zip(sums, (jobs, wages, count), strict=True):
            np.add.at(into, grid.parent[same], values[same])
        for into, values in zip((total_jobs, total_wages, total_count), sums, strict=True):
            into[same] = values[grid.parent[same]]
    above = grid.parent
    parent_jobs = np.where(known[above, :d], grid.employment[above, :d], np.nan)
    left = parent_jobs - total_jobs
    share = left / parent_jobs
    usable = share > SMALLEST_SHARE
    with np.errstate(divide="ignore", invalid="ignore"):
        parent_mean = np.exp(grid.log_wage[above, :d, 5])
        mean = np.log(np.maximum(parent_jobs * parent_mean - total_wages, 1) / (left * parent_mean))
        part = (parent_jobs[..., None] * np.array(PERCENTILES) - total_count) / left[..., None]
        slope = np.gradient(grid.log_wage[above, :d, :5], SCORES, axis=2)
        shift = np.clip(slope, 0.05, 0.8) * (SCORES - ndtri(np.clip(part, 0.02, 0.98)))
    for values in (mean, shift):
        values[~usable] = np.nan
        np.clip(values, -BOUND, BOUND, out=values)
    return Remainder(
        jobs=np.where(left > 0, left, np.nan).astype(np.float32),
        share=share.astype(np.float32),
        mean=mean.astype(np.float32),
        shift=shift.astype(np.float32),
    )
