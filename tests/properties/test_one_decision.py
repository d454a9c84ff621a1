"""One decision: at whichever door, the same option has the same gain, cost, odds, horizon and verdict."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from paychart.careers.cash_flow import internal_rate
from paychart.careers.ladder import ladder
from paychart.careers.moves import moves, options
from paychart.careers.option import Person
from paychart.careers.outcome import VERDICTS, Outcome, years_paid
from paychart.careers.outcomes import outcomes, stand
from paychart.careers.plans import make_plan
from paychart.careers.returns import of_courses
from paychart.careers.roles import generic_roles, roles
from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.profile import Education, Profile
from paychart.questions import ask
from paychart.questions.registry import QUESTIONS
from paychart.words import index

SAME = ("gain", "gain90", "cost", "upkeep", "odds", "horizon", "tax", "evidence", "value", "value90", "verdict")


def people(n: int, store: Store, seed: int = 17) -> list[Profile]:
    """Random people: half in families of careers, half anywhere; some say little of themselves."""
    chance = random.Random(seed)
    held = index(store)
    far = ("PR", "GU", "VI")
    states = sorted(c for c, area in held.areas.items() if area.type == "state" and area.state not in far)
    own = sorted({role.soc for role in roles().values()} & set(held.occupations))
    wide = sorted(set(generic_roles()) & set(held.occupations))
    found = []
    for _ in range(n):
        credentials = chance.choice([None, None, (), ("CPC",), ("RHIT",)])
        least = [Education.ASSOCIATE, Education.BACHELOR] if credentials == ("RHIT",) else list(Education)[1:6]
        found.append(
            Profile(
                chance.choice(own if chance.random() < 0.5 else wide),
                chance.choice([*states, "0000000"]),
                education=chance.choice(least if credentials == ("RHIT",) else [None, *least]),
                experience_years=chance.choice([None, 0.0, 1.0, 4.0, 11.0, 25.0]),
                credentials=credentials,
            )
        )
    return found


def shown(one: Outcome) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SAME}


def standing(profile: Profile, store: Store) -> Person | None:
    try:
        return stand(profile, store)
    except PaychartError:
        return None


@pytest.mark.slow
def test_five_hundred_people_hear_one_verdict_of_each_course(store: Store) -> None:
    compared = 0
    for profile in people(500, store):
        person = standing(profile, store)
        if person is None:
            continue
        found, _ = options(person, store, ("credential", "specialization", "degree"))
        told = {(one.kind, one.to): one for one in outcomes(person, found, store)}
        for one in told.values():
            assert_unknown_is_unknown(one)
        courses = [option.code or option.to for option in found if (option.kind, option.to) in told]
        for course in courses[:2]:
            try:
                plan = make_plan(profile, store, age=35, courses=[course])
                (alone,) = of_courses(plan, store, ())[-1:]
            except PaychartError:
                continue
            if len(plan.courses) > 1:
                continue  # a master's after a bachelor's is two courses there, and one option here
            same = told[alone.kind, alone.to]
            assert shown(alone) == shown(same), (profile, course)
            compared += 1
    assert compared > 150


def assert_unknown_is_unknown(one: Outcome) -> None:
    assert one.verdict in VERDICTS
    assert one.horizon == 10.0
    assert one.tax in ("after tax", "before tax")
    if one.cost is None or one.upkeep is None:
        assert (one.value, one.value90, one.pay_back, one.must_add) == (None, None, None, None)
    if one.evidence == "borrowed":
        assert one.gain != 0
        assert one.pay_back is None
        assert one.similar90 is not None
        assert one.verdict != "clearly better"
    if one.gain90 is not None:
        assert one.gain90[0] <= (one.gain or 0) <= one.gain90[1]


@pytest.mark.slow
def test_moves_ladder_and_the_questions_doors_say_the_same(store: Store) -> None:
    checked = 0
    for profile in people(16, store, seed=5):
        try:
            weighed = moves(profile, store, kinds=("role", "degree", "credential"))
            climbed = ladder(profile, store)
        except PaychartError:
            continue
        by_role = {one.to: one for one in weighed.moves if one.kind == "role"}
        for rung in climbed.rungs:
            if rung.outcome is not None and rung.role.role in by_role:
                assert shown(rung.outcome) == shown(by_role[rung.role.role])
                checked += 1
        words: dict[str, Any] = {
            "occupation": profile.occupation, "area": profile.area, "kind": ["role", "degree", "credential"],
            "education": profile.education.value if profile.education else "",
            "experience": profile.experience_years, "credential": list(profile.credentials or ()),
        }  # fmt: skip
        if profile.credentials == ():
            continue
        asked = ask(QUESTIONS["moves"], store, {k: v for k, v in words.items() if v not in ("", None, [])}).to_json()
        assert [m["value"] for m in asked["moves"]] == [m.value for m in weighed.moves]
        assert [m["verdict"] for m in asked["moves"]] == [m.verdict for m in weighed.moves]
    assert checked > 30


def test_value_and_rate_are_numpy_financials() -> None:
    npf = pytest.importorskip("numpy_financial")
    rng = np.random.default_rng(4)
    for _ in range(40):
        cost, yearly, rate = rng.uniform(500, 40_000), rng.uniform(200, 20_000), rng.uniform(0.0, 0.07)
        wait = int(rng.integers(0, 5))
        flows = np.array([-cost] + [0.0] * 9)
        flows[wait:] += yearly
        assert yearly * years_paid(wait, 10, rate) - cost == pytest.approx(npf.npv(rate, flows))
        own, theirs = internal_rate(flows[:, None])[0], npf.irr(flows)
        if flows[0] < 0 < flows.sum():
            assert own == pytest.approx(theirs, abs=1e-6)
