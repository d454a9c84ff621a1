"""Figures that official pages print, year by year: OEWS, ECI, CPI, price parities, projections."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("occupation", "year", "column", "printed"),
    [
        ("29-2071", 2013, "annual_mean", 37_710),
        ("29-2071", 2014, "annual_p50", 35_900),
        ("29-2071", 2016, "annual_p50", 38_040),
        ("29-2071", 2018, "annual_p50", 40_350),
        ("29-2071", 2018, "employment", 208_650),
        ("29-2098", 2019, "annual_p50", 42_630),
        ("29-2098", 2020, "annual_mean", 48_270),
        ("29-2098", 2020, "annual_p50", 44_090),
        ("29-2072", 2021, "annual_p50", 46_660),
        ("29-2072", 2022, "annual_p50", 47_180),
        ("29-2072", 2023, "annual_p50", 48_780),
        ("29-2072", 2024, "annual_p50", 50_250),
        ("29-2072", 2025, "annual_p50", 51_140),
        ("29-2072", 2025, "annual_mean", 56_790),
        ("29-9021", 2021, "annual_p50", 55_560),
        ("29-9021", 2022, "annual_p50", 58_250),
        ("29-9021", 2023, "annual_p50", 62_990),
        ("29-9021", 2024, "annual_p50", 67_310),
        ("29-9021", 2025, "annual_mean", 74_970),
        ("11-9111", 2021, "annual_p50", 101_340),
        ("11-9111", 2023, "annual_p50", 110_680),
        ("11-9111", 2024, "annual_p50", 117_960),
        ("11-9111", 2025, "annual_p50", 123_860),
    ],
)
def test_oews_by_year(store, occupation, year, column, printed):
    sql = (
        f"SELECT {column} FROM national_history WHERE occupation = ? AND year = ? UNION ALL "
        f"SELECT {column} FROM cell JOIN release r ON r.code = release "
        "WHERE occupation = ? AND r.year = ? AND area = '0000000' AND industry = '000000'"
    )
    assert store.rows(sql, [occupation, year] * 2) == [(printed,)]


@pytest.mark.parametrize(
    ("series", "year", "month", "printed"),
    [
        ("civilian", 2014, 6, 1.8), ("civilian", 2015, 6, 2.1), ("civilian", 2022, 9, 5.1),
        ("civilian", 2023, 3, 5.0), ("civilian", 2026, 3, 3.4), ("private", 2021, 6, 3.5),
    ],
)  # fmt: skip
def test_employment_cost_index(store, series, year, month, printed):
    sql = "SELECT change_12m FROM employment_cost WHERE (series, year, month) = (?, ?, ?)"
    assert store.rows(sql, [series, year, month]) == [(printed,)]


@pytest.mark.parametrize(
    ("year", "month", "printed"), [(2020, 5, 256.394), (2025, 5, 321.465), (2024, 13, 313.689)]
)
def test_consumer_price_index(store, year, month, printed):
    sql = "SELECT value FROM consumer_price WHERE (year, month) = (?, ?)"
    assert store.rows(sql, [year, month]) == [(printed,)]


def test_medical_records_specialists_grow_as_bls_projects(store):
    sql = (
        "SELECT employment_base_thousands, change_percent, openings_thousands FROM projection "
        "WHERE occupation = '29-2072'"
    )
    assert store.rows(sql) == [(200.7, 7.8, 14.0)]
    sql = (
        "SELECT change_percent FROM projection WHERE occupation IN ('00-0000', '15-1252') ORDER BY occupation"
    )
    assert store.rows(sql) == [(3.5,), (10.2,)]


def test_nonmetropolitan_united_states_is_cheaper(store):
    sql = "SELECT all_items, housing FROM price_parity WHERE code = '00999'"
    assert store.rows(sql) == [(88.699, 59.852)]
