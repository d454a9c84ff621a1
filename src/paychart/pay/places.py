"""Places compared for one occupation: pay, what it buys, demand, and how sure each rank is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paychart.codes import find_area, find_occupation
from paychart.errors import BadInput, Suppressed
from paychart.pay.cells import HOURS, STATISTICS
from paychart.pay.distribution import WageDistribution
from paychart.pay.parity import Parity, parities
from paychart.pay.uncertainty import Z90, sampling_log_se
from paychart.store import Store
from paychart.table import Table

Array = NDArray[np.float64]
SORTS = ("real", "nominal", "demand")
KINDS = {"metro": "metropolitan", "rural": "nonmetropolitan", "state": "state"}


@dataclass(frozen=True)
class Place:
    """One area. Dollars a year; `real` is None where BEA has no parity. `rank` 1 is the best of its list.

    `rank90` holds the ranks the place may have: with 90 % confidence no other rank is its true one.
    """

    area: str
    name: str
    type: str
    nominal: float
    nominal90: tuple[float, float]
    real: float | None
    real90: tuple[float, float] | None
    parity: Parity | None
    price_level: float | None
    rank: int | None
    rank90: tuple[int, int] | None
    employment: float | None
    employment_rse: float | None
    jobs_per_1000: float | None
    location_quotient: float | None
    demand: float | None
    demand_parts: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = {k: v for k, v in vars(self).items() if k not in ("parity", "demand_parts")}
        for name in ("nominal90", "real90", "rank90"):
            row[name] = list(row[name]) if row[name] else None
        row["parity"] = vars(self.parity) if self.parity else None
        row["demand_parts"] = dict(self.demand_parts)
        return row


@dataclass(frozen=True)
class Ranking:
    """Places best first. `unranked` names areas without the figure asked for, with the reason."""

    occupation: str
    title: str
    statistic: str
    sort: str
    rent_share: float | None
    release: str
    places: tuple[Place, ...]
    unranked: Mapping[str, str]
    rural_urban: Mapping[str, float] | None
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["places"] = [place.to_dict() for place in self.places]
        return {**row, "unranked": dict(self.unranked), "notes": list(self.notes)}

    def table(self) -> Table:
        """A row for each place, best first."""
        rows = [place.to_dict() for place in self.places]
        title = f"{self.title}: {len(rows)} places by {self.sort} {self.statistic}"
        return Table.from_rows(title, rows, self.release)

    def _repr_html_(self) -> str:
        """The table as notebooks show it."""
        return self.table()._repr_html_()


def places(
    store: Store,
    occupation: str,
    *,
    statistic: str = "p50",
    sort: str = "real",
    kinds: tuple[str, ...] = ("metro", "rural"),
    near: str = "",
    rent_share: float | None = None,
) -> Ranking:
    """All areas ranked by `sort`, for one occupation and one statistic of pay.

    `kinds` are of metro, rural, state; `near` keeps the areas that share a state with that area or state.
    Raises BadInput for a word that is not a choice, Suppressed where no area has wages for the occupation.
    """
    for value, choices in ((statistic, STATISTICS), (sort, SORTS), *((kind, tuple(KINDS)) for kind in kinds)):
        if value not in choices:
            raise BadInput(f"{value!r} is not one of {', '.join(choices)}.", nearest=choices)
    found = find_occupation(occupation, store)
    rows = _rows(store, found.code, [KINDS[kind] for kind in kinds], near)
    prices = parities(store)
    wages = np.array([row[6:12] for row in rows], dtype=float).reshape(len(rows), 6)
    full = ~np.isnan(wages).any(axis=1)
    if not full.any():
        raise Suppressed(
            f"No area asked for has published wages for {found.title}.",
            hint="Ask for a wider occupation group, or leave out --near.",
        )
    column = STATISTICS.index(statistic)
    log_se = np.full(len(rows), np.nan)
    log_se[full] = _log_se(wages[full], np.array([rows[i][5] for i in np.flatnonzero(full)], dtype=float))[
        :, column
    ]
    level = np.array(
        [p.for_household(rent_share) if (p := prices.get(row[0])) else np.nan for row in rows], dtype=float
    )
    nominal = wages[:, column]
    demand, parts = _demand(rows)
    key = {"real": nominal / level * 100, "nominal": nominal, "demand": demand}[sort]
    spread = log_se if sort != "demand" else np.array([(row[4] or np.nan) / 100 for row in rows], dtype=float)
    ranks, low, high = rank_intervals(key, spread)
    listed = []
    for i in np.argsort(np.where(np.isnan(key), np.inf, -key), kind="stable"):
        if not full[i]:
            continue
        parity = prices.get(rows[i][0])
        real = None if parity is None else float(nominal[i] / level[i] * 100)
        half = float(np.exp(Z90 * log_se[i]))
        ranked = ranks[i] > 0
        listed.append(
            Place(
                area=rows[i][0],
                name=rows[i][1],
                type=rows[i][2],
                nominal=float(nominal[i]),
                nominal90=(float(nominal[i]) / half, float(nominal[i]) * half),
                real=real,
                real90=None if real is None else (real / half, real * half),
                parity=parity,
                price_level=None if parity is None else float(level[i]),
                rank=int(ranks[i]) if ranked else None,
                rank90=(int(low[i]), int(high[i])) if ranked and sort != "demand" else None,
                employment=rows[i][3],
                employment_rse=rows[i][4],
                jobs_per_1000=rows[i][12],
                location_quotient=rows[i][13],
                demand=None if np.isnan(demand[i]) else round(float(demand[i]), 1),
                demand_parts=parts[i],
            )
        )
    unranked = {
        str(rows[i][1]): "wages not released" if not full[i] else f"no figure to sort by {sort}"
        for i in range(len(rows))
        if not full[i] or np.isnan(key[i])
    }
    return Ranking(
        occupation=found.code,
        title=found.title,
        statistic=statistic,
        sort=sort,
        rent_share=rent_share,
        release=store.release,
        places=tuple(listed),
        unranked=unranked,
        rural_urban=_rural_urban(rows, wages[:, 0], level),
        notes=_notes(listed, sort),
    )


def rank_intervals(values: Array, log_se: Array, confidence: float = 0.90) -> tuple[Array, Array, Array]:
    """Rank (1 best; equal values share one), lowest and highest possible rank of each of n values; 0 if NaN.

    A place's bounds count the places it differs from significantly, with a critical value that holds for all
    its n - 1 comparisons at once (the marginal confidence set for a rank of Mogstad, Romano, Shaikh and
    Wilhelm, Review of Economic Studies 2024, with Sidak's bound in place of the bootstrap).
    """
    n = len(values)
    ranks, low, high = np.zeros(n), np.zeros(n), np.zeros(n)
    use = np.flatnonzero(~np.isnan(values) & ~np.isnan(log_se))
    some = np.flatnonzero(~np.isnan(values))
    ranks[some] = 1 + np.searchsorted(np.sort(-values[some]), -values[some])
    if len(use) == 0:
        return ranks, low, high
    critical = ndtri(0.5 + 0.5 * confidence ** (1 / max(len(use) - 1, 1)))
    x, s = np.log(values[use]), log_se[use]
    z = (x[None, :] - x[:, None]) / np.sqrt(s[None, :] ** 2 + s[:, None] ** 2 + 1e-12)
    low[use] = 1 + (z > critical).sum(axis=1)
    high[use] = len(use) - (z < -critical).sum(axis=1)
    return ranks, low, high


def _rows(store: Store, occupation: str, types: list[str], near: str) -> list[tuple[Any, ...]]:
    wages = ", ".join(f"coalesce(annual_{s}, hourly_{s} * {HOURS})" for s in STATISTICS)
    rows = store.rows(
        f"SELECT a.code, a.name, a.type, employment, employment_rse, mean_rse, {wages}, jobs_per_1000, "
        "location_quotient, a.states FROM cell c JOIN area a ON a.code = c.area WHERE c.occupation = ? "
        "AND c.industry = '000000' AND a.type IN (SELECT unnest(?::VARCHAR[])) ORDER BY a.code",
        [occupation, types],
    )
    if near:
        states = set(find_area(near, store).states.split("-"))
        rows = [row for row in rows if states & set(row[14].split("-"))]
    return rows


def _log_se(wages: Array, mean_rse: Array) -> Array:
    distribution = WageDistribution.from_percentiles(wages[:, 1:], mean=wages[:, 0])
    return sampling_log_se(distribution, mean_rse)


def _ranks(values: Array) -> Array:
    """Ranks from 1, ties averaged; scipy.stats has it too, but takes a second to import."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    average: Array = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return average


def _demand(rows: list[tuple[Any, ...]]) -> tuple[Array, list[dict[str, float]]]:
    """0 to 100: the mean of two percentile ranks among the areas listed, concentration and number of jobs."""
    columns = {
        "concentration": np.array([row[13] for row in rows], dtype=float),
        "jobs": np.array([row[3] for row in rows], dtype=float),
    }
    shares = {}
    for name, values in columns.items():
        known = ~np.isnan(values)
        shares[name] = np.full(len(rows), np.nan)
        if known.any():
            shares[name][known] = 100 * (_ranks(values[known]) - 0.5) / known.sum()
    total = (shares["concentration"] + shares["jobs"]) / 2
    parts = [
        {name: round(float(s[i]), 1) for name, s in shares.items() if not np.isnan(s[i])}
        for i in range(len(rows))
    ]
    return total, parts


def _rural_urban(rows: list[tuple[Any, ...]], mean: Array, level: Array) -> dict[str, float] | None:
    """Mean pay in nonmetropolitan areas over metropolitan ones, by jobs, before and after prices."""
    jobs = np.array([row[3] for row in rows], dtype=float)
    relative = np.array([row[5] for row in rows], dtype=float) / 100
    use = ~np.isnan(jobs) & ~np.isnan(mean) & ~np.isnan(level) & ~np.isnan(relative)
    sides = {}
    for side in ("metropolitan", "nonmetropolitan"):
        here = use & np.array([row[2] == side for row in rows])
        if not here.any():
            return None
        weight = jobs[here] / jobs[here].sum()
        nominal, real = weight @ mean[here], weight @ (mean[here] / level[here] * 100)
        error = float(np.sqrt(((weight * mean[here] * relative[here]) ** 2).sum()) / nominal)
        sides[side] = (float(nominal), float(real), error)
    (urban, urban_real, e1), (rural, rural_real, e2) = sides["metropolitan"], sides["nonmetropolitan"]
    half = Z90 * float(np.hypot(e1, e2))
    return {
        "metropolitan_mean": round(urban, 0),
        "nonmetropolitan_mean": round(rural, 0),
        "nominal_difference_percent": round(100 * (rural / urban - 1), 1),
        "real_difference_percent": round(100 * (rural_real / urban_real - 1), 1),
        "half_width90_points": round(100 * half * rural / urban, 1),
        "probability_rural_pays_less": round(float(ndtr(np.log(urban / rural) / np.hypot(e1, e2))), 3),
    }


def _notes(listed: list[Place], sort: str) -> tuple[str, ...]:
    notes = [
        "Prices are BEA regional price parities of 2024, taken as exact: BEA prints no error for them.",
        "Pay is before tax.",
    ]
    ties = sum(1 for p in listed if p.rank90 and p.rank90[0] == 1)
    if sort != "demand" and ties > 1:
        notes.append(f"{ties} places cannot be told apart from first place with 90 % confidence.")
    return tuple(notes)
