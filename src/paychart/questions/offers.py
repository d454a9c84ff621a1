"""Questions about offers: several side by side, and what pay elsewhere equals one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from paychart.errors import BadInput
from paychart.questions import shapes
from paychart.questions.field import Field, read_all
from paychart.questions.pay import PAY
from paychart.questions.person import OCCUPATION, PERSON, READER
from paychart.questions.places import HOUSEHOLD
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from paychart.careers.offers import Terms
    from paychart.data.store import Store

_NUMBER = Field("", "", kind="number", default=0.0, least=0, most=1_000_000)
TERMS = (
    replace(PAY, help="Dollars a year, or an hour with hourly=yes."),
    Field("hourly", "The pay is dollars an hour.", kind="yes"),
    replace(_NUMBER, name="overtime", help="Hours a week beyond 40, at time and a half.", most=60),
    replace(_NUMBER, name="differential", help="Dollars an hour more for the shift.", most=200),
    replace(_NUMBER, name="bonus", help="Dollars paid once for staying."),
    Field("stay", "Years that the bonus is for.", kind="number", above=0, most=10),
    Field("remote", "The work is done from home.", kind="yes"),
    Field("no_benefits", "It has no benefits, as work by the day often has none.", kind="yes"),
)
OFFER = Field(
    "offer",
    "One offer, its own fields over those given for all: pay=62000; area=Denver, CO; industry=hospital; hours=36; "
    "hourly=yes; overtime=4; differential=3; bonus=8000; stay=2; remote=yes; no_benefits=yes. Two to six.",
    many=6,
    required=True,
    longest=400,
    example=["pay=62000; area=Denver, CO", "pay=55000; area=Cleveland, OH"],
)
_CURRENCIES = (
    "€",
    "£",
    "¥",
    "₹",
    "eur",
    "gbp",
    "cad",
    "aud",
    "inr",
    "jpy",
    "mxn",
    "chf",
    "peso",
    "rupee",
    "euro",
)


def _terms(asked: Asked) -> list[Terms]:
    from paychart.careers.offers import Terms

    fields = {field.name: field for field in (*PERSON, *TERMS)}
    shared = {f.name: asked[f.name] for f in PERSON if asked[f.name] not in ("", None, [])}
    found = []
    for text in asked["offer"]:
        words: dict[str, Any] = dict(shared)
        for part in filter(str.strip, text.split(";")):
            name, sign, value = part.partition("=")
            if not sign:
                raise BadInput(
                    f'"{part.strip()[:60]}" has no = sign.', nearest=tuple(fields)[:6], hint=OFFER.hint
                )
            one = name.strip()
            words[one] = value.strip().split("+") if one in fields and fields[one].many else value.strip()
            if one in ("pay", "bonus") and any(c in value.casefold() for c in _CURRENCIES):
                raise BadInput(f"{value.strip()[:40]} is in another currency.", hint="Give US dollars.")
        read = Asked(read_all((*PERSON, *TERMS), words), (*PERSON, *TERMS))
        names = ("pay", "hourly", "overtime", "differential", "bonus", "stay", "remote")
        found.append(
            Terms(read.profile(), **{name: read[name] for name in names}, benefits=not read["no_benefits"])
        )
    return found


def _offers(store: Store, asked: Asked) -> Answer:
    from paychart.careers.offers import offers

    return Answer(
        offers(
            _terms(asked), store, home=asked["home"], household=asked["household"], children=asked["children"]
        )
    )


def _equivalent(store: Store, asked: Asked) -> Answer:
    from paychart.careers.offers import equivalent

    return Answer(equivalent(asked["pay"], asked["there"], asked["home"], store, asked["household"]))


HOME = Field("home", "Where you live.", example="Cleveland, OH")
QUESTIONS = (
    Question(
        "offers",
        "Two to six job offers side by side: all that is paid, taxes, rent, prices, benefits, and which is better.",
        _offers,
        (
            OCCUPATION,
            *READER,
            OFFER,
            replace(HOME, help="Where you live if an offer is remote."),
            HOUSEHOLD,
            Field(
                "children",
                "Children at home, for the size of the home.",
                kind="whole",
                default=0,
                least=0,
                most=12,
            ),
        ),
        lambda: shapes.careers.Offers,
        "careers",
        {"occupation": "29-1141", "offer": ["pay=82000; area=Denver, CO", "pay=76000; area=Cleveland, OH"]},
        (
            'offers -o 29-1141 --offer "pay=82000; area=Denver, CO" --offer "pay=76000; area=Cleveland, OH"',
            'offers -o 29-1141 -a Ohio --offer "pay=38; hourly=yes" --offer "pay=52; hourly=yes; no_benefits=yes"',
            'offers -o 29-2072 --offer "pay=62000; area=Denver, CO; bonus=6000; stay=2" '
            '--offer "pay=58000; area=Boston, MA; remote=yes" --home "Cleveland, OH" --children 2 --json',
        ),
        keep=("household", "sides", "notes"),
    ),
    Question(
        "equivalent",
        "What pay where you live equals an offer elsewhere, after taxes and at each place's prices.",
        _equivalent,
        (
            replace(PAY, help="Dollars a year of the offer."),
            Field("there", "Where the offer is.", required=True, example="Denver, CO"),
            replace(HOME, required=True),
            HOUSEHOLD,
        ),
        lambda: shapes.careers.Equivalent,
        "careers",
        {"pay": "62000", "there": "Denver, CO", "home": "Cleveland, OH"},
        ('equivalent --pay 62000 --there "Denver, CO" --home "Cleveland, OH"',),
        keep=("pay", "place", "equals", "home", "left", "equals_left", "household", "notes"),
    ),
)
