"""Where an offer stands among workers like this one, how sure that is, and how far it is from the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.estimate import Estimate, estimate
from paychart.profile import FULL_TIME_HOURS, Profile

_HIGHEST = 5_000_000


@dataclass(frozen=True)
class Offer:
    """An annual offer: `percentile` (0 to 100), its 90% interval, and the gap to the middle in
    dollars. Intervals are None where no error is known."""

    pay: float
    percentile: float
    percentile90: tuple[float, float] | None
    median: float
    median90: tuple[float, float] | None
    middle_half: tuple[float, float]
    answer: Estimate

    @property
    def gap(self) -> float:
        """Dollars a year above (below, if negative) the middle."""
        return self.pay - self.median

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "pay": self.pay,
            "percentile": round(self.percentile, 1),
            "percentile90": [round(v, 1) for v in self.percentile90] if self.percentile90 else None,
            "median": self.median,
            "median90": list(self.median90) if self.median90 else None,
            "middle_half": list(self.middle_half),
            "gap_to_median": round(self.gap, 2),
            "gap_percent": round(100 * self.gap / self.median, 1),
            "estimate": self.answer.to_dict(),
        }


def place_offer(profile: Profile, pay: float, store: Store, *, hourly: bool = False) -> Offer:
    """The offer `pay` (dollars a year, or an hour where `hourly`) among workers like `profile`.

    Raises BadInput for pay that nobody is offered.
    """
    annual = pay * profile.hours_per_year if hourly else pay
    if not 0 < annual <= _HIGHEST:
        raise BadInput(
            f"An offer of {'-' if pay < 0 else ''}${abs(pay):,.0f} cannot be placed.",
            hint="Give dollars a year, for example 58000, or dollars an hour with --hourly.",
            about="pay",
        )
    if not hourly and annual < FULL_TIME_HOURS and profile.hours_per_year == FULL_TIME_HOURS:
        raise BadInput(
            f"${pay:,.2f} a year is less than a dollar an hour.",
            hint="If that is hourly pay, say so with --hourly.",
            about="pay",
        )
    answer = estimate(profile, store)
    share, band = answer.percentile_of(annual)
    return Offer(
        pay=annual,
        percentile=100 * share,
        percentile90=band and (100 * band[0], 100 * band[1]),
        median=answer.annual["p50"],
        median90=answer.interval90["p50"] if answer.interval90 else None,
        middle_half=(answer.annual["p25"], answer.annual["p75"]),
        answer=answer,
    )
