"""The return on a credential or degree: cash flow by year, and net present value, internal rate and break-even
as distributions over careers that differ only by the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.careers.cash_flow import break_even, internal_rate
from paychart.careers.costs import Terms
from paychart.careers.lifetime import FAN, SEED, Run, mean_draws, run
from paychart.careers.outcome import MEASURED, TOSS_UP, UNTOLD, Outcome
from paychart.careers.outcome_words import needs_words
from paychart.careers.outcomes import outcomes, stand
from paychart.careers.plans import Plan
from paychart.careers.programs import fields_of, grounding
from paychart.careers.rates import Rates, rates
from paychart.careers.roles import Role
from paychart.careers.simulation import PATHS, Luck
from paychart.careers.study_options import credential, degree
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay import evidence
from paychart.pay.uncertainty import Z90
from paychart.profile import Education
from paychart.words.credentials import catalogue
from paychart.words.index import index

Array = NDArray[np.float64]
_SENSITIVITY_PATHS = 2_000


@dataclass(frozen=True)
class Return:
    """What the courses of a plan return.

    `outcomes` are what each course does for the reader, as every page has it: after tax and prices, over the horizon
    they name; `verdict` is theirs. The rest is the whole career to retirement, simulated before tax (or after the flat
    tax of `terms`), in real dollars discounted to now; None where a course has no figures or a cost nobody states.
    `npv` are percentiles among careers and `npv_mean` with `npv90` how sure we are of the average, from the errors
    of pay and effects and the ranges of the rates; `sensitivity` is the average at each end of each rate's range.
    `positive` is the share of careers above zero. `irr` are percentiles over careers that have one (`irr_none` is
    the share that never earns its cost back); `break_even` years from now among those who get there, `never` the
    share who do not. `flow` is the average by year. `must_add` says what each course without figures would have to add.
    """

    plan: Plan
    without: Plan
    terms: Terms
    discount: float
    outcomes: tuple[Outcome, ...]
    npv: Mapping[str, float] | None
    npv_mean: float | None
    npv90: tuple[float, float] | None
    positive: float | None
    finish: Mapping[str, float]
    irr: Mapping[str, float] | None
    irr_none: float | None
    break_even: Mapping[str, float] | None
    never: float | None
    flow: tuple[Mapping[str, float], ...]
    sensitivity: tuple[Mapping[str, Any], ...]
    verdict: str
    must_add: tuple[str, ...]
    rests_on: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        row = dict(vars(self))
        row["plan"], row["without"] = self.plan.to_dict(), self.without.to_dict()
        row["terms"] = self.terms.to_dict()
        row["outcomes"] = [one.to_dict() for one in self.outcomes]
        row["npv90"] = list(self.npv90) if self.npv90 else None
        for name in ("npv", "finish", "irr", "break_even"):
            row[name] = dict(row[name]) if row[name] is not None else None
        for name in ("flow", "sensitivity", "rests_on"):
            row[name] = [dict(item) for item in row[name]]
        row["must_add"], row["notes"] = list(self.must_add), list(self.notes)
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
            "Nothing is studied in this plan.", nearest=("bachelor", "associate"), hint="Name a course."
        )
    terms = terms or Terms()
    table = rates().with_changes(changes)
    discount = table["discount.real"].value if terms.discount is None else terms.discount
    told = of_courses(plan, store, changes, terms.tuition)
    luck = Luck.of(seed, plan.years, paths)
    without = replace(plan, courses=(), name="without")
    a = run(plan, store, table, terms, luck)
    found = Return(
        plan=plan,
        without=without,
        terms=terms,
        discount=discount,
        outcomes=told,
        npv=None, npv_mean=None, npv90=None, positive=None,
        finish={
            str(c.code): round(float(np.isfinite(a.paths.studies.ends[k]).mean()), 3)
            for k, c in enumerate(plan.courses)
        },
        irr=None, irr_none=None, break_even=None, never=None, flow=(), sensitivity=(),
        verdict=joint_verdict(told),
        must_add=tuple(words for one in told if (words := needs_words(one))),
        rests_on=tuple(table[key].to_dict() for key in _keys(plan, table, terms)),
        notes=_notes(plan, terms, index(store).areas[plan.profile.area].state),
    )  # fmt: skip
    if all(one.evidence == MEASURED and one.cost_known for one in told):
        return _simulated(found, a, run(without, store, table, terms, luck), store, table, luck)
    return found


def of_courses(
    plan: Plan, store: Store, changes: tuple[str, ...], price: float | None = None
) -> tuple[Outcome, ...]:
    """What each course of a plan does for the reader, later ones on top of those before; `price` replaces the table's
    tuition of a full-time year."""
    own = [f"tuition.{c.code}={price}" for c in plan.courses if c.is_degree] if price is not None else []
    reader, found = plan.profile, []
    if any(course.is_degree for course in plan.courses):
        reader = replace(reader, education=plan.schooling)
    for course in plan.courses:
        person = stand(reader, store, role=plan.role.role, changes=(*changes, *own))
        if course.is_degree:
            option = degree(person, reader.education or plan.schooling, Education(course.code))
        else:
            option = credential(person, catalogue()[course.code])
        found += outcomes(person, [replace(option, years=option.years + course.start)], store)
        reader = option.profile
    return tuple(found)


def joint_verdict(told: Sequence[Outcome]) -> str:
    """The verdict on courses together: what all share, "cannot tell" where one cannot be told, else a toss-up."""
    found = {one.verdict for one in told}
    if len(found) == 1:
        return found.pop()
    return UNTOLD if UNTOLD in found else TOSS_UP


def _simulated(found: Return, a: Run, b: Run, store: Store, table: Rates, luck: Luck) -> Return:
    """The return with its simulated whole careers."""
    plan, terms, discount = found.plan, found.terms, found.discount
    keep = 1 - terms.tax
    gain, spent = keep * (a.paths.pay - b.paths.pay), a.costs - b.costs
    flows = gain - spent
    weight = (1 + discount) ** -np.arange(plan.years, dtype=float)
    values = weight @ flows
    mean = float(values.mean())
    swings = _sensitivity(plan, found.without, store, table, terms, luck)
    rate, when = internal_rate(flows), break_even(flows, discount)
    return replace(
        found,
        npv=_percentiles(values),
        npv_mean=round(mean),
        npv90=_interval(a, b, weight, keep, mean, swings),
        positive=round(float(np.mean(values > 0)), 3),
        irr=_percentiles(rate[np.isfinite(rate)], 4) if np.isfinite(rate).any() else None,
        irr_none=round(float(np.mean(~np.isfinite(rate))), 3),
        break_even=_percentiles(when[np.isfinite(when)], 1) if np.isfinite(when).any() else None,
        never=round(float(np.mean(~np.isfinite(when))), 3),
        flow=_flow(plan, gain, spent, weight),
        sensitivity=swings,
    )


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
            notes += (
                [sentence] if (sentence := grounding(course.code, state, fields_of(_aim(plan).soc))) else []
            )
            continue
        if evidence.credential(plan.profile.occupation, course.code) is None:
            notes.append(
                f"No survey found says what {course.code} adds in this occupation: whole careers are not simulated."
            )
        if catalogue()[course.code].exam_fee is None:
            notes.append(
                f"No source found states the exam fee of {course.code}: what it returns is not known."
            )
    whole = "before tax" if terms.tax == 0 else f"after a flat tax of {terms.tax:.0%}"
    notes.append(f"Whole careers are simulated {whole}; the figures of each course are after tax and prices.")
    return tuple(notes)
