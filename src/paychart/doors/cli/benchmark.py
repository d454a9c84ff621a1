"""`paychart benchmark`: a payroll against the market."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.payroll_options import (
    BasisOption,
    ColumnOption,
    PayrollArgument,
    SheetOption,
    named_columns,
    progress_bar,
)

if TYPE_CHECKING:
    from paychart.employers.benchmark_result import Benchmark, Understood


def benchmark(
    payroll: PayrollArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="File to write: .csv, .xlsx, .parquet or .html.")
    ],
    column: ColumnOption = None,
    sheet: SheetOption = None,
    basis: BasisOption = None,
    least: Annotated[
        int, typer.Option("--min-count", help="Fewest people in a group that the summary shows.")
    ] = 5,
    survey: Annotated[
        list[Path] | None,
        typer.Option(
            "--survey",
            help="Your own survey: CSV or Excel with occupation or title, p50, n and date (p25, p75, area, employer, "
            "source where known); repeat it. It is aged and blended with the estimate by weights that are shown.",
        ),
    ] = None,
    area: Annotated[
        str,
        typer.Option("--area", "-a", help="Place of rows that name none: state, metro, city or ZIP code."),
    ] = "",
    industry: Annotated[
        str, typer.Option("--industry", "-i", help="Employer type of rows that name none, such as hospital.")
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", help="Date of the pay, such as 2023-07-01; the market is taken to it.")
    ] = "",
    plan_date: Annotated[
        str, typer.Option("--plan-date", help="Date to plan for; the market is aged to it.")
    ] = "",
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Write the result also where it is not believable.")
    ] = False,
    engine: Annotated[str, typer.Option(help="Where rows are priced: duckdb or spark.")] = "duckdb",
    spark: Annotated[
        str,
        typer.Option(
            help='Spark to use: "local[2]", "spark://host:7077" or "sc://host:15002"; else the running one.'
        ),
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask whether the columns were understood.")
    ] = False,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Price a payroll: market, percentile and compa-ratio of every row, and a summary beside it.

    [bold]Examples[/bold]

      paychart benchmark payroll.xlsx -o priced.xlsx

      paychart benchmark payroll.csv -o priced.csv --column pay="Base Rate" --basis hourly

      paychart benchmark payroll.csv -o priced.xlsx --area "Madison, WI" --industry hospital --plan-date 2027-01-01

      paychart benchmark payroll.xlsx -o priced.xlsx --survey regional.csv --survey national.xlsx

      paychart benchmark lake/payroll/ -o priced.parquet

      paychart benchmark lake/payroll/ -o priced.parquet --engine spark --spark sc://spark.example.org:15002
    """
    import sys

    from paychart.employers.benchmark import benchmark as compute
    from paychart.employers.benchmark import understand

    named = named_columns(column)
    if sys.stdin.isatty() and not yes and not as_json:
        _confirm(understand(payroll, named, sheet))
    with open_with_progress(store) as opened, progress_bar() as step:
        done = compute(
            payroll,
            output,
            opened,
            columns=named,
            sheet=sheet,
            basis=basis,
            least=least,
            surveys=survey or (),
            engine=engine,
            spark=spark,
            area=area,
            industry=industry,
            as_of=plan_date or as_of,
            anyway=anyway,
            progress=step,
        )
    if as_json:
        print_json(done.to_dict())
    else:
        _print_benchmark(done)


def _confirm(understood: Understood) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="How the columns were understood", title_justify="left")
    for name in ("It is", "Column", "For example"):
        table.add_column(name)
    for role, (name, shown) in understood.examples.items():
        table.add_row(role, name, shown)
    Console(stderr=True).print(table)
    if not typer.confirm("Is that right?", default=True, err=True):
        typer.echo('Say it with --column, for example --column pay="Base Rate".', err=True)
        raise typer.Exit(2)


def _print_benchmark(done: Benchmark) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    s, totals = done.summary, done.summary.totals
    console.print(f"\n[bold]{s.rows:,} rows[/bold], {s.priced:,} priced, {s.rows - s.priced:,} not priced")
    console.print("Columns: " + ", ".join(f"{role} = {column}" for role, column in done.columns.role.items()))
    if totals["pay"] is not None:
        console.print(
            f"Pay ${totals['pay']:,.0f} a year, the market's middle ${totals['market_middle']:,.0f}: "
            f"[bold]{100 * (totals['ratio_to_market'] or 0):.1f}%[/bold] of it. "
            + (
                "Those below the 25th percentile are too few to be shown."
                if totals["below_p25"] is None
                else f"{100 * totals['below_p25']:.0f}% are below the 25th percentile; bringing them there costs "
                f"${totals['cost_to_p25']:,.0f} a year."
            )
        )
    if s.flags:
        table = Table(title="Data quality", title_justify="left")
        for name in ("Rows", "Flag", "Priced", "Meaning"):
            table.add_column(name, justify="right" if name == "Rows" else "left")
        for flag in s.flags:
            table.add_row(
                f"{flag['rows']:,}",
                flag["flag"],
                "yes" if flag["priced"] else "[red]no[/red]",
                flag["meaning"],
            )
        console.print(table)
    for note in done.notes:
        console.print(f"[yellow]Note:[/yellow] {note}")
    console.print("Written: " + ", ".join(done.files), soft_wrap=True)
