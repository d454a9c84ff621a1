"""The sections of a guide: which statements, charts and tables answer each of a reader's questions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paychart.errors import Suppressed
from paychart.guide import charts, facts
from paychart.guide.charts import Chart
from paychart.guide.facts import CellPay
from paychart.guide.phrase import number
from paychart.guide.statement import Figure, Source, Statement
from paychart.guide.topics import Topic
from paychart.store import Store


@dataclass(frozen=True)
class Grid:
    """The table behind a chart: header, rows as printed, and the source of each row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Section:
    """One question of the reader, answered. `key` is the reading aid of the chart: ranges, map or trend."""

    anchor: str
    title: str
    statements: tuple[Statement, ...]
    chart: Chart | None = None
    grid: Grid | None = None
    key: str = ""
    note: str = ""


@dataclass(frozen=True)
class Guide:
    """Everything a guide says, before any layout."""

    topic: Topic
    release: str
    headline: CellPay
    sections: tuple[Section, ...]
    missing: tuple[str, ...]


def build(store: Store, topic: Topic) -> Guide:
    """All sections that the store has data for; `missing` names the others, so that no gap is silent."""
    main = facts.occupation_pay(store, topic.main.code)
    sections: list[Section] = [_pay(topic, main)]
    missing: list[str] = []
    for name, section in (
        ("pay by role", _roles(store, topic)),
        ("pay by state", _places(store, topic)),
        ("pay by employer type", _employers(store, topic, main)),
        ("trend in real dollars", _trend(store, topic)),
        ("outlook to 2034", _outlook(store, topic)),
    ):
        if section is None:
            missing.append(name)
        else:
            sections.append(section)
    return Guide(topic, store.release, main, tuple(sections), tuple(missing))


def _pay_grid(caption: str, first: str, cells: list[CellPay]) -> Grid:
    rows = tuple(
        (
            c.label[:1].upper() + c.label[1:],
            f"{c.jobs:,}" if c.jobs is not None else "not released",
            *(number(getattr(c, w), "dollars") for w in ("p10", "p25", "p50", "mean", "p75", "p90")),
        )
        for c in cells
    )
    header = (first, "Jobs", "10th", "25th", "Median", "Mean", "75th", "90th")
    return Grid(caption, header, rows, tuple(c.source for c in cells))


def _range_alt(what: str, cells: list[CellPay]) -> str:
    top, bottom = max(cells, key=lambda c: c.p50), min(cells, key=lambda c: c.p50)
    text = f"Range bars of annual pay, {what}."
    for c in dict.fromkeys((top, bottom)):
        text += (
            f" {c.label[:1].upper() + c.label[1:]}: median {number(c.p50, 'dollars')}, middle half "
            f"{number(c.p25, 'dollars')} to {number(c.p75, 'dollars')}."
        )
    return text


def _pay(topic: Topic, main: CellPay) -> Section:
    plain = topic.main.plain
    subject = replace(main, label=plain)
    median = subject.figure("p50", "the median pay")
    statements = (
        Statement("level", median),
        Statement("level", subject.figure("mean", "the mean (average) pay")),
        Statement("spread", subject.figure("p10", "p10"), (median, subject.figure("p90", "p90"))),
    )
    note = (
        "The mean is higher than the median because a few high earners pull it up. The median tells you "
        "more about a "
        "typical worker."
        if main.mean > main.p50 * 1.02
        else ""
    )
    return Section(
        "pay",
        "What it pays now",
        statements,
        charts.ranges([subject], _range_alt(plain, [subject])),
        _pay_grid(f"Annual pay of {plain}", "Role", [subject]),
        "ranges",
        note,
    )


def _roles(store: Store, topic: Topic) -> Section | None:
    cells: list[CellPay] = []
    for role in topic.roles:
        try:
            cells.append(replace(facts.occupation_pay(store, role.code), label=role.plain))
        except Suppressed:
            continue
    if len(cells) < 2:
        return None
    cells.sort(key=lambda c: -c.p50)
    ranked = tuple(c.figure("p50", "median pay") for c in cells)
    statements = (Statement("extreme", ranked[0], ranked[1:], "By median pay, from high to low:"),)
    return Section(
        "roles",
        "Pay by role",
        statements,
        charts.ranges(cells, _range_alt("by role", cells)),
        _pay_grid("Annual pay by role", "Role", cells),
        "ranges",
        "These groups are wider than the field: many of the managers and most of the systems analysts "
        "work outside "
        "health records.",
    )


