"""Pay, and what is left of it, of everyone that a set of options asks about: one call of the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paychart.careers.option import Option, Person
from paychart.careers.outcome import AFTER_TAX, BEFORE_TAX
from paychart.data.store import Store
from paychart.pay.answered_cells import STAND_IN
from paychart.pay.columns import People
from paychart.pay.kernel import price
from paychart.pay.parity import parities
from paychart.pay.take_home import take_home
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.words import index

Array = NDArray[np.float64]
DRAWS, SEED = 200, 20250501


class Pay:
    """`median` (n,) and `drawn` (n, D) dollars a year before tax, a row for each profile at a standing."""

    def __init__(self, person: Person, options: Sequence[Option], store: Store) -> None:
        self.person, self.store = person, store
        self._places, self._areas = parities(store), index(store).areas
        reader = person.reader
        asked: list[tuple[Profile, float]] = [(reader, 0.5)]
        for option in options:
            asked += [(base(option, reader), 0.5), (option.profile, option.standing)]
            if option.kind in ("employer", "area"):
                asked += [(wide, 0.5) for wide in wider(option, reader)]
        self._at = {key: row for row, key in enumerate(dict.fromkeys(asked))}
        people = People.of([profile for profile, _ in self._at])
        priced = price(store, people)
        opened = {row for row in priced.errors if people.education[row] >= 0}
        if opened:  # schooling that next to no one in the work has is left open
            kept = [replace(p, education=None) if i in opened else p for i, (p, _) in enumerate(self._at)]
            priced = price(store, People.of(kept))
        self.opened, self.errors = opened, priced.errors
        self.median, self.drawn = np.full(len(people), np.nan), np.full((len(people), DRAWS), np.nan)
        ranks = np.array([rank for _, rank in self._at])
        for rank in np.unique(ranks):
            drawn, rows = priced.draws(DRAWS, SEED, float(rank)), np.flatnonzero(ranks == rank)
            self.median[rows], self.drawn[rows] = drawn.pay[rows], drawn.dollars[rows]
        self.stands_in = priced.cells.basis[priced.cell] == STAND_IN

    def row(self, profile: Profile, standing: float = 0.5) -> int:
        """Where a profile was priced."""
        return self._at[profile, standing]

    def level(self, area: str) -> float | None:
        """Prices of an area for this household, 100 the nation's."""
        parity = self._places.get(area)
        return parity.for_household(self.person.rent_share) if parity else None

    def left(self, pay: Array, area: str) -> Array:
        """Yearly pay (n,) in an area after tax and at national prices; before tax where no state is named."""
        level, state = self.level(area), self._areas[area].state
        if area != NATION and state:
            n = len(pay)
            pay = take_home(np.clip(pay, 0, 999_999), [state] * n, self.person.household, [area] * n)
        return np.asarray(pay * 100 / (level or np.nan))

    def tax(self, *areas: str) -> str:
        """Whether pay in all these areas is taxed here."""
        return AFTER_TAX if all(area != NATION for area in areas) else BEFORE_TAX


def base(option: Option, reader: Profile) -> Profile:
    """What an option is held against: for a credential the reader with what they hold, none where they said nothing."""
    return replace(reader, credentials=reader.held) if option.code else reader


def wider(option: Option, reader: Profile) -> list[Profile]:
    """The reader and the option where BLS publishes both sides, for cells that a wider one stands in for."""
    if option.kind == "employer":
        return [replace(reader, area=NATION), replace(option.profile, area=NATION)]
    return [replace(reader, industry=ALL_INDUSTRIES), replace(option.profile, industry=ALL_INDUSTRIES)]
