"""`paychart search`: codes for words."""

from __future__ import annotations

from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json


def register(app: typer.Typer) -> None:
    app.command()(search)


def search(
    text: Annotated[
        str, typer.Argument(help='A job, a place or a kind of employer, e.g. "medical records".')
    ],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", "-k", help="occupation, area or industry; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100, help="At most this many.")] = 10,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Find the codes of occupations, areas and employer types. Candidates are ranked, never chosen for you.

    [bold]Examples[/bold]

      paychart search "medical records"

      paychart search springfield --kind area
    """
    from dataclasses import asdict

    from paychart.words import search as find
    from paychart.words.lookup import KINDS

    with open_with_progress(store) as opened:
        matches = find(text, opened, tuple(kind) if kind else KINDS, limit)
    if as_json:
        print_json([asdict(match) for match in matches])
        return
    if not matches:
        typer.echo("Nothing like it. Try fewer or other words.")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("Kind", "Code", "Name", "Likeness", "Why")
    for match in matches:
        table.add_row(match.kind, match.code, match.name, f"{match.score:.0f}", match.why)
    Console().print(table)
