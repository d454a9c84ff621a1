"""An occupation's national pay and jobs by year, nominal and real, with the breaks of its series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.codes import find_occupation
from paychart.errors import BadInput, PaychartError, UnknownCode
from paychart.pay.cells import PERCENTILES, STATISTICS
from paychart.pay.distribution import WageDistribution
from paychart.pay.time.forecast import Forecast, forecast
from paychart.pay.time.index import consumer_prices
from paychart.pay.time.series import REGIMES, History, history
from paychart.pay.uncertainty import Z90, sampling_log_se
from paychart.store import Store

MAY = 5
METHOD_CHANGE = 2021  # first year of model-based estimation
SHORTEST = 3  # years: panels overlap, so a shorter change is not a trend


@dataclass(frozen=True)
class TrendPoint:
    """May of one year, as released: dollars of that May, `real` in dollars of the last year, and jobs."""

    year: int
    code: str
    title: str
    nominal: float | None
    nominal90: tuple[float, float] | None
    real: float | None
    jobs: float | None
    jobs_rse: float | None


@dataclass(frozen=True)
class Stretch:
    """Years that count the same people under one or, one to one, two numbers. `wider` marks a group that
    holds more than the occupation asked for. Changes are a year, in percent, with 90 % intervals."""

    codes: tuple[str, ...]
    title: str
    wider: bool
    points: tuple[TrendPoint, ...]
    nominal_change: float | None
    real_change: float | None
    real_change90: tuple[float, float] | None
    jobs_change: float | None

    @property
    def first(self) -> int:
        return self.points[0].year

    @property
    def last(self) -> int:
        return self.points[-1].year


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


def trend(
    store: Store,
    occupation: str,
    *,
    statistic: str = "p50",
    first: int | None = None,
    last: int | None = None,
    ahead: int = 0,
) -> Trend:
    """The national history of an occupation, and a forecast of its median `ahead` years.

    `occupation` may also be a code that only earlier releases had. Raises BadInput for a statistic that is not
    one or years outside the data, UnknownCode for an occupation that never was.
    """
    if statistic not in STATISTICS:
        raise BadInput(f"{statistic!r} is not a statistic of pay.", nearest=STATISTICS)
    held = history(store)
    begin, end = _years(held, first, last)
    code, title, series = _find(store, held, occupation)
    stretches = [_stretch(store, held, i, statistic, begin, end, wider) for i, wider in series]
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
        breaks=_breaks(held, code, shown, begin, end),
        forecast=forecast(store, code, ahead) if ahead else None,
        source=f"{_publisher(store)}, national, May {begin} to May {end}",
        notes=_notes(held, series[0][0], statistic, begin, end, ahead),
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


def _find(store: Store, held: History, words: str) -> tuple[str, str, list[tuple[int, bool]]]:
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
    if "2010" not in covered:
        series += [(held.of[old, "2010"], True) for old in held.predecessors.get(code, ())
                   if (old, "2010") in held.of]  # fmt: skip
    if "hybrid" not in covered:
        series += [(i, True) for i in _hybrids(held, title)]
    if "2018" not in covered:
        series += [(held.of[new, "2018"], True) for new in held.successors.get(code, ())
                   if (new, "2018") in held.of]  # fmt: skip
    return code, title, list({i: (i, wider) for i, wider in reversed(series)}.values())[::-1]


def _hybrids(held: History, title: str) -> list[int]:
    """Groups that only 2019 and 2020 had and whose title lists this occupation's words: at most one."""
    wanted = _words(title)
    found = [
        (len(_words(held.titles[i])), i)
        for i, stretches in enumerate(held.codes)
        if stretches[-1][1] == "hybrid" and held.levels[i] == "detailed" and wanted <= _words(held.titles[i])
    ]
    return [min(found)[1]] if found else []


