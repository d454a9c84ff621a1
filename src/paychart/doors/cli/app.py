"""`paychart`: gathers the commands. Command modules import the rooms they need inside their functions,
so that `--help` loads neither numpy nor DuckDB."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

import paychart
from paychart.doors.cli import (
    benchmark,
    careers,
    careers_over_time,
    check_guide,
    data,
    equity,
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
    ranges,
    rank,
    release,
    sample_payroll,
    search,
    serve,
    titles,
    trend,
)
from paychart.doors.cli.faults import as_known
from paychart.doors.cli.leaving import asked_to_leave, mind_signals, quietly
from paychart.doors.cli.output import print_error
from paychart.errors import PaychartError, SourceUnavailable

app = typer.Typer(
    name="paychart",
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
    benchmark,
    equity,
    ranges,
    release,
    sample_payroll,
    plan,
):
    module.register(app)

# How `--help` lists the commands: by what a person wants, in the order they are likely to want it.
PANELS = {
    "Pay": ("estimate", "explain", "offer", "search", "credentials"),
    "Place and time": ("places", "trend", "outlook"),
    "Careers": ("ladder", "moves", "return", "programs", "lifetime", "rank", "plan"),
    "Guides": ("guide", "check-guide"),
    "Employers": ("benchmark", "ranges", "equity", "release", "sample-payroll"),
    "Serve others": ("serve", "mcp"),
    "Data and evidence": ("data", "predict", "evaluate", "model", "titles"),
}


def _arrange(app: typer.Typer) -> None:
    place = {name: (panel, i) for i, (panel, names) in enumerate(PANELS.items()) for name in names}
    order = [name for names in PANELS.values() for name in names]
    both: list[typer.models.CommandInfo | typer.models.TyperInfo]
    both = [*app.registered_commands, *app.registered_groups]
    for one in both:
        one.rich_help_panel = place[_name(one)][0]
    app.registered_commands.sort(key=lambda one: order.index(_name(one)))
    app.registered_groups.sort(key=lambda one: order.index(_name(one)))


def _name(one: typer.models.CommandInfo | typer.models.TyperInfo) -> str:
    if isinstance(one, typer.models.CommandInfo) and one.name is None and one.callback is not None:
        return str(one.callback.__name__)
    return str(one.name)


_arrange(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"paychart {paychart.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Say the version and exit."),
    ] = False,
) -> None:
    """What work pays, for whom, where, and what to do about it. From official US data, with sources."""


# The extra that brings a package, by the name it is imported by.
EXTRA_OF = {
    **dict.fromkeys(("jinja2", "typst", "vl_convert"), "guide"),
    **dict.fromkeys(("fastapi", "orjson", "uvicorn"), "web"),
    **dict.fromkeys(("ibis", "pyarrow", "statsmodels", "xlsxwriter"), "employers"),
    "lightgbm": "model",
    "mcp": "mcp",
    "opendp": "private",
}


def main() -> None:
    """Run the command line; anything a user can mend prints as one clear message and exits with 2."""
    # Matrices here are small: threads of the matrix library cost more than they do, unless a user asks for them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    mind_signals()
    for stream in (sys.stdout, sys.stderr):  # a terminal or a file name that cannot show every letter
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except BaseException as error:
        code = asked_to_leave(error)
        if code is not None:
            quietly(code)
        known = _missing(error) or as_known(error)
        if known is None:
            raise
        # A library that cleans up after a full disk at exit has nothing to add.
        sys.unraisablehook = lambda _: None
        print_error(known, as_json="--json" in sys.argv)
        sys.exit(2)


def _missing(error: BaseException) -> PaychartError | None:
    """Which extra to install for a package that is not there."""
    extra = (
        EXTRA_OF.get((error.name or "").partition(".")[0]) if isinstance(error, ModuleNotFoundError) else None
    )
    if extra is None:
        return None
    return SourceUnavailable(
        "This needs packages that are not installed.",
        hint=f'Install them with: pip install "paychart[{extra}]"',
    )


if __name__ == "__main__":
    main()