def _employers(store: Store, topic: Topic, main: CellPay) -> Section | None:
    cells = [replace(c, label=facts.EMPLOYERS[c.code]) for c in facts.employer_pay(store, topic.main.code)]
    if len(cells) < 2:
        return None
    base = main.figure("mean", "mean pay", "the average of all employers")
    shown = {c.code: c for c in cells}
    statements = tuple(
        Statement("compare", shown[code].figure("mean", "mean pay"), (base,))
        for code in ("622000", "621100", "541600", "524000")
        if code in shown
    )
    return Section(
        "employers",
        "Pay by type of employer",
        statements or (Statement("compare", cells[0].figure("mean", "mean pay"), (base,)),),
        charts.ranges(cells, _range_alt(f"{topic.main.plain} by type of employer", cells)),
        _pay_grid(f"Annual pay of {topic.main.plain} by type of employer", "Employer", cells),
        "ranges",
        "Size, unions, shifts and the level of the job differ between employers too. These gaps do not "
        "show what one "
        "worker would gain by a move.",
    )


def _places(store: Store, topic: Topic) -> Section | None:
    cells = facts.state_pay(store, topic.main.code)
    drawn = [
        c
        for c in cells
        if c.mean_rse is not None and c.mean_rse <= facts.MAX_RSE and (c.jobs or 0) >= facts.MIN_JOBS
    ]
    if len(drawn) < 10:
        return None
    levels = facts.state_price_levels(store)
    by_pay = sorted(drawn, key=lambda c: -c.p50)
    high = [c.figure("p50", "median pay") for c in by_pay[:5]]
    low = [c.figure("p50", "median pay") for c in by_pay[::-1][:5]]
    statements = [
        Statement("extreme", high[0], tuple(high[1:]), "The highest medians are in"),
        Statement("extreme", low[0], tuple(low[1:]), "The lowest medians are in"),
    ]
    # Two estimates make a third: the nearest $100 is all that it can bear.
    real = {c.code: round(c.p50 / levels[c.code], 0) * 100 for c in drawn if c.code in levels}
    if real:
        bea = "BEA Regional Price Parities (metropolitan and nonmetropolitan portions, weighted by jobs)"
        worth = sorted((c for c in drawn if c.code in real), key=lambda c: -real[c.code])

        def adjusted(c: CellPay) -> Figure:
            source = Source(
                f"{c.source.name}; {bea}", c.source.cell, f"{c.source.period}; 2024", facts.OEWS_URL
            )
            return Figure(c.label, "median pay after cost of living", real[c.code], "dollars", source)

        best, worst = [adjusted(c) for c in worth[:5]], [adjusted(c) for c in worth[::-1][:5]]
        statements += [
            Statement("extreme", best[0], tuple(best[1:]), "After cost of living, pay goes furthest in"),
            Statement("extreme", worst[0], tuple(worst[1:]), "After cost of living, it buys the least in"),
        ]
    rows = tuple(
        (
            c.label,
            f"{c.jobs:,}" if c.jobs is not None else "not released",
            number(c.p50, "dollars"),
            number(c.mean, "dollars"),
            f"{levels[c.code]:.1f}" if c.code in levels else "none",
            number(real[c.code], "dollars") if c.code in real else "none",
        )
        for c in by_pay
    )
    values = real or {c.code: c.p50 for c in drawn}
    what = "median pay after cost of living" if real else "median pay"
    top, bottom = max(values, key=lambda k: values[k]), min(values, key=lambda k: values[k])
    names = {c.code: c.label for c in drawn}
    alt = (
        f"Map of {what} of {topic.main.plain} in {len(values)} states. Highest: {names[top]}, "
        f"${values[top]:,.0f}. "
        f"Lowest: {names[bottom]}, ${values[bottom]:,.0f}. All values are in the table below."
    )
    return Section(
        "places",
        "Pay by place",
        tuple(statements),
        charts.state_map(values, names, alt),
        Grid(
            f"Pay of {topic.main.plain} by state",
            ("State", "Jobs", "Median", "Mean", "Price level (US = 100)", "Median after cost of living"),
            rows,
            tuple(c.source for c in by_pay),
        ),
        "map",
        f"The map shows {what}. Places next to each other in a ranking may not truly differ: each figure "
        "comes from a "
        "sample.",
    )


