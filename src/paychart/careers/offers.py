"""Offers side by side: everything paid in a year, what taxes, rent and prices leave of it, and which is better.

An offer's own figures are certain; the doubt is in what benefits are worth and in local prices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.careers.outcome import MEASURED, UNTOLD, verdict_of
from paychart.data.reference import carried
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.model.laws import lowest_year
from paychart.pay.notices import in_words, of_editions
from paychart.pay.offer import place_offer
from paychart.pay.parity import parities
from paychart.pay.take_home import HOUSEHOLDS, take_home, tax_year
from paychart.profile import FULL_TIME_HOURS, NATION, Profile
from paychart.words import find_area, index, resolve_profile

Array = NDArray[np.float64]
WEEKS = 52
OVERTIME = 1.5  # Fair Labor Standards Act, section 7: time and a half beyond 40 hours
MOST_AN_HOUR = 1_000.0
DRAWS, SEED = 400, 20250501
# Log spread of what an employer's benefits are worth around the national average, and of an area's price level: both
# are this project's assumptions, the second twice the usual move of a parity between two years of BEA's.
BENEFITS_SD, PRICES_SD = 0.35, 0.02
_GOVERNMENT = "999"


@dataclass(frozen=True)
class Terms:
    """What an offer says. `pay` dollars a year, or an hour where `hourly`; `overtime` hours a week beyond 40; a shift
    `differential` in dollars an hour; `bonus` once for a stay of `stay` years; `remote` work is done from home."""

    profile: Profile
    pay: float
    hourly: bool = False
    overtime: float = 0.0
    differential: float = 0.0
    bonus: float = 0.0
    stay: float | None = None
    remote: bool = False
    benefits: bool = True


@dataclass(frozen=True)
class OfferSide:
    """One offer. Dollars a year: `parts` of what is paid and their sum `cash`; `left` after taxes, `rent` of a home
    there (None where HUD states none), `buys` what is left at national prices; `benefits` what such employers pay
    for them on average; `percentile` among workers like these; `ask` the range that supports asking for more; `gap` in
    what is bought, benefits counted, against the first offer, with its 90% interval and `verdict`."""

    name: str
    lives: str
    parts: Mapping[str, float]
    cash: float
    left: float | None
    rent: float | None
    left_after_rent: float | None
    buys: float | None
    benefits: float | None
    percentile: float
    percentile90: tuple[float, float] | None
    ask: tuple[float, float]
    gap: float | None
    gap90: tuple[float, float] | None
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self)) | {"parts": dict(self.parts), "ask": list(self.ask)}
        for name in ("percentile90", "gap90"):
            row[name] = None if row[name] is None else list(row[name])
        return row


@dataclass(frozen=True)
class Offers:
    """Offers in the order given, the first the one that others are held against."""

    household: str
    children: int
    sides: tuple[OfferSide, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "household": self.household,
            "children": self.children,
            "sides": [side.to_dict() for side in self.sides],
            "notes": list(self.notes),
        }


def offers(
    asked: Sequence[Terms], store: Store, *, home: str = "", household: str = "single", children: int = 0
) -> Offers:
    """Two to six offers side by side; `home` is where someone with remote work lives.

    Raises BadInput for fewer or more offers, pay that cannot be or is against the law, and a place without prices.
    """
    if not 2 <= len(asked) <= 6:
        raise BadInput(f"{len(asked)} offers were given.", nearest=("2", "6"), hint="Give two to six offers.")
    if household not in HOUSEHOLDS:
        raise BadInput(f"{household!r} is not a household taxes are computed for.", nearest=HOUSEHOLDS)
    year = tax_year()
    lived = find_area(home, store).code if home.strip() else ""
    worked = [_worked_out(one, store, lived, household, children, year) for one in asked]
    first = worked[0][1]
    sides = [OfferSide(**worked[0][0], gap=None, gap90=None, verdict="")]
    for side, drawn in worked[1:]:
        if first is None or drawn is None:
            sides.append(OfferSide(**side, gap=None, gap90=None, verdict=UNTOLD))
            continue
        low, middle, high = (round(float(v)) for v in np.quantile(drawn - first, [0.05, 0.5, 0.95]))
        sides.append(
            OfferSide(**side, gap=middle, gap90=(low, high), verdict=verdict_of(MEASURED, drawn - first, 0))
        )
    due = in_words(of_editions(store, "rents", "local_tax", f"taxes_{year}"))
    return Offers(household, children, tuple(sides), (*_notes(year), *due))


def _notes(year: int) -> tuple[str, ...]:
    source = carried("benefit_costs.csv")[0]
    return (
        f"After federal, state and known local tax of {year}; the gap is in what is left at national prices, benefits "
        "counted at what employers of that kind pay for them on average.",
        f"Benefits: {source['source']}. Rent: HUD fair market rents.",
        "A bonus is spread over the stay; leaving sooner may mean paying it back.",
    )


def _worked_out(
    one: Terms, store: Store, lived: str, household: str, children: int, year: int
) -> tuple[dict[str, Any], Array | None]:
    profile = resolve_profile(one.profile, store)
    parts = _parts(one, profile)
    cash = sum(parts.values())
    place = index(store).areas[profile.area]
    _check(one, profile, parts["pay"], place.states or place.state, year)
    area = lived if one.remote and lived else profile.area
    where = index(store).areas[area]
    parity = parities(store).get(area)
    left = None
    if area != NATION and where.state:
        kept = float(take_home(np.array([cash]), [where.state], household, [area])[0])
        left = None if np.isnan(kept) else kept
    rent = _rent(area, children)
    benefits = parts["pay"] * _benefit_share(profile.industry) if one.benefits else 0.0
    standing = place_offer(profile, cash, store)
    buys = left * 100 / parity.all_items if left is not None and parity else None
    rng = np.random.default_rng(SEED)  # the same for every offer: what is common cancels
    worth = np.exp(BENEFITS_SD * rng.standard_normal(DRAWS) - BENEFITS_SD**2 / 2)
    own = np.random.default_rng([SEED, int(area)]).standard_normal(DRAWS)
    drawn = None
    if buys is not None and parity is not None:
        drawn = (buys + benefits * worth * 100 / parity.all_items) * np.exp(PRICES_SD * own)
    return {
        "name": standing.answer.names["area"] + _employer(standing.answer.names["industry"]),
        "lives": where.name,
        "parts": {name: round(value) for name, value in parts.items() if value},
        "cash": round(cash),
        "left": None if left is None else round(left),
        "rent": rent,
        "left_after_rent": None if left is None or rent is None else round(left - rent),
        "buys": None if buys is None else round(buys),
        "benefits": round(benefits),
        "percentile": round(standing.percentile, 1),
        "percentile90": standing.percentile90,
        "ask": (max(standing.median, standing.middle_half[0]), standing.middle_half[1]),
    }, drawn


def _employer(name: str) -> str:
    return "" if name.startswith(("Cross-", "All ")) else f", {name}"


def _parts(one: Terms, profile: Profile) -> dict[str, float]:
    """Dollars a year of each part of an offer."""
    hours = profile.hours_per_year
    if one.overtime and not one.hourly:
        raise BadInput(
            "Overtime was given for a yearly salary.",
            hint="Give hourly pay, or leave out overtime: many salaries have none.",
        )
    if one.bonus and not one.stay:
        raise BadInput(
            "A bonus was given without the stay it is for.",
            nearest=("stay=1", "stay=2"),
            hint="Give stay in years.",
        )
    base = one.pay * hours if one.hourly else one.pay
    return {
        "pay": base,
        "overtime": one.overtime * WEEKS * OVERTIME * one.pay if one.hourly else 0.0,
        "differential": one.differential * (hours + one.overtime * WEEKS),
        "bonus": one.bonus / one.stay if one.stay else 0.0,
    }


def _check(one: Terms, profile: Profile, base: float, states: str, year: int) -> None:
    """Pay an hour that nobody is offered, or that the law forbids."""
    rate = base / profile.hours_per_year
    if rate > MOST_AN_HOUR:
        raise BadInput(
            f"${rate:,.0f} an hour is not an offer.", hint="Give dollars a year, or an hour with hourly=yes."
        )
    least = float(lowest_year([states], year)[0]) / FULL_TIME_HOURS
    if rate < round(least, 2) - 0.01:
        raise BadInput(
            f"${rate:,.2f} an hour is below the minimum wage there, ${least:,.2f}.",
            hint="Check the pay and the hours; if the pay is an hour's, say hourly=yes.",
        )


def _benefit_share(industry: str) -> float:
    """Benefits over wages, less what the law requires of everyone (where that is told apart)."""
    government, private = industry.startswith(_GOVERNMENT), carried("benefit_costs.csv")[0]
    row = carried("benefit_costs.csv")[1] if government else private
    legal = float(private["legally_required"]) / float(private["wages"]) * float(row["wages"])
    return (float(row["benefits"]) - legal) / float(row["wages"])


def _rent(area: str, children: int) -> float | None:
    """HUD's fair market rent a year of a home with a bedroom for the adults and one for each two children."""
    column = f"rent_{min(4, 1 + (children + 1) // 2)}_bedroom"
    rows = [row for row in carried("rents.csv.gz") if row["area"] == area]
    newest = max(rows, key=lambda row: int(row["fiscal_year"]), default=None)
    return 12 * float(newest[column]) if newest and newest[column] else None


