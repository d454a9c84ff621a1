"""Questions about where and which: places ranked, options side by side, what taxes leave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from paychart.errors import BadInput
from paychart.questions import shapes
from paychart.questions.field import Field, read_all
from paychart.questions.pay import PAY, RENT_SHARE, STATISTIC
from paychart.questions.person import AREA, OCCUPATION, PERSON, READER
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from paychart.data.store import Store
    from paychart.pay.comparison import Option

HOUSEHOLD = Field(
    "household",
    "For taxes: single, or married with one earner.",
    default="single",
    choices=("single", "married"),
)
TAX_YEAR = Field(
    "tax_year",
    "Tax year; the newest carried if absent.",
    kind="whole",
    least=2000,
    most=2100,
    example=2026,
)
OPTION = Field(
    "option",
    "What to compare, its own fields over those given for all: occupation=29-1141; area=Phoenix, AZ. An offer has "
    "pay=72000. Two to six; may be repeated.",
    many=6,
    required=True,
    longest=400,
    example=["area=Denver, CO", "area=Phoenix, AZ"],
)


def _places(store: Store, asked: Asked) -> Answer:
    from paychart.pay.places import places

    ranking = places(
        store,
        asked.profile(),
        statistic=asked["statistic"],
        sort=asked["sort"],
        kinds=tuple(asked["kind"]) or ("metro", "rural"),
        near=asked["near"],
        rent_share=asked["rent_share"],
        household=asked["household"],
        taxed_in=asked["tax_year"],
        doubtful=asked["doubtful"],
    )
    return Answer(ranking, table=ranking.table)


def options_of(asked: Asked) -> list[Option]:
    """Each option: the fields of PROFILE that all share, with its own over them. Raises BadInput for other words."""
    from paychart.pay.comparison import Option

    fields = {field.name: field for field in (*PERSON, PAY)}
    shared = {
        name: asked[name] for name in fields if name in asked.values and asked[name] not in ("", None, [])
    }
    options = []
    for text in asked["option"]:
        words: dict[str, Any] = dict(shared)
        for part in filter(str.strip, text.split(";")):
            name, sign, value = part.partition("=")
            if not sign:
                raise BadInput(
                    f'"{part.strip()[:60]}" has no = sign.', nearest=tuple(fields), hint=OPTION.hint
                )
            one = name.strip()
            words[one] = value.strip().split("+") if one in fields and fields[one].many else value.strip()
        required = (*PERSON, replace(PAY, required=False))
        found = Asked(read_all(required, words), required)
        options.append(Option(found.profile(), found["pay"]))
    return options


def _compare(store: Store, asked: Asked) -> Answer:
    from paychart.pay.comparison import compare

    found = compare(options_of(asked), store, household=asked["household"], taxed_in=asked["tax_year"])
    return Answer(found, table=found.table)


def _take_home(store: Store, asked: Asked) -> Answer:
    from paychart.pay.comparison import after_taxes

    return Answer(after_taxes(asked["pay"], asked["area"], store, asked["household"], asked["tax_year"]))


QUESTIONS = (
    Question(
        "places",
        "Where this work pays best: before and after prices, and after tax, with the ranks each place may have.",
        _places,
        (
            *PERSON,
            Field(
                "sort",
                "real is after prices, nominal before, take-home after income and payroll tax; or demand.",
                default="real",
                choices=("real", "nominal", "take-home", "demand"),
            ),
            STATISTIC,
            Field(
                "kind",
                "Kinds of areas: metro, rural or state; metro and rural if absent. May be repeated.",
                many=3,
                choices=("metro", "rural", "state"),
            ),
            Field("near", "Only areas in the states of this state or area.", example="Colorado"),
            RENT_SHARE,
            HOUSEHOLD,
            TAX_YEAR,
            Field("doubtful", "Rank places whose published figures are hard to believe too.", kind="yes"),
        ),
        lambda: shapes.pay.Ranking,
        "pay",
        {"occupation": "29-2072", "near": "Colorado", "sort": "take-home"},
        (
            "places --occupation 29-2072",
            "places -o 29-2072 --near Colorado --rent-share 0.35",
            'places -o 29-2072 --area "Denver, CO" --education bachelor --experience 5 --sort take-home',
            "places -o 29-9021 --kind state --map states.svg",
        ),
        "With education, experience, credentials or an employer type the ranking is for that person; the area is home.",
        keep=("occupation", "title", "sort", "statistic", "status", "release", "places", "home", "notes"),
        most={"places": 10},
        table=True,
        rows="places",
    ),
    Question(
        "compare",
        "Jobs, places, employers and offers side by side: pay, after taxes, what it buys, and how sure a gap is.",
        _compare,
        (replace(OCCUPATION, required=False), *READER, OPTION, HOUSEHOLD, TAX_YEAR),
        lambda: shapes.pay.SideBySide,
        "pay",
        {"occupation": "29-1141", "option": ["area=Denver, CO", "area=Phoenix, AZ"]},
        (
            'compare -o 29-1141 --option "area=Denver, CO" --option "area=Phoenix, AZ"',
            'compare -a Ohio --option occupation=29-2072 --option "occupation=29-9021; industry=hospital"',
            'compare -o 29-2072 --option "area=Denver, CO" --option "area=Ohio; pay=58000" --json',
        ),
        keep=("compares", "options", "notes", "release"),
        table=True,
    ),
    Question(
        "take_home",
        "What taxes leave of pay in a place, and what that buys at national prices.",
        _take_home,
        (replace(PAY, help="Dollars a year."), replace(AREA, required=True), HOUSEHOLD, TAX_YEAR),
        lambda: shapes.pay.AfterTaxes,
        "pay",
        {"pay": "58000", "area": "Denver, CO"},
        (
            'take-home --pay 58000 --area "Denver, CO"',
            "take-home --pay 90000 -a Ohio --household married --json",
        ),
        address="/take-home",
        command="take-home",
        keep=("pay", "place", "after_tax", "price_level", "buys", "taxes", "local_tax_missing", "notes"),
    ),
)
