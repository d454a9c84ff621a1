"""Queries about pay: PROFILE, offers, places, titles, and words to be found."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from paychart.doors.web.queries.base import STATISTIC, Number, Query, Statistic, Word
from paychart.errors import BadInput
from paychart.profile import ANY_OCCUPATION, Profile

OCCUPATION = "SOC code or name."


class ReaderQuery(Query):
    """PROFILE without its occupation. The same names as the command line's options."""

    area: Word = Field(
        "", description='State, metro, BLS/CBSA/FIPS code, or "rural Maryland".', examples=["Denver, CO"]
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
            getattr(self, "occupation", "") or ANY_OCCUPATION,
            self.area,
            self.industry,
            self.education,
            self.experience,
            tuple(self.credential),
            self.hours,
        )


class PersonQuery(ReaderQuery):
    """PROFILE: whose pay is asked for."""

    occupation: Word = Field(description=OCCUPATION, examples=["29-2072"], min_length=1)


class EstimateQuery(ReaderQuery):
    """PROFILE, by an occupation or by a job title, in dollars of the release or of a later month."""

    occupation: Word = Field(
        "", description="SOC code or name; this or a title must be given.", examples=["29-2072"]
    )
    title: Word = Field(
        "",
        description="A job title as a payroll writes it, in place of the occupation.",
        examples=["HIM director"],
    )
    as_of: Word = Field(
        "", description="Age the figures to a month by an index: today or 2026-11.", examples=["2026-05"]
    )
    index: Word = Field(
        "civilian",
        description="What ages them: civilian (tested best), private, civilian_hospitals or cpi.",
    )

    def one_of_two(self) -> None:
        """Raise BadInput unless there is an occupation or a title, and not both."""
        if bool(self.title.strip()) == bool(self.occupation.strip()):
            raise BadInput("Give an occupation or a job title, one of them.", nearest=("occupation", "title"))


class OfferQuery(PersonQuery):
    """PROFILE and an offer."""

    pay: float = Field(gt=0, le=5_000_000, allow_inf_nan=False, description="Dollars.", examples=[58000])
    hourly: bool = Field(False, description="The offer is dollars an hour.")


class PlacesQuery(PersonQuery):
    """Whose pay, and how places are to be ranked. With traits the ranking is for that person; area is home."""

    sort: Literal["real", "nominal", "take-home", "demand"] = Field(
        "real", description="real is after prices, take-home after income and payroll tax."
    )
    statistic: Statistic = Field("p50", description=STATISTIC)
    kind: list[Literal["metro", "rural", "state"]] = Field(
        [], max_length=3, description="Kinds of areas; metro and rural if absent. May be repeated."
    )
    near: Word = Field(
        "", description="Only areas in the states of this state or area.", examples=["Colorado"]
    )
    rent_share: Number = Field(
        None, ge=0, le=1, allow_inf_nan=False, description="Your share of spending that goes to housing."
    )
    household: Literal["single", "married"] = Field(
        "single", description="For taxes: single, or married with one earner."
    )


class TitlePayQuery(ReaderQuery):
    """A job title to price, where, for whom, with what kind of employer."""

    title: Word = Field(
        min_length=1, description="A job title as a payroll writes it.", examples=["HIM director"]
    )


class SearchQuery(Query):
    """Words, and what they may stand for."""

    text: str = Field(
        max_length=200, description="A job, a place or a kind of employer.", examples=["medical rec"]
    )
    kind: list[Literal["occupation", "area", "industry"]] = Field(
        [], max_length=3, description="What to look among; all if absent. May be repeated."
    )
    limit: int = Field(10, ge=1, le=100, description="At most this many.")


class SuggestQuery(Query):
    """Letters typed so far, of one kind."""

    text: str = Field(max_length=200, description="The letters typed so far.", examples=["med"])
    kind: Literal["occupation", "area", "industry"] = Field(
        "occupation", description="What kind of field is being typed in."
    )
    limit: int = Field(8, ge=1, le=20, description="At most this many.")


class TitleQuery(Query):
    """One job title as people write it."""

    title: Word = Field(min_length=1, description="A job title.", examples=["Coder III - IP"])
    employer: Word = Field("", description="Kind of employer, if known.", examples=["hospital"])
    description: str = Field("", max_length=1_000, description="What the work is, if known.")


class CredentialsQuery(Query):
    """One credential, or all of them."""

    code: Word = Field("", description="One credential, such as RHIT; all of them without it.")
