"""Earlier releases as evidence: what is read, what is passed over, and what hidden cells may know."""

from __future__ import annotations

import shutil

import duckdb
import numpy as np
import pytest

from paychart.data.store import open_store
from paychart.errors import BadInput
from paychart.pay.model.grid import MEDIAN, NATION_ROW, read_grid
from paychart_lab.cells.past import past_asked, past_columns, read_past


@pytest.fixture
def told(store_path, store, tmp_path):
    """Earlier values of a copy of the bundled store whose history was changed."""
    opened = []

    def make(sql: str, until: int | None = None):
        path = tmp_path / f"store{len(opened)}.duckdb"
        shutil.copy(store_path, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute(sql)
        opened.append(open_store(path))
        return read_past(opened[-1], read_grid(opened[-1]), until)

    yield make
    for one in opened:
        one.close()


ONLY = "DELETE FROM place_history WHERE NOT (occupation, area, year) = ('29-2072', '0800000', 2023); "


def test_an_earlier_value_is_a_position_in_the_nation_applied_to_the_nation_now(told, store):
    past, grid = told(ONLY), read_grid(store)
    row, col = grid.rows.index("0800000"), grid.columns.index("29-2072")
    assert past.known.sum() == 1
    ((then,),) = store.rows(
        "SELECT annual_p50 FROM place_history WHERE (occupation, area, year) = ('29-2072', '0800000', 2023)"
    )
    ((nation,),) = store.rows(
        "SELECT annual_p50 FROM national_history WHERE (occupation, year) = ('29-2072', 2023)"
    )
    now = np.exp(grid.log_wage[NATION_ROW, col, MEDIAN])
    assert np.exp(past.value[row, col, 0]) == pytest.approx(then / nation * now, rel=1e-4)
    assert past.age[row, col] == 2
    assert past.releases[row, col] == 1


def test_a_release_without_history_has_no_earlier_values(told):
    assert not told("DELETE FROM place_history").known.any()


def test_areas_of_another_delineation_and_codes_of_another_classification_are_passed_over(told):
    changed = "UPDATE place_history SET area = '0099999'"
    assert not told(ONLY + changed).known.any()
    assert not told(ONLY + "UPDATE place_history SET occupation = '29-2071', year = 2018").known.any()
    assert not told(ONLY + "UPDATE place_history SET occupation = 'x'").known.any()


def test_codes_that_map_one_to_one_are_followed(told):
    assert told(ONLY + "UPDATE place_history SET occupation = '15-1121', year = 2018").known.sum() == 1


def test_a_year_that_is_not_earlier_counts_for_nothing(told):
    assert not told(ONLY + "UPDATE place_history SET year = 2025").known.any()
    assert not told(ONLY + "UPDATE place_history SET year = 1999").known.any()
    assert not told(ONLY, until=2022).known.any()


def test_a_value_told_twice_counts_once_and_two_that_differ_count_for_nothing(told):
    twice = ONLY + "INSERT INTO place_history SELECT * FROM place_history; "
    past = told(twice)
    assert past.known.sum() == 1
    assert past.releases.max() == 1
    last = "(SELECT max(rowid) FROM place_history)"
    assert not told(twice + f"UPDATE place_history SET annual_p50 = 99000 WHERE rowid = {last}").known.any()


def test_a_cell_that_is_not_recalled_is_not_told_its_own_value(store):
    grid = read_grid(store)
    past, d = read_past(store, grid), grid.detailed
    rows = np.flatnonzero(grid.tier == "state")
    col = grid.columns.index("29-1141")
    target = (rows[:2], np.array([col, col]))
    start = grid.log_wage[target]
    known = grid.known.copy()
    known[target] = False
    found = past_columns(past, grid, known, rows, target, start, np.array([True, False]))
    other = past.value.copy()
    other[rows[1], col] += 0.5
    changed = past_columns(
        type(past)(**{**vars(past), "value": other}),
        grid,
        known,
        rows,
        target,
        start,
        np.array([True, False]),
    )
    np.testing.assert_array_equal(found[1], changed[1])
    assert np.isfinite(found[0, 0])
    assert np.isnan(found[1, 0])
    assert d == len([c for c in grid.columns if not c.endswith("0000")])


def test_which_earlier_releases_are_asked_for(store):
    grid = read_grid(store)
    assert past_asked(store, grid, "none") is None
    assert np.nanmin(past_asked(store, grid, "2018").age) == 7
    with pytest.raises(BadInput, match="no choice"):
        past_asked(store, grid, "some")
