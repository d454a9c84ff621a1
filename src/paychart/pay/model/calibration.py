"""Intervals that keep their word: grouped split conformal prediction with a learned scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import Floats, Mask

LEVELS = (0.50, 0.80, 0.90)
JOB_CLASSES = (50, 200, 1000)
FAMILY_PRIOR = (
    300  # out-of-sample cells at which a major group's own calibration weighs as much as everyone's
)

# How much wider errors are than those of single missing cells where all of a row, or all of an occupation's cells in
# the tier, are missing; measured on whole rows and occupations hidden (docs/model.md), never below 1.
WIDER = {"state": (1.10, 1.0), "area": (1.15, 1.08), "industry": (1.0, 1.22)}


def wider(known: Mask, tier: str) -> Floats:
    """Factors (rows, columns) of the error scale for cells of one tier, given its `known` cells (rows, columns)."""
    by_row, by_column = WIDER[tier]
    rows, columns = ~known.any(axis=1), ~known.any(axis=0)
    return np.maximum(np.where(rows, by_row, 1)[:, None], np.where(columns, by_column, 1)[None]).astype(
        np.float32
    )


def job_class(jobs: Floats) -> NDArray[np.intp]:
    """Employment class of cells: below 50, 200, 1,000, and above."""
    return np.digitize(np.nan_to_num(jobs, nan=20), JOB_CLASSES)


def conformal_quantile(scores: Floats, level: float) -> float:
    """The finite-sample split conformal quantile; the largest score where the group is too small."""
    if len(scores) == 0:
        return float("nan")
    rank = min(int(np.ceil((len(scores) + 1) * level)), len(scores)) - 1
    return float(np.partition(scores, rank)[rank])


def calibrate(scores: Floats, jobs: Floats, family: NDArray[np.intp], families: int) -> Floats:
    """Multipliers of the scale by (employment class, major group, level) from scores |error| / scale.

    A class's quantile is moved towards that of the class within the major group, by the cells behind it.
    """
    classes = job_class(jobs)
    table = np.zeros((len(JOB_CLASSES) + 1, families, len(LEVELS)), dtype=np.float32)
    for index, level in enumerate(LEVELS):
        overall = conformal_quantile(scores, level)
        for c in range(len(JOB_CLASSES) + 1):
            within = classes == c
            count = int(within.sum())
            base = overall if count < 20 else conformal_quantile(scores[within], level)
            for f in range(families):
                own = scores[within & (family == f)]
                share = len(own) / (len(own) + FAMILY_PRIOR)
                value = conformal_quantile(own, level) if len(own) else base
                table[c, f, index] = np.exp((1 - share) * np.log(base) + share * np.log(value))
    return np.maximum.accumulate(table, axis=2)
