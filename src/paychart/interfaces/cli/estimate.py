"""`paychart estimate`, `explain` and `predict`: pay for one profile, why, and for a file of cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.interfaces.cli.output import (
    AreaOption,
    IndustryOption,
    JsonFlag,
    OccupationOption,
    StoreOption,
    open_with_progress,
    print_json,
)

if TYPE_CHECKING:
    from paychart.pay.estimate import Estimate

LABELS = {
    "p10": "10th percentile (entry)",
    "p25": "25th percentile",
    "p50": "Median",
    "p75": "75th percentile",
    "p90": "90th percentile (top)",
    "mean": "Mean",
}


def register(app: typer.Typer) -> None:
    app.command()(estimate)
    app.command()(explain)
    app.command()(predict)


def _answer(occupation: str, area: str, industry: str, store: Path | None) -> Estimate:
    from paychart.pay.estimate import estimate as compute
    from paychart.profile import Profile

    with open_with_progress(store) as opened:
        return compute(Profile(occupation, area, industry), opened)


def estimate(
    occupation: OccupationOption,
    area: AreaOption = "US",
    industry: IndustryOption = "all",
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """What this work pays: the range among workers and how sure we are of it.

    [bold]Examples[/bold]

      paychart estimate --occupation 29-2072

      paychart estimate -o "medical records specialists" -a "Denver, CO" -i hospital --json
    """
    answer = _answer(occupation, area, industry, store)
    if as_json:
        print_json(answer.to_dict())
    else:
        _print_estimate(answer)


def _print_estimate(answer: Estimate) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\n[bold]{answer.names['occupation']}[/bold] ({answer.profile.occupation})")
    console.print(f"{answer.names['area']} - {answer.names['industry']}")
    style = "green" if answer.status == "published" else "yellow"
    table = Table(caption=f"[{style}]{answer.status}[/{style}] - {answer.lineage[0]['release']}")
    table.add_column("Among workers")
    table.add_column("A year", justify="right")
    table.add_column("An hour", justify="right")
    table.add_column("We are 90 % sure it is between", justify="right")
    for name, label in LABELS.items():
        hourly = f"${answer.hourly[name]:,.2f}" if answer.hourly else ""
        low_high = answer.interval90[name] if answer.interval90 else None
        band = f"${low_high[0]:,.0f} and ${low_high[1]:,.0f}" if low_high else "not known"
        table.add_row(label, f"${answer.annual[name]:,.0f}", hourly, band)
    console.print(table)
    for warning in answer.warnings:
        console.print(f"[yellow]Note:[/yellow] {warning}")


def explain(
    occupation: OccupationOption,
    area: AreaOption = "US",
    industry: IndustryOption = "all",
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """On what an estimate rests: each published cell, its release, error, address and checksum.

    [bold]Example[/bold]

      paychart explain --occupation 29-2072 --area Colorado
    """
    answer = _answer(occupation, area, industry, store)
    if as_json:
        print_json(
            {
                "status": answer.status,
                "lineage": answer.to_dict()["lineage"],
                "warnings": list(answer.warnings),
            }
        )
        return
    from rich.console import Console

    console = Console()
    _print_estimate(answer)
    for number, item in enumerate(answer.lineage, 1):
        console.print(f"\n[bold]{number}. {item['kind']}[/bold]")
        for name, value in item.items():
            if name != "kind" and value not in (None, "", []):
                shown = ", ".join(value) if isinstance(value, list) else value
                console.print(f"   {name.replace('_', ' ')}: {shown}", highlight=False, soft_wrap=True)


def predict(
    cells: Annotated[Path, typer.Argument(help="CSV with columns occupation, area, industry.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Price a file of cells: adds status, mean, percentiles, the median's interval, and an error per row.

    [bold]Example[/bold]

      paychart predict cells.csv -o wages.csv
    """
    from paychart.pay.predict import predict_file

    with open_with_progress(store) as opened:
        counts = predict_file(opened, cells, output)
    if as_json:
        print_json({"output": str(output), **counts})
    else:
        typer.echo(
            f"{counts['rows']:,} rows: {counts['published']:,} published, {counts['modelled']:,} modelled, "
            f"{counts['errors']:,} with an error. Written to {output}"
        )
