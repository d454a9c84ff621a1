"""BLS's research estimates by state and industry: read by place, and used where the model would answer."""

from __future__ import annotations

import openpyxl
import pytest

from paychart.data.sources import oews_research
from paychart.data.store import build_store, open_store
from paychart.errors import BadInput, SourceUnavailable
from paychart.pay.estimate import estimate
from paychart.pay.model import price
from paychart.pay.predict import predict
from paychart.profile import Profile

# The columns of BLS's own workbooks, as users of those of 2020 and 2016 list them; 2024 has A_MEAN in column M as 2020.
HEADER = [
    "AREA",
    "AREA_TITLE",
    "NAICS",
    "NAICS_TITLE",
    "I_GROUP",
    "OCC_CODE",
    "OCC_TITLE",
    "O_GROUP",
    "TOT_EMP",
    "EMP_PRSE",
    "PCT_TOTAL",
    "H_MEAN",
    "A_MEAN",
    "MEAN_PRSE",
    "H_PCT10",
    "H_PCT25",
    "H_MEDIAN",
    "H_PCT75",
    "H_PCT90",
    "A_PCT10",
    "A_PCT25",
    "A_MEDIAN",
    "A_PCT75",
    "A_PCT90",
    "ANNUAL",
    "HOURLY",
]
HOURLY, ANNUAL = (19.0, 22.5, 27.0, 33.0, 41.0), (39520, 46800, 56160, 68640, 85280)
WHO = ("29-2072", "Medical Records Specialists", "detailed")


def row(
    naics, jobs=1200, *, area="06", occupation=WHO, hourly=HOURLY, annual=ANNUAL, means=(28.5, 59280, 2.1)
):
    title = ("California", naics, "Some industry", "3-digit")
    return [area, *title, *occupation, jobs, 5.0, 0.4, *means, *hourly, *annual, None, None]


ROWS = [
    row("622000"),
    row("62", 5000),
    row("621000", "**", hourly=("*",) * 5, annual=("*",) * 5, means=("*", "*", "*")),
    row("622000", area=36, occupation=("29-1210", "Physicians", "broad"),
        hourly=(*HOURLY[:3], "#", "#"), annual=(*ANNUAL[:3], "#", "#")),
]  # fmt: skip


def workbook(folder, rows=ROWS, header=HEADER, name="oes_research_2024_sec_62.xlsx"):
    book = openpyxl.Workbook()
    book.active.title = "state_industry_M2024"
    for line in [header, *rows]:
        book.active.append(line)
    book.save(folder / name)
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    folder = tmp_path_factory.mktemp("research")
    build_store(folder / "own.duckdb", oews_research_folder=workbook(folder))
    with open_store(folder / "own.duckdb") as opened:
        yield opened


OLD = ["area", "area_title", "naics", "naics_title", "occ code", "occ title", "group", "i_group"]


def test_the_older_layout_reads_alike(tmp_path):
    """2016: small headings with spaces, the level of the industry after the occupation."""
    recent, old = tmp_path / "recent", tmp_path / "old"
    for folder in (recent, old):
        folder.mkdir()
    workbook(recent)
    lines = [[*line[:4], *line[5:8], line[4], *line[8:]] for line in ROWS]
    workbook(old, lines, [*OLD, *(name.lower() for name in HEADER[8:])], "oes_research_2016_allsectors.xlsx")
    cells = [
        oews_research.read(path, "A01")
        for path in (recent / "oes_research_2024_sec_62.xlsx", old / "oes_research_2016_allsectors.xlsx")
    ]
    assert cells[0] == cells[1]
    assert HEADER[12] == "A_MEAN"  # column M


def test_marks_and_codes_become_cells(own):
    held = own.rows(
        "SELECT release, area, industry, occupation, employment, annual_p50, wage_status FROM state_industry "
        "ORDER BY area, industry"
    )
    assert held == [
        ("2024A01", "0600000", "62--63", "29-2072", 5000, 56160, "published"),
        ("2024A01", "0600000", "621000", "29-2072", None, None, "not_released"),
        ("2024A01", "0600000", "622000", "29-2072", 1200, 56160, "published"),
        ("2024A01", "3600000", "622000", "29-1210", 1200, 56160, "partly_top_coded"),
    ]


