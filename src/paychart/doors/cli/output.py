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
    """A progress bar for a store build; it is made with the first step, so that it costs nothing without one."""
    shown: list[tuple[Any, Any]] = []

    def step(name: str) -> None:
        from paychart.data.store.build import STEPS

        if not shown:
            shown.append(new_bar("Building the store: {task.description}", len(STEPS)))
        bar, task = shown[0]
        bar.update(task, description=name, completed=STEPS.index(name) if name in STEPS else None)

    try:
        yield step
    finally:
        for bar, _ in shown:
            bar.stop()


def new_bar(words: str, total: int | None) -> tuple[Any, Any]:
    """A started bar on standard error, and its task."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn(words), BarColumn(), TimeElapsedColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip
    bar.start()
    return bar, bar.add_task("", total=total)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for work that takes seconds: the function given is called with (done, total)."""
    shown: list[tuple[Any, Any]] = []

    def step(done: int, total: int) -> None:
        if not shown:
            shown.append(new_bar(what, None))
        bar, task = shown[0]
        bar.update(task, completed=done, total=total)

    try:
        yield step
    finally:
        for bar, _ in shown:
            bar.stop()


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
