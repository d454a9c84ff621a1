"""Ten real payroll layouts, opened without an option but place and industry; ten rows of each worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paychart.data.store import open_store
from paychart.employers.benchmark import benchmark

FOLDER = next(
    (p / "shared/data/payrolls" for p in Path(__file__).parents if (p / "shared/data/payrolls").is_dir()),
    None,
)
pytestmark = pytest.mark.skipif(FOLDER is None, reason="The shared payrolls are not at hand.")


def money(text: str) -> float:
    return float(text.replace("$", "").replace(",", "").strip() or 0)


def unc(row: dict[str, str]) -> float:
    """A salary where there is one; else the rate for the hours of two weeks, as appointed."""
    return money(row["Annual_Salary"]) or money(row["Hourly_Rate"]) * float(row["Appointment_Hours"]) / 2 * 52


PERIODS = {"Monthly": 12, "Daily": 260}
# file: place, industry, the columns, pay a year as a careful analyst works it out of a row, and the pay to market.
CASES = {
    "unc_hospital.csv": ("Durham, NC", "hospital", {"title": "Title", "pay": "Annual_Salary"}, unc, (0.85, 1.2)),
    "uw_madison.xlsx": ("Madison, WI", "university", {"title": "Title", "pay": "Annualized_Rate_Amount"},
                        lambda r: float(r["Annualized_Rate_Amount"]), (0.9, 1.3)),
    "tn.csv": ("Tennessee", "state government", {"title": "job_title", "basis": "compensation_rate_period"},
               lambda r: money(r["compensation_rate"]) * PERIODS[r["compensation_rate_period"]], (0.6, 1.1)),
    "nh.csv": ("New Hampshire", "state government", {"pay": "PAY", "id": "INTERNAL ID", "component": "PAY TYPE"},
               None, (0.5, 1.1)),
    "mt_state.csv": ("Montana", "state government", {"title": "job_title", "pay": "base", "area": "city"},
                     lambda r: float(r["base"]) * 2080, (0.8, 1.2)),
    "nm.csv": ("New Mexico", "state government", {"title": "Position", "pay": "Salary"},
               lambda r: money(r["Salary"]), (0.75, 1.2)),
    "texas_city_2017.csv": ("Texas", "local government", {"title": "Title", "pay": "Annual Salary"},
                            None, (0.8, 1.4)),
    "wv_k12.csv": ("West Virginia", "schools", {"title": "Position", "pay": "Salary"},
                   lambda r: money(r["Salary"]), (0.65, 1.1)),
    "boston.csv": ("Boston, MA", "local government", {"title": "TITLE", "pay": "REGULAR"},
                   lambda r: money(r["REGULAR"]), (0.75, 1.2)),
    "nd.csv": ("North Dakota", "state government", {"title": "Job.Title", "pay": "Fiscal.Year.2018"},
               lambda r: money(r["Fiscal.Year.2018"]), (0.3, 1.2)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_real_layout_is_read_as_a_careful_analyst_reads_it(name: str, tmp_path: Path) -> None:
    assert FOLDER is not None
    area, industry, columns, by_hand, (low, high) = CASES[name]
    with open_store() as store:
        done = benchmark(str(FOLDER / name), tmp_path / "out.csv", store, area=area, industry=industry)
    assert columns.items() <= done.columns.role.items()
    assert low <= (done.summary.totals["ratio_to_market"] or 0) <= high
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["paychart_status"] == "priced"]
    assert len(rows) > 0.4 * done.summary.rows
    checked = rows[:: len(rows) // 10][:10]
    for row in checked:
        if by_hand is not None:
            assert float(row["paychart_annual_pay"]) == pytest.approx(by_hand(row), rel=1e-6)
        assert area.split(",")[0] in row["paychart_market_area"] or name == "mt_state.csv"


def test_new_hampshires_pieces_are_added_up(tmp_path: Path) -> None:
    assert FOLDER is not None
    sums: dict[str, float] = {}
    with (FOLDER / "nh.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            sums[row["INTERNAL ID"]] = sums.get(row["INTERNAL ID"], 0.0) + money(row["PAY"])
    with open_store() as store:
        benchmark(str(FOLDER / "nh.csv"), tmp_path / "out.csv", store, area="New Hampshire")
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["paychart_annual_pay"]]
    assert len(rows) > 100
    for row in rows:
        assert float(row["paychart_annual_pay"]) == pytest.approx(sums[row["INTERNAL ID"]], abs=0.02)


def test_the_cities_of_texas_are_stacked(tmp_path: Path) -> None:
    """Titles from three columns; a salary under $500 is an hour's."""
    assert FOLDER is not None
    with open_store() as store:
        done = benchmark(str(FOLDER / "texas_city_2017.csv"), tmp_path / "out.csv", store, area="Texas")
    assert {done.columns["title else"], done.columns["title other"]} == {"Job Code Description", "Job"}
    with (tmp_path / "out.csv").open(newline="") as file:
        driver = next(r for r in csv.DictReader(file) if r["Job Code Description"] == "Truck Driver II")
    assert driver["paychart_soc_title"] == "Heavy and Tractor-Trailer Truck Drivers"
    assert float(driver["paychart_annual_pay"]) == pytest.approx(float(driver["Annual Salary"]) * 2080)
