"""Speed (processor time) and exactness of the person model, beside what people otherwise do.

Peers: simulating workers one by one (speed), the usual "median times multiplier" with the very same effects
(whether all profiles together still make up the published cell), and exact Shapley values over all coalitions of eight
players (whether the bars of the explanation are the same without them).

    python bench/people.py [--json OUT.json]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from math import factorial
from pathlib import Path
from statistics import median

import numpy as np
from paychart.pay.draws import _own_scores
from paychart.pay.latent import ConditionalPay
from paychart.pay.people import personal_pay, workers_like, workforce
from scipy.special import ndtri

from paychart import Education, Profile, open_store
from paychart.pay.distribution import LEVELS, WageDistribution
from paychart.pay.waterfall import aumann_shapley
from paychart.profile import ALL_INDUSTRIES

HIM = {"29-2072": 0, "29-9021": 0, "11-9111": 0}
SQL = (
    "SELECT annual_p10, annual_p25, annual_p50, annual_p75, annual_p90, annual_mean FROM cell "
    "WHERE occupation = ? AND industry = '000000' AND annual_p90 IS NOT NULL AND annual_mean IS NOT NULL ORDER BY area"
)


def milliseconds(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(1e3 * (time.process_time() - start))
    return median(taken)


def exactness(occupation: str, table: np.ndarray) -> dict[str, float]:
    """How far the profiles mixed together are from each cell: ours (largest, in probability), and the peer's
    (mean, in percent of pay)."""
    force = workforce(occupation, ALL_INDUSTRIES, None)
    people, everyone = force.people, force.everyone
    kinds = np.flatnonzero(everyone.share > 0)
    worst, naive_percent, naive_mean = 0.0, [], []
    sigma = people.log_wage_sd
    for row in table:
        cell = WageDistribution.from_percentiles(row[:5], mean=row[5])
        wages = cell.quantile(LEVELS)
        share_below = np.clip(
            cell.percentile_of(wages), 1e-9, 1 - 1e-9
        )  # a tie puts many workers on one wage
        mixed = _mixed(everyone, kinds, everyone.score(ndtri(share_below)))
        worst = max(worst, float(np.abs(mixed - share_below).max()))
        grid = np.exp(np.linspace(np.log(wages[0] * 0.3), np.log(wages[4] * 3), 1200))
        share = np.zeros(len(grid))
        for mu, weight in _binned(everyone):
            share += weight * cell.percentile_of(grid / np.exp(mu * sigma))
        naive_percent.append(np.abs(np.interp(LEVELS, share, grid) / wages - 1) * 100)
        naive_mean.append(abs(sum(w * np.exp(m * sigma) for m, w in _binned(everyone)) - 1) * 100)
    return {
        "cells": len(table),
        "probability": worst,
        "naive_percentiles_percent": float(np.mean(naive_percent)),
        "naive_p90_percent": float(np.mean([n[4] for n in naive_percent])),
        "naive_p10_percent": float(np.mean([n[0] for n in naive_percent])),
        "naive_mean_percent": float(np.mean(naive_mean)),
    }


def _mixed(everyone: object, kinds: np.ndarray, score: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    mu, share, tau = everyone.mu, everyone.share, everyone.tau  # type: ignore[attr-defined]
    return np.asarray(ndtr((score[:, None] - mu[kinds]) / tau) @ share[kinds])


def _binned(everyone: object) -> list[tuple[float, float]]:
    edges = np.linspace(everyone.mu.min(), everyone.mu.max() + 1e-9, 41)  # type: ignore[attr-defined]
    where = np.digitize(everyone.mu, edges) - 1  # type: ignore[attr-defined]
    mass = np.bincount(where, everyone.share)  # type: ignore[attr-defined]
    center = np.bincount(where, everyone.share * everyone.mu) / np.where(mass > 0, mass, 1)  # type: ignore[attr-defined]
    return [(float(c), float(m)) for c, m in zip(center, mass, strict=True) if m > 0]


def simulated(cell: WageDistribution, occupation: str) -> np.ndarray:
    """The peer: 200,000 workers drawn, ranked and read off the cell; those with a bachelor's degree kept."""
    force = workforce(occupation, ALL_INDUSTRIES, None)
    people, everyone = force.people, force.everyone
    rng = np.random.default_rng(0)
    kind = rng.choice(len(everyone.mu), 200_000, p=everyone.share)
    score = everyone.mu[kind] + everyone.tau * rng.standard_normal(len(kind))
    rank = (np.argsort(np.argsort(score)) + 0.5) / len(score)
    chosen = people.mask(4, None, None, None)[kind] > 0
    return np.quantile(cell.quantile(rank[chosen]), LEVELS)


