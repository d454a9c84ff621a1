"""What every command shares: JSON out, errors out, and the store opened with a progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from paychart.errors import PaychartError, SourceUnavailable

if TYPE_CHECKING:
    from paychart.data.store import Store

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="Store file to read; the default one builds itself.")
]


def print_json(value: Any) -> None:
    """One JSON document on standard output: keys in the order given, no NaN."""
    plain = (sys.stdout.encoding or "").casefold().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=plain, allow_nan=False) + "\n")


def screen() -> Any:
    """The terminal, without colored numbers."""
    from rich.console import Console

    return Console(highlight=False)


def grid(
    *names: str,
    title: str = "",
    caption: str = "",
    left: Sequence[str] = (),
    first: Literal["left", "right"] = "left",
    plain: bool = False,
) -> Any:
    """A table for the terminal: figures to the right, the first column and those named `left` to the left."""
    from rich.table import Table

    frame: dict[str, Any] = {"box": None, "pad_edge": False} if plain else {}
    table = Table(title=title or None, caption=caption or None, title_justify="left", **frame)
    for i, name in enumerate(names):
        table.add_column(name, justify=first if i == 0 else "left" if name in left else "right")
    return table


def notes(console: Any, lines: Iterable[str]) -> None:
    """What a reader must know, below the figures."""
    for line in lines:
        console.print(f"[yellow]Note:[/yellow] {line}")


def print_error(error: PaychartError, *, as_json: bool) -> None:
    """The error on standard error, as text or as JSON."""
    if as_json:
        sys.stderr.write(json.dumps(error.to_dict(), ensure_ascii=False) + "\n")
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    console.print(Text("Error: ", style="bold red") + Text(error.message))
    for candidate in error.nearest:
        console.print(Text("  did you mean  ", style="dim") + Text(candidate))
    if error.hint:
        console.print(Text(error.hint, style="dim"))


def open_with_progress(path: Path | None) -> Store:
    """Open the store; where the default one must be built first, show a progress bar on standard error."""
    from paychart.data.store import open_store

    with building_bar() as step:
        return open_store(path, progress=step)


@contextmanager
def building_bar() -> Iterator[Callable[[str], None]]:
    """A progress bar for a store build; it appears with the first step and stays away where nothing is built."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from paychart.data.store.build import STEPS

    bar = Progress(
        TextColumn("Building the store: {task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=len(STEPS), start=False)

    def step(name: str) -> None:
        bar.start()
        bar.start_task(task)
        done = STEPS.index(name) if name in STEPS else None
        bar.update(task, description=name, completed=done)

    try:
        yield step
    finally:
        bar.stop()


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for work that takes seconds: the function given is called with (done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn(what), BarColumn(), TimeElapsedColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def laboratory() -> Iterator[None]:
    """Around the imports of a command that learns: without the laboratory the answer says where it comes from."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "paychart_lab":
            raise
        raise SourceUnavailable(
            "This command learns from data, and the installed package only answers.",
            hint="The laboratory comes with a checkout: clone the repository and run `pip install -e .` in it.",
        ) from None
