"""What a dollar buys in a place: BEA's regional price parities matched to OEWS areas, one vintage."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.errors import BadInput

# Weights of what a household spends besides housing: least squares of BEA's all-items parities on the four
# components over 387 metropolitan areas, 2024 (`scripts/fit_parity_weights.py`; residual sd 1.2 points).
OTHER_WEIGHTS = {"goods": 0.295, "utilities": 0.012, "other_services": 0.515}


_HELD: WeakKeyDictionary[Store, dict[str, Parity]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Parity:
    """Price levels of a place, US = 100. `basis` says which of BEA's areas it is, or how it was made."""

    basis: str
    year: int
    all_items: float
    goods: float
    housing: float
    utilities: float
    other_services: float

    def for_household(self, rent_share: float | None) -> float:
        """The price level for a household that spends `rent_share` (0 to 1) on housing; all items if None.

        Raises BadInput for a share outside 0 to 0.9.
        """
        if rent_share is None:
            return self.all_items
        if not 0 <= rent_share <= 0.9:
            raise BadInput(
                f"A rent share of {rent_share:g} is not possible.",
                nearest=("0.2", "0.3"),
                hint="Give the share of spending that goes to housing, from 0 to 0.9.",
            )
        other = sum(weight * float(getattr(self, part)) for part, weight in OTHER_WEIGHTS.items())
        return rent_share * self.housing + (1 - rent_share) * other / sum(OTHER_WEIGHTS.values())


def parities(store: Store) -> dict[str, Parity]:
    """OEWS area code -> parity. Areas that BEA does not cover (Puerto Rico, Guam, Virgin Islands) are absent.

    A metropolitan area has its own parity; a nonmetropolitan area takes its state's nonmetropolitan portion,
    or the state's only portion where BEA has none; a state is the average of its two portions, weighted by
    where its jobs are (BEA's own table of states is of an older vintage). Worked out once a store.
    """
    if store not in _HELD:
        _HELD[store] = _parities(store)
    return _HELD[store]


def _parities(store: Store) -> dict[str, Parity]:
    found = {
        code: (name, Parity("", year, *numbers))
        for code, name, year, *numbers in store.rows(
            "SELECT code, name, year, all_items, goods, housing, utilities, other_services FROM price_parity"
        )
    }
    fips = _fips()
    rural = _nonmetropolitan_share(store)
    result: dict[str, Parity] = {}
    for code, area_type, state in store.rows("SELECT code, type, state FROM area"):
        own = found.get("00000" if area_type == "nation" else code[2:])
        if area_type in ("nation", "metropolitan") and own:
            result[code] = _named(own[1], own[0])
        elif area_type in ("state", "nonmetropolitan"):
            metro, nonmetro = found.get(f"{fips.get(state)}998"), found.get(f"{fips.get(state)}999")
            if area_type == "nonmetropolitan" and nonmetro:
                result[code] = _named(nonmetro[1], nonmetro[0])
            elif mixed := _mixed(metro and metro[1], nonmetro and nonmetro[1], rural.get(state, 0.0), state):
                result[code] = mixed
    return result


def _named(parity: Parity, basis: str) -> Parity:
    return Parity(basis, parity.year, *_levels(parity))


def _levels(parity: Parity) -> tuple[float, float, float, float, float]:
    return parity.all_items, parity.goods, parity.housing, parity.utilities, parity.other_services


def _mixed(metro: Parity | None, nonmetro: Parity | None, share: float, state: str) -> Parity | None:
    if metro is None or nonmetro is None:
        one = metro or nonmetro
        return _named(one, f"{state}, its only portion") if one else None
    levels = [(1 - share) * m + share * n for m, n in zip(_levels(metro), _levels(nonmetro), strict=True)]
    return Parity(f"{state}, both portions by jobs ({share:.0%} nonmetropolitan)", metro.year, *levels)


def _nonmetropolitan_share(store: Store) -> Mapping[str, float]:
    """Postal code -> share of the state's jobs that are in its nonmetropolitan areas."""
    rows = store.rows(
        "SELECT a.state, sum(c.employment) FILTER (a.type = 'nonmetropolitan'), "
        "sum(c.employment) FILTER (a.type = 'state') FROM cell c JOIN area a ON a.code = c.area "
        "WHERE c.occupation = '00-0000' AND c.industry = '000000' GROUP BY 1"
    )
    return {state: float(rural or 0) / float(total) for state, rural, total in rows if total}


def _fips() -> dict[str, str]:
    with reference_path("states.csv").open(encoding="utf-8", newline="") as lines:
        return {row["postal"]: row["fips"] for row in csv.DictReader(lines)}
