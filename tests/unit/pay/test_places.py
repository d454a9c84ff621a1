"""Ranks of places and price parities: exact where they can be, honest where they cannot."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from paychart.data.sources import rpp
from paychart.errors import BadInput
from paychart.pay.parity import Parity
from paychart.pay.ranking import rank_intervals


def test_clear_differences_give_exact_ranks():
    ranks, low, high = rank_intervals(np.array([50e3, 70e3, 60e3]), np.full(3, 0.001))
    assert ranks.tolist() == low.tolist() == high.tolist() == [3, 1, 2]


def test_equal_values_share_a_rank_and_noise_widens_it():
    ranks, low, high = rank_intervals(np.array([60e3, 60e3, 59e3]), np.full(3, 0.05))
    assert ranks.tolist() == [1, 1, 3]
    assert low.tolist() == [1, 1, 1]
    assert high.tolist() == [3, 3, 3]


def test_a_place_without_a_figure_has_no_rank():
    ranks, _, _ = rank_intervals(np.array([np.nan, 60e3]), np.array([0.01, 0.01]))
    assert ranks.tolist() == [0, 1]


def test_rank_intervals_hold_the_true_rank_nine_times_in_ten():
    rng = np.random.default_rng(7)
    truth = np.exp(rng.normal(11, 0.1, 40))
    true_rank = rank_intervals(truth, np.full(40, 1e-6))[0]
    held = []
    for _ in range(200):
        _, low, high = rank_intervals(truth * np.exp(rng.normal(0, 0.03, 40)), np.full(40, 0.03))
        held.append((low <= true_rank) & (true_rank <= high))
    assert np.mean(held, axis=0).min() >= 0.9


def test_household_weights_rent_by_its_own_share():
    place = Parity("x", 2024, 110.0, 100.0, 200.0, 100.0, 100.0)
    assert place.for_household(None) == 110.0
    assert place.for_household(0.0) == pytest.approx(100.0)
    assert place.for_household(0.5) == pytest.approx(150.0)
    with pytest.raises(BadInput, match="rent share"):
        place.for_household(1.2)


def test_no_price_level_is_zero():
    with duckdb.connect() as connection:
        rpp.load(connection)
        assert connection.execute("SELECT min(all_items) > 70, count(*) FROM price_parity").fetchone() == (
            True,
            538,
        )
