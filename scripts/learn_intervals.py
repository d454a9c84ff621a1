"""Learn what the intervals of joint cells and of whole missing places and occupations need: numbers to carry.

Run: python scripts/learn_intervals.py joint   prints ERROR_* and JOINT_WIDTHS of pay/model/joint.py
     python scripts/learn_intervals.py fresh   prints FRESH of lab/paychart_lab/cells/widening.py (some five minutes)
     python scripts/learn_intervals.py wider   prints WIDER of lab/paychart_lab/cells/widening.py (some ten minutes)

Both report coverage on what was not learned from: every other occupation of the analogue; the folds after the second.
"""

from __future__ import annotations

import sys
import zlib
from dataclasses import replace
from typing import Any

import numpy as np

from paychart.data.store import open_store
from paychart.pay.model.calibration import FAMILY_PRIOR, JOB_CLASSES, LEVELS, conformal_quantile, job_class
from paychart.pay.model.grid import MEDIAN, TIERS, Grid, read_grid
from paychart.pay.model.joint import joint_scale
from paychart_lab.cells import analogue, evaluation, widening
from paychart_lab.cells.scoring import Scored, report
from paychart_lab.cells.splits import TASKS

LEARN_FOLDS = 2


def learn_joint(grid: Grid) -> None:
    asked: list[np.ndarray] = []

    def note(*told: Any) -> np.ndarray:
        asked.append(np.column_stack([joint_scale(*told[:4]), told[3]]))
        return np.zeros((len(told[0]), 5, len(LEVELS)), dtype=np.float32)

    analogue.joint_half_width = note
    cells = joined([part for f in np.unique(grid.family) for part in analogue._family(grid, int(f))])
    told = np.concatenate(asked)
    cause, jobs = told[:, :4], told[:, 4]
    miss = np.abs(cells.truth - cells.predicted["model"])[:, :5]
    side = np.array([zlib.crc32(code.encode()) % 2 for code in cells.occupation.tolist()])
    inside = np.zeros((*miss.shape, len(LEVELS)), dtype=bool)
    for learn in (0, 1):
        use = side == learn
        weights, widths, groups = _joint_widths(cause[use], jobs[use], miss[use], cells.group[use])
        wider = np.array([groups[code] for code in cells.group[~use].tolist()])
        half = (wider * (cause[~use] @ weights))[:, None, None] * widths[job_class(jobs[~use])]
        inside[~use] = miss[~use][:, :, None] <= half
    print(
        "coverage of the median on occupations not learned from, by class of expected jobs and by major group"
    )
    for index in range(len(JOB_CLASSES) + 1):
        chosen = job_class(jobs) == index
        print(index, int(chosen.sum()), inside[chosen, MEDIAN].mean(axis=0).round(3))
    for code in np.unique(cells.group):
        chosen = cells.group == code
        print(code, int(chosen.sum()), inside[chosen, MEDIAN].mean(axis=0).round(3))
    weights, widths, groups = _joint_widths(cause, jobs, miss, cells.group)
    print("ERROR_BASE, _BY_INDUSTRY, _BY_AREA, _BY_JOBS =", weights.round(4).tolist())
    print("JOINT_WIDTHS =", widths.round(2).tolist())
    print("JOINT_GROUPS =", {code[:2]: round(value, 2) for code, value in groups.items()})


