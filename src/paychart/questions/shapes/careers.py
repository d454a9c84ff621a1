"""Shapes of careers: moves, the ladder, plans, simulated lifetimes, returns, rankings, programs."""

from __future__ import annotations

from paychart.careers import (
    character,
    costs,
    ladder,
    lifetime,
    moves,
    offers,
    outcome,
    personal_plan,
    plans,
    programs,
    rates,
    returns,
    roles,
    tips,
    values,
)
from paychart.questions.shapes.derive import record, shape
from paychart.questions.shapes.pay import Estimate, Lineage, Pair, Profile, Statistics

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")
_rests = {"rests_on": list[shape(rates.Rate)]}
Spread = record("Spread", "How simulated careers differ.", **dict.fromkeys(PERCENTILES, float))
Fan = record("Fan", "The same for each age.", **dict.fromkeys(PERCENTILES, list[float]))

Outcome = shape(outcome.Outcome, profile=Profile, **_rests)
Tip = shape(tips.Tip)
Moves = shape(
    moves.Moves,
    without=("horizon", "person"),
    profile=Profile,
    names=dict[str, str],
    role=str,
    horizon_years=float,
    closed=list[record("Closed", "A move that was not weighed, and why.", move=str, why=str)],
)
Role = shape(roles.Role)
Edge = shape(roles.Edge)
Rung = record(
    "Rung",
    ladder.Rung.__doc__ or "",
    **Role.__annotations__,
    years_from_now=float | None,
    path=list[str],
    profile=Profile,
    pay=float,
    pay90=Pair | None,
    real_pay=float | None,
    outcome=Outcome | None,
    annual=Statistics,
    status=str,
    lineage=list[Lineage],
    notes=list[str],
)
Ladder = shape(ladder.Ladder, start=str, goal=str | None, rungs=list[Rung])
Plan = shape(plans.Plan, profile=Profile, role=str, goal=str | None, courses=list[str])
Lifetime = shape(lifetime.Lifetime, fan=Fan, total=Spread, roles=dict[str, dict[str, float]], **_rests)
Comparison = shape(lifetime.Comparison, difference=Spread)
Terms = shape(costs.Terms)
Flow = record(
    "Flow",
    "One year of the mean career: what study adds and costs.",
    age=int,
    **dict.fromkeys(("extra_pay", "study", "net", "value_so_far"), float),
)
Sensitivity = record(
    "Sensitivity",
    "What one rate's range does to the value.",
    **dict.fromkeys(("key", "name", "unit", "kind"), str),
    **dict.fromkeys(("low", "high", "npv_low", "npv_high"), float),
)
Return = shape(
    returns.Return,
    npv=Spread | None,
    irr=Spread | None,
    break_even=Spread | None,
    flow=list[Flow],
    sensitivity=list[Sensitivity],
    **_rests,
)
Character = shape(character.Character, conditions=dict[str, Pair | None], sources=list[str])
Ranked = shape(values.Ranked)
Swing = record(
    "Swing",
    "What a criterion's worst and best are here, and what its whole swing is worth in pay.",
    **dict.fromkeys(("criterion", "words", "unit"), str),
    **dict.fromkeys(("worst", "best", "weight"), float),
    worth_in_pay=float | None,
)
Ranking = shape(values.Ranking, named="ValuesRanking", inside=False, without=("own",), swings=list[Swing])
_Advice = record(
    "Advice",
    "A move, the years until it has paid for itself, and its first step.",
    move=Outcome,
    break_even=float | None,
    first_step=str,
)
PersonalPlan = record(
    "PersonalPlan",
    personal_plan.PersonalPlan.__doc__ or "",
    profile=Profile,
    now=Estimate,
    real_pay=float,
    price_level=float,
    age=int,
    retire=int,
    advice=list[_Advice],
    tips=list[Tip],
    ladder=Ladder | None,
    study=Return | None,
    watch=list[str],
    release=str,
)
Program = shape(programs.Program)
Medians = record(
    "Medians",
    "Medians over programs; how many had a figure.",
    programs=int,
    with_earnings=int,
    earnings_4_years=float | None,
    with_debt=int,
    debt=float | None,
    completers=int | None,
)
Programs = shape(programs.Programs, medians=dict[str, Medians])
_Side = shape(offers.OfferSide, parts=dict[str, float])
Offers = shape(offers.Offers, sides=list[_Side])
Equivalent = shape(offers.Equivalent)
