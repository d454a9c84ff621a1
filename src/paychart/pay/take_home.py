"""What is left of pay after federal, payroll, state and local income taxes, by place, household and tax year.

Schedules are carried as knots (computed with policyengine-us, mended by `scripts/derive_taxes.py`) and read along
straight lines, which gives them back within $20. Local taxes are those of `local_tax`. No schedule contains a rebate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import carried
from paychart.errors import BadInput
from paychart.pay.local_tax import local_taxes

Array = NDArray[np.float64]
HOUSEHOLDS = ("single", "married")
_TAXES = ("federal", "payroll", "state_tax")


@dataclass(frozen=True)
class TaxBasis:
    """On what a state's schedule rests: `law_year` is before `year` where the state's own figures were not found."""

    year: int
    state: str
    law_year: int
    basis: str
    source: str
    last_seen: int


def tax_years() -> tuple[int, ...]:
    """Tax years with schedules, oldest first; the last is the one used where none is asked for."""
    return tuple(sorted({year for year, _, _ in _schedules()}))


def tax_year(asked: int | None = None) -> int:
    """The tax year asked for, or the newest. Raises BadInput for one that is not carried."""
    years = tax_years()
    if asked is not None and asked not in years:
        raise BadInput(
            f"Taxes of {asked} are not carried.",
            nearest=tuple(map(str, sorted(years, key=lambda y: abs(y - asked)))),
        )
    return years[-1] if asked is None else asked


def tax_basis(state: str, year: int) -> TaxBasis | None:
    """What a state's schedule of a year rests on; None outside the states and DC."""
    return _bases().get((year, state))


def taxes(pay: Array, states: Sequence[str], household: str = "single", year: int | None = None) -> Array:
    """Federal, payroll and state income tax (n, 3) on yearly pay (n,) earned in states (postal codes) in a tax year.

    `household`: "single", or "married" with one earner; no children. NaN outside the states and DC, and above
    $1,000,000. Raises BadInput for another household or a year that is not carried.
    """
    if household not in HOUSEHOLDS:
        raise BadInput(f"{household!r} is not a household taxes are computed for.", nearest=HOUSEHOLDS)
    of = tax_year(year)
    found = np.full((len(pay), len(_TAXES)), np.nan)
    held = _schedules()
    for state in set(states):
        if (of, state, household) not in held:
            continue
        knots, amounts = held[of, state, household]
        here = np.flatnonzero([s == state for s in states])
        for k in range(len(_TAXES)):
            found[here, k] = np.interp(pay[here], knots, amounts[:, k], left=np.nan, right=np.nan)
    return found


def take_home(
    pay: Array,
    states: Sequence[str],
    household: str = "single",
    areas: Sequence[str] | None = None,
    year: int | None = None,
) -> Array:
    """Yearly pay (n,) less the taxes of `taxes` and, where `areas` (seven digits) are given, known local ones."""
    left = pay - taxes(pay, states, household, year).sum(axis=1)
    if areas is not None:
        left = left - np.nan_to_num(local_taxes(pay, areas, states, household, tax_year(year)))
    return np.asarray(left)


@cache
def _bases() -> dict[tuple[int, str], TaxBasis]:
    return {
        (int(r["year"]), r["state"]): TaxBasis(
            int(r["year"]), r["state"], int(r["law_year"]), r["basis"], r["source"], int(r["last_seen"])
        )
        for r in carried("tax_basis.csv")
    }


@cache
def _schedules() -> dict[tuple[int, str, str], tuple[Array, Array]]:
    rows: dict[tuple[int, str, str], list[tuple[float, ...]]] = {}
    for row in carried("take_home.csv.gz"):
        numbers = tuple(float(row[name]) for name in ("pay", *_TAXES))
        rows.setdefault((int(row["year"]), row["state"], row["household"]), []).append(numbers)
    return {key: (np.array(knots)[:, 0], np.array(knots)[:, 1:]) for key, knots in rows.items()}
