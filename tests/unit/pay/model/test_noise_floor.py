"""The floor of the measured error: a perfect model on a truth with known sampling error stands exactly on it."""

from __future__ import annotations

import numpy as np
import pytest

from paychart_lab.cells.noise_floor import MEDIAN_NOISE, expected_percent_error, noise_floor
from paychart_lab.cells.scoring import Scored, percent_errors


def simulated(model_error: float, cells: int = 40_000) -> Scored:
    """Cells whose truth is printed with sampling error of known size, and a model that misses by `model_error`."""
    chance = np.random.default_rng(3)
    rse = chance.uniform(0.005, 0.12, cells)
    exact = np.full((cells, 6), 10.8)
    printed = exact + (np.sqrt(MEDIAN_NOISE) * rse * chance.standard_normal(cells))[:, None]
    predicted = exact + model_error * chance.standard_normal(cells)[:, None]
    name = np.full(cells, "29-2072")
    return Scored(printed, {"model": predicted}, None, rse, np.full(cells, 100.0), name, name)


def test_a_perfect_model_stands_on_the_floor() -> None:
    cells = simulated(0.0)
    found = noise_floor(cells)
    assert found["floor_percent"] == pytest.approx(
        percent_errors(cells.predicted["model"], cells.truth)[:, 2].mean(), rel=0.02
    )
    assert found["share_of_squared_error"] == pytest.approx(1, abs=0.03)
    assert found["slope_on_squared_rse"] == pytest.approx(MEDIAN_NOISE, rel=0.05)
    assert found["error_without_noise_percent"] < 1.5


def test_the_models_own_error_is_told_apart_from_the_truths() -> None:
    """An error of 8 % is found again beneath the sampling error, and the slope still tells the sampling alone."""
    found = noise_floor(simulated(0.08))
    assert found["error_without_noise_percent"] == pytest.approx(8 * np.sqrt(2 / np.pi), rel=0.05)
    assert found["slope_on_squared_rse"] == pytest.approx(MEDIAN_NOISE, rel=0.1)
    assert 0.3 < found["share_of_squared_error"] < 0.6


def test_the_expected_error_is_that_of_many_draws() -> None:
    draws = np.random.default_rng(1).standard_normal(400_000)
    for sd in (0.01, 0.1, 0.4):
        told = float(expected_percent_error(np.array(sd)))
        assert told == pytest.approx(100 * np.abs(np.expm1(sd * draws)).mean(), rel=0.01)


def test_cells_without_standard_errors_do_not_break_it() -> None:
    cells = simulated(0.05, 200)
    bare = Scored(
        cells.truth, cells.predicted, None, np.full(200, np.nan), cells.jobs, cells.occupation, cells.group
    )
    assert np.isfinite(list(noise_floor(bare).values())).all()
