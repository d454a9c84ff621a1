"""What `paychart offers` and `equivalent` print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paychart.doors.cli.output import grid, screen
from paychart.show.figures import between, money

if TYPE_CHECKING:
    from paychart.careers.offers import Equivalent, Offers


def offers(made: Offers) -> None:
    console = screen()
    names = ("Offer", "Paid a year", "After tax", "After rent", "Buys", "Above", "Against the first")
    table = grid(*names, left=("Against the first",), plain=True)
    for side in made.sides:
        gap = (
            ""
            if side.gap is None
            else f": {money(side.gap, signed=True)} ({between(side.gap90, signed=True)})"
        )
        table.add_row(
            side.name,
            money(side.cash),
            money(side.left, absent="not known"),
            money(side.left_after_rent, absent="not known"),
            money(side.buys, absent="not known"),
            f"{side.percentile:.0f}%",
            f"{side.verdict}{gap}",
        )
    console.print(table)
    for side in made.sides:
        parts = ", ".join(f"{name} {money(value)}" for name, value in side.parts.items())
        console.print(
            f"{side.name}: {parts}; benefits worth about {money(side.benefits, absent='not known')}. Asking for "
            f"{between(side.ask)} is supported: the upper middle of workers like you.",
            soft_wrap=True,
        )
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")


def equivalent(made: Equivalent) -> None:
    console = screen()
    console.print(
        f"{money(made.pay)} in {made.place} leaves {money(made.left)}; [bold]{money(made.equals)}[/bold] in "
        f"{made.home} buys the same ({money(made.equals_left)} after tax).",
        soft_wrap=True,
    )
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")
