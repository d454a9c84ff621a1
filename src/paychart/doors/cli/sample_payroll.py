"""`paychart sample-payroll`: synthetic people to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.payroll_options import progress_bar


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
