"""`paychart ladder` and `moves`: the roles one's own leads to, and the single changes that pay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json, progress_bar
from paychart.doors.cli.profile_options import takes_profile
from paychart.profile import Profile

if TYPE_CHECKING:
    from rich.console import Console

    from paychart.careers.ladder import Ladder
    from paychart.careers.move import Move
    from paychart.careers.moves import Moves

RoleOption = Annotated[
    str, typer.Option("--role", help='Your role on the ladder, e.g. "coding auditor"; else the usual one.')
]
AssumeOption = Annotated[
    list[str] | None,
    typer.Option("--assume", help="A rate of your own, e.g. tuition.bachelor=9000; repeat for several."),
]
RentOption = Annotated[float | None, typer.Option(help="Your share of spending on housing, e.g. 0.3.")]
_COLORS = {
    "probably better": "green",
    "may be better": "green",
    "probably worse": "red",
    "may be worse": "red",
}


def register(app: typer.Typer) -> None:
    app.command()(ladder)
    app.command()(moves)


@takes_profile
def ladder(
    profile: Profile,
    role: RoleOption = "",
    goal: Annotated[str, typer.Option(help='Only the way to this role, e.g. "HIM director".')] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Also roles that no steps lead to from yours.")
    ] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write the ladder as a picture to this file.")
    ] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """The career ladder of health information work: what each role would pay you, where and when.

    [bold]Examples[/bold]

      paychart ladder -o 29-2072 -a "Denver, CO" --experience 3 --education associate

      paychart ladder -o 29-2072 -a Ohio --goal "HIM director"

      paychart ladder -o 29-2072 -a Texas --experience 5 --svg ladder.svg

      paychart ladder -o 29-9021 --all --json
    """
    from paychart.careers.ladder import ladder as climb

    with open_with_progress(store) as opened, progress_bar("Paying each rung") as step:
        climbed = climb(profile, opened, role=role, goal=goal, everything=everything, progress=step)
    if svg is not None:
        from paychart.guide import ladder_chart
        from paychart.show.output import write_whole

        write_whole(ladder_chart.draw(climbed), svg)
    if as_json:
        print_json(climbed.to_dict())
    else:
        _print_ladder(climbed)


def _print_ladder(climbed: Ladder) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(
        f"\n[bold]From {climbed.start.name}[/bold] in {climbed.area}: what workers like you earn there"
    )
    table = Table(box=None, pad_edge=False)
    for name in ("Role", "Wait", "Asks for", "Pay", "90 % sure", "Buys"):
        table.add_column(
            name, justify="left" if name in ("Role", "Asks for") else "right", no_wrap=name != "Role"
        )
    for rung in climbed.rungs:
        wait = "none" if rung.years is None else "now" if rung.years == 0 else f"{rung.years:g} y"
        judged = "" if rung.role.experience_basis == "stated" else "*"
        table.add_row(
            f"[bold]{rung.role.name}[/bold]" if rung.role is climbed.start else rung.role.name,
            wait,
            f"{rung.role.entry_education.value} {rung.role.experience_years:g} y{judged}",
            thousands(rung.pay) + ("†" if rung.role.standing_basis else ""),
            "-".join(thousands(v) for v in rung.pay90) if rung.pay90 else "not known",
            thousands(rung.real) if rung.real else "",
        )
    console.print(table)
    console.print(
        "[dim]Wait: years from now at the earliest; none: no steps lead there. Buys: pay at national prices. "
        "* the years are judgment. † below or above the middle of its occupation: --json says why.[/dim]"
    )
    if climbed.goal:
        names = {rung.role.role: rung.role.name for rung in climbed.rungs}
        for edge in climbed.edges:
            credential = f" (usually with {edge.credential})" if edge.credential else ""
            console.print(f"{names[edge.from_role]} -> {names[edge.to_role]}: {edge.reason}{credential}")
    for rung in climbed.rungs:
        for note in rung.notes:
            console.print(f"[dim]{rung.role.name}: {note}[/dim]")
    for note in climbed.notes:
        console.print(f"[dim]{note}[/dim]")


@takes_profile
def moves(
    profile: Profile,
    role: RoleOption = "",
    kind: Annotated[
        list[str] | None,
        typer.Option(help="credential, degree, employer, area, role or specialization; repeat for several."),
    ] = None,
    sort: Annotated[str, typer.Option(help="value, gain, sure, cost or time.")] = "value",
    years: Annotated[float, typer.Option(help="Years over which value is counted.")] = 10.0,
    rent_share: RentOption = None,
    assume: AssumeOption = None,
    top: Annotated[int, typer.Option(min=1, help="Moves to print of each kind; JSON always has all.")] = 5,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Your next moves: one change at a time, by what it adds after prices, with cost, time, chance and doubt.

    [bold]Examples[/bold]

      paychart moves -o 29-2072 -a "Denver, CO" --education associate --experience 3 -c RHIT

      paychart moves -o 29-2072 -a Ohio -i hospital --education bachelor --kind employer --kind role

      paychart moves -o 29-9021 -a Texas --assume tuition.master=8000 --years 20 --json
    """
    from paychart.careers.moves import KINDS
    from paychart.careers.moves import moves as weigh

    with open_with_progress(store) as opened, progress_bar("Weighing moves") as step:
        found = weigh(
            profile,
            opened,
            role=role,
            kinds=tuple(kind or KINDS),
            sort=sort,
            changes=assume or (),
            rent_share=rent_share,
            horizon=years,
            progress=step,
        )
    if as_json:
        print_json(found.to_dict())
    else:
        _print_moves(found, top)


