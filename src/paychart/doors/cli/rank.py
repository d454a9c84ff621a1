"""`paychart rank`: occupations by what a reader values, and how firm that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json, progress_bar
from paychart.doors.cli.profile_options import takes_profile
from paychart.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paychart.careers.values import Ranked, Ranking


def register(app: typer.Typer) -> None:
    app.command()(rank)


@takes_profile
def rank(
    profile: Profile,
    value: Annotated[
        list[str] | None,
        typer.Option(
            "--value", help="pay=3, balance=2 ...: what the swing from worst to best is worth to you."
        ),
    ] = None,
    among: Annotated[
        list[str] | None,
        typer.Option("--among", help="An occupation to compare; repeat. The ladder's if absent."),
    ] = None,
    interest: Annotated[str, typer.Option(help="Your interests as letters of RIASEC, strongest first.")] = "",
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 10,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Occupations ranked by what you value: pay, balance, growth, work values and more, with how firm it is.

    Values: pay, balance, hours, home, commute, growth, openings, entry, stability, interest, achievement,
    working_conditions, recognition, relationships, support, independence.

    [bold]Examples[/bold]

      paychart rank -o 29-2072 -a Ohio --education associate --value pay=3 --value balance=2

      paychart rank -o 29-2072 --value home=2 --value growth=1 --value interest=1 --interest CI

      paychart rank -o 29-2072 --among 29-9021 --among 11-9111 --value pay=1 --value entry=1 --json
    """
    from paychart.careers.criteria import parse_weights
    from paychart.careers.values import rank as weigh
    from paychart.words import find_occupation

    weights = parse_weights(value or ["pay=3", "balance=2", "growth=1", "entry=1"])
    with open_with_progress(store) as opened, progress_bar("Comparing occupations") as step:
        ranking = weigh(profile, opened, weights, among=among or (), interest=interest, progress=step)
        own = find_occupation(profile.occupation, opened).code
    if as_json:
        print_json(ranking.to_dict())
    else:
        _print(ranking, ranking.best(top, own))


def _print(ranking: Ranking, rows: Sequence[Ranked]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    keys = list(ranking.weights)
    for name in ("", "May be", "Score", "First in", *keys, "Occupation"):
        table.add_column(name, justify="left" if name == "Occupation" else "right")
    for row in rows:
        figures = [_figure(key, row.figures[key]) for key in keys]
        low, high = row.place90
        table.add_row(
            str(row.place), f"{low}-{high}", f"{row.score:.2f}", f"{row.first:.0%}", *figures, row.title
        )
    console.print(table)
    if len(rows) < len(ranking.ranked):
        console.print(f"[dim]{len(rows)} of {len(ranking.ranked)} occupations; --top shows more.[/dim]")
    console.print(f"\n{ranking.statement}")
    console.print("\n[bold]What your weights say[/bold]")
    for swing in ranking.swings:
        worth = f", worth ${swing['worth_in_pay']:,.0f} of pay to you" if swing["worth_in_pay"] else ""
        worst, best = (_figure(swing["criterion"], swing[end]) for end in ("worst", "best"))
        console.print(
            f"  {swing['criterion']} {swing['weight']:.0%}: from {worst} to {best} ({swing['words']}){worth}"
        )
    for row in rows:
        for note in row.notes:
            console.print(f"[dim]{row.title}: {note}[/dim]")
    for note in ranking.notes:
        console.print(f"[dim]{note}[/dim]")


def _figure(key: str, value: float | None) -> str:
    if value is None:
        return "?"
    if key == "pay":
        return f"${value / 1000:,.1f}k"
    if key in ("hours", "home"):
        return f"{value:.0%}"
    if key in ("growth", "openings"):
        return f"{value:.1f}%"
    return f"{value:.2f}" if key in ("interest", "balance", "stability") else f"{value:.1f}"
