"""Next moves: single changes ranked by what they add, with cost, time, chance and how sure that is.

Each change is the reader's profile with one thing altered, paid as `estimate` pays it. Gains are real: dollars
a year at national prices. "Probably better" is said only where the 90 % interval of the gain is above zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.careers import candidates, gains
from paychart.careers.move import Move
from paychart.careers.rates import Rate, rates
from paychart.careers.roles import Role, role_of
from paychart.careers.setting import Candidate, Setting
from paychart.careers.tips import Tip, tips
from paychart.careers.worth import worth
from paychart.data.store import Store
from paychart.errors import BadInput, require_choice
from paychart.pay.held_credentials import settle
from paychart.profile import Profile
from paychart.words import resolve_profile

KINDS = ("credential", "degree", "employer", "area", "role", "specialization")
SORTS = ("value", "gain", "sure", "cost", "time")
HORIZON_YEARS = 10.0


@dataclass(frozen=True)
class Moves:
    """Moves best first, where the reader stands now, moves that are not open to them (with why), and what
    popular advice comes to for them."""

    profile: Profile
    role: Role | None
    names: Mapping[str, str]
    pay: float
    real_pay: float
    sort: str
    horizon: float
    moves: tuple[Move, ...]
    closed: tuple[tuple[str, str], ...]
    tips: tuple[Tip, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "profile": self.profile.to_dict(),
            "names": dict(self.names),
            "role": self.role.role if self.role else None,
            "pay": self.pay,
            "real_pay": round(self.real_pay),
            "sort": self.sort,
            "horizon_years": self.horizon,
            "moves": [move.to_dict() for move in self.moves],
            "closed": [{"move": name, "why": why} for name, why in self.closed],
            "tips": [tip.to_dict() for tip in self.tips],
            "notes": list(self.notes),
        }


NOTES = (
    "Gains are associations among workers like you, not what the change alone would cause; intervals hold the "
    "doubt about wage data, effects and cells that BLS does not publish, but not about you.",
    "Value is gain less upkeep over the years a move is expected to pay within the horizon, less its cost; "
    "nothing is discounted. It ranks moves, and foretells nothing.",
)


def moves(
    profile: Profile,
    store: Store,
    *,
    role: str = "",
    kinds: Iterable[str] = KINDS,
    sort: str = "value",
    changes: Iterable[str] = (),
    rent_share: float | None = None,
    horizon: float = HORIZON_YEARS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Moves:
    """Single changes from `profile`, ranked.

    Parameters
    ----------
    role : the reader's role on the ladder, if it is not the usual one of the occupation.
    kinds : of credential, degree, employer, area, role, specialization.
    sort : value, gain, sure (lower end of the interval), cost or time.
    changes : "key=value" rates of one's own (`careers.rates`).
    rent_share : share of spending on housing, which makes prices the reader's.
    horizon : years over which a move's value is counted, from 1 to 40.
    progress : called with changes weighed and in all.

    Raises BadInput for words that are no choice, and for a place without a price parity.
    """
    wanted = tuple(kinds)
    for value, choices in ((sort, SORTS), *((kind, KINDS) for kind in wanted)):
        require_choice(value, choices)
    if not 1 <= horizon <= 40:
        raise BadInput(
            f"A horizon of {horizon:g} years is outside a working life.", nearest=("5", "10", "20")
        )
    reader = settle(resolve_profile(profile, store))
    standing = _role(reader, role)
    now = worth(reader, store, rent_share=rent_share)
    if now.real is None:
        raise BadInput(
            f"BEA publishes no price parity for {now.cell.names['area']}, so real pay is not known there.",
            hint="Ask for a state or area of the fifty states or DC.",
        )
    setting = Setting(reader, standing, store, rates().with_changes(changes), now, rent_share, horizon)
    found, closed = candidates.find(setting, wanted)
    weighed: list[Move] = []
    for done, candidate in enumerate(found):
        progress(done, len(found))
        move = _weigh(candidate, setting)
        if move is not None:
            weighed.append(move)
    progress(len(found), len(found))
    ordered = tuple(sorted(weighed, key=_order(sort)))
    return Moves(
        reader,
        standing,
        now.cell.names,
        now.pay,
        now.real,
        sort,
        horizon,
        ordered,
        tuple(closed),
        tips(setting, ordered),
        NOTES
        if reader.describes_person
        else (*NOTES, "Say your schooling, experience and credentials for more."),
    )


def _role(reader: Profile, named: str) -> Role | None:
    """The reader's role; occupations off the ladder have none, unless one is named (which then fails)."""
    try:
        return role_of(reader, named)
    except BadInput:
        if named.strip():
            raise
        return None


def _weigh(candidate: Candidate, setting: Setting) -> Move | None:
    """The candidate with its gain; None where its place has no price parity."""
    then = setting.now if candidate.unknown else gains.paid(candidate, setting)
    if then.real is None or setting.now.real is None:
        return None
    gain, drawn = gains.gain(candidate, setting, then)
    low, high = (float(v) for v in np.quantile(drawn, [0.05, 0.95]))
    low, high = min(low, gain), max(high, gain)
    value = (gain - candidate.upkeep) * candidate.held - candidate.cost
    return Move(
        kind=candidate.kind,
        name=candidate.name,
        to=candidate.to,
        profile=candidate.profile,
        pay=round((setting.now.real + gain) * (then.price_level or 100) / 100),
        real_pay=round(setting.now.real + gain),
        gain=round(gain),
        gain90=(round(low), round(high)),
        probability=round(float(np.mean(drawn > 0) + np.mean(drawn == 0) / 2), 3),
        cost=round(candidate.cost),
        cost_known=candidate.cost_known,
        upkeep=round(candidate.upkeep),
        years=round(candidate.years, 2),
        chance=round(candidate.chance, 3),
        chance_basis=candidate.chance_basis,
        held=round(candidate.held, 2),
        value=round(value),
        verdict="no evidence" if candidate.unknown else verdict(low, high, float(np.mean(drawn > 0))),
        notes=candidate.notes,
        rests_on=tuple(_rests(rate) for rate in candidate.rests_on),
    )


def _rests(rate: Rate) -> Mapping[str, Any]:
    return rate.to_dict()


def verdict(low: float, high: float, probability: float) -> str:
    """What may be said of a gain with this 90 % interval."""
    if low > 0:
        return "probably better"
    if high < 0:
        return "probably worse"
    if probability >= 0.75:
        return "may be better"
    if probability <= 0.25:
        return "may be worse"
    return "cannot tell"


def _order(sort: str) -> Callable[[Move], tuple[float, ...]]:
    orders: dict[str, Callable[[Move], tuple[float, ...]]] = {
        "value": lambda m: (-m.value,),
        "gain": lambda m: (-m.gain,),
        "sure": lambda m: (-m.gain90[0],),
        "cost": lambda m: (m.cost, -m.gain),
        "time": lambda m: (m.years, -m.gain),
    }
    return orders[sort]
