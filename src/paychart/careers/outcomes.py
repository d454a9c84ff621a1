"""`outcomes`: the only code that turns an option into a gain, a cost, odds and a verdict.

Everyone is priced by the kernel, all options in one call; gains are after federal, state and local tax and after
prices. Draws share their random numbers, so what is common to both sides of a comparison cancels.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from paychart.careers.credential_effect import borrowed
from paychart.careers.option import Option, Person
from paychart.careers.option_pay import DRAWS, SEED, Pay, base, wider
from paychart.careers.outcome import (
    BORROWED,
    MEASURED,
    Outcome,
    pay_back,
    verdict_of,
    years_paid,
)
from paychart.careers.places_for import shrinkage
from paychart.careers.rates import Rate, rates
from paychart.careers.roles import role_of
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay import evidence
from paychart.pay.held_credentials import settle
from paychart.pay.parity import parities
from paychart.pay.take_home import HOUSEHOLDS
from paychart.profile import Profile
from paychart.words import index, resolve_profile
from paychart.words.credentials import catalogue

Array = NDArray[np.float64]

HORIZON = 10.0  # years: the horizon of every page that is not told another
# Log error of carrying a national employer contrast to one area: 7.4% mean absolute error of such cells held out
# (docs/model.md's analogue of unpublished area x industry cells), as a standard deviation.
TRANSPORT_SD = 0.09
MOST_TUITION = 200_000.0  # dollars: no degree asks for more than that


def stand(
    profile: Profile,
    store: Store,
    *,
    role: str = "",
    changes: Sequence[str] = (),
    rent_share: float | None = None,
    household: str = "single",
    horizon: float = HORIZON,
    real: bool = True,
) -> Person:
    """The person of a profile. Raises BadInput for a horizon outside a working life and, if `real`, a place without
    prices."""
    if not 1 <= horizon <= 50:
        raise BadInput(
            f"A horizon of {horizon:g} years is outside a working life.", nearest=("5", "10", "20")
        )
    if household not in HOUSEHOLDS:
        raise BadInput(f"{household!r} is not a household taxes are computed for.", nearest=HOUSEHOLDS)
    reader = settle(resolve_profile(profile, store))
    if real and parities(store).get(reader.area) is None:
        name = index(store).areas[reader.area].name
        raise BadInput(
            f"BEA publishes no price parity for {name}, so real pay is not known there.",
            hint="Ask for a state or area of the fifty states or DC.",
        )
    return Person(
        reader, role_of(reader, role), rates().with_changes(changes), rent_share, household, horizon
    )


def outcomes(
    person: Person,
    options: Sequence[Option],
    store: Store,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Outcome]:
    """What each option would do for `person` over their horizon, in the options' order.

    An option whose work nobody pays wages for, or whose place has no prices, is left out.
    """
    pay = Pay(person, options, store)
    found = []
    for done, option in enumerate(options):
        progress(done, len(options))
        if (one := _weigh(option, person, pay)) is not None:
            found.append(one)
    progress(len(options), len(options))
    return found


def _weigh(option: Option, person: Person, pay: Pay) -> Outcome | None:
    reader = person.reader
    here, there = pay.row(base(option, reader)), pay.row(option.profile, option.standing)
    level = pay.level(option.profile.area)
    if level is None or here in pay.errors or there in pay.errors:
        return None
    ratio, drawn, kind, basis, notes = _ratio(option, person, pay, here, there)
    now = np.concatenate([[pay.median[here]], pay.drawn[here]])
    # The point is that of the kernel; draws spread around it.
    then = now * np.concatenate([[ratio], drawn])
    gains = pay.left(then, option.profile.area) - pay.left(now, reader.area)
    gain, draws = float(gains[0]), gains[1:]
    if option.kind == "degree":
        gain, draws, more = _schooled(gain, draws, person)
        notes = (*notes, *more)
    return _outcome(option, person, pay.tax(reader.area, option.profile.area), kind, basis,
                    (float(then[0]), float(then[0]) * 100 / level), gain, draws, notes)  # fmt: skip


def _ratio(
    option: Option, person: Person, pay: Pay, here: int, there: int
) -> tuple[float, Array, str, str, tuple[str, ...]]:
    """Pay then over pay now, draws of it, what kind of evidence that is, whose, and what to know of it."""
    reader, notes = person.reader, option.notes
    if there in pay.opened:
        notes = (*notes, "So few in that work have this schooling that pay at any schooling stands in.")
    if option.code:
        if reader.credentials is None:
            notes = (*notes, "Counted from holding no credential, since you named none.")
        if evidence.credential(reader.occupation, option.code) is None:
            like = borrowed(reader.occupation, option.code, bool(reader.held))
            z = _noise(option.code)
            count = f"{like.count} {like.whose}" if like.count else like.whose
            said = f"No survey says what {option.code} adds in this work: drawn from {count}"
            return float(np.exp(like.mean)), np.exp(like.mean + like.sd * z), BORROWED, said, notes
    ratio, drawn = pay.median[there] / pay.median[here], pay.drawn[there] / pay.drawn[here]
    if option.kind in ("employer", "area") and (pay.stands_in[here] or pay.stands_in[there]):
        wide = [pay.row(profile) for profile in wider(option, reader)]
        ratio, drawn = pay.median[wide[1]] / pay.median[wide[0]], pay.drawn[wide[1]] / pay.drawn[wide[0]]
        whose = "the nation's contrast between these employers, carried to your area"
        if option.kind == "employer":
            drawn = drawn * np.exp(TRANSPORT_SD * _noise(option.to))
            return float(ratio), drawn, BORROWED, whose, notes
    if option.kind == "area":
        moved, _ = shrinkage(pay.store, option.profile, reader, person.rent_share)
        return float(ratio * np.exp(moved)), drawn * np.exp(moved), MEASURED, "wages published there", notes
    return float(ratio), drawn, MEASURED, _WHOSE.get(option.kind, "wages of that work"), notes


_WHOSE = {
    "stay": "where you stand",
    "credential": "surveys of holders, selection taken out",
    "specialization": "surveys of holders, selection taken out",
    "degree": "person records of this occupation",
    "employer": "wages published for these employers",
    "role": "wages of the whole occupation",
}


def _schooled(gain: float, draws: Array, person: Person) -> tuple[float, Array, tuple[str, ...]]:
    """A degree's gain: part of the gap is who studies, and more schooling is not taken to lower pay unless the records
    insist, which is when 95% of the draws are below zero."""
    rng = np.random.default_rng(SEED)
    draws = draws * person.rates["degree.causal"].draw(len(draws), rng)
    gain *= person.rates["degree.causal"].value
    low = float(np.quantile(draws, 0.95))
    if gain >= 0:
        return gain, draws, ()
    if low < 0:
        return gain, draws, (f"The records insist: 95% of the draws lie below {low:,.0f} dollars a year.",)
    kept = np.maximum(draws, 0.0)
    note = "Records show a small loss that chance could make (the upper end of its interval is above zero): it is "
    return float(kept.mean()), kept, (f"{note}taken as no loss.",)


def _noise(name: str) -> Array:
    """(D,) standard normal draws of one thing's error, centered, the same whenever it is asked about."""
    z = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(DRAWS)
    return np.asarray((z - z.mean()) / z.std())


