"""What a profile earns and what that buys, with draws of how sure it is that can be compared pair by pair.

Everything is the kernel's: the pay that `estimate` gives, and its draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.columns import People
from paychart.pay.estimate import Estimate, describe
from paychart.pay.kernel import price
from paychart.pay.parity import Parity, parities
from paychart.profile import Education, Profile

Array = NDArray[np.float64]

DRAWS = 100
SEED = 20250501  # the same for everyone, so that any two answers can be compared draw by draw
_LEVELS = tuple(Education)


@dataclass(frozen=True, eq=False)
class Worth:
    """Pay of a profile, the median unless a standing was given. Dollars a year; `real` at national prices,
    None without a price parity.

    `effect` (D,) is the log error of what the person's traits do, `error` (D,) that of the cell; `draws` (D,)
    are nominal pay with both. The price level is taken as known.
    """

    profile: Profile
    cell: Estimate
    pay: float
    price_level: float | None
    effect: Array
    error: Array
    warnings: tuple[str, ...]

    @property
    def draws(self) -> Array:
        return np.asarray(self.pay * np.exp(self.effect + self.error))

    @property
    def real(self) -> float | None:
        return None if self.price_level is None else self.pay * 100 / self.price_level

    @property
    def real_draws(self) -> Array:
        return self.draws * 100 / (self.price_level or np.nan)


def worth(
    profile: Profile,
    store: Store,
    *,
    rent_share: float | None = None,
    draws: int = DRAWS,
    standing: float = 0.5,
) -> Worth:
    """The pay of `profile` (with codes) as `estimate` gives it, with `draws` draws of its error.

    `rent_share` (0 to 1) makes the price level that of a household which spends so much on housing. `standing`
    (0 to 1) is where among such workers; 0.5 is the median. Raises what `estimate` raises.
    """
    priced = price(store, People.of([profile]))
    if priced.errors:
        raise priced.errors[0]
    answer, drawn = describe(priced, 0), priced.draws(draws, SEED, standing)
    parity = _parities(store).get(profile.area)
    level = parity.for_household(rent_share) if parity else None
    cell = answer.cell or answer
    return Worth(profile, cell, float(drawn.pay[0]), level, drawn.effect[0], drawn.cell[0], answer.warnings)


def at_least(own: Education | None, asked: Education) -> Education:
    """The higher of two levels of schooling."""
    return asked if own is None or _LEVELS.index(own) < _LEVELS.index(asked) else own


def _parities(store: Store) -> dict[str, Parity]:
    """The price parities of a store, kept with it."""
    return store.cached("parities", lambda: parities(store))
