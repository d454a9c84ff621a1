"""Getting ahead: the ladder as this reader would climb it, the moves worth most, and advice put to the test."""

from __future__ import annotations

from dataclasses import replace

from paychart.careers.ladder import Rung, ladder
from paychart.careers.moves import moves
from paychart.careers.outcome import Outcome
from paychart.careers.outcome_words import terms_words
from paychart.careers.roles import family_goal, roles
from paychart.careers.study import LEVELS
from paychart.data.store import Store
from paychart.guide import charts, facts
from paychart.guide.facts import CellPay
from paychart.guide.ladder_chart import ladder_chart
from paychart.guide.phrase import number
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Grid, Section, range_alt
from paychart.guide.statement import Figure, Source, Statement
from paychart.profile import Education, Profile

SHOWN_LEVELS = 2  # rungs of one level in the picture


def _reader(scope: Scope) -> Profile:
    """The person, or a newcomer of the place: a ladder needs somebody to climb it."""
    if scope.person is not None and scope.person.experience_years is not None:
        return scope.person
    start = scope.person or scope.profile()
    return replace(start, education=start.education or _entry(scope), experience_years=1.0)


def _entry(scope: Scope) -> Education:
    """An associate degree, or what the first role of the occupation asks for if that is more."""
    asked = min(
        (role for role in roles().values() if role.soc == scope.topic.main.code), key=lambda role: role.level
    ).entry_education
    return max(Education.ASSOCIATE, asked, key=LEVELS.index)


def _on_ladder(scope: Scope) -> bool:
    return any(
        role.soc == scope.topic.main.code and role.track != "front office" for role in roles().values()
    )


def _cell(rung: Rung, store: Store) -> CellPay:
    answer = rung.answer
    source = Source(
        f"paychart, modelled from {facts.OEWS} and person records",
        f"{rung.role.name}, counted in {answer.names['occupation']} ({rung.role.soc}), {answer.names['area']}",
        store.release,
        facts.OEWS_URL,
    )
    wages = {w: float(answer.annual[w]) for w in ("mean", "p10", "p25", "p75", "p90")}
    bands = dict(answer.interval90 or {})
    if rung.pay90 is not None:
        bands["p50"] = rung.pay90
    return CellPay(
        code=rung.role.role,
        label=rung.role.name.lower() if not rung.role.name[:3].isupper() else rung.role.name,
        occupation=rung.role.soc,
        jobs=None,
        mean_rse=None,
        mean=wages["mean"],
        p10=wages["p10"],
        p25=wages["p25"],
        p50=rung.pay,
        p75=wages["p75"],
        p90=wages["p90"],
        source=source,
        status="modelled",
        bands=bands,
    )


def advancement(store: Store, scope: Scope) -> Section | None:
    """The rungs with their pay for this reader at the time they could stand there; None on the generic path."""
    if not _on_ladder(scope):
        return None
    reader = _reader(scope)
    whole = ladder(reader, store)
    summit = family_goal(whole.start)
    rungs = {rung.role.role: rung for rung in whole.rungs}
    statements = []
    if summit in rungs and len(rungs[summit].path) > 1:
        way = [_cell(rungs[role], store) for role in rungs[summit].path if role in rungs]
        figures = [cell.figure("p50", "pay") for cell in way]
        years = rungs[summit].years or 0
        statements.append(Statement("path", figures[-1], tuple(figures[:-1]), f"{years:.0f}"))
    per_level: dict[int, list[Rung]] = {}
    for rung in whole.rungs:
        per_level.setdefault(rung.role.level, []).append(rung)
    path = set(rungs[summit].path) if summit in rungs else set()
    shown = []
    for level in sorted(per_level):
        ranked = sorted(per_level[level], key=lambda r: (r.role.role not in path, r.years or 0))
        shown += ranked[:SHOWN_LEVELS]
    cells = [_cell(rung, store) for rung in shown]
    if len(cells) < 3:
        return None
    rows = tuple(
        (
            rung.role.name,
            "now" if not rung.years else f"{rung.years:.0f}",
            number(round(rung.pay, -2), "dollars"),
            ""
            if rung.pay90 is None
            else " to ".join(number(round(end, -2), "dollars") for end in rung.pay90),
            rung.role.entry_education.value,
            ", ".join(rung.role.credentials) or "none named",
        )
        for rung in whole.rungs
    )
    return Section(
        "advancement",
        "Getting ahead",
        tuple(statements),
        charts.ranges(cells, range_alt("by rung of the ladder", cells)),
        Grid(
            "Every rung",
            ("Role", "Years from now", "Pay then", "90% interval", "Usual schooling", "Credentials named"),
            rows,
            tuple(_cell(rung, store).source for rung in whole.rungs),
        ),
        "ladder",
        f"{_whose(scope)} Pay is modelled: at a later rung it is what such workers earn today; nothing is forecast. "
        "Wage surveys do not tell roles of one occupation apart, so each role is placed within its occupation by "
        "judgment.",
        ladder_chart(whole),
    )


def _whose(scope: Scope) -> str:
    if scope.person is not None and scope.person.experience_years is not None:
        return "This is the ladder from where you stand."
    return f"This is the ladder for {_newcomer(scope)}."


def _newcomer(scope: Scope) -> str:
    from paychart.guide.sections.factors import EDUCATION

    reader = _reader(scope)
    assert reader.education is not None  # a newcomer's is filled in
    return f"a newcomer with {EDUCATION[reader.education]} and one year of work"


def next_steps(store: Store, scope: Scope) -> Section | None:
    """The best move of each kind that is probably better, and popular advice held against the same figures."""
    if not _on_ladder(scope):
        return None
    reader = scope.person or _reader(scope)
    found = moves(reader, store)
    best: dict[str, Outcome] = {}
    for move in found.moves:
        if move.good and (move.value or 0) > 0:
            best.setdefault(move.kind, move)
    if not best:
        return None
    source = Source(
        "paychart, modelled from OEWS, person records and surveys of credentials",
        "moves",
        store.release,
        facts.OEWS_URL,
    )
    statements = tuple(_told(move, source) for move in best.values())
    grid = None
    if found.tips:
        rows = tuple((tip.advice, tip.holds, tip.figures) for tip in found.tips)
        grid = Grid("Popular advice, tested", ("Advice", "Here it", "Because"), rows, (source,) * len(rows))
    return Section(
        "next",
        "What to do next",
        statements,
        None,
        grid,
        "",
        f"{_for_whom(scope)}Gains are {terms_words(next(iter(best.values())))}. They compare you with workers who "
        "already made the move and are not what the move alone would cause.",
        listed=True,
    )


def _for_whom(scope: Scope) -> str:
    return "" if scope.person is not None else f"“You” is {_newcomer(scope)}. "


def _told(move: Outcome, source: Source) -> Statement:
    gain = Figure(move.name, "gain", move.gain or 0.0, "dollars", source, move.gain90, "modelled")
    cost = Figure(
        move.name,
        "cost",
        move.cost or 0.0,
        "dollars",
        source,
        None,
        "modelled" if move.cost_known else "unknown",
    )
    years = Figure(move.name, "years", move.years, "years", source, None, "modelled")
    told = "unknown" if move.odds is None else "modelled"  # the sentence then says so, and not the figure
    chance = Figure(move.name, "odds", 100 * (move.odds or 0.0), "percent", source, None, told)
    return Statement("move", gain, (cost, years, chance), move.verdict)
