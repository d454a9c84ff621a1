"""Two assumptions of the person model, tested on ACS records: effects travel as ranks, and they add up.

Transport. An occupation borrows its group's effects. Should they be carried as they are (a shift of rank, gamma = 0)
or divided by the occupation's spread of log pay (a shift of dollars, gamma = 1)? For every occupation the effects of
the *other* occupations of its SOC major group are multiplied by (group spread / own spread) ** gamma and scored on
its records; the same between states of one occupation.

Additivity. Held-out states: does giving every level of schooling its own experience curve predict better than curves
that add, on the score scale and on log pay? And how far from the sum of the effects are workers who have one schooling
and one range of years: the spread of the cells' mean residual (held-out states) beyond sampling, by records a cell?

    python bench/people_transport.py PUMS_DIR
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import numpy as np

from paychart_lab.people_fit.latent import area_effects, design, normal_scores, spline
from paychart_lab.people_fit.pums import load_persons
from paychart_lab.people_fit.records import Records, read_records
from paychart_lab.people_fit.run import census_occupations
from paychart_lab.people_fit.tables import EXPERIENCE_BANDS

GAMMAS = np.round(np.arange(-1.0, 2.01, 0.1), 1)


def moments(records: Records, pay: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Centered X'WX and X'Wz of the scores (weights sum to the record count), z'Wz, and the spread of log pay."""
    w = records.weight * len(records) / records.weight.sum()
    x = design(records)[:, 1:]
    x = x - np.average(x, axis=0, weights=w)
    z = normal_scores(pay, records.weight)
    z = z - np.average(z, weights=w)
    spread = float(np.sqrt(np.average(np.square(pay - np.average(pay, weights=w)), weights=w)))
    return (x * w[:, None]).T @ x, x.T @ (w * z), float(w @ z**2), spread


def explained(cells: list[tuple[np.ndarray, np.ndarray, float, float]]) -> np.ndarray:
    """(G,) squared score explained at each gamma, each cell predicted from the others of its family."""
    gram, cross = sum(c[0] for c in cells), sum(c[1] for c in cells)
    typical = np.exp(np.mean([np.log(c[3]) for c in cells]))
    gains = np.zeros(len(GAMMAS))
    for own_gram, own_cross, _, spread in cells:
        others = gram - own_gram + 10 * np.eye(len(gram))
        b = np.linalg.solve(others, cross - own_cross)
        k = (typical / spread) ** GAMMAS
        gains += 2 * k * (b @ own_cross) - k**2 * (b @ own_gram @ b)
    return gains


def transport(families: dict[str, list[tuple[np.ndarray, np.ndarray, float, float]]]) -> dict[str, object]:
    used = {name: cells for name, cells in families.items() if len(cells) >= 2}
    gains = sum(explained(cells) for cells in used.values())
    total = sum(cell[2] for cells in used.values() for cell in cells)
    per_family = [GAMMAS[int(np.argmax(explained(cells)))] for cells in used.values()]
    at = {f"{g:g}": round(float(100 * gains[list(GAMMAS).index(g)] / total), 3) for g in (0.0, 0.5, 1.0)}
    return {
        "families": len(used), "cells": sum(map(len, used.values())),
        "best_gamma": float(GAMMAS[int(np.argmax(gains))]), "percent_explained_at": at,
        "median_best_gamma_of_families": float(np.median(per_family)),
    }  # fmt: skip


def interacted(records: Records) -> np.ndarray:
    """The additive design and an experience curve of its own for each level of schooling."""
    curve = spline(records.experience)[:, :3]
    levels = np.eye(7)[records.education][:, 1:]
    return np.hstack([design(records), (levels[:, :, None] * curve[:, None, :]).reshape(len(records), -1)])


