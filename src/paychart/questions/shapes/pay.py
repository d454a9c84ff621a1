"""Shapes of pay: estimates, explanations, offers, places, titles, rows of a batch."""

from __future__ import annotations

from typing import Any, Literal

from paychart.pay.answer import Estimate as _Estimate
from paychart.pay.mixture import Component as _Component
from paychart.pay.mixture import TitlePay as _TitlePay
from paychart.pay.places import Place as _Place
from paychart.pay.places import Ranking as _Ranking
from paychart.profile import Profile as _Profile
from paychart.questions.shapes.derive import record, shape

Pair = tuple[float, float]
Status = Literal["published", "modelled"]
FIGURES = ("mean", "p10", "p25", "p50", "p75", "p90")

Profile = shape(_Profile)
Statistics = record(
    "Statistics", "Dollars: the mean and five percentiles of workers.", **dict.fromkeys(FIGURES, float)
)
Intervals = record(
    "Intervals", "How sure each figure is: bounds with 90% confidence.", **dict.fromkeys(FIGURES, Pair)
)
Lineage = record(
    "Lineage",
    "One thing an answer rests on: a cell, a table, a model; further fields say which.",
    loose=True,
    kind=str,
    source=str,
)
Effect = record(
    "Effect",
    "What one trait adds at the median, in dollars a year; further fields say what that rests on.",
    loose=True,
    factor=str,
    level=str,
    dollars=float | None,
    percent=float | None,
    interval90=Pair,
    against=str,
    label=Literal["association", "effect", "no evidence"],
    sources=list[str],
    raw_percent=float | None,
)
Notice = record(
    "Notice",
    "One thing to know of a figure, as a value and in words.",
    code=str,
    severity=Literal["note", "caution", "assumption"],
    numbers=dict[str, Any],
    words=str,
)
Estimate = shape(
    _Estimate,
    without=("steps", "cell", "priced", "row"),
    profile=Profile,
    names=dict[str, str],
    status=Status,
    annual=Statistics,
    hourly=Statistics | None,
    interval90=Intervals | None,
    smoothed=dict[str, Any] | None,
    effects=list[Effect],
    lineage=list[Lineage],
    notices=list[Notice],
    warnings=list[str],
)
_End = record("End", "Where a waterfall begins or ends.", label=str, dollars=float)
_Step = record(
    "Step",
    "One bar of a waterfall.",
    stage=str,
    factor=str,
    level=str,
    dollars=float,
    interval90=Pair | None,
    running_total=float,
    source=str,
)
Explanation = record(
    "Explanation",
    "Why a figure is what it is: steps from the nation's median to this one's, and the evidence.",
    status=Status,
    waterfall=record("Waterfall", "Start and steps sum to the end.", start=_End, steps=list[_Step], end=_End),
    effects=list[Effect],
    evidence=list[dict[str, Any]],
    other_sources=list[dict[str, Any]],
    lineage=list[Lineage],
    warnings=list[str],
)
Offer = record(
    "Offer",
    "An offer among workers like this one; percentiles from 0 to 100.",
    pay=float,
    percentile=float,
    percentile90=Pair | None,
    median=float,
    median90=Pair | None,
    middle_half=Pair,
    gap_to_median=float,
    gap_percent=float,
    estimate=Estimate,
)
Taxes = record(
    "Taxes",
    "Taxes on pay there, dollars a year, and what each rests on; `local` is null where it is not known.",
    federal=int,
    payroll=int,
    state=int,
    local=int | None,
    local_range=tuple[int, int] | None,
    local_elsewhere=bool,
    local_missing=str | None,
    sources=dict[str, Any],
)
Place = shape(_Place, taxes=Taxes | None)
Ranking = shape(_Ranking, inside=False, status=Status)
_Component = shape(
    _Component,
    without=("title_weight", "estimate"),
    weight_by_title_alone=float,
    status=Status,
    annual=Statistics,
    interval90=Intervals | None,
)
TitlePay = shape(
    _TitlePay,
    without=("components", "code_share", "coding"),
    status=Status,
    annual=Statistics,
    interval90=Intervals | None,
    level=str,
    credentials=list[str],
    evidence=str,
    occupations=list[_Component],
    share_of_spread_from_doubt_about_the_code=float,
    lineage=list[Lineage],
    notices=list[Notice],
    warnings=list[str],
)
Prediction = record(
    "Prediction",
    "The row's own columns and what was added to them.",
    loose=True,
    status=Literal["published", "modelled", ""],
    **dict.fromkeys((*FIGURES, "p50_lo90", "p50_hi90"), float | None),
    error=str,
)
AfterTaxes = record(
    "AfterTaxes",
    "What is left of pay in one place, dollars a year, and what that buys at national prices.",
    pay=int,
    place=str,
    after_tax=int | None,
    price_level=float | None,
    buys=int | None,
    taxes=Taxes | None,
    local_tax_missing=bool,
    notes=list[str],
)
Side = record(
    "Side",
    "One option. `pay` is an offer, or else the median; gaps compare with the first option.",
    **dict.fromkeys(("name", "verdict"), str),
    **dict.fromkeys(("pay",), int),
    **dict.fromkeys(("pay90", "buys90", "gap90"), Pair | None),
    **dict.fromkeys(("percentile", "price_level", "probability"), float | None),
    **dict.fromkeys(("after_tax", "buys", "gap"), int | None),
    local_tax_missing=bool,
    profile=Profile,
    names=dict[str, str],
    status=Status,
    annual=Statistics,
    interval90=Intervals | None,
    lineage=list[Lineage],
    warnings=list[str],
)
SideBySide = record(
    "SideBySide",
    "Options in the order given; `compares` says in what.",
    options=list[Side],
    compares=str,
    household=str,
    notes=list[str],
    release=str,
)
