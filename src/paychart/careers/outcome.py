"""Outcome: what one option would do for one person, and the written rules that turn it into a verdict.

Every page reads these objects: moves, ladder, return, plan, offers, guide. What nobody knows is None, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.profile import Profile

Array = NDArray[np.float64]

MEASURED, BORROWED, NONE = "measured", "borrowed", "none"
CLEARLY, PROBABLY, TOSS_UP, WORSE, UNTOLD = (
    "clearly better",
    "probably better",
    "toss-up",
    "probably worse",
    "cannot tell",
)
VERDICTS = (CLEARLY, PROBABLY, TOSS_UP, WORSE, UNTOLD)
GOOD = (CLEARLY, PROBABLY)
LIKELY = {MEASURED: 0.75, BORROWED: 0.9}  # share of the draws that "probably" asks for
AFTER_TAX, BEFORE_TAX = "after tax", "before tax"


@dataclass(frozen=True)
class Outcome:
    """One option for one person. Dollars a year at national prices, after taxes where `tax` says so.

    Parameters
    ----------
    kind, name, to, profile : what changes: a credential, degree, employer, area, role or specialization.
    horizon, tax, household : years over which `value` counts, and how gains are taxed.
    evidence : "measured" (figures of this very change), "borrowed" (of its like) or "none", and whose they are.
    pay, real_pay : dollars a year before tax in the place itself and at national prices; None without evidence.
    gain, gain90, probability : what it adds a year once it pays, its 90% interval, and how many draws are above 0.
    cost, upkeep : dollars once and a year; None where no source states them, and `cost_basis` says what is known.
    years : from now until it pays. `odds` that it comes off, None where no source says; `odds_basis` names the source.
    value, value90 : what it adds over the horizon at today's prices, discounted, less its cost: expected where the odds
        are known, else if it comes off. None where gain or cost is not known.
    pay_back : years from now until it has paid for itself; None where it never does or a figure is unknown.
    must_add : dollars a year it must add to pay for itself within the horizon; None where its cost is unknown.
    similar90 : what like options add a year, where the evidence is borrowed.
    verdict : clearly better, probably better, toss-up, probably worse or cannot tell, by `verdict_of`.
    """

    kind: str
    name: str
    to: str
    profile: Profile
    horizon: float
    tax: str
    household: str
    evidence: str
    evidence_basis: str
    pay: float | None
    real_pay: float | None
    gain: float | None
    gain90: tuple[float, float] | None
    probability: float | None
    cost: float | None
    upkeep: float | None
    cost_basis: str
    years: float
    odds: float | None
    odds_basis: str
    value: float | None
    value90: tuple[float, float] | None
    pay_back: float | None
    must_add: float | None
    similar90: tuple[float, float] | None
    verdict: str
    notes: tuple[str, ...]
    rests_on: tuple[Mapping[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["profile"] = self.profile.to_dict()
        for name in ("gain90", "value90", "similar90"):
            row[name] = None if row[name] is None else list(row[name])
        row["notes"] = list(self.notes)
        row["rests_on"] = [dict(item) for item in self.rests_on]
        return row

    @property
    def cost_known(self) -> bool:
        """Whether both the cost and the upkeep are stated by a source."""
        return self.cost is not None and self.upkeep is not None

    @property
    def good(self) -> bool:
        """Whether the verdict speaks for it."""
        return self.verdict in GOOD


def verdict_of(evidence: str, values: Array, bound: float) -> str:
    """The verdict on an option, from draws (D,) of what it adds over the horizon less its known cost.

    `bound` is the most that unknown costs could take: where it would change the verdict, nothing can be told.
    Clearly better: measured, and 95% of the draws above zero. Probably better or worse: three quarters of the draws on
    one side, nine in ten where evidence is borrowed. Between them measured evidence calls a toss-up, and borrowed
    evidence cannot tell; no evidence never can.
    """
    if evidence == NONE or not np.isfinite(values).all():
        return UNTOLD
    found = {_plain_verdict(evidence, values - taken) for taken in (0.0, bound)}
    return found.pop() if len(found) == 1 else UNTOLD


def _plain_verdict(evidence: str, values: Array) -> str:
    above = float(np.mean(values > 0) + np.mean(values == 0) / 2)
    if evidence == MEASURED and np.quantile(values, 0.05) > 0:
        return CLEARLY
    if above >= LIKELY[evidence]:
        return PROBABLY
    if above <= 1 - LIKELY[evidence]:
        return WORSE
    return TOSS_UP if evidence == MEASURED else UNTOLD


def years_paid(years: float, horizon: float, discount: float) -> float:
    """Discounted years that a change pays within the horizon, beginning at `years`: the present value of a dollar a
    year, each year's at its beginning (as numpy-financial's `npv` counts)."""
    t = np.arange(int(np.ceil(horizon)))
    part = np.clip(np.minimum(t + 1, horizon) - np.maximum(t, years), 0, 1)
    return float((part * (1 + discount) ** -t.astype(float)).sum())


def pay_back(
    yearly: float, cost: float, years: float, discount: float, longest: float = 60.0
) -> float | None:
    """Years from now until `yearly` dollars from `years` on have paid `cost`, discounted; None where they never do."""
    if yearly <= 0:
        return None
    if cost <= 0:
        return round(years, 1)
    steps = np.arange(years, longest, 0.1)
    paid = np.array([years_paid(years, end, discount) for end in steps]) * yearly
    enough = np.flatnonzero(paid >= cost)
    return round(float(steps[enough[0]]), 1) if len(enough) else None