def held_out_residual(x: np.ndarray, y: np.ndarray, w: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """What is left of `y` on held-out folds; columns are scaled, and shrunk by the worth of 30 records."""
    scale = np.sqrt(np.average(np.square(x), axis=0, weights=w)) + 1e-9
    x, left = x / scale, np.zeros(len(y))
    for k in np.unique(fold):
        a = fold != k
        ridge = np.eye(x.shape[1]) * 30 * w[a].mean()
        ridge[0, 0] = 0
        b = np.linalg.solve((x[a] * w[a, None]).T @ x[a] + ridge, x[a].T @ (w[a] * y[a]))
        left[fold == k] = y[fold == k] - x[fold == k] @ b
    return left


def held_out_r2(x: np.ndarray, y: np.ndarray, w: np.ndarray, fold: np.ndarray) -> float:
    left = held_out_residual(x, y, w, fold)
    centered = y - np.average(y, weights=w)
    return float(1 - (w @ left**2) / (w @ centered**2))


def additivity(parts: list[tuple[Records, np.ndarray]], fold_of: dict[str, int]) -> dict[str, object]:
    rows = []
    for records, pay in parts:
        fold = np.array([fold_of[s] for s in records.state])
        w = records.weight
        found = []
        for y in (normal_scores(pay, w), pay):
            found += [held_out_r2(x, y, w, fold) for x in (design(records), interacted(records))]
        rows.append([*found, w.sum()])
    table = np.array(rows)
    mean = np.average(table[:, :4], axis=0, weights=table[:, 4])
    return {
        "occupations": len(table),
        "scores": {"additive": round(mean[0], 4), "interacted": round(mean[1], 4)},
        "log pay": {"additive": round(mean[2], 4), "interacted": round(mean[3], 4)},
        "occupations where the interaction helps the scores": int((table[:, 1] > table[:, 0]).sum()),
    }


def misfit(parts: list[tuple[Records, np.ndarray]], fold_of: dict[str, int]) -> list[dict[str, object]]:
    starts = [low for _, low, _ in EXPERIENCE_BANDS]
    rows = []
    for records, pay in parts:
        fold = np.array([fold_of[s] for s in records.state])
        w, z = records.weight, normal_scores(pay, records.weight)
        left = held_out_residual(design(records), z, w, fold)
        cell = records.education * 7 + np.searchsorted(starts, np.floor(records.experience), side="right") - 1
        count, total = np.bincount(cell, minlength=49), np.bincount(cell, w, 49)
        has = count > 1
        mean = np.bincount(cell, w * left, 49) / np.maximum(total, 1e-12)
        own = np.bincount(cell, np.square(w * (left - mean[cell])), 49)[has]
        sampling = own / total[has] ** 2 * count[has] / (count[has] - 1)
        pooled = np.average(left**2, weights=w) * np.bincount(cell, w**2, 49)[has] / total[has] ** 2
        rows += list(zip(count[has], mean[has] ** 2 - sampling, pooled, strict=True))
    count, excess, noise = np.array(rows).T
    found = []
    for low, high in ((2, 5), (5, 10), (10, 30), (30, 100), (100, 10**9)):
        these = (count >= low) & (count < high)
        # The noise of a cell says how much it can tell of a spread of about 0.2.
        sure = 1 / np.square(0.04 + noise[these])
        variance = float(np.average(excess[these], weights=sure))
        se = float(
            np.sqrt(np.average(np.square(excess[these] - variance), weights=sure**2) * (sure**2).sum())
            / sure.sum()
        )
        found.append(
            {
                "records": [low, high],
                "cells": int(these.sum()),
                "variance": round(variance, 4),
                "se": round(se, 4),
            }
        )
    return found


def main(source: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET memory_limit = '2GB'")
        load_persons(connection, source)
        records = read_records(connection)
    areas = area_effects(records)
    pay = records.log_wage - np.array([areas[a] for a in records.area])
    pattern, _ = census_occupations()
    groups: dict[str, list] = {}
    states: dict[str, list] = {}
    fair, large = [], []
    for code in np.unique(records.occupation).tolist():
        rows = np.flatnonzero(records.occupation == code)
        if code not in pattern or len(rows) < 200:
            continue
        part = records.take(rows)
        groups.setdefault(pattern[code][:2], []).append(moments(part, pay[rows]))
        for state in np.unique(part.state):
            own = np.flatnonzero(part.state == state)
            if len(own) >= 200:
                states.setdefault(str(code), []).append(moments(part.take(own), pay[rows][own]))
        fair.append((part, pay[rows]))
        if len(rows) >= 2000:
            large.append((part, pay[rows]))
    fold_of = {s: i % 5 for i, s in enumerate(np.random.default_rng(7).permutation(np.unique(records.state)))}
    print("between occupations of a major group", json.dumps(transport(groups)), flush=True)
    print("between states of an occupation", json.dumps(transport(states)), flush=True)
    print("beyond the sum of effects", json.dumps(misfit(fair, fold_of)), flush=True)
    print("additivity, held-out states", json.dumps(additivity(large, fold_of)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
