"""What a profile earns and what that buys, with draws of how sure it is that can be compared pair by pair.

The point is `estimate`'s. Draws share one seed, so two profiles of one cell differ only by what sets them
apart; the published error of a cell is drawn once for that cell, so two cells err independently.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.parity import Parity, parities
from paychart.pay.people import people_folder, personal_pay
from paychart.pay.uncertainty import Z90
from paychart.profile import Education, Profile

Array = NDArray[np.float64]

DRAWS = 100
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
    like: Worth | None = None,
    standing: float = 0.5,
) -> Worth:
    """The pay of `profile` (with codes) as `estimate` gives it, with `draws` draws of its error.

    `rent_share` (0 to 1) makes the price level that of a household which spends so much on housing. `like` is
    the same person in another cell of the occupation: its draws of the traits' effect serve here too.
    `standing` (0 to 1) is where among such workers; 0.5 is the median.
    """
    plain = Profile(profile.occupation, profile.area, profile.industry)
    cell = estimate(plain, store)
    error = _cell_error(plain, DRAWS if like is None else len(like.error)) * _log_se(cell)
    parity = _parities(store).get(profile.area)
    level = parity.for_household(rent_share) if parity else None
    if not profile.describes_person:
        middle = cell.annual["p50"] if standing == 0.5 else float(cell.distribution.quantile(standing))
        return Worth(profile, cell, middle, level, np.zeros(len(error)), error, cell.warnings)
    personal = personal_pay(
        profile,
        cell.distribution,
        None,
        industry=cell.lineage[0].get("industry"),
        folder=people_folder(store.path),
        draws=draws if like is None else 2,
    )
    if like is None:
        drawn = np.log(personal.draws.at(standing))
        # Draws center on their own median: the bins of the drawn mixture move it by a fraction of a percent.
        effect = np.resize(drawn - np.median(drawn), len(error))
    else:
        effect = like.effect
    pay = personal.annual["p50"]
    if standing != 0.5:
        pay = float(personal.conditional.quantile(standing)) * personal.hours_factor
    return Worth(profile, cell, pay, level, effect, error, (*cell.warnings, *personal.warnings))


def at_least(own: Education | None, asked: Education) -> Education:
    """The higher of two levels of schooling."""
    return asked if own is None or _LEVELS.index(own) < _LEVELS.index(asked) else own


def _log_se(cell: Estimate) -> float:
    if cell.interval90 is None:
        return 0.0
    low, high = cell.interval90["p50"]
    return float(np.log(high / low) / (2 * Z90))


def _cell_error(plain: Profile, n: int) -> Array:
    """(n,) standard normal error of a cell, the same whenever the cell is asked about."""
    name = f"{plain.occupation}|{plain.area}|{plain.industry}".encode()
    seed = int.from_bytes(hashlib.sha256(name).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(n)


def _parities(store: Store) -> dict[str, Parity]:
    """The price parities of a store, kept with it."""
    return store.cached("parities", lambda: parities(store))
