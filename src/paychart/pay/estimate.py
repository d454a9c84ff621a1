"""`estimate(Profile) -> Estimate`: one row of the kernel with words: names, hourly pay, lineage, notices, effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from paychart.data.store import Store, default_store
from paychart.errors import PaychartError
from paychart.pay import answered_cells as answered
from paychart.pay.answer import Estimate, modelled_lineage, published_lineage
from paychart.pay.cells import HOURS, PERCENTILES, STATISTICS, Cell, Key, fetch
from paychart.pay.columns import People
from paychart.pay.disagreement import people_report_less
from paychart.pay.kernel import price, unseen_together
from paychart.pay.notices import Notice, of_editions
from paychart.pay.plausible import implausible, misshapen
from paychart.pay.priced import Priced
from paychart.pay.research import release as research_release
from paychart.pay.research import research_cell
from paychart.pay.workforce import OPEN
from paychart.profile import ALL_INDUSTRIES, FULL_TIME_HOURS, NATION, Profile
from paychart.words import index, resolve_profile, told

__all__ = ["Estimate", "describe", "estimate", "estimates"]

NOISY_PERCENT = (
    15.0  # relative standard error of the mean from which a composite is shown beside the printed figure
)


def estimate(profile: Profile, store: Store | None = None) -> Estimate:
    """The pay of `profile`: the published cell where there is one, else the pay model's, else the nearest
    published cell (for groups of occupations, and where nothing supports a model).

    Words in the profile are resolved to codes; without a store the default one is asked, held for the process. Raises
    UnknownCode or Ambiguous with the nearest values, BadInput for traits that cannot be, and Suppressed where neither
    the cell nor any wider one has wages.
    """
    opened = store or default_store()
    priced = price(opened, People.of([resolve_profile(profile, opened)]))
    if priced.errors:
        raise priced.errors[0]
    found = describe(priced, 0)
    understood = tuple(Notice.of("understood", said=said) for said in told(profile, opened))
    return replace(found, notices=(*understood, *found.notices)) if understood else found


def estimates(profiles: Sequence[Profile], store: Store) -> list[Estimate | PaychartError]:
    """The estimate of each profile (with codes), or why there is none; all are priced at once."""
    priced = price(store, People.of(profiles))
    return [priced.errors.get(row) or describe(priced, row) for row in range(len(priced))]


def describe(priced: Priced, row: int) -> Estimate:
    """One row of `priced` (without an error) in words."""
    whole = _cell_answer(priced, int(priced.cell[row]))
    less = people_report_less(priced.store, whole.profile.occupation)
    whole = replace(whole, notices=(*whole.notices, *less, *of_editions(priced.store, "oews")))
    if not priced.people.described[row]:
        return replace(whole, priced=priced, row=row)
    from paychart.pay.effects import person_lineage, report

    steps, effects = report(priced, row)
    annual = _by_statistic(priced.annual[row])
    factor = float(priced.people.hours_per_year[row]) / FULL_TIME_HOURS
    return replace(
        whole,
        profile=priced.people.profile(row),
        status="modelled",
        annual=annual,
        hourly={s: round(v / factor / HOURS, 2) for s, v in annual.items()} if whole.hourly else None,
        interval90=_intervals(priced.interval90[row]),
        lineage=(*whole.lineage, *person_lineage(priced, row)),
        notices=(*whole.notices, *person_notices(priced, row)),
        effects=effects,
        steps=steps,
        cell=whole,
        priced=priced,
        row=row,
    )


def _by_statistic(values: Any) -> dict[str, float]:
    return dict(zip(STATISTICS, np.asarray(values, dtype=float).tolist(), strict=True))


def _intervals(ends: Any) -> dict[str, tuple[float, float]] | None:
    """Intervals by statistic; None where the error of any is not known."""
    if not np.isfinite(ends).all():
        return None
    return {s: (low, high) for s, (low, high) in zip(STATISTICS, np.asarray(ends).tolist(), strict=True)}


def _cell_answer(priced: Priced, j: int) -> Estimate:
    """The estimate of everyone in cell `j`."""
    store, cells = priced.store, priced.cells
    key, basis, why = cells.keys[j], int(cells.basis[j]), str(cells.why[j])
    names = _names(store, key)
    found = Estimate(
        profile=Profile(*key),
        status=str(answered.STATUS[cells.status[j]]),
        annual=_by_statistic(cells.wages[j]),
        hourly=None,
        interval90=_intervals(answered.interval90(cells.wages[j], cells.half[j])),
        lineage=(),
        names=names,
    )
    own = fetch(store, [key]).get(key)
    if basis == answered.MODEL:
        return _from_model(found, own, why, float(cells.jobs[j]), store)
    if basis == answered.ALL_EMPLOYERS:
        wider = price(store, People.in_cells([key[0]], [key[1]]))
        answer = _cell_answer(wider, 0)
        notice = Notice.of("all_employers", why=why, area=names["area"])
        return replace(
            answer,
            profile=found.profile,
            status=found.status,
            interval90=found.interval90,
            notices=(notice, *answer.notices),
            employment=None,
            expected_employment=None,
            smoothed=None,
            names=names,
        )
    used, steps = cells.used.get(j, (key, ()))
    cell = research_cell(store, key) if basis == answered.RESEARCH else fetch(store, [used])[used]
    assert cell is not None  # it was priced
    return _from_cell(found, cell, steps, why, store)


def _from_model(found: Estimate, own: Cell | None, why: str, jobs: float, store: Store) -> Estimate:
    from paychart.pay.model import model_table, parents

    profile = found.profile
    key: Key = (profile.occupation, profile.area, profile.industry)
    rests_on = parents(store, *key)
    published = fetch(store, rests_on)
    nation = published.get((key[0], NATION, ALL_INDUSTRIES))
    # How the work is paid, by the hour or by the year, does not depend on the place.
    by_year = (nation or next(iter(published.values()))).pay_basis == "annual_only"
    employment = own.employment if own else None
    return replace(
        found,
        hourly=None if by_year else {s: round(v / HOURS, 2) for s, v in found.annual.items()},
        lineage=(
            modelled_lineage(key, store, model_table(store).method, why),
            *(published_lineage(published[parent], store) for parent in rests_on),
        ),
        notices=(Notice.of("modelled", why=why), *((Notice("by_the_year"),) if by_year else ())),
        employment=employment,
        expected_employment=None if employment or not np.isfinite(jobs) else round(jobs),
    )


def _from_cell(found: Estimate, cell: Cell, steps: Sequence[str], why: str, store: Store) -> Estimate:
    notices = []
    if steps:
        places = (_place(store, cell.area), _industry(store, cell.industry))
        notices.append(Notice.of("stand_in", why=why, where=", ".join(part for part in places if part)))
    if cell.pay_basis == "hourly_only":
        notices.append(Notice("by_the_hour"))
    if cell.pay_basis == "annual_only":
        notices.append(Notice("by_the_year"))
    if cell.full_year()["mean"] is None:
        notices.append(Notice("mean_derived"))
    if cell.source != "oews":
        notices.append(Notice.of("research", release=research_release(store), current=store.release))
    beside = None
    if cell.mean_rse is None:
        notices.append(Notice("no_error"))
    elif cell.mean_rse == 0:
        notices.append(Notice("counted"))
    elif not steps and cell.mean_rse >= NOISY_PERCENT:
        from paychart.pay.model import smoothed

        beside = smoothed(store, cell.occupation, cell.area, cell.industry)
        notices.append(Notice.of("noisy", rse=cell.mean_rse))
        if beside is not None:
            low, high = beside.interval90["p50"]
            more = {"median": beside.annual["p50"], "low": low, "high": high}
            notices[-1] = Notice.of("noisy_smoothed", rse=cell.mean_rse, **more)
    if not steps:
        whole = cell.industry == ALL_INDUSTRIES
        doubt = implausible(store, cell.occupation, cell.area) if whole else None
        shape = misshapen(np.array([found.annual[p] for p in PERCENTILES]))
        notices += [notice for notice in (doubt.notice if doubt else None, shape) if notice]
    return replace(
        found,
        hourly=_hourly(cell, found.annual),
        lineage=(published_lineage(cell, store, steps),),
        notices=tuple(notices),
        employment=None if steps else cell.employment,
        smoothed=beside,
    )


def _hourly(cell: Cell, wages: Mapping[str, float]) -> dict[str, float] | None:
    if cell.pay_basis == "annual_only":
        return None
    return {s: v if (v := cell.hourly[s]) is not None else round(wages[s] / HOURS, 2) for s in STATISTICS}


def _names(store: Store, key: Key) -> dict[str, str]:
    return {
        "occupation": index(store).occupations[key[0]].title,
        "area": _place(store, key[1]),
        "industry": _industry(store, key[2]) or "All employers",
    }


def _place(store: Store, area: str) -> str:
    return "United States" if area == NATION else index(store).areas[area].name


def _industry(store: Store, industry: str) -> str:
    return "" if industry == ALL_INDUSTRIES else index(store).industries[industry].title


def person_notices(priced: Priced, row: int) -> tuple[Notice, ...]:
    """The notices of one row that says something of the person."""
    people, (standing, here) = priced.people, priced.standing(row)
    combo, held = standing.combos[standing.combo[here]], standing.held[here]
    notices = [Notice("associations")]
    years, since = people.experience_years[row], people.years_since_school[row]
    if np.isfinite(years) and np.isfinite(since):
        notices.append(Notice.of("in_this_work_unused", years=float(years), since=float(since)))
    elif np.isfinite(years):
        notices.append(Notice.of("since_school_assumed", years=float(years)))
    if people.hours_per_year[row] != FULL_TIME_HOURS and combo[3] == OPEN:
        notices.append(Notice("few_hours"))
    if held.known and combo[2] != OPEN:
        share = 100 * (1 - float(standing.force.people.certified[0]))
        notices.append(Notice.of("credential_base", share=share))
    unseen = unseen_together(standing, here)
    if unseen:
        notices.append(
            Notice.of("seldom_together", occupation=standing.force.people.occupation, traits=unseen)
        )
    if held.unproven:
        notices.append(Notice.of("no_evidence", credentials=", ".join(held.unproven)))
    return tuple(notices)
