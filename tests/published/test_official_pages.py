"""Figures as official pages print them, each with its page, against what the store answers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FIGURES = (
    "employment", "employment_rse", "annual_mean", "mean_rse",
    "annual_p10", "annual_p25", "annual_p50", "annual_p75", "annual_p90",
)  # fmt: skip
PRINTED = list(
    csv.DictReader(Path(__file__).with_name("official_pages.csv").open(encoding="utf-8", newline=""))
)


@pytest.mark.parametrize("row", PRINTED, ids=lambda r: f"{r['occupation']}-{r['year']}-{r['figure']}")
def test_the_store_answers_what_the_page_prints(store, row):
    assert row["figure"] in FIGURES
    held = store.rows(
        f"SELECT {row['figure']} FROM national_history WHERE occupation = ? AND year = ?",
        [row["occupation"], int(row["year"])],
    )
    assert held == [(float(row["printed"]),)], row["page"]


def test_pages_are_named():
    assert len(PRINTED) >= 117
    assert all(row["page"].startswith("BLS") and row["address"].startswith("http") for row in PRINTED)


def test_medians_of_the_projections_tables_are_those_of_their_base_year(store):
    """BLS table 1.2 prints a median for every occupation; it was read apart from the OEWS files of that year."""
    earlier = store.rows(
        "SELECT p.occupation, p.median_annual, h.annual_p50 FROM projection_history p JOIN national_history h "
        "ON h.occupation = p.occupation AND h.year = 2024 WHERE p.median_annual IS NOT NULL"
    )
    newest = store.rows(
        "SELECT p.occupation, p.median_annual, c.annual_p50 FROM projection p JOIN cell c USING (occupation) "
        "WHERE c.area = '0000000' AND c.industry = '000000' AND p.median_annual IS NOT NULL "
        "AND c.annual_p50 IS NOT NULL"
    )
    for pairs in (earlier, newest):
        assert len(pairs) > 800
        assert [pair for pair in pairs if pair[1] != pair[2]] == []


def test_projections_and_price_parities_are_those_gathered_from_the_publishers_pages(store, shared_data):
    facts = shared_data.parent / "facts"
    if not facts.is_dir():
        pytest.skip("The gathered figures are not here.")
    held = {
        row[0]: row[1:]
        for row in store.rows(
            "SELECT occupation, employment_base_thousands, employment_projected_thousands, change_percent, "
            "openings_thousands FROM projection_history WHERE edition = '2024-34'"
        )
    }
    names = ("emp_2024_k", "emp_2034_k", "change_pct", "openings_k")
    compared = 0
    with (facts / "projections_2024_34.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            printed = [row[name] for name in names]
            numbers = [float(p) for p in printed if p.replace(".", "").replace("-", "").isdigit()]
            assert [h for h, p in zip(held[row["soc"]], printed, strict=True) if h is not None] == numbers, (
                row["soc"]
            )
            compared += len(numbers)
    levels = {row[0]: row[1:] for row in store.rows(
        "SELECT code, all_items, goods, housing, utilities, other_services FROM price_parity"
    )}  # fmt: skip
    with (facts / "rpp_metro_2024.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["code"] in levels:
                printed = [
                    float(row[name]) for name in ("all", "goods", "housing", "utilities", "other_services")
                ]
                assert list(levels[row["code"]]) == pytest.approx(printed, abs=0.0006), row["name"]
                compared += len(printed)
    assert compared > 4_000
