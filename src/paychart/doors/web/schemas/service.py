"""Shapes of what the service holds: its data, its measured accuracy, a guide's figures."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from paychart.data.reference.accuracy import Figure
from paychart.data.sources.schema import Provenance


class LawOut(BaseModel):
    """A law of the data, how often it was checked and how often it failed; a hard one stops a build."""

    name: str
    statement: str
    checked: int
    violations: int
    holds: bool
    hard: bool


class DataOut(BaseModel):
    """What is in the store."""

    release: str
    content_hash: str
    version: str
    loads: list[Provenance]
    tables: dict[str, int]
    invariants: list[LawOut]


class ColumnOut(BaseModel):
    """One column of a table."""

    name: str
    type: str
    unit: str
    description: str
    required: bool


class TableOut(BaseModel):
    """One table as its source declares it."""

    name: str
    description: str
    source: str
    key: list[str]
    columns: list[ColumnOut]


class AccuracyOut(BaseModel):
    """What was measured for this edition, one row a number."""

    parts: dict[str, str]
    figures: list[Figure]


class SourceOut(BaseModel):
    """Where a figure was printed or how it was computed."""

    model_config = {"extra": "allow"}

    name: str


class GuideFigureOut(BaseModel):
    """One figure of a statement, with its source."""

    model_config = {"extra": "allow"}

    subject: str
    measure: str
    value: float | str | None
    unit: str
    source: SourceOut | None
    status: str


class StatementOut(BaseModel):
    """One sentence of the guide and the figures in it."""

    text: str
    kind: str
    figures: list[GuideFigureOut]


class GridOut(BaseModel):
    """A section's table."""

    header: list[str]
    rows: list[list[Any]]


class SectionOut(BaseModel):
    """One question the guide answers."""

    anchor: str
    title: str
    statements: list[StatementOut]
    note: str
    table: GridOut | None


class GuideOut(BaseModel):
    """A computed guide."""

    topic: str
    title: str
    place: str
    release: str
    sections: list[SectionOut]
    missing: list[str]
