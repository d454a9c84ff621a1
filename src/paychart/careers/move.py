"""Move: one change weighed for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paychart.profile import Profile


@dataclass(frozen=True)
class Move:
    """One change. Dollars a year at national prices unless said.

    `gain` at the middle with its 90 % interval, `probability` that it is above zero; `cost` once (without the exam
    fee where `cost_known` is false: no source states it) and `upkeep` a year in dollars; `years` until it pays;
    `chance` that it comes off within the horizon and `held` the years it is expected to pay in it; `value` is what
    it is expected to add over the horizon: gain less upkeep for those years, less cost.
    """

    kind: str
    name: str
    to: str
    profile: Profile
    pay: float
    real_pay: float
    gain: float
    gain90: tuple[float, float]
    probability: float
    cost: float
    cost_known: bool
    upkeep: float
    years: float
    chance: float
    chance_basis: str
    held: float
    value: float
    verdict: str
    notes: tuple[str, ...]
    rests_on: tuple[Mapping[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["profile"] = self.profile.to_dict()
        row["gain90"] = list(self.gain90)
        row["notes"] = list(self.notes)
        row["rests_on"] = [dict(item) for item in self.rests_on]
        return row
