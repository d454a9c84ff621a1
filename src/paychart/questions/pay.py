"""Questions about pay: what it is, why, where an offer stands, and where it is best."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paychart.errors import BadInput
from paychart.questions import shapes
from paychart.questions.field import Field
from paychart.questions.person import OCCUPATION, PERSON, READER
from paychart.questions.question import Answer, Asked, Question
from paychart.questions.words import TITLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from paychart.data.store import Store
    from paychart.pay.answer import Estimate

_INDEX = "civilian"
FIGURES = ("mean", "p10", "p25", "p50", "p75", "p90")
STATISTIC = Field(
    "statistic",
    "Which figure: mean, p10, p25, p50, p75 or p90.",
    default="p50",
    choices=FIGURES,
)
RENT_SHARE = Field(
    "rent_share",
    "Your share of spending that goes to housing, such as 0.3.",
    kind="number",
    least=0,
    most=1,
    example=0.3,
)
PAY = Field(
    "pay",
    "The offer: dollars a year, or an hour with hourly.",
    kind="number",
    above=0,
    most=5_000_000,
    required=True,
    example=58000,
    label="Offer",
)


def _estimate(store: Store, asked: Asked) -> Answer:
    from datetime import date

    from paychart.pay.estimate import estimate

    if bool(asked["title"].strip()) == bool(asked["occupation"].strip()):
        raise BadInput("Give an occupation or a job title, one of them.", nearest=("occupation", "title"))
    dated: Callable[[Estimate], Estimate] = lambda answer: answer  # noqa: E731
    if asked["as_of"] or asked["index"] != _INDEX:
        from paychart.pay.time.nowcast import dating

        dated = dating(store, asked["as_of"], date.today(), index=asked["index"])
    if asked["title"]:
        from paychart.pay.mixture import price_title

        return Answer(price_title(asked["title"], asked.profile(), store, dated))
    answer = dated(estimate(asked.profile(), store))
    return Answer(answer, table=answer.table)


def _explain(store: Store, asked: Asked) -> Answer:
    from paychart.pay.estimate import estimate
    from paychart.pay.explain import explain

    return Answer(explain(estimate(asked.profile(), store), store))


def _offer(store: Store, asked: Asked) -> Answer:
    from paychart.pay.offer import place_offer

    return Answer(place_offer(asked.profile(), asked["pay"], store, hourly=asked["hourly"]))


QUESTIONS = (
    Question(
        "estimate",
        "What this work pays: the range among workers and how sure we are of it. A title is priced as a mixture.",
        _estimate,
        (
            replace(OCCUPATION, required=False, help="SOC code or name; this or a title must be given."),
            *READER,
            replace(
                TITLE,
                required=False,
                argument=False,
                help="A job title as a payroll writes it, in place of the occupation.",
            ),
            Field(
                "as_of",
                "Age the figures to a month by the Employment Cost Index: today or 2026-11.",
                example="2026-05",
            ),
            Field(
                "index",
                "What ages them: civilian (tested best), private, civilian_hospitals or cpi.",
                default=_INDEX,
            ),
        ),
        lambda: shapes.pay.Estimate | shapes.pay.TitlePay,
        "pay",
        {"occupation": "29-2072", "area": "Denver, CO", "as_of": "2026-05"},
        (
            "estimate --occupation 29-2072",
            'estimate -o "medical records specialists" -a "Denver, CO" -i hospital --json',
            "estimate -o 29-2072 -a Ohio --education associate --experience 8 --credential CPC",
            "estimate -o 29-2072 --as-of today",
            'estimate --title "HIM director" -i hospital',
        ),
        keep=(
            "names",
            "status",
            "annual",
            "hourly",
            "interval90",
            "employment",
            "expected_employment",
            "effects",
            "occupations",
            "question",
            "warnings",
            "lineage",
        ),
        table=True,
        dated=lambda asked: bool(asked["as_of"]),
    ),
    Question(
        "explain",
        "How a figure comes about, step by step from the nation's median, and the evidence behind each step.",
        _explain,
        PERSON,
        lambda: shapes.pay.Explanation,
        "pay",
        {"occupation": "29-2072", "area": "Denver, CO", "industry": "hospital"},
        (
            "explain --occupation 29-2072 --area Colorado",
            "explain -o 29-2072 -a Colorado --education bachelor --experience 10 --chart steps.svg",
        ),
        keep=("status", "waterfall", "evidence", "other_sources", "warnings", "lineage"),
        most={"evidence": 6, "other_sources": 6},
    ),
    Question(
        "offer",
        "Where an offer stands among workers like you, and how far it is from the middle.",
        _offer,
        (
            *PERSON,
            PAY,
            Field("hourly", "The offer is dollars an hour.", kind="yes"),
        ),
        lambda: shapes.pay.Offer,
        "pay",
        {"occupation": "29-2072", "area": "Ohio", "pay": "58000"},
        (
            "offer --pay 58000 -o 29-2072 -a Ohio --education associate --experience 8",
            'offer --pay 27.50 --hourly -o "medical records specialists" -a "Denver, CO"',
        ),
        keep=(
            "pay",
            "percentile",
            "percentile90",
            "median",
            "median90",
            "middle_half",
            "gap_to_median",
            "gap_percent",
            "estimate",
        ),
    ),
)
