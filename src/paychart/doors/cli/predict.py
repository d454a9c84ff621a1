"""`paychart predict`: a file of cells and people, priced."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import (
    JsonFlag,
    StoreOption,
    open_with_progress,
    print_json,
)


def predict(
    cells: Annotated[Path, typer.Argument(help="CSV with columns occupation, area, industry.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Price a file of cells and people: wages, intervals, and an error per row.

    Columns education, experience, credentials ("CPC;CCS") and hours (a week) are read where they are there.

    [bold]Example[/bold]

      paychart predict cells.csv -o wages.csv
    """
    from paychart.pay.predict_file import predict_file

    with open_with_progress(store) as opened:
        counts = predict_file(opened, cells, output)
    if as_json:
        print_json({"output": str(output), **counts})
    else:
        typer.echo(
            f"{counts['rows']:,} rows: {counts['published']:,} published, {counts['modelled']:,} modelled, "
            f"{counts['errors']:,} with an error. Written to {output}"
        )
