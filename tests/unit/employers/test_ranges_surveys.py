"""Ranges from the market with their error; surveys blended by visible weights."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from paychart import Profile, estimate
from paychart.data.store import Store
from paychart.employers.benchmark import benchmark
from paychart.employers.blending import blend
from paychart.employers.ranges import Job, ordinal, ranges
from paychart.employers.ranges_files import read_jobs, write
from paychart.employers.surveys import read_surveys
from paychart.errors import BadInput
from paychart.pay.time.nowcast import ageing

JOBS = [Job("G5", "29-2072"), Job("G8", "29-9021"), Job("G10", "11-9111", 2), Job("G10", "13-1041")]


def test_a_midpoint_is_the_market_and_carries_its_error(store: Store) -> None:
    found = ranges(JOBS[:1], store, area="Denver, CO").grades[0]
    answer = estimate(Profile("29-2072", "Denver, CO"), store)
    assert found.market == pytest.approx(answer.annual["p50"])
    assert abs(found.midpoint - answer.annual["p50"]) <= 50
    assert answer.interval90
    low, high = answer.interval90["p50"]
    assert found.midpoint90[0] == pytest.approx(found.midpoint * (low / high) ** 0.5, rel=1e-3)
    assert found.maximum == pytest.approx(found.minimum * 1.5, abs=60)
    assert found.minimum < found.midpoint < found.maximum


def test_target_ageing_and_step(store: Store) -> None:
    middle, upper = ranges(JOBS, store), ranges(JOBS, store, target=60)
    assert all(a.market < b.market for a, b in zip(middle.grades, upper.grades, strict=True))
    aged = ranges(JOBS, store, to=date(2026, 11, 15))
    assert 1.02 < aged.ageing < 1.12
    assert (
        aged.grades[0].midpoint90[1] / aged.grades[0].midpoint
        > middle.grades[0].midpoint90[1] / middle.grades[0].midpoint
    )
    assert any("Employment Cost Index" in note for note in aged.notes)
    assert any("catching up" in note and "Medical Records Specialists" in note for note in aged.notes)
    stepped = ranges([Job("A", "29-2072"), Job("B", "29-2072")], store, step=0.1)
    assert stepped.grades[1].midpoint == pytest.approx(stepped.grades[0].midpoint * 1.1, rel=0.01)
    assert stepped.grades[1].overlap is not None
    assert 0 < stepped.grades[1].overlap < 1


def test_people_below_the_minimum_are_counted_only_where_they_are_enough(store: Store) -> None:
    low = ranges(JOBS[:1], store, pay={"G5": [30_000.0] * 6 + [60_000.0]}).grades[0]
    assert low.below == 6
    assert low.cost_to_minimum == pytest.approx(6 * (low.minimum - 30_000))
    none = ranges(JOBS[:1], store, pay={"G05": [30_000.0] * 6})
    assert "The payroll has nobody in grade G5." in none.notes
    few = ranges(JOBS[:1], store, pay={"G5": [30_000.0, 60_000.0]}).grades[0]
    assert few.below is None


def test_files(tmp_path: Path, store: Store) -> None:
    (tmp_path / "jobs.csv").write_text("grade,occupation,weight\nG5,29-2072,3\nG8,29-9021,\n")
    found = ranges(read_jobs(tmp_path / "jobs.csv"), store, area="Ohio", industry="hospital", step=0.08)
    assert "50th percentile" in found.statement
    assert " ".join(map(ordinal, (11, 12, 50, 61, 62, 63, 62.5))) == "11th 12th 50th 61st 62nd 63rd 62.5th"
    page = write(found, tmp_path / "r.html").read_text()
    assert "Good-faith range" in page
    assert "<svg" in page
    assert "midpoint90_low" in write(found, tmp_path / "r.csv").read_text()
    (tmp_path / "bad.csv").write_text("grade,job\nG5,x\n")
    with pytest.raises(BadInput, match="grade and occupation"):
        read_jobs(tmp_path / "bad.csv")


@pytest.mark.parametrize(
    "change", [{"target": 99}, {"spread": 5}, {"step": 2}, {"to": date(2040, 1, 1)}, {"area": "Atlantis"}]
)
def test_wrong_rules(store: Store, change: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadInput if "area" not in change else Exception):
        ranges(JOBS, store, **change)


def test_surveys_are_aged_and_weighed_in_the_open(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(
        "occupation,p25,p50,p75,n,date,source\n29-2072,46000,53000,62000,400,2025-11-15,Regional\n"
        '"Medical Coder",50000,90000,95000,9,2025-11-15,Odd\n'
    )
    surveys = read_surveys(path, store)
    unsaid = tmp_path / "unsaid.csv"
    unsaid.write_text("occupation,p50,n,date,source\n29-2072,53000,40,2025-11-15,\n")
    assert read_surveys(unsaid, store)[0].source == "unsaid"
    assert [s.occupation for s in surveys] == ["29-2072", "29-2072"]
    answer = estimate(Profile("29-2072", "Ohio"), store)
    found = blend(answer, surveys, store, to=date(2026, 5, 15))
    weights = {p["source"]: p["weight"] for p in found.parts}
    assert sum(weights.values()) == pytest.approx(1, abs=1e-3)
    assert weights["Regional"] > weights["Odd"]
    assert "Odd" in found.disagreement
    alone = blend(answer, [], store, to=date(2026, 5, 15))
    step = ageing(store, 2026, 5, occupation="29-2072")
    assert alone.median == pytest.approx(answer.annual["p50"] * step.factor, rel=1e-6)
    both = blend(answer, surveys[:1], store, to=date(2026, 5, 15))
    assert both.interval90[1] / both.interval90[0] < alone.interval90[1] / alone.interval90[0]
    assert found.interval90[1] / found.interval90[0] > both.interval90[1] / both.interval90[0]
    with pytest.raises(BadInput, match="within four years"):
        blend(answer, surveys, store, to=date(2025, 6, 15))


def test_a_payroll_is_priced_from_the_blend_and_says_so(tmp_path: Path, store: Store) -> None:
    survey, payroll = tmp_path / "Regional.csv", tmp_path / "payroll.csv"
    survey.write_text("occupation,area,p25,p50,p75,n,date\n29-2072,Ohio,46000,90000,99000,4000,2025-11-15\n")
    payroll.write_text("soc,area,pay\n29-2072,Ohio,60000\n29-2072,Texas,60000\n29-9021,Ohio,60000\n")
    plain = benchmark(str(payroll), tmp_path / "plain.csv", store, basis="annual")
    done = benchmark(str(payroll), tmp_path / "out.csv", store, basis="annual", surveys=[survey])
    assert plain.blends == ()
    (one,) = done.blends
    assert one.area == "Ohio"
    assert {p["source"] for p in one.parts} == {"paychart estimate", "Regional"}
    with (tmp_path / "out.csv").open() as file:
        rows = list(csv.DictReader(file))
    with (tmp_path / "plain.csv").open() as file:
        before = list(csv.DictReader(file))
    assert float(rows[0]["paychart_market_p50"]) == pytest.approx(one.median)
    assert "market-blended" in rows[0]["paychart_flags"]
    assert "market-blended" not in rows[1]["paychart_flags"]
    step = ageing(store, 2025, 11, occupation="29-2072")
    assert float(rows[1]["paychart_market_p50"]) == pytest.approx(
        float(before[1]["paychart_market_p50"]) * step.factor
    )
    assert float(rows[0]["paychart_market_percentile"]) < float(before[0]["paychart_market_percentile"])
    assert any("November 2025" in note for note in done.notes)
    page = (tmp_path / "out.summary.html").read_text()
    assert "Regional" in page
    assert "Far from the rest" in page


def test_the_workbooks_survey_sheet_is_the_summarys_json(tmp_path: Path, store: Store) -> None:
    survey, payroll = tmp_path / "survey.csv", tmp_path / "payroll.csv"
    survey.write_text(
        "occupation,area,p25,p50,p75,n,date,source\n29-2072,Ohio,46000,52000,59000,4000,2025-11-15,Regional\n"
        "29-2072,,48000,90000,99000,60,2025-02-15,=1+1\n29-9021,Ohio,,71000,,40,2025-11-15,Regional\n"
    )
    payroll.write_text("soc,area,pay\n29-2072,Ohio,60000\n29-2072,Texas,60000\n29-9021,Ohio,60000\n")
    done = benchmark(str(payroll), tmp_path / "out.xlsx", store, basis="annual", surveys=[survey])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Your surveys"]
    head, *rows = sheet.iter_rows(values_only=True)
    read = [dict(zip(head, row, strict=True)) for row in rows]
    told = [(one, part) for one in done.to_dict()["blends"] for part in one["sources"]]
    assert len(told) == len(read) == 7
    for row, (one, part) in zip(read, told, strict=True):
        assert (row["Occupation"], row["Place"], row["As of"]) == (
            one["occupation"],
            one["area"],
            part["as_of"],
        )
        assert (row["Aged median"], row["Weight"]) == pytest.approx((part["median_aged"], part["weight"]))
        assert (row["Blended median"], row["People"]) == (pytest.approx(one["median"]), part["people"])
        assert row["Source"].removeprefix("'") == part["source"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    for one in done.to_dict()["blends"]:
        ours = [
            r["Weight"] for r in read if (r["Occupation"], r["Place"]) == (one["occupation"], one["area"])
        ]
        assert sum(ours) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "row",
    [
        "29-2072,1,2,abc,2025-01-01",
        "29-2072,60000,50000,10,2025-01-01",
        "29-2072,1,2,10,soon",
        "zzqq,1,2,10,2025-01-01",
    ],
)
def test_bad_survey_rows_name_the_row(tmp_path: Path, store: Store, row: str) -> None:
    path = tmp_path / "survey.csv"
    path.write_text(f"occupation,p25,p50,n,date\n{row}\n")
    with pytest.raises(BadInput, match="row 2"):
        read_surveys(path, store)
