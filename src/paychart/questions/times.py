"""Questions about years: how pay has moved, and where jobs may go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paychart.questions import shapes
from paychart.questions.field import Field
from paychart.questions.pay import STATISTIC
from paychart.questions.person import AREA, OCCUPATION
from paychart.questions.question import Answer, Asked, Question

if TYPE_CHECKING:
    from paychart.data.store import Store


def _trend(store: Store, asked: Asked) -> Answer:
    from paychart.pay.time.trend import trend

    return Answer(
        trend(
            store,
            asked["occupation"],
            statistic=asked["statistic"],
            first=asked["from"],
            last=asked["to"],
            ahead=asked["forecast"],
            area=asked["area"],
        )
    )


def _outlook(store: Store, asked: Asked) -> Answer:
    from paychart.pay.time.outlook import outlook

    return Answer(outlook(store, asked["occupation"]))


QUESTIONS = (
    Question(
        "trend",
        "How this work's pay and jobs have moved, year by year, with the breaks in the statistics shown as breaks.",
        _trend,
        (
            OCCUPATION,
            replace(AREA, help="A state, metro or rural area; the nation if absent."),
            STATISTIC,
            Field("from", "First year; the earliest held if absent.", kind="whole", least=2000, most=2100),
            Field(
                "to",
                "Last year, whose dollars real pay is in; the release's if absent.",
                kind="whole",
                least=2000,
                most=2100,
            ),
            Field(
                "forecast",
                "Years to forecast, 1 to 10; 0 for none.",
                kind="whole",
                default=0,
                least=0,
                most=10,
            ),
        ),
        lambda: shapes.times.Trend,
        "time",
        {"occupation": "29-2072", "forecast": "3"},
        (
            "trend --occupation 29-2072",
            "trend -o 29-2072 --area Colorado --forecast 3",
            "trend -o 11-9111 --forecast 5 --chart managers.svg",
            'trend -o "registered nurses" --from 2016 --statistic p90 --json',
        ),
        keep=(
            "occupation",
            "title",
            "area_name",
            "statistic",
            "dollars_of",
            "stretches",
            "breaks",
            "forecast",
            "source",
            "notes",
        ),
    ),
    Question(
        "outlook",
        "Where this work goes: projected growth, openings by cause, entry education, beside all occupations.",
        _outlook,
        (OCCUPATION,),
        lambda: shapes.times.Outlook,
        "time",
        {"occupation": "29-2072"},
        (
            "outlook --occupation 29-2072",
            'outlook -o "medical and health services managers" --json',
            "outlook -o 29-9021 --chart openings.svg",
        ),
        keep=("prospect", "everyone", "faster_than", "of", "period", "source", "url", "statement", "notes"),
    ),
)
