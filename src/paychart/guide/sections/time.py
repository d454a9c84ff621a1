"""Where pay has gone and where jobs are going: the nation's history in real dollars, and the projection."""

from __future__ import annotations

from paychart.guide import charts, facts
from paychart.guide.phrase import number
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section
from paychart.guide.statement import Figure, Statement
from paychart.store import Store


def trend(store: Store, scope: Scope) -> Section | None:
    series = facts.history(store, scope.topic.main.code)
    if len(series) < 3:
        return None
    newest, plain = series[-1], scope.topic.main.plain
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


def outlook(store: Store, scope: Scope) -> Section | None:
    found = [(role, facts.outlook(store, role.code)) for role in scope.topic.roles]
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
