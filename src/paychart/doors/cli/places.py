"""`paychart places`: where an occupation pays best, in dollars, in what they buy, and after tax."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.profile_options import takes_profile
from paychart.profile import Profile

if TYPE_CHECKING:
    from rich.console import Console

    from paychart.pay.places import Place, Ranking


def register(app: typer.Typer) -> None:
    app.command()(places)


@takes_profile
def places(
    profile: Profile,
    sort: Annotated[str, typer.Option(help="real (after prices), nominal, take-home or demand.")] = "real",
    statistic: Annotated[str, typer.Option(help="mean, p10, p25, p50, p75 or p90.")] = "p50",
    kind: Annotated[
        list[str] | None,
        typer.Option(help="metro, rural or state; repeat for several. Metro and rural if absent."),
    ] = None,
    near: Annotated[str, typer.Option(help="Only areas in the states of this state or area.")] = "",
    rent_share: Annotated[
        float | None, typer.Option(help="Your share of spending that goes to housing, e.g. 0.3.")
    ] = None,
    household: Annotated[str, typer.Option(help="For taxes: single, or married with one earner.")] = "single",
    picture: Annotated[Path | None, typer.Option("--map", help="Write a map: .svg or .png.")] = None,
    prices: Annotated[bool, typer.Option("--prices", help="Show price levels by kind, US = 100.")] = False,
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 15,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Where this work pays best: real and nominal pay of every area, with what each rank may be.

    With education, experience, credentials or an employer type the ranking is for that person; --area is home.

    [bold]Examples[/bold]

      paychart places --occupation 29-2072

      paychart places -o 29-2072 --near Colorado --rent-share 0.35

      paychart places -o 29-2072 --area "Denver, CO" --education bachelor --experience 5 --sort take-home

      paychart places -o 29-9021 --kind state --map states.svg
    """
    from paychart.pay.places import places as rank

    with open_with_progress(store) as opened:
        ranking = rank(
            opened,
            profile,
            statistic=statistic,
            sort=sort,
            kinds=tuple(kind or ("metro", "rural")),
            near=near,
            rent_share=rent_share,
            household=household,
        )
    if picture is not None:
        from paychart.guide.places_picture import write_places_map

        write_places_map(ranking, picture)
    if as_json:
        print_json(ranking.to_dict())
    else:
        _print(ranking, top, _PRICES if prices else _COLUMNS.get(ranking.sort, _PAY))


def _print(ranking: Ranking, top: int, columns: dict[str, Cell]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\n[bold]{ranking.title}[/bold] ({ranking.occupation}), {ranking.release}")
    style = "green" if ranking.status == "published" else "yellow"
    taxed = ", [yellow]taxes computed[/yellow]" if ranking.sort == "take-home" else ""
    table = Table(
        caption=f"[{style}]pay {ranking.status}[/{style}]{taxed} - {len(ranking.places)} places by {ranking.sort} "
        f"{ranking.statistic}; in brackets the ranks each may have"
    )
    for name in ("Rank", *columns):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Place")
    for p in ranking.places[:top]:
        table.add_row(_rank_cell(p), *(cell(p) for cell in columns.values()), _name(p, ranking))
    console.print(table)
    if ranking.home:
        _print_home(console, ranking, ranking.home)
    if ranking.rural_urban:
        r = ranking.rural_urban
        nominal, real = r["nominal_difference_percent"], r["real_difference_percent"]
        console.print(
            f"Mean pay in nonmetropolitan areas: {nominal:+.1f} % against metropolitan ones, {real:+.1f} % "
            f"after prices (+-{r['half_width90_points']:.1f} points)."
        )
    for note in ranking.notes:
        console.print(f"[dim]{note}[/dim]", highlight=False)


def _print_home(console: Console, ranking: Ranking, home: Place) -> None:
    rank, may_be = _ranks(home)
    said = f"rank {rank}, which may be {may_be}" if may_be else f"rank {rank}" if rank else "not ranked"
    buys = f", which buys ${home.real:,.0f}" if home.real else ""
    taxed = f"; ${home.take_home:,.0f} after tax" if home.take_home else ""
    console.print(f"Home, {home.name}: {said} of {len(ranking.places)}; ${home.nominal:,.0f}{buys}{taxed}.",
                  highlight=False)  # fmt: skip
    if home.parity:
        level = home.parity
        console.print(
            f"Prices there (US = 100, {level.basis}): housing {level.housing:.0f}, goods {level.goods:.0f}, "
            f"utilities {level.utilities:.0f}, other services {level.other_services:.0f}.",
            highlight=False,
        )


def _ranks(p: Place) -> tuple[str, str]:
    return str(p.rank or ""), f"{p.rank90[0]}-{p.rank90[1]}" if p.rank90 else ""


def _rank_cell(p: Place) -> str:
    rank, may_be = _ranks(p)
    return f"{rank} ({may_be})" if may_be else rank


def _name(p: Place, ranking: Ranking) -> str:
    """A name short enough for a table: the first city of a metro, a rural area without its long noun."""
    city, comma, states = p.name.rpartition(", ")
    short = (
        f"{city.split('-')[0]}, {states}" if comma else p.name.replace(" nonmetropolitan area", " (rural)")
    )
    return f"{short} *" if ranking.sort == "take-home" and p.local_tax_missing else short


def _dollars(value: float | None, absent: str = "") -> str:
    return absent if value is None else f"${value:,.0f}"


Cell = Callable[["Place"], str]
_JOBS: dict[str, Cell] = {"Jobs": lambda p: f"{p.employment:,.0f}" if p.employment else ""}
_PAY: dict[str, Cell] = {
    "Pay buys": lambda p: _dollars(p.real, "no parity"),
    "Pay": lambda p: _dollars(p.nominal),
    "Prices": lambda p: f"{p.price_level:.1f}" if p.price_level else "",
    **_JOBS,
    "Demand": lambda p: f"{p.demand:.0f}" if p.demand is not None else "",
}
_TAXED: dict[str, Cell] = {
    "Buys": lambda p: _dollars(p.take_home_real, "no parity"),
    "After tax": lambda p: _dollars(p.take_home, "unknown"),
    "Local tax": lambda p: _dollars(p.taxes["local"], "?") if p.taxes else "",
    "Pay": lambda p: _dollars(p.nominal),
}
_DEMAND: dict[str, Cell] = {
    "Demand": lambda p: (
        f"{p.demand:.0f} ({', '.join(f'{v:.0f}' for v in p.demand_parts.values())})"
        if p.demand is not None
        else ""
    ),
    **_JOBS,
    "RSE": lambda p: f"{p.employment_rse:.0f} %" if p.employment_rse is not None else "",
    "LQ": lambda p: f"{p.location_quotient:.2f}" if p.location_quotient else "",
    "/1,000": lambda p: f"{p.jobs_per_1000:.1f}" if p.jobs_per_1000 else "",
}


def _level(kind: str) -> Cell:
    return lambda p: f"{getattr(p.parity, kind):.0f}" if p.parity else ""


_PRICES: dict[str, Cell] = {
    "Buys": lambda p: _dollars(p.real, "no parity"),
    "All": lambda p: f"{p.price_level:.1f}" if p.price_level else "",
    "Housing": _level("housing"),
    "Goods": _level("goods"),
    "Util.": _level("utilities"),
    "Other": _level("other_services"),
}
_COLUMNS = {"demand": _DEMAND, "take-home": _TAXED}
