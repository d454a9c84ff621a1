"""Speed (processor time) and exactness of pay for people, beside what people otherwise do.

Peers: simulating workers one by one (speed), and the usual "median times multiplier" with the very same effects
(whether all profiles together still make up the published cell).

    python bench/people.py [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from scipy.special import ndtr

from paychart import Education, Profile, Store, estimate, open_store
from paychart.pay import People, price
from paychart.pay.distribution import LEVELS, NODES, WageDistribution
from paychart.pay.workforce import Workforce, workforce
from paychart.profile import ALL_INDUSTRIES

HIM = ("29-2072", "29-9021", "11-9111")
MANY = 10_000
SQL = (
    "SELECT annual_p10, annual_p25, annual_p50, annual_p75, annual_p90, annual_mean FROM cell "
    "WHERE occupation = ? AND industry = '000000' AND annual_p90 IS NOT NULL AND annual_mean IS NOT NULL ORDER BY area"
)
BACHELOR = tuple(Education).index(Education.BACHELOR)


def milliseconds(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(1e3 * (time.process_time() - start))
    return median(taken)


def exactness(force: Workforce, table: np.ndarray) -> dict[str, float]:
    """How far the kinds of worker mixed together are from each cell: ours (largest, in probability), and the peer's
    (mean, in percent of pay)."""
    mu, share = force.mu.reshape(-1), force.share.reshape(-1)
    score = force.score(NODES)
    mixed = ndtr((score[:, None] - mu) / force.tau) @ share
    percents = []
    for row in table:
        cell = WageDistribution.from_percentiles(row[:5], mean=row[5])
        grid = np.exp(np.linspace(np.log(row[0] * 0.3), np.log(row[4] * 3), 1200))
        below = np.zeros(len(grid))
        for lift, weight in binned(force):
            below += weight * cell.percentile_of(grid / np.exp(lift * force.people.log_wage_sd))
        percents.append(np.abs(np.interp(LEVELS, below, grid) / row[:5] - 1) * 100)
    return {
        "cells": len(table),
        "probability": float(np.abs(mixed - LEVELS).max()),
        "naive_percentiles_percent": float(np.mean(percents)),
        "naive_p90_percent": float(np.mean([n[4] for n in percents])),
    }


def binned(force: Workforce) -> list[tuple[float, float]]:
    """The kinds gathered by score: (mean score, share) of each."""
    mu, share = force.mu.reshape(-1), force.share.reshape(-1)
    where = np.digitize(mu, np.linspace(mu.min(), mu.max() + 1e-9, 41)) - 1
    mass = np.bincount(where, share)
    center = np.bincount(where, share * mu) / np.where(mass > 0, mass, 1)
    return [(float(c), float(m)) for c, m in zip(center, mass, strict=True) if m > 0]


def simulated(cell: WageDistribution, force: Workforce) -> np.ndarray:
    """The peer: 200,000 workers drawn, ranked and read off the cell; those with a bachelor's degree kept."""
    mu, share = force.mu.reshape(-1), force.share.reshape(-1)
    rng = np.random.default_rng(0)
    kind = rng.choice(len(mu), 200_000, p=share / share.sum())
    score = mu[kind] + force.tau * rng.standard_normal(len(kind))
    rank = (np.argsort(np.argsort(score)) + 0.5) / len(score)
    chosen = np.unravel_index(kind, force.mu.shape)[0] == BACHELOR
    return np.quantile(cell.quantile(rank[chosen]), LEVELS)


def people(store: Store, occupations: list[str], industries: list[str]) -> People:
    """MANY distinct people of these occupations, in any place."""
    rng = random.Random(4)
    areas = [row[0] for row in store.rows("SELECT code FROM area ORDER BY code")]
    found: set[Profile] = set()
    while len(found) < MANY:
        found.add(
            Profile(
                rng.choice(occupations),
                rng.choice(areas),
                rng.choice(industries),
                education=rng.choice([None, *Education]),
                experience_years=rng.choice([None, round(rng.uniform(0, 40), 1)]),
                credentials=rng.choice([None, (), ("CPC",), ("CCS",), ("CPC", "CPMA")]),
                hours_per_year=rng.choice([2080, 2080, 36 * 52, 24 * 52]),
            )
        )
    return People.of(sorted(found, key=repr))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cells", type=int, default=60, help="cells an occupation for the margin check")
    options = parser.parse_args()
    report: dict[str, object] = {}
    rng = np.random.default_rng(1)
    with open_store() as store:
        tables = {o: np.array(store.rows(SQL, [o]), dtype=float) for o in HIM}
        detailed = [
            row[0] for row in store.rows("SELECT code FROM occupation WHERE level = 'detailed' ORDER BY code")
        ]
        kinds = ["000000", "622000", "621111", "524000", "623000"]
        fifty = rng.choice(detailed, 50, replace=False).tolist()
        for name, occupations in (
            ("family", [*HIM, "29-1141", "43-6013"]),
            ("50_occupations", fifty),
            ("all", detailed),
        ):
            asked = people(store, occupations, kinds)
            report[f"{MANY}_people_{name}_ms"] = milliseconds(lambda asked=asked: price(store, asked), 1)
            report[f"{MANY}_people_{name}_again_ms"] = milliseconds(
                lambda asked=asked: price(store, asked), 3
            )
        profile = Profile("29-2072", education=Education.BACHELOR)
        asked = People.of([profile])
        price(store, asked)
        report["query_ms"] = milliseconds(lambda: price(store, asked), 50)
        ours = price(store, asked).annual[0, 1:]
    person = Profile("29-2072", "CA", "hospital", Education.ASSOCIATE, 2, ("CCS",))
    for name, asked_for in (("cell", Profile("29-2072")), ("person", person)):
        estimate(asked_for)
        report[f"estimate_{name}_without_store_ms"] = milliseconds(
            lambda asked_for=asked_for: estimate(asked_for), 100
        )
    cell = WageDistribution.from_percentiles(tables["29-2072"][0, :5], mean=tables["29-2072"][0, 5])
    force = workforce("29-2072", ALL_INDUSTRIES, None)
    report["simulated_peer_ms"] = milliseconds(lambda: simulated(cell, force), 5)
    report["largest_gap_to_simulation_percent"] = float(np.abs(simulated(cell, force) / ours - 1).max() * 100)
    report["margins"] = {
        o: exactness(
            workforce(o, ALL_INDUSTRIES, None),
            table[rng.choice(len(table), min(options.cells, len(table)), replace=False)],
        )
        for o, table in tables.items()
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
