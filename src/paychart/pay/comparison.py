"""Jobs, places, employers and offers side by side: pay, what taxes leave, what that buys, and how sure a gap is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.answer import Estimate
from paychart.pay.estimate import estimate
from paychart.pay.normal import ndtr
from paychart.pay.notices import in_words, of_editions
from paychart.pay.offer import place_offer
from paychart.pay.parity import parities
from paychart.pay.place_taxes import PlaceTaxes, tax_notes
from paychart.pay.uncertainty import Z90
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.show.table import Table
from paychart.words import find_area

Pair = tuple[float, float]
MOST = 6
SURE, LIKELY = 0.95, 0.8  # of a gap's sign: both tails of a 90% interval, and four in five
_APART = (
    "Each gap treats the two figures as unrelated. Where both come from one source, it is surer than shown.",
    "Local prices are BEA regional price parities, taken as exact.",
)


@dataclass(frozen=True)
class AfterTaxes:
    """What is left of pay in one place, dollars a year, and what that buys at national prices.

    None where no tax schedule or price level is carried. `local_tax_missing` where a local tax may be due that is not
    known; `moves` is the percent that `left` moves by where pay moves by one.
    """

    pay: float
    place: str
    left: float | None
    price_level: float | None
    buys: float | None
    taxes: dict[str, Any] | None
    local_tax_missing: bool
    moves: float
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "pay": round(self.pay),
            "place": self.place,
            "after_tax": None if self.left is None else round(self.left),
            "price_level": self.price_level,
            "buys": None if self.buys is None else round(self.buys),
            "taxes": self.taxes,
            "local_tax_missing": self.local_tax_missing,
            "notes": list(self.notes),
        }


def after_taxes(
    pay: float, area: str, store: Store, household: str = "single", taxed_in: int | None = None
) -> AfterTaxes:
    """Taxes of a tax year (the newest if absent) and prices on yearly pay in an area, given as a code or in words.

    Raises UnknownCode or BadInput for what is no area, BadInput for a year that is not carried.
    """
    place = find_area(area, store)
    parity = parities(store).get(place.code)
    taxed = PlaceTaxes(np.array([pay]), [place.code], [place.state], [place.states], household, taxed_in)
    if not np.isfinite(taxed.left[0]):
        return AfterTaxes(pay, place.name, None, None, None, None, False, 1.0, ())
    left, level = float(taxed.left[0]), round(parity.all_items, 1) if parity else None
    return AfterTaxes(
        pay,
        place.name,
        left,
        level,
        left / parity.all_items * 100 if parity else None,
        taxed.parts(0),
        taxed.untaxed_locally(0),
        float(taxed.keeps()[0]),
        (
            *tax_notes(household, False, taxed.year, taxed.earlier_law),
            *in_words(of_editions(store, f"taxes_{taxed.year}", "local_tax", "rpp")),
        ),
    )


@dataclass(frozen=True)
class Option:
    """What is compared: a profile, and the pay of an offer (dollars a year) where there is one."""

    profile: Profile
    pay: float | None = None


@dataclass(frozen=True)
class Side:
    """One option. `pay` is the offer, or else the median with its 90% interval; dollars a year.

    `kept` is what taxes leave and what that buys, None for the nation. `percentile` is where an offer stands (0 to
    100). `gap` and what follows compare with the first option, in what pay buys where all have that, else in pay.
    """

    name: str
    answer: Estimate
    pay: float
    pay90: Pair | None
    percentile: float | None
    kept: AfterTaxes | None
    buys90: Pair | None
    gap: float | None = None
    gap90: Pair | None = None
    probability: float | None = None
    verdict: str = ""

    @property
    def buys(self) -> float | None:
        return self.kept.buys if self.kept else None

    @property
    def left(self) -> float | None:
        return self.kept.left if self.kept else None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        answer, there = self.answer.to_dict(), self.kept
        told = ("profile", "names", "status", "annual", "interval90", "lineage", "warnings")
        return {
            "name": self.name,
            "pay": round(self.pay),
            "pay90": _rounded(self.pay90),
            "percentile": None if self.percentile is None else round(self.percentile, 1),
            "after_tax": None if self.left is None else round(self.left),
            "price_level": there.price_level if there else None,
            "buys": None if self.buys is None else round(self.buys),
            "buys90": _rounded(self.buys90),
            "gap": None if self.gap is None else round(self.gap),
            "gap90": _rounded(self.gap90),
            "local_tax_missing": bool(there and there.local_tax_missing),
            "probability": None if self.probability is None else round(self.probability, 3),
            "verdict": self.verdict,
            **{name: answer[name] for name in told},
        }


@dataclass(frozen=True)
class SideBySide:
    """The options in the order given; `compares` says in what: pay after taxes and prices, or pay."""

    sides: tuple[Side, ...]
    compares: str
    household: str
    notes: tuple[str, ...]
    release: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {
            "options": [side.to_dict() for side in self.sides],
            "compares": self.compares,
            "household": self.household,
            "notes": list(self.notes),
            "release": self.release,
        }

    def table(self) -> Table:
        """A row an option, without what it rests on."""
        rows = []
        for side in self.sides:
            row = {k: v for k, v in side.to_dict().items() if not isinstance(v, (dict, list))}
            for name in ("pay90", "buys90", "gap90"):
                low, high = getattr(side, name) or (None, None)
                row |= {f"{name}_low": low and round(low), f"{name}_high": high and round(high)}
            rows.append(row)
        return Table.from_rows("Side by side", rows, self.release)


def compare(
    options: Sequence[Option], store: Store, *, household: str = "single", taxed_in: int | None = None
) -> SideBySide:
    """Two to six options side by side. Raises BadInput for fewer or more, and what `estimate` raises for one."""
    if not 2 <= len(options) <= MOST:
        raise BadInput(f"{len(options)} cannot be compared.", hint=f"Give two to {MOST} options.")
    sides = [_side(option, store, household, taxed_in) for option in options]
    real = all(side.buys is not None for side in sides)
    first = sides[0]
    compared = (first, *(_against(first, side, real) for side in sides[1:]))
    notes = [
        *_APART[: 2 if real else 1],
        *(note for side in sides if real and side.kept for note in side.kept.notes),
    ]
    notes += [
        f"Some places in {side.answer.names['area']} tax pay; that tax is not known here and not taken off."
        for side in sides
        if side.kept and side.kept.local_tax_missing
    ]
    notes = list(dict.fromkeys(notes))
    return SideBySide(
        compared, "pay after taxes and prices" if real else "pay", household, tuple(notes), store.release
    )


def _side(option: Option, store: Store, household: str, taxed_in: int | None) -> Side:
    placed = place_offer(option.profile, option.pay, store) if option.pay is not None else None
    answer = placed.answer if placed else estimate(option.profile, store)
    pay = placed.pay if placed else float(answer.annual["p50"])
    pay90 = None if placed or not answer.interval90 else answer.interval90["p50"]
    area = answer.profile.area
    names = answer.names
    parts = [names["occupation"], names["area"]] + ([names["industry"]] if _told(answer) else [])
    name = ", ".join(parts) + (" (your offer)" if placed else "")
    kept = after_taxes(pay, area, store, household, taxed_in) if area != NATION else None
    buys90 = None
    if kept and kept.buys is not None and pay90:
        low, high = (kept.buys * (end / pay) ** kept.moves for end in pay90)
        buys90 = (low, high)
    return Side(name, answer, pay, pay90, placed.percentile if placed else None, kept, buys90)


def _told(answer: Estimate) -> bool:
    return answer.profile.industry != ALL_INDUSTRIES


def _against(first: Side, side: Side, real: bool) -> Side:
    """The side with its gap to the first."""
    low, high = (first.buys, side.buys) if real else (first.pay, side.pay)
    assert low is not None
    assert high is not None
    gap = high - low
    errors = [_error(one.buys90 if real else one.pay90, one.pay90 is not None or one.percentile is not None)
              for one in (first, side)]  # fmt: skip
    if any(error is None for error in errors):
        return replace(side, gap=gap, verdict="how sure is not known")
    error = float(np.hypot(*errors))  # type: ignore[arg-type]
    above = float(ndtr(gap / error)) if error > 0 else float(gap > 0) if gap else 0.5
    return replace(
        side,
        gap=gap,
        gap90=(gap - Z90 * error, gap + Z90 * error),
        probability=above,
        verdict=verdict_of(above),
    )


def _error(band: Pair | None, known: bool) -> float | None:
    """The standard error of a figure from its interval; none for an offer, which is what it is."""
    if band is not None:
        return (band[1] - band[0]) / 2 / Z90
    return 0.0 if known else None


def verdict_of(above: float) -> str:
    """What a probability that the second is more than the first allows to say.

    >>> [verdict_of(p) for p in (0.99, 0.85, 0.5, 0.1, 0.01)]
    ['more', 'probably more', 'cannot be told apart', 'probably less', 'less']
    """
    side = "more" if above >= 0.5 else "less"
    sure = max(above, 1 - above)
    return side if sure >= SURE else f"probably {side}" if sure >= LIKELY else "cannot be told apart"


def _rounded(pair: Pair | None) -> list[int] | None:
    return [round(pair[0]), round(pair[1])] if pair else None
