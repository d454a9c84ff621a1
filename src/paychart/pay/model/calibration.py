"""Intervals that keep their word: grouped split conformal prediction with a learned scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import Floats, Mask

Doubles = NDArray[np.float64]
LEVELS = (0.50, 0.80, 0.90)
JOB_CLASSES = (50, 200, 1000)
KINDS = 4
FAMILY_PRIOR = 50  # out-of-sample cells at which a major group's own calibration weighs as much as everyone's
FEWEST, ROUNDS = 20, 2


def job_class(jobs: Floats) -> NDArray[np.intp]:
    """Employment class of cells: below 50, 200, 1,000, and above."""
    return np.digitize(np.nan_to_num(jobs, nan=20), JOB_CLASSES)


def conformal_quantile(scores: Floats | Doubles, level: float) -> float:
    """The finite-sample split conformal quantile; the largest score where the group is too small."""
    if len(scores) == 0:
        return float("nan")
    rank = min(int(np.ceil((len(scores) + 1) * level)), len(scores)) - 1
    return float(np.partition(scores, rank)[rank])


def kinds(told: Mask, recalled: Mask) -> NDArray[np.intp]:
    """What calibration tells apart (n,): whether a cell's jobs are told, and whether an earlier release had its pay."""
    return np.asarray(told + 2 * recalled.astype(np.intp), dtype=np.intp)


def calibrate(
    scores: Floats, kind: NDArray[np.intp], jobs: Floats, family: NDArray[np.intp], families: int
) -> Floats:
    """Multipliers of the scale (kind, employment class, major group, 5, level) from scores (n, 5), |error| / scale.

    The quantile of the class, by `kinds`, times a factor of the major group over all classes: scores in
    units of their class are pooled, so that a group of a few hundred cells still says how far it is off. Each of the
    two is found again given the other, and the factor is moved towards 1 where few cells stand behind it.
    """
    cells = KINDS * job_class(jobs) + kind
    classes = KINDS * (len(JOB_CLASSES) + 1)
    table = np.zeros((KINDS, classes // KINDS, families, scores.shape[1], len(LEVELS)), dtype=np.float32)
    share = np.bincount(family, minlength=families) / (np.bincount(family, minlength=families) + FAMILY_PRIOR)
    for k in range(scores.shape[1]):
        for index, level in enumerate(LEVELS):
            factor = np.ones(families)
            for _ in range(ROUNDS):
                base = _quantiles(
                    scores[:, k].astype(np.float64) / factor[family], cells, classes, level, FEWEST
                )
                factor = (
                    _quantiles(scores[:, k].astype(np.float64) / base[cells], family, families, level, 1)
                    ** share
                )
            table[..., k, index] = (base[:, None] * factor[None]).reshape(-1, KINDS, families).swapaxes(0, 1)
    return np.maximum.accumulate(table, axis=4)


def _quantiles(scores: Doubles, group: NDArray[np.intp], groups: int, level: float, fewest: int) -> Doubles:
    """Conformal quantile of each group; everyone's where it has fewer than `fewest` cells."""
    everyone = conformal_quantile(scores, level)
    values = np.full(groups, everyone)
    for g in range(groups):
        own = scores[group == g]
        if len(own) >= fewest:
            values[g] = conformal_quantile(own, level)
    return values
