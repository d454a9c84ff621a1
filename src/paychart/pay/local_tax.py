"""Local income, wage and occupational taxes of a worker who lives and works in an area's principal city or county.

`local_tax.csv` holds one row a bracket or yearly amount, each with the year it states, the year it was last seen in
force and its source; a metropolitan area without rows in a state where some places tax pay is unknown, not untaxed, and
one whose rows name something `missing` is known in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import carried

Array = NDArray[np.float64]
# States where some counties, cities or school districts tax pay as well (Tax Foundation, "Local Income Taxes: A
# Primer", 2023; Michigan's cities from its Department of Treasury).
LOCAL_INCOME_TAX = frozenset(
    ("AL", "CO", "DE", "IN", "IA", "KS", "KY", "MD", "MI", "MO", "NJ", "NY", "OH", "OR", "PA", "WV")
)
# Every county of these two taxes pay, so that a range can be given where no county is known.
EVERY_COUNTY = ("IN", "MD")


@dataclass(frozen=True)
class LocalTax:
    """One bracket or amount: `rate` percent of what pay, less `exemption`, exceeds `above`, and `yearly` dollars.

    Nothing is due below `due_from` dollars of pay. A credit is a negative `yearly`.
    """

    place: str
    household: str
    rate: float
    above: float
    exemption: float
    yearly: float
    due_from: float
    year: int
    last_seen: int
    missing: str
    source: str
    address: str


def local_taxes(
    pay: Array, areas: Sequence[str], states: Sequence[str], household: str, year: int | None = None
) -> Array:
    """Dollars a year (n,) on pay (n,) earned in areas (seven digits) of states (postal codes) in a tax year.

    Zero where the state has no local income taxes, NaN where an area's is not known: a state, a nonmetropolitan
    area, or a city whose figure could not be cited.
    """
    due = np.array([np.nan if state in LOCAL_INCOME_TAX else 0.0 for state in states])
    for i, area in enumerate(areas):
        rules = local_rules(area, household, year)
        if rules:
            due[i] = _due(float(pay[i]), rules)
    return due


def local_rules(area: str, household: str = "single", year: int | None = None) -> tuple[LocalTax, ...]:
    """The rows of an area for a household; none where nothing is known.

    Of each place the rows of the newest year that is not after `year` (the newest of all where none is given), or the
    oldest there are.
    """
    rules = [rule for rule in _table().get(area, ()) if rule.household in ("both", household)]
    stated: dict[str, set[int]] = {}
    for rule in rules:
        stated.setdefault(rule.place, set()).add(rule.year)
    until = {place: [y for y in years if year is None or y <= year] for place, years in stated.items()}
    used = {place: max(kept) if kept else min(stated[place]) for place, kept in until.items()}
    return tuple(rule for rule in rules if rule.year == used[rule.place])


def local_missing(area: str) -> str:
    """What of an area's local tax is not known although some of it is; "" where all of it is, or none."""
    return "; ".join(dict.fromkeys(rule.missing for rule in _table().get(area, ()) if rule.missing))


def local_range(pay: float, state: str, household: str = "single") -> tuple[float, float] | None:
    """Least and most that a county of the state takes, where every county takes something; else None."""
    if state not in EVERY_COUNTY:
        return None
    low, high = (_due(pay, local_rules(f"{state}-{end}", household)) for end in ("low", "high"))
    return low, high


def local_lineage(area: str, household: str = "single", year: int | None = None) -> list[dict[str, Any]]:
    """Where an area's local tax comes from: place, year and source, once each; plain JSON values."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for rule in local_rules(area, household, year):
        cited = {
            "place": rule.place,
            "year": rule.year,
            "last_seen": rule.last_seen,
            "source": rule.source,
            "address": rule.address,
        }
        seen.setdefault((rule.place, rule.source), cited)
    return list(seen.values())


def _due(pay: float, rules: Sequence[LocalTax]) -> float:
    """Brackets of one place apply their rate up to the next bracket; a credit never pays out."""
    total = 0.0
    for rule in rules:
        if pay < rule.due_from:
            continue
        ends = [r.above for r in rules if r.place == rule.place and r.above > rule.above]
        taxable = max(pay - rule.exemption, 0.0)
        within = min(taxable, min(ends, default=np.inf)) - rule.above
        total += rule.rate / 100 * max(within, 0.0) + rule.yearly
    return max(total, 0.0)


@cache
def _table() -> dict[str, tuple[LocalTax, ...]]:
    sources = {row["key"]: (row["title"], row["address"]) for row in carried("local_tax_sources.csv")}
    table: dict[str, list[LocalTax]] = {}
    for row in carried("local_tax.csv"):
        numbers = {k: float(row[k]) for k in ("rate", "above", "exemption", "yearly", "due_from")}
        title, address = sources[row["source"]]
        table.setdefault(row["area"], []).append(
            LocalTax(
                place=row["place"],
                household=row["household"],
                **numbers,
                year=int(row["year"]),
                last_seen=int(row["last_seen"]),
                missing=row["missing"],
                source=title,
                address=address,
            )
        )
    return {area: tuple(rules) for area, rules in table.items()}
