"""Beyond pay: hours, the way to work and working from home, from person records of the same occupation."""

from __future__ import annotations

import csv
from functools import cache

from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.data.vintages import edition
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section, capital
from paychart.guide.sections.work import liking
from paychart.guide.statement import Figure, Source, Statement, Unit
from paychart.pay.uncertainty import Z90

ACS = "https://www.census.gov/programs-surveys/acs/microdata.html"
# column, unit, factor to that unit, words of the sentence ({} is the amount), header of the table
MEASURES: tuple[tuple[str, Unit, float, str, str], ...] = (
    ("usual_hours", "hours", 1, "usually work {} a week", "Hours a week"),
    ("share_over_45_hours", "percent", 100, "work more than 45 hours a week", "Over 45 hours"),
    ("share_work_from_home", "percent", 100, "work from home", "From home"),
    ("commute_minutes", "minutes", 1, "who travel to work need {} each way", "Minutes to work"),
)


@cache
def _conditions() -> dict[str, dict[str, str]]:
    with reference_path("work_conditions.csv").open(encoding="utf-8", newline="") as lines:
        return {row["soc"]: row for row in csv.DictReader(lines)}


def beyond_pay(store: Store, scope: Scope) -> Section | None:
    """Work conditions of the main occupation, and a table for the family; None where no records are held."""
    rows = _conditions()
    known = [role for role in scope.topic.roles if role.code in rows]
    if not known:
        return None
    lead = known[0]
    statements = (
        *(Statement("share", _figure(rows[lead.code], lead.plain, measure)) for measure in MEASURES),
        *liking(store, scope),
    )
    table = tuple(
        (
            capital(role.plain),
            *(
                f"{float(rows[role.code][column]) * factor:.0f}{'%' if unit == 'percent' else ''}"
                for column, unit, factor, _, _ in MEASURES
            ),
            f"{int(rows[role.code]['n']):,}",
        )
        for role in known
    )
    return Section(
        "life",
        "Beyond pay",
        statements,
        None,
        Grid(
            "Hours, home and travel by role",
            ("Role", *(header for *_, header in MEASURES), "Persons asked"),
            table,
            tuple(_source(role.code, role.plain) for role in known),
        ),
        "",
        "Satisfaction is what few people of this work told a national survey; ask people who do the job.",
    )


def _source(code: str, plain: str) -> Source:
    name = "Census Bureau, American Community Survey person records"
    return Source(name, f"{plain} ({code})", edition("person_records"), ACS)


def _figure(row: dict[str, str], plain: str, measure: tuple[str, Unit, float, str, str]) -> Figure:
    column, unit, factor, words, _ = measure
    value, half = float(row[column]) * factor, Z90 * float(row[f"{column}_se"]) * factor
    return Figure(plain, words, value, unit, _source(row["soc"], plain), (max(value - half, 0), value + half))
