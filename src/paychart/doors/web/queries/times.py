"""Queries about years, about what was measured, and about a guide."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from paychart.doors.web.queries.base import STATISTIC, Query, Statistic, Word, Year
from paychart.doors.web.queries.pay import OCCUPATION, ReaderQuery


class OccupationQuery(Query):
    """Which occupation."""

    occupation: Word = Field(description=OCCUPATION, examples=["29-2072"], min_length=1)


class TrendQuery(OccupationQuery):
    """Which occupation, years and statistic."""

    statistic: Statistic = Field("p50", description=STATISTIC)
    first: Year = Field(None, alias="from", ge=2000, le=2100, description="First year; 2013 if absent.")
    last: Year = Field(
        None, alias="to", ge=2000, le=2100, description="Last year, whose dollars real pay is in."
    )
    forecast: int = Field(0, ge=0, le=10, description="Years to forecast.")


class EvaluateQuery(Query):
    """Which part of what was measured."""

    part: Literal["", "cells", "forecast", "ageing", "titles", "checker"] = Field(
        "", description="One part of the program; all of them if absent."
    )


class GuideQuery(ReaderQuery):
    """The topic of a guide, and whom it is for."""

    topic: Word = Field("him", description="him, a SOC code or an occupation title.", examples=["him"])
