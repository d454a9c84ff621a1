"""Laws of the pay model that need no fitted store."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from paychart.pay.model.calibration import LEVELS, calibrate, conformal_quantile, job_class
from paychart.pay.model.grid import SCORES
from paychart.pay.model.joint import Mixture, score_at, transport, wage_at
from paychart_lab.cells.kriging import LEAST_NOISE, MEDIAN_NOISE, Kinship, krige
from paychart_lab.cells.low_rank import low_rank

STEPS = st.lists(st.floats(0.03, 0.5), min_size=5, max_size=5)


def nodes(steps: list[float]) -> np.ndarray:
    return (10.0 + np.cumsum(steps)).astype(np.float32)


@given(st.lists(STEPS, min_size=2, max_size=5), STEPS)
@settings(max_examples=40, deadline=None)
def test_sectors_mixed_by_employment_give_back_the_area(
    sectors: list[list[float]], area: list[float]
) -> None:
    members = np.stack([nodes(s) for s in sectors])
    shares = np.arange(1, len(members) + 1) / np.arange(1, len(members) + 1).sum()
    scores = np.linspace(-3.2, 3.2, 1201, dtype=np.float32)
    there = np.broadcast_to(nodes(area), (len(members), 5))
    national = wage_at(members, np.broadcast_to(scores, (len(members), len(scores))))
    paid = wage_at(there, Mixture(members, shares).rank(national))
    for k, value in enumerate(nodes(area)):
        below = sum(s * np.interp(value, p, ndtr(scores)) for s, p in zip(shares, paid, strict=True))
        assert abs(below - ndtr(SCORES[k])) < 0.01


@given(STEPS, STEPS, STEPS)
@settings(max_examples=40, deadline=None)
def test_joint_percentiles_never_cross(sector: list[float], industry: list[float], area: list[float]) -> None:
    joint = transport(Mixture(nodes(sector)[None], np.ones(1)), nodes(industry)[None], nodes(area)[None])
    assert (np.diff(joint[0, :5]) >= 0).all()


@given(STEPS)
def test_an_industry_like_the_nation_is_paid_like_the_area(area: list[float]) -> None:
    nation = nodes([0.2] * 5)[None]
    joint = transport(Mixture(nation, np.ones(1)), nation, nodes(area)[None])
    assert np.allclose(joint[0, :5], nodes(area), atol=1e-3)


@given(STEPS, st.floats(-2, 2))
def test_score_and_wage_are_inverse(steps: list[float], score: float) -> None:
    wage = wage_at(nodes(steps)[None], np.array([[score]], dtype=np.float32))
    assert abs(float(score_at(nodes(steps)[None], wage[0])[0]) - score) < 2e-3


def test_intervals_nest_and_cover_fresh_cells() -> None:
    generator = np.random.default_rng(3)
    jobs = generator.uniform(10, 5000, 40_000).astype(np.float32)
    family = generator.integers(0, 4, 40_000)
    scale = (1 / np.sqrt(jobs)).astype(np.float32)
    error = np.abs(generator.normal(0, scale * np.where(family == 1, 2, 1))).astype(np.float32)
    learn, told = np.arange(40_000) < 20_000, np.arange(40_000) % 2 == 0
    score = (error / scale)[:, None]
    table = calibrate(score[learn], told[learn], jobs[learn], family[learn], 4)
    half = scale[:, None] * table[told.astype(int), job_class(jobs), family, 0]
    assert (np.diff(half, axis=1) >= 0).all()
    for index, level in enumerate(LEVELS):
        for group in range(4):
            fresh = ~learn & (family == group)
            # Shrinkage buys steadiness; the promise per group is five points.
            assert abs((error[fresh] <= half[fresh, index]).mean() - level) < 0.03


def test_a_small_group_twice_as_hard_gets_its_width_from_all_its_classes_together() -> None:
    """A group with twenty cells in each of eight classes: too few in any one, enough in all."""
    generator = np.random.default_rng(4)
    n = 24_000
    jobs = generator.choice([20.0, 100, 500, 3000], n).astype(np.float32)
    family, told = (np.arange(n) % 75 == 0).astype(int), generator.random(n) < 0.5
    error = np.abs(generator.normal(0, np.where(family == 1, 2, 1)))[:, None].astype(np.float32)
    learn = np.arange(n) % 2 == 0
    rare = ~learn & (family == 1)
    table = calibrate(error[learn], told[learn], jobs[learn], family[learn], 2)
    half = table[told.astype(int), job_class(jobs), family, 0]
    covered = (error[rare] <= half[rare, 2:]).mean()
    without = (error[rare] <= table[told.astype(int), job_class(jobs), 0, 0][rare, 2:]).mean()
    assert without < 0.65
    assert without + 0.15 < covered < 0.95


def test_kriging_is_the_conditional_mean_of_the_field() -> None:
    """Conjugate gradients agree with the dense solution of the same normal equations, hidden cells unread."""
    generator = np.random.default_rng(5)
    n, d = 6, 9
    alike = generator.normal(0, 0.1, (d, 3))
    within = (alike @ alike.T + 0.004 * np.eye(d)).astype(np.float32)
    kin = Kinship(within, (0.002 * np.eye(d)).astype(np.float32), 0.003)
    parent, known = np.arange(n) % 2, generator.random((n, d)) < 0.7
    rse = generator.uniform(0.01, 0.1, (n, d)).astype(np.float32)
    residual = generator.normal(0, 0.1, (n, d, 2)).astype(np.float32)
    rows = np.ones((n, n))
    field = (
        np.kron(np.eye(n), within)
        + np.kron(rows, kin.shared)
        + np.kron(kin.siblings * (parent[:, None] == parent), np.eye(d))
    )
    at = known.ravel()
    noise = np.diag((MEDIAN_NOISE * rse**2 + LEAST_NOISE).ravel()[at])
    told = krige(kin, residual, known, rse, parent)
    for k in range(2):
        dense = field[:, at] @ np.linalg.solve(field[np.ix_(at, at)] + noise, residual[..., k].ravel()[at])
        assert np.abs(told[..., k].ravel() - dense).max() < 0.004
    spoiled = np.where(known[..., None], residual, 9)
    assert np.array_equal(told, krige(kin, spoiled, known, rse, parent))


def test_conformal_quantile_is_conservative_by_one_rank() -> None:
    assert conformal_quantile(np.arange(1, 10, dtype=np.float32), 0.9) == 9
    assert conformal_quantile(np.arange(1, 20, dtype=np.float32), 0.9) == 18


def test_low_rank_recovers_a_hidden_low_rank_table() -> None:
    generator = np.random.default_rng(1)
    table = (generator.normal(0, 0.3, (60, 2)) @ generator.normal(0, 0.3, (2, 80))).astype(np.float32)
    weight = (generator.random(table.shape) < 0.7).astype(np.float32)
    guess = low_rank(table, weight, ridge=0.1, sweeps=30)
    hidden = weight == 0
    assert np.abs(guess - table)[hidden].mean() < 0.1 * np.abs(table)[hidden].mean()