def _joint_widths(
    cause: np.ndarray, jobs: np.ndarray, miss: np.ndarray, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Weights of the causes, widths by class of jobs, and a factor of the widths by major group."""
    weights = np.linalg.lstsq(cause, miss[:, MEDIAN], rcond=None)[0]
    for _ in range(5):
        scale = np.maximum(cause @ weights, 0.01)
        weights = np.linalg.lstsq(cause / scale[:, None], miss[:, MEDIAN] / scale, rcond=None)[0]
    score = miss / np.maximum(cause @ weights, 0.02)[:, None]
    few = job_class(jobs)
    widths = np.array(
        [
            [[conformal_quantile(score[few == c, k], level) for level in LEVELS] for k in range(5)]
            for c in range(len(JOB_CLASSES) + 1)
        ]
    )
    groups = {}
    for code in np.unique(group).tolist():
        own = group == code
        relative = score[own][:, :, None] / widths[few[own]]
        need = [
            np.log(max(conformal_quantile(relative[:, k, n], level), 0.2))
            for k in range(5)
            for n, level in enumerate(LEVELS)
        ]
        groups[code] = float(np.exp(np.mean(need) * own.sum() / (own.sum() + FAMILY_PRIOR)))
    return weights, widths, groups


def learn_fresh(grid: Grid) -> None:
    classes = len(JOB_CLASSES) + 1
    widening.FRESH.update(dict.fromkeys(TIERS, ((1.0,) * classes, (1.0,) * 5)))
    for task in TIERS:
        folds = [
            evaluation._fold(grid, task, "cells", fold, (True, True), lambda _: None)
            for fold in range(TASKS[task])
        ]
        for name, learn, judge in (
            ("first folds", folds[:LEARN_FOLDS], folds[LEARN_FOLDS:]),
            ("all folds, to carry", folds, folds[:0]),
        ):
            by_class, by_percentile = _fresh_factors(joined(learn))
            print(
                f"{task}, {name}: {by_class.round(3).tolist()}, {by_percentile.round(3).tolist()}", flush=True
            )
            for c in range(classes if judge else 0):
                rest = joined(judge)
                own = job_class(rest.jobs) == c
                miss = np.abs(rest.truth - rest.predicted["model"])[own, MEDIAN, None]
                half = rest.half[own, MEDIAN]
                covered = [
                    (miss <= f * half).mean(axis=0).round(3) for f in (1, by_class[c] * by_percentile[MEDIAN])
                ]
                print(
                    f"  other folds, class {c} ({int(own.sum())}): {covered[0]} -> {covered[1]}", flush=True
                )


def _fresh_factors(seen: Scored) -> tuple[np.ndarray, np.ndarray]:
    """What half-widths need by employment class and by percentile, the mean over the levels."""
    score = np.abs(seen.truth - seen.predicted["model"])[:, :5, None] / seen.half
    few = job_class(seen.jobs)
    by_class, by_percentile = np.ones(len(JOB_CLASSES) + 1), np.ones(5)

    def need(values: np.ndarray) -> float:
        return float(np.mean([conformal_quantile(values[..., n].ravel(), v) for n, v in enumerate(LEVELS)]))

    for _ in range(2):
        by_percentile = np.array([need(score[:, k] / by_class[few, None]) for k in range(5)])
        by_class = np.array([need(score[few == c] / by_percentile[:, None]) for c in range(len(by_class))])
    return by_class, by_percentile


def learn_wider(grid: Grid) -> None:
    """Factors for whole rows and whole occupations hidden, and the rows of the table in docs/model.md."""
    widening.WIDER.update(dict.fromkeys(TIERS, (1.0, 1.0)))
    for task in TIERS:
        for split in ("rows", "occupations"):
            folds = [
                evaluation._fold(grid, task, split, fold, (True, True), lambda _: None)
                for fold in range(TASKS[task])
            ]
            every, first, rest = joined(folds), joined(folds[:LEARN_FOLDS]), joined(folds[LEARN_FOLDS:])
            print(
                f"{task} by {split}: all folds {_needed(every):.3f}, first two {_needed(first):.3f}; the other folds "
                f"{_covered(rest, 1.0)} -> {_covered(rest, _needed(first))}"
            )
            factor = max(_needed(every), 1.0)
            told = report(every)
            wider = report(replace(every, half=every.half * factor))
            errors = {name: kept["p50"] for name, kept in told["mean_absolute_percent_error"].items()}
            print(f"  {told['hidden_cells']} cells, error {errors}")
            for name, one in (("as single cells", told), (f"times {factor:.3f}", wider)):
                print(
                    f"  {name}: coverage {one['coverage']['p50']}, score {one['weighted_interval_score']}",
                    flush=True,
                )


def _needed(seen: Scored) -> float:
    """By what half-widths must be multiplied to cover as they say, the mean over percentiles and levels."""
    miss = np.abs(seen.truth - seen.predicted["model"])[:, :5]
    return float(
        np.mean(
            [
                conformal_quantile(miss[:, k] / seen.half[:, k, n], level)
                for k in range(5)
                for n, level in enumerate(LEVELS)
            ]
        )
    )


def _covered(seen: Scored, factor: float) -> list[float]:
    miss = np.abs(seen.truth - seen.predicted["model"])[:, MEDIAN]
    return (miss[:, None] <= factor * seen.half[:, MEDIAN]).mean(axis=0).round(3).tolist()


def joined(parts: list[Scored]) -> Scored:
    cells = parts[0]
    for part in parts[1:]:
        cells = cells.join(part)
    return cells


def main() -> None:
    with open_store() as store:
        grid = read_grid(store)
    {"joint": learn_joint, "fresh": learn_fresh, "wider": learn_wider}[sys.argv[1]](grid)


if __name__ == "__main__":
    main()
