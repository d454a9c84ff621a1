"""Returns: values and internal rates as the financial library gives them, costs as they are paid."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paychart import Profile, estimate
from paychart.careers.costs import Terms, costs, real_rate
from paychart.careers.lifetime import run
from paychart.careers.paytables import pay_tables
from paychart.careers.plans import make_plan
from paychart.careers.rates import rates, said
from paychart.careers.returns import Return, break_even, internal_rate, returns
from paychart.careers.simulation import Luck
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.profile import Education

READER = Profile("29-2072", "0019740", education=Education.ASSOCIATE, experience_years=5)
SURE = ("finish.bachelor=1", "pace.beside_work=1", "promotion.year=0", "tuition.bachelor=10000")


@pytest.fixture(scope="module")
def degree(store: Store) -> Return:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["bachelor"])
    return returns(plan, store, paths=2000)


@given(st.lists(st.floats(100, 9000), min_size=3, max_size=30), st.floats(2000, 40_000))
@settings(max_examples=60, deadline=None)
def test_internal_rate_is_the_librarys(gains: list[float], cost: float) -> None:
    flows = np.array([-cost, *gains])
    own = internal_rate(flows[:, None])[0]
    assert own == pytest.approx(npf.irr(flows), abs=1e-6)


def test_internal_rate_is_missing_where_nothing_comes_back() -> None:
    flows = np.array([[-100.0, -100.0], [0.0, -5.0], [0.0, 0.0]])
    assert np.isnan(internal_rate(flows)).all()


def test_break_even_is_when_it_stays_ahead() -> None:
    flows = np.array([[-100.0, -100.0, 5.0], [150.0, 20.0, 5.0], [-80.0, 20.0, 5.0], [100.0, 20.0, 5.0]])
    assert break_even(flows, 0.0).tolist() == [3.0, np.inf, 0.0]


def test_value_is_the_librarys_on_the_average_flow(degree: Return) -> None:
    flows = [row["net"] for row in degree.flow]
    assert npf.npv(degree.discount, flows) == pytest.approx(degree.npv_mean, abs=30)
    assert degree.flow[-1]["value_so_far"] == pytest.approx(degree.npv_mean, abs=2)


def test_tuition_is_paid_in_the_years_of_study(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["bachelor"])
    table = rates().with_changes(SURE)
    one = run(plan, store, table, Terms(), Luck.of(1, plan.years, 200))
    assert one.costs[:2] == pytest.approx(10_000)
    assert one.costs[2:] == pytest.approx(0)


def test_a_loan_is_the_librarys_annuity(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["bachelor"])
    table = rates().with_changes(SURE)
    one = run(plan, store, table, Terms(borrowed=1.0, loan_years=10), Luck.of(1, plan.years, 100))
    rate = real_rate(table, "loan.undergraduate")
    owed = 10_000 * (1 + rate) ** 2 + 10_000 * (1 + rate)
    assert one.costs[2] == pytest.approx(-npf.pmt(rate, 10, owed))
    assert one.costs[12:] == pytest.approx(0)
    assert one.costs[:2] == pytest.approx(0)


def test_time_out_costs_the_pay_given_up(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["bachelor"])
    table = rates().with_changes((*SURE, "tuition.bachelor=0"))
    one = run(plan, store, table, Terms(time_out=0.5), Luck.of(1, plan.years, 100))
    assert one.costs[0] == pytest.approx(one.paths.pay[0] / 2)
    assert one.costs[3] == pytest.approx(0)


def test_exam_fees_and_upkeep_are_the_catalogues(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["CCS"])
    table = rates().with_changes(["pass.CCS=1", "study.exam=0.5"])
    one = run(plan, store, table, Terms(), Luck.of(1, plan.years, 100))
    assert one.costs[0] == pytest.approx(399)
    assert one.costs[5] == pytest.approx(218 / 2)


def test_dearer_study_returns_less_and_tax_takes_its_share(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["bachelor"])
    values = [returns(plan, store, terms=Terms(tuition=t), paths=500).npv_mean for t in (0, 20_000)]
    assert values[0] > values[1]
    taxed = returns(plan, store, terms=Terms(tax=0.5, tuition=0), paths=500)
    assert taxed.npv_mean == pytest.approx(values[0] / 2, rel=0.01)


def test_what_it_hangs_on_is_ranked(degree: Return) -> None:
    swings = [abs(s["npv_high"] - s["npv_low"]) for s in degree.sensitivity]
    assert swings == sorted(swings, reverse=True)
    assert any(s["key"] == "finish.bachelor" for s in degree.sensitivity)


def test_a_first_credential_is_weighed_against_none(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["CPC"])
    tables = pay_tables(plan, store)
    lift = tables.log_pay[0, 1, 0, 12] - tables.log_pay[0, 0, 0, 12]
    with_it, without = (
        estimate(Profile("29-2072", "0019740", "622000", credentials=held), store).annual["p50"]
        for held in (("CPC",), ())
    )
    assert lift == pytest.approx(np.log(with_it / without), abs=0.03)
    assert lift > 0


def test_a_credential_without_evidence_says_so(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["CDIP"])
    found = returns(plan, store, paths=500)
    assert (found.npv, found.npv_mean, found.never) == (None, None, None)
    assert found.verdict == "cannot tell"
    assert found.must_add
    assert any("No survey found says what CDIP adds" in note for note in found.notes)
    assert found.break_even is None


def test_studying_nothing_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="Nothing is studied"):
        returns(make_plan(READER, store, age=27), store)


def test_returns_are_plain_values(degree: Return) -> None:
    assert json.loads(json.dumps(degree.to_dict(), allow_nan=False))["npv"]["p50"]


def test_costs_follow_those_who_give_up(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=60, goal="stay", courses=["bachelor"])
    table = rates().with_changes([*SURE[1:], "finish.bachelor=0"])
    one = run(plan, store, table, Terms(), Luck.of(1, plan.years, 2000))
    paid = costs(one.paths, table, Terms()).sum(axis=0)
    assert paid.max() < 20_000
    assert paid.mean() == pytest.approx(10_000, rel=0.05)
    assert (one.paths.state == 0).all()
    assert replace(plan, name="x") != plan


def test_every_rate_has_a_name_that_a_reader_knows(degree: Return) -> None:
    names = [rate.name for rate in rates().table.values()]
    assert len(set(names)) == len(names)
    assert all(name and "." not in name and "_" not in name for name in names)
    assert degree.sensitivity[0]["name"] == rates()[degree.sensitivity[0]["key"]].name
    assert said(0.0639, "interest a year") == "6.39%"
