"""What tools take and give: typed, and small enough for an assistant to read, with lineage in a line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict  # pydantic reads no other on Python 3.11

from paychart.pay.estimate import Estimate
from paychart.pay.mixture import TitlePay
from paychart.profile import Profile


class Person(BaseModel):
    """Whose pay is asked for. Only the occupation must be given."""

    model_config = ConfigDict(extra="forbid")

    occupation: str = Field(max_length=200, description='SOC code or name: "29-2072", "medical coder".')
    area: str = Field(
        "", max_length=200, description='State, metro or "rural Maryland"; the nation if empty.'
    )
    industry: str = Field("", max_length=200, description='Employer type: NAICS code or "hospital".')
    education: Literal[
        "",
        "less than high school",
        "high school",
        "some college",
        "associate",
        "bachelor",
        "master",
        "doctoral",
    ] = Field("", description="Highest level finished.")
    experience: float | None = Field(None, ge=0, le=60, description="Years of work since school.")
    credentials: list[str] = Field([], max_length=10, description="Such as RHIT or CPC.")
    hours: float | None = Field(None, gt=0, le=96, description="Paid hours a week.")

    def profile(self) -> Profile:
        """The profile meant. Raises BadInput for what cannot be."""
        return Profile.from_words(
            self.occupation,
            self.area,
            self.industry,
            self.education,
            self.experience,
            self.credentials,
            self.hours,
        )


class Pay(TypedDict):
    """Dollars a year. `range` is how workers differ, `interval90` how sure the median is."""

    who: str
    occupation: str
    status: str
    median: float
    median_hourly: float | None
    range: dict[str, float]
    interval90: list[float] | None
    effects: list[str]
    warnings: list[str]
    lineage: list[str]


class Occupied(TypedDict):
    """One occupation a title may stand for, with its weight from 0 to 1."""

    occupation: str
    name: str
    weight: float
    median: float
    status: str


class TitlePaid(TypedDict):
    """Dollars a year among workers with a title; `question` is what would settle the most doubt."""

    where: str
    status: str
    median: float
    range: dict[str, float]
    interval90: list[float] | None
    occupations: list[Occupied]
    share_of_spread_from_doubt_about_the_code: float
    question: str
    warnings: list[str]
    lineage: list[str]


class Compared(TypedDict):
    """Answers side by side; gaps are medians against the first, in dollars a year and percent."""

    answers: list[Pay]
    gaps: list[float]
    gaps_percent: list[float]


class Found(TypedDict):
    """One candidate of a search."""

    kind: str
    code: str
    name: str
    score: float


class PlaceRow(TypedDict):
    """One area of a ranking. `rank90` holds the ranks it may truly have."""

    rank: int | None
    rank90: list[int] | None
    name: str
    median: float
    after_prices: float | None
    jobs: float | None


class PlaceList(TypedDict):
    """The best places, best first."""

    occupation: str
    sorted_by: str
    places: list[PlaceRow]
    areas_ranked: int
    notes: list[str]
    lineage: list[str]


class MoveRow(TypedDict):
    """One change: yearly gain after prices with its 90 % interval, cost, waiting time and odds."""

    kind: str
    name: str
    gain: float
    gain90: list[float]
    cost: float
    years: float
    chance: float
    verdict: str


class MoveList(TypedDict):
    """The most valuable single changes, best first."""

    who: str
    pay_now: float
    moves: list[MoveRow]
    notes: list[str]


class ClaimRow(TypedDict):
    """One claim of a guide, its grades and the figures that grade it."""

    quote: str
    grades: list[str]
    explanation: str


class Checked(TypedDict):
    """Claims in the order of the text, and how many there are of each grade."""

    claims: list[ClaimRow]
    summary: dict[str, int]


def pay_of(answer: Estimate) -> Pay:
    """One estimate, small."""
    names = answer.names
    return Pay(
        who=f"{names['occupation']}, {names['area']}, {names['industry']}",
        occupation=answer.profile.occupation,
        status=answer.status,
        median=answer.annual["p50"],
        median_hourly=answer.hourly["p50"] if answer.hourly else None,
        range={name: value for name, value in answer.annual.items() if name != "p50"},
        interval90=list(answer.interval90["p50"]) if answer.interval90 else None,
        effects=[_effect(effect) for effect in answer.effects],
        warnings=list(answer.warnings),
        lineage=[lineage_line(item) for item in answer.lineage],
    )


def title_paid(answer: TitlePay) -> TitlePaid:
    """The pay of a title, small."""
    parts = [
        Occupied(
            occupation=part.soc,
            name=part.soc_title,
            weight=round(part.weight, 3),
            median=part.estimate.annual["p50"],
            status=part.estimate.status,
        )
        for part in answer.components
    ]
    lines = dict.fromkeys(lineage_line(item) for part in answer.components for item in part.estimate.lineage)
    return TitlePaid(
        where=f"{answer.names['area']}, {answer.names['industry']}",
        status=answer.status,
        median=answer.annual["p50"],
        range={name: value for name, value in answer.annual.items() if name != "p50"},
        interval90=list(answer.interval90["p50"]) if answer.interval90 else None,
        occupations=parts,
        share_of_spread_from_doubt_about_the_code=round(answer.code_share, 3),
        question=answer.question,
        warnings=list(answer.warnings),
        lineage=list(lines)[:12],
    )


def _effect(effect: Mapping[str, Any]) -> str:
    low, high = effect["interval90"]
    if effect["percent"] is None:
        return f"{effect['factor']} {effect['level']}: no evidence, not counted ({low:+,.0f} to {high:+,.0f})"
    return f"{effect['factor']} {effect['level']}: {effect['dollars']:+,.0f} a year ({low:+,.0f} to {high:+,.0f})"


def lineage_line(item: Mapping[str, Any]) -> str:
    """One source in a line: kind, publication, release, and the cell it is."""
    cell = "/".join(str(item[name]) for name in ("occupation", "area", "industry") if item.get(name))
    parts = [item.get("kind", ""), item.get("source", ""), item.get("release", ""), cell]
    return ", ".join(str(part) for part in parts if part)
