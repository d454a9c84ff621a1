"""Pay by type of employer: published for the nation, modelled for a place and said to be so."""

from __future__ import annotations

from dataclasses import replace

from paychart.data.store import Store
from paychart.errors import PaychartError
from paychart.guide import charts, facts
from paychart.guide.facts import CellPay
from paychart.guide.scope import Scope
from paychart.guide.sections.shape import Section, pay_grid, range_alt
from paychart.guide.statement import Figure, Statement
from paychart.words.industries import EMPLOYERS

TOLD = ("622000", "621100", "541600", "524000")
SHOWN_IN_PLACES = (*TOLD, "621400", "623000", "551000", "611300")
CAUTION = (
    "Size, unions, shifts and the level of the job differ between employers too. These gaps do not show what one "
    "worker would gain by a move."
)


def employers(store: Store, scope: Scope, main: CellPay) -> Section | None:
    """Each employer type beside the average of all employers of the place."""
    code = scope.topic.main.code
    national = facts.employer_pay(store, code)
    cells = national if scope.national else _in_place(store, scope, national)
    if len(cells) < 2:
        return None
    where = (
        "the average of all employers" if scope.national else f"the average of all employers in {scope.place}"
    )
    base = main.figure("mean", "mean pay", where)
    told = [c for c in cells if c.code in TOLD]
    if not all(c.code in EMPLOYERS for c in cells):
        told = sorted(cells, key=lambda c: -_jobs(c, national))[: len(TOLD)]
    statements = tuple(Statement("compare", _told(c), (base,)) for c in told or cells[:1])
    note = CAUTION
    if not scope.national:
        note = (
            "BLS publishes no pay by place and employer at once. These figures are modelled from the two tables that "
            f"it does publish, and each has its own interval. {CAUTION}"
        )
    plain = scope.topic.main.plain
    return Section(
        "employers",
        "Pay by type of employer",
        statements,
        charts.ranges(cells, range_alt(f"{plain} by type of employer", cells)),
        pay_grid(f"Annual pay of {plain} by type of employer", "Employer", cells),
        "ranges",
        note,
    )


def _told(cell: CellPay) -> Figure:
    """The mean; a kind of employer "pays" it, in an industry it "is"."""
    return cell.figure("mean", "mean pay" if cell.code in EMPLOYERS else "mean pay in")


def _jobs(cell: CellPay, national: list[CellPay]) -> int:
    return next((c.jobs or 0 for c in national if c.code == cell.code), 0)


def _in_place(store: Store, scope: Scope, national: list[CellPay]) -> list[CellPay]:
    found = []
    for kind in national:
        if kind.code in EMPLOYERS and kind.code not in SHOWN_IN_PLACES:
            continue
        profile = replace(scope.profile(), industry=kind.code)
        try:
            cell = facts.estimated_pay(store, profile, kind.label)
        except PaychartError:
            continue  # this type of employer is not in this place
        found.append(replace(cell, code=kind.code))
    return sorted(found, key=lambda c: -c.mean)