def _outcome(
    option: Option, person: Person, tax: str, kind: str, basis: str, paid: tuple[float, float], gain: float,
    draws: Array, notes: tuple[str, ...],
) -> Outcome:  # fmt: skip
    discount = person.rates["discount.real"].value
    factor = years_paid(option.years, person.horizon, discount)
    upkeep, cost = option.upkeep or 0.0, (option.cost or 0.0) * option.cost_share
    odds = 1.0 if option.odds is None else option.odds
    chance = np.full(len(draws), odds)
    if option.odds_range:
        low, high = option.odds_range
        rate = Rate("", "", odds, low, high, "", "", 0, "", "", "")
        chance = rate.draw(len(draws), np.random.default_rng(SEED + 1))
    values = chance * (draws - upkeep) * factor - cost
    bound = _bound(option, factor)
    known = option.cost is not None and option.upkeep is not None
    low90, high90 = (float(v) for v in np.quantile(draws, [0.05, 0.95]))
    ends = (round(min(low90, gain)), round(max(high90, gain)))
    value = odds * (gain - upkeep) * factor - cost
    lower, upper = (float(v) for v in np.quantile(values, [0.05, 0.95]))
    measured = kind == MEASURED
    if not known:
        notes = (*notes, f"Its cost is not known: {option.cost_basis}.")
    return Outcome(
        kind=option.kind,
        name=option.name,
        to=option.to,
        profile=option.profile,
        horizon=person.horizon,
        tax=tax,
        household=person.household,
        evidence=kind,
        evidence_basis=basis,
        pay=round(paid[0]),
        real_pay=round(paid[1]),
        gain=round(gain),
        gain90=ends,
        probability=round(float(np.mean(draws > 0) + np.mean(draws == 0) / 2), 3),
        cost=None if option.cost is None else round(option.cost),
        upkeep=None if option.upkeep is None else round(option.upkeep),
        cost_basis=option.cost_basis,
        years=round(option.years, 2),
        odds=None if option.odds is None else round(option.odds, 3),
        odds_basis=option.odds_basis,
        value=round(value) if known else None,
        value90=(round(min(lower, value)), round(max(upper, value))) if known else None,
        pay_back=pay_back(gain - upkeep, option.cost or 0.0, option.years, discount)
        if measured and known
        else None,
        must_add=round(upkeep + cost / (odds * factor)) if known and odds * factor > 0 else None,
        similar90=None if measured else ends,
        verdict=verdict_of(kind, values, bound),
        notes=notes,
        rests_on=tuple(_rests(option.rests_on)),
    )


def _rests(used: Sequence[Rate]) -> list[Mapping[str, object]]:
    return [rate.to_dict() for rate in used]


def _bound(option: Option, factor: float) -> float:
    """The most that costs no source states could take: the dearest stated fee and upkeep of any credential, or the most
    that a degree asks for."""
    taken = 0.0
    if option.cost is None:
        fees = [one.exam_fee for one in catalogue().values() if one.exam_fee is not None]
        taken += 2 * max(fees) if option.code else MOST_TUITION
    if option.upkeep is None:
        dues = [
            one.upkeep_fee / one.cycle_years for one in catalogue().values() if one.upkeep_fee is not None
        ]
        taken += max(dues) * factor
    return taken
