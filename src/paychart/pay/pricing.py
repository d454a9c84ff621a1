"""Many people priced at once: the quarters of pay for each, and where each one's own pay stands.

`price_people` gives what `estimate` and `place_offer` give row by row (percentiles equal within 1e-9), without
their intervals and explanations: a payroll of 100,000 takes seconds. Rows that share a cell and traits share
the work.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.pay.estimate import Estimate, estimate
from paychart.pay.latent import ConditionalPay, LatentMixture
from paychart.pay.people import Workforce, match, people_folder, settle, workforce
from paychart.profile import FULL_TIME_HOURS, Profile

Array = NDArray[np.float64]
QUARTERS = {"p25": 0.25, "p50": 0.50, "p75": 0.75}


@dataclass(frozen=True, eq=False)
class PricedPeople:
    """One entry a profile, in the order given. Dollars a year for the profile's hours; NaN where `errors` has
    a reason.

    `status` is "published" (the cell itself, nothing known of the person), "modelled", or "". `percentile`
    (0 to 100) is of the pay given among workers like the profile; NaN where none was given.
    """

    p25: Array
    p50: Array
    p75: Array
    percentile: Array
    status: tuple[str, ...]
    errors: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.status)

    def to_dict(self) -> dict[str, Any]:
        """The rows as plain JSON values; null where a figure is not known."""
        columns = {name: getattr(self, name) for name in (*QUARTERS, "percentile")}
        return {
            "rows": [
                {
                    name: None if math.isnan(column[i]) else float(column[i])
                    for name, column in columns.items()
                }
                | {"status": self.status[i], "error": self.errors[i] or None}
                for i in range(len(self))
            ]
        }


@dataclass(frozen=True)
class _Found:
    """One distinct profile, settled: its cell, workforce and place among the workers."""

    cell: Estimate
    force: Workforce
    these: LatentMixture
    shift: float
    hours_factor: float
    personal: bool

    @property
    def status(self) -> str:
        return "modelled" if self.personal else self.cell.status


def price_people(
    profiles: Sequence[Profile], store: Store, pay: Iterable[float | None] | None = None
) -> PricedPeople:
    """Quarters of pay for every profile, and the percentile of its `pay` (dollars a year for its hours).

    A profile that cannot be priced has its reason in `errors`; the rest go on. Pay that is not positive is such
    a reason. `pay` must be as long as `profiles` (BadInput).
    """
    wages = np.full(len(profiles), np.nan)
    if pay is not None:
        given = [math.nan if amount is None else float(amount) for amount in pay]
        if len(given) != len(profiles):
            raise BadInput(
                f"{len(given)} amounts of pay for {len(profiles)} profiles: give one each, or None."
            )
        wages = np.array(given, dtype=float)
    found, errors = _find_all(profiles, store)
    for i in np.flatnonzero(wages <= 0).tolist():
        errors[i] = errors[i] or "Pay must be more than zero."
    quarters = np.full((len(profiles), len(QUARTERS)), np.nan)
    percentile = np.full(len(profiles), np.nan)
    groups: dict[tuple[int, int, bool], list[int]] = {}
    for i, person in enumerate(found):
        if person is not None and not errors[i]:
            groups.setdefault((id(person.cell), id(person.these), person.personal), []).append(i)
    for rows in groups.values():
        people = [person for i in rows if (person := found[i]) is not None]
        quarters[rows], percentile[rows] = _price(people, wages[rows])
    status = tuple(p.status if p and not errors[i] else "" for i, p in enumerate(found))
    p25, p50, p75 = quarters.T
    return PricedPeople(p25, p50, p75, 100 * percentile, status, tuple(errors))


def _price(people: Sequence[_Found], wages: Array) -> tuple[Array, Array]:
    """(m, 3) quarters and (m,) percentiles of people who share a cell and all traits but their shift."""
    first = people[0]
    factor = np.array([person.hours_factor for person in people])
    shift = np.array([person.shift for person in people])
    pay = ConditionalPay(first.cell.distribution, first.force.everyone, first.these, shift[:, None])
    quarters = np.round(pay.quantile(np.array(list(QUARTERS.values()))) * factor[:, None], -1)
    if not first.personal:
        quarters[:] = [first.cell.annual[name] for name in QUARTERS]
    percentile = np.full(len(people), np.nan)
    known = np.flatnonzero(np.isfinite(wages))
    if len(known):
        own = replace(pay, shift=shift[known, None])
        percentile[known] = own.percentile_of((wages[known] / factor[known])[:, None])[:, 0]
    return quarters, percentile


def _find_all(profiles: Sequence[Profile], store: Store) -> tuple[list[_Found | None], list[str]]:
    """Each profile found, or the reason why not; equal profiles are worked out once."""
    folder = people_folder(store.path)
    cells: dict[tuple[str, str, str], Estimate | str] = {}
    known: dict[Profile, _Found | str] = {}
    for profile in profiles:
        if profile not in known:
            known[profile] = _find(profile, store, folder, cells)
    answers = [known[profile] for profile in profiles]
    return (
        [None if isinstance(answer, str) else answer for answer in answers],
        [answer if isinstance(answer, str) else "" for answer in answers],
    )


def _find(
    profile: Profile, store: Store, folder: Path | None, cells: dict[tuple[str, str, str], Estimate | str]
) -> _Found | str:
    place = (profile.occupation, profile.area, profile.industry)
    try:
        if place not in cells:
            cells[place] = _cell(place, store)
        cell = cells[place]
        if isinstance(cell, str):
            return cell
        settled = replace(settle(profile), occupation=cell.profile.occupation)
        force = workforce(settled.occupation, _industry(cell.lineage[0], cell.profile), folder)
        place_in = match(settled, force)
    except PaychartError as error:
        return str(error)
    return _Found(
        cell,
        force,
        place_in.these,
        place_in.shift,
        settled.hours_per_year / FULL_TIME_HOURS,
        settled.describes_person,
    )


def _cell(place: tuple[str, str, str], store: Store) -> Estimate | str:
    try:
        return estimate(Profile(*place), store)
    except PaychartError as error:
        return str(error)


def _industry(used: Mapping[str, Any], profile: Profile) -> str:
    """Of the cell that stands in, as `estimate` has it, else of the profile."""
    return str(used.get("industry") or profile.industry)