def _print_moves(found: Moves, top: int) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    role = f" ({found.role.name})" if found.role else ""
    console.print(
        f"\n[bold]{found.names['occupation']}[/bold]{role}, {found.names['area']}, {found.names['industry']}"
    )
    console.print(f"Now: ${found.pay:,.0f} a year, which buys ${found.real_pay:,.0f} at national prices.")
    for kind in dict.fromkeys(move.kind for move in found.moves):
        console.print(f"\n[bold]{kind.capitalize()}[/bold]")
        for move in [m for m in found.moves if m.kind == kind][:top]:
            _print_move(move, found.horizon, console)
    console.print(
        "\n[dim]Dollars a year at national prices, with what we are 90 % sure of; better and worse are of that pay "
        "alone. Odds: that it comes off. The last figure is the expected gain less cost over "
        f"{found.horizon:g} years, undiscounted.[/dim]"
    )
    if found.tips:
        console.print("\n[bold]Popular advice, held against your figures[/bold]")
        for tip in found.tips:
            console.print(
                f"{tip.advice} [bold]{tip.holds.capitalize()}[/bold]. {tip.figures}", soft_wrap=True
            )
    if found.closed:
        shut = "; ".join(f"{name} ({why})" for name, why in found.closed[:6])
        console.print(f"\n[dim]Not weighed: {shut}.[/dim]", soft_wrap=True)
    for note in found.notes:
        console.print(f"[dim]{note}[/dim]")


def _print_move(move: Move, horizon: float, console: Console) -> None:
    low, high = move.gain90
    color = _COLORS.get(move.verdict, "dim")
    console.print(f"  {move.name}: [{color}]{move.verdict}[/{color}]")
    added = "adds ?" if move.verdict == "no evidence" else signed(move.gain)
    cost = thousands(move.cost) if move.cost_known else "a fee not found"
    console.print(
        f"    {added} ({signed(low)} to {signed(high)}), costs {cost}, after {move.years:.2g} y, "
        f"odds {move.chance:.0%}; {signed(move.value)} in {horizon:g} y",
        style="dim",
    )


def signed(dollars: float) -> str:
    """+1.2k or -300: a change in dollars, short."""
    return f"{'+' if dollars >= 0 else '-'}{thousands(abs(dollars))[1:]}"


def thousands(dollars: float) -> str:
    """$52.8k or $2.31m: dollars, short; below a thousand in full."""
    size = abs(dollars)
    if size >= 1e6:
        return f"${dollars / 1e6:,.2f}m"
    return f"${dollars / 1000:,.1f}k" if size >= 1000 else f"${dollars:,.0f}"
