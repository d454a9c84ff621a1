"""What the work pays: for everyone, for this reader, and by role of the career family."""

from __future__ import annotations

from dataclasses import replace

from paychart.data.store import Store
from paychart.errors import Suppressed
from paychart.guide import charts, facts
from paychart.guide.facts import CellPay
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Section, pay_grid, range_alt
from paychart.guide.statement import Figure, Statement
from paychart.profile import Profile

EVERYONE = "00-0000"


def pay(store: Store, scope: Scope, main: CellPay) -> Section:
    """The level and the range of pay, beside the nation and beside all workers of the place."""
    plain = scope.topic.main.plain
    subject = replace(main, label=plain)
    median = subject.figure("p50", "the median pay")
    statements = [
        Statement("level", median, note=_by_the_hour(main, "p50")),
        Statement("level", subject.figure("mean", "the mean (average) pay"), note=_by_the_hour(main, "mean")),
        Statement(
            "spread",
            subject.figure("p10", "p10"),
            (median, subject.figure("p90", "p90")),
            "|".join(_by_the_hour(main, wage) for wage in ("p10", "p50", "p90")) if main.hourly else "",
        ),
    ]
    cells = [subject if scope.national else replace(main, label=f"{plain}, {scope.heading}")]
    if not scope.national:
        nation = facts.estimated_pay(store, Profile(scope.topic.main.code), f"{plain}, United States")
        cells.append(nation)
        whole = "the median in the United States"
        statements.append(Statement("compare", median, (nation.figure("p50", "median", whole),)))
    if not main.hourly:  # hours are too few to set a full year of them against all workers' pay
        statements += _against_all(store, scope, median)
    # A modelled figure is called so in its own sentence.
    notes = list(main.notes) if main.status == "published" else []
    notes.append(
        "The mean is higher than the median because a few high earners pull it up. The median tells you more about a "
        "typical worker."
        if main.mean > main.p50 * 1.02
        else ""
    )
    return Section(
        "pay",
        "What it pays now",
        tuple(statements),
        charts.ranges(cells, range_alt(plain, cells)),
        pay_grid(f"Annual pay of {plain}", "Role", cells),
        "ranges",
        " ".join(filter(None, notes)),
    )


def _against_all(store: Store, scope: Scope, median: Figure) -> list[Statement]:
    try:
        everyone = facts.estimated_pay(store, scope.profile(EVERYONE), "all workers")
    except Suppressed:
        return []
    of_all = everyone.figure("p50", "median", f"the median of all workers {_in(scope)}")
    return [Statement("compare", median, (of_all,))]


def _by_the_hour(cell: CellPay, wage: str) -> str:
    """The hourly figure in words where BLS prints no other."""
    return f"${cell.hourly[wage]:,.2f}" if cell.hourly else ""


def _in(scope: Scope) -> str:
    return "in the United States" if scope.national else f"in {scope.place}"


def roles(store: Store, scope: Scope) -> Section | None:
    """Pay of each role of the family in this place; published or modelled, each marked."""
    cells: list[CellPay] = []
    for role in scope.topic.roles:
        try:
            cells.append(facts.estimated_pay(store, scope.profile(role.code), role.plain))
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
        charts.ranges(cells, range_alt("by role", cells)),
        pay_grid("Annual pay by role", "Role", cells),
        "ranges",
        "These groups are wider than the field: many of the managers and most of the systems analysts work outside "
        "health records.",
    )


def for_you(store: Store, scope: Scope) -> Section | None:
    """Pay for the reader's own profile, step by step from the nation's median."""
    from paychart.guide.waterfall_chart import waterfall_chart
    from paychart.pay.estimate import estimate
    from paychart.pay.explain import waterfall

    if scope.person is None:
        return None
    mine = facts.estimated_pay(store, scope.person, f"workers like you ({described(scope.person)})")
    statements = (
        Statement("level", mine.figure("p50", "the median pay")),
        Statement(
            "spread", mine.figure("p10", "p10"), (mine.figure("p50", "p50"), mine.figure("p90", "p90"))
        ),
    )
    steps = waterfall(estimate(scope.person, store), store)
    return Section(
        "you",
        "Pay for someone like you",
        statements,
        waterfall_chart(steps),
        pay_grid("Annual pay of workers like you", "Who", [mine]),
        "steps",
        "Each bar says what one trait adds or takes away, and the thin line how sure we are of it. These are "
        "associations among workers, not promises.",
    )


def described(person: Profile) -> str:
    """A person's traits in a few words: "bachelor's degree, 5 years of experience, CPC"."""
    from paychart.guide.sections.factors import EDUCATION

    parts = []
    if person.education is not None:
        parts.append(EDUCATION[person.education])
    if person.experience_years is not None:
        parts.append(f"{person.experience_years:g} years of experience")
    parts += person.held
    if person.hours_per_year != 2080:
        parts.append(f"{person.hours_per_year / 52:.0f} hours a week")
    return ", ".join(parts) or "this type of employer"
