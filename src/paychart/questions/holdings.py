"""Questions about what is held and made of it: data, accuracy, a guide, a batch, a checked guide, a payroll."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from paychart.errors import BadInput
from paychart.questions import shapes
from paychart.questions.field import Field
from paychart.questions.person import READER
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paychart.data.store import Store


def _data(store: Store, _: Asked) -> Answer:
    import paychart

    value = {
        "release": store.release,
        "content_hash": store.content_hash,
        "version": paychart.__version__,
        "loads": store.loads,
        "tables": {name: count for load in store.loads for name, count in load["rows"].items()},
        "invariants": store.findings,
        "editions": [vintage.to_dict(store.clock()) for vintage in store.vintages.values()],
    }
    return Answer(store, value)


def _tables(_: Store, __: Asked) -> Answer:
    from paychart.data.store.build import source_tables

    declared = source_tables()
    return Answer(declared, [asdict(table) for table in declared])


def _accuracy(_: Store, asked: Asked) -> Answer:
    from paychart.data.reference.accuracy import accuracy

    known = accuracy(asked["part"])
    return Answer(known, table=known.table)


def _guide(store: Store, asked: Asked) -> Answer:
    from paychart.guide import sections, summary, topics

    built = sections.build(store, topics.find_topic(store, asked["topic"]), asked.profile())
    return Answer(built, summary.to_dict(built))


def _check(store: Store, asked: Asked) -> Answer:
    from paychart.claims import check_guide

    return Answer(check_guide(asked["text"].encode(), store, progress=asked.progress))


def _sample(store: Store, asked: Asked) -> Answer:
    from paychart.employers.sample_payroll import sample_table
    from paychart.show.table import Table

    names = ("rows", "seed", "sex_gap", "messy")
    drawn = sample_table(store, **{name: asked[name] for name in names})
    return Answer(drawn, drawn.to_pylist(), lambda: Table("Synthetic payroll", drawn.to_pydict()))


def named_columns(pairs: Sequence[str]) -> dict[str, str]:
    """role=column pairs as people give them. Raises BadInput for words without a sign."""
    from paychart.employers.columns import ROLES

    found = {}
    for pair in pairs:
        role, sign, column = pair.partition("=")
        if not sign:
            raise BadInput(f'"{pair[:60]}" has no = sign.', nearest=ROLES, hint="Write it as pay=Base Rate.")
        found[role.strip()] = column.strip()
    return found


BASES = ("hourly", "annual", "monthly", "weekly", "biweekly", "semimonthly")
COLUMN = Field(
    "column",
    "What a column means, such as pay=Base Rate; pay= says there is none. May be repeated.",
    many=20,
    example=["pay=Base Rate"],
)
SHEET = Field("sheet", "Sheet of the workbook to read.")
BASIS = Field(
    "basis",
    "Of amounts that say none: hourly, annual, monthly, weekly, biweekly or semimonthly.",
    choices=("", *BASES),
    default="",
)
MIN_COUNT = Field(
    "min_count",
    "Fewest people in a group that the summary shows.",
    kind="whole",
    default=5,
    least=3,
    most=1_000,
)
PAYROLL = (COLUMN, SHEET, BASIS, MIN_COUNT)


QUESTIONS = (
    Question(
        "guide",
        "A computed pay guide, section by section: every statement with its figures and their sources.",
        _guide,
        (
            Field(
                "topic",
                "him, a SOC code or an occupation title.",
                default="him",
                argument=True,
                example="him",
            ),
            *READER,
        ),
        lambda: shapes.holdings.Guide,
        "data",
        {"topic": "him", "area": "Ohio"},
        (
            "guide him -o him.html",
            "guide him --area Colorado -o colorado.pdf",
            'guide him -a "Denver, CO" -i hospital --education bachelor --experience 5 -o mine.html',
            "guide 29-1141 -o nurses.md",
            "guide --update old-guide.txt -o new.md",
        ),
    ),
    Question(
        "check_guide",
        "Grade a career guide: each claim about pay, jobs and the ways to them, against official figures.",
        _check,
        (
            Field(
                "text",
                "The guide as plain text, Markdown or HTML.",
                required=True,
                longest=1_000_000,
                example="The average annual wage was $48,160 as of May 2020.",
            ),
        ),
        lambda: shapes.holdings.Check,
        "batch",
        {"text": "The average annual wage of medical coders was $56,790 in May 2025."},
        address=None,
        command=None,
        keep=("claims", "not_graded", "summary"),
        most={"claims": 40},
    ),
    Question(
        "evaluate",
        "How wrong the answers were where the truth is known: carried results, never measured on request.",
        _accuracy,
        (
            Field(
                "part",
                "One part of the program; all of them if absent.",
                choices=("", "cells", "forecast", "ageing", "titles", "checker"),
                default="",
            ),
        ),
        lambda: shapes.holdings.Accuracy,
        "data",
        {"part": "forecast"},
        command=None,
        table=True,
        stored=False,
        rows="figures",
    ),
    Question(
        "data",
        "What the store holds, where it came from, and whether the laws of the data hold.",
        _data,
        (),
        lambda: shapes.holdings.Data,
        "data",
        command="data status",
    ),
    Question(
        "tables",
        "What tables there are, column by column: type, unit, meaning and source.",
        _tables,
        (),
        lambda: list[shapes.holdings.Table],
        "data",
        address="/data/tables",
        command="data tables",
        stored=False,
    ),
    Question(
        "sample_payroll",
        "A synthetic payroll of health information departments: pay drawn from the model, nobody real.",
        _sample,
        (
            Field("rows", "How many employees.", kind="whole", default=300, least=1, most=2_000),
            Field("seed", "The same seed gives the same rows.", kind="whole", default=1, least=0, most=2**31),
            Field(
                "sex_gap",
                "Log pay that women are short of, so that an audit has a known truth.",
                kind="number",
                default=0.0,
                least=-0.5,
                most=0.5,
            ),
            Field("messy", "Spoil some rows as real files are spoiled.", kind="yes"),
        ),
        lambda: list[dict[str, object]],
        "employers",
        {"rows": "3"},
        address="/sample-payroll",
        command=None,
        table=True,
        rows="",
    ),
)
