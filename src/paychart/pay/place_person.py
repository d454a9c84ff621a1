"""One person's place among the workers of an occupation, carried to every area at once.

Traits choose a part of the workers of the occupation (or of the employer type asked for); such workers stand at
the same ranks everywhere, and each area's distribution says what those ranks earn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.cells import PERCENTILES
from paychart.pay.distribution import WageDistribution
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.uncertainty import Z90
from paychart.profile import FULL_TIME_HOURS, NATION, Profile

Array = NDArray[np.float64]
_LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
_SCORES = ndtri(np.array(_LEVELS))
_MIDPOINTS = (np.arange(100) + 0.5) / 100


@dataclass(frozen=True, eq=False)
class Standing:
    """Ranks (m,) of workers like the person among everyone in the occupation: one for a percentile, a hundred
    equally likely ones for the mean. `log_se` is the error of their traits' effects, the same everywhere.
    """

    ranks: Array
    hours_factor: float
    log_se: float
    notes: tuple[str, ...]

    def pay(self, everyone: WageDistribution) -> Array:
        """Pay (n,) in n areas, for the person's hours."""
        return np.asarray(everyone.quantile(self.ranks).mean(axis=-1) * self.hours_factor)

    def sampling_log_se(self, published: Array) -> Array:
        """Sampling error (n,) at the person's rank, between those (n, 6) of the mean and five percentiles."""
        if len(self.ranks) > 1:
            return published[:, 0]
        score = float(np.clip(ndtri(self.ranks[0]), _SCORES[0], _SCORES[-1]))
        right = int(np.clip(np.searchsorted(_SCORES, score), 1, len(_SCORES) - 1))
        share = (score - _SCORES[right - 1]) / (_SCORES[right] - _SCORES[right - 1])
        return np.asarray((1 - share) * published[:, right] + share * published[:, right + 1])


def standing(profile: Profile, store: Store, statistic: str) -> Standing:
    """Where workers like `profile` stand, whatever its area. Raises BadInput if it does not describe a person."""
    answer = estimate(replace(profile, area=NATION), store)
    personal, everyone = answer.personal, answer.cell
    if personal is None or everyone is None:
        raise BadInput(
            "Nothing in this profile tells the person from other workers.",
            hint="Give education, experience, credentials or hours.",
        )
    levels = _MIDPOINTS if statistic == "mean" else np.array([_LEVELS[PERCENTILES.index(statistic)]])
    there = personal.conditional
    ranks = ndtr(there.everyone.normal_score(there.these.score(ndtri(levels)) + there.shift))
    return Standing(
        ranks=np.clip(np.asarray(ranks, dtype=float), 1e-9, 1 - 1e-9),
        hours_factor=profile.hours_per_year / FULL_TIME_HOURS,
        log_se=_common_error(answer, everyone, statistic),
        notes=personal.warnings,
    )


def _common_error(answer: Estimate, everyone: Estimate, statistic: str) -> float:
    """What the answer's interval holds beyond the sampling error of the nation."""

    def spread(found: Estimate) -> float:
        bands: dict[str, Any] = dict(found.interval90 or {})
        low, high = bands.get(statistic, (1.0, 1.0))
        return float(np.log(high / low)) / (2 * Z90)

    return float(np.sqrt(max(spread(answer) ** 2 - spread(everyone) ** 2, 0.0)))
