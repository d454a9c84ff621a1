"""Shapes of a payroll's benchmark: nothing in it is about single people but the position of a row."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class GroupOut(BaseModel):
    """People of one kind; figures of few people are null."""

    name: str
    people: int | None
    pay: float | None
    market: float | None
    compa_ratio: float | None
    below_p25: int | None
    cost_to_p25: float | None


class FlagOut(BaseModel):
    """Something found in rows, and how often."""

    flag: str
    rows: int
    percent: float
    priced: bool
    meaning: str


class SummaryOut(BaseModel):
    """The payroll as a whole."""

    rows: int
    priced: int
    not_priced: int
    totals: dict[str, float | None]
    groups: dict[str, list[GroupOut]]
    hot_spots: list[GroupOut]
    outliers: list[dict[str, Any]]
    flags: list[FlagOut]
    percentile_histogram: list[int]
    minimum_count: int


class BenchmarkOut(BaseModel):
    """The columns as understood, findings, the summary, and what it rests on."""

    files: list[str]
    engine: str
    columns: dict[str, str] = Field(description="Role -> column.")
    guessed: list[str]
    carried_along: list[str]
    added_columns: dict[str, str]
    notes: list[str]
    summary: SummaryOut
    doubtful_titles: list[dict[str, Any]]
    lineage: list[dict[str, Any]]
    blends: list[dict[str, Any]] = Field(description="Own surveys beside the estimate; none for an upload.")
