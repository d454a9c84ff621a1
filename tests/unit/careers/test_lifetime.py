"""Simulated careers: exact where chance is taken out, right on average where it is in, the same for one seed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import binom

from paychart import Profile, estimate
from paychart.careers.costs import Terms
from paychart.careers.lifetime import compare, lifetime
from paychart.careers.paytables import pay_tables
from paychart.careers.plans import Plan, make_plan
from paychart.careers.rates import rates
from paychart.careers.simulation import Luck, Paths, simulate
from paychart.data.store import Store
from paychart.errors import BadInput, UnknownCode
from paychart.profile import Education

READER = Profile("29-2072", "0019740", education=Education.ASSOCIATE, experience_years=5)
STILL = ("rank.persistence=1", "rank.transitory=0", "promotion.year=0")


@pytest.fixture(scope="module")
def stay(store: Store) -> Plan:
    return make_plan(READER, store, age=27, retire=57, goal="stay")


def run(plan: Plan, store: Store, *changes: str, n: int = 4000, seed: int = 3) -> Paths:
    table = rates().with_changes(changes)
    return simulate(plan, pay_tables(plan, store), table, Luck.of(seed, plan.years, n))


def test_without_chance_pay_is_the_estimates_quantile(stay: Plan, store: Store) -> None:
    still = run(stay, store, *STILL)
    luck = Luck.of(3, stay.years, 4000)
    answer = estimate(replace(READER), store)
    parity = pay_tables(stay, store).price_level / 100
    inside = np.abs(luck.lasting) < 2.5
    exact = answer.priced.quantile(ndtr(luck.lasting[inside]))[0] / parity
    assert np.median(np.abs(still.pay[0][inside] / exact - 1)) < 0.005
    assert np.quantile(np.abs(still.pay[0][inside] / exact - 1), 0.99) < 0.03


def test_the_range_at_the_start_is_the_range_among_workers(stay: Plan, store: Store) -> None:
    found = run(stay, store, n=20_000)
    parity = pay_tables(stay, store).price_level / 100
    answer = estimate(READER, store)
    for name, p in (("p25", 25), ("p50", 50), ("p75", 75)):
        assert np.percentile(found.pay[0], p) * parity == pytest.approx(answer.annual[name], rel=0.02)


def test_promotions_come_at_the_rate_given(store: Store) -> None:
    """From senior coder to coding manager: one step, open from the first year."""
    reader = replace(READER, experience_years=10.0, education=Education.BACHELOR)
    plan = make_plan(reader, store, age=32, retire=52, role="Senior or lead coder", goal="coding manager")
    found = run(plan, store, n=20_000)
    names = [role.role if role else "" for role in found.tables.roles]
    there = found.role == names.index("coding-manager")
    p = rates()["promotion.year"].value
    steps = [name for name in names if name in ("coding-auditor",)]
    direct = binom.sf(0, 5, p)
    assert there[5].mean() <= direct + 0.01
    assert there[-1].mean() > 0.3
    assert steps  # the other way, by auditing, is open too


def test_leaving_is_off_unless_asked_for(stay: Plan, store: Store) -> None:
    assert (run(stay, store).role == 0).all()
    gone = run(stay, store, "leave.field=1", n=20_000)
    rate = store.rows(
        "SELECT transfers_thousands / employment_base_thousands FROM projection WHERE occupation = '29-2072'"
    )[0][0]
    left = (gone.role[-1] != 0).mean()
    assert left == pytest.approx(1 - (1 - rate) ** (stay.years - 1), abs=0.01)


def test_vectorized_paths_equal_a_plain_loop(store: Store) -> None:
    """The same rules written for one worker at a time give the same careers from the same numbers."""
    plan = make_plan(READER, store, age=27, retire=47, goal="HIM director", courses=["bachelor"])
    luck, tables, table = Luck.of(11, plan.years, 60), pay_tables(plan, store), rates()
    found = simulate(plan, tables, table, luck)
    promotion, keep = table["promotion.year"].value, table["rank.persistence"].value
    for i in range(60):
        role, lasting = 0, luck.lasting[i]
        for t in range(plan.years):
            state = int(found.studies.ends[0, i] <= t)
            if t:
                lasting = keep * lasting + (1 - keep**2) ** 0.5 * luck.drift[t, i]
                open_roles = [r for r in tables.steps[role, state, t] if r >= 0]
                if open_roles and luck.move[t, i] < promotion:
                    role = open_roles[int(luck.choose[t, i] * len(open_roles))]
            assert found.role[t, i] == role
            passing = table["rank.transitory"].value
            z = (1 - passing) ** 0.5 * lasting + passing**0.5 * luck.passing[t, i] + tables.shift[role]
            nodes = np.linspace(-3, 3, 25)
            pay = np.exp(np.interp(np.clip(z, -3, 3), nodes, tables.log_pay[tables.group[role], state, t]))
            assert found.pay[t, i] == pytest.approx(pay, rel=1e-3)


def test_one_seed_one_answer_and_another_seed_another(stay: Plan, store: Store) -> None:
    first, again, other = (lifetime(stay, store, paths=500, seed=s) for s in (1, 1, 2))
    assert first.to_dict() == again.to_dict()
    assert first.mean != other.mean


def test_common_random_numbers_sharpen_a_comparison(stay: Plan, store: Store) -> None:
    other = make_plan(READER, store, age=27, retire=57, goal="stay", courses=["bachelor"])
    a, b, c = run(stay, store, seed=1), run(other, store, seed=1), run(other, store, seed=2)
    same = (b.pay.sum(axis=0) - a.pay.sum(axis=0)).var()
    apart = (c.pay.sum(axis=0) - a.pay.sum(axis=0)).var()
    assert same < 0.2 * apart


def test_group_means_add_up_to_the_mean(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=57, courses=["bachelor", "CPC@1"])
    found = run(plan, store, n=500)
    assert found.by_group().sum(axis=(0, 1)) == pytest.approx(found.pay.mean(axis=1))


def test_fans_are_ordered_and_whole(store: Store) -> None:
    plan = make_plan(READER, store, age=27, retire=57, goal="HIM director", courses=["bachelor"])
    one = lifetime(plan, store, paths=2000)
    fans = np.array([one.fan[p] for p in ("p10", "p25", "p50", "p75", "p90")])
    assert (np.diff(fans, axis=0) >= 0).all()
    assert one.mean90[0] < one.mean < one.mean90[1]
    assert one.goal_reached is not None
    assert 0 < one.goal_reached < 1
    assert json.dumps(one.to_dict(), allow_nan=False)


def test_a_plan_against_itself_is_a_draw(stay: Plan, store: Store) -> None:
    both = compare(stay, stay, store, paths=500)
    assert both.mean == 0
    assert both.better == 0.5
    assert both.verdict == "cannot tell"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"age": 70, "retire": 67}, "no working years"),
        ({"age": 30, "retire": 95}, "past retirement"),
        ({"age": 12}, "outside a working life"),
        ({"age": 17}, "would mean starting"),
        ({"age": 30, "courses": ["associate"]}, "not above"),
        ({"age": 30, "courses": ["RHIA"]}, "bachelor"),
        ({"age": 30, "courses": ["bachelor@50"]}, "outside the 37 years"),
        ({"age": 30, "courses": ["bachelor@soon"]}, "not a number"),
    ],
)
def test_impossible_plans_are_refused(store: Store, words: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        make_plan(READER, store, **words)  # type: ignore[arg-type]


def test_an_unknown_course_brings_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownCode) as caught:
        make_plan(READER, store, age=30, courses=["RIHT"])
    assert any("RHIT" in near for near in caught.value.nearest)


def test_too_few_paths_are_refused(stay: Plan, store: Store) -> None:
    with pytest.raises(BadInput, match="paths"):
        lifetime(stay, store, paths=3)


def test_a_credential_waits_for_the_degree_it_asks_for(store: Store) -> None:
    plan = make_plan(READER, store, age=30, courses=["bachelor", "RHIA@1"])
    studies = run(plan, store, n=2000).studies
    assert (studies.begins[1] >= studies.ends[0]).all()
    assert np.isinf(studies.ends[1][np.isinf(studies.ends[0])]).all()


def test_terms_out_of_range_are_refused() -> None:
    for wrong in ({"tax": 2}, {"borrowed": -1}, {"discount": 9}, {"tuition": 1e7}, {"loan_years": 0}):
        with pytest.raises(BadInput):
            Terms(**wrong)  # type: ignore[arg-type]


def test_notes_say_what_was_changed(store: Store) -> None:
    plan = make_plan(READER, store, age=30)
    usual = lifetime(plan, store, paths=200).notes
    changed = lifetime(plan, store, paths=200, changes=("growth.real=0.01", "leave.field=1")).notes
    assert any("no growth of wages is forecast" in note for note in usual)
    assert any("careers here stay in the field" in note for note in usual)
    assert any("grows by 1.0% a year beyond prices" in note for note in changed)
    assert any("100% of them leave the field here" in note for note in changed)


def test_a_masters_degree_asks_for_a_bachelors_first(store: Store) -> None:
    plan = make_plan(READER, store, age=30, courses=["master"])
    assert [course.code for course in plan.courses] == ["bachelor", "master"]
    studies = run(plan, store, n=2000).studies
    assert np.isinf(studies.ends[1][np.isinf(studies.ends[0])]).all()
