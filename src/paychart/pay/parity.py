"""What a dollar buys in a place: BEA's regional price parities matched to OEWS areas, one vintage."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from paychart.data.reference import carried
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

    A metropolitan area and a state have their own parity; a nonmetropolitan area takes its state's nonmetropolitan
    portion, or the state's own where BEA has none. Worked out once a store.
    """
    if store not in _HELD:
        _HELD[store] = _parities(store)
    return _HELD[store]


def _parities(store: Store) -> dict[str, Parity]:
    found = {
        code: Parity(basis, *row)
        for code, basis, *row in store.rows(
            "SELECT code, name, year, all_items, goods, housing, utilities, other_services FROM price_parity"
        )
    }
    fips = {row["postal"]: row["fips"] for row in carried("states.csv")}
    result: dict[str, Parity] = {}
    for code, kind, state in store.rows("SELECT code, type, state FROM area"):
        number = fips.get(state, "")
        wanted = {
            "nation": ("00000",),
            "state": (f"{number}000",),
            "nonmetropolitan": (f"{number}999", f"{number}000"),
        }.get(kind, (code[2:],))
        if own := next((found[c] for c in wanted if c in found), None):
            result[code] = own
    return result
