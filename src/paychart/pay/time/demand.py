"""Does demand raise pay? Ordinary regressions of real wage growth on job growth across occupations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from paychart.data.releases import last_year, method_change, versions
from paychart.data.store import Store
from paychart.pay.time.index import consumer_prices
from paychart.pay.time.series import MAY, MEDIAN, history

Array = NDArray[np.float64]
HALFWAY = last_year(versions()[0])  # a year that both halves of the history share


@dataclass(frozen=True)
class Regression:
    """What ten more points of job growth over the period went with, in percentage points of yearly real wage
    growth: `effect` with its 95 % interval, by least squares with HC3 errors over `occupations`."""

    question: str
    pay_period: str
    jobs_period: str
    occupations: int
    effect: float
    effect95: tuple[float, float]
    r_squared: float

    @property
    def verdict(self) -> str:
        """What the interval allows to say."""
        low, high = self.effect95
        return "faster" if low > 0 else "slower" if high < 0 else "no clear difference"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**vars(self), "effect95": list(self.effect95), "verdict": self.verdict}


@dataclass(frozen=True)
class DemandTest:
    """The regressions, and what evidence they make in one sentence."""

    regressions: tuple[Regression, ...]
    statement: str
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "regressions": [r.to_dict() for r in self.regressions],
            "statement": self.statement,
            "notes": list(self.notes),
        }


def demand_and_pay(store: Store) -> DemandTest:
    """Whether occupations with more job growth, past or projected, saw faster growth of real median pay."""
    held = history(store)
    rows = held.current()
    years = [int(y) for y in held.years]
    first, last, half = years[0], years[-1], years.index(HALFWAY)
    prices = consumer_prices(store)
    real = np.log(held.wages[rows, :, MEDIAN]) - np.array([prices.at(y, MAY) for y in years])
    jobs = np.log(held.jobs[rows])
    level = np.log(held.wages[rows, :, MEDIAN]) - np.log(held.wages[held.names.index("00-0000"), :, MEDIAN])
    projected = dict(
        store.rows("SELECT occupation, change_percent FROM projection WHERE change_percent IS NOT NULL")
    )
    ahead = np.array([projected.get(held.names[i], np.nan) for i in rows], dtype=float)
    outlook = store.vintages["projections"]
    recent = years.index(method_change())
    specs = [
        (
            "Did pay rise faster where jobs grew faster, over the same years?",
            *(f"{first}-{last}", f"{first}-{last}"),
            (real[:, -1] - real[:, 0]) / (last - first),
            100 * np.expm1(jobs[:, -1] - jobs[:, 0]),
            level[:, 0],
        ),
        (
            "Did pay rise faster afterward where jobs had grown faster?",
            *(f"{HALFWAY}-{last}", f"{first}-{HALFWAY}"),
            (real[:, -1] - real[:, half]) / (last - HALFWAY),
            100 * np.expm1(jobs[:, half] - jobs[:, 0]),
            level[:, half],
        ),
        (
            "Has pay risen faster lately where BLS projects more growth?",
            *(f"{years[recent]}-{last}", f"{outlook.first}-{outlook.last}, projected"),
            (real[:, -1] - real[:, recent]) / (last - years[recent]),
            ahead,
            level[:, recent],
        ),
    ]
    found = tuple(_regress(*spec) for spec in specs)
    return DemandTest(found, _statement(found), (
        "Each regression holds the level of pay and its square constant, because low pay has caught up "
        "whatever its demand. Job growth is cut off at its 1st and 99th percentile.",
        "These are associations across occupations: supply, credentials and who is counted differ too.",
    ))  # fmt: skip


def _regress(
    question: str, pay_period: str, jobs_period: str, pay: Array, jobs: Array, level: Array
) -> Regression:
    ok = np.isfinite(pay) & np.isfinite(jobs) & np.isfinite(level)
    growth = np.clip(jobs[ok], *np.quantile(jobs[ok], [0.01, 0.99]))
    design = np.column_stack([growth, np.ones(ok.sum()), level[ok], level[ok] ** 2])
    target = 100 * pay[ok]
    inverse = np.linalg.inv(design.T @ design)
    slopes = inverse @ design.T @ target
    left = target - design @ slopes
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    meat = (design * (left / (1 - leverage))[:, None] ** 2).T @ design
    error = float(np.sqrt((inverse @ meat @ inverse)[0, 0]))
    reach = float(stdtrit(len(target) - design.shape[1], 0.975)) * error
    slope = float(slopes[0])
    return Regression(
        question=question,
        pay_period=pay_period,
        jobs_period=jobs_period,
        occupations=int(ok.sum()),
        effect=round(10 * slope, 3),
        effect95=(round(10 * (slope - reach), 3), round(10 * (slope + reach), 3)),
        r_squared=round(1 - float(left @ left) / float(((target - target.mean()) ** 2).sum()), 3),
    )


def _statement(found: tuple[Regression, ...]) -> str:
    together, after, _ = found
    verdicts = {together.verdict, after.verdict}
    if verdicts == {"no clear difference"}:
        opening = "History does not show that demand raises pay"
    elif verdicts == {"faster"}:
        opening = "In history, pay rose faster where jobs grew faster"
    else:
        opening = "History is mixed on whether demand raises pay"
    return (
        f"{opening}: across occupations, ten more percentage points of job growth went with "
        f"{_said('over the same years', together)}, and with {_said('in the years after', after)}."
    )


def _said(when: str, r: Regression) -> str:
    low, high = r.effect95
    return (
        f"{r.effect:+.2f} points of yearly real wage growth {when} (95 % interval {low:+.2f} to {high:+.2f})"
    )
