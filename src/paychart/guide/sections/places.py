"""Pay by place: the states and metros of the nation, or the areas around the reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paychart.data.store import Store
from paychart.data.vintages import edition
from paychart.guide import facts, maps
from paychart.guide.facts import CellPay
from paychart.guide.phrase import number
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section
from paychart.guide.standings import Standing, by_real, standings
from paychart.guide.statement import Figure, Source, Statement

PARITIES = "BEA Regional Price Parities"
FEWEST = 5  # places in a ranking of the nation's areas
ROWS = 25
TIES = "Places next to each other in a ranking may not truly differ: each figure comes from a sample."
UNCERTAIN = " A figure marked uncertain rests on few jobs or a wide sampling error."


def places(store: Store, scope: Scope, main: CellPay) -> Section | None:
    """Where pay is high and where it buys most: states for the nation, otherwise the areas of the same state."""
    if scope.national:
        return _states(store, scope)
    return _around(store, scope, main)


def metros(store: Store, scope: Scope) -> Section | None:
    """Metros of the nation as dots sized by jobs; only in a guide for the nation."""
    if not scope.national:
        return None
    found = standings(store, scope.topic.main.code, ("metropolitan", "nonmetropolitan"))
    ranked = by_real(found)
    if len(ranked) < FEWEST:
        return None
    statements = [_extreme(store, scope, ranked[:5], "After cost of living, pay goes furthest in", real=True)]
    if (rural := _rural_urban(store, scope)) is not None:
        statements.append(_rural(store, scope, rural))
    first = sum(1 for p in ranked if p.rank90 and p.rank90[0] == 1)
    tied = f"{first} areas may each be the first of all, with 90% confidence. " if first > 1 else ""
    return Section(
        "metros",
        "Pay by metro and rural area",
        tuple(statements),
        maps.metro_map(ranked, f"median pay of {scope.topic.main.plain} after cost of living"),
        _grid(store, scope, ranked[:ROWS], f"The {min(ROWS, len(ranked))} areas where median pay buys most"),
        "dots",
        f"{tied}{TIES}{_marked(ranked[:ROWS])}",
    )


def _rural_urban(store: Store, scope: Scope) -> Mapping[str, float] | None:
    from paychart.errors import PaychartError
    from paychart.pay.places import places as ranked

    try:
        return ranked(store, scope.topic.main.code).rural_urban
    except PaychartError:
        return None


def _marked(shown: list[Standing]) -> str:
    return UNCERTAIN if any(p.uncertain for p in shown) else ""


def _source(store: Store, scope: Scope, place: str) -> Source:
    cell = f"{scope.topic.main.plain} ({scope.topic.main.code}), {place}"
    return Source(
        f"{facts.OEWS}; {PARITIES}",
        cell,
        f"{store.release}; {edition('rpp')}",
        facts.oews_page(scope.topic.main.code),
    )


def _figure(store: Store, scope: Scope, place: Standing, *, real: bool) -> Figure:
    # Two estimates make a third: the nearest $100 is all that pay after cost of living can bear.
    source, status = _source(store, scope, place.name), "uncertain" if place.uncertain else "published"
    name = f"the {place.name}" if place.name.startswith("District of") else place.name
    if real and place.real is not None:
        measure = "median pay after cost of living"
        return Figure(name, measure, round(place.real, -2), "dollars", source, place.real90, status)
    return Figure(name, "median pay", place.nominal, "dollars", source, place.nominal90, status)


def _extreme(store: Store, scope: Scope, chosen: list[Standing], words: str, *, real: bool) -> Statement:
    best, *others = (_figure(store, scope, place, real=real) for place in chosen)
    return Statement("extreme", best, tuple(others), words)


def _rural(store: Store, scope: Scope, row: Mapping[str, Any]) -> Statement:
    gap, half = row["nominal_difference_percent"], row["half_width90_points"]
    source = _source(store, scope, "nonmetropolitan and metropolitan areas weighted by jobs")
    figure = Figure("workers in rural areas", "mean pay", gap, "percent", source, (gap - half, gap + half))
    return Statement("effect", figure, note="workers in metropolitan areas, before cost of living")


def _grid(store: Store, scope: Scope, chosen: list[Standing], caption: str) -> Grid:
    rows = tuple(
        (
            p.name,
            f"{p.employment:,.0f}" if p.employment else "not known",
            number(p.nominal, "dollars") + (" (uncertain)" if p.uncertain else ""),
            f"{p.price_level:.1f}" if p.price_level else "none",
            number(round(p.real, -2), "dollars") if p.real else "none",
            " to ".join(map(str, dict.fromkeys(p.rank90))) if p.rank90 else "",
        )
        for p in chosen
    )
    header = ("Place", "Jobs", "Median", "Price level (US = 100)", "After cost of living", "Rank may be")
    return Grid(caption, header, rows, tuple(_source(store, scope, p.name) for p in chosen))


def _states(store: Store, scope: Scope) -> Section | None:
    """Every state with a published median, the District of Columbia included."""
    found = standings(store, scope.topic.main.code, ("state",))
    bought = by_real(found)
    if len(found) < 2:
        return None
    shown = min(5, len(found) // 2)
    told = [
        _extreme(store, scope, found[:shown], "The highest medians are in", real=False),
        _extreme(store, scope, found[::-1][:shown], "The lowest medians are in", real=False),
    ]
    if len(bought) == len(found):
        told += [
            _extreme(store, scope, bought[:shown], "After cost of living, pay goes furthest in", real=True),
            _extreme(
                store, scope, bought[::-1][:shown], "After cost of living, it buys the least in", real=True
            ),
        ]
    what = f"median pay of {scope.topic.main.plain} after cost of living"
    blank = " Hatched states have no published median." if maps.leaves_blank({p.area for p in found}) else ""
    chart = maps.state_map(
        {p.area: round(p.real or 0, -2) for p in bought}, {p.area: p.name for p in bought}, what
    )
    note = f"The map shows {what}.{blank} The District of Columbia is ranked with the states. {TIES}{_marked(found)}"
    return Section(
        "places",
        "Pay by state",
        tuple(told),
        chart if len(bought) > 1 else None,
        _grid(store, scope, found, f"Pay of {scope.topic.main.plain} by state"),
        "map",
        note,
    )


def _around(store: Store, scope: Scope, main: CellPay) -> Section | None:
    near = scope.states[0] if scope.states else ""
    found = standings(store, scope.topic.main.code, ("metropolitan", "nonmetropolitan"), near)
    bought = by_real(found)
    if len(found) < 2:
        return None
    shown = min(3, len(found))
    statements = [_extreme(store, scope, found[:shown], "Nearby, the highest medians are in", real=False)]
    if len(bought) == len(found):
        words = "After cost of living, pay goes furthest in"
        statements.append(_extreme(store, scope, bought[:shown], words, real=True))
    own = next((p for p in bought if p.area == scope.area), None)
    if own is not None and own.real is not None:
        real = Figure(
            f"{scope.topic.main.plain} in {scope.place}", "the median pay, at national prices,",
            round(own.real, -2), "dollars", _source(store, scope, own.name), own.real90,
        )  # fmt: skip
        statements.append(Statement("level", real))
    what = f"median pay of {scope.topic.main.plain} after cost of living"
    return Section(
        "places",
        "Pay nearby",
        tuple(statements),
        maps.metro_map(bought, what, states=scope.states, own=scope.area) if len(bought) > 1 else None,
        _grid(store, scope, found, f"Pay of {scope.topic.main.plain} in areas of the same state"),
        "dots",
        f"{TIES}{_marked(found)}",
    )