def shapley(cell: WageDistribution, occupation: str) -> dict[str, float]:
    """The bars of one real profile in closed form, and by 2^8 coalitions: time, and the largest gap in dollars."""
    force = workforce(occupation, ALL_INDUSTRIES, None)
    people, everyone = force.people, force.everyone
    chosen = [
        people.education_effect.mean[4], people.experience_effect.mean[9], people.hours_effect.mean[5],
        people.certified_effect.mean[2], 0.11, -0.07, 0.05, -0.12,
    ]  # fmt: skip
    parts = [float(part) * force.scale for part in chosen]
    start = float(everyone.score(0.0))

    def pay_at(score: float) -> float:
        return float(ConditionalPay(cell, everyone, everyone).at_score(score))

    def exact() -> list[float]:
        n = len(parts)
        value = [pay_at(start + sum(p for j, p in enumerate(parts) if s >> j & 1)) for s in range(2**n)]
        found = []
        for j in range(n):
            gain = 0.0
            for s in range(2**n):
                if not s >> j & 1:
                    size = s.bit_count()
                    weight = factorial(size) * factorial(n - size - 1) / factorial(n)
                    gain += weight * (value[s | 1 << j] - value[s])
            found.append(gain)
        return found

    closed = aumann_shapley(start, parts, pay_at)
    gap = float(np.abs(np.subtract(closed, exact())).max())
    return {
        "closed_ms": milliseconds(lambda: aumann_shapley(start, parts, pay_at), 9),
        "exact_ms": milliseconds(exact, 3),
        "largest_gap_dollars": gap,
        "largest_bar_dollars": float(np.abs(closed).max()),
    }


def fresh(profiles: list[Profile], cell: WageDistribution, sure: dict[str, tuple[float, float]]) -> float:
    """Milliseconds of the whole answer for a profile not asked before, in an occupation already met."""
    taken = []
    for profile in profiles:
        workers_like.cache_clear()
        _own_scores.cache_clear()
        taken.append(milliseconds(lambda profile=profile: personal_pay(profile, cell, sure), 1))
    return median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cells", type=int, default=60, help="cells an occupation for the margin check")
    options = parser.parse_args()
    report: dict[str, object] = {}
    with open_store() as store:
        tables = {o: np.array(store.rows(SQL, [o]), dtype=float) for o in HIM}
    cell = WageDistribution.from_percentiles(tables["29-2072"][0, :5], mean=tables["29-2072"][0, 5])
    profile = Profile("29-2072", education=Education.BACHELOR, experience_years=10, credentials=("CPC",))
    sure = {
        p: (v * 0.98, v * 1.02)
        for p, v in zip(("p10", "p25", "p50", "p75", "p90"), cell.quantile(LEVELS), strict=True)
    }
    force = workforce("29-2072", ALL_INDUSTRIES, None)
    people, everyone = force.people, force.everyone

    def query() -> object:
        these = everyone.given(people.mask(4, people.band(10.0), 1, None))
        return ConditionalPay(cell, everyone, these).quantile(LEVELS)

    report["query_ms"] = milliseconds(query, 50)
    report["simulated_peer_ms"] = milliseconds(lambda: simulated(cell, "29-2072"), 5)
    report["with_200_draws_ms"] = milliseconds(lambda: personal_pay(profile, cell, sure), 9)
    unmet = [
        Profile("29-2072", education=level, experience_years=years)
        for level in (Education.HIGH_SCHOOL, Education.ASSOCIATE, Education.BACHELOR)
        for years in (1.0, 8.0, 20.0)
    ]
    report["with_200_draws_not_asked_before_ms"] = fresh(unmet, cell, sure)
    report["shapley"] = shapley(cell, "29-2072")
    bachelor = ConditionalPay(cell, everyone, everyone.given(people.mask(4, None, None, None))).quantile(
        LEVELS
    )
    gap = np.abs(simulated(cell, "29-2072") / bachelor - 1).max() * 100
    report["largest_gap_to_simulation_percent"] = float(gap)
    rng = np.random.default_rng(1)
    report["margins"] = {
        o: exactness(o, table[rng.choice(len(table), min(options.cells, len(table)), replace=False)])
        for o, table in tables.items()
    }
    print(json.dumps(report, indent=1))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
