"""Shapes of time: pay by year, forecasts, projections."""

from __future__ import annotations

from pydantic import BaseModel, Field

from paychart.doors.web.schemas.pay import Band
from paychart.pay.time.outlook import Prospect


class YearOut(BaseModel):
    """One May; null where not released."""

    year: int
    code: str
    title: str
    nominal: float | None
    nominal90: Band | None
    real: float | None
    jobs: float | None
    jobs_rse: float | None


class StretchOut(BaseModel):
    """Years between two breaks of the statistics; changes are percent a year."""

    codes: list[str]
    title: str
    wider: bool = Field(description="A wider group that the occupation was counted in.")
    points: list[YearOut]
    nominal_change: float | None
    real_change: float | None
    real_change90: Band | None
    jobs_change: float | None


class AheadOut(BaseModel):
    """One forecast year with its bands, in dollars of that year."""

    year: int
    median: float
    median80: Band
    median95: Band
    jobs: float | None
    jobs80: Band | None
    jobs95: Band | None


class ForecastOut(BaseModel):
    """A modelled path from the last published year, and how such forecasts did on the past."""

    occupation: str
    title: str
    base_year: int
    base_median: float
    base_jobs: float | None
    points: list[AheadOut]
    measured: dict[str, dict[str, float]]
    notes: list[str]


class TrendOut(BaseModel):
    """National pay and jobs by year."""

    occupation: str
    title: str
    statistic: str
    dollars_of: int
    stretches: list[StretchOut]
    breaks: list[str]
    forecast: ForecastOut | None
    source: str
    notes: list[str]


class RegressionOut(BaseModel):
    """Ten more points of job growth went with `effect` points of yearly real wage growth."""

    question: str
    pay_period: str
    jobs_period: str
    occupations: int
    effect: float
    effect95: Band
    r_squared: float
    verdict: str


class DemandTestOut(BaseModel):
    """Whether demand has raised pay, across occupations."""

    regressions: list[RegressionOut]
    statement: str
    notes: list[str]


class OutlookOut(BaseModel):
    """One occupation's projection beside all occupations."""

    prospect: Prospect
    everyone: Prospect
    faster_than: float
    of: float
    demand_test: DemandTestOut
    period: str
    source: str
    url: str
    statement: str
    notes: list[str]
