"""What `paychart ladder` and `moves` print: the roles one's own leads to, and the single changes that pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from paychart.careers.outcome_words import card, terms_words
from paychart.doors.cli.options import draws
from paychart.doors.cli.output import grid, screen
from paychart.show.figures import between, money, short_money

if TYPE_CHECKING:
    from pathlib import Path

    from paychart.careers.ladder import Ladder
    from paychart.careers.moves import Moves
    from paychart.careers.outcome import Outcome

_COLORS = {
    "clearly better": "green",
    "probably better": "green",
    "probably worse": "red",
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
    columns = ("Role", "Wait", "Asks for", "Pay", "90% sure", "Buys", "For you in 10 years")
    table = grid(*columns, left=("Asks for", "For you in 10 years"), plain=True)
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
            rung.outcome.verdict if rung.outcome else "",
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
    role = "" if made.role.generic else f" ({made.role.name})"
    console.print(
        f"\n[bold]{made.names['occupation']}[/bold]{role}, {made.names['area']}, {made.names['industry']}"
    )
    console.print(
        f"Now: {money(made.pay)} a year before tax, which buys {money(made.real_pay)} at national prices."
    )
    for kind in dict.fromkeys(move.kind for move in made.moves):
        console.print(f"\n[bold]{kind.capitalize()}[/bold]")
        for move in [m for m in made.moves if m.kind == kind][:top]:
            _print_move(move, console)
    if made.moves:
        console.print(
            f"\n[dim]All figures {terms_words(made.moves[0])}, later money discounted. Verdicts are of "
            "the whole: gain, cost, time and odds.[/dim]"
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


def _print_move(move: Outcome, console: Any) -> None:
    color = _COLORS.get(move.verdict, "dim")
    console.print(f"  {move.name}: [{color}]{move.verdict}[/{color}]")
    said = card(move)
    console.print(
        f"    {said['gain']}; {said['cost']}; after {said['wait']}; odds {said['odds']}; {said['value']}",
        style="dim",
    )
    if said["needs"]:
        console.print(f"    {said['needs']}", style="dim")
