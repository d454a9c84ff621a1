"""Shapes of careers: moves, the ladder, plans, simulated lifetimes, returns, rankings, programs."""

from __future__ import annotations

from pydantic import BaseModel, Field

from paychart.careers.programs import Program
from paychart.careers.rates import Rate
from paychart.doors.web.schemas.pay import Band, EstimateOut, LineageOut, ProfileOut, StatisticsOut


class MoveOut(BaseModel):
    """One change and nothing else; dollars a year after prices, 90 % interval, cost, odds."""

    kind: str
    name: str
    to: str
    profile: ProfileOut
    pay: float
    real_pay: float
    gain: float
    gain90: Band
    probability: float = Field(description="Of a gain, from 0 to 1.")
    cost: float
    cost_known: bool
    upkeep: float
    years: float
    chance: float = Field(description="That it comes off, from 0 to 1.")
    chance_basis: str
    held: float
    value: float = Field(description="Over the horizon, times the odds, less cost.")
    verdict: str
    notes: list[str]
    rests_on: list[Rate]


class ClosedOut(BaseModel):
    """A move that was not weighed, and why."""

    move: str
    why: str


class TipOut(BaseModel):
    """Popular advice held against the figures."""

    advice: str
    holds: str
    figures: str


class MovesOut(BaseModel):
    """The next moves of a person, best first."""

    profile: ProfileOut
    names: dict[str, str]
    role: str | None
    pay: float
    real_pay: float | None
    sort: str
    horizon_years: float
    moves: list[MoveOut]
    closed: list[ClosedOut]
    tips: list[TipOut]
    notes: list[str]


class RungOut(BaseModel):
    """One role of the ladder, and what it would pay this person."""

    role: str
    name: str
    track: str
    level: int
    soc: str
    industry: str
    usual: bool
    titles: list[str]
    entry_education: str
    experience_years: float
    experience_basis: str
    standing: float
    standing_basis: str
    credentials: list[str]
    skills: list[str]
    tasks: str
    source: str
    url: str
    years_from_now: float | None
    path: list[str]
    profile: ProfileOut
    pay: float
    pay90: Band | None
    real_pay: float | None
    annual: StatisticsOut
    status: str
    lineage: list[LineageOut]
    notes: list[str]


class EdgeOut(BaseModel):
    """One step of the ladder, with its reason."""

    from_role: str
    to_role: str
    reason: str
    credential: str


class LadderOut(BaseModel):
    """Roles in reach and the steps between them."""

    start: str
    goal: str | None
    area: str
    rungs: list[RungOut]
    edges: list[EdgeOut]
    notes: list[str]


class PlanOfYearsOut(BaseModel):
    """What a simulated career does: from which role, until when, towards what, studying what."""

    name: str
    profile: ProfileOut
    role: str
    schooling: str | None
    age: int
    retire: int
    goal: str | None
    stay: bool
    courses: list[str]


class SpreadOut(BaseModel):
    """How simulated careers differ."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


class FanOut(BaseModel):
    """The same for each age."""

    p10: list[float]
    p25: list[float]
    p50: list[float]
    p75: list[float]
    p90: list[float]


class LifetimeOut(BaseModel):
    """Real pay by age over simulated careers, and its total."""

    plan: PlanOfYearsOut
    paths: int
    seed: int
    ages: list[int]
    fan: FanOut
    total: SpreadOut
    mean: float
    mean90: Band
    goal_reached: float | None
    goal_age: float | None
    roles: dict[str, dict[str, float]] = Field(description="Age -> role -> share of careers.")
    rests_on: list[Rate]
    notes: list[str]


class ComparisonOut(BaseModel):
    """Two plans with the same luck, and the second's difference to the first."""

    first: LifetimeOut
    second: LifetimeOut
    difference: SpreadOut
    mean: float
    mean90: Band
    better: float
    verdict: str


class TermsOut(BaseModel):
    """How study is paid for."""

    time_out: float
    borrowed: float
    loan_years: int
    tax: float
    discount: float | None
    tuition: float | None


class FlowOut(BaseModel):
    """One year of the mean career: what study adds and costs."""

    age: int
    extra_pay: float
    study: float
    net: float
    value_so_far: float


class SensitivityOut(BaseModel):
    """What one rate's range does to the value."""

    key: str
    name: str
    low: float
    high: float
    unit: str
    kind: str
    npv_low: float
    npv_high: float


class ReturnOut(BaseModel):
    """What study returns: value now, internal rate, break-even, as distributions over careers."""

    plan: PlanOfYearsOut
    without: PlanOfYearsOut
    terms: TermsOut
    discount: float
    npv: SpreadOut
    npv_mean: float
    npv90: Band
    positive: float
    finish: dict[str, float]
    irr: SpreadOut | None
    irr_none: float
    break_even: SpreadOut | None
    never: float
    flow: list[FlowOut]
    sensitivity: list[SensitivityOut]
    verdict: str
    rests_on: list[Rate]
    notes: list[str]


class CharacterOut(BaseModel):
    """What an occupation is like, with what is not known as null."""

    occupation: str
    title: str
    interests: dict[str, float]
    job_zone: float | None
    job_zone_preliminary: bool
    work_values: dict[str, float]
    values_from: str
    styles: list[str]
    conditions: dict[str, Band | None]
    conditions_mixed: bool
    growth_percent: float | None
    openings_percent: float | None
    entry_education: str | None
    entry_experience: str | None
    entry_years: float | None
    notes: list[str]
    sources: list[str]


class RankedOut(BaseModel):
    """One occupation; `place90` holds the places it takes in 90 % of nearby weightings."""

    occupation: str
    title: str
    score: float
    place: int
    place90: tuple[int, int]
    first: float
    figures: dict[str, float | None]
    parts: dict[str, float]
    character: CharacterOut
    notes: list[str]


class SwingOut(BaseModel):
    """What a criterion's worst and best are here, and what its whole swing is worth in pay."""

    criterion: str
    words: str
    unit: str
    worst: float
    best: float
    weight: float
    worth_in_pay: float | None


class RankOut(BaseModel):
    """Occupations best first by what is valued."""

    weights: dict[str, float]
    ranked: list[RankedOut]
    swings: list[SwingOut]
    statement: str
    notes: list[str]


class AdviceOut(BaseModel):
    """A move, the years until it has paid for itself, and its first step."""

    move: MoveOut
    break_even: float | None
    first_step: str


class PlanOut(BaseModel):
    """A person's plan on one page."""

    profile: ProfileOut
    now: EstimateOut
    real_pay: float
    price_level: float
    age: int
    retire: int
    advice: list[AdviceOut]
    tips: list[TipOut]
    ladder: LadderOut | None
    study: ReturnOut | None
    watch: list[str]
    release: str


class MediansOut(BaseModel):
    """Medians over programs; how many had a figure."""

    programs: int
    with_earnings: int
    earnings_4_years: float | None
    with_debt: int
    debt: float | None
    completers: int | None


class ProgramsOut(BaseModel):
    """Programs, best paid first."""

    state: str
    level: str
    programs: list[Program]
    medians: dict[str, MediansOut]
    without_earnings: int
    notes: list[str]
    source: str
