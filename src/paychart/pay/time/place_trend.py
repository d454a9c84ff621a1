"""`trend` by place: a state's or area's pay since 2015 beside the nation's, its noise told, and a tested forecast."""

from __future__ import annotations

import numpy as np

from paychart.data.releases import soc_version
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.cells import STATISTICS
from paychart.pay.time.forecast import Forecast, ForecastPoint, forecast
from paychart.pay.time.index import consumer_prices
from paychart.pay.time.parameters import parameters
from paychart.pay.time.place_series import (
    KNOWN,
    Noise,
    noise_of,
    place_stretch,
    place_years,
    shrunken_position,
)
from paychart.pay.time.series import MEDIAN, History, history
from paychart.pay.time.stretch import SHORTEST, Stretch, percent_a_year
from paychart.pay.time.trend_parts import Trend, breaks_of, find_series
from paychart.words.index import Area

DERIVED = "derived"
USED = "mean of both, national model"
REVERSES = -0.1  # correlation of a move with the next below which rises are said to be followed by falls


def place_trend(
    store: Store, occupation: str, area: Area, statistic: str, begin: int, end: int, ahead: int
) -> Trend:
    """The history of an occupation in one state or area.

    Raises BadInput for a statistic that earlier years of places are not carried with, for a place or years without any
    figure, and for a forecast of an area, which was never tested.
    """
    if statistic not in KNOWN:
        raise BadInput(
            f"Earlier years of states and areas are known by {', '.join(KNOWN)}, not {statistic}.",
            nearest=("p50",),
        )
    if ahead and area.type != "state":
        raise BadInput(
            "A forecast was tested for states and the nation, not for areas.",
            nearest=tuple(area.states.split("-")),
            hint="Ask for the state, or leave out the forecast.",
        )
    held, prices = history(store), consumer_prices(store)
    code, title, series = find_series(store, held, occupation)
    own = series[0][0]
    noise = noise_of(store, held, own, area.type)
    stretches = []
    for index, wider in series:
        years = [y for y in place_years(store, held, index, area.code) if begin <= y.year <= end]
        if years:
            stretches.append(
                place_stretch(
                    held, prices, index, years, statistic, end, noise.spread if noise else None, wider
                )
            )
    shown = tuple(sorted(stretches, key=lambda s: (s.first, s.codes)))
    if not shown:
        raise BadInput(
            f"No release of {begin} to {end} has an estimate for {title} in {area.name}.",
            nearest=("United States",),
            hint="Ask for the nation, the state, or other years.",
        )
    return Trend(
        occupation=code,
        title=title,
        statistic=statistic,
        dollars_of=end,
        stretches=shown,
        breaks=breaks_of(held, code, shown, begin, end),
        forecast=state_forecast(store, code, area, ahead) if ahead else None,
        source=_source(shown, area),
        notes=_notes(held, own, shown[-1], noise, area, statistic, end),
        area=area.code,
        area_name=area.name,
    )


def state_forecast(store: Store, occupation: str, area: Area, years: int) -> Forecast:
    """The median in a state 1 to 5 years ahead: the mean of its newest figure and its usual place beside the nation,
    moved by the national model, with fans as wide as that missed medians of states."""
    known = parameters()
    if not 1 <= years <= max(known.state_fans):
        raise BadInput(
            f"Forecasts by state were tested for 1 to {max(known.state_fans)} years ahead, not {years}.",
            nearest=(str(max(known.state_fans)),),
        )
    nation, held = forecast(store, occupation, years), history(store)
    series = held.of[occupation, soc_version(int(held.years[-1]))]
    told = {y.year: y.wages["p50"] for y in place_years(store, held, series, area.code)}
    newest = told.get(int(held.years[-1]))
    if not newest:
        raise BadInput(
            f"No median of May {int(held.years[-1])} is published for {nation.title} in {area.name}.",
            nearest=("United States",),
        )
    medians = np.array([[np.log(told.get(int(y)) or np.nan) for y in held.years]])
    usual = float(shrunken_position(medians - np.log(held.wages[series, :, MEDIAN]))[0])
    start = float(np.sqrt(newest * nation.base_median * np.exp(usual)))
    points = []
    for point in nation.points:
        median = start * point.median / nation.base_median
        fans = [known.state_fans[point.year - nation.base_year][k] for k in (0, 1)]
        low, high = (
            (round(median * float(np.exp(-q)), -1), round(median * float(np.exp(q)), -1)) for q in fans
        )
        points.append(ForecastPoint(point.year, round(median, -1), low, high, None, None, None))
    used, flat = (known.state_mape[name] for name in (USED, "newest figure, flat 3 %"))
    told_errors = ", ".join(f"{used[h]:.1f}% after {h}" for h in sorted(used) if h <= years)
    return Forecast(
        occupation=occupation,
        title=nation.title,
        base_year=nation.base_year,
        base_median=newest,
        base_jobs=None,
        points=tuple(points),
        measured={name: dict(row) for name, row in known.state_mape.items()},
        notes=(
            f"It starts at ${start:,.0f}, midway between the newest figure and what is usual here beside the nation. "
            f"From origins of 2016 to 2024 this missed a state's median by {told_errors} years on average; 3% a year "
            f"from the newest figure by {flat[years]:.1f}% after {years}.",
            "Jobs are not forecast by state.",
        ),
    )


def _source(shown: tuple[Stretch, ...], area: Area) -> str:
    points = [p for stretch in shown for p in stretch.points]
    text = f"BLS, OEWS, {area.name}, May {points[0].year} to May {points[-1].year}"
    if any(p.status == DERIVED for p in points):
        text += "; years marked derived: U.S. Department of Labor wage levels, which rest on OEWS"
    return text


def _notes(
    held: History, series: int, stretch: Stretch, noise: Noise | None, area: Area, statistic: str, end: int
) -> tuple[str, ...]:
    notes = [
        f"Real pay is in May {end} dollars (CPI-U). Successive releases share two thirds of their sample, so only "
        f"changes over {SHORTEST} years or more are given as a trend."
    ]
    if noise is not None:
        turns = noise.next_move is not None and noise.next_move < REVERSES
        kind = "state" if area.type == "state" else "metro or rural area"
        notes.append(
            f"Most of a year's move is sampling: beside the nation, medians of this work in a {kind} move by "
            f"{100 * noise.spread:.0f}% a year (one standard deviation)"
            f"{', and a rise is more often followed by a fall' if turns else ''}."
        )
    priced = [p.year for p in stretch.points if p.nominal is not None]
    if stretch.nominal_change is not None:
        wages = held.wages[series, :, STATISTICS.index(statistic)]
        ends = [float(wages[year - int(held.years[0])]) for year in (priced[0], priced[-1])]
        if np.isfinite(ends).all():
            nation = percent_a_year(ends[0], ends[1], priced[-1] - priced[0])
            notes.append(
                f"Before prices it rose {stretch.nominal_change:+.1f}% a year here over {priced[0]}-{priced[-1]}, "
                f"{nation:+.1f}% in the nation."
            )
    absent = sorted({*range(stretch.first, stretch.last + 1)} - {p.year for p in stretch.points})
    if absent:
        notes.append(f"Not at hand for {area.name}: May {', '.join(str(y) for y in absent)}.")
    if any(p.status == DERIVED for p in stretch.points):
        notes.append(
            "Derived years follow a lognormal through two wage levels, within 3% of BLS's median where both are at "
            "hand. An area keeps its code where its borders change."
        )
    return tuple(notes)
