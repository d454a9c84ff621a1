"""An occupation's national pay and jobs by year, nominal and real, with the breaks of its series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.data.releases import last_year, method_change
from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError, UnknownCode
from paychart.pay.cells import STATISTICS
from paychart.pay.notices import in_words, of_editions
from paychart.pay.time.forecast import Forecast, forecast
from paychart.pay.time.index import consumer_prices
from paychart.pay.time.series import REGIMES, History, history
from paychart.pay.time.stretch import SHORTEST, Stretch, make_stretch
from paychart.profile import NATION
from paychart.show.table import Table
from paychart.words import find_area, find_occupation

METHOD_CHANGE = method_change()
OLD, HYBRID, NEW = REGIMES


@dataclass(frozen=True)
class Trend:
    """Stretches oldest first; the last one is the occupation asked for. `breaks` says why they are apart."""

    occupation: str
    title: str
    statistic: str
    dollars_of: int
    stretches: tuple[Stretch, ...]
    breaks: tuple[str, ...]
    forecast: Forecast | None
    source: str
    notes: tuple[str, ...]
    area: str = NATION
    area_name: str = "United States"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        row = dict(vars(self))
        row["stretches"] = [
            {**vars(s), "codes": list(s.codes), "points": [_plain(vars(p)) for p in s.points],
             "real_change90": list(s.real_change90) if s.real_change90 else None}
            for s in self.stretches
        ]  # fmt: skip
        row["forecast"] = self.forecast.to_dict() if self.forecast else None
        return {**row, "breaks": list(self.breaks), "notes": list(self.notes)}

    def table(self) -> Table:
        """A row for each year and stretch, oldest first."""
        rows = [
            {**_plain(vars(p)), "another_group": stretch.wider}
            for stretch in self.stretches
            for p in stretch.points
        ]
        return Table.from_rows(f"{self.title}: {self.statistic} pay and jobs by year", rows, self.source)

    def _repr_html_(self) -> str:
        """The table as notebooks show it."""
        return self.table()._repr_html_()


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
        from paychart.pay.time.place_trend import place_trend

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


def find_series(store: Store, held: History, words: str) -> tuple[str, str, list[tuple[int, bool]]]:
    """Code, title, and (series, is wider) of an occupation: itself first, then what it came from."""
    text = words.strip()
    known = {code for code, _ in held.of}
    try:
        found = find_occupation(text, store)
        code, title = found.code, found.title
    except UnknownCode as error:
        code = text if text in known else ""
        if not code and re.fullmatch(r"\d{6}", text) and f"{text[:2]}-{text[2:]}" in known:
            code = f"{text[:2]}-{text[2:]}"
        if not code:
            raise error
        title = held.titles_of[code]
    own = [held.of[code, regime] for regime in reversed(REGIMES) if (code, regime) in held.of]
    if not own:
        raise PaychartError(
            f"The yearly releases are read by detailed occupation and major group; {title} is neither.",
            nearest=(f"{code[:2]}-0000",),
            hint="Ask for a detailed occupation or a major group.",
        )
    series = [(i, False) for i in dict.fromkeys(own)]
    covered = {regime for i, _ in series for _, regime in held.codes[i]}
    if OLD not in covered:
        series += [(held.of[old, OLD], True) for old in held.predecessors.get(code, ())
                   if (old, OLD) in held.of]  # fmt: skip
    if HYBRID not in covered:
        series += [(i, True) for i in _hybrids(held, title)]
    if NEW not in covered:
        series += [(held.of[new, NEW], True) for new in held.successors.get(code, ())
                   if (new, NEW) in held.of]  # fmt: skip
    return code, title, list({i: (i, wider) for i, wider in reversed(series)}.values())[::-1]


def _hybrids(held: History, title: str) -> list[int]:
    """Groups that only the hybrid years had and whose title lists this occupation's words: at most one."""
    wanted = _words(title)
    found = [
        (len(_words(held.titles[i])), i)
        for i, stretches in enumerate(held.codes)
        if stretches[-1][1] == HYBRID and held.levels[i] == "detailed" and wanted <= _words(held.titles[i])
    ]
    return [min(found)[1]] if found else []


def _words(title: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", title.casefold())) - {"and", "except", "all", "other", "the"}


def breaks_of(held: History, code: str, shown: tuple[Stretch, ...], begin: int, end: int) -> tuple[str, ...]:
    said = []
    for stretch in shown:
        if len(stretch.codes) > 1:
            said.append(
                f"{' became '.join(stretch.codes)}: BLS's crosswalk maps them one to one, so the years are linked."
            )
        if stretch.wider:
            years = str(stretch.first) if stretch.first == stretch.last else f"{stretch.first}-{stretch.last}"
            what = ", ".join(f"{c} ({held.titles_of[c]})" for c in stretch.codes)
            said.append(f"{years} counts {what}: another group of workers, so it is shown apart.")
    own = [s for s in shown if not s.wider]
    if any(code in s.codes for s in own[:-1]):
        said.append(
            f"{code} kept its number, but BLS moved workers into or out of it: its years are shown apart."
        )
    elif begin <= last_year(OLD) < end and not any(s.first <= last_year(OLD) for s in own):
        said.append(f"{code} has no one-to-one counterpart in the classification of {OLD}.")
    if begin < METHOD_CHANGE <= end:
        said.append(
            f"Since May {METHOD_CHANGE} BLS estimates wages with a model instead of survey weights alone; the step "
            f"from {METHOD_CHANGE - 1} to {METHOD_CHANGE} may be the method's."
        )
    return tuple(said)


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


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in row.items()}
