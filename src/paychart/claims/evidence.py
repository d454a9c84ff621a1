"""The official figures that grade claims, read from the store once each and kept."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from paychart.claims.associations import Associations
from paychart.claims.figures import HYBRID_OF, OEWS, PROJECTIONS, WAGES, Outlook, Pay
from paychart.data.store import Store
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.words.index import CodeIndex, index

_STATE_WAGES = ("mean", "p10", "p50", "p90")


class Evidence(Associations):
    """Look-ups by code, each read once. Nothing here grades."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._read: dict[str, dict[tuple[str, str], tuple[Any, ...]]] = {}
        self._pay: dict[tuple[str, str, str], Pay | None] = {}
        self._outlook: dict[tuple[str, str], Outlook | None] = {}
        projected = store.vintages["projections"]
        self.base_year, self.projected_years = projected.first, projected.last - projected.first
        editions = store.rows("SELECT DISTINCT edition FROM projection_history ORDER BY edition DESC")
        self.earlier_projections = tuple(int(e[:4]) + self.projected_years for (e,) in editions)
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

    def title(self, code: str) -> str:
        """The occupation's title in this release, or in an earlier one."""
        held = self.codes.occupations.get(code)
        if held:
            return held.title
        past = self.history(code)
        return next(iter(past.values())).name if past else code

    def pay(self, occupation: str, area: str = NATION, industry: str = ALL_INDUSTRIES) -> Pay | None:
        """The published cell, or None without a mean and a median. Hourly-only work is put on 2,080 hours."""
        key = (occupation, area, industry)
        if key not in self._pay:
            row = self._cells(occupation).get((area, industry))
            self._pay[key] = self._made(occupation, area, industry, row) if row else None
        return self._pay[key]

    def industries(self, occupation: str) -> dict[str, Pay]:
        """Every national employer type with published wages for the occupation."""
        if occupation not in self._industries:
            codes = [i for a, i in self._cells(occupation) if a == NATION and i != ALL_INDUSTRIES]
            found = {code: self.pay(occupation, industry=code) for code in codes}
            self._industries[occupation] = {code: pay for code, pay in found.items() if pay}
        return self._industries[occupation]

    def areas(self, occupation: str, kind: str) -> list[Pay]:
        """Every place of a kind with published wages for the occupation, all employers together."""
        areas = self.codes.areas
        codes = [a for a, i in self._cells(occupation) if i == ALL_INDUSTRIES and areas[a].type == kind]
        return [pay for code in codes if (pay := self.pay(occupation, code))]

    def _cells(self, occupation: str) -> dict[tuple[str, str], tuple[Any, ...]]:
        """The release's rows of one occupation: one query, since a guide asks for many of them."""
        if occupation not in self._read:
            wages = ", ".join(f"coalesce(annual_{w}, hourly_{w} * 2080)" for w in WAGES)
            rows = self.store.rows(
                f"SELECT area, industry, employment, mean_rse, {wages} FROM cell WHERE occupation = ?",
                [occupation],
            )
            self._read[occupation] = {(row[0], row[1]): row[2:] for row in rows}
        return self._read[occupation]

    def _made(self, occupation: str, area: str, industry: str, row: tuple[Any, ...]) -> Pay | None:
        jobs, rse, *values = row
        pay = {w: float(v) for w, v in zip(WAGES, values, strict=True) if v is not None}
        if "mean" not in pay or "p50" not in pay:
            return None
        title, place = self.codes.occupations[occupation].title, self.codes.areas[area].name
        parts = [f"{title} ({occupation})", "United States" if area == NATION else f"{place} ({area})"]
        code, name = (occupation, title) if area == NATION else (area, place)
        if industry != ALL_INDUSTRIES:
            code, name = industry, self.codes.industries[industry].title
            parts.append(f"{name} ({industry})")
        return Pay(code, name, self.release, f"{OEWS}, {self.release}: {', '.join(parts)}.", jobs, rse, pay)

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
        return self._national.get(occupation, {})

    @cached_property
    def _national(self) -> dict[str, dict[int, Pay]]:
        columns = ", ".join(f"annual_{w}" for w in WAGES)
        found: dict[str, dict[int, Pay]] = {}
        for code, year, title, jobs, rse, *values in self.store.rows(
            f"SELECT occupation, year, title, employment, mean_rse, {columns} FROM national_history "
            "WHERE year < ? ORDER BY year",
            [self.year],
        ):
            held = {w: float(v) for w, v in zip(WAGES, values, strict=True) if v is not None}
            if "mean" in held and "p50" in held:
                citation = f"{OEWS}, May {year}: {title} ({code}), United States."
                found.setdefault(code, {})[year] = Pay(code, title, f"May {year}", citation, jobs, rse, held)
        return found

    @cached_property
    def _former(self) -> dict[str, list[str]]:
        """Codes that counted each work in earlier releases: of SOC 2010, and the hybrids of 2019 and 2020."""
        found: dict[str, list[str]] = {}
        for old, new in self.store.rows("SELECT soc_2010, soc_2018 FROM soc_change ORDER BY soc_2010"):
            if old not in self.codes.occupations:
                found.setdefault(new, []).append(old)
        for hybrid, of in HYBRID_OF.items():
            found.setdefault(of, []).append(hybrid)
        return found

    def releases(self, occupation: str) -> dict[int, list[Pay]]:
        """By year, newest first: the work's cells under the codes it had, this release included."""
        found: dict[int, list[Pay]] = {}
        for code in (occupation, *self._former.get(occupation, [])):
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

    def outlook(self, occupation: str, last: int | None = None) -> Outlook | None:
        """The newest projection, or the edition that ends in `last`; None where BLS makes none or it is not held."""
        held = self.store.vintages["projections"]
        first, last = held.first + (last or held.last) - held.last, last or held.last
        edition = f"{first}-{last % 100:02d}"
        if (occupation, edition) not in self._outlook:
            source = "projection" if last == held.last else "projection_history"
            rows = self.store.rows(
                "SELECT title, employment_base_thousands, employment_projected_thousands, change_percent, "
                f"openings_thousands, entry_education FROM {source} WHERE occupation = ?"
                + ("" if last == held.last else f" AND edition = '{edition}'"),
                [occupation],
            )
            found = None
            if rows and all(v is not None for v in rows[0][:5]):
                title, now, then, change, openings, entry = rows[0]
                citation = f"{PROJECTIONS.format(edition)}: {title} ({occupation})."
                found = Outlook(
                    occupation,
                    title,
                    float(now) * 1000,
                    float(then) * 1000,
                    float(change),
                    float(openings) * 1000,
                    entry or "",
                    edition,
                    first,
                    last,
                    citation,
                )
            self._outlook[occupation, edition] = found
        return self._outlook[occupation, edition]

    def ranked(self, occupation: str, kind: str, by: str = "mean", year: int | None = None) -> list[Pay]:
        """States or metropolitan areas, best first, by mean, median (p50) or employment, in this release or, for
        states, in that of `year`. Territories are left out; noisy places stay, and their rank's interval tells."""
        key = (occupation, kind, f"{by}{year or ''}")
        if key not in self._ranks:
            areas = self.codes.areas
            if year is None or year == self.year:
                rows = self.areas(occupation, kind)
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
