"""The official figures that grade claims, read from the store once each and kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.claims.figures import (
    HYBRID_OF,
    OEWS,
    PROJECTIONS,
    WAGES,
    Outlook,
    Pay,
)
from paychart.data.store import Store
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.words.index import CodeIndex, index


class Evidence:
    """Look-ups by code, each read once. Nothing here grades."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._pay: dict[tuple[str, str, str], Pay | None] = {}
        self._history: dict[str, dict[int, Pay]] = {}
        self._outlook: dict[str, Outlook | None] = {}
        self._ranks: dict[tuple[str, str, str], list[Pay]] = {}
        self._correlations: dict[tuple[str, str], tuple[float, float, int]] = {}
        self._industries: dict[str, dict[str, Pay]] = {}

    @cached_property
    def codes(self) -> CodeIndex:
        return index(self.store)

    @property
    def release(self) -> str:
        return self.store.release

    @cached_property
    def year(self) -> int:
        return int(self.store.release_code[:4])

    def title(self, code: str) -> str:
        """The occupation's title in this release, or in an earlier one."""
        held = self.codes.occupations.get(code)
        if held:
            return held.title
        past = self.history(code)
        return next(iter(past.values())).name if past else code

    def pay(self, occupation: str, area: str = NATION, industry: str = ALL_INDUSTRIES) -> Pay | None:
        """The published cell with all six wages, or None. Hourly-only work is put on 2,080 hours."""
        if area == NATION and industry != ALL_INDUSTRIES:
            return self.industries(occupation).get(industry)
        key = (occupation, area, industry)
        if key not in self._pay:
            rows = self._rows(
                "c.occupation = ? AND c.area = ? AND c.industry = ?", [occupation, area, industry]
            )
            self._pay[key] = rows[0] if rows else None
        return self._pay[key]

    def industries(self, occupation: str) -> dict[str, Pay]:
        """Every national employer type with published wages for the occupation."""
        if occupation not in self._industries:
            rows = self._rows(
                "c.occupation = ? AND c.area = ? AND c.industry <> ?", [occupation, NATION, ALL_INDUSTRIES]
            )
            self._industries[occupation] = {p.code: p for p in rows}
        return self._industries[occupation]

    def _rows(self, where: str, parameters: list[Any]) -> list[Pay]:
        wages = ", ".join(f"coalesce(c.annual_{w}, c.hourly_{w} * 2080)" for w in WAGES)
        rows = self.store.rows(
            f"SELECT c.occupation, c.area, c.industry, o.title, a.name, i.title, c.employment, c.mean_rse, {wages} "
            "FROM cell c JOIN area a ON a.code = c.area JOIN industry i ON i.code = c.industry "
            f"JOIN occupation o ON o.code = c.occupation WHERE {where} ORDER BY c.area, c.industry",
            parameters,
        )
        found = []
        for occupation, area, industry, title, place, employer, jobs, rse, *values in rows:
            if any(v is None for v in values):
                continue
            parts = [f"{title} ({occupation})", "United States" if area == NATION else f"{place} ({area})"]
            if industry != ALL_INDUSTRIES:
                parts.append(f"{employer} ({industry})")
            code = industry if industry != ALL_INDUSTRIES else area if area != NATION else occupation
            name = {occupation: title, area: place, industry: employer}[code]
            citation = f"{OEWS}, {self.release}: {', '.join(parts)}."
            pay = dict(zip(WAGES, map(float, values), strict=True))
            found.append(Pay(code, name, self.release, citation, jobs, rse, pay))
        return found

    def printed(self, value: float, hourly: bool, occupation: str) -> str:
        """A sentence on what this release prints a sum for in the nation: the occupation in one kind of employer, or
        another occupation. Empty where there is nothing, or too much to mean anything."""
        basis = "hourly" if hourly else "annual"
        rows = self.store.rows(
            "SELECT o.title, c.occupation, i.title, c.industry, "
            f"CASE WHEN c.{basis}_mean = $1 THEN 'mean' ELSE 'median' END FROM cell c "
            "JOIN occupation o ON o.code = c.occupation JOIN industry i ON i.code = c.industry "
            f"WHERE (c.{basis}_mean = $1 OR c.{basis}_p50 = $1) AND c.area = $3 "
            "AND (c.occupation = $2 OR c.industry = $4) ORDER BY c.occupation <> $2, c.industry, c.occupation",
            [value, occupation, NATION, ALL_INDUSTRIES],
        )
        if not 0 < len(rows) <= 5:
            return ""
        title, code, employer, industry, wage = rows[0]
        where = "" if industry == ALL_INDUSTRIES else f" in {employer}"
        return f"{self.release} prints it as the {wage} of {title} ({code}){where}. "

    def history(self, occupation: str) -> dict[int, Pay]:
        """National figures of the code in each earlier release that is at hand, by year."""
        if occupation not in self._history:
            found: dict[int, Pay] = {}
            columns = ", ".join(f"annual_{w}" for w in WAGES)
            for year, title, jobs, rse, *values in self.store.rows(
                f"SELECT year, title, employment, mean_rse, {columns} FROM national_history "
                "WHERE occupation = ? AND year < ? ORDER BY year",
                [occupation, self.year],
            ):
                if all(v is not None for v in values):
                    citation = f"{OEWS}, May {year}: {title} ({occupation}), United States."
                    wages = dict(zip(WAGES, map(float, values), strict=True))
                    found[year] = Pay(occupation, title, f"May {year}", citation, jobs, rse, wages)
            self._history[occupation] = found
        return self._history[occupation]

    def _formerly(self, occupation: str) -> list[str]:
        """Codes that counted the work in earlier releases: of SOC 2010, and the hybrids of 2019 and 2020."""
        rows = self.store.rows(
            "SELECT soc_2010 FROM soc_change WHERE soc_2018 = ? AND soc_2010 NOT IN (SELECT code FROM occupation) "
            "ORDER BY soc_2010",
            [occupation],
        )
        return [*(code for (code,) in rows), *(code for code, of in HYBRID_OF.items() if of == occupation)]

    def releases(self, occupation: str) -> dict[int, list[Pay]]:
        """By year, newest first: the work's cells under the codes it had, this release included."""
        found: dict[int, list[Pay]] = {}
        for code in (occupation, *self._formerly(occupation)):
            for year, pay in self.history(code).items():
                found.setdefault(year, []).append(pay)
        now = self.pay(occupation)
        if now:
            found.setdefault(self.year, []).insert(0, now)
        return dict(sorted(found.items(), reverse=True))

    def outlook(self, occupation: str) -> Outlook | None:
        """The 2024-34 projection, None where BLS makes none."""
        if occupation not in self._outlook:
            rows = self.store.rows(
                "SELECT title, employment_2024_thousands, employment_2034_thousands, change_percent, "
                "openings_thousands, entry_education FROM projection WHERE occupation = ?",
                [occupation],
            )
            found = None
            if rows and all(v is not None for v in rows[0][:5]):
                title, now, then, change, openings, entry = rows[0]
                citation = f"{PROJECTIONS}: {title} ({occupation})."
                found = Outlook(
                    occupation,
                    title,
                    float(now) * 1000,
                    float(then) * 1000,
                    float(change),
                    float(openings) * 1000,
                    entry or "",
                    citation,
                )
            self._outlook[occupation] = found
        return self._outlook[occupation]

    def ranked(self, occupation: str, kind: str, by: str = "mean") -> list[Pay]:
        """States or metropolitan areas, best first, by mean, median (p50) or employment. Territories are left
        out; thin cells too (fewer than 50 jobs or a relative standard error above 15 %)."""
        key = (occupation, kind, by)
        if key not in self._ranks:
            rows = self._rows("c.occupation = ? AND a.type = ? AND c.industry = '000000'", [occupation, kind])
            areas = self.codes.areas
            kept = [p for p in rows if areas[p.code].state not in ("PR", "GU", "VI")]
            if by != "employment":
                kept = [p for p in kept if (p.employment or 50) >= 50 and (p.mean_rse or 0) <= 15]
                kept.sort(key=lambda p: -p.wages[by])
            else:
                kept = [p for p in kept if p.employment]
                kept.sort(key=lambda p: -(p.employment or 0))
            self._ranks[key] = kept
        return self._ranks[key]

    def correlation(self, occupation: str, with_what: str) -> tuple[float, float, int]:
        """Rank correlation of mean pay with prices or with the concentration of jobs over metropolitan areas:
        (Spearman's rho, its two-sided p, areas). NaN where fewer than 20 areas have both."""
        key = (occupation, with_what)
        if key not in self._correlations:
            other = {"prices": "p.all_items", "demand": "c.location_quotient"}[with_what]
            rows = self.store.rows(
                f"SELECT c.annual_mean, {other} FROM cell c JOIN area a ON a.code = c.area "
                "LEFT JOIN price_parity p ON p.code = a.code[3:7] WHERE a.type = 'metropolitan' AND c.occupation = ? "
                f"AND c.industry = '000000' AND c.annual_mean IS NOT NULL AND {other} IS NOT NULL",
                [occupation],
            )
            if len(rows) < 20:
                self._correlations[key] = (float("nan"), float("nan"), len(rows))
            else:
                pay, level = np.array(rows, dtype=float).T
                rho = float(np.corrcoef(_ranks(pay), _ranks(level))[0, 1])
                # Under no association rho * sqrt(n - 1) is close to standard normal.
                p = math.erfc(abs(rho) * math.sqrt((len(rows) - 1) / 2))
                self._correlations[key] = (rho, p, len(rows))
        return self._correlations[key]

    @cached_property
    def _rural(self) -> dict[str, Mapping[str, float] | None]:
        return {}

    def rural_urban(self, occupation: str) -> Mapping[str, float] | None:
        """Mean pay in nonmetropolitan against metropolitan areas, nominal and after prices."""
        if occupation not in self._rural:
            from paychart.errors import PaychartError
            from paychart.pay.places import places

            try:
                self._rural[occupation] = places(self.store, occupation).rural_urban
            except PaychartError:
                self._rural[occupation] = None
        return self._rural[occupation]

    @cached_property
    def _people(self) -> dict[tuple[str, str, float], tuple[float, float, float] | None]:
        return {}

    def personal(
        self, occupation: str, *, education: str = "", experience: float = -1.0
    ) -> tuple[float, float, float] | None:
        """Median pay of workers with this schooling or experience: (value, low, high), from ACS person records
        through the pay model; None where the records say nothing of the level."""
        key = (occupation, education, experience)
        if key not in self._people:
            from paychart.errors import PaychartError
            from paychart.pay.estimate import estimate
            from paychart.profile import Education, Profile

            try:
                profile = Profile(
                    occupation,
                    education=Education(education) if education else None,
                    experience_years=experience if experience >= 0 else None,
                )
                answer = estimate(profile, self.store)
                low, high = (answer.interval90 or {}).get("p50", (answer.annual["p50"], answer.annual["p50"]))
                self._people[key] = (answer.annual["p50"], low, high)
            except PaychartError:
                self._people[key] = None
        return self._people[key]


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks with ties averaged (as scipy.stats.rankdata, whose import alone takes longer than a check)."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    average: NDArray[np.float64] = (ends - (counts - 1) / 2)[place]
    return average
