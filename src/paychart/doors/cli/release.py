"""`paychart release`: a table of pay that may leave the house."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, print_json
from paychart.doors.cli.payroll_options import (
    BasisOption,
    ColumnOption,
    PayrollArgument,
    SheetOption,
    named_columns,
)


def release(
    payroll: PayrollArgument,
    by: Annotated[list[str], typer.Option("--by", help="Column (or role) to group by; once or twice.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            help="Your secret key file for all releases; made if it is not there. The ledger of what was released "
            "lies beside it.",
        ),
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

      paychart release payroll.csv --by title --key ~/paychart.key --epsilon 1 --low 20000 --high 200000 -o table.csv
    """
    from paychart.employers.release_file import release_payroll

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
        for note in result.notes:
            typer.echo(f"Note: {note}")
        typer.echo(f"Written: {output}")
