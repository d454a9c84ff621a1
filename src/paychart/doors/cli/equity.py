"""`paychart equity`: a pay audit."""

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
    progress_bar,
)


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
    from paychart.employers.equity_words import p_words
    from paychart.show.output import usable

    if output is not None:
        usable(output, inputs=(payroll,))
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
        write_page(result, output, inputs=(payroll,))
    if as_json:
        print_json(result.to_dict())
        return
    for line in result.words:
        typer.echo(line)
    for u, holm in zip(result.units, result.holm, strict=True):
        low, high = u.interval95
        typer.echo(
            f"  {u.unit}: {100 * u.gap:+.1f}% ({100 * low:+.1f} to {100 * high:+.1f}), {u.people} people, "
            f"{p_words('p', u.p_value)}, {p_words('Holm p', holm)}, would show {100 * u.detectable:.1f}%; {u.method}"
        )
    if output is not None:
        typer.echo(f"Written: {output}")
