"""Where official sources disagree about the same group: OEWS, ACS and CPS side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from paychart.data.store import Store
from paychart.data.vintages import edition
from paychart.pay import evidence
from paychart.pay.answer import Estimate
from paychart.pay.cells import Cell, Key, fetch
from paychart.pay.composition import PeopleTables, employer_types
from paychart.pay.notices import Notice
from paychart.pay.uncertainty import Z90
from paychart.pay.workforce import people_folder
from paychart.profile import ALL_INDUSTRIES, FULL_TIME_HOURS, NATION

ACS = f"American Community Survey {edition('person_records')}, 45 states and DC"
_LEAST_RECORDS = 30
FAR_LESS = 0.8  # of the published median


@dataclass(frozen=True)
class Comparison:
    """One group as two sources see it: percent by which `source` is above (below, if negative) OEWS.

    `value` and `oews` are dollars a year, or percent against the whole occupation where `about` is "employer".
    `interval90` is of the source's value; None where it prints no error. `differs` says whether that interval
    leaves the OEWS figure out.
    """

    about: str
    source: str
    group: str
    value: float
    interval90: tuple[float, float] | None
    oews: float
    note: str

    @property
    def percent(self) -> float:
        """Against OEWS: relative for dollars, a difference of points for employer gaps."""
        return self.value - self.oews if self.about == "employer" else 100 * (self.value / self.oews - 1)

    @property
    def differs(self) -> bool | None:
        if self.interval90 is None:
            return None
        return not self.interval90[0] <= self.oews <= self.interval90[1]

    def to_dict(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "source": self.source,
            "group": self.group,
            "value": round(self.value, 1),
            "interval90": [round(v, 1) for v in self.interval90] if self.interval90 else None,
            "oews": round(self.oews, 1),
            "difference": round(self.percent, 1),
            "difference_unit": "points" if self.about == "employer" else "percent",
            "differs": self.differs,
            "note": self.note,
        }


def disagreement(answer: Estimate, store: Store) -> list[Comparison]:
    """Every other source's figure for the occupation (and its employer type), beside the OEWS one."""
    occupation, industry = answer.profile.occupation, answer.profile.industry
    nation: Key = (occupation, NATION, ALL_INDUSTRIES)
    by_industry: Key = (occupation, NATION, industry)
    cells = {key: cell for key, cell in fetch(store, [nation, by_industry]).items() if cell.has_wages}
    if nation not in cells:
        return []
    tables = PeopleTables(people_folder(store.path))
    found = [*_acs_level(tables, cells[nation]), *_printed_levels(cells[nation])]
    if industry != ALL_INDUSTRIES and by_industry in cells:
        found += _employer_gap(
            tables, cells[nation], cells[by_industry], answer.names.get("industry", industry)
        )
    return found


def people_report_less(store: Store, occupation: str) -> tuple[Notice, ...]:
    """A caution where people report far less than employers, nationally: the upper end of what person records say of
    the median (90% sure) lies a fifth or more under the published one."""
    nation: Key = (occupation, NATION, ALL_INDUSTRIES)
    cell = fetch(store, [nation]).get(nation)
    rows = PeopleTables(people_folder(store.path)).rows("level", occupation)
    if cell is None or not cell.has_wages or not rows or int(rows[0][1]) < _LEAST_RECORDS:
        return ()
    official, n = cell.full_year()["p50"] or 0.0, int(rows[0][1])
    people, log_se = float(rows[0][2]) * FULL_TIME_HOURS, float(rows[0][3])
    if people * math.exp(Z90 * log_se) > FAR_LESS * official:
        return ()
    return (
        Notice.of("people_report_less", n=n, people=round(people, -2), share=100 * (1 - people / official)),
    )


def _acs_level(tables: PeopleTables, cell: Cell) -> list[Comparison]:
    official = cell.full_year()["p50"]
    rows = tables.rows("level", cell.occupation)
    if not rows or official is None:
        return []
    annual, log_se = float(rows[0][2]) * FULL_TIME_HOURS, float(rows[0][3])
    band = (annual * math.exp(-Z90 * log_se), annual * math.exp(Z90 * log_se))
    note = f"Median of {int(rows[0][1]):,} full-time workers' pay an hour, times 2,080; without the area's level."
    return [Comparison("level", ACS, "full-time workers of the occupation", annual, band, official, note)]


def _printed_levels(cell: Cell) -> list[Comparison]:
    """Levels that the evidence registry holds: CPS tables and membership surveys."""
    found = []
    for row in evidence.registry():
        if row.factor != "level" or cell.occupation not in row.occupations or row.value is None:
            continue
        statistic = "mean" if "mean" in row.population else "p50"
        official = cell.full_year()[statistic]
        if official:
            annual = row.value * 52 if row.unit == "dollars a week" else row.value
            source = f"{row.source}, {row.year}"
            found.append(Comparison("level", source, row.population, annual, None, official, row.note))
    return found


def _employer_gap(tables: PeopleTables, nation: Cell, cell: Cell, name: str) -> list[Comparison]:
    """The employer type against the whole occupation: OEWS medians as they are, ACS at equal schooling,
    experience and hours."""
    rows = [row for row in tables.rows("effects", nation.occupation) if row[1] == "employer"]
    spread = tables.rows("spread", nation.occupation)
    mine = next((row for kind in employer_types(cell.industry) for row in rows if row[2] == kind), None)
    whole, own = nation.full_year()["p50"], cell.full_year()["p50"]
    if mine is None or not spread or not whole or not own or int(mine[5]) < _LEAST_RECORDS:
        return []
    total = sum(int(row[5]) for row in rows)
    typical = sum(int(row[5]) * float(row[3]) for row in rows) / total
    sd = float(spread[0][3])
    gap, se = (float(mine[3]) - typical) * sd, float(mine[4]) * sd
    value, low, high = (100 * math.expm1(gap + k * se) for k in (0, -Z90, Z90))
    note = f"n = {mine[5]}; ACS at equal schooling, experience and hours, OEWS as they are."
    return [Comparison("employer", ACS, name, value, (low, high), 100 * (own / whole - 1), note)]
