"""A release's wages aged to a later month by a named index, with the error that ageing has had.

The index was chosen by back-test (docs/place-and-time.md): the Employment Cost Index of civilian workers misses
a national median by 2.6 / 3.8 / 4.8 % after 1 / 2 / 3 years, the CPI by 3.1 / 4.5 / 5.5 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from paychart.errors import BadInput
from paychart.pay.estimate import Estimate
from paychart.pay.time.index import Index, by_name, month_number, month_text
from paychart.pay.time.parameters import parameters
from paychart.pay.uncertainty import Z90
from paychart.store import Store

INDEX = "civilian"
REFERENCE_MONTH = 5  # OEWS refers to May
LONGEST_YEARS = 3  # as far as ageing was tested


@dataclass(frozen=True)
class Ageing:
    """Multiply dollars of `start` by `factor` for dollars of `end`; `factor90` bounds it with 90 % confidence.

    `carried_months` lie after the index's newest figure and continue its last twelve months.
    """

    index: str
    index_name: str
    index_through: str
    start: str
    end: str
    years: float
    factor: float
    factor90: tuple[float, float]
    carried_months: int
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**vars(self), "factor90": list(self.factor90), "notes": list(self.notes)}


def month_asked(text: str, today: date) -> tuple[int, int]:
    """Year and month of "today" or "2026-11". Raises BadInput for anything else."""
    if text.strip().casefold() in ("today", "now"):
        return today.year, today.month
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(-\d{1,2})?", text.strip())
    if not match or not 1 <= int(match[2]) <= 12:
        raise BadInput(
            f'"{text}" is not a month.', nearest=("today", f"{today:%Y-%m}"), hint="Write it as year-month."
        )
    return int(match[1]), int(match[2])


def ageing(store: Store, year: int, month: int, *, index: str = INDEX) -> Ageing:
    """The step from the store's release to a month at most three years later.

    Raises BadInput for a month before the release or too long after it, or an index the store lacks.
    """
    start_year = int(store.rows("SELECT year FROM release")[0][0])
    months = month_number(year, month) - month_number(start_year, REFERENCE_MONTH)
    start_text, end_text = month_text(start_year, REFERENCE_MONTH), month_text(year, month)
    if months < 0:
        raise BadInput(
            f"{end_text} is before the release, {start_text}.",
            nearest=(f"{start_year}-{REFERENCE_MONTH:02d}",),
            hint="For earlier years: paychart trend",
        )
    if months > 12 * LONGEST_YEARS:
        raise BadInput(
            f"{end_text} is {months / 12:.1f} years after the release; ageing was tested up to {LONGEST_YEARS}.",
            nearest=(f"{start_year + LONGEST_YEARS}-{REFERENCE_MONTH:02d}",),
            hint="For later years: paychart trend --forecast",
        )
    used = by_name(store, index)
    growth = used.at(year, month) - used.at(start_year, REFERENCE_MONTH)
    carried = used.carried_months(year, month)
    known = parameters()
    half = float(np.hypot(known.ageing_p90(index, months / 12), Z90 * _carried_sd(used, carried)))
    notes = [f"Aged from {start_text} to {end_text} by the {used.name}: {100 * np.expm1(growth):+.1f} %."]
    if carried:
        through = month_text(*used.last)
        notes.append(
            f"The index ends in {through}; the {carried} months since continue its last year's rate."
        )
    if index not in known.ageing:
        notes.append(f"{used.name} is too short to be tested; the error shown is that of the civilian index.")
    return Ageing(
        index=index,
        index_name=used.name,
        index_through=month_text(*used.last),
        start=start_text,
        end=end_text,
        years=months / 12,
        factor=float(np.exp(growth)),
        factor90=(float(np.exp(growth - half)), float(np.exp(growth + half))),
        carried_months=carried,
        notes=tuple(notes),
    )


def aged(answer: Estimate, step: Ageing) -> Estimate:
    """An estimate in dollars of the later month: modelled, its interval widened by the ageing error."""
    half = np.log(step.factor90[1] / step.factor)
    bands = None
    if answer.interval90 is not None:
        bands = {}
        for name, (low, high) in answer.interval90.items():
            value = answer.annual[name]
            down, up = np.hypot(np.log(value / low), half), np.hypot(np.log(high / value), half)
            moved = value * step.factor
            bands[name] = (round(float(moved * np.exp(-down)), 2), round(float(moved * np.exp(up)), 2))
    lineage = {
        "kind": "aged by an index",
        "source": step.index_name,
        "release": f"through {step.index_through}",
        "from": step.start,
        "to": step.end,
        "factor": round(step.factor, 4),
        "factor90": [round(f, 4) for f in step.factor90],
        "index": step.index,
    }
    return replace(
        answer,
        status="modelled",
        annual={s: round(v * step.factor, 0) for s, v in answer.annual.items()},
        hourly={s: round(v * step.factor, 2) for s, v in answer.hourly.items()} if answer.hourly else None,
        interval90=bands,
        lineage=(*answer.lineage, lineage),
        warnings=(*answer.warnings, *step.notes),
        effects=tuple(_scaled(effect, step.factor) for effect in answer.effects),
    )


def _scaled(effect: Any, factor: float) -> dict[str, Any]:
    moved = dict(effect)
    if moved.get("dollars") is not None:
        moved["dollars"] = moved["dollars"] * factor
    if moved.get("interval90"):
        moved["interval90"] = [value * factor for value in moved["interval90"]]
    return moved


def _carried_sd(index: Index, months: int) -> float:
    """Standard error of carrying an index on: how its twelve-month rate has changed in a year, by the time."""
    if months == 0:
        return 0.0
    first, last = int(index.months[0]), int(index.months[-1])
    ends = np.arange(first + 12, last + 1, 3)
    rates = np.interp(ends, index.months, index.log_levels) - np.interp(
        ends - 12, index.months, index.log_levels
    )
    changes = rates[4:] - rates[:-4]
    spread = float(np.std(changes)) if len(changes) >= 8 else 0.01
    return spread * months / 12
