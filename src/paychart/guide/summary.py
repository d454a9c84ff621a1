"""The guide as plain JSON values: each statement with its words, figures, intervals and sources."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from paychart.guide.phrase import sentence
from paychart.guide.sections import Guide, Section
from paychart.guide.statement import Figure, Statement


def to_dict(guide: Guide) -> dict[str, Any]:
    return {
        "topic": guide.topic.slug,
        "title": guide.topic.title,
        "place": guide.scope.heading,
        "release": guide.release,
        "sections": [_section(s) for s in guide.sections],
        "missing": list(guide.missing),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "anchor": section.anchor,
        "title": section.title,
        "statements": [_statement(s) for s in section.statements],
        "note": section.note,
        "table": {"header": section.grid.header, "rows": section.grid.rows} if section.grid else None,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "text": sentence(statement),
        "kind": statement.kind,
        "figures": [_figure(f) for f in (statement.figure, *statement.others)],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return asdict(figure)
