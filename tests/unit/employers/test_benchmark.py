"""A priced payroll: equal to `estimate` row by row, nothing lost, every bad row explained."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from paychart import Profile, estimate
from paychart.data.store import Store
from paychart.employers import pricing
from paychart.employers.benchmark import benchmark
from paychart.employers.findings import NOT_PRICED, WORDS
from paychart.employers.sample_payroll import sample_payroll
from paychart.errors import BadInput, PaychartError
from paychart.pay.offer import place_offer
from paychart.profile import Education
from paychart.show.output import PREFIX, workspace

HEADER = (
    "Employee ID,Job Title,City,Facility Type,Base Pay,Pay Basis,Hours Per Week,Years Experience,Degree,"
    "Certification,Note"
)
ROWS = [
    '1,29-2072,"Denver, CO",hospital,"$52,000.00",annual,40,5,associate,CPC,=1+1',
    "2,29-2072,Ohio,physician office,25/hr,,40,,,,@cmd",
    "3,11-9111,US,hospital,125000,,40,12,master,,",
    '4,29-2072,"Denver, CO",622000,28.40,hourly,24,7.5,bachelor,,',
    '5,29-9021,Ohio,,"52.000,00",annual,,,,,',
    "6,29-2072,Nowhereville,hospital,52000,,,,,,",
    "7,,Ohio,hospital,52000,,,,,,",
    "8,29-9999,Ohio,hospital,52000,,,,,,",
    "9,29-2072,Ohio,castle in the air,52000,,,,,,",
    "10,29-2072,Ohio,hospital,-5,,,,,,",
    "11,29-2072,Ohio,hospital,0,,,,,,",
    "12,29-2072,Ohio,hospital,,,,,,,",
    "13,29-2072,Ohio,hospital,TBD,,,,,,",
    "14,29-2072,Ohio,hospital,4000,,,,,,",
    "15,29-2072,Ohio,hospital,4000,monthly,,,,,",
    "16,29-2072,Ohio,hospital,61000,hourly,,,,,",
    "17,29-2072,Ohio,hospital,3.10,hourly,,,,,",
    "18,29-2072,80297,hospital,30,hourly,200,99,PhDx,ZZZ,",
    "18,29-2072,Ohio,hospital,30,hourly,40,,,,",
]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def payroll(tmp_path: Path) -> Path:
    path = tmp_path / "payroll.csv"
    path.write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def priced(payroll: Path, tmp_path: Path, store: Store) -> list[dict[str, str]]:
    benchmark(str(payroll), tmp_path / "out.csv", store)
    return read_csv(tmp_path / "out.csv")


def test_no_row_is_lost_and_order_and_other_columns_stay(priced: list[dict[str, str]]) -> None:
    assert [row["Employee ID"] for row in priced] == [row.split(",")[0] for row in ROWS]
    assert priced[0]["Note"] == "'=1+1"  # defused, or a spreadsheet would run it
    assert priced[1]["Note"] == "'@cmd"


@pytest.mark.parametrize(
    ("row", "flag"),
    [
        (5, "area-unknown"), (6, "title-missing"), (7, "occupation-unknown"), (8, "employer-unknown"),
        (9, "pay-not-positive"), (10, "pay-not-positive"), (11, "pay-missing"), (12, "pay-unreadable"),
        (13, "basis-unclear"), (15, "basis-corrected"), (16, "below-federal-minimum"), (17, "area-is-state"),
        (17, "hours-unreadable"), (17, "experience-unreadable"), (17, "education-unreadable"),
        (17, "credential-unknown"), (17, "duplicate-id"), (18, "duplicate-id"), (2, "basis-from-amount"),
    ],
)  # fmt: skip
def test_each_bad_value_is_a_finding_of_its_row(priced: list[dict[str, str]], row: int, flag: str) -> None:
    flags = priced[row]["paychart_flags"].split(";")
    assert flag in flags
    assert set(flags) <= set(WORDS)
    assert (priced[row]["paychart_status"] == "priced") == (not set(flags) & set(NOT_PRICED))
    assert (priced[row]["paychart_market_p50"] == "") == bool(set(flags) & set(NOT_PRICED))


def test_rows_equal_estimate_and_offer(priced: list[dict[str, str]], store: Store) -> None:
    asked = {
        0: Profile("29-2072", "Denver, CO", "hospital", Education.ASSOCIATE, 5, ("CPC",)),
        1: Profile("29-2072", "Ohio", "physician office"),
        2: Profile("11-9111", "US", "hospital", Education.MASTER, 12),
        3: Profile("29-2072", "Denver, CO", "622000", Education.BACHELOR, 7.5, hours_per_year=24 * 52),
        4: Profile("29-9021", "Ohio"),
        14: Profile("29-2072", "Ohio", "hospital"),
    }
    for number, profile in asked.items():
        row, answer = priced[number], estimate(profile, store)
        pay = float(row["paychart_annual_pay"])
        for name in ("p25", "p50", "p75"):
            assert float(row[f"paychart_market_{name}"]) == pytest.approx(answer.annual[name], rel=1e-9)
        share = answer.percentile_of(pay)[0]
        assert float(row["paychart_market_percentile"]) / 100 == pytest.approx(share, abs=1e-9)
        assert float(row["paychart_market_percentile"]) == pytest.approx(
            place_offer(profile, pay, store).percentile, abs=1e-6
        )
    assert float(priced[3]["paychart_annual_pay"]) == 28.40 * 24 * 52
    assert float(priced[4]["paychart_annual_pay"]) == 52_000


def test_a_published_percentile_stands_at_its_percentile_also_where_several_tie(
    tmp_path: Path, store: Store
) -> None:
    tie = store.rows(
        "SELECT occupation, area, annual_p10, annual_p25 FROM cell WHERE industry = '000000' "
        "AND annual_p10 = annual_p25 AND annual_p50 > annual_p25 AND annual_mean IS NOT NULL "
        "ORDER BY occupation, area LIMIT 5"
    )
    path = tmp_path / "ties.csv"
    path.write_text("soc,area,pay\n" + "".join(f"{o},{a},{p}\n" for o, a, p, _ in tie))
    benchmark(str(path), tmp_path / "out.csv", store, basis="annual")
    for row in read_csv(tmp_path / "out.csv"):
        assert float(row["paychart_market_percentile"]) == pytest.approx(25, abs=1e-7)


def test_many_people_in_many_cells_equal_estimate(tmp_path: Path, store: Store) -> None:
    sample = tmp_path / "sample.parquet"
    sample_payroll(sample, store, rows=150, seed=3)
    benchmark(str(sample), tmp_path / "out.csv", store)
    rows = read_csv(tmp_path / "out.csv")
    assert len(rows) == 150
    checked = 0
    for row in rows[:60]:
        profile = Profile(
            row["paychart_soc"], row["City"], row["Facility Type"], Education(row["Education Level"]),
            float(row["Years Experience"]), tuple(c for c in row["Certifications"].split("; ") if c) or None,
            float(row["Hours Per Week"]) * 52,
        )  # fmt: skip
        try:
            answer = estimate(profile, store)
        except PaychartError:
            assert "traits-not-used" in row["paychart_flags"]
            answer = estimate(
                replace(profile, education=None, experience_years=None, credentials=None), store
            )
        assert float(row["paychart_market_p50"]) == pytest.approx(answer.annual["p50"], rel=1e-9)
        pay = float(row["paychart_annual_pay"])
        share = answer.percentile_of(pay)[0]
        assert float(row["paychart_market_percentile"]) / 100 == pytest.approx(share, abs=1e-9)
        checked += 1
    assert checked == 60


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "html"])
def test_every_output_holds_every_row(payroll: Path, tmp_path: Path, store: Store, ending: str) -> None:
    target = tmp_path / f"out.{ending}"
    done = benchmark(str(payroll), target, store)
    assert str(target) in done.files
    assert all(Path(name).stat().st_size for name in done.files)
    if ending == "xlsx":
        book = openpyxl.load_workbook(target)
        assert book["Rows"].max_row == len(ROWS) + 1
        cells = [cell for row in book["Rows"].iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert {"Summary", "Data quality", "By occupation"} <= set(book.sheetnames)
    if ending == "html":
        assert target.read_text().count("<tr>") > len(ROWS)
    if ending in ("csv", "parquet"):
        assert (tmp_path / "out.summary.html").exists()


def test_the_summary_names_nobody_and_no_small_group(payroll: Path, tmp_path: Path, store: Store) -> None:
    done = benchmark(str(payroll), tmp_path / "out.csv", store)
    page = (tmp_path / "out.summary.html").read_text()
    for secret in ("125000", "125,000", "28.4"):
        assert secret not in page
    for groups in done.summary.groups.values():
        assert all(g.people >= 5 for g in groups)
    assert done.to_dict()["summary"]["rows"] == len(ROWS)


def test_two_header_rows_and_a_title_above(tmp_path: Path, store: Store) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["HIM payroll, confidential"])
    sheet.append(["Employee", None, "Pay", None])
    sheet.merge_cells("A2:B2")
    sheet.append(["ID", "Job Title", "Rate", "Pay Basis"])
    sheet.append([1, "Medical Coder", 25.5, "hourly"])
    book.create_sheet("Notes").append(["nothing here"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    done = benchmark(str(path), tmp_path / "out.csv", store)
    assert done.columns["pay"] == "Rate"
    assert done.summary.priced == 1
    assert any("above the header" in note for note in done.notes)
    assert any("Notes" in note for note in done.notes)


def test_two_sheets_that_could_be_the_payroll_are_asked_about(tmp_path: Path, store: Store) -> None:
    book = openpyxl.Workbook()
    for name in ("North", "South"):
        sheet = book.active if name == "North" else book.create_sheet(name)
        sheet.title = name
        sheet.append(["Job Title", "Pay"])
        sheet.append(["Medical Coder", 50_000])
    path = tmp_path / "two.xlsx"
    book.save(path)
    with pytest.raises(BadInput, match="2 sheets") as error:
        benchmark(str(path), tmp_path / "out.csv", store)
    assert error.value.nearest == ("North", "South")
    assert benchmark(str(path), tmp_path / "out.csv", store, sheet="South").summary.priced == 1


def test_a_zip_bomb_and_a_locked_workbook_are_refused(tmp_path: Path, store: Store) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"0" * 1_000_000)
    with pytest.raises(BadInput, match="would unpack"):
        benchmark(str(bomb), tmp_path / "out.csv", store)
    plain, locked = io.BytesIO(), tmp_path / "locked.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Job Title", "Pay"])
    book.save(plain)
    with locked.open("wb") as file:
        OOXMLFile(plain).encrypt("open sesame", file)
    with pytest.raises(BadInput, match="password"):
        benchmark(str(locked), tmp_path / "out.csv", store)


def test_wrong_encoding_other_separators_and_crooked_lines(tmp_path: Path, store: Store) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(
        "Name;Job Title;Pay\nJosé;Medical Coder;52.000,00\nZoë;Medical Coder;61.500,50\n".encode("cp1252")
    )
    done = benchmark(str(latin), tmp_path / "out.csv", store)
    rows = read_csv(tmp_path / "out.csv")
    assert [float(r["paychart_annual_pay"]) for r in rows] == [52_000, 61_500.5]
    assert rows[0]["Name"] == "José"
    assert any("not UTF-8" in note for note in done.notes)
    utf16 = tmp_path / "utf16.csv"
    utf16.write_text("Job Title\tPay\nMedical Coder\t52000\n", encoding="utf-16")
    assert benchmark(str(utf16), tmp_path / "out.csv", store).summary.priced == 1
    crooked = tmp_path / "crooked.csv"
    crooked.write_text(
        "Job Title,Pay,Note\nMedical Coder,52000\nMedical Coder,53000,a,b,c\nMedical Coder,54000,x\n"
    )
    done = benchmark(str(crooked), tmp_path / "out.csv", store)
    assert done.summary.rows == done.summary.priced == 3
    assert any("fewer fields" in note for note in done.notes)
    assert any("more fields" in note for note in done.notes)
    assert "b,c" in (tmp_path / "out.csv").read_text()


def test_how_often_people_are_paid_is_no_basis(tmp_path: Path, store: Store) -> None:
    path, out = tmp_path / "hr.csv", tmp_path / "out.csv"
    path.write_text(
        "Emp #,Employee Name,Job Title,Location,Annual Salary,Pay Frequency,Scheduled Hours\n"
        "1,Ann,Medical Coder,Ohio,53040,Biweekly,80\n2,Ann,Medical Coder,Ohio,25.50,Biweekly,80\n"
        "3,Bo,Medical Coder,Ohio,9800,Monthly,24\n"
    )
    done = benchmark(str(path), out, store)
    assert [r["paychart_annual_pay"] for r in read_csv(out)] == ["53040.0", "53040.0", "9800.0"]
    assert done.columns.get("basis") is None
    assert done.columns["id"] == "Emp #"
    assert any('read as annual: "Annual Salary"' in note for note in done.notes)
    assert any("two weeks" in note for note in done.notes)
    path.write_text(
        path.read_text().replace("Annual Salary", "Rate").replace("9800,Monthly", "2100,Biweekly")
    )
    benchmark(str(path), out, store)
    rows = read_csv(out)
    assert [r["paychart_annual_pay"] for r in rows] == ["53040.0", "53040.0", "54600.0"]
    assert ["basis-corrected" in r["paychart_flags"] for r in rows] == [True, True, False]


def test_two_hundred_columns(tmp_path: Path, store: Store) -> None:
    names = ["Job Title", "Pay", *(f"extra {i}" for i in range(198))]
    path = tmp_path / "wide.csv"
    path.write_text(
        ",".join(names) + "\n" + ",".join(["Medical Coder", "52000", *map(str, range(198))]) + "\n"
    )
    benchmark(str(path), tmp_path / "out.csv", store)
    assert read_csv(tmp_path / "out.csv")[0]["extra 197"] == "197"


def test_rows_alike_in_every_column_are_flagged_where_no_id_tells_them_apart(
    tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "alike.csv"
    rows = [
        "Ann,Medical Coder,52000,A",
        "Bo,Medical Coder,52000,A",
        "Ann,Medical Coder,52000,A",
        "Ann,Medical Coder,52000,",
    ]
    path.write_text("Name,Job Title,Pay,Note\n" + "\n".join(rows) + "\n")
    done = benchmark(str(path), tmp_path / "out.csv", store)
    flags = ["duplicate-row" in row["paychart_flags"] for row in read_csv(tmp_path / "out.csv")]
    assert flags == [True, False, True, False]
    assert {f["flag"]: f["rows"] for f in done.summary.flags}["duplicate-row"] == 2
    # Where the file holds nothing but what pricing needs, people of one job and pay are no double entry.
    path.write_text("Job Title,Pay\nMedical Coder,52000\nMedical Coder,52000\n")
    benchmark(str(path), tmp_path / "out.csv", store)
    assert not any("duplicate-row" in row["paychart_flags"] for row in read_csv(tmp_path / "out.csv"))


def test_more_kinds_of_people_than_a_table_should_hold_are_priced_the_same(
    payroll: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    benchmark(str(payroll), tmp_path / "groups.csv", store)
    monkeypatch.setattr(pricing, "_MOST_IN_TRY", 3)
    benchmark(str(payroll), tmp_path / "rows.csv", store)
    for one, other in zip(read_csv(tmp_path / "groups.csv"), read_csv(tmp_path / "rows.csv"), strict=True):
        for name, value in one.items():
            try:
                assert float(other[name]) == pytest.approx(float(value), rel=1e-12)
            except ValueError:
                assert other[name] == value


def test_a_folder_of_parquet_and_columns_named_by_hand(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "lake"
    folder.mkdir()
    for part in (1, 2):
        sample_payroll(folder / f"part-{part}.parquet", store, rows=20, seed=part)
    done = benchmark(
        str(folder), tmp_path / "out.parquet", store, columns={"experience": "Years Of Service", "id": ""}
    )
    assert done.summary.rows == 40
    assert done.columns["experience"] == "Years Of Service"
    assert done.columns.get("id") is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {"pay": "Salery"}}, "no column"),
        ({"columns": {"wages": "Base Pay"}}, "not a role"),
        ({"basis": "fortnight"}, "not a pay basis"),
        ({"least": 1}, "protects nobody"),
        ({"sheet": "x"}, None),
    ],
)
def test_wrong_words_name_the_nearest(
    payroll: Path, tmp_path: Path, store: Store, change: dict, words: str | None
) -> None:  # type: ignore[type-arg]
    if words is None:
        benchmark(str(payroll), tmp_path / "out.csv", store, **change)
        return
    with pytest.raises(BadInput, match=words):
        benchmark(str(payroll), tmp_path / "out.csv", store, **change)
    assert not (tmp_path / "out.csv").exists()


def test_files_that_are_no_payroll(tmp_path: Path, store: Store) -> None:
    for name, content in (
        ("a.csv", b""),
        ("b.csv", b"Job Title,Pay\n"),
        ("c.csv", b"\0\1\2"),
        ("d.parquet", b"PAR1"),
        ("e.doc", b"x"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput):
            benchmark(str(tmp_path / name), tmp_path / "out.csv", store)
    with pytest.raises(BadInput, match="no file") as error:
        benchmark(str(tmp_path / "bb.csv"), tmp_path / "out.csv", store)
    assert "b.csv" in error.value.nearest


def test_the_workspace_is_private_and_goes_also_after_a_crash(tmp_path: Path) -> None:
    def fail() -> None:
        with workspace(tmp_path) as folder:
            assert folder.stat().st_mode & 0o077 == 0
            (folder / "pay.csv").write_text("secret")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not list(tmp_path.glob(f"{PREFIX}*"))
    code = (
        "import sys, time; from pathlib import Path; from paychart.show.output import workspace\n"
        "with workspace(Path(sys.argv[1])) as f:\n"
        " (f / 'x').write_text('secret'); print('in', flush=True); time.sleep(60)"
    )
    for kill in (signal.SIGTERM, signal.SIGKILL):
        process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline()
        os.kill(process.pid, kill)
        process.wait()
        if kill == signal.SIGKILL:
            assert list(tmp_path.glob(f"{PREFIX}*"))
            time.sleep(0.05)
            with workspace(tmp_path):
                assert len(list(tmp_path.glob(f"{PREFIX}*"))) == 1
        assert not list(tmp_path.glob(f"{PREFIX}*"))


def test_errors_and_answers_repeat_no_pay_name_or_id(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(
        'Employee ID,Name,Job Title,Pay\nE-777,Quasimodo,Medical Coder,"91,919.19"\nE-777,Quasimodo,"un"closed,1\n'
    )
    try:
        text = str(benchmark(str(path), tmp_path / "out.csv", store).to_dict())
    except PaychartError as error:
        text = str(error) + str(error.to_dict())
    for secret in ("E-777", "Quasimodo", "91,919", "91919"):
        assert secret not in text


def test_attack_two_summaries_that_differ_by_one_person(tmp_path: Path, store: Store) -> None:
    """Once the difference was that person's pay to the cent; now it is a step, and the person is in no list."""
    pays = [50_000 + 137.53 * i for i in range(24)]

    def summary(n: int) -> dict[str, Any]:
        path = tmp_path / f"{n}.csv"
        path.write_text(
            "Job Title,Annual Salary\n" + "".join(f"Registered Nurse,{p:.2f}\n" for p in pays[:n])
        )
        return benchmark(str(path), tmp_path / "out.csv", store).to_dict()["summary"]

    one, other = summary(24), summary(23)
    for a, b in ((one["totals"]["pay"], other["totals"]["pay"]),
                 (one["groups"]["occupation"][0]["pay"], other["groups"]["occupation"][0]["pay"])):  # fmt: skip
        assert (a - b) % 50_000 == 0
    assert "outliers" not in one
    assert "row" not in str(one["groups"])


def test_a_workbook_of_the_same_rows_has_the_same_bytes(payroll: Path, tmp_path: Path, store: Store) -> None:
    found = []
    for name in ("one.xlsx", "two.xlsx"):
        benchmark(str(payroll), tmp_path / name, store)
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
        assert openpyxl.load_workbook(tmp_path / name).properties.created.year == 1980
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]
