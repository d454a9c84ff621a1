"""Where pay has gone and where jobs are going: the nation's history in real dollars, and BLS's projection."""

from __future__ import annotations

from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.guide import time_charts
from paychart.guide.drawing import Chart
from paychart.guide.facts import OEWS, OEWS_URL
from paychart.guide.phrase import number
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section, capital
from paychart.guide.statement import Figure, Source, Statement
from paychart.pay.notices import in_words, of_editions
from paychart.pay.time.outlook import Outlook
from paychart.pay.time.outlook import outlook as project
from paychart.pay.time.stretch import TrendPoint
from paychart.pay.time.trend import Trend
from paychart.pay.time.trend import trend as history

FEWEST_YEARS = 3


def _source(point: TrendPoint, dollars_of: int) -> Source:
    cell = f"{point.title} ({point.code}), United States; May {dollars_of} dollars by the CPI-U"
    return Source(OEWS, cell, f"May {point.year}", OEWS_URL)


def _points(found: Trend) -> list[TrendPoint]:
    points = [p for stretch in found.stretches for p in stretch.points]
    return [p for p in points if p.real is not None and p.nominal is not None]


def trend(store: Store, scope: Scope) -> Section | None:
    """National median pay since 2013 in today's dollars; years that counted other groups stand apart."""
    try:
        found = history(store, scope.topic.main.code)
    except PaychartError:
        return None  # an occupation group without a history of its own
    points = _points(found)
    own = [p for p in _points(found) if p in found.stretches[-1].points]
    if len(own) < FEWEST_YEARS:
        return None
    plain = scope.topic.main.plain

    def real(p: TrendPoint) -> Figure:
        value, source = p.real or 0.0, _source(p, found.dollars_of)
        return Figure(plain, "the median pay, after inflation,", value, "dollars", source)

    first, last = own[0], own[-1]
    years = f"between May {first.year} and May {last.year}"
    statements = (Statement("change", real(last), (real(first),), years),)
    rows = tuple(
        (
            str(p.year),
            p.code,
            number(p.nominal or 0, "dollars"),
            number(p.real or 0, "dollars"),
            "not known" if p.jobs is None else f"{p.jobs:,.0f}",
        )
        for p in points
    )
    header = ("May of", "Official code", "Median then", f"Median in {found.dollars_of} dollars", "Jobs")
    alt = (
        f"Line chart of real median pay of {plain}, {points[0].year} to {last.year}, in May {found.dollars_of} "
        f"dollars, with {len(found.stretches) - 1} breaks. Newest: ${last.real or 0:,.0f}; {first.year}: "
        f"${first.real or 0:,.0f}."
    )
    note = "Each release averages three years of survey answers, so turns show late."
    if len(found.stretches) > 1:
        names = dict.fromkeys(f"{s.codes[-1]} is “{s.title}”" for s in found.stretches)
        note += (
            " The dashed lines are breaks. The official group changed there, so a step across a line is not a "
            "raise or "
            f"a cut. In the chart, {'; '.join(names)}."
        )
    return Section(
        "trend",
        f"The trend since {points[0].year}",
        statements,
        time_charts.trend([(p.year, p.real or 0, p.code) for p in points], alt),
        Grid("National pay by year", header, rows, tuple(_source(p, found.dollars_of) for p in points)),
        "trend",
        note,
        _family(store, scope),
    )


def _family(store: Store, scope: Scope) -> Chart | None:
    """The other roles' real medians side by side; None for a topic of one role."""
    panels = []
    for role in scope.topic.roles[1:]:
        try:
            found = history(store, role.code)
        except PaychartError:
            continue
        points = [p for p in _points(found) if p in found.stretches[-1].points]
        if len(points) >= FEWEST_YEARS:
            panels.append((role.plain, [(p.year, p.real or 0.0, role.code) for p in points]))
    if len(panels) < 2:
        return None
    told = "; ".join(
        f"{name}, {series[0][0]} ${series[0][1]:,.0f}, {series[-1][0]} ${series[-1][1]:,.0f}"
        for name, series in panels
    )
    return time_charts.small_trends(
        panels, f"Small charts of real median pay of the other roles, last classification: {told}."
    )


def outlook(store: Store, scope: Scope) -> Section | None:
    """BLS's ten-year projection for each role, beside all occupations, and whether demand has raised pay."""
    known: list[tuple[str, Outlook]] = []
    for role in scope.topic.roles:
        try:
            known.append((role.plain, project(store, role.code)))
        except PaychartError:
            continue  # BLS projects none for this role
    if not known:
        return None
    statements = [_projection(plain, found) for plain, found in known[:3]]
    everyone = known[0][1]
    statements.append(_projection("all occupations", everyone, of_all=True))
    plain, found = known[0]
    if found.prospect.openings is not None:
        openings = Figure(plain, "openings", found.prospect.openings, "openings", _projected(found))
        statements.append(Statement("count", openings, note=_openings_note(found)))
    statements.append(_demand(found))
    rows = tuple(
        (
            capital(plain),
            f"{o.prospect.jobs:,.0f}",
            f"{o.prospect.jobs_projected:,.0f}",
            f"{o.prospect.change_percent:+.1f}%",
            "not known" if o.prospect.openings is None else f"{o.prospect.openings:,.0f}",
            o.prospect.entry_education or "not said",
        )
        for plain, o in known
    )
    header = (
        *("Role", f"Jobs {everyone.first}", f"Jobs {everyone.last}", "Over ten years"),
        *("Openings a year", "Usual entry education"),
    )
    return Section(
        "outlook",
        f"Outlook to {everyone.last}",
        tuple(statements),
        None,
        Grid("Projected jobs by role", header, rows, tuple(_projected(o) for _, o in known)),
        "",
        "The change is for all ten years, not for one. BLS publishes no error for its projections. "
        f"Links between job growth and pay were looked for across {found.demand_test.regressions[0].occupations} "
        "occupations." + "".join(f" {told}" for told in in_words(of_editions(store, "projections"))),
        listed=True,
    )


def _projected(found: Outlook, *, of_all: bool = False) -> Source:
    row = found.everyone if of_all else found.prospect
    return Source(
        "BLS Employment Projections", f"{row.title} ({row.occupation}), table 1.2", found.period, found.url
    )


def _projection(plain: str, found: Outlook, *, of_all: bool = False) -> Statement:
    row, source = (found.everyone if of_all else found.prospect), _projected(found, of_all=of_all)
    change = Figure(plain, "projected change", row.change_percent, "percent", source)
    now = Figure(plain, "the number of jobs", row.jobs, "jobs", source)
    then = Figure(plain, "the number of jobs", row.jobs_projected, "jobs", source)
    return Statement("projection", change, (now, then), f"from {found.first} to {found.last}")


def _openings_note(found: Outlook) -> str:
    growth, openings = found.prospect.openings_from_growth, found.prospect.openings
    replaced = growth is not None and openings is not None and growth < openings / 2
    return "on average, mostly to replace people who leave" if replaced else "on average, mostly new jobs"


def _demand(found: Outlook) -> Statement:
    test = found.demand_test.regressions[0]
    source = Source(
        f"paychart, from {OEWS} and the CPI-U",
        f"real median pay against jobs across {test.occupations} occupations, {test.pay_period}",
        test.pay_period,
        OEWS_URL,
    )
    effect = Figure("occupations", test.verdict, test.effect, "percent", source, test.effect95, "association")
    return Statement("demand", effect, note=test.pay_period)
