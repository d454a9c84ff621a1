"""An option before its gain is known, and the person it is open to."""

from __future__ import annotations

from dataclasses import dataclass

from paychart.careers.rates import Rate, Rates
from paychart.careers.roles import Role
from paychart.profile import Profile

KINDS = ("credential", "degree", "employer", "area", "role", "specialization")
Closed = tuple[str, str]


@dataclass(frozen=True)
class Person:
    """Where someone stands: profile with codes, role, and the terms that every option is weighed on."""

    reader: Profile
    role: Role
    rates: Rates
    rent_share: float | None
    household: str
    horizon: float


@dataclass(frozen=True)
class Option:
    """One change. Dollars once and a year, None where no source states them; years until it pays; `odds` with their
    range, None where no source says; `standing` among the workers it leads to; `code` of a credential;
    `cost_share` of the cost is expected to be paid: who gives up halfway pays half."""

    kind: str
    name: str
    to: str
    profile: Profile
    cost: float | None
    upkeep: float | None
    years: float
    odds: float | None
    odds_range: tuple[float, float] | None
    odds_basis: str
    cost_basis: str = ""
    rests_on: tuple[Rate, ...] = ()
    notes: tuple[str, ...] = ()
    standing: float = 0.5
    code: str = ""
    cost_share: float = 1.0


def cited(rate: Rate) -> str:
    """The source of a rate, after a colon, where it has one."""
    return f": {rate.source}" if rate.source and rate.kind == "evidence" else ""
