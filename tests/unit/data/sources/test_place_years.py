"""Yearly files of states and areas, and wage levels, that a user has fetched take the place of carried years."""

from __future__ import annotations

import csv

import duckdb
import pytest

from paychart.data.sources import oews_place_years as years
from paychart.data.sources.place_history import PLACE_HISTORY
from paychart.errors import BadInput, SourceUnavailable

HEADER = [
    "AREA", "AREA_TYPE", "OCC_CODE", "O_GROUP", "I_GROUP", "TOT_EMP", "EMP_PRSE", "MEAN_PRSE", "H_MEAN", "H_PCT10",
    "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90", "A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90",
]  # fmt: skip
HOURLY = ["27.5", "18", "22", "26", "31", "38"]
ANNUAL = ["57,200", "37,440", "45,760", "54,080", "64,480", "79,040"]


def line(
    area="8", kind="2", code="29-2072", group="detailed", whole="cross-industry", jobs="1,780", wages=None
):
    return [area, kind, code, group, whole, jobs, "3", "1.5", *(wages or HOURLY + ANNUAL)]


@pytest.fixture
def read(tmp_path):
    """Rows of `place_history` by (occupation, area, year) after files were read over one carried year."""

    def make(files):
        for name, (header, rows) in files.items():
            with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *rows])
        with duckdb.connect() as connection:
            connection.execute(PLACE_HISTORY.create_sql())
            connection.execute(
                "INSERT INTO place_history VALUES "
                "('29-2072', '0800000', 2023, 1, 1, 1, 1, 1, NULL, 'published'), "
                "('29-2072', '0019740', 2023, 1, 1, 1, 1, 1, NULL, 'published'), "
                "('29-2072', '0800000', 2022, 1, 1, 1, 1, 1, NULL, 'published')"
            )
            found = years.load(connection, tmp_path)
            rows = connection.execute("SELECT * FROM place_history").fetchall()
        return found, {row[:3]: row[3:] for row in rows}

    return make


def test_a_states_year_replaces_the_carried_one_and_no_other(read):
    load, rows = read({"state_M2023_dl.csv": (HEADER, [line(), line(code="29-0000", group="major")])})
    assert load.rows == {"place_history": 1}
    assert rows["29-2072", "0800000", 2023] == (1780, 57_200, 37_440, 54_080, 79_040, None, "published")
    assert rows["29-2072", "0019740", 2023][0] == 1, "areas of that year were not fetched"
    assert rows["29-2072", "0800000", 2022][0] == 1
    assert len(rows) == 3


def test_marks_stay_apart_and_hourly_work_is_put_on_a_year(read):
    capped = HOURLY[:3] + ["#"] * 3 + ["57,200", "37,440", "45,760", "#", "#", "#"]
    _, rows = read(
        {
            "MSA_M2023_dl.csv": (
                HEADER,
                [
                    line("19740", "4", wages=capped),
                    line("10180", "4", wages=["*"] * 12),
                    line("10420", "4", wages=HOURLY + ["*"] * 6),
                ],
            )
        }
    )
    assert rows["29-2072", "0019740", 2023][3:] == (None, None, None, "partly_top_coded")
    assert rows["29-2072", "0010180", 2023][1:] == (None, None, None, None, None, "not_released")
    assert rows["29-2072", "0010420", 2023][1:4] == (57_200, 37_440, 54_080)


def test_one_file_of_all_data_has_states_and_areas_of_all_industries(read):
    rows = [
        line("99", "1"), line("8", "2"), line("19740", "4"), line("800001", "6"),
        line("8", "2", whole="sector"), line("8", "2", group="broad", code="29-2070"),
    ]  # fmt: skip
    load, found = read({"all_data_M_2023.csv": (HEADER, rows)})
    assert load.rows == {"place_history": 3}
    assert {key[1] for key in found if key[2] == 2023} == {"0800000", "0019740", "0800001"}


def test_wage_levels_are_derived_and_filled_ones_left_out(read):
    header = ["Area", "SocCode", "GeoLvl", "Level1", "Level2", "Level3", "Level4", "Average", "Label"]
    rows = [
        ["19740", "29-2072", "1", "20", "24", "27.8", "31.7", "27.8", ""],
        ["10180", "29-2072", "2", "20", "24", "27.8", "31.7", "27.8", ""],
    ]
    load, found = read({"OFLC_Wages_2025-26.csv": (header, rows)})
    assert load.rows == {"place_history": 1}
    jobs, mean, _, p50, _, spread, status = found["29-2072", "0019740", 2024]
    assert (jobs, status) == (None, "derived")
    assert mean == pytest.approx(2080 * (20 + 2 * 31.7) / 3 / years.OFLC_MEAN_OF_OEWS, abs=6)
    assert p50 < mean
    assert 0.2 < spread < 0.35


def test_a_lognormal_gives_back_its_spread():
    assert years.lognormal_spread(16.18 / 29.45) == pytest.approx(0.3567, abs=1e-3)
    assert years.lognormal_spread(1.0) == pytest.approx(0, abs=1e-6)


def test_the_same_cell_twice_must_say_the_same(read):
    same = {"state_M2023_dl.csv": (HEADER, [line()]), "all_data_M_2023.csv": (HEADER, [line()])}
    assert read(same)[0].rows == {"place_history": 1}
    same["all_data_M_2023.csv"] = (HEADER, [line(jobs="9")])
    with pytest.raises(BadInput, match="different figures"):
        read(same)


def test_what_cannot_be_read_names_the_file(read):
    with pytest.raises(SourceUnavailable, match="no column 'A_MEDIAN'"):
        read({"state_M2022_dl.csv": ([h if h != "A_MEDIAN" else "X" for h in HEADER], [line()])})
    with pytest.raises(BadInput, match="no area code"):
        read({"state_M2022_dl.csv": (HEADER, [line(area="Colorado")])})


def test_a_folder_without_such_files_changes_nothing(read):
    load, rows = read({})
    assert load is None
    assert len(rows) == 3
