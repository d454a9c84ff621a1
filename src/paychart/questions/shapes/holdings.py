"""Shapes of what is held and made: data, measured accuracy, guides, checked claims, a benchmarked payroll."""

from __future__ import annotations

from typing import Any

from paychart.data.reference import accuracy
from paychart.data.sources import schema
from paychart.questions.shapes.derive import record, shape

Provenance = shape(schema.Provenance)
Law = record(
    "Law",
    "A law of the data, how often it was checked and how often it failed; a hard one stops a build.",
    name=str,
    statement=str,
    checked=int,
    violations=int,
    holds=bool,
    hard=bool,
)
Edition = record(
    "Edition",
    "A table's edition: current, due (a newer one should be out) or superseded (one is out).",
    loose=True,
    table=str,
    title=str,
    edition=str,
    state=str,
)
Data = record(
    "Data",
    "What is in the store.",
    release=str,
    content_hash=str,
    version=str,
    loads=list[Provenance],
    tables=dict[str, int],
    invariants=list[Law],
    editions=list[Edition],
)
Column = shape(schema.Column)
Table = shape(schema.Table)
Figure = shape(accuracy.Figure)
Accuracy = shape(accuracy.Accuracy)
_Source = record("Source", "Where a figure was printed or how it was computed.", loose=True, name=str)
GuideFigure = record(
    "GuideFigure",
    "One figure of a statement, with its source.",
    loose=True,
    subject=str,
    measure=str,
    value=float | str | None,
    unit=str,
    source=_Source | None,
    status=str,
)
Statement = record(
    "Statement", "One sentence and the figures in it.", text=str, kind=str, figures=list[GuideFigure]
)
Grid = record("Grid", "A section's table.", header=list[str], rows=list[list[Any]])
Section = record(
    "Section",
    "One question the guide answers.",
    anchor=str,
    title=str,
    statements=list[Statement],
    note=str,
    table=Grid | None,
)
Guide = record(
    "Guide",
    "A computed guide.",
    **dict.fromkeys(("topic", "title", "place", "release"), str),
    sections=list[Section],
    missing=list[str],
)
Claim = record(
    "Claim",
    "One claim of a guide, with its place in the text and its grade.",
    loose=True,
    **dict.fromkeys(("quote", "kind", "subject", "grade", "explanation"), str),
    **dict.fromkeys(("start", "end"), int),
    **dict.fromkeys(("then", "now", "nearest"), dict[str, Any] | None),
    lineage=list[str],
)
Summary = record(
    "CheckSummary",
    "How many claims there are of each grade and kind, whom the guide is about, and by which release.",
    loose=True,
    claims=int,
    grades=dict[str, int],
    outdated_now=int,
    kinds=dict[str, int],
    topic=str | None,
    release=str,
    as_of=str,
)
Check = record(
    "Check",
    "Every claim found, in the order of the text, and a summary.",
    claims=list[Claim],
    not_graded=list[str],
    summary=Summary,
)
Group = record(
    "Group",
    "People of one kind; figures of few people are null.",
    loose=True,
    name=str,
    **dict.fromkeys(("people", "below_p25"), int | None),
    **dict.fromkeys(("pay", "market", "compa_ratio", "cost_to_p25"), float | None),
)
Flag = record(
    "Flag",
    "Something found in rows, and how often.",
    loose=True,
    flag=str,
    rows=int,
    percent=float,
    priced=bool,
    meaning=str,
)
PayrollSummary = record(
    "PayrollSummary",
    "The payroll as a whole; nothing in it is about single people, and sums are rounded.",
    loose=True,
    rows=int,
    priced=int,
    not_priced=int,
    totals=dict[str, float | None],
    groups=dict[str, list[Group]],
    hot_spots=list[Group],
    withheld_groups=int,
    flags=list[Flag],
    percentile_histogram=list[int],
    minimum_count=int,
)
Benchmark = record(
    "Benchmark",
    "The columns as understood (role: column), findings, the summary, and what it rests on.",
    loose=True,
    files=list[str],
    engine=str,
    columns=dict[str, str],
    guessed=list[str],
    carried_along=list[str],
    added_columns=dict[str, str],
    notes=list[str],
    summary=PayrollSummary,
    doubtful_titles=list[dict[str, Any]],
    lineage=list[dict[str, Any]],
    blends=list[dict[str, Any]],
)
