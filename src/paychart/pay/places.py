"""Places compared for one occupation: pay, what it buys, demand, and how sure each rank is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import Suppressed, require_choice
from paychart.pay.cells import STATISTICS
from paychart.pay.notices import in_words, of_editions
from paychart.pay.parity import Parity, parities
from paychart.pay.place_cells import area_rows, pay_in_areas, rural_urban
from paychart.pay.place_taxes import PlaceTaxes, tax_notes
from paychart.pay.plausible import doubtful_areas
from paychart.pay.ranking import demand_index, demand_rank_bounds, rank_intervals
from paychart.pay.take_home import HOUSEHOLDS
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.show.table import Table
from paychart.words import find_occupation, index, resolve_profile

Array = NDArray[np.float64]
SORTS = ("real", "nominal", "take-home", "demand")
KINDS = {"metro": "metropolitan", "rural": "nonmetropolitan", "state": "state"}


@dataclass(frozen=True)
class Place:
    """One area. Dollars a year; `real` is None where BEA has no parity. `rank` 1 is the best of its list.

    `rank90` holds the ranks the place may have: with 90% confidence no other rank is its true one.
    `take_home` is what taxes leave of `nominal`, `take_home_real` what that buys, `taxes` their parts and sources;
    where `local_tax_missing`, a local tax may be due that is not taken off. `demand_parts` are percentile ranks.
    """

    area: str
    name: str
    type: str
    nominal: float
    nominal90: tuple[float, float] | None
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
    take_home: float | None = None
    take_home_real: float | None = None
    taxes: Mapping[str, Any] | None = None
    local_tax_missing: bool = False

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
    """Places best first. `unranked` names areas without the figure asked for, with the reason.

    `status` is published, or modelled where pay is that of a person. `home` is the area of the profile.
    """

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
    household: str = "single"
    status: str = "published"
    profile: Profile | None = None
    home: Place | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["places"] = [place.to_dict() for place in self.places]
        row["home"] = self.home.to_dict() if self.home else None
        row["profile"] = self.profile.to_dict() if self.profile else None
        return {**row, "unranked": dict(self.unranked), "notes": list(self.notes)}

    def table(self) -> Table:
        """A row for each place, best first."""
        rows = [place.to_dict() for place in self.places]
        title = f"{self.title}: {len(rows)} places by {self.sort} {self.statistic}"
        return Table.from_rows(title, rows, self.release)

    def _repr_html_(self) -> str:
        """The table as notebooks show it."""
        return self.table()._repr_html_()


DOUBTED = "its published figure is hard to believe"
DOUBTED_NOTE = (
    "Their published figures lie far from what related work, other places and earlier releases say."
)


def places(
    store: Store,
    occupation: str | Profile,
    *,
    statistic: str = "p50",
    sort: str = "real",
    kinds: tuple[str, ...] = ("metro", "rural"),
    near: str = "",
    rent_share: float | None = None,
    household: str = "single",
    taxed_in: int | None = None,
    doubtful: bool = False,
) -> Ranking:
    """All areas ranked by `sort`, for one occupation and one statistic of pay.

    A profile in place of an occupation ranks areas for that person: the same rank among workers everywhere.
    `kinds` are of metro, rural, state; `near` keeps the areas that share a state with that area or state. Areas whose
    published figures are hard to believe (`plausible`) are listed without a rank, unless `doubtful` ranks them too.
    Raises BadInput for a word that is not a choice, Suppressed where no area has wages for the occupation.
    """
    words = ((statistic, STATISTICS), (sort, SORTS), (household, HOUSEHOLDS))
    for value, choices in (*words, *((kind, tuple(KINDS)) for kind in kinds)):
        require_choice(value, choices)
    asked = resolve_profile(occupation, store) if isinstance(occupation, Profile) else None
    found = find_occupation(asked.occupation if asked else str(occupation), store)
    rows = area_rows(store, found.code, [KINDS[kind] for kind in kinds], near)
    whole = asked or Profile(found.code)
    pay = pay_in_areas(store, whole, [str(row[0]) for row in rows])
    full = pay.full
    if not full.any():
        raise Suppressed(
            f"No area asked for has published wages for {found.title}.",
            hint="Ask for a wider occupation group, or leave out --near.",
        )
    column = STATISTICS.index(statistic)
    nominal, log_se = pay.annual[:, column], pay.cell_log_se[:, column]
    prices = parities(store)
    held = [prices.get(row[0]) for row in rows]
    level = np.array([p.for_household(rent_share) if p else np.nan for p in held], dtype=float)
    areas, states, touched = ([str(row[k]) for row in rows] for k in (0, 8, 7))
    taxed = PlaceTaxes(nominal, areas, states, touched, household, taxed_in)
    numbers = np.array([(row[6], row[3], row[4]) for row in rows], dtype=float).reshape(len(rows), 3)
    demand, parts = demand_index(numbers[:, 0], numbers[:, 1])
    key = {
        "real": nominal / level * 100,
        "nominal": nominal,
        "take-home": taxed.left / level * 100,
        "demand": demand,
    }[sort]
    doubted = np.isin(
        areas, [] if doubtful or sort == "demand" else sorted(doubtful_areas(store, found.code))
    )
    key = np.where(doubted, np.nan, key)
    spread = log_se * taxed.keeps() if sort == "take-home" else log_se
    ranks, low, high = rank_intervals(key, spread)
    if sort == "demand":
        low, high = demand_rank_bounds(*numbers.T)
    listed = [
        _place(rows[i], held[i], float(level[i]), float(nominal[i]), pay.interval90[i, column], taxed, int(i),
               float(demand[i]), parts[:, i], (int(ranks[i]), int(low[i]), int(high[i])))
        for i in np.argsort(np.where(np.isnan(key), np.inf, -key), kind="stable")
        if full[i]
    ]  # fmt: skip
    home = None
    if asked and asked.area != NATION:
        home = next((p for p in listed if p.area == asked.area), None)
    return Ranking(
        occupation=found.code,
        title=found.title,
        statistic=statistic,
        sort=sort,
        rent_share=rent_share,
        release=store.release,
        places=tuple(listed),
        unranked={
            str(row[1]): "wages not released"
            if not whole
            else DOUBTED
            if doubt
            else f"no figure to sort by {sort}"
            for row, whole, value, doubt in zip(rows, full, key, doubted, strict=True)
            if not whole or np.isnan(value)
        },
        rural_urban=rural_urban(rows, pay.cell_mean, pay.cell_mean_log_se, level),
        notes=(
            *_notes(listed, sort, household, store.vintages["rpp"].edition, taxed),
            *pay.notes,
            *([f"Places with no rank: {doubted.sum()}. {DOUBTED_NOTE}"] if doubted.any() else []),
            *_industry_note(asked, store),
            *in_words(of_editions(store, "rpp", "oews", *_taxes_used(sort, taxed))),
        ),
        household=household,
        status="modelled" if asked and _is_modelled(asked) else "published",
        profile=asked,
        home=home,
    )


def _is_modelled(profile: Profile) -> bool:
    return profile.describes_person or profile.industry != ALL_INDUSTRIES


def _industry_note(asked: Profile | None, store: Store) -> tuple[str, ...]:
    if asked is None or asked.industry == ALL_INDUSTRIES:
        return ()
    name = index(store).industries[asked.industry].title
    return (
        f"BLS publishes no wages by area and employer type: pay at {name} is modelled from its national cell and "
        "each area's own. Jobs and demand are those of all employers.",
    )


def _place(
    row: tuple[Any, ...], parity: Parity | None, level: float, nominal: float, band: Array, taxed: PlaceTaxes, i: int,
    demand: float, parts: Array, ranks: tuple[int, int, int],
) -> Place:  # fmt: skip
    real = None if parity is None else nominal / level * 100
    sure = (float(band[0]), float(band[1])) if np.isfinite(band).all() else None
    kept = None if np.isnan(taxed.left[i]) else float(taxed.left[i])
    rank, low, high = ranks
    return Place(
        area=row[0],
        name=row[1],
        type=row[2],
        nominal=nominal,
        nominal90=sure,
        real=real,
        real90=None if real is None or sure is None else (sure[0] / level * 100, sure[1] / level * 100),
        parity=parity,
        price_level=None if parity is None else level,
        rank=rank or None,
        rank90=(low, high) if rank and low else None,
        employment=row[3],
        employment_rse=row[4],
        jobs_per_1000=row[5],
        location_quotient=row[6],
        demand=None if np.isnan(demand) else round(demand, 1),
        demand_parts={
            name: round(float(value), 1)
            for name, value in zip(("concentration", "jobs"), parts, strict=True)
            if not np.isnan(value)
        },
        take_home=None if kept is None else round(kept, 0),
        take_home_real=None if kept is None or parity is None else round(kept / level * 100, 0),
        taxes=taxed.parts(i),
        local_tax_missing=kept is not None and taxed.untaxed_locally(i),
    )


def _taxes_used(sort: str, taxed: PlaceTaxes) -> tuple[str, ...]:
    return (f"taxes_{taxed.year}", "local_tax") if sort == "take-home" else ()


def _notes(
    listed: list[Place], sort: str, household: str, edition: str, taxed: PlaceTaxes
) -> tuple[str, ...]:
    notes = [
        f"Prices are BEA regional price parities of {edition}, taken as exact: BEA prints no error for them."
    ]
    if sort == "take-home":
        notes += tax_notes(household, any(p.local_tax_missing for p in listed), taxed.year, taxed.earlier_law)
    else:
        notes.append("Pay is before tax; sort by take-home to see what taxes leave.")
    ties = sum(1 for p in listed if p.rank90 and p.rank90[0] == 1)
    if ties > 1:
        notes.append(f"{ties} places cannot be told apart from first place with 90% confidence.")
    if sort == "demand":
        notes.append(
            "Demand is the mean of two percentile ranks, its parts: concentration (location quotient) and number "
            "of jobs. Ranks allow for the standard error (RSE) of the count of jobs, one place at a time."
        )
    return tuple(notes)
