"""Any payroll in: no column of the user's is taken for one of ours, and what is not believable stops."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from paychart.data.store import Store
from paychart.employers.benchmark import benchmark
from paychart.employers.columns import settle_columns
from paychart.employers.plausible import latest_day
from paychart.errors import BadInput, PaychartError

# Every name the engine has ever used for itself, and words that look like them.
WORDS = """
Status Shift Market_P50 Annual_Pay Scale Start Low Base Flags soc SOC_Title modelled blended w1 w2 y0 m4 z25 bend
lower_slope people_group traits_used compa_ratio market_percentile _pc_annual _pc_own_0 _pc_cell _pc_dollars
paychart_status PAYCHART_FLAGS n people market sure _far _bin cell pieces row first last select order
"""
OURS = tuple(WORDS.split())
TITLES = ("Registered Nurse", "Medical Coder", "Software Developer", "Janitor")


def rows(n: int = 8) -> list[dict[str, str]]:
    return [
        {"Job Title": TITLES[i % 4], "Annual Salary": str(48_000 + 3_000 * i), "City": "Columbus, OH"}
        for i in range(n)
    ]


def priced(path: Path, table: list[dict[str, str]], store: Store, **options: object) -> list[dict[str, str]]:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    out = path.with_suffix(".out.csv")
    roles = {"title": "Job Title", "pay": "Annual Salary", "area": "City"}
    benchmark(str(path), out, store, columns=roles, **options)  # type: ignore[arg-type]
    with out.open(newline="") as file:
        return list(csv.DictReader(file))


def added(found: list[dict[str, str]], own: list[str]) -> list[list[str]]:
    """The values of the added columns, whatever they had to be called."""
    return [[value for name, value in row.items() if name not in own] for row in found]


@pytest.mark.parametrize("seed", range(4))
def test_no_name_order_or_case_of_a_users_column_changes_anything(
    seed: int, tmp_path: Path, store: Store
) -> None:
    plain = added(priced(tmp_path / "plain.csv", rows(), store), list(rows()[0]))
    drawn = random.Random(seed)
    names = drawn.sample(OURS, 14)
    names = list({n.casefold(): drawn.choice((n, n.upper(), n.title())) for n in names}.values())
    table = []
    for i, row in enumerate(rows()):
        mixed = list(row.items()) + [
            (n, drawn.choice((str(i), "Filled", "7.5", ""))) for n in names if n not in row
        ]
        random.Random(seed).shuffle(mixed)
        table.append(dict(mixed))
    found = priced(tmp_path / "mixed.csv", table, store)
    assert added(found, list(table[0])) == plain
    assert [{k: v for k, v in row.items() if k in table[0]} for row in found] == table


def test_a_column_named_status_and_a_numeric_shift_in_parquet(tmp_path: Path, store: Store) -> None:
    import duckdb

    for extra in ("", ", 3 AS Shift, 'Filled' AS Status, 9.0 AS market_p50, 1 AS w2"):
        duckdb.execute(
            f'COPY (SELECT \'Registered Nurse\' AS "Job Title", 80000 + i * 100 AS "Annual Salary"{extra} '
            f"FROM range(10) t(i)) TO '{tmp_path / 'p.parquet'}' (FORMAT parquet)"
        )
        benchmark(str(tmp_path / "p.parquet"), tmp_path / f"out{len(extra)}.csv", store)
    first, second = (list(csv.DictReader(p.open())) for p in sorted(tmp_path.glob("out*[0-9].csv")))
    name = "paychart_market_percentile"
    assert [row[name] for row in first] == [row[name] for row in second]


def mapped(*table: dict[str, object], times: int = 10) -> dict[str, str]:
    return dict(settle_columns(list(table[0]), list(table) * times).role)


def test_salary_or_hourly_columns_belong_together() -> None:
    found = mapped(
        {"Title": "Nurse", "Annual_Salary": "", "Hourly_Rate": "32.23", "Emp_Type": "HOURLY"},
        {"Title": "Coder", "Annual_Salary": "61000", "Hourly_Rate": "", "Emp_Type": "SALARY"},
    )
    assert (found["pay"], found["pay else"]) == ("Annual_Salary", "Hourly_Rate")
    assert "id" not in found


def test_a_contract_length_a_midpoint_and_two_years_are_no_pay() -> None:
    assert mapped({"Title": "Nurse", "Compensation_Basis": "12 Month", "Annualized_Rate_Amount": 61362.09})[
        "pay"
    ] == ("Annualized_Rate_Amount")
    assert (
        mapped({"Position": "Nurse", "Position Mid-Point": "$60,353", "Salary": "$55,508"})["pay"] == "Salary"
    )
    assert (
        mapped({"Job.Title": "Nurse", "Fiscal.Year.2018": "$57,273", "Total.Biennium": "$99,000"})["pay"]
        == "Fiscal.Year.2018"
    )


def test_pieces_of_pay_are_added_up(tmp_path: Path, store: Store) -> None:
    lines = "".join(
        f'{i},Registered Nurse,{kind},"${amount}"\n'
        for i in range(40)
        for kind, amount in (("Regular Pay", "70,000.00"), ("Overtime", "5,000.50"))
    )
    (tmp_path / "p.csv").write_text("INTERNAL ID,TITLE,PAY TYPE,PAY\n" + lines)
    done = benchmark(str(tmp_path / "p.csv"), tmp_path / "out.csv", store)
    assert done.summary.rows == 40
    assert any("added up to 40 people" in note for note in done.notes)
    with (tmp_path / "out.csv").open() as file:
        first = next(csv.DictReader(file))
    assert float(first["paychart_annual_pay"]) == 75_000.5
    assert first["PAY TYPE"] == "Overtime; Regular Pay"


def test_what_is_not_believable_stops_unless_told_otherwise(tmp_path: Path, store: Store) -> None:
    header = "Job Title,Pay,Pay Basis\n"
    (tmp_path / "p.csv").write_text(
        header + "".join(f"Registered Nurse,{300 + i},hourly\n" for i in range(60))
    )
    with pytest.raises(BadInput, match="% of the market") as error:
        benchmark(str(tmp_path / "p.csv"), tmp_path / "out.csv", store)
    assert "--anyway" in (error.value.hint or "")
    assert not (tmp_path / "out.csv").exists()
    done = benchmark(str(tmp_path / "p.csv"), tmp_path / "out.csv", store, anyway=True)
    assert done.notes[0].startswith("Check before use: pay is")


def test_place_and_industry_of_the_whole_file(tmp_path: Path, store: Store) -> None:
    table = [{k: v for k, v in row.items() if k != "City"} | {"City": city} for row, city in
             zip(rows(3), ("Columbus", "", "Nowhere Elementary"), strict=True)]  # fmt: skip
    found = priced(tmp_path / "p.csv", table, store, area="Ohio", industry="hospital")
    assert [r["paychart_market_area"] for r in found] == ["Columbus, OH", "Ohio", "Ohio"]
    assert len({r["paychart_market_employer"] for r in found}) == 1
    assert "ospital" in found[0]["paychart_market_employer"]
    with pytest.raises(PaychartError, match="No place is called"):
        priced(tmp_path / "q.csv", table, store, area="Atlantis Beach")


def test_the_market_is_taken_to_a_date_and_says_so(tmp_path: Path, store: Store) -> None:
    plain = priced(tmp_path / "a.csv", rows(), store)
    later = priced(tmp_path / "b.csv", rows(), store, as_of="2027-01-01")
    grown = float(later[0]["paychart_market_p50"]) / float(plain[0]["paychart_market_p50"])
    assert 1.02 < grown < 1.12
    assert float(later[0]["paychart_compa_ratio"]) == pytest.approx(
        float(plain[0]["paychart_compa_ratio"]) / grown
    )
    assert "2027-01-01" in (tmp_path / "b.out.summary.html").read_text()
    with pytest.raises(BadInput, match="is not a date"):
        priced(tmp_path / "c.csv", rows(), store, as_of="soon")


def test_the_date_of_a_payroll_is_read_from_it() -> None:
    hired = [{"Hire Date": f"{1 + i % 12}/{1 + i % 28}/{2001 + i % 12}", "Salary": "1"} for i in range(200)]
    assert latest_day(["Hire Date", "Salary"], hired, "Salary") == "2012-12-28" or latest_day(
        ["Hire Date", "Salary"], hired, "Salary"
    ).startswith("2012")
    assert latest_day(["x"], [{"x": 1}], "Fiscal.Year.2018") == "2018-06-30"
    assert latest_day(["Year"], [{"Year": 2017}] * 3, "base") == "2017-06-30"
    assert latest_day(["Date of Birth"], [{"Date of Birth": "1/1/1980"}] * 99, "pay") == ""


def test_numbers_and_dates_of_a_csv_are_numbers_and_dates_in_the_workbook(tmp_path: Path, store: Store) -> None:
    import datetime

    import openpyxl

    (tmp_path / "p.csv").write_text(
        "Employee ID,Job Title,Salary,Hired,ZIP,Bonus\n"
        '12,Registered Nurse,"$80,000.50",10/14/2012,01234,NA\n13,Medical Coder,"$52,000",1/2/2017,90210,5\n'
    )
    benchmark(str(tmp_path / "p.csv"), tmp_path / "out.xlsx", store)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Rows"]
    first = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert first["Salary"] == 80_000.5
    assert first["Hired"] == datetime.datetime(2012, 10, 14)
    assert (first["Employee ID"], first["ZIP"], first["Bonus"]) == ("12", "01234", None)
    assert sheet.auto_filter.ref


def test_little_earned_in_a_year_is_no_hours_pay(tmp_path: Path, store: Store) -> None:
    pays = ("498.00", "41,000.00", "57,273.42")
    (tmp_path / "p.csv").write_text(
        "Job.Title,Fiscal.Year.2018\n" + "".join(f'Registered Nurse,"${p}"\n' for p in pays)
    )
    benchmark(str(tmp_path / "p.csv"), tmp_path / "out.csv", store)
    with (tmp_path / "out.csv").open() as file:
        first, second, _ = list(csv.DictReader(file))
    assert "pay-implausible" in first["paychart_flags"]
    assert float(second["paychart_annual_pay"]) == 41_000
