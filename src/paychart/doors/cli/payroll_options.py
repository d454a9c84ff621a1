"""What the commands on payrolls share: their options, `--column role=name` pairs, and the progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

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
    from paychart.doors.cli.output import new_bar

    bar, task = new_bar("{task.description}", None)

    def step(what: str, done: int, of: int) -> None:
        bar.update(task, description=what, completed=done, total=of or None)

    try:
        yield step
    finally:
        bar.stop()
