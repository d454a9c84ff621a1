"""People as columns: who is asked about, one row each, for `kernel.price`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paychart.pay.cells import Key
from paychart.profile import ALL_INDUSTRIES, FULL_TIME_HOURS, NATION, Education, Profile

Array = NDArray[np.float64]
LEVEL_OF = {level: at for at, level in enumerate(Education)}
UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class People:
    """n people by codes, column by column; what nobody said is unknown, never zero.

    Parameters
    ----------
    occupation, area, industry : (n,) codes.
    education : (n,) positions in `Education`, -1 where unknown.
    experience_years : (n,) years in this work, NaN where unknown.
    years_since_school : (n,) years since the last schooling, NaN where unknown.
    credentials : (n,) codes held; () where none is, None where unknown.
    hours_per_year : (n,) paid hours; 2,080 is full time, year round.
    """

    occupation: Sequence[str]
    area: Sequence[str]
    industry: Sequence[str]
    education: NDArray[np.intp]
    experience_years: Array
    years_since_school: Array
    credentials: Sequence[tuple[str, ...] | None]
    hours_per_year: Array

    def __len__(self) -> int:
        return len(self.occupation)

    @classmethod
    def in_cells(
        cls,
        occupation: Sequence[str],
        area: Sequence[str] | None = None,
        industry: Sequence[str] | None = None,
    ) -> People:
        """Everyone in each of n cells: nothing said of the person."""
        n = len(occupation)
        return cls(
            occupation,
            [NATION] * n if area is None else area,
            [ALL_INDUSTRIES] * n if industry is None else industry,
            np.full(n, UNKNOWN, dtype=np.intp),
            np.full(n, np.nan),
            np.full(n, np.nan),
            [None] * n,
            np.full(n, float(FULL_TIME_HOURS)),
        )

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> People:
        """The profiles (with codes) as columns."""

        def years(values: Sequence[float | None]) -> Array:
            return np.array([np.nan if value is None else value for value in values], dtype=float)

        return cls(
            [p.occupation for p in profiles],
            [p.area for p in profiles],
            [p.industry for p in profiles],
            np.array(
                [UNKNOWN if p.education is None else LEVEL_OF[p.education] for p in profiles], dtype=np.intp
            ),
            years([p.experience_years for p in profiles]),
            years([p.years_since_school for p in profiles]),
            [p.credentials for p in profiles],
            np.array([p.hours_per_year for p in profiles], dtype=float),
        )

    def take(self, rows: NDArray[np.intp]) -> People:
        """The people at `rows`, in that order."""
        at = rows.tolist()
        return People(
            [self.occupation[i] for i in at],
            [self.area[i] for i in at],
            [self.industry[i] for i in at],
            self.education[rows],
            self.experience_years[rows],
            self.years_since_school[rows],
            [self.credentials[i] for i in at],
            self.hours_per_year[rows],
        )

    def profile(self, row: int) -> Profile:
        """One row as a profile."""

        def known(value: float) -> float | None:
            return None if np.isnan(value) else float(value)

        level = int(self.education[row])
        return Profile(
            self.occupation[row],
            self.area[row],
            self.industry[row],
            education=None if level < 0 else tuple(Education)[level],
            experience_years=known(self.experience_years[row]),
            credentials=self.credentials[row],
            hours_per_year=float(self.hours_per_year[row]),
            years_since_school=known(self.years_since_school[row]),
        )

    @property
    def keys(self) -> list[Key]:
        """The cell of each row."""
        return list(zip(self.occupation, self.area, self.industry, strict=True))

    @cached_property
    def described(self) -> NDArray[np.bool_]:
        """(n,) whether anything is said of the person beyond occupation, place and employer."""
        held = np.array([c is not None for c in self.credentials], dtype=bool)
        years = np.isfinite(self.experience_years) | np.isfinite(self.years_since_school)
        other_hours = self.hours_per_year != FULL_TIME_HOURS
        return np.asarray((self.education >= 0) | years | held.reshape(-1) | other_hours)

    @cached_property
    def years(self) -> Array:
        """(n,) years since school as the person records count them: as said, else all years in this work.

        The second is an assumption, and a notice says so: records do not hold years in one job.
        """
        return np.where(np.isfinite(self.years_since_school), self.years_since_school, self.experience_years)
