"""`paychart benchmark`, `ranges`, `equity`, `release` and `sample-payroll`: what employers ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.interfaces.cli.output import JsonFlag, StoreOption, open_with_progress, print_json

if TYPE_CHECKING:
    from paychart.employers.benchmark_result import Benchmark, Understood

PayrollArgument = Annotated[
    str, typer.Argument(help="CSV, Excel or Parquet file, or a folder or glob of Parquet.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help='What a column means, e.g. --column pay="Base Rate"; repeat it. pay= says there is none.',
    ),
]
SheetOption = Annotated[str | None, typer.Option("--sheet", help="Sheet of the workbook to read.")]
BasisOption = Annotated[
    str | None,
    typer.Option(
        "--basis", help="Of amounts that say none: hourly, annual, monthly, weekly, biweekly or semimonthly."
    ),
]


def register(app: typer.Typer) -> None:
    app.command()(benchmark)
    app.command()(equity)
    app.command()(ranges)
    app.command()(release)
    app.command("sample-payroll")(sample_payroll)


def named_columns(pairs: list[str] | None) -> dict[str, str]:
    """role=column pairs of the command line."""
    from paychart.employers.columns import ROLES
    from paychart.errors import BadInput

    found = {}
    for pair in pairs or []:
        role, sign, column = pair.partition("=")
        if not sign:
            raise BadInput(
                f'--column "{pair}" has no = sign.', nearest=ROLES, hint='Write --column pay="Base Rate".'
            )
        found[role.strip()] = column.strip()
    return found


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error that shows what is being done, and how far where that is known."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=None)

    def step(what: str, done: int, of: int) -> None:
        bar.update(task, description=what, completed=done, total=of or None)

    with bar:
        yield step


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
            engine=engine,
            spark=spark,
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
            f"[bold]{100 * (totals['ratio_to_market'] or 0):.1f} %[/bold] of it. "
            f"{100 * (totals['below_p25'] or 0):.0f} % are below the 25th percentile; bringing them there costs "
            f"${totals['cost_to_p25']:,.0f} a year."
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


def sample_payroll(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write: .csv, .xlsx or .parquet.")],
    rows: Annotated[int, typer.Option(help="How many employees.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same rows.")] = 1,
    sex_gap: Annotated[
        float,
        typer.Option(
            "--sex-gap", help="Log pay that women are short of, so that an audit has a known truth."
        ),
    ] = 0.0,
    messy: Annotated[
        bool, typer.Option("--messy", help="Spoil some rows as real files are spoiled.")
    ] = False,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """A synthetic payroll of health information departments: pay drawn from the model, nobody real.

    [bold]Examples[/bold]

      paychart sample-payroll --rows 500 -o payroll.xlsx

      paychart sample-payroll --rows 2000000 --seed 7 -o payroll.parquet
    """
    from paychart.employers.sample_payroll import sample_payroll as make

    with open_with_progress(store) as opened, progress_bar() as step:
        step("drawing employees", 0, rows)
        done = 0

        def more(count: int) -> None:
            nonlocal done
            done += count
            step("drawing employees", done, rows)

        made = make(output, opened, rows=rows, seed=seed, sex_gap=sex_gap, messy=messy, progress=more)
    if as_json:
        print_json(made.to_dict())
    else:
        typer.echo(f"{made.rows:,} synthetic employees written to {made.path}")


def equity(
    payroll: PayrollArgument,
    group: Annotated[
        str, typer.Option("--group", help="Column (or sex, race) whose values are compared.")
    ] = "sex",
    reference: Annotated[
        str, typer.Option(help="Value the others are compared with; the largest group.")
    ] = "",
    compared: Annotated[str, typer.Option(help="Value that is compared; everyone else.")] = "",
    factor: Annotated[
        list[str] | None,
        typer.Option("--factor", help="Column that may explain pay; repeat. All recognized ones."),
    ] = None,
    suspect: Annotated[
        list[str] | None, typer.Option("--suspect", help="Factor that may itself be unequal; repeat.")
    ] = None,
    unit: Annotated[str, typer.Option(help="Column of pay-analysis groups; the grade, else the title.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Page to write, .html.")] = None,
    column: ColumnOption = None,
    sheet: SheetOption = None,
    basis: BasisOption = None,
    least: Annotated[
        int, typer.Option("--min-count", help="Fewest people of each kind in a group shown.")
    ] = 5,
    as_json: JsonFlag = False,
) -> None:
    """Are people paid alike for like work? Adjusted gaps, how sure they are, and what closing them would cost.

    [bold]Examples[/bold]

      paychart equity payroll.csv --group sex -o equity.html

      paychart equity payroll.csv --group Race --reference White --factor Grade --factor "Years Experience"
    """
    from paychart.employers.equity import equity as compute
    from paychart.employers.equity import write_page

    with progress_bar() as step:
        result = compute(
            payroll,
            group=group,
            reference=reference,
            compared=compared,
            factors=factor,
            suspect=suspect or (),
            unit=unit,
            columns=named_columns(column),
            sheet=sheet,
            basis=basis,
            least=least,
            progress=step,
        )
    if output is not None:
        write_page(result, output)
    if as_json:
        print_json(result.to_dict())
        return
    for line in result.words:
        typer.echo(line)
    for u, holm in zip(result.units, result.holm, strict=True):
        low, high = u.interval95
        typer.echo(
            f"  {u.unit}: {100 * u.gap:+.1f} % ({100 * low:+.1f} to {100 * high:+.1f}), {u.people} people, "
            f"p = {u.p_value:.3f}, Holm {holm:.3f}, would show {100 * u.detectable:.1f} %; {u.method}"
        )
    if output is not None:
        typer.echo(f"Written: {output}")


def ranges(
    job: Annotated[
        list[str] | None, typer.Option("--job", help='Grade and benchmark occupation, "G5=29-2072"; repeat.')
    ] = None,
    jobs: Annotated[
        Path | None,
        typer.Option("--jobs", help="CSV of them: columns grade, occupation and, if known, weight."),
    ] = None,
    area: Annotated[str, typer.Option("--area", "-a", help="State, metro or code.")] = "US",
    industry: Annotated[str, typer.Option("--industry", "-i", help="Employer type.")] = "all",
    target: Annotated[float, typer.Option(help="Market percentile of the midpoint, 10 to 90.")] = 50.0,
    spread: Annotated[float, typer.Option(help="Maximum over minimum less one: 0.5 is 50 %.")] = 0.5,
    step: Annotated[float | None, typer.Option(help="Smallest step between midpoints, such as 0.08.")] = None,
    to: Annotated[str, typer.Option("--to", help="Date to age the market to, such as 2027-01-01.")] = "",
    payroll: Annotated[
        str, typer.Option("--payroll", help="Payroll with a grade column, to check minimums.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write: .html or .csv.")
    ] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Pay ranges for grades from the market, with the error of each end, and words for postings.

    [bold]Examples[/bold]

      paychart ranges --job G5=29-2072 --job G8=29-9021 --area Ohio --industry hospital --target 60 -o ranges.html

      paychart ranges --jobs grades.csv --to 2027-01-01 --step 0.08 --payroll payroll.csv
    """
    from paychart.employers.ranges import Job, pay_by_grade, read_date, read_jobs, write
    from paychart.employers.ranges import ranges as compute
    from paychart.errors import BadInput

    found = read_jobs(jobs) if jobs else []
    for pair in job or []:
        grade, sign, occupation = pair.partition("=")
        if not sign or not grade.strip() or not occupation.strip():
            raise BadInput(f'--job "{pair}" is not GRADE=OCCUPATION.', hint='Write --job "G5=29-2072".')
        found.append(Job(grade.strip(), occupation.strip()))
    pay = pay_by_grade(payroll) if payroll else None
    with open_with_progress(store) as opened:
        result = compute(
            found,
            opened,
            area=area,
            industry=industry,
            target=target,
            spread=spread,
            step=step,
            to=read_date(to) if to else None,
            pay=pay,
        )
    if output is not None:
        write(result, output)
    if as_json:
        print_json(result.to_dict())
        return
    for g in result.grades:
        low, high = g.midpoint90
        below = "" if g.below is None else f", {g.below} below minimum (${g.cost_to_minimum:,.0f} a year)"
        typer.echo(
            f"{g.grade}: ${g.minimum:,.0f} - ${g.midpoint:,.0f} - ${g.maximum:,.0f} "
            f"(midpoint 90 % sure ${low:,.0f} to ${high:,.0f}){below}"
        )
    typer.echo(result.statement)
    for note in result.notes:
        typer.echo(f"Note: {note}")


