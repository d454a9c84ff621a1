"""What `paychart programs` prints: what graduates of health information programs earn and owe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import grid, screen
from paychart.show.figures import money

if TYPE_CHECKING:
    from paychart.careers.programs import Programs


def programs(
    made: Programs,
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 15,
) -> None:
    console = screen()
    names = ("Earn", "After", "Owe", "Finish", "Level", "School")
    table = grid(*names, left=("Level", "School"), plain=True, first="right")
    for p in made.programs[:top]:
        table.add_row(
            money(p.earnings, absent="not printed"),
            f"{p.years_after} y" if p.years_after else "",
            money(p.debt),
            f"{p.completers:,}" if p.completers is not None else "",
            p.level,
            f"{p.institution}, {p.state}",
        )
    console.print(table)
    for place, row in made.medians.items():
        if row["earnings_4_years"] is None:
            console.print(f"{place}: no program has printed earnings four years on.")
            continue
        owe = f", debt {money(row['debt'])} ({row['with_debt']})" if row["debt"] else ""
        console.print(
            f"{place}: the middle of {row['with_earnings']} programs earns {money(row['earnings_4_years'])} four "
            f"years on{owe}."
        )
    console.print(
        f"{len(made.programs)} programs, {made.without_earnings} of them with too few graduates for the Scorecard to "
        "print earnings."
    )
    for note in (*made.notes, made.source):
        console.print(f"[dim]{note}[/dim]")
