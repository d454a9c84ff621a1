"""What `paychart places` prints: where an occupation pays best, in dollars, in what they buy, and after tax."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paychart.doors.cli.options import draws
from paychart.doors.cli.output import grid, screen
from paychart.show.figures import LABELS, money, percent

if TYPE_CHECKING:
    from paychart.pay.places import Place, Ranking


@draws("map", "Write a map: .svg or .png.", "paychart.guide.places_picture:write_places_map")
def places(
    made: Ranking,
    prices: Annotated[bool, typer.Option("--prices", help="Show price levels by kind, US = 100.")] = False,
    top: Annotated[int, typer.Option(min=1, help="Rows to print; JSON always has all.")] = 15,
) -> None:
    console = screen()
    columns = _PRICES if prices else _COLUMNS.get(made.sort, _PAY)
    console.print(f"\n[bold]{made.title}[/bold] ({made.occupation}), {made.release}")
    style = "green" if made.status == "published" else "yellow"
    taxed = ", [yellow]taxes computed[/yellow]" if made.sort == "take-home" else ""
    caption = (
        f"[{style}]pay {made.status}[/{style}]{taxed} - {len(made.places)} places by {made.sort} "
        f"{LABELS[made.statistic].lower()}; in brackets the ranks each may have"
    )
    table = grid("Rank", *columns, "Place", caption=caption, left=("Place",), first="right")
    for p in made.places[:top]:
        table.add_row(_rank_cell(p), *(cell(p) for cell in columns.values()), _name(p, made))
    console.print(table)
    if made.home:
        _print_home(console, made, made.home)
    if made.rural_urban:
        r = made.rural_urban
        nominal, real = r["nominal_difference_percent"], r["real_difference_percent"]
        console.print(
            f"Mean pay in nonmetropolitan areas: {percent(nominal, signed=True)} against metropolitan ones, "
            f"{percent(real, signed=True)} after prices (give or take {r['half_width90_points']:.1f} points)."
        )
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")


def _print_home(console: Any, ranking: Ranking, home: Place) -> None:
    rank, may_be = _ranks(home)
    said = f"rank {rank}, which may be {may_be}" if may_be else f"rank {rank}" if rank else "not ranked"
    after_tax = ranking.sort == "take-home"
    bought = home.take_home_real if after_tax else home.real
    buys = f", which buys {money(bought)}" if bought else ""
    taxed = f"; {money(home.take_home)} after tax" if home.take_home else ""
    says = f"{taxed}{buys}" if after_tax else f"{buys}{taxed}"
    console.print(f"Home, {home.name}: {said} of {len(ranking.places)}; {money(home.nominal)}{says}.")
    if home.parity:
        level = home.parity
        console.print(
            f"Prices there (US = 100, {level.basis}): housing {level.housing:.0f}, goods {level.goods:.0f}, "
            f"utilities {level.utilities:.0f}, other services {level.other_services:.0f}."
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


Cell = Callable[["Place"], str]
_JOBS: dict[str, Cell] = {"Jobs": lambda p: f"{p.employment:,.0f}" if p.employment else ""}
_PAY: dict[str, Cell] = {
    "Pay buys": lambda p: money(p.real, absent="no parity"),
    "Pay": lambda p: money(p.nominal),
    "Prices": lambda p: f"{p.price_level:.1f}" if p.price_level else "",
    **_JOBS,
    "Demand": lambda p: f"{p.demand:.0f}" if p.demand is not None else "",
}
_TAXED: dict[str, Cell] = {
    "Buys": lambda p: money(p.take_home_real, absent="no parity"),
    "After tax": lambda p: money(p.take_home, absent="unknown"),
    "Local tax": lambda p: money(p.taxes["local"], absent="?") if p.taxes else "",
    "Pay": lambda p: money(p.nominal),
}
_DEMAND: dict[str, Cell] = {
    "Demand": lambda p: (
        f"{p.demand:.0f} ({', '.join(f'{v:.0f}' for v in p.demand_parts.values())})"
        if p.demand is not None
        else ""
    ),
    **_JOBS,
    "RSE": lambda p: percent(p.employment_rse, places=0),
    "LQ": lambda p: f"{p.location_quotient:.2f}" if p.location_quotient else "",
    "/1,000": lambda p: f"{p.jobs_per_1000:.1f}" if p.jobs_per_1000 else "",
}


def _level(kind: str) -> Cell:
    return lambda p: f"{getattr(p.parity, kind):.0f}" if p.parity else ""


_PRICES: dict[str, Cell] = {
    "Buys": lambda p: money(p.real, absent="no parity"),
    "All": lambda p: f"{p.price_level:.1f}" if p.price_level else "",
    "Housing": _level("housing"),
    "Goods": _level("goods"),
    "Util.": _level("utilities"),
    "Other": _level("other_services"),
}
_COLUMNS = {"demand": _DEMAND, "take-home": _TAXED}
