"""`paychart places`: where an occupation pays best, in dollars and in what they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.interfaces.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.interfaces.cli.profile_options import OccupationOption

if TYPE_CHECKING:
    from paychart.pay.places import Ranking


def register(app: typer.Typer) -> None:
    app.command()(places)


def places(
    occupation: OccupationOption,
    sort: Annotated[str, typer.Option(help="real (after prices), nominal or demand.")] = "real",
    statistic: Annotated[str, typer.Option(help="mean, p10, p25, p50, p75 or p90.")] = "p50",
    kind: Annotated[
        list[str] | None,
        typer.Option(help="metro, rural or state; repeat for several. Metro and rural if absent."),
    ] = None,
    near: Annotated[str, typer.Option(help="Only areas in the states of this state or area.")] = "",
    rent_share: Annotated[
        float | None, typer.Option(help="Your share of spending that goes to housing, e.g. 0.3.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 15,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Where this work pays best: real and nominal pay of every area, with what each rank may be.

    [bold]Examples[/bold]

      paychart places --occupation 29-2072

      paychart places -o 29-2072 --near Colorado --rent-share 0.35

      paychart places -o 29-9021 --kind state --sort nominal --json
    """
    from paychart.pay.places import places as rank

    with open_with_progress(store) as opened:
        ranking = rank(
            opened,
            occupation,
            statistic=statistic,
            sort=sort,
            kinds=tuple(kind or ("metro", "rural")),
            near=near,
            rent_share=rent_share,
        )
    if as_json:
        print_json(ranking.to_dict())
    else:
        _print(ranking, top)


def _print(ranking: Ranking, top: int) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\n[bold]{ranking.title}[/bold] ({ranking.occupation}), {ranking.release}")
    table = Table(caption=f"{len(ranking.places)} places by {ranking.sort} {ranking.statistic}")
    for name in ("Rank", "May be", "Pay buys", "Pay", "Prices", "Jobs", "LQ", "Demand"):
        table.add_column(name, justify="right")
    table.add_column("Place", no_wrap=False)
    for p in ranking.places[:top]:
        table.add_row(
            str(p.rank or ""),
            f"{p.rank90[0]}-{p.rank90[1]}" if p.rank90 else "",
            f"${p.real:,.0f}" if p.real else "no parity",
            f"${p.nominal:,.0f}",
            f"{p.price_level:.1f}" if p.price_level else "",
            f"{p.employment:,.0f}" if p.employment else "",
            f"{p.location_quotient:.2f}" if p.location_quotient else "",
            f"{p.demand:.0f}" if p.demand is not None else "",
            p.name,
        )
    console.print(table)
    if ranking.rural_urban:
        r = ranking.rural_urban
        nominal, real = r["nominal_difference_percent"], r["real_difference_percent"]
        console.print(
            f"Mean pay in nonmetropolitan areas: {nominal:+.1f} % against metropolitan ones, {real:+.1f} % "
            f"after prices (+-{r['half_width90_points']:.1f} points)."
        )
    for note in ranking.notes:
        console.print(f"[dim]{note}[/dim]")
