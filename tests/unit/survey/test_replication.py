"""Survey estimates agree with R `survey` (expected_r.csv, made by scripts/survey_expected.R) and with the
truth."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import numpy as np
import pytest

from paychart.errors import BadInput
from paychart.survey.replication import Design, mean, quantile, ratio, total
from paychart_lab.person_records import hadamard80, replicate_factors, write_persons

HERE = Path(__file__).parent
PERSONS = f"read_csv('{HERE / 'persons_240.csv'}')"


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def expected():
    with (HERE / "expected_r.csv").open(encoding="utf-8") as stream:
        return {
            (r["statistic"], r["by"]): (float(r["value"]), float(r["se"])) for r in csv.DictReader(stream)
        }


def check(estimate, expected):
    assert estimate.value == pytest.approx(expected[0], rel=1e-9)
    assert estimate.se == pytest.approx(expected[1], rel=1e-9)


def test_totals_and_ratios_agree_with_r(connection, expected):
    check(total(connection, PERSONS, "WAGP")[0], expected["total", ""])
    check(ratio(connection, PERSONS, "WAGP", "WKHP")[0], expected["ratio", ""])


def test_group_means_agree_with_r(connection, expected):
    found = mean(connection, PERSONS, "WAGP", by=["OCCP"])
    assert len(found) == 4
    for estimate in found:
        check(estimate, expected["mean", str(estimate.group[0])])


@pytest.mark.parametrize("q", [0.1, 0.5, 0.9])
def test_quantiles_agree_with_r(connection, expected, q):
    check(quantile(connection, PERSONS, "WAGP", q, interpolate=False)[0], expected[f"p{100 * q:g}", ""])


def test_grouped_quantiles_equal_those_of_each_group_alone(connection):
    together = quantile(connection, PERSONS, "WAGP", [0.25, 0.75], by=["STATE", "OCCP"])
    for estimate in together:
        state, occupation = estimate.group
        level = 0.25 if estimate.statistic.startswith("p25") else 0.75
        alone = quantile(
            connection, PERSONS, "WAGP", level, where=f"STATE = {state} AND OCCP = {occupation}"
        )[0]
        assert (estimate.value, estimate.se, estimate.records) == (alone.value, alone.se, alone.records)


def test_an_impossible_quantile_is_refused(connection):
    with pytest.raises(BadInput, match="between 0 and 1"):
        quantile(connection, PERSONS, "WAGP", 1.5)


def test_replicate_factors_come_from_an_orthogonal_matrix():
    matrix = hadamard80()
    assert np.array_equal(matrix @ matrix.T, 80 * np.eye(80))
    assert set(np.unique(replicate_factors(400).round(4))) == {0.2929, 1.0, 1.7071}


def test_generated_medians_lie_within_four_standard_errors_of_the_truth(connection, tmp_path):
    path = tmp_path / "persons.parquet"
    write_persons(path, 20_000, seed=11)
    truth = {350: 3.85, 3255: 3.70, 3515: 3.25, 3645: 2.95}
    for estimate in quantile(connection, f"read_parquet('{path}')", "WAGP", 0.5, by=["OCCP"]):
        level = np.exp(truth[estimate.group[0]]) * 2080
        assert abs(estimate.value - level) < 4 * estimate.se
        assert estimate.se < 0.02 * level


@pytest.mark.parametrize("interpolate", [True, False])
def test_narrowing_a_column_of_many_values_changes_nothing(connection, monkeypatch, interpolate):
    rng = np.random.default_rng(4)
    n = 3000
    wages = np.where(
        rng.random(n) < 0.3, 50_000.0, np.round(np.exp(rng.normal(11, 0.6, n)), 2)
    )  # a heap in it
    weight = rng.integers(5, 100, n)
    frame = {"wage": wages, "sex": rng.integers(1, 3, n), "PWGTP": weight}
    replicates = np.rint(weight[:, None] * replicate_factors(n)).astype(int)
    import pyarrow as pa

    connection.register("many", pa.table(frame | {f"PWGTP{r + 1}": replicates[:, r] for r in range(80)}))
    ask = {"by": ["sex"], "interpolate": interpolate}
    whole = quantile(connection, "many", "wage", [0.1, 0.5, 0.9], **ask)
    monkeypatch.setattr("paychart.survey.replication.MOST_VALUES", 10)
    monkeypatch.setattr("paychart.survey.narrowing.ENOUGH", 50)
    narrowed = quantile(connection, "many", "wage", [0.1, 0.5, 0.9], **ask)
    connection.unregister("many")
    assert [e.group for e in narrowed] == [e.group for e in whole]
    assert [e.statistic for e in narrowed] == [e.statistic for e in whole]
    np.testing.assert_allclose([e.value for e in narrowed], [e.value for e in whole], rtol=1e-12)
    np.testing.assert_allclose([e.se for e in narrowed], [e.se for e in whole], rtol=1e-9)
    assert [e.records for e in narrowed] == [e.records for e in whole]


def test_without_replicates_the_error_is_not_known_and_not_zero(connection):
    (alone,) = mean(connection, PERSONS, "WAGP", design=Design(replicates=()))
    (whole,) = mean(connection, PERSONS, "WAGP")
    assert alone.value == whole.value
    assert np.isnan(alone.se)
    assert np.isnan(quantile(connection, PERSONS, "WAGP", design=Design(replicates=()))[0].se)


@pytest.mark.parametrize("statistic", [mean, total, quantile])
def test_records_without_the_weights_are_refused_by_name(connection, statistic):
    with pytest.raises(BadInput, match=r"no column PWGTP1 and 79 more weights.*Design\(replicates=\(\)\)"):
        statistic(connection, "(VALUES (1, 2)) t(WAGP, PWGTP)", "WAGP")


def test_a_design_fits_on_a_line_of_help():
    assert repr(Design()) == "Design('PWGTP', 80 replicates, factor=0.05)"


KEYS = {"INTEGER": "0", "DOUBLE": "0.0", "VARCHAR": "''", "BOOLEAN": "false", "DATE": "DATE '1970-01-01'",
        "DECIMAL(9,2)": "0.00"}  # fmt: skip


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("most", [50_000, 0])
def test_a_null_key_is_a_group_of_its_own(connection, kind, most, monkeypatch):
    """Once it came out as 0 and merged with a real one."""
    monkeypatch.setattr("paychart.survey.replication.MOST_VALUES", most)
    rows = f"(SELECT * FROM (VALUES (NULL::{kind}, 1.0, 1), (NULL, 3.0, 1), ({KEYS[kind]}, 8.0, 1)) t(key, pay, w))"
    plain = Design("w", ())
    medians = {e.group[0]: e.value for e in quantile(connection, rows, "pay", by=["key"], design=plain)}
    means = {e.group[0]: e.value for e in mean(connection, rows, "pay", by=["key"], design=plain)}
    assert medians == means
    assert len(medians) == 2
    assert medians[None] == 2.0


def test_nan_is_missing_and_not_the_largest_value(connection):
    rows = "(VALUES (1.0::DOUBLE, 1), (2.0, 1), (3.0, 1), ('nan'::DOUBLE, 5)) t(pay, w)"
    plain = Design("w", ())
    assert quantile(connection, rows, "pay", design=plain)[0].value == 2.0
    assert mean(connection, rows, "pay", design=plain)[0].value == 2.0
    assert total(connection, rows, "pay", design=plain)[0].value == 6.0


@pytest.mark.parametrize("name", ["v", "V", "k0", "w0", "n", "g"])
@pytest.mark.parametrize("most", [50_000, 0])
def test_no_name_of_a_column_changes_a_result(connection, name, most, monkeypatch):
    monkeypatch.setattr("paychart.survey.replication.MOST_VALUES", most)
    rows = f"(SELECT i AS pay, 100 - i AS {name}, 1 AS w, i % 2 AS odd FROM range(10) t(i))"
    plain = Design("w", ())
    found = quantile(connection, rows, "pay", by=["odd"], design=plain)
    assert [e.value for e in found] == [4.0, 5.0]
    by_it = quantile(connection, rows, "pay", by=[name], design=plain)
    assert [e.group[0] + e.value for e in by_it] == [100] * 10


def test_a_text_names_one_column_and_not_its_letters(connection):
    assert quantile(connection, PERSONS, "WAGP", by="OCCP") == quantile(
        connection, PERSONS, "WAGP", by=["OCCP"]
    )
    assert mean(connection, PERSONS, "WAGP", by="OCCP") == mean(connection, PERSONS, "WAGP", by=["OCCP"])
