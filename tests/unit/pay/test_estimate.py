"""Estimates: published cells verbatim, stand-ins marked, intervals apart from ranges."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from paychart import Profile, Store, estimate
from paychart.errors import BadInput, PaychartError, Suppressed, UnknownCode
from paychart.pay.cells import STATISTICS
from paychart.pay.predict import CELL_COLUMNS, predict
from paychart.pay.predict_file import predict_file
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.show.csv_output import defuse


def test_a_published_cell_is_returned_as_printed(store: Store) -> None:
    answer = estimate(Profile("29-2072", "Denver, CO"), store)
    printed = store.rows(
        "SELECT annual_mean, annual_p10, annual_p25, annual_p50, annual_p75, annual_p90 FROM cell "
        "WHERE area = '0019740' AND industry = '000000' AND occupation = '29-2072'"
    )[0]
    assert answer.status == "published"
    assert tuple(answer.annual.values()) == printed
    assert answer.lineage[0]["area"] == "0019740"
    assert answer.warnings == ()


def test_interval_holds_its_figure_and_is_not_the_range(store: Store) -> None:
    answer = estimate(Profile("29-2072"), store)
    assert answer.interval90 is not None
    for name, (low, high) in answer.interval90.items():
        assert low < answer.annual[name] < high
    low, high = answer.interval90["p50"]
    assert high - low < (answer.annual["p90"] - answer.annual["p10"]) / 10


def test_a_noisier_cell_has_a_wider_interval(store: Store) -> None:
    def width(area: str) -> float:
        answer = estimate(Profile("29-2072", area), store)
        assert answer.interval90 is not None
        low, high = answer.interval90["p50"]
        return (high - low) / answer.annual["p50"]

    quiet, noisy = (
        store.rows(
            "SELECT area FROM cell JOIN area ON area.code = cell.area WHERE occupation = '29-2072' "
            f"AND type = 'metropolitan' AND mean_rse > 0 AND annual_p50 IS NOT NULL ORDER BY mean_rse {order} LIMIT 1"
        )[0][0]
        for order in ("", "DESC")
    )
    assert width(noisy) > 2 * width(quiet)


def test_area_by_industry_is_modelled_from_both_margins(store: Store) -> None:
    answer = estimate(Profile("29-2072", "Denver, CO", "hospital"), store)
    alone = estimate(Profile("29-2072", "Denver, CO"), store)
    consulting = estimate(Profile("29-2072", "Denver, CO", "541600"), store)
    assert answer.status == "modelled"
    assert "BLS publishes no wages by area and industry" in answer.warnings[0]
    rests_on = [(item["area"], item["industry"]) for item in answer.lineage[1:]]
    assert rests_on == [("0019740", "000000"), ("0000000", "622000"), ("0000000", "000000")]
    # Hospitals pay medical records specialists more than average, consulting pays them less.
    assert consulting.annual["p50"] < alone.annual["p50"] < answer.annual["p50"]
    assert answer.interval90 is not None
    assert alone.interval90 is not None
    low, high = answer.interval90["p50"]
    assert low < answer.annual["p50"] < high
    assert high - low > alone.interval90["p50"][1] - alone.interval90["p50"][0]


def test_an_unpublished_area_is_modelled_and_names_its_parent(store: Store) -> None:
    area = store.rows(
        "SELECT code FROM area WHERE type = 'metropolitan' AND state = 'TX' AND code NOT IN "
        "(SELECT area FROM cell WHERE occupation = '29-9021') ORDER BY code LIMIT 1"
    )[0][0]
    answer = estimate(Profile("29-9021", area), store)
    assert answer.status == "modelled"
    assert answer.lineage[0]["kind"] == "modelled cell"
    assert answer.lineage[1]["area"] == "4800000"
    assert answer.interval90 is not None
    assert "BLS published no estimate" in answer.warnings[0]


def test_top_coded_cells_are_modelled_at_or_above_the_bound(store: Store) -> None:
    bound = store.rows("SELECT annual_bound FROM release")[0][0]
    rows = store.rows(
        "SELECT occupation, area, industry FROM cell JOIN occupation ON code = occupation "
        "WHERE wage_status = 'top_coded' AND level = 'detailed' ORDER BY ALL LIMIT 40"
    )
    answers = predict(store, dict(zip(CELL_COLUMNS, zip(*rows, strict=True), strict=True)))
    assert set(answers.status) == {"modelled"}
    assert (answers.wages >= bound).all()
    assert (np.diff(answers.wages[:, 1:], axis=1) >= 0).all()


def test_an_industry_without_the_occupation_gets_the_figure_for_all_employers(store: Store) -> None:
    answer = estimate(Profile("29-2072", "Denver, CO", "213000"), store)
    everyone = estimate(Profile("29-2072", "Denver, CO"), store)
    assert answer.annual == everyone.annual
    assert "shows nobody of this occupation in this industry" in answer.warnings[0]
    assert answer.status == "modelled"


def test_a_noisy_cell_stays_as_published_with_a_smoothed_figure_beside_it(store: Store) -> None:
    occupation, area, printed = store.rows(
        "SELECT occupation, c.area, annual_p50 FROM cell c JOIN area ON area.code = c.area "
        "JOIN occupation o ON o.code = occupation WHERE mean_rse > 25 AND o.level = 'detailed' "
        "AND type = 'metropolitan' AND annual_p50 IS NOT NULL ORDER BY ALL LIMIT 1"
    )[0]
    answer = estimate(Profile(occupation, area), store)
    assert answer.status == "published"
    assert answer.annual["p50"] == printed
    beside = answer.smoothed
    assert beside is not None
    assert answer.interval90 is not None
    low, high = sorted((printed, beside.predicted["p50"]))
    assert low - 10 <= beside.annual["p50"] <= high + 10
    assert 0 < beside.weight < 1
    ends, own = beside.interval90["p50"], answer.interval90["p50"]
    assert np.log(ends[1] / ends[0]) < np.log(own[1] / own[0])
    assert estimate(Profile("29-2072"), store).smoothed is None


def test_hourly_only_and_annual_only_work_is_said(store: Store) -> None:
    teachers = estimate(Profile("25-2021"), store)
    assert teachers.hourly is None
    assert any("annual wages only" in w for w in teachers.warnings)
    actors = estimate(Profile("27-2011"), store)
    assert actors.hourly is not None
    assert any("hourly wages only" in w for w in actors.warnings)
    assert actors.annual["p50"] == pytest.approx(actors.hourly["p50"] * 2080)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"occupation": " "}, BadInput),
        ({"experience_years": -3}, BadInput),
        ({"experience_years": 90}, BadInput),
        ({"hours_per_year": 0}, BadInput),
        ({"hours_per_year": 99_999}, BadInput),
    ],
)
def test_absurd_profiles_are_refused(changes: dict, error: type[Exception]) -> None:
    with pytest.raises(error):
        Profile(**{"occupation": "29-2072", **changes})


def test_unknown_names_are_refused_with_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownCode, match="29-2072"):
        estimate(Profile("29-2079"), store)


def test_predict_equals_estimate_row_by_row(store: Store) -> None:
    rows = store.rows(
        "SELECT occupation, area, industry FROM cell USING SAMPLE reservoir(60 ROWS) REPEATABLE (5)"
    )
    rows += [("29-2072", "0019740", "622000"), ("29-9021", "0010180", "000000")]
    answers = predict(store, dict(zip(CELL_COLUMNS, zip(*rows, strict=True), strict=True)))
    for i, row in enumerate(rows):
        try:
            one = estimate(Profile(*row), store)
        except Suppressed:
            assert answers.errors[i]
            continue
        assert answers.status[i] == one.status
        np.testing.assert_allclose(answers.wages[i], list(one.annual.values()), atol=0.01)
        if one.interval90:
            np.testing.assert_allclose(answers.interval90[i], one.interval90["p50"], rtol=1e-6)


def test_a_file_of_all_kinds_of_cells_says_what_estimate_says(store: Store, tmp_path: Path) -> None:
    """Published, modelled and joint cells, some asked twice, some unknown, by code and by name, priced in one file."""
    cells = store.rows(
        "WITH work AS (SELECT code FROM occupation WHERE level = 'detailed' ORDER BY hash(code) LIMIT 12), "
        "place AS (SELECT code FROM area ORDER BY hash(code) LIMIT 4), "
        "employer AS (SELECT unnest(['000000', '62--63', '561000']) AS code) "
        "SELECT work.code, place.code, employer.code FROM work, place, employer ORDER BY hash(work.code || place.code)"
    )
    cells += [("medical records specialists", "Denver, CO", "hospital"), cells[0], ("29-2072", "", "nowhere")]
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["occupation", "p50", "area", "note", "industry", "note"])
        writer.writerows([o, "old", a, f"=row {n}", i, ""] for n, (o, a, i) in enumerate(cells))
    counts = predict_file(store, source, target)
    with target.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header[:6] == ["occupation", "p50", "area", "note", "industry", "note"]
    place = {name: header.index(name) for name in (*STATISTICS, "status", "p50_lo90", "p50_hi90", "error")}
    kinds = set()
    for n, (asked, row) in enumerate(zip(cells, rows, strict=True)):
        assert row[3] == f"'=row {n}"
        try:
            one = estimate(Profile.from_words(*asked), store)
        except PaychartError:
            assert row[place["error"]]
            continue
        assert row[place["status"]] == one.status
        assert [row[place[s]] for s in STATISTICS] == [f"{one.annual[s]:.0f}" for s in STATISTICS]
        ends = [row[place["p50_lo90"]], row[place["p50_hi90"]]]
        if one.interval90:
            assert [float(end) for end in ends] == pytest.approx(one.interval90["p50"], abs=0.51)
        else:
            assert ends == ["", ""]
        kinds.add((one.status, asked[1] == NATION, asked[2] == ALL_INDUSTRIES))
    assert {("published", False, True), ("modelled", False, True), ("modelled", False, False)} <= kinds
    assert (counts["rows"], counts["errors"]) == (len(cells), 1)


def test_spreadsheet_formulas_are_defused() -> None:
    assert defuse("=1+1") == "'=1+1"
    assert defuse("@SUM(A1)") == "'@SUM(A1)"
    assert defuse("-5.2") == "-5.2"
    assert defuse("") == ""
