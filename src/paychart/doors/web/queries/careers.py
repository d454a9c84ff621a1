"""Queries about careers: moves, the ladder, plans of years and their returns, rankings, programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from paychart.doors.web.queries.base import Number, Query, Word, Year
from paychart.doors.web.queries.pay import PersonQuery

if TYPE_CHECKING:
    from paychart.careers.costs import Terms
    from paychart.careers.plans import Plan
    from paychart.data.store import Store

ROLE = "Your role on the ladder; else the usual one."
RENT = "Your share of spending that goes to housing."
_ASSUME = "A rate of your own, such as tuition.bachelor=9000; may be repeated."


class MovesQuery(PersonQuery):
    """PROFILE, and how moves are weighed."""

    role: Word = Field("", description=ROLE)
    kind: list[Literal["credential", "degree", "employer", "area", "role", "specialization"]] = Field(
        [], max_length=6, description="Kinds of moves; all if absent. May be repeated."
    )
    sort: Literal["value", "gain", "sure", "cost", "time"] = Field("value", description="What comes first.")
    years: float = Field(
        10, gt=0, le=40, allow_inf_nan=False, description="Years over which value is counted."
    )
    rent_share: Number = Field(None, ge=0, le=1, allow_inf_nan=False, description=RENT)
    assume: list[Word] = Field([], max_length=20, description=_ASSUME)


class LadderQuery(PersonQuery):
    """PROFILE, and which part of the ladder."""

    role: Word = Field("", description=ROLE)
    goal: Word = Field("", description="Only the way to this role.", examples=["HIM director"])
    all: bool = Field(False, description="Also roles that no steps lead to from yours.")


class YearsQuery(PersonQuery):
    """PROFILE and a plan for the years ahead."""

    age: Year = Field(None, ge=14, le=90, description="Your age; school age plus experience if absent.")
    retire: int = Field(67, ge=30, le=100, description="The age to work until.")
    role: Word = Field("", description=ROLE)
    goal: Word = Field("", description='A role to work towards, or "stay" for no steps up.')
    study: list[Word] = Field(
        [],
        max_length=5,
        description="A degree or credential, bachelor or RHIA@3 (begun in 3 years); may be repeated.",
        examples=[["bachelor"]],
    )
    assume: list[Word] = Field([], max_length=20, description=_ASSUME)
    paths: int = Field(10_000, ge=200, le=10_000, description="Careers to simulate.")
    seed: int = Field(20250501, ge=0, le=2**31, description="The same seed gives the same answer.")

    def plan(self, store: Store) -> Plan:
        """The plan meant. Raises BadInput or UnknownCode for what cannot be."""
        return self._planned(store, self.goal, self.study)

    def _planned(self, store: Store, goal: str, study: list[str]) -> Plan:
        from paychart.careers.plans import make_plan, usual_age

        profile = self.profile()
        return make_plan(
            profile,
            store,
            age=usual_age(profile) if self.age is None else self.age,
            retire=self.retire,
            role=self.role,
            goal=goal,
            courses=study,
        )


class LifetimeQuery(YearsQuery):
    """A plan, and another to compare it with."""

    versus_goal: Word | None = Field(None, description="Compare with a plan towards this role, or stay.")
    versus_study: list[Word] = Field(
        [], max_length=5, description="What the plan compared with studies; none if absent."
    )

    def other(self, store: Store) -> Plan | None:
        """The plan to compare with, if one is meant."""
        if self.versus_goal is None and not self.versus_study:
            return None
        goal = self.goal if self.versus_goal is None else self.versus_goal
        return self._planned(store, goal, self.versus_study)


class ReturnQuery(YearsQuery):
    """PROFILE, a plan with something to study, and the terms."""

    tuition: Number = Field(
        None, ge=0, le=200_000, allow_inf_nan=False, description="Dollars a full-time year."
    )
    time_out: float = Field(0, ge=0, le=1, description="Share of pay given up while studying for a degree.")
    borrow: float = Field(0, ge=0, le=1, description="Share of tuition borrowed.")
    loan_years: int = Field(10, ge=1, le=30, description="Years to pay the loan back.")
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
        description="pay=3, balance=2 ...: what the swing from worst to best is worth. May be repeated.",
    )
    among: list[Word] = Field(
        [], max_length=30, description="Occupations to compare; the ladder's if absent. May be repeated."
    )
    interest: Word = Field("", description="Letters of RIASEC, strongest first.")


class PlanQuery(PersonQuery):
    """PROFILE, and what the plan on one page is to lead to."""

    age: Year = Field(None, ge=14, le=90, description="Your age; school age plus experience if absent.")
    retire: int = Field(67, ge=30, le=100, description="The age to work until.")
    role: Word = Field("", description=ROLE)
    goal: Word = Field("", description="A role to work towards.", examples=["HIM director"])
    rent_share: Number = Field(None, ge=0, le=1, allow_inf_nan=False, description=RENT)
    assume: list[Word] = Field([], max_length=20, description=_ASSUME)


class ProgramsQuery(Query):
    """Which programs of study."""

    state: Word = Field("", description="Postal code or name; the nation if absent.", examples=["CO"])
    level: Word = Field("", description="certificate, associate, bachelor or master.")
    institution: Word = Field("", description="Part of the school's name.")
    field: Word = Field("", description="CIP code, words or a family such as nursing; health information if absent.")
