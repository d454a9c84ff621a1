"""What a query may say: every parameter typed, bounded and named; unknown and repeated names are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.exceptions import HTTPException

from paychart.errors import BadInput
from paychart.profile import Profile

if TYPE_CHECKING:
    from paychart.careers.costs import Terms
    from paychart.careers.plans import Plan
    from paychart.store import Store


def _absent(value: Any) -> Any:
    """An empty field of a form was not filled in."""
    return None if isinstance(value, str) and not value.strip() else value


Number = Annotated[float | None, BeforeValidator(_absent)]
Year = Annotated[int | None, BeforeValidator(_absent)]
Word = Annotated[str, Field(max_length=200)]
Statistic = Literal["mean", "p10", "p25", "p50", "p75", "p90"]


class Query(BaseModel):
    """A query whose every name is known."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["json", "csv", "parquet", "arrow"] | None = Field(
        None, description="The form of the answer, where the Accept header cannot be set."
    )


class PlainQuery(Query):
    """A question without parameters of its own."""


class PersonQuery(Query):
    """PROFILE: whose pay is asked for. The same names as the command line's options."""

    occupation: Word = Field(description="SOC code or name.", examples=["29-2072"], min_length=1)
    area: Word = Field(
        "", description='State, metro, BLS/CBSA/FIPS code, or "rural Ohio".', examples=["Denver, CO"]
    )
    industry: Word = Field("", description="Employer type: NAICS code or a word.", examples=["hospital"])
    education: Word = Field(
        "",
        description="Highest level finished: less than high school, high school, some college, associate, "
        "bachelor, master or doctoral.",
        examples=["bachelor"],
    )
    experience: Number = Field(
        None, ge=0, le=60, allow_inf_nan=False, description="Years of work since school.", examples=[5]
    )
    credential: list[Word] = Field(
        [], max_length=10, description="Such as RHIT or CPC; may be repeated.", examples=[["CPC"]]
    )
    hours: Number = Field(None, gt=0, le=96, allow_inf_nan=False, description="Paid hours a week.")

    def profile(self) -> Profile:
        """The profile meant. Raises BadInput for what cannot be."""
        return Profile.from_words(
            self.occupation,
            self.area,
            self.industry,
            self.education,
            self.experience,
            tuple(self.credential),
            self.hours,
        )


class OfferQuery(PersonQuery):
    """PROFILE and an offer."""

    pay: float = Field(gt=0, le=5_000_000, allow_inf_nan=False, description="Dollars.", examples=[58000])
    hourly: bool = Field(False, description="The offer is dollars an hour.")


class SearchQuery(Query):
    """Words, and what they may stand for."""

    text: str = Field(
        max_length=200, description="A job, a place or a kind of employer.", examples=["medical rec"]
    )
    kind: list[Literal["occupation", "area", "industry"]] = Field([], max_length=3)
    limit: int = Field(10, ge=1, le=100)


class SuggestQuery(Query):
    """Letters typed so far, of one kind."""

    text: str = Field(max_length=200, examples=["med"])
    kind: Literal["occupation", "area", "industry"] = "occupation"
    limit: int = Field(8, ge=1, le=20)


class PlacesQuery(Query):
    """Which occupation, and how places are to be ranked."""

    occupation: Word = Field(description="SOC code or name.", examples=["29-2072"], min_length=1)
    sort: Literal["real", "nominal", "demand"] = Field("real", description="Real is after prices.")
    statistic: Statistic = "p50"
    kind: list[Literal["metro", "rural", "state"]] = Field([], max_length=3)
    near: Word = Field(
        "", description="Only areas in the states of this state or area.", examples=["Colorado"]
    )
    rent_share: Number = Field(
        None, ge=0, le=1, allow_inf_nan=False, description="Your share of spending that goes to housing."
    )


class OccupationQuery(Query):
    """Which occupation."""

    occupation: Word = Field(description="SOC code or name.", examples=["29-2072"], min_length=1)


class TrendQuery(OccupationQuery):
    """Which occupation, years and statistic."""

    statistic: Statistic = "p50"
    first: Year = Field(None, ge=2000, le=2100, description="First year.")
    last: Year = Field(None, ge=2000, le=2100, description="Last year, whose dollars real pay is in.")
    forecast: int = Field(0, ge=0, le=10, description="Years to forecast.")


class MovesQuery(PersonQuery):
    """PROFILE, and how moves are weighed."""

    role: Word = Field("", description="Your role on the ladder; else the usual one.")
    kind: list[Literal["credential", "degree", "employer", "area", "role", "specialization"]] = Field(
        [], max_length=6
    )
    sort: Literal["value", "gain", "sure", "cost", "time"] = "value"
    years: float = Field(
        10, gt=0, le=40, allow_inf_nan=False, description="Years over which value is counted."
    )
    rent_share: Number = Field(None, ge=0, le=1, allow_inf_nan=False)


