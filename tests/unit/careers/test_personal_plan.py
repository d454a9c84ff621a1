"""The one-page plan: moves that are likely to pay, the way to the goal, and a page that is whole and safe."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from paychart import Profile
from paychart.careers.ladder import ladder
from paychart.careers.personal_plan import PersonalPlan, personal_plan
from paychart.careers.plans import make_plan
from paychart.careers.returns import returns
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.guide import ladder_chart, plan_page
from paychart.profile import Education

READER = Profile(
    "29-2072", "0019740", "622000", education=Education.ASSOCIATE, experience_years=3, credentials=("RHIT",)
)


@pytest.fixture(scope="module")
def plan(store: Store) -> PersonalPlan:
    return personal_plan(READER, store, age=27)


def test_three_moves_that_are_likely_to_pay(plan: PersonalPlan) -> None:
    assert len(plan.advice) == 3
    for one in plan.advice:
        assert one.move.verdict in ("clearly better", "probably better")
        assert one.move.value > 0
        assert one.first_step
    kinds = ["credential" if a.move.kind == "specialization" else a.move.kind for a in plan.advice]
    assert len(set(kinds)) >= 2


def test_pay_back_is_that_of_the_move_and_never_of_an_unknown_cost(plan: PersonalPlan) -> None:
    assert all(one.break_even == one.move.pay_back for one in plan.advice)
    for move in plan.weighed.moves:
        if not move.cost_known or move.evidence != "measured":
            assert move.pay_back is None


def test_the_degree_of_the_plan_is_the_degree_of_the_moves(plan: PersonalPlan) -> None:
    assert plan.study is not None
    (told,) = plan.study.outcomes
    same = next(m for m in plan.weighed.moves if m.kind == "degree" and m.to == told.to)
    assert told == same


def test_the_way_leads_to_the_director_and_its_degree_is_weighed(plan: PersonalPlan) -> None:
    assert plan.climb is not None
    assert plan.climb.goal is not None
    assert plan.climb.goal.role == "him-director"
    assert plan.study is not None
    assert plan.study.plan.courses[0].code == "bachelor"
    assert any("hangs most on" in line for line in plan.watch)
    assert any("RHIT: 20 hours" in line for line in plan.watch)


def test_a_goal_out_of_reach_names_the_missing_rung(store: Store) -> None:
    with pytest.raises(BadInput, match="enter it from school or other work"):
        personal_plan(READER, store, goal="clinical documentation nurse")


def test_an_occupation_off_the_ladder_has_a_plan_without_a_way(store: Store) -> None:
    made = personal_plan(Profile("51-4121", "3900000", experience_years=5), store)
    assert made.climb is None
    assert made.study is None
    assert "The way" not in plan_page.html(made)


def test_the_page_says_the_plans_figures_and_asks_no_host(plan: PersonalPlan) -> None:
    page = plan_page.html(plan)
    assert f"${plan.now.annual['p50']:,.0f}" in page
    for one in plan.advice:
        assert one.move.name in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="http', page)
    assert page == plan_page.html(plan)


def test_the_pdf_is_one_page_and_the_same_each_time(plan: PersonalPlan) -> None:
    made = plan_page.pdf(plan)
    assert made.startswith(b"%PDF-")
    assert made == plan_page.pdf(plan)
    assert max(int(n) for n in re.findall(rb"/Count (\d+)", made)) == 1


def test_the_ladder_picture_is_sound_and_described(store: Store) -> None:
    climb = ladder(Profile("29-2072", "0019740", experience_years=1), store)
    picture = ladder_chart.draw(climb)
    root = ET.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    boxes = list(root.iter(f"{space}g"))
    assert len(boxes) == len(climb.rungs)
    spots = [(float(r.get("x") or 0), float(r.get("y") or 0)) for g in boxes for r in g.iter(f"{space}rect")]
    for i, (x, y) in enumerate(spots):
        for u, v in spots[:i]:
            assert abs(x - u) >= ladder_chart.BOX or abs(y - v) >= ladder_chart.TALL
    words = root.find(f"{space}desc")
    assert words is not None
    assert words.text is not None
    assert all(rung.role.name in words.text for rung in climb.rungs)


def test_long_names_wrap_on_two_lines() -> None:
    assert ladder_chart.wrap("Coding manager", 25) == ["Coding manager"]
    assert len(ladder_chart.wrap("Denials and revenue integrity analyst", 25)) == 2


def test_plans_are_plain_values(plan: PersonalPlan) -> None:
    assert json.loads(json.dumps(plan.to_dict(), allow_nan=False))["advice"]


def test_the_degree_is_worth_what_returns_says(plan: PersonalPlan, store: Store) -> None:
    goal = make_plan(READER, store, age=27, goal="him-director", courses=["bachelor"])
    assert plan.study is not None
    assert plan.study.npv_mean == returns(goal, store).npv_mean


def test_words_of_the_page_are_not_those_of_the_command_line(plan: PersonalPlan, store: Store) -> None:
    coder = personal_plan(replace(READER, credentials=("CPC",), experience_years=4), store)
    for made in (plan, coder):
        said = " ".join(str(value) for value in plan_page.facts(made).values())
        assert "--" not in said
        assert "“paychart" not in said
        assert "in 1 years" not in said
    assert any("every year" in line for line in coder.watch)
