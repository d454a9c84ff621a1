"""`paychart trend`: an occupation's pay and jobs by year, real and nominal, and where they may go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.profile_options import OccupationOption

if TYPE_CHECKING:
    from rich.console import Console

    from paychart.pay.time.forecast import Forecast
    from paychart.pay.time.trend import Trend


def register(app: typer.Typer) -> None:
    app.command()(trend)


def trend(
    occupation: OccupationOption,
    statistic: Annotated[str, typer.Option(help="mean, p10, p25, p50, p75 or p90.")] = "p50",
    first: Annotated[int | None, typer.Option("--from", help="First year; 2013 if absent.")] = None,
    last: Annotated[
        int | None,
        typer.Option("--to", help="Last year, whose dollars real pay is in; the release's if absent."),
    ] = None,
    ahead: Annotated[
        int, typer.Option("--forecast", help="Years to forecast, 1 to 10; 0 for none.", min=0)
    ] = 0,
    chart: Annotated[Path | None, typer.Option("--chart", help="Write a picture: .svg or .png.")] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """How this work's pay and jobs have moved, year by year, with the breaks in the statistics shown as breaks.

    [bold]Examples[/bold]

      paychart trend --occupation 29-2072

      paychart trend -o 11-9111 --forecast 5 --chart managers.svg

      paychart trend -o "registered nurses" --from 2016 --statistic p90 --json
    """
    from paychart.pay.time.trend import trend as compute

    with open_with_progress(store) as opened:
        found = compute(opened, occupation, statistic=statistic, first=first, last=last, ahead=ahead)
    if chart is not None:
        from paychart.guide.trend_chart import write_trend

        write_trend(found, chart)
    if as_json:
        print_json(found.to_dict())
    else:
        _print(found)


def _print(found: Trend) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\n[bold]{found.title}[/bold] ({found.occupation}), United States")
    table = Table(caption=f"published - {found.source}")
    for name in ("Year", "Code", "Pay then", f"In {found.dollars_of} dollars", "90 % sure to", "Jobs"):
        table.add_column(name, justify="left" if name == "Code" else "right")
    for stretch in found.stretches:
        for p in stretch.points:
            sure = f"+-{100 * (p.nominal90[1] / p.nominal - 1):.1f} %" if p.nominal90 and p.nominal else ""
            table.add_row(
                str(p.year),
                f"{p.code}{' *' if stretch.wider else ''}",
                f"${p.nominal:,.0f}" if p.nominal is not None else "not released",
                f"${p.real:,.0f}" if p.real is not None else "",
                sure,
                f"{p.jobs:,.0f}" if p.jobs is not None else "not released",
            )
        table.add_section()
    console.print(table)
    if any(stretch.wider for stretch in found.stretches):
        console.print("* another group of workers", highlight=False)
    for stretch in found.stretches:
        if stretch.real_change is not None and stretch.real_change90 is not None:
            low, high = stretch.real_change90
            jobs = "" if stretch.jobs_change is None else f", jobs {stretch.jobs_change:+.1f} %"
            console.print(
                f"{stretch.first}-{stretch.last}, {', '.join(stretch.codes)}: pay {stretch.nominal_change:+.1f} % "
                f"a year, after prices {stretch.real_change:+.1f} % ({low:+.1f} to {high:+.1f}){jobs}.",
                highlight=False,
            )
    if found.forecast:
        _print_forecast(console, found.forecast)
    for text in (*found.breaks, *found.notes):
        console.print(f"[dim]{text}[/dim]", highlight=False)


def _print_forecast(console: Console, ahead: Forecast) -> None:
    from rich.table import Table

    table = Table(caption="[yellow]modelled[/yellow] - median pay in the dollars of each year, and jobs")
    for name in ("Year", "Median", "4 in 5, $1,000", "19 in 20, $1,000", "Jobs", "4 in 5, thousands"):
        table.add_column(name, justify="right")
    for p in ahead.points:
        table.add_row(
            str(p.year),
            f"${p.median:,.0f}",
            _thousands(p.median80),
            _thousands(p.median95),
            f"{p.jobs:,.0f}" if p.jobs is not None else "",
            _thousands(p.jobs80, 0) if p.jobs80 else "",
        )
    console.print(table)
    for note in ahead.notes:
        console.print(f"[dim]{note}[/dim]", highlight=False)


def _thousands(pair: tuple[float, float], places: int = 1) -> str:
    return f"{pair[0] / 1000:,.{places}f} to {pair[1] / 1000:,.{places}f}"
