"""`paychart`: finds the command asked for and loads its module alone; `--help` loads none, nor numpy, nor DuckDB."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

import paychart
from paychart.doors.cli.commands import ENTRIES, PANELS, Entry
from paychart.doors.cli.leaving import asked_to_leave, mind_signals, quietly
from paychart.errors import PaychartError, SourceUnavailable

PANEL_OF = {name: panel for panel, entries in PANELS.items() for name in entries}


class Commands(MutableMapping[str, Any]):
    """Every command by its name; made when it is looked up, from its module."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            if name not in ENTRIES:
                raise KeyError(name)
            self._made[name] = _command(name, ENTRIES[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(ENTRIES)

    def __len__(self) -> int:
        return len(ENTRIES)


class Front(TyperGroup):
    """The front page: lists what commands do without loading them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Commands()
        self._listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the panels."""
        return list(self.commands)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The page that `--help` prints."""
        self._listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._listing = False

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command; while the page is written, only its sentence."""
        if not self._listing:
            return super().get_command(ctx, cmd_name)
        return TyperCommand(
            cmd_name,
            callback=None,
            help=_about(ENTRIES[cmd_name]),
            rich_help_panel=PANEL_OF[cmd_name],
            rich_markup_mode="rich",
        )


def _about(entry: Entry) -> str:
    if entry.about:
        return entry.about
    from paychart.questions.registry import QUESTIONS

    return QUESTIONS[entry.question].about


def _command(name: str, entry: Entry) -> Any:
    module = import_module(f"paychart.doors.cli.{entry.module}")
    if hasattr(module, "app"):
        group = get_group(module.app)
        group.name, group.rich_help_panel = name, PANEL_OF[name]
        return group
    alone = typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)
    function = name.replace("-", "_")
    shown = getattr(module, f"{function}_" if hasattr(module, f"{function}_") else function)
    if entry.question:
        from paychart.doors.cli.options import command_of
        from paychart.questions.registry import QUESTIONS

        shown = command_of(QUESTIONS[entry.question], shown)
    alone.command(name, rich_help_panel=PANEL_OF[name])(shown)
    return get_command(alone)


app = typer.Typer(
    name="paychart",
    cls=Front,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


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
        from paychart.doors.cli.faults import as_known
        from paychart.doors.cli.output import print_error

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