def test_a_research_cell_takes_the_place_of_the_model_and_names_its_release(own, store):
    asked = Profile("29-2072", "0600000", "622000")
    answer = estimate(asked, own)
    assert answer.status == "published"
    assert answer.annual == {
        "mean": 59280,
        **dict(zip(("p10", "p25", "p50", "p75", "p90"), ANNUAL, strict=True)),
    }
    assert answer.employment == 1200
    assert [item["release"] for item in answer.lineage] == ["May 2024"]
    assert "research" in answer.lineage[0]["url"]
    assert any("May 2024" in note for note in answer.warnings)
    assert estimate(asked, store).status == "modelled"


def test_many_at_once_equal_one_at_a_time(own):
    industries = ["622000", "621000", "62--63", "611000", "000000"]
    n = len(industries)
    priced = price(own, ["29-2072"] * n, ["0600000"] * n, industries)
    rows = predict(
        own, {"occupation": ["29-2072"] * n, "area": ["0600000"] * n, "industry": industries}
    ).rows()
    for i, industry in enumerate(industries):
        answer = estimate(Profile("29-2072", "0600000", industry), own)
        assert priced.status[i] == rows[i]["status"] == answer.status
        assert priced.percentiles[i, 2] == answer.annual["p50"]
        assert priced.mean[i] == answer.annual["mean"]
        assert priced.interval(0.90)[i, 2] == pytest.approx(answer.interval90["p50"], abs=1)
    assert priced.status.tolist() == ["published", "modelled", "published", "modelled", "published"]
    assert "research estimate" in priced.reason[0]


def test_all_other_answers_stay_as_they_were(own, store):
    asked = Profile("29-2072", "3600000", "622000")
    assert own.oews_hash == store.oews_hash
    assert estimate(asked, own).annual == estimate(asked, store).annual


def without(column):
    at = HEADER.index(column)
    return [name for name in HEADER if name != column], [line[:at] + line[at + 1 :] for line in ROWS]


def test_a_missing_column_is_named(tmp_path):
    header, rows = without("A_MEDIAN")
    with pytest.raises(SourceUnavailable, match="A_MEDIAN"):
        build_store(tmp_path / "own.duckdb", oews_research_folder=workbook(tmp_path, rows, header))
    assert not (tmp_path / "own.duckdb").exists()


@pytest.mark.parametrize(
    ("damaged", "named"),
    [
        (row("623000", annual=(39520, 46800, "5616O", 68640, 85280)), "row 6, column A_MEDIAN: '5616O'"),
        (row("623000", area="California"), "row 6, column AREA: 'California'"),
        (row("hospitals"), "row 6, column NAICS: 'hospitals'"),
        (row("623000", occupation=("292072", "", "")), "row 6, column OCC_CODE: '292072'"),
        (row("622000", 1300), "row 6: 0600000, 622000, 29-2072 stands twice"),
    ],
)
def test_damage_is_named_by_row_and_column(tmp_path, damaged, named):
    from paychart.data.sources import oews_research

    workbook(tmp_path, [*ROWS, damaged])
    with pytest.raises(BadInput, match=named):
        oews_research.read(tmp_path / "oes_research_2024_sec_62.xlsx", "2024A01")


def test_the_newest_year_and_the_file_of_all_sectors_are_taken(tmp_path):
    from paychart.data.sources import oews_research

    for name in ("2023_allsectors", "2024_sec_62", "2024_sec_31-33"):
        (tmp_path / f"oes_research_{name}.xlsx").touch()
    year, files = oews_research.find_files(tmp_path)
    assert (year, len(files)) == (2024, 2)
    (tmp_path / "oes_research_2024_allsectors.xlsx").touch()
    assert [path.name for path in oews_research.find_files(tmp_path)[1]] == [
        "oes_research_2024_allsectors.xlsx"
    ]


def test_a_folder_without_workbooks_says_what_to_fetch(tmp_path):
    (tmp_path / "oes_research_2024_sec_62.xlsx").write_text("<html>not found</html>")
    with pytest.raises(SourceUnavailable, match="not a readable Excel"):
        build_store(tmp_path / "own.duckdb", oews_research_folder=tmp_path)
    (tmp_path / "oes_research_2024_sec_62.xlsx").unlink()
    with pytest.raises(SourceUnavailable, match="No workbook"):
        build_store(tmp_path / "own.duckdb", oews_research_folder=tmp_path)


def test_a_count_of_jobs_beyond_all_bounds_is_refused(tmp_path):
    """Found by fuzzing: DuckDB's own error left the reader."""
    workbook(tmp_path, [*ROWS, row("623000", 10**25)])
    with pytest.raises(BadInput, match=r"state_industry: a figure does not fit its column"):
        build_store(tmp_path / "own.duckdb", oews_research_folder=tmp_path)
    assert not (tmp_path / "own.duckdb").exists()
