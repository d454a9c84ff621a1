"""Laws of every modelled cell and of every expected count, over the whole table that ships."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paychart.pay.model import model_table, price
from paychart.pay.model.grid import MEDIAN, Grid, read_grid
from paychart.pay.model.laws import LEAST_RISE, lawful, lowest_year
from paychart.pay.model.rows import places
from paychart.pay.model.sheet import MODELLED, read_sheets
from paychart.pay.model.table import LEAST_JOBS
from paychart_lab.cells.jobs import expected_jobs, left_above, left_over

ROUNDING = 5  # jobs: BLS prints tens


@pytest.fixture(scope="module")
def grid(store) -> Grid:
    return read_grid(store)


@pytest.fixture(scope="module")
def modelled(store):
    """All modelled wages (n, 6), what of them is printed, and the legal minimum of their rows."""
    where, found = places(store), []
    codes = [
        code for (code,) in store.rows("SELECT code FROM occupation WHERE level = 'detailed' ORDER BY code")
    ]
    printed = {
        (o, r): any(v is not None for v in values)
        for o, r, *values in store.rows(
            "SELECT occupation, CASE WHEN industry = '000000' THEN area ELSE industry END, annual_p10, annual_p50, "
            "hourly_p10, hourly_p50, annual_mean FROM cell "
            "WHERE (area = '0000000' OR industry = '000000') AND wage_status <> 'published'"
        )
    }
    for start in range(0, len(codes), 100):
        for code, page in read_sheets(store, codes[start : start + 100]).items():
            for row in np.flatnonzero(page.kind == MODELLED).tolist():
                if not printed.get((code, where.codes[row])):
                    found.append((page.wage[row], where.floor[row]))
    return np.array([wage for wage, _ in found]), np.array([floor for _, floor in found])


def test_no_modelled_pay_is_under_the_legal_minimum(modelled):
    wages, floor = modelled
    assert len(wages) > 300_000
    assert (wages[:, 0] >= floor).all()


def test_modelled_percentiles_rise_and_p10_is_never_the_median(modelled):
    wages, _ = modelled
    assert (np.diff(wages[:, :5], axis=1) >= 0).all()
    assert (wages[:, MEDIAN] >= LEAST_RISE * wages[:, 0] - 10).all()


def test_modelled_means_are_possible(modelled):
    wages, floor = modelled
    lower = np.column_stack([np.minimum(floor, wages[:, 0]), wages[:, :5]]) @ [
        0.1,
        0.15,
        0.25,
        0.25,
        0.15,
        0.1,
    ]
    assert (wages[:, 5] >= lower - 1e-6).all()


def test_cells_by_area_and_industry_keep_the_legal_minimum(store):
    areas = [
        code for (code,) in store.rows("SELECT code FROM area WHERE type = 'metropolitan' ORDER BY code")
    ][::40]
    asked = [(o, a, i) for o in ("35-3023", "29-2072") for a in areas for i in ("722500", "622000", "44--45")]
    found = price(store, *zip(*asked, strict=True))
    where = places(store)
    low = np.array([where.floor[where.areas[a]] for _, a, _ in asked])
    printed = price(store, [o for o, _, _ in asked], [a for _, a, _ in asked], ["000000"] * len(asked))
    known = found.status == "modelled"
    assert known.any()
    assert (found.percentiles[known, 0] >= np.minimum(low, printed.percentiles[:, 0])[known]).all()


@pytest.mark.parametrize("tier", ["state", "area", "industry"])
def test_expected_jobs_never_pass_what_an_area_or_a_state_has_left(store, grid, tier):
    table, d = model_table(store), grid.detailed
    assert table.rows == grid.rows
    told = np.isfinite(grid.employment[:, :d])
    expected = np.zeros((len(grid.rows), d))
    expected[table.row, np.repeat(np.arange(d), np.diff(table.first))] = table.jobs
    rows = np.flatnonzero(grid.tier == tier)
    jobs = np.where(told[rows], 0, expected[rows])
    _, _, total = left_over(grid, told, rows)
    ceiling, inside = left_above(grid, told, rows)
    slack = LEAST_JOBS * (jobs > 0)
    assert (jobs <= np.where(np.isfinite(total), total, np.inf)[:, None] + slack + 0.01).all()
    assert (jobs <= ceiling + slack + 0.01).all()
    assert (
        jobs.sum(axis=1) <= np.where(np.isfinite(total), total, np.inf) + slack.sum(axis=1) + ROUNDING
    ).all()
    for above in np.unique(grid.parent[rows]):
        beside = (grid.parent[rows] == above) & inside
        if beside.any():
            limit = ceiling[beside].max(axis=0) + slack[beside].sum(axis=0) + ROUNDING
            assert (jobs[beside].sum(axis=0) <= limit).all()


def test_the_case_that_was_impossible(store):
    """Hanford, California: 48,820 jobs, 8,430 of them in occupations it does not print, and 15-1252 among those."""
    found = price(store, ["15-1252"], ["0025260"], ["000000"])
    assert found.status[0] == "modelled"
    assert found.jobs[0] < 1_000


def test_jobs_are_dealt_out_by_hand(grid):
    """Nothing told: every row's expected jobs are its major groups', as the release prints them."""
    rows = np.flatnonzero(grid.tier == "state")[:5]
    told = np.zeros((len(grid.rows), grid.detailed), dtype=bool)
    jobs = expected_jobs(grid, told, rows)
    assert np.allclose(jobs.sum(axis=1) / grid.employment[rows, -1], 1, atol=0.02)


def test_the_lowest_minimum_of_the_states_counts():
    assert lowest_year(["CA", "TX", "", "NY-NJ"], 2025).tolist() == [34_320, 15_080, 15_080, 32_220]
    assert lowest_year(["CA"], 2024).tolist() == lowest_year(["TX"], 2024).tolist(), "a rate not yet in force"


@given(
    st.lists(st.floats(1_000, 300_000), min_size=6, max_size=6),
    st.sampled_from([15_080.0, 34_320.0]),
)
@settings(max_examples=200, deadline=None)
def test_whatever_was_learned_is_made_lawful(values, floor):
    found = lawful(np.array([values]), np.array([floor]))[0]
    assert found[0] >= floor
    assert (np.diff(found[:5]) >= 0).all()
    assert found[2] >= LEAST_RISE * found[0] - 1e-6
    assert found[5] >= found[:5] @ [0.15, 0.25, 0.25, 0.15, 0.1] + 0.1 * min(floor, found[0]) - 1e-6
    again = lawful(found[None], np.array([floor]))[0]
    assert np.allclose(again, found)


def test_printed_figures_stay():
    wage = np.array([[14_000.0, 20_000, 14_500, 30_000, 40_000, 1.0]])
    own = np.array([[True, False, True, False, False, True]])
    found = lawful(wage, np.array([15_080.0]), own)
    assert found[0, [0, 5]].tolist() == [14_000, 1.0]
