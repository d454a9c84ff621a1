"""Questions about the years ahead: what study returns, whole careers, a plan on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from paychart.questions import shapes
from paychart.questions.careers import ASSUME, GOAL, ROLE
from paychart.questions.field import Field
from paychart.questions.pay import RENT_SHARE
from paychart.questions.person import PERSON
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from paychart.careers.plans import Plan
    from paychart.data.store import Store

AGE = Field(
    "age", "Your age; school age plus experience if absent.", kind="whole", least=14, most=90, example=25
)
RETIRE = Field("retire", "The age to work until.", kind="whole", default=67, least=30, most=100)
STUDY = Field(
    "study",
    "A degree or credential, bachelor or RHIA@3 (begun in 3 years); may be repeated.",
    many=5,
    example=["bachelor"],
)
PATHS = Field("paths", "Careers to simulate.", kind="whole", default=10_000, least=200, most=10_000)
SEED = Field(
    "seed", "The same seed gives the same answer.", kind="whole", default=20250501, least=0, most=2**31
)
_SHARE = Field("", "", kind="number", default=0.0, least=0, most=1)


def _planned(store: Store, asked: Asked, goal: str, study: Sequence[str]) -> Plan:
    from paychart.careers.plans import make_plan, usual_age

    profile = asked.profile()
    age = usual_age(profile) if asked["age"] is None else asked["age"]
    return make_plan(
        profile, store, age=age, retire=asked["retire"], role=asked["role"], goal=goal, courses=study
    )


def _lifetime(store: Store, asked: Asked) -> Answer:
    from paychart.careers.lifetime import compare, lifetime

    how = {"changes": tuple(asked["assume"]), "paths": asked["paths"], "seed": asked["seed"]}
    plan = _planned(store, asked, asked["goal"], asked["study"])
    if not asked["versus_goal"] and not asked["versus_study"]:
        return Answer(lifetime(plan, store, **how))
    goal = asked["versus_goal"] or asked["goal"]
    return Answer(compare(plan, _planned(store, asked, goal, asked["versus_study"]), store, **how))


def _return(store: Store, asked: Asked) -> Answer:
    from paychart.careers.costs import Terms
    from paychart.careers.returns import returns

    names = ("time_out", "borrow", "loan_years", "tax", "discount", "tuition")
    return Answer(
        returns(
            _planned(store, asked, asked["goal"], asked["study"]),
            store,
            terms=Terms(*(asked[name] for name in names)),
            changes=tuple(asked["assume"]),
            paths=asked["paths"],
            seed=asked["seed"],
        )
    )


def _plan(store: Store, asked: Asked) -> Answer:
    from paychart.careers.personal_plan import personal_plan

    return Answer(
        personal_plan(
            asked.profile(),
            store,
            age=asked["age"],
            retire=asked["retire"],
            role=asked["role"],
            goal=asked["goal"],
            changes=tuple(asked["assume"]),
            rent_share=asked["rent_share"],
            progress=asked.progress,
        )
    )


_YEARS = (*PERSON, AGE, RETIRE, ROLE, GOAL, STUDY, ASSUME, PATHS, SEED)

QUESTIONS = (
    Question(
        "return",
        "What a degree or credential returns: value, internal rate and break-even, over thousands of careers.",
        _return,
        (
            *(replace(STUDY, required=True) if f is STUDY else f for f in _YEARS),
            Field(
                "tuition",
                "Dollars of tuition a full-time year.",
                kind="number",
                least=0,
                most=200_000,
                example=9000,
            ),
            replace(_SHARE, name="time_out", help="Share of pay given up while studying for a degree."),
            replace(_SHARE, name="borrow", help="Share of tuition borrowed, 0 to 1."),
            Field("loan_years", "Years to pay the loan back.", kind="whole", default=10, least=1, most=30),
            replace(
                _SHARE, name="tax", most=0.9, help="Flat share of the extra pay that tax takes, such as 0.25."
            ),
            Field(
                "discount",
                "Real discount rate a year, such as 0.03.",
                kind="number",
                least=0,
                most=0.2,
                example=0.03,
            ),
        ),
        lambda: shapes.careers.Return,
        "careers",
        {
            "occupation": "29-2072",
            "area": "Ohio",
            "education": "associate",
            "study": ["bachelor"],
            "paths": "200",
        },
        (
            'return --study bachelor -o 29-2072 -a "Denver, CO" --education associate --experience 3',
            "return --study CPC -o 29-2072 -a Ohio --goal stay --tax 0.25",
            "return --study bachelor --study RHIA -o 29-2072 --tuition 9000 --borrow 0.8 --json",
        ),
        keep=(
            "plan",
            "verdict",
            "outcomes",
            "must_add",
            "npv_mean",
            "npv90",
            "npv",
            "positive",
            "finish",
            "irr",
            "break_even",
            "never",
            "discount",
            "sensitivity",
            "notes",
        ),
        most={"sensitivity": 5},
        busy="Simulating careers",
    ),
    Question(
        "lifetime",
        "Whole careers on the ladder: real pay by age as a fan, and one plan against another under the same luck.",
        _lifetime,
        (
            *_YEARS,
            Field("versus_goal", "Compare with a plan towards this role, or stay."),
            replace(STUDY, name="versus_study", help="What the plan compared with studies; none if absent."),
        ),
        lambda: shapes.careers.Lifetime | shapes.careers.Comparison,
        "careers",
        {"occupation": "29-2072", "area": "Ohio", "age": "25", "paths": "200"},
        (
            'lifetime -o 29-2072 -a "Denver, CO" --age 25 --experience 3 --education associate',
            'lifetime -o 29-2072 -a Ohio --age 25 --study bachelor --goal "HIM director" --versus-goal stay',
            "lifetime -o 29-9021 -a Texas --age 40 --experience 15 --retire 65 --json",
        ),
        busy="Simulating careers",
    ),
    Question(
        "plan",
        "Your plan on one page: where you stand, three moves with cost and break-even, the way up, what to watch.",
        _plan,
        (*PERSON, AGE, RETIRE, ROLE, replace(GOAL, help="A role to work towards."), RENT_SHARE, ASSUME),
        lambda: shapes.careers.PersonalPlan,
        "careers",
        {"occupation": "29-2072", "area": "Ohio", "education": "associate", "experience": "3"},
        (
            'plan -o 29-2072 -a "Denver, CO" -i hospital --education associate --experience 3 -c RHIT',
            'plan -o 29-2072 -a Ohio --education bachelor --goal "compliance officer" --output plan.pdf',
            "plan -o 29-9021 -a Texas --experience 8 --json",
        ),
        keep=("now", "real_pay", "age", "retire", "advice", "tips", "watch", "release"),
        busy="Making your plan",
    ),
)
