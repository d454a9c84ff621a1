"""Shapes of pay: estimates, explanations, offers, places, titles, and what is found for words."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from paychart.pay.parity import Parity

Band = tuple[float, float]


class ProfileOut(BaseModel):
    """The profile with codes; what is not known is null."""

    occupation: str
    area: str
    industry: str
    education: str | None
    experience_years: float | None
    credentials: list[str]
    hours_per_year: float


class StatisticsOut(BaseModel):
    """Dollars: the mean and five percentiles of workers."""

    mean: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


class IntervalsOut(BaseModel):
    """How sure each figure is: bounds with 90 % confidence."""

    mean: Band
    p10: Band
    p25: Band
    p50: Band
    p75: Band
    p90: Band


class LineageOut(BaseModel):
    """One thing an answer rests on: a cell, a table, a model; further fields say which."""

    model_config = ConfigDict(extra="allow")

    kind: str
    source: str


class EffectOut(BaseModel):
    """What one trait adds at the median, in dollars a year; further fields say on what that rests."""

    model_config = ConfigDict(extra="allow")

    factor: str
    level: str
    dollars: float | None
    percent: float | None
    interval90: Band
    against: str
    label: Literal["association", "effect", "no evidence"]
    sources: list[str]
    raw_percent: float | None


class EstimateOut(BaseModel):
    """Pay in dollars: `annual` and `hourly` are the range among workers, `interval90` how sure each figure is."""

    profile: ProfileOut
    names: dict[str, str]
    status: Literal["published", "modelled"]
    annual: StatisticsOut
    hourly: StatisticsOut | None
    interval90: IntervalsOut | None
    employment: float | None
    smoothed: dict[str, Any] | None = Field(description="A steadier figure beside a noisy published one.")
    effects: list[EffectOut]
    lineage: list[LineageOut]
    warnings: list[str]


class EndOut(BaseModel):
    """Where a waterfall begins or ends."""

    label: str
    dollars: float


class StepOut(BaseModel):
    """One bar of a waterfall."""

    stage: str
    factor: str
    level: str
    dollars: float
    interval90: Band | None
    running_total: float
    source: str


class WaterfallOut(BaseModel):
    """From the nation's median to this profile's; start and steps sum to the end."""

    start: EndOut
    steps: list[StepOut]
    end: EndOut


class ExplainOut(BaseModel):
    """Why a figure is what it is."""

    status: Literal["published", "modelled"]
    waterfall: WaterfallOut
    effects: list[EffectOut]
    evidence: list[dict[str, Any]]
    other_sources: list[dict[str, Any]]
    lineage: list[LineageOut]
    warnings: list[str]


class OfferOut(BaseModel):
    """An offer among workers like this one; percentiles from 0 to 100."""

    pay: float
    percentile: float
    percentile90: Band
    median: float
    median90: Band
    middle_half: Band
    gap_to_median: float
    gap_percent: float
    estimate: EstimateOut


class TaxesOut(BaseModel):
    """Taxes on pay there, dollars a year, and on what each rests; `local` is null where it is not known."""

    federal: int
    payroll: int
    state: int
    local: int | None
    local_range: tuple[int, int] | None
    local_elsewhere: bool
    sources: dict[str, Any]


class PlaceOut(BaseModel):
    """One area; `real` is after prices, null where no price level is published; `take_home` after tax."""

    area: str
    name: str
    type: str
    nominal: float
    nominal90: Band | None
    real: float | None
    real90: Band | None
    price_level: float | None
    rank: int | None
    rank90: tuple[int, int] | None
    employment: float | None
    employment_rse: float | None
    jobs_per_1000: float | None
    location_quotient: float | None
    demand: float | None
    take_home: float | None
    take_home_real: float | None
    taxes: TaxesOut | None
    local_tax_missing: bool
    parity: Parity | None
    demand_parts: dict[str, float]


class RankingOut(BaseModel):
    """Places best first; `home` is the person's own area, where one was given."""

    occupation: str
    title: str
    statistic: str
    sort: str
    rent_share: float | None
    release: str
    places: list[PlaceOut]
    unranked: dict[str, str]
    rural_urban: dict[str, float] | None
    notes: list[str]
    household: str
    status: Literal["published", "modelled"]
    profile: ProfileOut | None
    home: PlaceOut | None


class MatchOut(BaseModel):
    """One candidate of a search; a score of 100 is certain."""

    kind: str
    code: str
    name: str
    score: float
    why: str


class SuggestionOut(BaseModel):
    """One choice of a type-ahead field; `also` is the other word it was found by."""

    kind: str
    code: str
    name: str
    also: str


class CandidateOut(BaseModel):
    """An occupation a title may belong to."""

    soc: str
    soc_title: str
    probability: float


class CodingOut(BaseModel):
    """What a title was coded to."""

    candidates: list[CandidateOut]
    abstained: bool
    evidence: str
    question: str


class ComponentOut(BaseModel):
    """One occupation a title may stand for, with its weight and its own pay."""

    soc: str
    soc_title: str
    weight: float
    weight_by_title_alone: float
    status: Literal["published", "modelled"]
    annual: StatisticsOut
    interval90: IntervalsOut | None


class TitlePayOut(BaseModel):
    """The pay of a title: its occupations with weights, the mixture, and what doubt about the code adds."""

    status: Literal["published", "modelled"]
    names: dict[str, str]
    level: str
    credentials: list[str]
    evidence: str
    occupations: list[ComponentOut]
    annual: StatisticsOut
    interval90: IntervalsOut | None
    share_of_spread_from_doubt_about_the_code: float
    question: str
    lineage: list[LineageOut]
    warnings: list[str]


class CredentialOut(BaseModel):
    """One credential; fees in dollars, null where no source states them."""

    code: str
    name: str
    issuer: str
    purpose: str
    exam_fee: float | None
    source: str
    url: str


class PredictionOut(BaseModel):
    """The row's own columns and what was added to them."""

    model_config = {"extra": "allow"}

    status: Literal["published", "modelled", ""]
    mean: float | None
    p10: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    p50_lo90: float | None
    p50_hi90: float | None
    error: str


class ClaimOut(BaseModel):
    """One claim of a guide, with its place in the text and its grade."""

    quote: str
    start: int
    end: int
    kind: str
    subject: str
    grade: str
    then: dict[str, Any] | None
    now: dict[str, Any] | None
    nearest: dict[str, Any] | None
    explanation: str
    lineage: list[str]


class CheckSummary(BaseModel):
    """How many claims there are of each grade and kind, whom the guide is about, and by which release."""

    claims: int
    grades: dict[str, int]
    outdated_now: int
    kinds: dict[str, int]
    topic: str | None
    release: str
    as_of: str


class CheckOut(BaseModel):
    """Every claim found, in the order of the text, and a summary."""

    claims: list[ClaimOut]
    summary: CheckSummary
