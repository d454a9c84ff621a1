"""`paychart programs`: what graduates of health information programs earn and owe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, print_json

if TYPE_CHECKING:
    from paychart.careers.programs import Programs


def register(app: typer.Typer) -> None:
    app.command()(programs)


def programs(
    state: Annotated[str, typer.Option(help="Postal code or name; the nation if absent.")] = "",
    level: Annotated[str, typer.Option(help="certificate, associate, bachelor or master.")] = "",
    institution: Annotated[str, typer.Option(help="Part of the school's name.")] = "",
    field: Annotated[str, typer.Option(help="CIP 51.07 or 51.27; both if absent.")] = "",
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 15,
    as_json: JsonFlag = False,
) -> None:
    """Programs of study in health information and administration: graduates' earnings and debt by school.

    [bold]Examples[/bold]

      paychart programs --state CO --level associate

      paychart programs --level bachelor --institution "Western Governors"

      paychart programs --state Ohio --json
    """
    from paychart.careers.programs import programs as find

    found = find(state, level, institution, field)
    if as_json:
        print_json(found.to_dict())
    else:
        _print(found, top)


def _print(found: Programs, top: int) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    for name in ("Earn", "After", "Owe", "Finish", "Level", "School"):
        table.add_column(name, justify="left" if name in ("Level", "School") else "right")
    for p in found.programs[:top]:
        table.add_row(
            f"${p.earnings:,}" if p.earnings is not None else "not printed",
            f"{p.years_after} y" if p.years_after else "",
            f"${p.debt:,}" if p.debt is not None else "",
            f"{p.completers:,}" if p.completers is not None else "",
            p.level,
            f"{p.institution}, {p.state}",
        )
    console.print(table)
    for place, row in found.medians.items():
        if row["earnings_4_years"] is None:
            console.print(f"{place}: no program has printed earnings four years on.")
            continue
        owe = f", debt ${row['debt']:,.0f} ({row['with_debt']})" if row["debt"] else ""
        console.print(
            f"{place}: the middle of {row['with_earnings']} programs earns ${row['earnings_4_years']:,.0f} four "
            f"years on{owe}."
        )
    console.print(
        f"{len(found.programs)} programs, {found.without_earnings} of them with too few graduates for the Scorecard to "
        "print earnings."
    )
    for note in (*found.notes, found.source):
        console.print(f"[dim]{note}[/dim]")
