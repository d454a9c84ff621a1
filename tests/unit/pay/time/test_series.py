"""History: series are linked only where BLS's crosswalk maps codes one to one."""

from __future__ import annotations

import csv
import re

import numpy as np
import openpyxl
import pytest

from paychart.data.reference import reference_path
from paychart.data.releases import soc_version
from paychart.data.sources import oews_yearly
from paychart.pay.time.series import Links, history


@pytest.fixture(scope="module")
def links():
    with reference_path("soc_2010_2018.csv").open(encoding="utf-8", newline="") as lines:
        return Links([(r["soc_2010"], r["soc_2018"]) for r in csv.DictReader(lines)])


def test_a_renumbered_code_continues(links):
    assert links.one_to_one("15-1121") == "15-1211"
    assert links.is_whole("15-1211")


@pytest.mark.parametrize("split_or_merged", ["29-2071", "35-3021", "11-9199", "43-2099", "29-9099"])
def test_a_split_or_merged_code_ends(links, split_or_merged):
    assert links.one_to_one(split_or_merged) is None


@pytest.mark.parametrize("new", ["29-2072", "29-9021", "35-3023", "15-1299"])
def test_nothing_links_into_a_mixed_code(links, new):
    assert not links.is_whole(new)


def test_a_major_group_that_lost_workers_to_another_breaks(links):
    assert links.one_to_one("29-0000") is None  # safety specialists moved to 19-0000
    assert links.one_to_one("25-0000") == "25-0000"  # teaching assistants moved within it
    assert links.one_to_one("00-0000") == "00-0000"


def test_series_of_computer_systems_analysts_spans_three_classifications(store):
    held = history(store)
    series = held.of["15-1211", "2018"]
    assert held.codes[series] == (("15-1121", "2010"), ("15-1211", "hybrid"), ("15-1211", "2018"))
    assert not np.isnan(held.wages[series]).any()


def test_medical_records_specialists_begin_in_2021(store):
    held = history(store)
    known = ~np.isnan(held.jobs[held.of["29-2072", "2018"]])
    assert list(held.years[known]) == [2021, 2022, 2023, 2024, 2025]


def test_every_figure_belongs_to_exactly_one_series(store):
    held = history(store)
    published = store.rows("SELECT count(*) FROM national_history WHERE employment IS NOT NULL")[0][0]
    now = store.rows(
        "SELECT count(*) FROM cell JOIN occupation o ON o.code = cell.occupation WHERE area = '0000000' "
        "AND industry = '000000' AND o.level IN ('total', 'major', 'detailed')"
    )[0][0]
    assert int((~np.isnan(held.jobs)).sum()) == published + now


@pytest.mark.parametrize(
    ("year", "regime"), [(2018, "2010"), (2019, "hybrid"), (2020, "hybrid"), (2021, "2018")]
)
def test_regimes(year, regime):
    assert soc_version(year) == regime


def test_carried_history_is_what_the_yearly_files_print(store, shared_data):
    files = oews_yearly.find_files(shared_data / "oews")
    file = next(f for f in files if f.year == 2017 and f.kind == "national")
    carried = {
        code: (jobs, mean, median)
        for code, jobs, mean, median in store.rows(
            "SELECT occupation, employment, annual_mean, annual_p50 FROM national_history "
            "WHERE year = 2017 AND NOT hourly_only"
        )
    }
    seen = 0
    for _, level, cell in oews_yearly.read(file):
        code, jobs, mean, median = cell[3], cell[4], cell[7], cell[10]
        if level in ("total", "major", "detailed") and mean is not None:
            assert carried[code] == (jobs, mean, median)
            seen += 1
    assert seen > 800


def test_crosswalk_agrees_with_the_census_copy(links, shared_data):
    """The Census Bureau prints SOC 2010 and 2018 codes beside its own: each whole pair must be among ours."""
    book = openpyxl.load_workbook(
        shared_data / "soc" / "2018-occupation-code-list-and-crosswalk.xlsx", read_only=True
    )
    whole = re.compile(r"\d\d-\d{3}[1-9]")
    checked, old = 0, ""
    for row in book["2010 to 2018 Crosswalk "].iter_rows(min_row=5, values_only=True):
        old = str(row[0] or old).strip()  # a split code is printed once, beside the first of its parts
        new = str(row[3] or "").strip()
        if whole.fullmatch(old) and whole.fullmatch(new) and old in links.forward:
            assert new in links.forward[old], (old, new)
            checked += 1
    assert checked > 20
