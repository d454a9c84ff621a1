"""Where places stand: every published cell of an occupation. What a guide calls highest or lowest is read here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paychart.data.store import Store
from paychart.pay.parity import parities
from paychart.pay.ranking import rank_intervals
from paychart.pay.uncertainty import Z90
from paychart.profile import ALL_INDUSTRIES

# Every published median of an occupation by place, best first; territories are told apart by the reader of the rows.
QUERY = (
    "SELECT c.area, a.name, a.type, a.state, a.states, coalesce(c.annual_p50, c.hourly_p50 * 2080) AS median, "
    "c.mean_rse, c.employment FROM cell c JOIN area a ON a.code = c.area "
    "WHERE c.occupation = ? AND c.industry = ? AND coalesce(c.annual_p50, c.hourly_p50) IS NOT NULL "
    "ORDER BY median DESC, c.area"
)
TERRITORIES = {"PR", "GU", "VI"}
FEW_JOBS, WIDE = (
    50,
    10.0,
)  # fewer jobs, or a relative standard error above this, make a figure an uncertain one
_USUAL_ERROR = 5.0  # percent, where the publisher prints none


@dataclass(frozen=True)
class Standing:
    """One place: its published median, what it buys (None without a price level), and the ranks that may be its own.

    `uncertain` marks few jobs or a wide sampling error: shown and said, never left out.
    """

    area: str
    name: str
    nominal: float
    nominal90: tuple[float, float]
    real: float | None
    real90: tuple[float, float] | None
    price_level: float | None
    employment: float | None
    uncertain: bool
    rank90: tuple[int, int] | None = None


def standings(store: Store, occupation: str, kinds: tuple[str, ...], near: str = "") -> list[Standing]:
    """Every place of `kinds` with a published median, highest median first; `near` keeps those of one state."""
    prices = parities(store)
    found = []
    for area, name, kind, state, states, median, rse, jobs in store.rows(QUERY, [occupation, ALL_INDUSTRIES]):
        if kind not in kinds or state in TERRITORIES or (near and near not in (states or state).split("-")):
            continue
        error = Z90 * (_USUAL_ERROR if rse is None else rse) / 100
        value, level = float(median), prices[area].all_items if area in prices else None
        ends = value * (1 - error), value * (1 + error)
        real90 = (100 * ends[0] / level, 100 * ends[1] / level) if level else None
        uncertain = (jobs or FEW_JOBS) < FEW_JOBS or (rse or 0) > WIDE
        real = 100 * value / level if level else None
        found.append(Standing(area, name, value, ends, real, real90, level, jobs, uncertain))
    return _ranked(found)


def _ranked(places: list[Standing]) -> list[Standing]:
    """The places with the ranks by real median that sampling error leaves each of them."""
    held = [p for p in places if p.real is not None]
    if len(held) < 2:
        return places
    values = np.array([p.real for p in held], dtype=float)
    errors = np.array([(p.nominal90[1] / p.nominal - 1) / Z90 for p in held])
    _, low, high = rank_intervals(values, np.maximum(errors, 0.0005))
    ranks = {p.area: (int(a), int(b)) for p, a, b in zip(held, low, high, strict=True)}
    return [Standing(**{**vars(p), "rank90": ranks.get(p.area)}) for p in places]


def by_real(places: list[Standing]) -> list[Standing]:
    """Those with a price level, by what their median buys, most first."""
    return sorted((p for p in places if p.real is not None), key=lambda p: (-(p.real or 0.0), p.area))
