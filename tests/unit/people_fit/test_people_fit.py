"""The latent-rank fit recovers a known truth, and bad person files are refused with row and column."""

from __future__ import annotations

import zipfile

import duckdb
import numpy as np
import pytest

from paychart.errors import BadInput, SourceUnavailable
from paychart_lab.people_fit.fit import fit_people
from paychart_lab.people_fit.latent import gather, mid_ranks, shrink_tree
from paychart_lab.people_fit.pums import load_persons
from paychart_lab.people_fit.records import EMPLOYERS, Records
from paychart_lab.people_fit.tables import contrasts

HEADER = "SERIALNO,ST,PUMA,PWGTP,AGEP,SCHL,SEX,COW,WKHP,WKWN,WAGP,ADJINC,OCCP,INDP"
ROW = "2024HU0000001,1,00100,25,40,21,2,1,40,52,60000,1010000,3515,8191"


def simulated(n_by_code, rng):
    """Workers whose true education effect is 0.4 per step from bachelor up and whose residual SD is 0.5."""
    code = np.repeat(list(n_by_code), list(n_by_code.values()))
    n = len(code)
    education = rng.integers(0, 7, n)
    return Records(
        occupation=code,
        area=rng.choice(["0100100", "0100200"], n),
        state=np.full(n, "01"),
        education=education,
        experience=rng.uniform(0, 40, n),
        employer=rng.integers(0, len(EMPLOYERS), n),
        hours=rng.integers(0, 7, n),
        log_wage=3 + 0.4 * (education >= 4) + 0.5 * rng.standard_normal(n),
        weight=rng.uniform(5, 50, n),
    )


def test_a_known_education_gap_comes_back_on_the_score_scale():
    records = simulated({3515: 6000, 3545: 40, 350: 3000}, np.random.default_rng(1))
    fit = fit_people(records, {3515: "29-2072", 3545: "29-2090", 350: "11-9111"})
    _, c = contrasts()["education"]
    sd = np.sqrt(0.5**2 + 0.4**2 * 12 / 49)
    mu = c @ fit.nodes["3515"].mean
    assert mu[4:].mean() - mu[:4].mean() == pytest.approx(0.4 / sd, abs=0.08)
    small = c @ fit.nodes["3545"].mean
    assert small[4:].mean() - small[:4].mean() == pytest.approx(0.4 / sd, abs=0.25)
    assert fit.occupations["3515"].tau == pytest.approx(0.5 / sd, abs=0.03)


def test_the_tree_posterior_equals_the_closed_form_of_two_leaves():
    rng = np.random.default_rng(2)
    x = np.ones((50, 1))
    evidence = {k: gather(rng.normal(m, 1, 50), x, np.ones(50)) for k, m in (("a", 0.5), ("b", -0.5))}
    nodes, between = shrink_tree(evidence, {"a": "top", "b": "top"}, [["a", "b"], ["top"]], rounds=1)
    prior = np.full((2, 2), 100.0) + 0.05 * np.eye(2)
    p = np.diag([evidence[k].precision[0, 0] for k in "ab"])
    m = np.array([evidence[k].moment[0] for k in "ab"])
    exact = np.linalg.inv(p + np.linalg.inv(prior))
    assert [nodes[k].mean[0] for k in "ab"] == pytest.approx((exact @ m).tolist(), abs=1e-8)
    assert [nodes[k].covariance[0, 0] for k in "ab"] == pytest.approx(np.diag(exact).tolist(), abs=1e-8)
    assert 0 < between[0][0] <= 1


def test_mid_ranks_share_ties_and_average_one_half():
    ranks = mid_ranks(np.array([3.0, 1.0, 3.0, 2.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert ranks.tolist() == pytest.approx([0.8, 0.1, 0.8, 0.4])


def load(path):
    with duckdb.connect() as connection:
        try:
            return load_persons(connection, path)
        finally:
            tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            load.left = [name for (name,) in tables]


def test_zipped_csv_is_read_as_published(tmp_path):
    path = tmp_path / "csv_pal.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("psam_p01.csv", f"{HEADER}\n{ROW}\n{ROW}\n")
    found = load(tmp_path)
    assert (found.rows, found.year, found.replicate_weights) == (2, 2024, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEADER.replace(',WAGP', '')}\n{ROW.replace(',60000', '')}\n", "no column WAGP"),
        (f"{HEADER}\n{ROW}\n{ROW.replace(',60000,', ',6oooo,')}\n", r"row 2 .*column WAGP: '6oooo'"),
        (f"{HEADER}\n{ROW}\n{ROW[:30]}\n", "cut short"),
        (f"{HEADER}\n{ROW.replace('2024HU', 'XXHU24')}\n", "survey year"),
    ],
)
def test_bad_files_name_the_place_and_leave_nothing(tmp_path, text, message):
    path = tmp_path / "psam_p01.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        load(path)
    assert load.left == []


def test_a_wrong_year_and_an_empty_folder_are_refused(tmp_path):
    with pytest.raises(SourceUnavailable, match="No ACS person file"):
        load(tmp_path)
    path = tmp_path / "psam_p01.csv"
    path.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    with duckdb.connect() as connection, pytest.raises(BadInput, match="is of 2024, not 2023"):
        load_persons(connection, path, year=2023)


def test_a_zip_cut_short_is_refused(tmp_path):
    path = tmp_path / "csv_pal.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("psam_p01.csv", f"{HEADER}\n{ROW}\n" * 50)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(BadInput, match="not a whole zip"):
        load(path)
