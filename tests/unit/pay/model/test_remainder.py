"""A total less its published members is what the missing member earns."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from paychart.pay.model.grid import Grid
from paychart.pay.model.kept import nearest_ancestor
from paychart_lab.cells.boosting import arranged
from paychart_lab.cells.remainder import members_below, remainder

JOBS = np.array([600.0, 100, 200, 300], dtype=np.float32)
MEANS = np.array([0.0, 40_000, 50_000, 60_000], dtype=np.float32)


def nation_of_three_states() -> Grid:
    means = MEANS.copy()
    means[0] = (JOBS[1:] * means[1:]).sum() / JOBS[1:].sum()
    spread = np.asarray(0.3 * ndtri([0.1, 0.25, 0.5, 0.75, 0.9]))
    wage = np.log(means)[:, None] - 0.045 + np.append(spread, 0.045)
    table = np.repeat(wage[:, None, :], 3, axis=1).astype(np.float32)
    return Grid(
        rows=("0000000", "0100000", "0200000", "0400000"),
        columns=("29-2072", "29-0000", "00-0000"),
        tier=np.array(["nation", "state", "state", "state"]),
        parent=np.zeros(4, dtype=np.intp),
        depth=np.array([0, 1, 1, 1], dtype=np.int8),
        detailed=1,
        family=np.array([1]),
        minor=np.array([0]),
        broad=np.array([0]),
        partition=np.ones(4, dtype=bool),
        states_spanned=np.ones(4, dtype=np.int8),
        nonmetropolitan=np.zeros(4, dtype=bool),
        log_wage=table,
        employment=np.repeat(JOBS[:, None], 3, axis=1),
        rse=np.full((4, 3), 0.01, dtype=np.float32),
    )


def test_the_missing_state_is_found_exactly() -> None:
    grid = nation_of_three_states()
    known = grid.known.copy()
    known[3, 0] = False
    left = remainder(grid, known, members_below(grid))
    assert left.jobs[3, 0] == 300
    found = np.exp(grid.log_wage[0, 0, 5] + left.mean[3, 0])
    assert abs(found - 60_000) < 60


def test_a_hidden_cell_is_not_read() -> None:
    grid = nation_of_three_states()
    known = grid.known.copy()
    known[3, 0] = False
    before = remainder(grid, known, members_below(grid))
    grid.log_wage[3, 0] += 0.5
    grid.employment[3, 0] *= 3
    after = remainder(grid, known, members_below(grid))
    np.testing.assert_array_equal(before.mean, after.mean)
    np.testing.assert_array_equal(before.shift, after.shift)


def test_the_ancestor_of_a_hidden_parent_is_the_nation() -> None:
    grid = nation_of_three_states()
    assert (nearest_ancestor(grid, grid.known).row == 0).all()


def test_percentiles_never_cross() -> None:
    crossed = np.array([[5.0, 4.0, 6.0, 5.5, 7.0, 9.0]], dtype=np.float32)
    row = arranged(crossed)[0]
    assert (np.diff(row[:5]) >= 0).all()
    assert row[5] <= row[4] + 0.4 + 1e-6
