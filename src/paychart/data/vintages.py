"""Which edition of each table is held, when the next is due, and which have been replaced.

`vintages.csv` is the one place where an edition is written down; a store built from official files overlays what it
read.
Due dates are the publisher's own where it announced one, else its usual day.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from paychart.data.reference import carried
from paychart.errors import BadInput

CLOCK = "PAYCHART_TODAY"
STATES = ("current", "due", "superseded")


@dataclass(frozen=True)
class Vintage:
    """One table's edition. `first` and `last` are the years it describes; `due` is None where no next one comes."""

    table: str
    title: str
    publisher: str
    edition: str
    first: int
    last: int
    published: date | None
    due: date | None
    cycle_months: int | None
    superseded_by: str
    superseded_on: date | None
    where: str

    def state(self, today: date) -> str:
        """current, due (a newer edition should be out) or superseded (one is known to be out)."""
        if self.superseded_on is not None and self.superseded_on <= today:
            return STATES[2]
        return STATES[1] if self.due is not None and self.due <= today else STATES[0]

    def since(self, today: date) -> str:
        """The day since which the edition is due or superseded on `today`, in words; "" where it is current."""
        day = {STATES[1]: self.due, STATES[2]: self.superseded_on}.get(self.state(today))
        return f"{day:%B} {day.day}, {day.year}" if day else ""

    def to_dict(self, today: date) -> dict[str, Any]:
        """Plain JSON values, with the state on a day."""
        row = {k: v.isoformat() if isinstance(v, date) else v for k, v in vars(self).items()}
        return {**row, "state": self.state(today)}


def today() -> date:
    """The day answers are given on: the system's, or $PAYCHART_TODAY (2026-11-29) for output that can be repeated."""
    given = os.environ.get(CLOCK, "").strip()
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError:
        raise BadInput(f"{CLOCK} is {given!r}, which is not a day such as 2026-11-29.") from None


@cache
def carried_vintages() -> dict[str, Vintage]:
    """Table name -> edition carried by this version of paychart."""
    return {row["table"]: _vintage(row) for row in carried("vintages.csv")}


def held(loads: Iterable[Mapping[str, Any]]) -> dict[str, Vintage]:
    """The carried editions, with those that a store's `loads` (provenances) read from other files in their place.

    A file older than the carried edition is superseded by it; a newer one is due as much later as what it describes.
    """
    found = dict(carried_vintages())
    for load in loads:
        known = found.get(str(load["source"]))
        if known is None or load["release"] == known.edition:
            continue
        years = [int(y) for y in re.findall(r"\d{4}", str(load["reference_period"]))]
        first, last = (years[0], years[-1]) if years else (known.first, known.last)
        own = replace(
            known,
            edition=str(load["release"]),
            published=None,
            where=str(load["url"]),
            first=first,
            last=last,
        )
        (year, month), (then, since) = (
            _order(r) for r in (load["reference_period"], known_reference(known.table))
        )
        if (year, month) < (then, since):
            own = replace(own, superseded_by=f"{known.edition}", superseded_on=known.published)
        elif known.due is not None:
            months = 12 * (year - then) + (month - since if max(month, since) <= 12 else 0)
            own = replace(own, due=_later(known.due, months), superseded_by="", superseded_on=None)
        found[known.table] = own
    return found


def edition(table: str) -> str:
    """The edition of a table that only this version of paychart can replace, for the words of a source."""
    return carried_vintages()[table].edition


def known_reference(table: str) -> str:
    """The reference period of the carried edition, as "2025-2035", "2026-08" or "2024"."""
    return next(row["reference"] for row in carried("vintages.csv") if row["table"] == table)


def require_not_older(table: str, reference: str, *, file: str) -> None:
    """Raise BadInput where a file's reference period is older than what is carried."""
    if _order(reference) < _order(known_reference(table)):
        known = carried_vintages()[table]
        raise BadInput(
            f"{file} is of {reference}, older than the edition held ({known.edition}).",
            nearest=(known.edition,),
            hint=f"Get the newest from {known.where}; nothing was changed.",
        )


def _order(reference: object) -> tuple[int, int]:
    numbers = [int(n) for n in re.findall(r"\d+", str(reference))]
    return (numbers[0], numbers[1] if len(numbers) > 1 else 0) if numbers else (0, 0)


def _vintage(row: Mapping[str, str]) -> Vintage:
    years = [int(y) for y in re.findall(r"\d{4}", row["reference"])]
    day = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DAYS}
    return Vintage(
        table=row["table"],
        title=row["title"],
        publisher=row["publisher"],
        edition=row["edition"],
        first=years[0],
        last=years[-1],
        published=day["published"],
        due=day["next_due"],
        cycle_months=int(row["cycle_months"]) if row["cycle_months"] else None,
        superseded_by=row["superseded_by"],
        superseded_on=day["superseded_on"],
        where=row["where"],
    )


_DAYS = ("published", "next_due", "superseded_on")


def _later(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, 28))
