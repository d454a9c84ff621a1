"""What a credential adds where no survey of the work says so: a draw from its kind, wide and never zero."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from paychart.data.families import families
from paychart.pay import evidence
from paychart.words.credentials import catalogue


@dataclass(frozen=True)
class Borrowed:
    """Log effect of an unmeasured credential: mean and spread over `count` credentials of `whose` kind."""

    mean: float
    sd: float
    count: int
    whose: str


@cache
def borrowed(occupation: str, code: str, holds_others: bool) -> Borrowed:
    """The distribution that an unmeasured credential is drawn from.

    Of the credentials of its family that surveys measure, each against the commonest and with selection taken out
    (`evidence.credential`), by random effects; on top of it what a first certification adds, or a second one. A family
    without survey figures borrows from studies of licenses and certificates in all work.
    """
    family = catalogue()[code].family
    by_code = {
        other: found
        for soc in families()[family].occupations
        for other in catalogue()
        if (found := evidence.pool(evidence.find("credential", soc, other))) is not None
    }
    measured = list(by_code.values())
    general = evidence.pool(row for row in evidence.find("certified", "") if row.design == evidence.ADJUSTED)
    first = evidence.certified(occupation) or general
    if holds_others:
        first = evidence.credential_count(occupation, "two") or general
    mean, sd = (first.effect, first.se) if first else (0.0, 0.0)
    if len(measured) < 3:
        spread = evidence.BETWEEN_CREDENTIALS_SD
        return Borrowed(mean, float(np.hypot(sd, spread)), 0, "licenses and certificates in all work")
    among, se, between = evidence.random_effects([m.effect for m in measured], [m.se for m in measured])
    spread = max(float(np.hypot(se, between)), evidence.BETWEEN_CREDENTIALS_SD)
    name = families()[family].name.lower()
    return Borrowed(mean + among, float(np.hypot(sd, spread)), len(measured), f"credentials of {name}")
