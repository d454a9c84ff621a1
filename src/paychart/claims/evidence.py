"""The official figures that grade claims, read from the store once each and kept."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from paychart.claims.associations import Associations
from paychart.claims.figures import (
    HYBRID_OF,
    OEWS,
    PROJECTED_FROM,
    PROJECTIONS,
    WAGES,
    Outlook,
    Pay,
)
from paychart.data.store import Store
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.words.index import CodeIndex, index

_STATE_WAGES = ("mean", "p10", "p50", "p90")


class Evidence(Associations):
    """Look-ups by code, each read once. Nothing here grades."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._pay: dict[tuple[str, str, str], Pay | None] = {}
        self._history: dict[str, dict[int, Pay]] = {}
        self._outlook: dict[str, Outlook | None] = {}
        self._ranks: dict[tuple[str, str, str], list[Pay]] = {}
        self._industries: dict[str, dict[str, Pay]] = {}
        self._places: dict[str, dict[str, dict[int, Pay]]] = {}
        self._printed: dict[tuple[float, bool, str], str] = {}

    @cached_property
    def codes(self) -> CodeIndex:
        return index(self.store)

    @property
    def release(self) -> str:
        return self.store.release

    @cached_property
    def year(self) -> int:
        return int(self.store.release_code[:4])

    @property
    def base_year(self) -> int:
        """The year the projections start from."""
        return PROJECTED_FROM

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
            wages_held = dict(zip(WAGES, values, strict=True))
            if wages_held["mean"] is None or wages_held["p50"] is None:
                continue
            parts = [f"{title} ({occupation})", "United States" if area == NATION else f"{place} ({area})"]
            if industry != ALL_INDUSTRIES:
                parts.append(f"{employer} ({industry})")
            code = industry if industry != ALL_INDUSTRIES else area if area != NATION else occupation
            name = {occupation: title, area: place, industry: employer}[code]
            citation = f"{OEWS}, {self.release}: {', '.join(parts)}."
            pay = {w: float(v) for w, v in wages_held.items() if v is not None}
            found.append(Pay(code, name, self.release, citation, jobs, rse, pay))
        return found

    def printed(self, value: float, hourly: bool, occupation: str) -> str:
        """A sentence on what this release prints a sum for: the occupation in a kind of employer or a place, or another
        occupation. Empty where there is nothing, or too much to mean anything."""
        key = (value, hourly, occupation)
        if key not in self._printed:
            basis = "hourly" if hourly else "annual"
            rows = self.store.rows(
                "SELECT o.title, c.occupation, i.title, c.industry, a.name, c.area, "
                f"CASE WHEN c.{basis}_mean = $1 THEN 'mean' ELSE 'median' END FROM cell c "
                "JOIN occupation o ON o.code = c.occupation JOIN industry i ON i.code = c.industry JOIN area a "
                "ON a.code = c.area "
                f"WHERE (c.{basis}_mean = $1 OR c.{basis}_p50 = $1) AND ((c.area = $3 AND (c.occupation = $2 OR "
                "c.industry = $4)) OR (c.occupation = $2 AND c.industry = $4)) "
                "ORDER BY c.occupation <> $2, c.area <> $3, c.industry, c.occupation",
                [value, occupation, NATION, ALL_INDUSTRIES],
            )
            told = ""
            if 0 < len(rows) <= 5:
                title, code, employer, industry, place, area, wage = rows[0]
                where = "" if industry == ALL_INDUSTRIES else f" in {employer}"
                where += "" if area == NATION else f" in {place}"
                told = f"{self.release} prints it as the {wage} of {title} ({code}){where}. "
            self._printed[key] = told
        return self._printed[key]

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
                held = {w: float(v) for w, v in zip(WAGES, values, strict=True) if v is not None}
                if "mean" in held and "p50" in held:
                    citation = f"{OEWS}, May {year}: {title} ({occupation}), United States."
                    wages = held
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

    def series(
        self, codes: tuple[str, ...], area: str | None = None, industry: str | None = None
    ) -> dict[int, list[Pay]]:
        """By year, newest first, every cell at hand of the occupations, in one place or kind of employer if named."""
        found: dict[int, list[Pay]] = {}
        for code in codes:
            if not area and not industry:
                for year, cells in self.releases(code).items():
                    found.setdefault(year, []).extend(cells)
                continue
            now = self.pay(code, area or NATION, industry or ALL_INDUSTRIES)
            if now and not (area and industry):
                found.setdefault(self.year, []).append(now)
            if area and not industry:
                for year, cell in self.area_history(code, area).items():
                    found.setdefault(year, []).append(cell)
        return dict(sorted(found.items(), reverse=True))

    def area_history(self, occupation: str, area: str) -> dict[int, Pay]:
        """Figures one state printed in earlier releases, by year; derived ones of metropolitan areas are left out."""
        return self._states(occupation).get(area, {})

    def _states(self, occupation: str) -> dict[str, dict[int, Pay]]:
        if occupation not in self._places:
            found: dict[str, dict[int, Pay]] = {}
            for area, place, year, jobs, *values in self.store.rows(
                "SELECT h.area, a.name, h.year, h.employment, h.annual_mean, h.annual_p10, h.annual_p50, "
                "h.annual_p90 "
                "FROM place_history h JOIN area a ON a.code = h.area WHERE h.occupation = ? AND h.wage_status <> "
                "'derived' AND h.annual_mean IS NOT NULL AND h.annual_p50 IS NOT NULL AND h.year < ?",
                [occupation, self.year],
            ):
                held = {
                    w: float(v)
                    for w, v in zip(("mean", "p10", "p50", "p90"), values, strict=True)
                    if v is not None
                }
                citation = f"{OEWS}, May {year}: {self.title(occupation)} ({occupation}), {place} ({area})."
                found.setdefault(area, {})[year] = Pay(area, place, f"May {year}", citation, jobs, None, held)
            self._places[occupation] = found
        return self._places[occupation]

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

    def ranked(self, occupation: str, kind: str, by: str = "mean", year: int | None = None) -> list[Pay]:
        """States or metropolitan areas, best first, by mean, median (p50) or employment, in this release or, for
        states, in that of `year`. Territories are left out; noisy places stay, and their rank's interval tells."""
        key = (occupation, kind, f"{by}{year or ''}")
        if key not in self._ranks:
            areas = self.codes.areas
            if year is None or year == self.year:
                rows = self._rows(
                    "c.occupation = ? AND a.type = ? AND c.industry = '000000'", [occupation, kind]
                )
            else:
                rows = (
                    [years[year] for years in self._states(occupation).values() if year in years]
                    if kind == "state"
                    else []
                )
            kept = [p for p in rows if areas[p.code].state not in ("PR", "GU", "VI")]
            if by == "employment":
                kept = [p for p in kept if p.employment]
            self._ranks[key] = sorted(
                kept, key=lambda p: -((p.employment or 0) if by == "employment" else p.wages[by])
            )
        return self._ranks[key]