def _trend(store: Store, topic: Topic) -> Section | None:
    series = facts.history(store, topic.main.code)
    if len(series) < 3:
        return None
    newest, plain = series[-1], topic.main.plain
    same = [y for y in series if y.code == newest.code]

    def real(y: facts.YearPay) -> Figure:
        return Figure(plain, "the median pay, after inflation,", y.real_median, "dollars", y.source)

    statements = (
        Statement(
            "change", real(newest), (real(same[0]),), f"between May {same[0].year} and May {newest.year}"
        ),
    )
    breaks = [y.code for y in series]
    named = {y.code: f"{y.code} is “{y.title}”" for y in series}
    note = "Each release averages three years of survey answers, so turns show late."
    if len(named) > 1:
        note += (
            " The dashed lines are breaks. The official group changed there, so a step across a line is "
            "not a raise or "
            f"a cut. In the chart, {'; '.join(named[c] for c in dict.fromkeys(breaks))}."
        )
    alt = (
        f"Line chart of real median pay of {plain}, {series[0].year} to {newest.year}, in May "
        f"{newest.year} dollars, "
        f"with {len(named) - 1} breaks. Newest: ${newest.real_median:,.0f}; {same[0].year}: "
        f"${same[0].real_median:,.0f}."
    )
    rows = tuple(
        (
            str(y.year),
            y.code,
            number(y.median, "dollars"),
            number(y.real_median, "dollars"),
            number(y.real_mean, "dollars"),
        )
        for y in series
    )
    header = (
        "May of",
        "Official code",
        "Median then",
        f"Median in {newest.year} dollars",
        f"Mean in {newest.year} dollars",
    )
    return Section(
        "trend",
        "The trend since 2013",
        statements,
        charts.trend(series, alt),
        Grid("National pay by year", header, rows, tuple(y.source for y in series)),
        "trend",
        note,
    )


def _openings_note(outlook: facts.Outlook) -> str:
    growth_a_year = (outlook.projected_thousands - outlook.jobs_thousands) / 10
    replaced = growth_a_year < outlook.openings_thousands / 2
    return "on average, mostly to replace people who leave" if replaced else "on average, mostly new jobs"


def _outlook(store: Store, topic: Topic) -> Section | None:
    found = [(role, facts.outlook(store, role.code)) for role in topic.roles]
    known = [(role, o) for role, o in found if o is not None]
    if not known:
        return None
    statements: list[Statement] = []
    for role, o in known[:3]:
        now = o.figure(role.plain, "the number of jobs", o.jobs_thousands * 1000, "jobs")
        then = o.figure(role.plain, "the number of jobs", o.projected_thousands * 1000, "jobs")
        change = o.figure(role.plain, "projected change", o.change_percent, "percent")
        statements.append(Statement("projection", change, (now, then), "from 2024 to 2034"))
    role, o = known[0]
    openings = o.figure(role.plain, "openings", o.openings_thousands * 1000, "openings")
    statements.append(Statement("count", openings, note=_openings_note(o)))
    rows = tuple(
        (
            role.plain[:1].upper() + role.plain[1:],
            f"{o.jobs_thousands * 1000:,.0f}",
            f"{o.projected_thousands * 1000:,.0f}",
            f"{o.change_percent:+.1f} %",
            f"{o.openings_thousands * 1000:,.0f}",
        )
        for role, o in known
    )
    return Section(
        "outlook",
        "Outlook to 2034",
        tuple(statements),
        None,
        Grid(
            "Projected jobs by role",
            ("Role", "Jobs 2024", "Jobs 2034", "Change over ten years", "Openings a year"),
            rows,
            tuple(o.source for _, o in known),
        ),
        "",
        "The change is for all ten years, not for one. A projection of jobs is not a promise of higher pay.",
    )
