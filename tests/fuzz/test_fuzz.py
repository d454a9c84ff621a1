"""A lean slice of the fuzzing campaign, and every crash it ever found as a case of its own."""

from __future__ import annotations

from pathlib import Path

import fuzz_seeds as seeds
import pytest
from fuzz_targets import TARGETS, Target, run_case

from paychart.data.sources import eci, oews_flat, oews_research, oews_yearly, projections, rpp
from paychart.data.sources.sheets import Sheet
from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart_lab.people_fit import pums
from paychart_lab.titles import onet


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_damaged_files_are_answered_or_refused(target: Target, tmp_path: Path, store: Store) -> None:
    results = [run_case(target, f"slice {number}", tmp_path, store) for number in range(12)]
    assert set(results) <= {"answered", "refused"}


# Crashes of the first campaigns, by the name of their case: what left the reader was no PaychartError.
FOUND = (
    ("OEWS flat files", (102, "c 3324", "c 3871")),
    ("OEWS yearly CSV", (51,)),
    ("OEWS research workbook", (2, 9, 86, 142)),
    ("projections workbooks", (8, 10, 17, 44, 69, 71)),
    ("price parities", (1, "d 784")),
    ("employment cost index", (2, 67)),
    ("O*NET text files", (2, 136, 296)),
    ("ACS person files", (0, 16, 24, 39)),
    ("payroll CSV", ("d 212",)),
    ("payroll workbook", (1, 34, 47, 80)),
    ("payroll Parquet", (11, 18)),
    ("salary surveys", (11, 18, 23, "d 79", "d 1081", "d 1468")),
    ("fitted model file", (1, 7, 16, 39)),
    ("jobs of pay ranges", (299,)),
)


@pytest.mark.parametrize(("name", "numbers"), FOUND)
def test_a_crash_found_once_stays_mended(
    name: str, numbers: tuple[int | str, ...], tmp_path: Path, store: Store
) -> None:
    (target,) = (t for t in TARGETS if t.name == name)
    for number in numbers:
        seed = number if isinstance(number, str) else f"a {number}"
        assert run_case(target, seed, tmp_path, store) in ("answered", "refused"), number


@pytest.mark.parametrize("value", ["nan", "inf", "-5", "1e999"])
def test_flat_files_hold_only_finite_figures_above_zero(value: str, tmp_path: Path) -> None:
    import duckdb

    for name, content in seeds.oews_flat().items():
        if name == oews_flat.DATA:
            content = content.replace(b"       51170", f"{value:>12}".encode(), 1)
        (tmp_path / name).write_bytes(content)
    with duckdb.connect() as connection, pytest.raises(PaychartError, match="cannot be read"):
        oews_flat.load(connection, tmp_path)


@pytest.mark.parametrize("text", ["1.234,56", "1,23", "1_000", "１２３", "0x1F", "nan", "", "--5"])
def test_a_number_of_another_country_is_no_number(text: str) -> None:
    sheet = Sheet(Path("table.csv"), ("pay",), ())
    with pytest.raises(PaychartError, match="row 3, column pay"):
        sheet.number(3, "pay", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("132,588,810", 132_588_810), ("-0.5", -0.5), (".5", 0.5), ("1e-05", 1e-5), ("7.", 7.0)],
)
def test_a_number_as_publishers_print_it(text: str, value: float) -> None:
    assert Sheet(Path("table.csv"), ("pay",), ()).number(3, "pay", text) == value


@pytest.mark.parametrize("value", ["inf", "1e25", "１２３", "x"])
def test_person_records_name_the_field_that_is_no_number(value: str, tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "psam_p08.csv"
    path.write_bytes(seeds.persons_csv().replace(b",55000,", f",{value},".encode(), 1))
    with duckdb.connect() as connection, pytest.raises(PaychartError, match=r"row 1 .*column WAGP"):
        pums.load_persons(connection, path)


def test_undamaged_seeds_are_read(tmp_path: Path) -> None:
    """The fuzzer damages whole files: every seed must be one."""
    import duckdb

    for name, content in (
        *seeds.oews_flat().items(),
        *seeds.price_parities().items(),
        ("ci.data.1.AllData", seeds.employment_costs()),
        ("oes_research_2024_allsectors.xlsx", seeds.research_xlsx()),
        ("national_M2018_dl.csv", seeds.yearly_csv()),
        ("national_M2024_dl.xlsx", seeds.yearly_xlsx()),
        ("occupation.xlsx", seeds.occupation_xlsx()),
        ("education.xlsx", seeds.education_xlsx()),
        ("psam_p08.csv", seeds.persons_csv()),
        ("p_08.parquet", seeds.parquet(seeds.persons_csv())),
        *((f"{table}.txt", seeds.onet_table(table)) for table in onet.TABLES),
    ):
        (tmp_path / name).write_bytes(content)
    with duckdb.connect() as connection:
        assert oews_flat.load(connection, tmp_path).rows["cell"] == 5
        assert oews_research.load(connection, tmp_path).rows == {"state_industry": 2}
        assert pums.load_persons(connection, tmp_path).rows == 24
    for year, ending in ((2018, "csv"), (2024, "xlsx")):
        file = oews_yearly.YearlyFile(tmp_path / f"national_M{year}_dl.{ending}", "national", year)
        assert len(list(oews_yearly.read(file))) == 1301
    assert len([row for row in rpp.read_official(tmp_path)[0] if row[1] != "state"]) == 4
    assert len(list(eci.read_flat(tmp_path / "ci.data.1.AllData"))) == 8
    assert len(projections.read_occupation_workbook(tmp_path / "occupation.xlsx")[1]) == 2
    assert len(list(projections.read_education_workbook(tmp_path / "education.xlsx"))) == 1
    assert all(len(list(onet.rows(tmp_path, table))) == 3 for table in onet.TABLES)
