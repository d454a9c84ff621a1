"""Taxes on pay in many areas: what is left, each part of it, and where local taxes are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.pay.local_tax import LOCAL_INCOME_TAX, local_lineage, local_missing, local_range, local_taxes
from paychart.pay.take_home import take_home, tax_basis, tax_year, taxes

Array = NDArray[np.float64]
SCHEDULES = "take_home.csv, tax year {}: computed with policyengine-us, mended, for one earner, no children"


class PlaceTaxes:
    """Taxes of a household on pay (n,) earned in areas (seven digits) of states (postal codes).

    `all_states` are the states an area touches. `left` (n,) is take-home pay: NaN where no schedule is carried.
    """

    def __init__(
        self,
        pay: Array,
        areas: Sequence[str],
        states: Sequence[str],
        all_states: Sequence[str],
        household: str,
        year: int | None = None,
    ) -> None:
        self.year = tax_year(year)
        self._pay, self._areas, self._states, self._household = pay, areas, states, household
        self._all_states = all_states
        self._parts = taxes(pay, states, household, self.year)
        self._local = local_taxes(pay, areas, states, household, self.year)
        self.left: Array = np.asarray(pay - self._parts.sum(axis=1) - np.nan_to_num(self._local))

    @property
    def earlier_law(self) -> tuple[str, ...]:
        """The states whose schedule of the tax year is an earlier year's."""
        bases = ((state, tax_basis(state, self.year)) for state in sorted(set(self._states)))
        return tuple(state for state, basis in bases if basis is not None and basis.law_year != self.year)

    def keeps(self) -> Array:
        """Percent (n,) that take-home pay moves where pay moves by one percent."""
        step = 0.02
        more = take_home(self._pay * (1 + step), self._states, self._household, self._areas, self.year)
        return np.asarray((more - self.left) / self.left / step)

    def untaxed_locally(self, i: int) -> bool:
        """Whether some places in area i tax pay, and that tax or a part of it is not taken off."""
        return bool(np.isnan(self._local[i])) or bool(local_missing(self._areas[i]))

    def parts(self, i: int) -> dict[str, Any] | None:
        """Federal, payroll, state and local tax in area i, in dollars, and on what each rests; plain JSON values."""
        federal, payroll, state = self._parts[i]
        if np.isnan(self.left[i]):
            return None
        known = not np.isnan(self._local[i])
        span = None if known else local_range(float(self._pay[i]), self._states[i], self._household)
        return {
            "federal": round(float(federal)),
            "payroll": round(float(payroll)),
            "state": round(float(state)),
            "local": round(float(self._local[i])) if known else None,
            "local_range": None if span is None else [round(span[0]), round(span[1])],
            "local_missing": local_missing(self._areas[i]) if known else None,
            "local_elsewhere": bool(set(self._all_states[i].split("-")) & LOCAL_INCOME_TAX),
            "sources": {
                "federal, payroll, state": SCHEDULES.format(self.year),
                "state": _state_basis(self._states[i], self.year),
                "local": local_lineage(self._areas[i], self._household, self.year),
            },
        }


def tax_notes(household: str, unknown: bool, year: int, earlier: Sequence[str] = ()) -> list[str]:
    """What take-home pay assumes; `unknown` where some place's local tax is not known, `earlier` the states whose own
    schedule of the year is not at hand."""
    notes = [
        f"Taxes are federal, payroll, state and local, {year}, for a {household} household with one earner and no "
        "children who lives and works in the area's principal city or county; elsewhere in the area local tax differs."
    ]
    if unknown:
        notes.append(
            "* some counties, cities or school districts there tax pay; local tax, or a part of it, is not deducted: "
            "ranks may be too high."
        )
    if earlier:
        notes.append(
            f"State tax of {', '.join(earlier)} follows the law of the year before: that of {year} is not set or found."
        )
    return notes


def _state_basis(state: str, year: int) -> dict[str, Any] | None:
    basis = tax_basis(state, year)
    return None if basis is None else {k: v for k, v in vars(basis).items() if k not in ("year", "state")}
