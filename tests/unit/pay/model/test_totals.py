"""Withheld cells stay within what published totals allow."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.pay.model.laws import LOWEST_WAGE, SLACK_OF_NATION, mean_bounds
from paychart.pay.model.rows import places
from paychart.pay.model.sheet import MODELLED, PUBLISHED, sheets

# A nation of 1,000 jobs at $50,000; two published states and two withheld ones.
PARENT = np.zeros(5, dtype=np.intp)
MEMBER = np.array([False, True, True, True, True])
PUBLISHED_ROWS = np.array([True, True, True, False, False])
WAGE = np.array([50_000, 45_000, 52_000, np.nan, np.nan])


def test_a_cell_that_is_all_that_is_left_earns_what_is_left():
    employment = np.array([1000.0, 500, 200, 300, np.nan])
    low, high = mean_bounds(WAGE, employment, PUBLISHED_ROWS, PARENT, MEMBER)
    left = (1000 * 50_000 - 500 * 45_000 - 200 * 52_000) / 300
    assert low[3] == pytest.approx((left * 300 - SLACK_OF_NATION * 5e7) / 310)
    assert high[3] == pytest.approx(left + SLACK_OF_NATION * 5e7 / 300)
    assert (low[4], high[4]) == (0, np.inf)  # nobody printed its jobs


def test_a_cell_among_others_is_bounded_from_above_only():
    employment = np.array([1000.0, 500, 200, 150, 150])
    low, high = mean_bounds(WAGE, employment, PUBLISHED_ROWS, PARENT, MEMBER)
    spare = 1000 * 50_000 - 500 * 45_000 - 200 * 52_000
    assert low[3] == 0
    assert high[3] == pytest.approx((spare + SLACK_OF_NATION * 5e7 - 150 * LOWEST_WAGE) / 150)


def test_published_cells_and_contradicting_totals_bound_nothing():
    employment = np.array([1000.0, 900, 400, 100, np.nan])  # members exceed the total
    low, high = mean_bounds(WAGE, employment, PUBLISHED_ROWS, PARENT, MEMBER)
    assert (low == 0).all()
    assert np.isinf(high).all()


@pytest.mark.parametrize("occupation", ["29-2072", "29-9021", "11-9111", "27-2011"])
def test_published_states_hidden_in_turn_lie_within_their_bounds(store, occupation):
    page, where = sheets(store, [occupation])[occupation], places(store)
    printed = page.kind == PUBLISHED
    among = where.members[0]
    states = np.flatnonzero(among & printed & (page.employment > 0))
    assert len(states) > 5
    for row in states:
        rest = printed.copy()
        rest[row] = False
        low, high = mean_bounds(page.wage[:, 5], page.employment, rest, where.parent, among)
        assert low[row] <= page.wage[row, 5] <= high[row]


def test_withheld_cells_of_the_release_are_held_to_their_totals(store):
    where = places(store)
    codes = [code for (code,) in store.rows(
        "SELECT occupation FROM cell WHERE wage_status = 'not_released' AND employment > 0 AND area = '0000000' "
        "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 30"
    )]  # fmt: skip
    checked = 0
    for page in sheets(store, codes).values():
        for kind in where.members:
            low, high = mean_bounds(
                page.wage[:, 5], page.employment, page.kind == PUBLISHED, where.parent, kind
            )
            bound = np.flatnonzero(
                (page.kind == MODELLED) & (page.status == "not_released") & np.isfinite(high)
            )
            checked += len(bound)
            assert (page.wage[bound, 5] <= high[bound] + 10).all()
            assert (page.wage[bound, 5] >= low[bound] - 10).all()
    assert checked >= 20
