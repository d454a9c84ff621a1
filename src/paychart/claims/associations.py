"""What pay goes with: prices, demand, town and country, schooling, experience. Each is looked up once and kept."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store


class Associations:
    """Look-ups of associations by occupation; nothing here grades."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._correlations: dict[tuple[str, str], tuple[float, float, int]] = {}
        self._rural: dict[str, Mapping[str, float] | None] = {}
        self._people: dict[tuple[str, str, float], tuple[float, float, float] | None] = {}

    def correlation(self, occupation: str, with_what: str) -> tuple[float, float, int]:
        """Rank correlation of mean pay with prices or with the concentration of jobs over metropolitan areas:
        (Spearman's rho, its two-sided p, areas). NaN where fewer than 20 areas have both."""
        key = (occupation, with_what)
        if key not in self._correlations:
            other = {"prices": "p.all_items", "demand": "c.location_quotient"}[with_what]
            rows = self.store.rows(
                f"SELECT c.annual_mean, {other} FROM cell c JOIN area a ON a.code = c.area "
                "LEFT JOIN price_parity p ON p.code = a.code[3:7] WHERE a.type = 'metropolitan' AND c.occupation = ? "
                f"AND c.industry = '000000' AND c.annual_mean IS NOT NULL AND {other} IS NOT NULL",
                [occupation],
            )
            if len(rows) < 20:
                self._correlations[key] = (float("nan"), float("nan"), len(rows))
            else:
                pay, level = np.array(rows, dtype=float).T
                rho = float(np.corrcoef(_ranks(pay), _ranks(level))[0, 1])
                # Under no association rho * sqrt(n - 1) is close to standard normal.
                p = math.erfc(abs(rho) * math.sqrt((len(rows) - 1) / 2))
                self._correlations[key] = (rho, p, len(rows))
        return self._correlations[key]

    def rural_urban(self, occupation: str) -> Mapping[str, float] | None:
        """Mean pay in nonmetropolitan against metropolitan areas, nominal and after prices."""
        if occupation not in self._rural:
            from paychart.errors import PaychartError
            from paychart.pay.places import places

            try:
                self._rural[occupation] = places(self.store, occupation).rural_urban
            except PaychartError:
                self._rural[occupation] = None
        return self._rural[occupation]

    def personal(
        self, occupation: str, *, education: str = "", experience: float = -1.0
    ) -> tuple[float, float, float] | None:
        """Median pay of workers with this schooling or experience: (value, low, high), from ACS person records
        through the pay model; None where the records say nothing of the level."""
        key = (occupation, education, experience)
        if key not in self._people:
            from paychart.errors import PaychartError
            from paychart.pay.estimate import estimate
            from paychart.profile import Education, Profile

            try:
                profile = Profile(
                    occupation,
                    education=Education(education) if education else None,
                    experience_years=experience if experience >= 0 else None,
                )
                answer = estimate(profile, self.store)
                low, high = (answer.interval90 or {}).get("p50", (answer.annual["p50"], answer.annual["p50"]))
                self._people[key] = (answer.annual["p50"], low, high)
            except PaychartError:
                self._people[key] = None
        return self._people[key]


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks with ties averaged (as scipy.stats.rankdata, whose import alone takes longer than a check)."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    average: NDArray[np.float64] = (ends - (counts - 1) / 2)[place]
    return average