def _words(title: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", title.casefold())) - {"and", "except", "all", "other", "the"}


def _stretch(
    store: Store, held: History, series: int, statistic: str, begin: int, end: int, wider: bool
) -> Stretch:
    prices = consumer_prices(store)
    offset = int(held.years[0])
    columns = [
        y - offset
        for y in range(begin, end + 1)
        if not (np.isnan(held.wages[series, y - offset]).all() and np.isnan(held.jobs[series, y - offset]))
    ]
    wages = held.wages[series, :, STATISTICS.index(statistic)]
    errors = {c: _log_se(held, series, c, statistic) for c in columns}
    points = []
    for c in columns:
        year, code = offset + c, held.code_in(series, offset + c)
        value, half = float(wages[c]), Z90 * errors[c]
        real = value * np.exp(prices.at(end, MAY) - prices.at(year, MAY))
        points.append(
            TrendPoint(
                year=year,
                code=code,
                title=held.titles_of[code],
                nominal=None if np.isnan(value) else value,
                nominal90=None
                if np.isnan(value) or np.isnan(half)
                else (round(value * float(np.exp(-half)), 0), round(value * float(np.exp(half)), 0)),
                real=None if np.isnan(real) else round(float(real), 0),
                jobs=_known(held.jobs[series, c]),
                jobs_rse=_known(held.jobs_rse[series, c]),
            )
        )
    priced = [c for c in columns if not np.isnan(wages[c])]
    counted = [c for c in columns if not np.isnan(held.jobs[series, c])]
    nominal = real = real90 = None
    if priced and priced[-1] - priced[0] >= SHORTEST:
        a, b = priced[0], priced[-1]
        nominal = float(np.log(wages[b] / wages[a])) / (b - a)
        real = nominal - (prices.at(offset + b, MAY) - prices.at(offset + a, MAY)) / (b - a)
        half = Z90 * float(np.hypot(errors[a], errors[b])) / (b - a)
        real90 = None if np.isnan(half) else (_percent(real - half), _percent(real + half))
    jobs = None
    if counted and counted[-1] - counted[0] >= SHORTEST:
        a, b = counted[0], counted[-1]
        jobs = float(np.log(held.jobs[series, b] / held.jobs[series, a])) / (b - a)
    return Stretch(
        codes=tuple(dict.fromkeys(p.code for p in points)),
        title=held.titles[series],
        wider=wider,
        points=tuple(points),
        nominal_change=None if nominal is None else _percent(nominal),
        real_change=None if real is None else _percent(real),
        real_change90=real90,
        jobs_change=None if jobs is None else _percent(jobs),
    )


def _log_se(held: History, series: int, column: int, statistic: str) -> float:
    """Sampling error of the log of one figure, from the printed error of the mean."""
    wages, rse = held.wages[series, column], held.mean_rse[series, column]
    if np.isnan(rse) or np.isnan(wages).any():
        return float(rse) / 100 if statistic == "mean" else float("nan")
    shape = WageDistribution.from_percentiles(wages[1 : 1 + len(PERCENTILES)], mean=wages[0])
    return float(sampling_log_se(shape, np.array(rse))[STATISTICS.index(statistic)])


def _breaks(held: History, code: str, shown: tuple[Stretch, ...], begin: int, end: int) -> tuple[str, ...]:
    said = []
    for stretch in shown:
        if len(stretch.codes) > 1:
            said.append(
                f"{' became '.join(stretch.codes)}: BLS's crosswalk maps them one to one, so the years are linked."
            )
        if stretch.wider:
            what = ", ".join(f"{c} ({held.titles_of[c]})" for c in stretch.codes)
            said.append(
                f"{stretch.first}-{stretch.last} counts {what}: another group of workers, so it is shown apart."
            )
    own = [s for s in shown if not s.wider]
    if any(code in s.codes for s in own[:-1]):
        said.append(
            f"{code} kept its number, but BLS moved workers into or out of it: its years are shown apart."
        )
    elif begin <= 2018 < end and not any(s.first <= 2018 for s in own):
        said.append(f"{code} has no one-to-one counterpart in the classification of 2010.")
    if begin < METHOD_CHANGE <= end:
        said.append(
            "Since May 2021 BLS estimates wages with a model instead of survey weights alone; the step from "
            "2020 to 2021 may be the method's."
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


def _percent(log_change: float) -> float:
    return round(100 * float(np.expm1(log_change)), 2)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in row.items()}
