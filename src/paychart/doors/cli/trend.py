"""What `paychart trend` prints: pay and jobs by year, real and nominal, and where they may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paychart.doors.cli.options import draws
from paychart.doors.cli.output import grid, screen
from paychart.show.figures import money, percent

if TYPE_CHECKING:
    from paychart.pay.time.forecast import Forecast
    from paychart.pay.time.trend import Trend


_ABSENT = {"published": "not released", "partial": "not at hand", "derived": "not derived"}


@draws("chart", "Write a picture: .svg or .png.", "paychart.guide.trend_chart:write_trend")
def trend(made: Trend) -> None:
    console = screen()
    console.print(f"\n[bold]{made.title}[/bold] ({made.occupation}), {made.area_name}")
    names = ("Year", "Code", "Pay then", f"In {made.dollars_of} dollars", "90% sure to", "Jobs")
    table = grid(*names, caption=f"published - {made.source}", left=("Code",), first="right")
    for stretch in made.stretches:
        for p in stretch.points:
            sure = f"±{100 * (p.nominal90[1] / p.nominal - 1):.1f}%" if p.nominal90 and p.nominal else ""
            table.add_row(
                str(p.year),
                f"{p.code}{' *' if stretch.wider else ''}",
                money(
                    p.nominal,
                    absent=_ABSENT.get(p.status, p.status.replace("_", " ")),
                )
                + (" d" if p.status == "derived" else ""),
                money(p.real),
                sure,
                f"{p.jobs:,.0f}" if p.jobs is not None else "not released",
            )
        table.add_section()
    console.print(table)
    if any(stretch.wider for stretch in made.stretches):
        console.print("* another group of workers")
    if any(p.status == "derived" for stretch in made.stretches for p in stretch.points):
        console.print("d derived from the Labor Department's wage levels")
    for stretch in made.stretches:
        if stretch.real_change is not None and stretch.real_change90 is not None:
            low, high = stretch.real_change90
            jobs = (
                "" if stretch.jobs_change is None else f", jobs {percent(stretch.jobs_change, signed=True)}"
            )
            console.print(
                f"{stretch.first}-{stretch.last}, {', '.join(stretch.codes)}: pay "
                f"{percent(stretch.nominal_change, signed=True)} a year, after prices "
                f"{percent(stretch.real_change, signed=True)} ({low:+.1f} to {high:+.1f}){jobs}."
            )
    if made.forecast:
        _print_forecast(console, made.forecast)
    for text in (*made.breaks, *made.notes):
        console.print(f"[dim]{text}[/dim]")


def _print_forecast(console: Any, ahead: Forecast) -> None:
    caption = "[yellow]modelled[/yellow] - median pay in the dollars of each year, and jobs"
    names = ("Year", "Median", "4 in 5, $1,000", "19 in 20, $1,000", "Jobs", "4 in 5, thousands")
    table = grid(*names, caption=caption, first="right")
    for p in ahead.points:
        table.add_row(
            str(p.year),
            money(p.median),
            _thousands(p.median80),
            _thousands(p.median95),
            f"{p.jobs:,.0f}" if p.jobs is not None else "",
            _thousands(p.jobs80, 0) if p.jobs80 else "",
        )
    console.print(table)
    for note in ahead.notes:
        console.print(f"[dim]{note}[/dim]")


def _thousands(pair: tuple[float, float], places: int = 1) -> str:
    return f"{pair[0] / 1000:,.{places}f} to {pair[1] / 1000:,.{places}f}"
