"""An occupation's national pay and jobs by year, nominal and real, with the breaks of its series."""

from __future__ import annotations

import numpy as np

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.cells import STATISTICS
from paychart.pay.notices import in_words, of_editions
from paychart.pay.time.forecast import forecast
from paychart.pay.time.index import consumer_prices
from paychart.pay.time.place_trend import place_trend
from paychart.pay.time.series import REGIMES, History, history
from paychart.pay.time.stretch import SHORTEST, make_stretch
from paychart.pay.time.trend_parts import Trend, breaks_of, find_series
from paychart.profile import NATION
from paychart.words import find_area

__all__ = ["Trend", "trend"]


def trend(
    store: Store,
    occupation: str,
    *,
    statistic: str = "p50",
    first: int | None = None,
    last: int | None = None,
    ahead: int = 0,
    area: str = "",
) -> Trend:
    """The history of an occupation, of the nation or of one `area`, and a forecast of its median `ahead` years.

    `occupation` may also be a code that only earlier releases had. Raises BadInput for a statistic that is not
    one or years outside the data, UnknownCode for an occupation that never was.
    """
    if statistic not in STATISTICS:
        raise BadInput(f"{statistic!r} is not a statistic of pay.", nearest=STATISTICS)
    held = history(store)
    begin, end = _years(held, first, last)
    where = find_area(area, store) if area.strip() else None
    if where is not None and where.code != NATION:
        return place_trend(store, occupation, where, statistic, begin, end, ahead)
    prices = consumer_prices(store)
    code, title, series = find_series(store, held, occupation)
    if ahead and (code, REGIMES[-1]) not in held.of:
        raise BadInput(
            f"{title} ({code}) is not in the newest release, so it has no forecast.",
            nearest=tuple(f"{new} {held.titles_of.get(new, '')}" for new in held.successors.get(code, ())),
            hint="Ask for one of its successors, or leave out --forecast.",
        )
    stretches = [make_stretch(held, prices, i, statistic, begin, end, wider) for i, wider in series]
    shown = tuple(sorted((s for s in stretches if s.points), key=lambda s: (s.first, s.codes)))
    if not shown:
        raise BadInput(
            f"No release of {begin} to {end} has an estimate for {title}.",
            nearest=tuple(str(y) for y in _known_years(held, [i for i, _ in series])[:1]),
            hint="Ask for other years.",
        )
    return Trend(
        occupation=code,
        title=title,
        statistic=statistic,
        dollars_of=end,
        stretches=shown,
        breaks=breaks_of(held, code, shown, begin, end),
        forecast=forecast(store, code, ahead) if ahead else None,
        source=f"{_publisher(store)}, national, May {begin} to May {end}",
        notes=(
            *_notes(held, series[0][0], statistic, begin, end, ahead),
            *in_words(of_editions(store, "oews", "cpi")),
        ),
    )


def _years(held: History, first: int | None, last: int | None) -> tuple[int, int]:
    low, high = int(held.years[0]), int(held.years[-1])
    begin, end = first or low, last or high
    for year in (begin, end):
        if not low <= year <= high:
            raise BadInput(
                f"There is no release of {year} in this store.",
                nearest=(str(min(max(year, low), high)),),
                hint=f"Releases run from May {low} to May {high}; for later years add --forecast.",
            )
    if begin > end:
        raise BadInput(f"{begin} is after {end}.", nearest=(f"--from {end} --to {begin}",))
    return begin, end


def _notes(held: History, series: int, statistic: str, begin: int, end: int, ahead: int) -> tuple[str, ...]:
    notes = [
        f"Real pay is in May {end} dollars (CPI-U). Each release pools three years of surveys, so only changes "
        f"over {SHORTEST} years or more are given as a trend."
    ]
    window = slice(begin - int(held.years[0]), end - int(held.years[0]) + 1)
    if held.hourly_only[series, window].any():
        notes.append("BLS prints hourly wages only for this work; annual figures assume 2,080 paid hours.")
    if ahead and statistic != "p50":
        notes.append("The forecast is of the median: other statistics were not back-tested.")
    return tuple(notes)


def _known_years(held: History, series: list[int]) -> list[int]:
    known = np.flatnonzero(~np.isnan(held.jobs[series]).all(axis=0))
    return [int(held.years[c]) for c in known]


def _publisher(store: Store) -> str:
    return str(next(load["publisher"] for load in store.loads if load["source"] == "oews"))
