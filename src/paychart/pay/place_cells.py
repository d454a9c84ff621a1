"""One occupation in many areas: its jobs, the pay of one person there, and what rural work pays beside urban."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import Suppressed
from paychart.pay.answered_cells import MODEL, OWN, PUBLISHED, REFUSED, RESEARCH
from paychart.pay.columns import People
from paychart.pay.estimate import person_notices
from paychart.pay.kernel import price
from paychart.pay.normal import ndtr
from paychart.pay.notices import in_words
from paychart.pay.uncertainty import Z90
from paychart.profile import ALL_INDUSTRIES, Profile
from paychart.words import find_area

Array = NDArray[np.float64]
Row = tuple[Any, ...]


def area_rows(store: Store, occupation: str, types: list[str], near: str) -> list[Row]:
    """One row an area: code, name, type, jobs, their RSE, jobs per 1,000, location quotient,
    states, state. `near` keeps areas that share a state with that area or state."""
    rows = store.rows(
        "SELECT a.code, a.name, a.type, employment, employment_rse, jobs_per_1000, "
        "location_quotient, a.states, a.state FROM cell c JOIN area a ON a.code = c.area WHERE c.occupation = ? "
        "AND c.industry = '000000' AND a.type IN (SELECT unnest(?::VARCHAR[])) ORDER BY a.code",
        [occupation, types],
    )
    if near:
        states = set(find_area(near, store).states.split("-"))
        rows = [row for row in rows if states & set(row[7].split("-"))]
    return rows


@dataclass(frozen=True, eq=False)
class PayInAreas:
    """The kernel's answer for one person in n areas: `full` where the cell has wages of its own; errors are of logs."""

    annual: Array
    interval90: Array
    full: NDArray[np.bool_]
    cell_log_se: Array
    cell_mean: Array
    cell_mean_log_se: Array
    notes: tuple[str, ...]


def pay_in_areas(store: Store, profile: Profile, areas: list[str]) -> PayInAreas:
    """The pay of `profile` in each of `areas` (n,), whatever its own area. Raises what is wrong with the person."""
    priced = price(store, People.of([replace(profile, area=area) for area in areas]))
    for row in np.flatnonzero(priced.people.described).tolist():
        # What is wrong with the person is wrong everywhere; wages that no area has are told by `full`.
        if row in priced.errors and not isinstance(priced.errors[row], Suppressed):
            raise priced.errors[row]
    cells, own = priced.cells, priced.cell
    full = np.isin(cells.basis, (OWN, RESEARCH, MODEL)) & (cells.status != REFUSED)
    if profile.industry == ALL_INDUSTRIES:
        full &= cells.status == PUBLISHED
    full = full[own]
    told = np.flatnonzero(full & priced.people.described).tolist()
    notices = person_notices(priced, told[0]) if told else ()
    return PayInAreas(
        np.where(full[:, None], priced.annual, np.nan),
        priced.interval90,
        full,
        priced.cell_half / Z90,
        np.where(full, cells.wages[own, 0], np.nan),
        cells.half[own, 0] / Z90,
        in_words(notices),
    )


def rural_urban(rows: list[Row], mean: Array, relative: Array, level: Array) -> dict[str, float] | None:
    """Mean pay in nonmetropolitan areas over metropolitan ones, by jobs, before and after prices."""
    jobs = np.array([row[3] for row in rows], dtype=float)
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
