"""What states and areas paid in earlier years, against the official figures and against independent copies."""

from __future__ import annotations

import duckdb
import pytest


@pytest.mark.parametrize(
    ("file", "year", "columns"),
    [
        (
            "state_2015_full.parquet",
            2015,
            {"tot_emp": "employment", "a_mean": "annual_mean", "a_median": "annual_p50"},
        ),
        (
            "state_2024_health.parquet",
            2024,
            {"tot_emp": "employment", "a_mean": "annual_mean", "a_median": "annual_p50"},
        ),
    ],
)
def test_states_equal_an_independent_copy(store, shared_data, file, year, columns):
    official = duckdb.execute(
        f"SELECT occ_code, fips || '00000', {', '.join(columns)} FROM read_parquet(?)",
        [str(shared_data / "history" / file)],
    ).fetchall()
    held = {
        (row[0], row[1]): row[2:]
        for row in store.rows(
            f"SELECT occupation, area, {', '.join(columns.values())} FROM place_history "
            "WHERE year = ? AND wage_status <> 'derived'",
            [year],
        )
    }
    both = [(held[row[0], row[1]], row[2:]) for row in official if (row[0], row[1]) in held]
    assert len(both) > 4_000
    different = [
        pair
        for pair in both
        if any(a is not None and b is not None and a != b for a, b in zip(*pair, strict=True))
    ]
    assert not different


def test_areas_follow_the_labor_departments_levels(store, shared_data):
    levels = duckdb.execute(
        "SELECT soc, lpad(area, 7, '0'), a_mean_oews, a_median_est FROM read_parquet(?) WHERE n_same = 1 "
        "AND a_mean_oews IS NOT NULL ORDER BY soc, area LIMIT 20000",
        [str(shared_data / "history" / "oflc_2025_26_may2024_area_wages.parquet")],
    ).fetchall()
    held = {
        (row[0], row[1]): row[2:]
        for row in store.rows(
            "SELECT occupation, area, annual_mean, annual_p50 FROM place_history "
            "WHERE year = 2024 AND wage_status = 'derived'"
        )
    }
    assert all(
        abs(held[soc, area][0] - mean) <= 5 and abs(held[soc, area][1] - median) <= 5
        for soc, area, mean, median in levels
    )


def test_every_year_says_why_a_figure_is_missing(store):
    assert not store.rows(
        "SELECT * FROM place_history WHERE wage_status = 'published' "
        "AND (annual_p10 IS NULL OR annual_p50 IS NULL OR annual_p90 IS NULL)"
    )
    assert not store.rows(
        "SELECT * FROM place_history WHERE wage_status = 'not_released' "
        "AND coalesce(annual_mean, annual_p50) IS NOT NULL"
    )
    assert not store.rows("SELECT occupation, area, year FROM place_history GROUP BY ALL HAVING count(*) > 1")


def test_state_jobs_add_up_to_the_nations(store):
    """Employment-weighted state means against the nation's printed mean: within 0.3% for every year of states."""
    rows = store.rows(
        "SELECT p.year, sum(p.employment * p.annual_mean) / sum(p.employment) / any_value(n.annual_mean) "
        "FROM place_history p JOIN national_history n ON (n.occupation, n.year) = (p.occupation, p.year) "
        "WHERE p.occupation = '29-1141' AND p.area LIKE '%00000' AND p.area < '6000000' "
        "AND p.annual_mean > 0 GROUP BY p.year"
    )
    assert len(rows) >= 9
    assert all(abs(ratio - 1) < 0.003 for _, ratio in rows)
