"""The guide as a PDF: the same statements, charts, tables and numbered sources as the page, on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from paychart.guide.drawing import light
from paychart.guide.page import GLOSSARY, METHOD, Footnotes, not_here
from paychart.guide.phrase import number, sentence
from paychart.guide.sections import Grid, Guide, Section
from paychart.guide.statement import Source
from paychart.guide.typesetting import typeset


def render(guide: Guide) -> bytes:
    """The whole guide as a tagged PDF, US letter. Same guide, same bytes."""
    notes = Footnotes()

    def cite(sources: Sequence[Source]) -> str:
        runs = notes.spans(sources)
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)

    main = guide.headline
    drawings = {s.anchor: s.chart.wide for s in guide.sections if s.chart}
    drawings |= {f"{s.anchor}-more": s.more.wide for s in guide.sections if s.more}
    data: dict[str, Any] = {
        "title": guide.topic.title,
        "release": guide.release,
        "about": guide.topic.about,
        "place": guide.scope.heading,
        "subject": f"{guide.topic.main.plain} in {guide.scope.place} (occupation code {guide.topic.main.code})",
        "figures": [
            {"label": label, "value": number(getattr(main, wage), "dollars"), "note": cite([main.source])}
            for label, wage in (
                ("Median pay", "p50"),
                ("Mean pay", "mean"),
                ("Entry (10th percentile)", "p10"),
                ("Top (90th percentile)", "p90"),
            )
        ],
        "roles": [
            {"name": r.plain[:1].upper() + r.plain[1:], "code": r.code, "does": r.does}
            for r in guide.topic.roles
            if r.does
        ],
        "sections": [_section(section, cite) for section in guide.sections],
        "method": METHOD,
        "missing": not_here(guide.missing),
        "glossary": [{"word": word, "meaning": meaning} for word, meaning in GLOSSARY],
    }
    data["publications"] = [
        {"title": group.title, "url": group.url, "rows": [f"{n} {cell}" for n, cell in group.rows]}
        for group in notes.publications
    ]
    return typeset("guide.typ", data, drawings)


def _section(section: Section, cite: Any) -> dict[str, Any]:
    chart = section.chart
    return {
        "anchor": section.anchor,
        "title": section.title,
        "listed": section.listed,
        "sentences": [{"text": sentence(s), "note": cite(s.sources)} for s in section.statements],
        "chart": chart.alt if chart else None,
        "more": section.more.alt if section.more else None,
        "tall": bool(chart) and _is_tall(chart.wide if chart else ""),
        "legend": [{"color": light(color), "label": label} for color, label in chart.legend] if chart else [],
        "key": section.key,
        "note": section.note,
        "table": _table(section.grid, cite) if section.grid else None,
    }


def _is_tall(svg: str) -> bool:
    """Whether a drawing at full width would take most of a page."""
    found = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', svg)
    return found is not None and float(found[2]) / float(found[1]) > 0.7


def _table(grid: Grid, cite: Any) -> dict[str, Any]:
    notes = [cite([source]) for source in grid.sources]
    return {
        "caption": grid.caption,
        "header": [*grid.header, "Source"],
        "flexible": max(range(len(grid.header)), key=lambda i: max(len(row[i]) for row in grid.rows)),
        "rows": [[*row, note] for row, note in zip(grid.rows, notes, strict=True)],
    }
