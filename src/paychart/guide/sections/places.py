"""Pay by place: the states and metros of the nation, or the areas around the reader's own."""

from __future__ import annotations

from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.guide import facts, maps
from paychart.guide.facts import CellPay
from paychart.guide.phrase import number
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section
from paychart.guide.statement import Figure, Source, Statement
from paychart.pay.places import Place, Ranking
from paychart.pay.places import places as ranked

PARITIES = "BEA Regional Price Parities"
FEWEST = 5  # places in a ranking
ROWS = 25
TIES = "Places next to each other in a ranking may not truly differ: each figure comes from a sample."


def places(store: Store, scope: Scope, main: CellPay) -> Section | None:
    """Where pay is high and where it buys most: states for the nation, otherwise the areas of the same state."""
    if scope.national:
        return _states(store, scope)
    return _around(store, scope, main)


def metros(store: Store, scope: Scope) -> Section | None:
    """Metros of the nation as dots sized by jobs; only in a guide for the nation."""
    if not scope.national:
        return None
    ranking = _ranking(store, scope, ("metro", "rural"), "")
    if ranking is None:
        return None
    solid = [p for p in ranking.places if _solid(p)]
    if len(solid) < FEWEST:
        return None
    statements = [_extreme(ranking, solid[:5], "After cost of living, pay goes furthest in", real=True)]
    if (rural := ranking.rural_urban) is not None:
        statements.append(_rural(ranking, rural))
    first = [p for p in ranking.places if p.rank90 and p.rank90[0] == 1]
    return Section(
        "metros",
        "Pay by metro and rural area",
        tuple(statements),
        maps.metro_map(solid, f"median pay of {scope.topic.main.plain} after cost of living"),
        _grid(ranking, solid[:ROWS], f"The {min(ROWS, len(solid))} areas where median pay buys most"),
        "dots",
        f"{_tied(len(first))}{TIES}",
    )


def _tied(first: int) -> str:
    if first < 2:
        return ""
    return f"{first} areas may each be the first of all, with 90 percent confidence. "


def _ranking(store: Store, scope: Scope, kinds: tuple[str, ...], near: str) -> Ranking | None:
    try:
        return ranked(store, scope.topic.main.code, kinds=kinds, near=near, sort="real")
    except PaychartError:
        return None


def _solid(place: Place) -> bool:
    """Whether a place's figure can carry a ranking: enough jobs, a narrow interval, a parity."""
    width = place.nominal90[1] / place.nominal if place.nominal90 else 1.0
    return (place.employment or 0) >= facts.MIN_JOBS and width < 1.2 and place.real is not None


def _source(ranking: Ranking, place: Place) -> Source:
    cell = f"{ranking.title} ({ranking.occupation}), {place.name}"
    return Source(f"{facts.OEWS}; {PARITIES}", cell, f"{ranking.release}; 2024", facts.OEWS_URL)


def _figure(ranking: Ranking, place: Place, *, real: bool) -> Figure:
    # Two estimates make a third: the nearest $100 is all that pay after cost of living can bear.
    if real and place.real is not None:
        value, band, measure = round(place.real, -2), place.real90, "median pay after cost of living"
    else:
        value, band, measure = place.nominal, place.nominal90, "median pay"
    return Figure(place.name, measure, value, "dollars", _source(ranking, place), band)


def _extreme(ranking: Ranking, chosen: list[Place], words: str, *, real: bool) -> Statement:
    best, *others = (_figure(ranking, place, real=real) for place in chosen)
    return Statement("extreme", best, tuple(others), words)


def _rural(ranking: Ranking, rural: object) -> Statement:
    row = dict(rural)  # type: ignore[call-overload]
    source = Source(
        f"{facts.OEWS}; {PARITIES}",
        f"{ranking.title} ({ranking.occupation}), nonmetropolitan and metropolitan areas weighted by jobs",
        f"{ranking.release}; 2024",
        facts.OEWS_URL,
    )
    gap, half = row["nominal_difference_percent"], row["half_width90_points"]
    figure = Figure(
        "workers in rural areas", "mean pay", gap, "percent", source, (gap - half, gap + half), "published"
    )
    return Statement("effect", figure, note="workers in metropolitan areas, before cost of living")


def _grid(ranking: Ranking, chosen: list[Place], caption: str) -> Grid:
    rows = tuple(
        (
            p.name,
            f"{p.employment:,.0f}" if p.employment else "not known",
            number(p.nominal, "dollars"),
            f"{p.price_level:.1f}" if p.price_level else "none",
            number(round(p.real, -2), "dollars") if p.real else "none",
            " to ".join(map(str, dict.fromkeys(p.rank90))) if p.rank90 else "",
        )
        for p in chosen
    )
    header = ("Place", "Jobs", "Median", "Price level (US = 100)", "After cost of living", "Rank may be")
    return Grid(caption, header, rows, tuple(_source(ranking, p) for p in chosen))


def _states(store: Store, scope: Scope) -> Section | None:
    ranking = _ranking(store, scope, ("state",), "")
    drawn = [p for p in ranking.places if _solid(p)] if ranking else []
    if ranking is None or len(drawn) < 10:
        return None
    by_pay = sorted(drawn, key=lambda p: -p.nominal)
    statements = (
        _extreme(ranking, by_pay[:5], "The highest medians are in", real=False),
        _extreme(ranking, by_pay[::-1][:5], "The lowest medians are in", real=False),
        _extreme(ranking, drawn[:5], "After cost of living, pay goes furthest in", real=True),
        _extreme(ranking, drawn[::-1][:5], "After cost of living, it buys the least in", real=True),
    )
    what = f"median pay of {scope.topic.main.plain} after cost of living"
    blank = " Hatched states have no published figure." if maps.leaves_blank({p.area for p in drawn}) else ""
    return Section(
        "places",
        "Pay by state",
        statements,
        maps.state_map(
            {p.area: round(p.real or 0, -2) for p in drawn}, {p.area: p.name for p in drawn}, what
        ),
        _grid(ranking, by_pay, f"Pay of {scope.topic.main.plain} by state"),
        "map",
        f"The map shows {what}.{blank} {TIES}",
    )


def _around(store: Store, scope: Scope, main: CellPay) -> Section | None:
    near = scope.states[0] if scope.states else scope.area
    ranking = _ranking(store, scope, ("metro", "rural"), near)
    chosen = [p for p in ranking.places if _solid(p)] if ranking else []
    if ranking is None or len(chosen) < 2:
        return None
    by_pay = sorted(chosen, key=lambda p: -p.nominal)
    statements = [_extreme(ranking, by_pay[:3], "Nearby, the highest medians are in", real=False)]
    if any(p.real for p in chosen):
        statements.append(
            _extreme(ranking, chosen[:3], "After cost of living, pay goes furthest in", real=True)
        )
    own = next((p for p in chosen if p.area == scope.area), None)
    if own is not None and own.real is not None:
        real = Figure(
            f"{scope.topic.main.plain} in {scope.place}", "the median pay, at national prices,",
            round(own.real, -2), "dollars", _source(ranking, own), own.real90,
        )  # fmt: skip
        statements.append(Statement("level", real))
    return Section(
        "places",
        "Pay nearby",
        tuple(statements),
        maps.metro_map(
            chosen,
            f"median pay of {scope.topic.main.plain} after cost of living",
            states=scope.states,
            own=scope.area,
        ),
        _grid(ranking, chosen, f"Pay of {scope.topic.main.plain} in areas of the same state"),
        "dots",
        TIES,
    )
