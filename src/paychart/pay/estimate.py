"""`estimate(Profile) -> Estimate`: pay, how workers differ, how sure we are, and on what it rests."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from paychart.data.store import Store, open_store
from paychart.errors import Suppressed
from paychart.pay import lineage
from paychart.pay.answer import Estimate
from paychart.pay.cells import HOURS, PERCENTILES, STATISTICS, Cell, Key, fetch, tree
from paychart.pay.distribution import WageDistribution
from paychart.pay.model import Prices, Smoothed, model_table, parents, price, smoothed
from paychart.pay.research import release as research_release
from paychart.pay.research import research_cell
from paychart.pay.uncertainty import Z90, fallback_log_se, interval, sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.words import index, resolve_profile

__all__ = ["Estimate", "estimate", "estimate_cells"]

NOISY_PERCENT = 15.0
BY_THE_HOUR = "BLS prints hourly wages only for this work; annual figures assume 2,080 paid hours."
_ANNUAL_ONLY = "BLS prints annual wages only: this work seldom runs 2,080 hours a year."


def estimate(profile: Profile, store: Store | None = None) -> Estimate:
    """The pay of `profile`: the published cell where there is one, else the pay model's, else the nearest
    published cell (for groups of occupations, and where nothing supports a model).

    Words in the profile are resolved to codes. Raises UnknownCode or Ambiguous with the nearest values, and
    Suppressed where neither the cell nor any wider one has wages.
    """
    opened = store or open_store()
    try:
        resolved = resolve_profile(profile, opened)
        if resolved.describes_person:
            return _for_person(resolved, opened)
        return _estimate(resolved, opened)
    finally:
        if store is None:
            opened.close()


def estimate_cells(
    keys: Sequence[Key], store: Store, progress: Callable[[int], None] = lambda _: None
) -> list[Estimate | None]:
    """The estimates of everyone in many cells, given by codes, in their order; None where `estimate` has nothing.

    The pay model is asked once for all of them. `progress` hears how many more are done.
    """
    published = fetch(store, keys)
    asked = [key for key in keys if not (key in published and published[key].has_wages)]
    priced = price(store, *zip(*asked, strict=True)) if asked else None
    place = {key: i for i, key in enumerate(asked)}
    found: list[Estimate | None] = []
    for key in keys:
        own = priced.of(place[key]) if priced and key in place else None
        try:
            found.append(_estimate(Profile(*key), store, own))
        except Suppressed:
            found.append(None)
        progress(1)
    return found


def _for_person(profile: Profile, store: Store) -> Estimate:
    """The pay of workers like this one within their cell."""
    from paychart.pay.people import people_folder, personal_pay, settle

    settled = settle(profile)
    cell = _estimate(settled, store)
    personal = personal_pay(
        settled,
        cell.distribution,
        cell.interval90,
        industry=cell.lineage[0].get("industry"),
        folder=people_folder(store.path),
    )
    return replace(
        cell,
        status="modelled",
        annual=personal.annual,
        hourly=personal.hourly if cell.hourly else None,
        interval90=personal.interval90,
        lineage=(*cell.lineage, *personal.lineage),
        warnings=(*cell.warnings, *personal.warnings),
        effects=personal.effects,
        personal=personal,
        cell=cell,
    )


def _estimate(profile: Profile, store: Store, priced: Prices | None = None) -> Estimate:
    """The estimate of a cell; `priced` is the pay model's answer, where it has been asked already."""
    key = (profile.occupation, profile.area, profile.industry)
    names = _names(store, profile)
    own = fetch(store, [key]).get(key)
    if own is None or not own.has_wages:
        own = research_cell(store, key) or own
    if own is not None and own.has_wages:
        return _from_cell(profile, own, store, names, [], "")
    priced = priced or price(store, [key[0]], [key[1]], [key[2]])
    reason = str(priced.reason[0])
    if priced.status[0] == "modelled":
        return _from_model(profile, priced, own, store, names)
    if profile.area != NATION and profile.industry != ALL_INDUSTRIES:
        return _all_employers(profile, reason, store, names)
    stand_ins = tree(store).stand_ins(key)
    cells = fetch(store, [wider for wider, _ in stand_ins])
    for wider, steps in stand_ins:
        cell = cells.get(wider)
        if cell is not None and cell.has_wages:
            return _from_cell(profile, cell, store, names, steps, reason)
    raise Suppressed(
        f"BLS released no wages for {names['occupation']}, here or anywhere wider.",
        hint=f"Ask for a wider occupation group, such as {profile.occupation[:2]}-0000.",
    )


def _all_employers(profile: Profile, reason: str, store: Store, names: Mapping[str, str]) -> Estimate:
    """The area's figure for all employers, for an industry about which nothing can be said."""
    wider = _estimate(replace(profile, industry=ALL_INDUSTRIES), store)
    note = f"{reason} This is the figure for all employers in {names['area']}."
    factor = math.exp(Z90 * fallback_log_se(["all industries"]))
    bands = wider.interval90 and {
        s: (round(low / factor, 2), round(high * factor, 2)) for s, (low, high) in wider.interval90.items()
    }
    return replace(
        wider,
        profile=profile,
        status="modelled",
        interval90=bands,
        warnings=(note, *wider.warnings),
        employment=None,
        names=names,
    )


