"""Questions about careers: moves, the ladder, lifetimes, returns, what suits, programs, a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paychart.questions import shapes
from paychart.questions.field import Field
from paychart.questions.pay import RENT_SHARE
from paychart.questions.person import PERSON
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from paychart.data.store import Store

ROLE = Field("role", "Your role on the ladder; the usual one if absent.", example="coding auditor")
GOAL = Field(
    "goal", 'A role to work towards, or "stay" for no steps up; any if absent.', example="HIM director"
)
ASSUME = Field(
    "assume",
    "A rate of your own, such as tuition.bachelor=9000; may be repeated.",
    many=20,
    example=["tuition.bachelor=9000"],
)
KINDS = ("credential", "degree", "employer", "area", "role", "specialization")


def _moves(store: Store, asked: Asked) -> Answer:
    from paychart.careers.moves import moves

    return Answer(
        moves(
            asked.profile(),
            store,
            role=asked["role"],
            kinds=tuple(asked["kind"]) or KINDS,
            sort=asked["sort"],
            changes=asked["assume"],
            rent_share=asked["rent_share"],
            horizon=asked["years"],
            progress=asked.progress,
        )
    )


def _ladder(store: Store, asked: Asked) -> Answer:
    from paychart.careers.ladder import ladder

    return Answer(
        ladder(
            asked.profile(),
            store,
            role=asked["role"],
            goal=asked["goal"],
            everything=asked["all"],
            progress=asked.progress,
        )
    )


def _rank(store: Store, asked: Asked) -> Answer:
    from paychart.careers.criteria import parse_weights
    from paychart.careers.values import rank

    weights = parse_weights(asked["value"])
    profile = asked.profile()
    return Answer(
        rank(
            profile,
            store,
            weights,
            among=asked["among"],
            interest=asked["interest"],
            progress=asked.progress,
        )
    )


def _programs(_: Store, asked: Asked) -> Answer:
    from paychart.careers.programs import programs
    from paychart.show.table import Table

    found = programs(asked["state"], asked["level"], asked["institution"], asked["field"])
    rows = [program.to_dict() for program in found.programs]
    return Answer(found, table=lambda: Table.from_rows("Programs", rows, found.source))


QUESTIONS = (
    Question(
        "ladder",
        "The career ladder of your work: what each role would pay you, where and when.",
        _ladder,
        (
            *PERSON,
            ROLE,
            replace(GOAL, help="Only the way to this role."),
            Field("all", "Also roles that no steps lead to from yours.", kind="yes"),
        ),
        lambda: shapes.careers.Ladder,
        "careers",
        {"occupation": "29-2072", "area": "Ohio", "goal": "HIM director"},
        (
            'ladder -o 29-2072 -a "Denver, CO" --experience 3 --education associate',
            'ladder -o 29-2072 -a Ohio --goal "HIM director"',
            "ladder -o 29-2072 -a Texas --experience 5 --svg ladder.svg",
            "ladder -o 29-9021 --all --json",
        ),
        keep=("start", "goal", "area", "rungs", "edges", "notes"),
        most={"rungs": 8, "edges": 8},
        busy="Paying each rung",
    ),
    Question(
        "moves",
        "Your next moves: one change at a time, by what it adds after prices, with cost, time, chance and doubt.",
        _moves,
        (
            *PERSON,
            ROLE,
            Field(
                "kind",
                "Kinds of moves: " + ", ".join(KINDS) + "; all if absent. May be repeated.",
                many=6,
                choices=KINDS,
            ),
            Field(
                "sort",
                "What comes first: value, gain, sure, cost or time.",
                default="value",
                choices=("value", "gain", "sure", "cost", "time"),
            ),
            Field(
                "years", "Years over which value is counted.", kind="number", default=10.0, above=0, most=40
            ),
            RENT_SHARE,
            ASSUME,
        ),
        lambda: shapes.careers.Moves,
        "careers",
        {"occupation": "29-2072", "area": "Ohio", "education": "associate", "kind": ["degree"]},
        (
            'moves -o 29-2072 -a "Denver, CO" --education associate --experience 3 -c RHIT',
            "moves -o 29-2072 -a Ohio -i hospital --education bachelor --kind employer --kind role",
            "moves -o 29-9021 -a Texas --assume tuition.master=8000 --years 20 --json",
        ),
        keep=("names", "pay", "real_pay", "horizon_years", "tax", "moves", "tips", "notes"),
        most={"moves": 5},
        busy="Weighing moves",
    ),
    Question(
        "programs",
        "Programs of study in health fields: graduates' earnings and debt by school.",
        _programs,
        (
            Field("state", "Postal code or name; the nation if absent.", example="CO"),
            Field("level", "certificate, associate, bachelor, master or doctoral."),
            Field("institution", "Part of the school's name."),
            Field("field", "CIP code, words or a family such as nursing; health information if absent."),
        ),
        lambda: shapes.careers.Programs,
        "careers",
        {"state": "CO", "level": "associate"},
        (
            "programs --state CO --level associate",
            'programs --level bachelor --institution "Western Governors"',
            "programs --state Ohio --field nursing --level associate",
        ),
        keep=("state", "level", "programs", "medians", "without_earnings", "notes", "source"),
        most={"programs": 8},
        table=True,
        stored=False,
        rows="programs",
    ),
    Question(
        "rank",
        "Occupations ranked by what you value: pay, balance, growth, work values and more, with how firm it is.",
        _rank,
        (
            *PERSON,
            Field(
                "value",
                "pay=3, balance=2 ...: what the swing from worst to best is worth to you. May be repeated.",
                default=("pay=3", "balance=2", "growth=1", "entry=1"),
                many=16,
            ),
            Field(
                "among",
                "Occupations to compare; the ladder's if absent. May be repeated.",
                many=30,
                example=["29-9021"],
            ),
            Field("interest", "Your interests as letters of RIASEC, strongest first.", example="CI"),
        ),
        lambda: shapes.careers.Ranking,
        "careers",
        {"occupation": "29-2072", "value": ["pay=3"]},
        (
            "rank -o 29-2072 -a Ohio --education associate --value pay=3 --value balance=2",
            "rank -o 29-2072 --value home=2 --value growth=1 --value interest=1 --interest CI",
            "rank -o 29-2072 --among 29-9021 --among 11-9111 --value pay=1 --value entry=1 --json",
        ),
        "Values: pay, balance, hours, home, commute, growth, openings, entry, stability, interest, achievement, "
        "working_conditions, recognition, relationships, support, independence.",
        keep=("weights", "ranked", "swings", "statement", "notes"),
        most={"ranked": 6},
        busy="Comparing occupations",
    ),
)
