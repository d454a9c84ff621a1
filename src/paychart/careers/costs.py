"""What study costs, year by year: tuition, exams, upkeep, pay given up, and a loan spread over its term."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.careers.rates import Rates
from paychart.careers.simulation import Paths
from paychart.careers.study import LEVELS, study_years
from paychart.errors import BadInput
from paychart.profile import Education
from paychart.words.credentials import catalogue

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """How study is paid for. `time_out` is the share of pay given up while studying for a degree, `borrowed` the
    share of tuition that a loan pays, `loan_years` its term, `tax` a flat share of pay differences, `discount`
    real and a year (None: the rate table's). `tuition` replaces the table's price of a full-time year."""

    time_out: float = 0.0
    borrowed: float = 0.0
    loan_years: int = 10
    tax: float = 0.0
    discount: float | None = None
    tuition: float | None = None

    def __post_init__(self) -> None:
        for name in ("time_out", "borrowed", "tax"):
            value = getattr(self, name)
            if not 0 <= value <= 1:
                raise BadInput(
                    f"{name.replace('_', ' ')} of {value:g} is not a share.", nearest=("0", "0.5", "1")
                )
        if self.discount is not None and not -0.05 <= self.discount <= 0.5:
            raise BadInput(
                f"A discount rate of {self.discount:g} a year is not plausible.", nearest=("0.03", "0.07")
            )
        if self.tuition is not None and not 0 <= self.tuition <= 200_000:
            raise BadInput(
                f"Tuition of ${self.tuition:,.0f} a year is not plausible.", hint="Give dollars a year."
            )
        if not 1 <= self.loan_years <= 40:
            raise BadInput(f"A loan over {self.loan_years} years is not offered.", nearest=("10", "25"))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def costs(paths: Paths, rates: Rates, terms: Terms) -> Array:
    """(T, n) dollars of study paid in each year, at today's prices, loan payments in place of what is borrowed."""
    years, n = paths.pay.shape
    total = np.zeros((years, n))
    studies, level = paths.studies, paths.plan.schooling
    for k, course in enumerate(paths.plan.courses):
        if course.is_degree:
            then = Education(course.code)
            price = rates[f"tuition.{course.code}"].value if terms.tuition is None else terms.tuition
            whole = study_years(rates, level, then) * price
            busy = _overlap(studies.begins[k], studies.stops[k], years)
            paid = whole * busy / studies.takes[k]
            total += paid * (1 - terms.borrowed)
            if terms.borrowed:
                key = "loan.graduate" if then is Education.MASTER else "loan.undergraduate"
                total += _loan(
                    paid * terms.borrowed, studies.stops[k], real_rate(rates, key), terms.loan_years
                )
            total += paths.pay * busy * terms.time_out
            level = then if LEVELS.index(then) > LEVELS.index(level) else level
        else:
            total += _credential(course.code, paths, k)
    return total


def real_rate(rates: Rates, key: str) -> float:
    """The loan's interest above expected inflation."""
    return (1 + rates[key].value) / (1 + rates["inflation.expected"].value) - 1


def _overlap(begins: Array, stops: Array, years: int) -> Array:
    """(T, n) part of each year that lies between beginning and stopping."""
    t = np.arange(years)[:, None]
    begun = np.where(np.isfinite(begins), begins, years)
    stopped = np.where(np.isfinite(stops), stops, years)
    return np.asarray(np.clip(np.minimum(stopped, t + 1) - np.maximum(begun, t), 0, 1))


def _credential(code: str, paths: Paths, k: int) -> Array:
    """(T, n) exam fees in the year begun, and upkeep in every year the credential is held."""
    one = catalogue()[code]
    years, _ = paths.pay.shape
    t = np.arange(years)[:, None]
    begins = np.where(np.isfinite(paths.studies.begins[k]), paths.studies.begins[k], -1).astype(np.intp)
    fees = (t == begins) * paths.studies.tries[k] * (one.exam_fee or 0.0)
    upkeep = (t >= paths.studies.ends[k]) * (one.upkeep_fee or 0.0) / one.cycle_years
    return np.asarray(fees + upkeep)


def _loan(borrowed: Array, stops: Array, rate: float, term: int) -> Array:
    """(T, n) level real payments over `term` years from when study stops; interest runs from the borrowing."""
    years = len(borrowed)
    first = np.where(np.isfinite(stops), np.ceil(stops), 0).astype(np.intp)
    t = np.arange(years)[:, None]
    owed = (borrowed * (1 + rate) ** np.maximum(first - t, 0)).sum(axis=0)
    payment = owed / term if rate == 0 else owed * rate / (1 - (1 + rate) ** -term)
    return np.asarray(((t >= first) & (t < first + term)) * payment)
