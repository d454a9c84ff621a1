"""Places worth moving to for one occupation, with gains shrunk for the noise of many small cells."""

from __future__ import annotations

import numpy as np

from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.pay.places import Place, Ranking, places
from paychart.pay.uncertainty import Z90
from paychart.profile import Profile
from paychart.words.index import index

NEAR, FAR = 6, 14
_UNRANKED_SD = 0.15  # a place without a published median of its own
_LEAST_JOBS = 100.0


def better_places(store: Store, reader: Profile, rent_share: float | None) -> list[tuple[Place, str]]:
    """The places of best shrunk real pay, in the reader's state and anywhere, with what jobs are there."""
    own = index(store).areas[reader.area]
    kept = [
        p for p in _ranking(store, reader.occupation, rent_share).places if (p.employment or 0) >= _LEAST_JOBS
    ]
    kept = [p for p in kept if p.area != reader.area and p.real is not None]
    values = _shrunk(store, reader.occupation, rent_share)
    kept.sort(key=lambda p: -values.get(p.area, (-np.inf, 0.0, 0.0))[0])
    areas = index(store).areas
    near = [
        p for p in kept if set(areas[p.area].states.split("-")) & set((own.states or own.state).split("-"))
    ][:NEAR]
    chosen = [*near, *[p for p in kept if p not in near][:FAR]]
    rate = _openings_rate(store, reader.occupation)
    return [(p, _jobs(p, rate)) for p in chosen]


def shrinkage(store: Store, then: Profile, now: Profile, rent_share: float | None) -> tuple[float, float]:
    """What shrinkage adds to the log ratio of median real pay of two areas, and the standard error left."""
    there, here = (_shrunk(store, now.occupation, rent_share).get(p.area) for p in (then, now))
    if there is None or here is None:
        return 0.0, _UNRANKED_SD
    return (there[0] - there[2]) - (here[0] - here[2]), float(np.hypot(there[1], here[1]))


def dearest(store: Store, reader: Profile, rent_share: float | None) -> Place | None:
    """The place of highest pay before prices, with enough jobs to be one people mean."""
    found = [
        p
        for p in _ranking(store, reader.occupation, rent_share).places
        if (p.employment or 0) >= 5 * _LEAST_JOBS
    ]
    return max(found, key=lambda p: p.nominal, default=None)


def _ranking(store: Store, occupation: str, rent_share: float | None) -> Ranking:
    return store.cached(
        ("places", occupation, rent_share),
        lambda: places(store, occupation, kinds=("metro", "rural", "state"), rent_share=rent_share),
    )


def _shrunk(store: Store, occupation: str, rent_share: float | None) -> dict[str, tuple[float, float, float]]:
    """Area -> (mean, sd, raw) of log real pay; mean and sd after shrinkage to the middle of all places
    (DerSimonian-Laird)."""
    try:
        found = [p for p in _ranking(store, occupation, rent_share).places if p.real and p.real90]
    except PaychartError:
        return {}
    if len(found) < 3:
        return {}
    y = np.log([p.real or 1.0 for p in found])
    se = np.array([np.log(p.real90[1] / p.real90[0]) / (2 * Z90) if p.real90 else 1.0 for p in found])
    weight = 1 / se**2
    fixed = (weight * y).sum() / weight.sum()
    q = (weight * (y - fixed) ** 2).sum()
    tau2 = max(1e-6, (q - len(y) + 1) / (weight.sum() - (weight**2).sum() / weight.sum()))
    inner = 1 / (se**2 + tau2)
    middle = (inner * y).sum() / inner.sum()
    keep = tau2 / (tau2 + se**2)
    mean, sd = middle + keep * (y - middle), np.sqrt(keep) * se
    return {p.area: (float(m), float(s), float(r)) for p, m, s, r in zip(found, mean, sd, y, strict=True)}


def _openings_rate(store: Store, occupation: str) -> float | None:
    rows = store.rows(
        "SELECT openings_thousands / employment_base_thousands FROM projection WHERE occupation = ?",
        [occupation],
    )
    return float(rows[0][0]) if rows and rows[0][0] else None


def _jobs(place: Place, rate: float | None) -> str:
    jobs = f"{place.employment:,.0f} such jobs there"
    return (
        f"{jobs}, about {place.employment * rate:,.0f} openings a year" if rate and place.employment else jobs
    )
