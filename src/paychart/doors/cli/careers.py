"""What `paychart ladder` and `moves` print: the roles one's own leads to, and the single changes that pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from paychart.doors.cli.options import draws
from paychart.doors.cli.output import grid, screen
from paychart.show.figures import between, money, short_money

if TYPE_CHECKING:
    from pathlib import Path

    from paychart.careers.ladder import Ladder
    from paychart.careers.move import Move
    from paychart.careers.moves import Moves

_COLORS = {
    "probably better": "green",
    "may be better": "green",
    "probably worse": "red",
    "may be worse": "red",
}


def write_ladder(made: Ladder, path: Path) -> None:
    """The ladder as a picture."""
    from paychart.guide import ladder_chart
    from paychart.show.output import write_whole

    write_whole(ladder_chart.draw(made), path)


@draws("svg", "Write the ladder as a picture to this file.", "paychart.doors.cli.careers:write_ladder")
def ladder(made: Ladder) -> None:
    console = screen()
    console.print(f"\n[bold]From {made.start.name}[/bold] in {made.area}: what workers like you earn there")
    columns = ("Role", "Wait", "Asks for", "Pay", "90% sure", "Buys")
    table = grid(*columns, left=("Asks for",), plain=True)
    for rung in made.rungs:
        wait = "none" if rung.years is None else "now" if rung.years == 0 else f"{rung.years:g} y"
        judged = "" if rung.role.experience_basis == "stated" else "*"
        table.add_row(
            f"[bold]{rung.role.name}[/bold]" if rung.role is made.start else rung.role.name,
            wait,
            f"{rung.role.entry_education.value} {rung.role.experience_years:g} y{judged}",
            short_money(rung.pay) + ("†" if rung.role.standing_basis else ""),
            between(rung.pay90, short=True, absent="not known"),
            short_money(rung.real) if rung.real else "",
        )
    console.print(table)
    console.print(
        "[dim]Wait: years from now at the earliest; none: no steps lead there. Buys: pay at national prices. "
        "* the years are judgment. † below or above the middle of its occupation: --json says why.[/dim]"
    )
    if made.goal:
        names = {rung.role.role: rung.role.name for rung in made.rungs}
        for edge in made.edges:
            credential = f" (usually with {edge.credential})" if edge.credential else ""
            console.print(f"{names[edge.from_role]} -> {names[edge.to_role]}: {edge.reason}{credential}")
    for rung in made.rungs:
        for note in rung.notes:
            console.print(f"[dim]{rung.role.name}: {note}[/dim]")
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")


def moves(
    made: Moves,
    top: Annotated[int, typer.Option(min=1, help="Moves to print of each kind; JSON always has all.")] = 5,
) -> None:
    console = screen()
    role = f" ({made.role.name})" if made.role else ""
    console.print(
        f"\n[bold]{made.names['occupation']}[/bold]{role}, {made.names['area']}, {made.names['industry']}"
    )
    console.print(f"Now: {money(made.pay)} a year, which buys {money(made.real_pay)} at national prices.")
    for kind in dict.fromkeys(move.kind for move in made.moves):
        console.print(f"\n[bold]{kind.capitalize()}[/bold]")
        for move in [m for m in made.moves if m.kind == kind][:top]:
            _print_move(move, made.horizon, console)
    console.print(
        "\n[dim]Dollars a year at national prices, with what we are 90% sure of; better and worse are of that pay "
        "alone. Odds: that it comes off. The last figure is the expected gain less cost over "
        f"{made.horizon:g} years, undiscounted.[/dim]"
    )
    if made.tips:
        console.print("\n[bold]Popular advice, held against your figures[/bold]")
        for tip in made.tips:
            console.print(
                f"{tip.advice} [bold]{tip.holds.capitalize()}[/bold]. {tip.figures}", soft_wrap=True
            )
    if made.closed:
        shut = "; ".join(f"{name} ({why})" for name, why in made.closed[:6])
        console.print(f"\n[dim]Not weighed: {shut}.[/dim]", soft_wrap=True)
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")


def _print_move(move: Move, horizon: float, console: Any) -> None:
    color = _COLORS.get(move.verdict, "dim")
    console.print(f"  {move.name}: [{color}]{move.verdict}[/{color}]")
    added = "adds ?" if move.verdict == "no evidence" else short_money(move.gain, signed=True)
    cost = short_money(move.cost) if move.cost_known else "a fee not found"
    console.print(
        f"    {added} ({between(move.gain90, short=True, signed=True)}), costs {cost}, after {move.years:.2g} y, "
        f"odds {move.chance:.0%}; {short_money(move.value, signed=True)} in {horizon:g} y",
        style="dim",
    )