class LadderQuery(PersonQuery):
    """PROFILE, and which part of the ladder."""

    role: Word = Field("", description="Your role on the ladder; else the usual one.")
    goal: Word = Field("", description="Only the way to this role.", examples=["HIM director"])
    all: bool = Field(False, description="Also roles that no steps lead to from yours.")


class PlanQuery(PersonQuery):
    """PROFILE and a plan for the years ahead."""

    age: Year = Field(None, ge=14, le=90, description="Your age; school age plus experience if absent.")
    retire: int = Field(67, ge=30, le=100, description="The age to work until.")
    role: Word = Field("", description="Your role on the ladder; else the usual one.")
    goal: Word = Field("", description='A role to work towards, or "stay" for no steps up.')
    study: list[Word] = Field([], max_length=5, description="bachelor, RHIA@3 ...", examples=[["bachelor"]])
    paths: int = Field(2_000, ge=200, le=10_000, description="Careers to simulate.")
    seed: int = Field(20250501, ge=0, le=2**31, description="The same seed gives the same answer.")

    def plan(self, store: Store) -> Plan:
        """The plan meant. Raises BadInput or UnknownCode for what cannot be."""
        from paychart.careers.plans import make_plan, usual_age

        profile = self.profile()
        return make_plan(
            profile,
            store,
            age=usual_age(profile) if self.age is None else self.age,
            retire=self.retire,
            role=self.role,
            goal=self.goal,
            courses=self.study,
        )


class ReturnQuery(PlanQuery):
    """PROFILE, a plan with something to study, and the terms."""

    tuition: Number = Field(
        None, ge=0, le=200_000, allow_inf_nan=False, description="Dollars a full-time year."
    )
    time_out: float = Field(0, ge=0, le=1, description="Share of pay given up while studying for a degree.")
    borrow: float = Field(0, ge=0, le=1, description="Share of tuition borrowed.")
    loan_years: int = Field(10, ge=1, le=30)
    tax: float = Field(0, ge=0, le=0.9, description="Flat share of the extra pay that tax takes.")
    discount: Number = Field(None, ge=0, le=0.2, allow_inf_nan=False, description="Real rate a year.")

    def terms(self) -> Terms:
        """How the study is paid for."""
        from paychart.careers.costs import Terms

        return Terms(self.time_out, self.borrow, self.loan_years, self.tax, self.discount, self.tuition)


class RankQuery(PersonQuery):
    """PROFILE, and what is valued how much."""

    value: list[Word] = Field(
        ["pay=3", "balance=2", "growth=1", "entry=1"],
        max_length=16,
        description="pay=3, balance=2 ...: what the swing from worst to best is worth.",
    )
    among: list[Word] = Field(
        [], max_length=30, description="Occupations to compare; the ladder's if absent."
    )
    interest: Word = Field("", description="Letters of RIASEC, strongest first.")

    def weights(self) -> dict[str, float]:
        """Weights by name; a name alone weighs 1. Raises BadInput for what is no number."""
        weights = {}
        for text in self.value:
            name, _, number = text.partition("=")
            try:
                weights[name.strip().lower()] = float(number) if number.strip() else 1.0
            except ValueError:
                raise BadInput(f"{number[:40]!r} is not a weight.", nearest=(f"{name[:40]}=2",)) from None
        return weights


class TitleQuery(Query):
    """One job title as people write it."""

    title: Word = Field(min_length=1, examples=["Coder III - IP"])
    employer: Word = ""


class TitlePayQuery(Query):
    """A job title to price, where and with what kind of employer."""

    title: Word = Field(min_length=1, examples=["HIM director"])
    area: Word = Field("", description="State, metro, or area code.", examples=["Denver, CO"])
    industry: Word = Field("", description="Employer type: NAICS code or a word.", examples=["hospital"])


class Unsupported(HTTPException):
    """A body of a kind that is not read here."""

    def __init__(self, media: str) -> None:
        super().__init__(
            415, f"A body of type {media[:60]} is not read here; send application/json or text/csv."
        )


LISTS = frozenset({"credential", "kind", "compare", "study", "value", "among"})


def refuse_repeats(request: Request) -> None:
    """Raise BadInput where a name that takes one value is given twice: which one was meant is not for us to say."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if names.count(name) > 1 and name not in LISTS:
            raise BadInput(f"{name[:60]} is given {names.count(name)} times.", hint="Give it once.")
