"""Scores of predicted percentiles and intervals against published ones: error, interval score, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.calibration import LEVELS, job_class
from paychart.pay.model.grid import MEDIAN, Floats, Mask

MEASURES = ("p10", "p25", "p50", "p75", "p90", "mean")
JOB_LABELS = ("<50", "50-199", "200-999", ">=1000")
HISTORY_LABELS = ("none", "an earlier release")
RSE_EDGES, RSE_LABELS = (0.02, 0.05), ("<2 %", "2-5 %", ">5 %")
WATCHED = ("29-2072", "29-9021", "11-9111")


@dataclass(frozen=True, eq=False)
class Scored:
    """Hidden cells: the truth and what was predicted, all in log dollars.

    `truth` (n, 6); `predicted` name -> (n, 6); `half` (n, 5, levels) of the first prediction, or None;
    `rse`, `jobs` (n,) of the truth; `occupation`, `group` (n,) codes; `recalled` (n,) where pay of an earlier
    release was read.
    """

    truth: Floats
    predicted: dict[str, Floats]
    half: Floats | None
    rse: Floats
    jobs: Floats
    occupation: NDArray[np.str_]
    group: NDArray[np.str_]
    recalled: Mask | None = None

    def join(self, other: Scored) -> Scored:
        """These cells and those of `other`."""
        rse, jobs, occupation, group = (
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("rse", "jobs", "occupation", "group")
        )
        half = None if self.half is None or other.half is None else np.concatenate([self.half, other.half])
        seen = (self.recalled, other.recalled)
        recalled = None if seen[0] is None or seen[1] is None else np.concatenate([seen[0], seen[1]])
        predicted = {n: np.concatenate([v, other.predicted[n]]) for n, v in self.predicted.items()}
        truth = np.concatenate([self.truth, other.truth])
        return Scored(truth, predicted, half, rse, jobs, occupation, group, recalled)


def percent_errors(predicted: Floats, truth: Floats) -> Floats:
    """Absolute error in percent of the truth, same shape."""
    return np.asarray(100 * np.abs(np.expm1(predicted - truth)))


def interval_score(miss: Floats, half: Floats) -> Floats:
    """Weighted interval score (n,) in log percent of an absolute error (n,) and half-widths (n, levels)."""
    score = 0.5 * miss
    for index, level in enumerate(LEVELS):
        width = half[:, index]
        score = score + (1 - level) * width + np.maximum(miss - width, 0)
    return np.asarray(100 * score / (len(LEVELS) + 0.5))


def report(cells: Scored) -> dict[str, Any]:
    """The whole evidence as plain JSON values."""
    first = next(iter(cells.predicted))
    errors = {name: percent_errors(values, cells.truth) for name, values in cells.predicted.items()}
    classes = {
        "employment": (job_class(cells.jobs), JOB_LABELS),
        "rse": (np.digitize(np.nan_to_num(cells.rse, nan=0.05), RSE_EDGES), RSE_LABELS),
    }
    if cells.recalled is not None and cells.recalled.any():
        classes["history"] = (cells.recalled.astype(int), HISTORY_LABELS)
    result: dict[str, Any] = {
        "hidden_cells": len(cells.truth),
        "mean_absolute_percent_error": {
            name: dict(zip(MEASURES, _round(values.mean(axis=0)), strict=True))
            for name, values in errors.items()
        },
        "median_absolute_percent_error": {
            name: _round(np.median(values[:, MEDIAN])) for name, values in errors.items()
        },
        "occupations": {
            code: {n: _round(v[cells.occupation == code, MEDIAN].mean()) for n, v in errors.items()}
            for code in WATCHED
            if (cells.occupation == code).any()
        },
        "weighted_interval_score": {
            name: _constant_width_score(values, cells.truth)
            for name, values in cells.predicted.items()
            if name != first or cells.half is None
        },
    }
    if cells.half is not None:
        miss = np.abs(cells.truth - cells.predicted[first])[:, :5]
        inside = miss[:, :, None] <= cells.half
        score = interval_score(miss[:, MEDIAN], cells.half[:, MEDIAN])
        result["weighted_interval_score"] = {first: _round(score.mean()), **result["weighted_interval_score"]}
        result["coverage"] = dict(zip(MEASURES, [_shares(inside[:, k]) for k in range(5)], strict=False))
        result["half_width_percent"] = _round(100 * np.expm1(cells.half[:, MEDIAN]).mean(axis=0))
    for name, (label, titles) in classes.items():
        result[f"by_{name}"] = {
            title: _group(cells, errors[first], label == index)
            for index, title in enumerate(titles)
            if (label == index).any()
        }
    result["by_major_group"] = {
        str(code): _group(cells, errors[first], cells.group == code) for code in np.unique(cells.group)
    }
    return result


def _group(cells: Scored, error: Floats, chosen: Mask) -> dict[str, Any]:
    first = next(iter(cells.predicted))
    found: dict[str, Any] = {"cells": int(chosen.sum()), "p50": _round(error[chosen, MEDIAN].mean())}
    if cells.half is not None:
        miss = np.abs(cells.truth - cells.predicted[first])[chosen, MEDIAN]
        half = cells.half[chosen, MEDIAN]
        found["coverage"] = _shares(miss[:, None] <= half)
        found["half_width90_percent"] = _round(100 * np.expm1(half[:, -1]).mean())
    return found


def _constant_width_score(predicted: Floats, truth: Floats) -> float:
    """Interval score of a rule with the constant widths that would have covered best, known in hindsight."""
    miss = np.abs(truth - predicted)[:, MEDIAN]
    half = np.broadcast_to(np.quantile(miss, LEVELS), (len(miss), len(LEVELS)))
    return float(_round(interval_score(miss, half).mean()))


def _shares(inside: Mask) -> list[float]:
    return [round(float(v), 4) for v in inside.mean(axis=0)]


def _round(values: Any) -> Any:
    return np.round(np.asarray(values, dtype=float), 3).tolist()
