"""The return on a credential or degree: cash flow by year, and net present value, internal rate and break-even
as distributions over careers that differ only by the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.careers.costs import Terms
from paychart.careers.lifetime import FAN, SEED, Run, mean_draws, run
from paychart.careers.plans import Plan
from paychart.careers.programs import fields_of, grounding
from paychart.careers.rates import Rates, rates
from paychart.careers.roles import Role
from paychart.careers.simulation import PATHS, Luck
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.uncertainty import Z90
from paychart.words.index import index

Array = NDArray[np.float64]
_RATES = (-0.9, 100.0)  # internal rates looked for, a year
_SENSITIVITY_PATHS = 2_000


@dataclass(frozen=True)
class Return:
    """What the courses of a plan return. Real dollars after tax, discounted to now.

    `npv` are percentiles among careers and `npv_mean` with `npv90` how sure we are of the average, from the errors
    of pay and effects and the ranges of the rates; `sensitivity` is the average at each end of each rate's range.
    `positive` is the share of careers above zero. `irr` are percentiles over careers that have one (`irr_none` is
    the share that never earns its cost back); `break_even` years from now among those who get there, `never` the
    share who do not. `flow` is the average by year.
    """

    plan: Plan
    without: Plan
    terms: Terms
    discount: float
    npv: Mapping[str, float]
    npv_mean: float
    npv90: tuple[float, float]
    positive: float
    finish: Mapping[str, float]
    irr: Mapping[str, float] | None
    irr_none: float
    break_even: Mapping[str, float] | None
    never: float
    flow: tuple[Mapping[str, float], ...]
    sensitivity: tuple[Mapping[str, Any], ...]
    verdict: str
    rests_on: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        row = dict(vars(self))
        row["plan"], row["without"] = self.plan.to_dict(), self.without.to_dict()
        row["terms"] = self.terms.to_dict()
        row["npv90"] = list(self.npv90)
        for name in ("npv", "finish", "irr", "break_even"):
            row[name] = dict(row[name]) if row[name] is not None else None
        for name in ("flow", "sensitivity", "rests_on"):
            row[name] = [dict(item) for item in row[name]]
        row["notes"] = list(self.notes)
        return row


def returns(
    plan: Plan,
    store: Store,
    *,
    terms: Terms | None = None,
    changes: tuple[str, ...] = (),
    paths: int = PATHS,
    seed: int = SEED,
) -> Return:
    """The return on the courses of `plan` against the same career without them, under the same luck.

    Raises BadInput where the plan studies nothing.
    """
    if not plan.courses:
        raise BadInput(
            "Nothing is studied in this plan.", nearest=("bachelor", "RHIA"), hint="Name a course."
        )
    terms = terms or Terms()
    table = rates().with_changes(changes)
    discount = table["discount.real"].value if terms.discount is None else terms.discount
    luck = Luck.of(seed, plan.years, paths)
    without = replace(plan, courses=(), name="without")
    a, b = run(plan, store, table, terms, luck), run(without, store, table, terms, luck)
    keep = 1 - terms.tax
    gain, spent = keep * (a.paths.pay - b.paths.pay), a.costs - b.costs
    flows = gain - spent
    weight = (1 + discount) ** -np.arange(plan.years, dtype=float)
    values = weight @ flows
    mean = float(values.mean())
    swings = _sensitivity(plan, without, store, table, terms, luck)
    band = _interval(a, b, weight, keep, mean, swings)
    rate = internal_rate(flows)
    when = break_even(flows, discount)
    return Return(
        plan=plan,
        without=without,
        terms=terms,
        discount=discount,
        npv=_percentiles(values),
        npv_mean=round(mean),
        npv90=band,
        positive=round(float(np.mean(values > 0)), 3),
        finish={
            str(c.code): round(float(np.isfinite(a.paths.studies.ends[k]).mean()), 3)
            for k, c in enumerate(plan.courses)
        },
        irr=_percentiles(rate[np.isfinite(rate)], 4) if np.isfinite(rate).any() else None,
        irr_none=round(float(np.mean(~np.isfinite(rate))), 3),
        break_even=_percentiles(when[np.isfinite(when)], 1) if np.isfinite(when).any() else None,
        never=round(float(np.mean(~np.isfinite(when))), 3),
        flow=_flow(plan, gain, spent, weight),
        sensitivity=swings,
        verdict="probably pays" if band[0] > 0 else "probably does not pay" if band[1] < 0 else "cannot tell",
        rests_on=tuple(table[key].to_dict() for key in _keys(plan, table, terms)),
        notes=_notes(plan, terms, index(store).areas[plan.profile.area].state),
    )


def internal_rate(flows: Array) -> Array:
    """(n,) real internal rate of each column of `flows` (T, n): the rate that makes its value zero.

    Found by bisection between -90 % and 10,000 % a year, on the scale of log(1 + rate); nan where the value
    does not change sign there.
    """
    t = np.arange(len(flows))[:, None]

    def value(log_rate: Array) -> Array:
        return np.asarray((flows * np.exp(-t * log_rate)).sum(axis=0))

    low, high = (np.full(flows.shape[1], np.log1p(rate)) for rate in _RATES)
    # A later change of sign is the one that matters: narrow from above zero where the value is positive there.
    at_zero = flows.sum(axis=0)
    low = np.where(at_zero > 0, 0.0, low)
    high = np.where(at_zero > 0, high, 0.0)
    crosses = np.sign(value(low)) != np.sign(value(high))
    sign = np.sign(value(low))
    for _ in range(45):
        middle = (low + high) / 2
        same = np.sign(value(middle)) == sign
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(crosses, np.expm1((low + high) / 2), np.nan)


def break_even(flows: Array, discount: float) -> Array:
    """(n,) years until the discounted flows have paid for themselves for good; inf where they never do."""
    weight = (1 + discount) ** -np.arange(len(flows), dtype=float)
    total = np.cumsum(flows * weight[:, None], axis=0)
    ahead = total > 0
    behind_last = len(flows) - 1 - np.argmax(~ahead[::-1], axis=0)
    first = np.where(ahead.all(axis=0), 0, behind_last + 1)
    return np.where(ahead[-1], first.astype(float), np.inf)


def _interval(
    a: Run, b: Run, weight: Array, keep: float, mean: float, swings: tuple[Mapping[str, Any], ...]
) -> tuple[float, float]:
    """How sure we are of the mean value, 90 %: errors of pay and effects drawn with careers kept, and the rates'
    ranges added as independent triangular laws (variance of a half-range h: h squared over 6)."""
    drawn = keep * (mean_draws(a, weight) - mean_draws(b, weight))
    low, high = np.quantile(drawn - drawn.mean(), [0.05, 0.95])
    uncertain = [s for s in swings if s["key"] != "discount.real"]
    extra = Z90**2 * sum(((s["npv_high"] - s["npv_low"]) / 2) ** 2 / 6 for s in uncertain)
    return round(mean - float(np.hypot(low, extra**0.5))), round(mean + float(np.hypot(high, extra**0.5)))


def _sensitivity(
    plan: Plan, without: Plan, store: Store, table: Rates, terms: Terms, luck: Luck
) -> tuple[Mapping[str, Any], ...]:
    """The average value with one rate at a time at the ends of its range, widest swing first."""
    few = luck.first(_SENSITIVITY_PATHS)
    found = []
    for key in ("degree.causal", *_keys(plan, table, terms)):
        rate = table[key]
        if rate.low >= rate.high or (key == "discount.real" and terms.discount is not None):
            continue
        ends = {}
        for name, value in (("npv_low", rate.low), ("npv_high", rate.high)):
            there = table.at(key, value)
            a, b = (run(one, store, there, terms, few) for one in (plan, without))
            discount = there["discount.real"].value if terms.discount is None else terms.discount
            weight = (1 + discount) ** -np.arange(plan.years, dtype=float)
            flows = (1 - terms.tax) * (a.paths.pay - b.paths.pay) - (a.costs - b.costs)
            ends[name] = round(float((weight @ flows).mean()))
        about = {name: getattr(rate, name) for name in ("key", "name", "low", "high", "unit", "kind")}
        found.append({**about, **ends})
    return tuple(sorted(found, key=lambda s: -abs(s["npv_high"] - s["npv_low"])))


def _percentiles(values: Array, digits: int = 0) -> dict[str, float]:
    found = np.percentile(values, FAN)
    return {f"p{p}": round(float(v), digits) for p, v in zip(FAN, found, strict=True)}


def _flow(plan: Plan, gain: Array, spent: Array, weight: Array) -> tuple[Mapping[str, float], ...]:
    """Average dollars by year: extra pay, study, net, and the discounted sum so far."""
    total = np.cumsum((gain - spent).mean(axis=1) * weight)
    return tuple(
        {
            "age": plan.age + t,
            "extra_pay": round(float(gain[t].mean())),
            "study": round(float(spent[t].mean())),
            "net": round(float((gain[t] - spent[t]).mean())),
            "value_so_far": round(float(total[t])),
        }
        for t in range(plan.years)
    )


def _keys(plan: Plan, table: Rates, terms: Terms) -> list[str]:
    keys = ["discount.real", "promotion.year", "rank.persistence", "rank.transitory"]
    for course in plan.courses:
        if course.is_degree:
            keys += [f"finish.{course.code}", "pace.beside_work"]
            if terms.tuition is None:
                keys.append(f"tuition.{course.code}")
        else:
            keys += [table.passing(course.code).key, "study.exam"]
    if terms.borrowed:
        keys += ["loan.undergraduate", "inflation.expected"]
    return list(dict.fromkeys(keys))


def _aim(plan: Plan) -> Role:
    """The role the study is for: the goal, else the reader's own."""
    return plan.goal or plan.role


def _notes(plan: Plan, terms: Terms, state: str) -> tuple[str, ...]:
    from paychart.pay import evidence
    from paychart.words.credentials import catalogue

    notes = [
        "What graduates and holders earn more is an association: part of it they would have earned without.",
        "Roles that ask for more schooling are closed without it here; in life some employers open them.",
        "Those who give up pay for what they began and gain nothing.",
    ]
    if any(course.is_degree for course in plan.courses):
        notes.append(
            "How many finish is drawn from the range of its rate, not taken at its usual value alone."
        )
    for course in plan.courses:
        if course.is_degree:
            notes += [sentence] if (sentence := grounding(course.code, state, fields_of(_aim(plan).soc))) else []
            continue
        if evidence.credential(plan.profile.occupation, course.code) is None:
            notes.append(
                f"No survey found says what {course.code} adds in this occupation: only what it opens is counted."
            )
        if catalogue()[course.code].exam_fee is None:
            notes.append(f"No source found states the exam fee of {course.code}: it is left out.")
    if terms.tax == 0:
        notes.append("Before tax; --tax 0.25 takes a flat quarter of the extra pay.")
    return tuple(notes)