def _from_model(
    profile: Profile, priced: Prices, own: Cell | None, store: Store, names: Mapping[str, str]
) -> Estimate:
    key = (profile.occupation, profile.area, profile.industry)
    rests_on = parents(store, *key)
    published = fetch(store, rests_on)
    reason = str(priced.reason[0])
    employment, jobs = own.employment if own else None, float(priced.jobs[0])
    wages = dict(zip(STATISTICS, [priced.mean[0], *priced.percentiles[0]], strict=True))
    bands = np.roll(priced.interval(0.90)[0], 1, axis=0)
    warnings = [f"{reason} This is a modelled figure; the interval says how far such figures miss."]
    nation = published.get((key[0], NATION, ALL_INDUSTRIES))
    # How the work is paid, by the hour or by the year, does not depend on the place.
    by_year = (nation or next(iter(published.values()))).pay_basis == "annual_only"
    if by_year:
        warnings.append(_ANNUAL_ONLY)
    return Estimate(
        profile=profile,
        status="modelled",
        annual={s: float(v) for s, v in wages.items()},
        hourly=None if by_year else {s: round(float(v) / HOURS, 2) for s, v in wages.items()},
        interval90={
            s: (round(float(low), 2), round(float(high), 2))
            for s, (low, high) in zip(STATISTICS, bands, strict=True)
        }
        if np.isfinite(bands).all()
        else None,
        lineage=(
            lineage.modelled(key, store, model_table(store).method, reason),
            *(lineage.published(published[parent], store) for parent in rests_on),
        ),
        warnings=tuple(warnings),
        employment=employment,
        expected_employment=None if employment or not np.isfinite(jobs) else round(jobs),
        names=names,
    )


def _from_cell(
    profile: Profile, cell: Cell, store: Store, names: Mapping[str, str], steps: list[str], reason: str
) -> Estimate:
    wages, warnings = _complete(cell)
    distribution = WageDistribution.from_percentiles(
        np.array([wages[p] for p in PERCENTILES]), mean=np.array(wages["mean"])
    )
    if steps:
        where = ", ".join(
            part for part in (_place(store, cell.area), _industry(store, cell.industry)) if part
        )
        warnings.insert(0, f"{reason} This is the figure for {where}, the nearest published cell.")
    if cell.source != "oews":
        warnings.append(
            f"BLS's research estimate by state and industry, {research_release(store)}: meant for research, not an "
            f"official series. Other figures are of {store.release}."
        )
    bands, beside = None, None
    if cell.mean_rse is None:
        warnings.append("BLS printed no standard error for this cell, so no interval can be given.")
    else:
        log_se = np.hypot(sampling_log_se(distribution, np.array(cell.mean_rse)), fallback_log_se(steps))
        values = np.array([wages[s] for s in STATISTICS])
        bands = {
            s: (round(float(low), 2), round(float(high), 2))
            for s, (low, high) in zip(STATISTICS, interval(values, log_se), strict=True)
        }
        if not steps and cell.mean_rse >= NOISY_PERCENT:
            beside = smoothed(store, cell.occupation, cell.area, cell.industry)
            warnings.append(_noisy(cell.mean_rse, beside))
    return Estimate(
        profile=profile,
        status="modelled" if steps else "published",
        annual=wages,
        hourly=_hourly(cell, wages),
        interval90=bands,
        lineage=(lineage.published(cell, store, steps),),
        warnings=tuple(warnings),
        employment=None if steps else cell.employment,
        names=names,
        smoothed=beside,
    )


def _noisy(rse: float, beside: Smoothed | None) -> str:
    note = f"A noisy cell: the mean's relative standard error is {rse:g} %."
    if beside is None:
        return note
    low, high = beside.interval90["p50"]
    return (
        f"{note} Together with what other cells say, the median is ${beside.annual['p50']:,.0f} "
        f"(90 % sure: ${low:,.0f} to ${high:,.0f})."
    )


def _complete(cell: Cell) -> tuple[dict[str, float], list[str]]:
    """Six annual figures. BLS always prints the mean beside five percentiles; hourly-only work is put on a
    full-time year, and says so."""
    warnings = []
    if cell.pay_basis == "hourly_only":
        warnings.append(BY_THE_HOUR)
    if cell.pay_basis == "annual_only":
        warnings.append(_ANNUAL_ONLY)
    wages = {s: v for s, v in cell.full_year().items() if v is not None}
    if "mean" not in wages:
        percentiles = np.array([wages[p] for p in PERCENTILES])
        wages = {"mean": round(float(WageDistribution.from_percentiles(percentiles).mean), -1), **wages}
        warnings.append("BLS printed no mean; this one follows from the percentiles.")
    return wages, warnings


def _hourly(cell: Cell, wages: Mapping[str, float]) -> dict[str, float] | None:
    if cell.pay_basis == "annual_only":
        return None
    return {s: v if (v := cell.hourly[s]) is not None else round(wages[s] / HOURS, 2) for s in STATISTICS}


def _names(store: Store, profile: Profile) -> dict[str, str]:
    return {
        "occupation": index(store).occupations[profile.occupation].title,
        "area": _place(store, profile.area),
        "industry": _industry(store, profile.industry) or "All employers",
    }


def _place(store: Store, area: str) -> str:
    return "United States" if area == NATION else index(store).areas[area].name


def _industry(store: Store, industry: str) -> str:
    return "" if industry == ALL_INDUSTRIES else index(store).industries[industry].title
