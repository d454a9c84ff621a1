"""A release's wages aged to a later month by a named index, with the error that ageing has had.

The index was chosen by back-test (docs/place-and-time.md): the Employment Cost Index of civilian workers misses
a national median by 2.6 / 3.8 / 4.8 % after 1 / 2 / 3 years, the CPI by 3.1 / 4.5 / 5.5 %; with low pay catching up,
as `growth` has it, 2.5 / 3.6 / 4.4 %.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.answer import Estimate
from paychart.pay.notices import Notice, in_words, of_editions
from paychart.pay.time.index import Index, by_name, month_number, month_text
from paychart.pay.time.parameters import CATCHING_UP, parameters, relative_level
from paychart.pay.time.series import MEDIAN, REGIMES, history
from paychart.pay.uncertainty import Z90

INDEX = "civilian"
REFERENCE_MONTH = 5  # OEWS refers to May
LONGEST_YEARS = 3  # as far as ageing was tested


@dataclass(frozen=True)
class Ageing:
    """Multiply dollars of `start` by `factor` for dollars of `end`; `factor90` bounds it with 90 % confidence.

    `index_percent` is what the index did; `catch_up_percent` what the occupation gains or loses on it by its level.
    `carried_months` lie after the index's newest figure and continue its last twelve months.
    """

    index: str
    index_name: str
    index_through: str
    start: str
    end: str
    years: float
    index_percent: float
    catch_up_percent: float
    factor: float
    factor90: tuple[float, float]
    carried_months: int
    notices: tuple[Notice, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notices in words."""
        return in_words(self.notices)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        notices = [notice.to_dict() for notice in self.notices]
        return {**vars(self), "factor90": list(self.factor90), "notices": notices, "notes": list(self.notes)}


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


def ageing(
    store: Store, year: int, month: int, *, index: str = INDEX, occupation: str | None = None
) -> Ageing:
    """The step from the store's release to a month at most three years later.

    With the code of an occupation and the civilian index, pay also moves by the catching up of low pay.
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
    moved = used.at(year, month) - used.at(start_year, REFERENCE_MONTH)
    carried = used.carried_months(year, month)
    known = parameters()
    gained = _catch_up(store, occupation, months / 12) if occupation and index == INDEX else None
    tested = CATCHING_UP if gained is not None else index
    growth = moved + (gained or 0.0)
    half = float(np.hypot(known.ageing_p90(tested, months / 12), Z90 * _carried_sd(used, carried)))
    percent = 100 * float(np.expm1(moved))
    notices = [Notice.of("aged", start=start_text, end=end_text, index=used.name, percent=percent)]
    if gained is not None and abs(gained) >= 0.0005:
        notices.append(Notice.of("catching_up", percent=100 * float(np.expm1(gained))))
    if carried:
        notices.append(Notice.of("index_carried", through=month_text(*used.last), months=carried))
    if index not in known.ageing:
        notices.append(Notice.of("index_untested", index=used.name))
    return Ageing(
        index=index,
        index_name=used.name,
        index_through=month_text(*used.last),
        start=start_text,
        end=end_text,
        years=months / 12,
        index_percent=round(100 * float(np.expm1(moved)), 2),
        catch_up_percent=round(100 * float(np.expm1(gained or 0.0)), 2),
        factor=float(np.exp(growth)),
        factor90=(float(np.exp(growth - half)), float(np.exp(growth + half))),
        carried_months=carried,
        notices=(*notices, *of_editions(store, "cpi" if index == "cpi" else "eci")),
    )


def moved_between(
    store: Store, start: tuple[int, int], end: tuple[int, int], *, index: str = INDEX
) -> tuple[float, float]:
    """(log growth of an index from one month to another, its log standard error as a predictor of a median's pay)."""
    used = by_name(store, index)
    years = abs(month_number(*end) - month_number(*start)) / 12
    carried = _carried_sd(used, used.carried_months(*end))
    error = float(np.hypot(parameters().ageing_p90(index, years) / Z90, carried)) if years else 0.0
    return used.at(*end) - used.at(*start), error


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
        "index_percent": step.index_percent,
        "catch_up_percent": step.catch_up_percent,
    }
    return replace(
        answer,
        status="modelled",
        annual={s: round(v * step.factor, 0) for s, v in answer.annual.items()},
        hourly={s: round(v * step.factor, 2) for s, v in answer.hourly.items()} if answer.hourly else None,
        interval90=bands,
        lineage=(*answer.lineage, lineage),
        notices=(*answer.notices, *step.notices),
        effects=tuple(_scaled(effect, step.factor) for effect in answer.effects),
    )


def _catch_up(store: Store, occupation: str, years: float) -> float | None:
    """What an occupation's median gains on the rest by its level; None where it has none in the nation."""
    held = history(store)
    series = held.of.get((occupation, REGIMES[-1]))
    if series is None or np.isnan(held.wages[series, -1, MEDIAN]):
        return None
    medians = np.log(held.wages[:, -1, MEDIAN])
    levels = relative_level(medians, float(medians[held.names.index("00-0000")]))
    gained = parameters().growth.catch_up(levels[series : series + 1], years, levels[held.current()])
    return float(gained[0])


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


def dating(store: Store, as_of: str, today: date, *, index: str = INDEX) -> Callable[[Estimate], Estimate]:
    """What brings an estimate to the month of `as_of` ("today" or "2026-11"); nothing where it is empty.

    Raises BadInput for words that are no month; the step itself raises what `ageing` raises.
    """
    if not as_of.strip():
        return lambda answer: answer
    month = month_asked(as_of, today)

    def dated(answer: Estimate) -> Estimate:
        return aged(answer, ageing(store, *month, index=index, occupation=answer.profile.occupation))

    return dated
