"""What `paychart rank` prints: occupations by what a reader values, and how firm that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import grid, screen
from paychart.show.figures import money, percent, short_money

if TYPE_CHECKING:
    from paychart.careers.values import Ranking


def rank(
    made: Ranking,
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 10,
) -> None:
    console = screen()
    rows, keys = made.best(top), list(made.weights)
    names = ("", "May be", "Score", "First in", *keys, "Occupation")
    table = grid(*names, left=("Occupation",), plain=True, first="right")
    for row in rows:
        figures = [_figure(key, row.figures[key]) for key in keys]
        low, high = row.place90
        table.add_row(
            str(row.place), f"{low}-{high}", f"{row.score:.2f}", f"{row.first:.0%}", *figures, row.title
        )
    console.print(table)
    if len(rows) < len(made.ranked):
        console.print(f"[dim]{len(rows)} of {len(made.ranked)} occupations; --top shows more.[/dim]")
    console.print(f"\n{made.statement}")
    console.print("\n[bold]What your weights say[/bold]")
    for swing in made.swings:
        worth = f", worth {money(swing['worth_in_pay'])} of pay to you" if swing["worth_in_pay"] else ""
        worst, best = (_figure(swing["criterion"], swing[end]) for end in ("worst", "best"))
        console.print(
            f"  {swing['criterion']} {swing['weight']:.0%}: from {worst} to {best} ({swing['words']}){worth}"
        )
    for row in rows:
        for note in row.notes:
            console.print(f"[dim]{row.title}: {note}[/dim]")
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")


def _figure(key: str, value: float | None) -> str:
    if value is None:
        return "?"
    if key == "pay":
        return short_money(value)
    if key in ("hours", "home"):
        return f"{value:.0%}"
    if key in ("growth", "openings"):
        return percent(value)
    return f"{value:.2f}" if key in ("interest", "balance", "stability") else f"{value:.1f}"
