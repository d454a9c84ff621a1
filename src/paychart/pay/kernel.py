"""`price`: the only code that turns people into pay. Columns in, columns out; one row or a million, the same figures.

A row that says nothing of the person is its cell. Any other is a part of the cell's workers: those with its traits, at
their scores among everyone in the occupation and employer type, paid at the cell's own curve. What is not known moves
the interval, never the figure.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError, Suppressed
from paychart.pay.answered_cells import REFUSED, AnsweredCells, answer_cells, interval90
from paychart.pay.cells import Key
from paychart.pay.certainty import error_parts, sway
from paychart.pay.columns import People
from paychart.pay.composition import EDUCATION, HOURS, hours_brackets
from paychart.pay.held_credentials import HeldCredentials, held_credentials, settled
from paychart.pay.population import interpolate_rows
from paychart.pay.priced import Priced
from paychart.pay.standing import Standing
from paychart.pay.workforce import OPEN, Workforce, employer_type, people_folder, workforce
from paychart.profile import FULL_TIME_HOURS
from paychart.words import index

Array = NDArray[np.float64]
Index = NDArray[np.intp]

_WEEKS = 52
_LEAST_SHARE = 5e-4  # fewer workers than that say nothing of a level in an occupation
FEW_RECORDS = 3  # two traits that fewer persons have together are said to be unheard of
# Variance, in scores, of what workers of one schooling and one range of years earn beyond the sum of both effects: the
# first, and the second over the records that have the two together (bench/people_transport.py). With one of the two
# given, so much that intervals cover on records (bench/people_coverage.py).
_MISFIT, _MISFIT_A_RECORD = 0.0045, 0.35
_MISFIT_SCHOOLING, _MISFIT_YEARS = 0.0016, 0.003


def price(store: Store, people: People) -> Priced:
    """The pay of each of `people`, in their order. A row that cannot be priced has its error in `errors`."""
    place: dict[Key, int] = {}
    cell = np.array([place.setdefault(key, len(place)) for key in people.keys], dtype=np.intp)
    return price_in(store, people, answer_cells(store, list(place)), cell, people_folder(store.path))


def price_in(store: Store, people: People, cells: AnsweredCells, cell: Index, folder: Path | None) -> Priced:
    """`price` in cells answered already, `cell` (n,) being whose is whose, by the person tables in `folder` (the
    package's own if None)."""
    refused = cells.status[cell] == REFUSED
    errors = {row: _refused(people, row, store) for row in np.flatnonzero(refused).tolist()}
    standings = _stand(people, cells, cell, folder, errors) if people.described.any() else ()
    annual, half = np.full((len(people), 6), np.nan), np.full((len(people), 6, 2), np.nan)
    whole = np.flatnonzero(~people.described)
    annual[whole] = cells.wages[cell[whole]]
    half[whole] = cells.half[cell[whole], :, None]
    cell_half = cells.half[cell]
    for standing in standings:
        standing.fill(cells, cell, people.hours_per_year / FULL_TIME_HOURS, annual, half, cell_half)
    bands = _bands(annual, half, people)
    annual[people.described] = np.round(
        annual[people.described], -1
    )  # no figure for a person bears more than $10
    return Priced(store, people, cells, cell, errors, standings, annual, bands, cell_half)


def _bands(annual: Array, half: Array, people: People) -> Array:
    """(n, 6, 2) dollars to the cent; NaN where no error is known, or BLS prints one of 0 for the cell asked about."""
    known = np.where(half > 0, half, np.nan)
    known[people.described] = half[people.described]
    ends = np.stack([annual * np.exp(-known[..., 0]), annual * np.exp(known[..., 1])], axis=-1)
    return np.asarray(np.round(ends, 2))


def _refused(people: People, row: int, store: Store) -> PaychartError:
    occupation = people.occupation[row]
    named = index(store).occupations.get(occupation)
    return Suppressed(
        f"BLS released no wages for {named.title if named else occupation}, here or anywhere wider.",
        hint=f"Ask for a wider occupation group, such as {occupation[:2]}-0000.",
    )


def _stand(
    people: People,
    cells: AnsweredCells,
    cell: Index,
    folder: Path | None,
    errors: dict[int, PaychartError],
) -> tuple[Standing, ...]:
    """Those of whom something is known, found among the workers of their occupation and employer type."""
    groups: dict[tuple[str, str], list[int]] = {}
    kind = [(key[0], employer_type(key[0], cells.industry(j), folder)) for j, key in enumerate(cells.keys)]
    for row in np.flatnonzero(people.described).tolist():
        if row not in errors:
            groups.setdefault(kind[cell[row]], []).append(row)
    found = []
    for (occupation, industry), rows in groups.items():
        try:
            force = workforce(occupation, industry, folder)
        except PaychartError as error:
            errors.update(dict.fromkeys(rows, error))
            continue
        standing = among(force, people, np.array(rows, dtype=np.intp), errors)
        if len(standing.rows):
            found.append(standing)
    return tuple(found)


def among(force: Workforce, people: People, rows: Index, errors: dict[int, PaychartError]) -> Standing:
    """Rows of one workforce: whom they are like, by how much they differ, and how sure that is.

    A row that cannot be gets its error in `errors` and is left out.
    """
    read = [_held(force, people, row, errors) for row in rows.tolist()]
    _check_schooling(force, people, rows, errors)
    good = np.array([row not in errors for row in rows.tolist()], dtype=bool)
    held = [one for one, fine in zip(read, good.tolist(), strict=True) if fine and one is not None]
    rows = rows[good]
    years, weekly = people.years[rows], people.hours_per_year[rows] / _WEEKS
    counted = len(force.people.certified) > 1
    traits = np.column_stack(
        [
            people.education[rows],
            _bands_of(force, years),
            np.array([OPEN if h.count is None or not counted else h.count for h in held], dtype=np.intp),
            np.where(people.hours_per_year[rows] == FULL_TIME_HOURS, OPEN, hours_brackets(weekly)),
        ]
    )
    # Equal traits with equal years are worked out once.
    asked = np.column_stack([traits, np.where(np.isfinite(years), years, -1.0)])
    distinct, combo = np.unique(asked, axis=0, return_inverse=True)
    combos, own_years = distinct[:, :4].astype(np.intp), np.where(distinct[:, 4] < 0, np.nan, distinct[:, 4])
    moved = sway(force, combos, own_years)
    parts = error_parts(force, moved)
    of_levels = np.sqrt(sum(part**2 for part in parts.values()))
    misfit, records = _misfit(force, combos, np.isfinite(own_years))
    in_scores = force.scale / force.people.log_wage_sd
    extra = np.array([h.extra for h in held]) * in_scores
    extra_se = np.array([h.extra_se for h in held]) * in_scores
    unproven_se = np.array([h.unproven_se for h in held]) * in_scores
    combo = combo.reshape(-1)
    return Standing(
        force=force,
        rows=rows,
        held=tuple(held),
        combos=combos,
        combo=combo,
        years=own_years,
        moved=moved,
        parts=parts,
        records=records,
        shift=_within_band(force, combos, own_years)[combo] + extra,
        extra=extra,
        extra_se=extra_se,
        misfit_se=np.hypot(misfit[combo], unproven_se),
        score_se=np.sqrt(of_levels[combo] ** 2 + extra_se**2 + misfit[combo] ** 2 + unproven_se**2),
    )


def _held(
    force: Workforce, people: People, row: int, errors: dict[int, PaychartError]
) -> HeldCredentials | None:
    codes = people.credentials[row]
    level = int(people.education[row])
    try:
        known = None if codes is None else settled(tuple(codes), None if level < 0 else EDUCATION[level])
    except PaychartError as error:
        errors[row] = error
        return None
    return held_credentials(force.people.occupation, known)


def _check_schooling(force: Workforce, people: People, rows: Index, errors: dict[int, PaychartError]) -> None:
    """An error for each row with schooling that next to no one in the occupation has."""
    shares = force.people.joint.sum(axis=1)
    level = people.education[rows]
    for row in rows[(level >= 0) & (shares[level] < _LEAST_SHARE)].tolist():
        own = int(people.education[row])
        near = sorted(np.flatnonzero(shares >= _LEAST_SHARE).tolist(), key=lambda i: abs(i - own))
        errors.setdefault(
            row,
            BadInput(
                f"Next to no one in {force.people.occupation} holds this attainment: {EDUCATION[own].value}.",
                nearest=tuple(EDUCATION[i].value for i in near[:2]),
                hint="Leave the education out, or give one that occurs in the occupation.",
                about="education",
            ),
        )


def _bands_of(force: Workforce, years: Array) -> Index:
    """(n,) the experience band nearest to the years; OPEN where they are not known."""
    said = np.isfinite(years)
    gap = np.abs(force.people.band_years - np.where(said, years, 0.0)[:, None])
    return np.where(said, gap.argmin(axis=1), OPEN)


def _within_band(force: Workforce, combos: Index, years: Array) -> Array:
    """(u,) scores that the years add beyond those of the band they lie in; 0 where none are said."""
    people, said = force.people, np.isfinite(years)
    at = np.where(said, years, 0.0)
    own, nearest = (
        interpolate_rows(points, people.experience_years, people.experience_effect.mean)
        for points in (at, people.band_years[combos[:, 1]])
    )
    return np.where(said, (own - nearest) * force.scale, 0.0)


def _misfit(force: Workforce, combos: Index, years: NDArray[np.bool_]) -> tuple[Array, Array]:
    """(u,) how far (SD, scores) traits together may be from the sum of their effects, and the records that have
    schooling and years together (infinite where hours alone are given)."""
    people = force.people
    schooled = combos[:, 0] >= 0
    by_level, by_band = people.records.sum(axis=1), people.records.sum(axis=0)
    records = np.where(schooled, by_level[combos[:, 0]], people.records.sum())
    records = np.where(years, by_band[combos[:, 1]], records)
    records = np.where(schooled & years, people.records[combos[:, 0], combos[:, 1]], records)
    rare_hours = (combos[:, 3] >= 0) & (people.hours[combos[:, 3]] < _LEAST_SHARE)
    unseen = (records < FEW_RECORDS) | rare_hours
    counted = np.where(rare_hours, 0.0, records)
    together = _MISFIT + _MISFIT_A_RECORD / np.maximum(counted, FEW_RECORDS - 1)
    alone = _MISFIT_SCHOOLING * schooled + _MISFIT_YEARS * years
    variance = np.where(unseen | (schooled & years), together, alone)
    return np.sqrt(variance), records


def unseen_together(standing: Standing, row: int) -> str:
    """Which traits of a row next to no one in its workforce has together; "" where some have them."""
    combo, people = standing.combos[standing.combo[row]], standing.force.people
    years = standing.years[standing.combo[row]]
    unseen = []
    if standing.records[standing.combo[row]] < FEW_RECORDS:
        given = [] if combo[0] < 0 else [f"schooling of {EDUCATION[combo[0]].value}"]
        given += [] if np.isnan(years) else [f"{years:g} years of experience"]
        unseen.append(" and ".join(given))
    if combo[3] >= 0 and people.hours[combo[3]] < _LEAST_SHARE:
        unseen.append(f"{HOURS[combo[3]]} hours a week")
    return " or with ".join(unseen)


__all__ = ["People", "Priced", "interval90", "price", "unseen_together"]
