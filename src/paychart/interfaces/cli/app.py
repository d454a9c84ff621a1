"""`paychart`: gathers the commands. Command modules import the rooms they need inside their functions,
so that `--help` loads neither numpy nor DuckDB."""

from __future__ import annotations

import sys

import typer

from paychart.errors import PaychartError
from paychart.interfaces.cli import (
    careers,
    careers_over_time,
    check_guide,
    data,
    employers,
    estimate,
    evaluate,
    guide,
    mcp,
    model,
    offer,
    outlook,
    places,
    plan,
    programs,
    rank,
    search,
    serve,
    titles,
    trend,
)
from paychart.interfaces.cli.output import print_error

app = typer.Typer(
    name="paychart",
    help="What work pays, for whom, where, and what to do about it. From official US data, with sources.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for module in (
    estimate,
    evaluate,
    places,
    trend,
    outlook,
    guide,
    check_guide,
    search,
    data,
    model,
    offer,
    titles,
    careers,
    serve,
    mcp,
    careers_over_time,
    programs,
    rank,
    employers,
    plan,
):
    module.register(app)


def main() -> None:
    """Run the command line; anything a user can mend prints as one clear message and exits with 2."""
    try:
        app()
    except PaychartError as error:
        print_error(error, as_json="--json" in sys.argv)
        sys.exit(2)


if __name__ == "__main__":
    main()
