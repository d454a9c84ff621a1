"""Cells of one occupation in many areas: as published, or modelled for an employer type."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from paychart.data.store import Store
from paychart.pay.cells import HOURS, STATISTICS
from paychart.pay.distribution import WageDistribution
from paychart.pay.uncertainty import Z90, sampling_log_se
from paychart.words import find_area

Array = NDArray[np.float64]
Row = tuple[Any, ...]


def area_rows(store: Store, occupation: str, types: list[str], near: str) -> list[Row]:
    """One row an area: code, name, type, jobs, their RSE, the mean's RSE, six wages (6 to 11), jobs per 1,000,
    location quotient, states, state. `near` keeps areas that share a state with that area or state."""
    wages = ", ".join(f"coalesce(annual_{s}, hourly_{s} * {HOURS})" for s in STATISTICS)
    rows = store.rows(
        f"SELECT a.code, a.name, a.type, employment, employment_rse, mean_rse, {wages}, jobs_per_1000, "
        "location_quotient, a.states, a.state FROM cell c JOIN area a ON a.code = c.area WHERE c.occupation = ? "
        "AND c.industry = '000000' AND a.type IN (SELECT unnest(?::VARCHAR[])) ORDER BY a.code",
        [occupation, types],
    )
    if near:
        states = set(find_area(near, store).states.split("-"))
        rows = [row for row in rows if states & set(row[14].split("-"))]
    return rows


def published_wages(rows: list[Row]) -> Array:
    """Mean and five percentiles (n, 6) as printed."""
    return np.array([row[6:12] for row in rows], dtype=float).reshape(len(rows), 6)


def sampling_errors(wages: Array, full: NDArray[np.bool_], mean_rse: Array) -> Array:
    """Standard errors (n, 6) of the log of published figures; NaN where a figure is missing."""
    errors = np.full(wages.shape, np.nan)
    distribution = WageDistribution.from_percentiles(wages[full, 1:], mean=wages[full, 0])
    errors[full] = sampling_log_se(distribution, mean_rse[full])
    return errors


def employer_wages(store: Store, occupation: str, areas: list[str], industry: str) -> tuple[Array, Array]:
    """Modelled wages (n, 6) of an employer type in each area, and the standard errors of their logs."""
    from paychart.pay.model.price import price

    priced = price(store, [occupation] * len(areas), areas, [industry] * len(areas))
    wages = np.column_stack([priced.mean, priced.percentiles])
    half = np.asarray(priced.half_width[:, :, -1], dtype=float)
    return wages, np.column_stack([half[:, 5], half[:, :5]]) / Z90


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
