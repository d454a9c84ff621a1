"""Where a reader stands, and a change open to them before its gain is known."""

from __future__ import annotations

from dataclasses import dataclass

from paychart.careers.rates import Rate, Rates
from paychart.careers.roles import Role
from paychart.careers.worth import Worth
from paychart.data.store import Store
from paychart.profile import Profile


@dataclass(frozen=True, eq=False)
class Setting:
    """Where the reader stands: profile with codes, role, what they earn, and the rates in use."""

    reader: Profile
    role: Role | None
    store: Store
    rates: Rates
    now: Worth
    rent_share: float | None
    horizon: float


@dataclass(frozen=True)
class Candidate:
    """One change before its gain is known. Dollars; years until it pays; chance that it comes off; `held` the
    expected years that it pays within the horizon."""

    kind: str
    name: str
    to: str
    profile: Profile
    cost: float
    upkeep: float
    years: float
    chance: float
    held: float
    chance_basis: str
    rests_on: tuple[Rate, ...]
    notes: tuple[str, ...] = ()
    standing: float = 0.5
    code: str = ""  # of a credential
    cost_known: bool = True
    unknown: bool = False  # no survey found says what it adds


def expected_years(chance: float, years: float, horizon: float) -> float:
    """Expected years that a change pays within the horizon, if it comes off at `years` or not at all."""
    return chance * max(0.0, horizon - years)
