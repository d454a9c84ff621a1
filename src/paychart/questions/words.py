"""Questions about words: codes for them, choices while they are typed, titles, credentials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from paychart.questions import shapes
from paychart.questions.field import Field
from paychart.questions.person import READER
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from paychart.data.store import Store

KINDS = ("occupation", "area", "industry")


def _rows(title: str, made: Any, rows: Sequence[dict[str, Any]]) -> Answer:
    from paychart.show.table import Table

    return Answer(made, list(rows), lambda: Table.from_rows(title, list(rows)))


def _search(store: Store, asked: Asked) -> Answer:
    from paychart.words.lookup import search

    found = search(asked["text"], store, tuple(asked["kind"]) or KINDS, asked["limit"])
    return _rows("Matches", found, [asdict(match) for match in found])


def _suggest(store: Store, asked: Asked) -> Answer:
    from paychart.words.suggest import suggest

    found = suggest(asked["text"], store, asked["kind"], asked["limit"])
    return _rows("Suggestions", found, [asdict(choice) for choice in found])


def _title(_: Store, asked: Asked) -> Answer:
    from paychart.words.titles import code

    return Answer(code(asked["title"], asked["employer"] or None, asked["description"] or None))


def _credentials(_: Store, asked: Asked) -> Answer:
    from paychart.words.credentials import catalogue, find_credential

    named = asked["code"].strip()
    chosen = [find_credential(named)] if named else list(catalogue().values())
    return _rows("Credentials", chosen, [one.to_dict() for one in chosen])


def _title_pay(store: Store, asked: Asked) -> Answer:
    from paychart.pay.mixture import price_title

    return Answer(price_title(asked["title"], asked.profile(), store))


_TEXT = Field(
    "text", "A job, a place or a kind of employer.", required=True, argument=True, example="medical rec"
)
_KIND = Field(
    "kind",
    "What to look among: occupation, area or industry; all if absent. May be repeated.",
    many=3,
    choices=KINDS,
    flag="-k",
)
_LIMIT = Field("limit", "At most this many.", kind="whole", default=10, least=1, most=100, flag="-n")
TITLE = Field(
    "title", "A job title as a payroll writes it.", required=True, argument=True, example="HIM director"
)

QUESTIONS = (
    Question(
        "search",
        "Find the codes of occupations, areas and employer types. Candidates are ranked, never chosen for you.",
        _search,
        (_TEXT, _KIND, _LIMIT),
        lambda: list[shapes.words.Match],
        "words",
        {"text": "medical records"},
        ('search "medical records"', "search springfield --kind area"),
        keep=("kind", "code", "name", "score"),
        table=True,
        rows="",
    ),
    Question(
        "suggest",
        "Choices for the letters typed so far: what a type-ahead field shows.",
        _suggest,
        (
            replace(_TEXT, help="The letters typed so far."),
            Field("kind", "What kind of field is being typed in.", default="occupation", choices=KINDS),
            replace(_LIMIT, default=8, most=20),
        ),
        lambda: list[shapes.words.Suggestion],
        "words",
        {"text": "med rec"},
        command=None,
        table=True,
    ),
    Question(
        "titles",
        "Code a job title to occupations, with probabilities.",
        _title,
        (
            replace(TITLE, help="A job title; on the command line also a CSV file with --column and -o."),
            Field("employer", "Kind of employer, if known.", example="hospital"),
            Field("description", "What the work is, if known.", longest=1_000),
        ),
        lambda: shapes.words.Coding,
        "words",
        {"title": "Coder III - IP"},
        ('titles code "Coder III - IP"', "titles code staff.csv --column title -o coded.csv"),
        command="titles code",
        stored=False,
    ),
    Question(
        "title_pay",
        "What a job title pays: the mixture of the occupations it may stand for, and the question worth asking.",
        _title_pay,
        (TITLE, *READER),
        lambda: shapes.pay.TitlePay,
        "words",
        {"title": "HIM director", "industry": "hospital"},
        address="/titles/pay",
        command=None,
        keep=(
            "names",
            "status",
            "annual",
            "interval90",
            "occupations",
            "share_of_spread_from_doubt_about_the_code",
            "question",
            "warnings",
            "lineage",
        ),
    ),
    Question(
        "credentials",
        "Credentials of health information work: issuer, purpose, eligibility, fees and upkeep, with sources.",
        _credentials,
        (
            Field(
                "code", "One credential, such as RHIT; all of them without it.", argument=True, example="RHIT"
            ),
        ),
        lambda: list[shapes.words.Credential],
        "words",
        {},
        ("credentials", "credentials ODS --json"),
        table=True,
        stored=False,
        rows="",
    ),
)
