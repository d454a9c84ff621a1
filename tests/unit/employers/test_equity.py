"""Audits on payrolls whose truth is known, beside statsmodels' own numbers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.oaxaca import OaxacaBlinder

from paychart.data.store import Store
from paychart.employers import equity_tests as tests
from paychart.employers.equity import audit, equity, write_page
from paychart.employers.equity_data import People, prepare
from paychart.employers.equity_words import p_words
from paychart.employers.sample_payroll import sample_payroll
from paychart.errors import BadInput


def payroll(n: int, gap: float, seed: int, units: int = 4) -> People:
    rng = np.random.default_rng(seed)
    sex = np.where(rng.random(n) < 0.5, "F", "M")
    years = rng.integers(0, 30, n)
    unit = rng.integers(0, units, n)
    pay = 25 * np.exp(0.12 * unit + 0.012 * years + gap * (sex == "F") + rng.normal(0, 0.12, n))
    return prepare(
        pay.tolist(),
        sex.tolist(),
        {"years": years.tolist(), "job": [f"J{u}" for u in unit]},
        unit=[f"J{u}" for u in unit],
    )


def test_a_known_gap_is_found_and_its_interval_holds_it() -> None:
    found = tests.gap(payroll(1500, -0.04, 1))
    assert found is not None
    assert abs(found.log_gap + 0.04) < 3 * found.se
    assert found.se == pytest.approx(2 * 0.12 / math.sqrt(1500), rel=0.1)
    assert found.p_value < 1e-6


def test_coefficient_and_error_are_those_of_statsmodels() -> None:
    import statsmodels.api as sm

    people = payroll(400, -0.03, 2)
    fit = sm.OLS(people.log_pay, sm.add_constant(np.column_stack([people.compared, people.design]))).fit(
        cov_type="HC3", use_t=True
    )
    found = tests.gap(people)
    assert found is not None
    assert found.log_gap == pytest.approx(fit.params[1], abs=1e-10)
    assert found.se == pytest.approx(fit.bse[1], rel=1e-8)
    assert found.method == "regression, HC3 errors"


def test_the_decomposition_is_that_of_statsmodels() -> None:
    people = payroll(600, -0.05, 3)
    ours = tests.decompose(people)
    x = np.column_stack([people.compared, people.design])
    theirs = OaxacaBlinder(people.log_pay, x, 0, hasconst=False, swap=False).two_fold(two_fold_type="pooled")
    unexplained, explained, difference = theirs.params
    sign = math.copysign(1, difference * ours.difference)
    assert ours.difference == pytest.approx(sign * difference, abs=1e-8)
    assert ours.explained == pytest.approx(sign * explained, abs=1e-6)
    assert ours.unexplained == pytest.approx(sign * unexplained, abs=1e-6)
    assert sum(ours.by_factor.values()) == pytest.approx(ours.explained)
    assert set(ours.by_factor) == {"years", "job"}


def test_few_people_are_tested_by_shuffling_and_without_a_gap_seldom_alarm() -> None:
    alarms = 0
    for seed in range(60):
        found = tests.gap(payroll(22, 0.0, 100 + seed, units=1), rng=np.random.default_rng(seed))
        assert found is not None
        assert found.method.startswith("permutation")
        alarms += found.p_value < 0.05
    assert alarms <= 8  # 3 expected; 8 or fewer in 99.8 % of runs


def test_the_cost_closes_the_gap_it_says() -> None:
    people = payroll(800, -0.05, 5)
    found = tests.gap(people)
    assert found is not None
    cost, raised = tests.cost_to_close(people, found.log_gap, np.full(800, 2080.0))
    payroll_of_compared = float((people.pay * people.compared).sum() * 2080)
    assert 0 < raised < 800
    assert cost == pytest.approx(0.05 * payroll_of_compared, rel=0.4)


def test_multiplicity_and_power_statements() -> None:
    assert tests.adjusted([0.01, 0.04, math.nan], "holm") == pytest.approx(
        [0.02, 0.04, math.nan], nan_ok=True
    )
    small, large = tests.gap(payroll(60, 0.0, 6)), tests.gap(payroll(2000, 0.0, 6))
    assert small is not None
    assert large is not None
    assert small.detectable > 3 * large.detectable


def test_words_claim_no_more_than_the_numbers() -> None:
    quiet = audit(payroll(60, 0.0, 8))
    assert any("not proof of equal pay" in line for line in quiet.words)
    loud = audit(payroll(1500, -0.08, 9))
    text = " ".join(loud.words).lower()
    assert "unlikely to be chance" in text
    assert "no legal conclusion" in text
    for word in ("discriminat", "violat", "illegal", "guilty", "compliant"):
        assert word not in text


def test_a_p_value_is_never_printed_as_none() -> None:
    loud = audit(payroll(1500, -0.2, 9))
    assert loud.overall is not None
    assert 0 < loud.overall.p_value < 0.001
    assert "p < 0.001" in loud.words[0]
    assert p_words("p", 0.0284) == "p = 0.028"


def test_small_groups_are_not_shown() -> None:
    people = payroll(300, -0.02, 10, units=3)
    names = np.where(np.arange(300) < 4, "tiny", people.unit)
    result = audit(
        People(
            people.pay,
            people.compared,
            people.design,
            people.names,
            people.factors,
            names,
            None,
            people.labels,
            {},
        )
    )
    assert "tiny" not in {u.unit for u in result.units}
    assert "tiny" not in str(result.to_dict())
    assert result.hidden_units == 1


def test_from_a_file_to_a_page(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "pay.csv"
    sample_payroll(path, store, rows=900, seed=4, sex_gap=0.10)
    result = equity(str(path), suspect=["grade"])
    assert (result.compared, result.reference) == ("F", "M")
    assert result.overall is not None
    assert abs(result.overall.log_gap + 0.10) < 3 * result.overall.se
    assert result.without["Grade"].people == 900
    page = write_page(result, tmp_path / "equity.html").read_text()
    assert "no legal conclusion" in page
    assert "SYN-" not in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"group": "gendr"}, "no column"),
        ({"reference": "X"}, "not a value"),
        ({"factors": ["Employee ID"]}, "too many"),
        ({"unit": "sex"}, "cannot also be"),
        ({"group": "Source"}, "fewer than two"),
    ],
)
def test_wrong_words(tmp_path: Path, store: Store, change: dict, words: str) -> None:  # type: ignore[type-arg]
    path = tmp_path / "pay.csv"
    sample_payroll(path, store, rows=150, seed=4)
    with pytest.raises(BadInput, match=words):
        equity(str(path), **change)
