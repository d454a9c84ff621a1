"""Figures that BLS prints for May 2025, row by row: they test that a column means what it says."""

from __future__ import annotations

import pytest

from paychart import Profile, Store, estimate
from paychart.pay.cells import fetch

US, ALL = "0000000", "000000"

ANNUAL = [
    # occupation, industry, statistic, dollars a year
    ("29-2072", ALL, "mean", 56_790),
    ("29-2072", ALL, "p10", 37_000),
    ("29-2072", ALL, "p25", 43_490),
    ("29-2072", ALL, "p50", 51_140),
    ("29-2072", ALL, "p75", 64_820),
    ("29-2072", ALL, "p90", 81_150),
    ("29-2072", "622000", "mean", 61_920),
    ("29-2072", "622000", "p10", 39_530),
    ("29-2072", "622000", "p25", 47_370),
    ("29-2072", "622000", "p50", 59_120),
    ("29-2072", "622000", "p75", 74_160),
    ("29-2072", "622000", "p90", 90_120),
    ("29-2072", "621100", "mean", 50_060),
    ("29-2072", "621100", "p10", 35_320),
    ("29-2072", "621100", "p25", 39_160),
    ("29-2072", "621100", "p50", 47_120),
    ("29-2072", "621100", "p75", 58_230),
    ("29-2072", "621100", "p90", 67_380),
    ("29-2072", "621400", "mean", 58_070),
    ("29-2072", "621400", "p50", 50_900),
    ("29-2072", "623000", "mean", 50_340),
    ("29-2072", "524000", "p50", 62_040),
    ("29-2072", "524000", "p90", 81_770),
    ("29-2072", "541600", "mean", 48_580),
    ("29-2072", "541600", "p50", 43_880),
    ("29-2072", "551000", "mean", 64_590),
    ("29-2072", "611300", "p50", 63_970),
    ("29-2072", "999100", "p50", 63_880),
    ("29-2072", "999200", "p50", 58_680),
    ("29-2072", "999301", "mean", 58_660),
    ("29-2072", "999300", "p50", 51_200),
    ("29-9021", ALL, "mean", 74_970),
    ("29-9021", ALL, "p10", 39_830),
    ("29-9021", ALL, "p25", 48_940),
    ("29-9021", ALL, "p50", 68_020),
    ("29-9021", ALL, "p75", 95_630),
    ("29-9021", ALL, "p90", 117_420),
    ("29-9021", "622000", "p50", 67_480),
    ("29-9021", "621100", "p50", 54_670),
    ("29-9021", "524000", "p50", 93_670),
    ("11-9111", ALL, "mean", 140_970),
    ("11-9111", ALL, "p10", 73_390),
    ("11-9111", ALL, "p25", 94_700),
    ("11-9111", ALL, "p50", 123_860),
    ("11-9111", ALL, "p75", 166_100),
    ("11-9111", ALL, "p90", 224_340),
    ("11-9111", "622000", "p50", 133_580),
    ("11-9111", "621100", "p50", 105_770),
    ("11-9111", "541600", "p50", 172_190),
]
JOBS = [
    ("29-2072", ALL, 194_720),
    ("29-2072", "622000", 55_530),
    ("29-2072", "621100", 34_860),
    ("29-9021", ALL, 38_100),
    ("29-9021", "622000", 18_930),
    ("11-9111", ALL, 597_080),
    ("11-9111", "622000", 175_570),
]


@pytest.mark.parametrize(("occupation", "industry", "statistic", "dollars"), ANNUAL)
def test_annual_wage_is_the_one_bls_prints(
    store: Store, occupation: str, industry: str, statistic: str, dollars: int
) -> None:
    answer = estimate(Profile(occupation, US, industry), store)
    assert answer.status == "published"
    assert answer.annual[statistic] == dollars


@pytest.mark.parametrize(("occupation", "industry", "jobs"), JOBS)
def test_employment_is_the_one_bls_prints(store: Store, occupation: str, industry: str, jobs: int) -> None:
    key = (occupation, US, industry)
    assert fetch(store, [key])[key].employment == jobs


def test_release_and_its_bounds(store: Store) -> None:
    assert store.release == "May 2025"
    assert store.rows("SELECT annual_bound, hourly_bound FROM release") == [(239_200.0, 115.0)]


def test_every_cell_of_the_release_is_there(store: Store) -> None:
    assert store.rows("SELECT count(*) FROM cell") == [(370_172,)]
    assert store.rows("SELECT wage_status, count(*) FROM cell GROUP BY ALL ORDER BY ALL") == [
        ("not_released", 3_938),
        ("partly_top_coded", 15),
        ("published", 365_860),
        ("top_coded", 359),
    ]
