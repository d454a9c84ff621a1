"""Write `data/reference/place_history.parquet`: what states and areas paid in earlier years, figures only.

States: BLS, OEWS May 2015 to May 2023 (all occupations) and May 2024 (health occupations). Areas: the Labor
Department's wage levels for foreign labor certification, which rest on OEWS May 2024 (level 1 is the mean of the lowest
third, level 4 of the upper two thirds) and May 2019 (45th and 95th percentile). Values that the Labor Department
filled from elsewhere, seen as one value in several areas, are left out.

Usage: python scripts/derive_place_history.py ../shared/data/history
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

TARGET = Path(__file__).parents[1] / "src" / "paychart" / "data" / "reference" / "place_history.parquet"

# The mean of all workers is (level 1 + 2 x level 4) / 3 by the Labor Department's rule, a thousandth below OEWS's
# own mean in 158 Florida cells whose official figure is at hand.
OFLC_MEAN_OF_OEWS = 0.99897

STATES = """
SELECT year, fips || '00000' AS area, occ_code AS occupation, tot_emp AS employment, a_mean AS mean, a_pct10 AS p10,
       a_median AS p50, a_pct90 AS p90, NULL AS sigma,
       CASE WHEN source IN ('yajima', 'adebola') THEN 'partial'
            WHEN a_mean IS NULL AND a_median IS NULL THEN 'not_released'
            WHEN a_median IS NULL THEN 'top_coded'
            WHEN a_pct90 IS NULL OR a_pct10 IS NULL THEN 'partly_top_coded'
            ELSE 'published' END AS wage_status
FROM read_parquet('{folder}/oews_state_panel_2015_2024.parquet')
"""
ALL_OCCUPATIONS = """
SELECT 2023, fips || '00000', occ_code, tot_emp, a_mean, NULL, a_median, NULL, NULL, 'partial'
FROM read_csv('{folder}/state_2023_major_groups.csv', types = {{'fips': 'VARCHAR'}}) WHERE occ_code = '00-0000'
"""
AREAS_2024 = """
SELECT 2024, lpad(area, 7, '0'), soc, NULL, a_mean_oews, NULL, a_median_est, NULL, sigma_lognormal, 'derived'
FROM read_parquet('{folder}/oflc_2025_26_may2024_area_wages.parquet')
WHERE n_same = 1 AND NOT missing AND a_mean_oews IS NOT NULL
"""
# The 45th and 95th percentile of a lognormal lie 1.7705 standard deviations apart, the median 0.12566 above the first.
AREAS_2019 = """
SELECT 2019, lpad(area, 7, '0'), soc, NULL, NULL, NULL,
       exp(ln(p45) + 0.12566 * ln(p95 / p45) / 1.77052) * 2080, NULL, ln(p95 / p45) / 1.77052, 'derived'
FROM read_parquet('{folder}/oflc_2020_21_may2019_area_p45_p95.parquet')
WHERE n_same = 1 AND NOT annual AND p45 > 0 AND p95 >= p45
UNION ALL
SELECT 2019, lpad(area, 7, '0'), soc, NULL, NULL, NULL,
       exp(ln(p45) + 0.12566 * ln(p95 / p45) / 1.77052), NULL, ln(p95 / p45) / 1.77052, 'derived'
FROM read_parquet('{folder}/oflc_2020_21_may2019_area_p45_p95.parquet')
WHERE n_same = 1 AND annual AND p45 > 0 AND p95 >= p45
"""


def main(folder: Path) -> None:
    """Read the official figures in `folder` and write the compact table."""
    parts = " UNION ALL ".join(
        f"({part.format(folder=folder)})" for part in (STATES, ALL_OCCUPATIONS, AREAS_2024, AREAS_2019)
    )
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        f"""COPY (
            SELECT year::SMALLINT AS year, area, occupation, employment::INTEGER AS employment,
                   round(mean / 10)::INTEGER AS mean10, round(p10 / 10)::INTEGER AS p10_10,
                   round(p50 / 10)::INTEGER AS p50_10, round(p90 / 10)::INTEGER AS p90_10,
                   round(sigma * 500)::SMALLINT AS sigma500, wage_status
            FROM ({parts}) ORDER BY (wage_status = 'derived'), year, occupation, area
        ) TO '{TARGET}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 22, ROW_GROUP_SIZE 2000000)"""
    )
    print(
        connection.execute(
            f"SELECT year, wage_status, count(*) FROM read_parquet('{TARGET}') GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