@dataclass(frozen=True)
class Equivalent:
    """Pay in one place that leaves after tax and prices what `pay` leaves in another. Dollars a year."""

    pay: float
    place: str
    equals: float
    home: str
    left: float
    equals_left: float
    household: str
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {**vars(self), "notes": list(self.notes)}


def equivalent(pay: float, there: str, here: str, store: Store, household: str = "single") -> Equivalent:
    """What pay at `here` equals `pay` at `there`: the same left after tax, at each place's prices.

    Raises BadInput for a place without prices or taxes, and for pay that cannot be.
    """
    if not 0 < pay <= 900_000:
        raise BadInput(f"Pay of ${pay:,.0f} a year cannot be compared.", nearest=("62000",))
    areas = [find_area(text, store) for text in (there, here)]
    levels = [parities(store).get(area.code) for area in areas]
    for area, level in zip(areas, levels, strict=True):
        if level is None or not area.state:
            raise BadInput(
                f"No prices or taxes are known for {area.name}.",
                hint="Give a state or area of the fifty states or DC.",
            )

    def left(amount: Array, k: int) -> Array:
        n = len(amount)
        return take_home(amount, [areas[k].state] * n, household, [areas[k].code] * n)

    target = float(left(np.array([pay]), 0)[0])
    wanted = target * levels[1].all_items / levels[0].all_items  # type: ignore[union-attr]
    grid = np.arange(1_000.0, 999_000.0, 50.0)
    equals = float(np.interp(wanted, left(grid, 1), grid))
    note = f"After tax of {tax_year()} for a {household} household, at the prices of both places (BEA)."
    return Equivalent(
        pay, areas[0].name, round(equals, -2), areas[1].name, round(target), round(wanted), household, (note,)
    )