def release(
    payroll: PayrollArgument,
    by: Annotated[list[str], typer.Option("--by", help="Column (or role) to group by; once or twice.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
    key: Annotated[
        Path | None,
        typer.Option("--key", help="Your secret key file for all releases; made if it is not there."),
    ] = None,
    epsilon: Annotated[
        float | None,
        typer.Option(help="Differentially private instead, with this budget; needs --low and --high."),
    ] = None,
    low: Annotated[float, typer.Option(help="Lower bound of pay a year, not from the data.")] = 20_000,
    high: Annotated[float, typer.Option(help="Upper bound of pay a year, not from the data.")] = 200_000,
    column: ColumnOption = None,
    sheet: SheetOption = None,
    basis: BasisOption = None,
    least: Annotated[int, typer.Option("--min-count", help="Fewest people in a group.")] = 5,
    as_json: JsonFlag = False,
) -> None:
    """A table of pay by group that may leave the house: nobody's pay can be worked out, not from two of them either.

    [bold]Examples[/bold]

      paychart release payroll.csv --by title --key ~/paychart.key -o table.csv

      paychart release payroll.csv --by title --epsilon 1 --low 20000 --high 200000 -o table.csv
    """
    from paychart.employers.release import release_payroll

    result = release_payroll(
        payroll,
        by,
        output,
        key=key,
        epsilon=epsilon,
        bounds=(low, high),
        columns=named_columns(column),
        sheet=sheet,
        basis=basis,
        least=least,
    )
    if as_json:
        print_json(result.to_dict())
    else:
        typer.echo(f"{len(result.cells)} groups, {result.withheld} withheld. Protection: {result.method}.")
        typer.echo(f"Written: {output}")
