"""Yearly OEWS files, price parities, projections, ECI, CPI: what is read, and what is refused, by place."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from paychart.data.sources import cpi, eci, national_history, oews_yearly, projections, rpp
from paychart.data.sources.oews_yearly import YearlyFile
from paychart.data.vintages import carried_vintages, held
from paychart.errors import BadInput, PaychartError, SourceUnavailable

SHARED = Path(__file__).parents[5] / "shared" / "data"
needs_files = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publishers' own files are not at ../shared/data"
)


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def history():
    if not SHARED.is_dir():
        pytest.skip("the publishers' own files are not at ../shared/data")
    opened = duckdb.connect()
    oews_yearly.load(opened, SHARED / "oews")
    return opened


@needs_files
def test_carried_parities_equal_the_publishers_files():
    carried, official = duckdb.connect(), duckdb.connect()
    rpp.load(carried)
    rpp.load(official, SHARED / "rpp")
    rows = [c.execute("FROM price_parity").fetchall() for c in (carried, official)]
    assert rows[0] == rows[1]


@needs_files
def test_the_earlier_projections_are_those_of_the_workbook_and_cannot_replace_newer_ones(connection):
    projections.load(connection)
    held = connection.execute(
        "SELECT * EXCLUDE edition FROM projection_history WHERE edition = '2024-34'"
    ).fetchall()
    years, rows = projections.read_occupation_workbook(SHARED / "projections" / "occupation.xlsx")
    assert years == (2024, 2034)
    assert held == sorted(rows)
    with pytest.raises(BadInput, match="2024-2034, older than the edition held"):
        projections.load(duckdb.connect(), SHARED / "projections")


@needs_files
def test_a_newer_projection_is_read_by_its_own_years_and_archives_the_one_held(tmp_path, connection):
    import openpyxl

    for name in ("occupation.xlsx", "education.xlsx"):
        book = openpyxl.load_workbook(SHARED / "projections" / name)
        for sheet in book.worksheets:
            for row in sheet.iter_rows(min_row=1, max_row=2):
                for cell in row:
                    if isinstance(cell.value, str):
                        later = (
                            cell.value.replace("2024", "2026").replace("2034", "2036").replace("–34", "–36")
                        )
                        cell.value = later
        book.save(tmp_path / name)
    told = projections.load(connection, tmp_path)
    assert (told.release, told.reference_period) == ("2026-36", "2026-2036")
    editions = connection.execute("SELECT edition, count(*) FROM projection_history GROUP BY 1").fetchall()
    assert dict(editions) == {"2024-34": 1113, "2025-35": 1112}
    vintage = held([told.to_dict()])["projections"]
    assert (vintage.first, vintage.last, vintage.due.year) == (2026, 2036, 2028)


@needs_files
def test_a_moved_column_of_the_projections_is_named(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(SHARED / "projections" / "occupation.xlsx")
    for row in book["Table 1.2"].iter_rows(min_row=2, max_row=2):
        for cell in row:
            if str(cell.value).startswith("Occupational openings"):
                cell.value = "Openings"
    book.save(tmp_path / "occupation.xlsx")
    with pytest.raises(SourceUnavailable, match="no column 'Occupational openings, YEAR annual average'"):
        projections.read_occupation_workbook(tmp_path / "occupation.xlsx")


def test_the_carried_history_equals_the_yearly_files(history):
    national_history.load(history)
    differing = history.execute(
        "SELECT m.occupation, year FROM national_history m LEFT JOIN cell_history h "
        "ON h.release = m.year || 'A01' AND h.occupation = m.occupation AND h.industry = '000000' "
        "WHERE NOT coalesce(m.hourly_only, false) "
        "AND (h.annual_mean, h.annual_p50, h.annual_p10, h.annual_p90, h.employment, h.mean_rse) "
        "IS DISTINCT FROM (m.annual_mean, m.annual_p50, m.annual_p10, m.annual_p90, m.employment, m.mean_rse)"
    ).fetchall()
    assert differing == []


def test_marks_keep_their_meaning(history):
    chief = history.execute(
        "SELECT wage_status, annual_p90, footnotes FROM cell_history "
        "WHERE release = '2013A01' AND occupation = '11-0000' AND industry = '000000'"
    ).fetchone()
    assert chief[0] == "partly_top_coded"
    assert chief[1] is None
    assert chief[2].count("5") == 2
    annual_only = "SELECT count(*) FROM cell_history WHERE release = '2020A01' AND pay_basis = 'annual_only'"
    assert history.execute(annual_only).fetchone()[0] == 82


def test_no_published_wage_reaches_its_years_bound(history):
    over = history.execute(
        "SELECT count(*) FROM cell_history JOIN release_history USING (release) "
        "WHERE industry = '000000' AND greatest(annual_p10, annual_p50, annual_p90) >= annual_bound"
    ).fetchone()
    assert over[0] == 0


def test_percentiles_are_in_order_and_hourly_is_annual_over_2080(history):
    wrong = history.execute(
        "SELECT count(*) FROM cell_history WHERE annual_p10 > annual_p25 OR annual_p25 > annual_p50 "
        "OR annual_p50 > annual_p75 OR annual_p75 > annual_p90 "
        "OR abs(hourly_p50 * 2080 / annual_p50 - 1) > .001"
    ).fetchone()
    assert wrong[0] == 0


def test_classification_is_named(history):
    versions = dict(history.execute("SELECT year, soc_version FROM release_history").fetchall())
    assert (versions[2018], versions[2019], versions[2020], versions[2021]) == (
        "2010",
        "hybrid",
        "hybrid",
        "2018",
    )


def _damaged(folder: Path, change) -> YearlyFile:
    text = (SHARED / "oews" / "national_M2013_dl.csv").read_text(encoding="utf-8")
    path = folder / "national_M2013_dl.csv"
    path.write_bytes(change(text))
    return YearlyFile(path, "national", 2013)


@needs_files
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.replace("TOT_EMP", "EMPLOYEES", 1).encode(), "TOT_EMP"),
        (lambda t: t.replace("OCC_CODE,", "OCC_CODE,REGION,", 1).encode(), "row 2"),
        (lambda t: t.replace('"46,440"', "46k", 1).encode(), "row 2, column A_MEAN: '46k'"),
        (lambda t: t[: len(t) // 2].encode(), "row"),
        (lambda t: t.replace("All Occupations", "All Occupaciónes", 1).encode("latin-1"), "row 2"),
        (lambda t: "\n".join(t.splitlines()[:200]).encode(), "1,300"),
    ],
)
def test_a_damaged_file_is_refused_by_place(tmp_path, change, says):
    with pytest.raises(PaychartError, match="national_M2013_dl") as caught:
        list(oews_yearly.read(_damaged(tmp_path, change)))
    assert says in str(caught.value)


def test_a_web_page_saved_as_a_workbook_is_refused(tmp_path):
    path = tmp_path / "national_M2024_dl.xlsx"
    path.write_text("<html>Access denied</html>")
    with pytest.raises(SourceUnavailable, match="not a readable Excel workbook"):
        list(oews_yearly.read(YearlyFile(path, "national", 2024)))


def test_an_empty_folder_says_what_to_fetch(tmp_path, connection):
    with pytest.raises(SourceUnavailable, match="No yearly OEWS file"):
        oews_yearly.load(connection, tmp_path)


@needs_files
def test_price_parity_vintages_are_never_mixed(tmp_path):
    for path in (SHARED / "rpp").glob("[MP]ARPP*"):
        shutil.copyfile(path, tmp_path / path.name)
    portions = next(tmp_path.glob("PARPP*"))
    table, notes = portions.read_text().split('"Note', 1)
    shorter = "\n".join(line.rsplit(",", 1)[0] for line in table.splitlines())
    portions.write_text(f'{shorter}\n"Note{notes}')
    with pytest.raises(BadInput, match="different years: 2023, 2024"):
        rpp.read_official(tmp_path)


def test_eci_flat_file_and_carried_table_agree(tmp_path, connection):
    path = tmp_path / "ci.data.1.AllData"
    path.write_text(
        "series_id                     \tyear\tperiod\t       value\tfootnote_codes\n"
        "CIU1020000000000I             \t2026\tQ01\t     175.385\t\n"
        "CIU1020000000000A             \t2026\tQ01\t         3.4\t\n"
        "CIS1020000000000Q             \t2026\tQ01\t         0.8\t\n"
        "CIU1010000000000A             \t2026\tQ01\t         9.9\t\n"
    )
    (flat,) = eci.read_flat(path)
    eci.load(connection)
    carried = connection.execute(
        "SELECT * EXCLUDE source FROM employment_cost WHERE (series, year, month) = ('civilian', 2026, 3)"
    ).fetchone()
    assert flat[:6] == carried


def test_eci_letters_name_the_row(tmp_path):
    path = tmp_path / "ci.data.0.Current"
    path.write_text("series_id\tyear\tperiod\tvalue\tfootnote_codes\nCIU1020000000000I\t2026\tQ01\t17x\t\n")
    with pytest.raises(BadInput, match="row 2, column value: '17x'"):
        list(eci.read_flat(path))


def test_consumer_price_has_the_gap_of_october_2025(connection):
    cpi.load(connection)
    months = [
        m for (m,) in connection.execute("SELECT month FROM consumer_price WHERE year = 2025").fetchall()
    ]
    assert 10 not in months
    assert {9, 11, 13} <= set(months)


def test_consumer_prices_of_bls_s_file_and_carried_ones_agree(tmp_path, connection):
    path = tmp_path / cpi.FILE
    path.write_text(
        "series_id        \tyear\tperiod\t       value\tfootnote_codes\n"
        "CUUR0000SA0      \t1913\tM01\t         9.8\t\n"
        "CUUR0000SA0      \t2026\tM08\t     334.980\t\n"
        "CUUR0000SA0      \t2026\tM09\t       335.5\t\n"
        "CUSR0000SA0      \t2026\tM09\t       336.5\t\n"
    )
    rows = list(cpi.read_flat(path))
    told = cpi.load(connection)
    assert told.release == carried_vintages()["cpi"].edition
    assert rows == [
        *connection.execute("FROM consumer_price WHERE (year, month) = (2026, 8)").fetchall(),
        (2026, 9, 335.5),
    ]
    path.write_text("series_id\tyear\tperiod\tvalue\tfootnote_codes\nCUUR0000SA0\t2026\tM0")
    with pytest.raises(BadInput, match="row 2: 3 fields"):
        list(cpi.read_flat(path))
