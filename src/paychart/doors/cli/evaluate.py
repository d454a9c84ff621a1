"""`paychart evaluate`: the model's error and its intervals' coverage on hidden published cells."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, laboratory, print_json


def evaluate(
    task: Annotated[
        str, typer.Option(help="all, or one kind of hidden cell: area, state, industry, joint.")
    ] = "all",
    split: Annotated[
        str, typer.Option(help="Hide single cells, whole rows (areas, industries), or whole occupations.")
    ] = "cells",
    folds: Annotated[
        int | None, typer.Option(help="Run only the first folds; all by default.", min=1)
    ] = None,
    hide_jobs: Annotated[bool, typer.Option("--hide-jobs", help="Hide the cells' jobs as well.")] = False,
    history: Annotated[
        str, typer.Option(help="Earlier releases to read: all, none, or those up to a year such as 2021.")
    ] = "all",
    plain: Annotated[bool, typer.Option("--plain", help="The model without boosting.")] = False,
    write_cells: Annotated[
        Path | None, typer.Option("--write-cells", help="Only write the hidden cells and their folds as CSV.")
    ] = None,
    score: Annotated[
        Path | None,
        typer.Option(help="Score your own predictions: CSV with occupation, area, industry, p50, ..."),
    ] = None,
    carried: Annotated[
        bool, typer.Option("--carried", help="Print what was measured for this edition; measures nothing.")
    ] = False,
    store: StoreOption = None,
    json: JsonFlag = False,
) -> None:
    """Hide published cells, predict them from the rest, and report error and coverage beside simple rules.

    All of it takes some ten minutes; `--folds 1` and one task take one or two.

    [bold]Examples[/bold]

      paychart evaluate --task state --folds 1

      paychart evaluate --task area --write-cells hidden.csv

      paychart evaluate --task area --score mine.csv --json

      paychart evaluate --carried
    """
    if carried:
        _print_carried(json)
        return
    from paychart.doors.cli.output import open_with_progress
    from paychart.pay.model.grid import read_grid

    with laboratory():
        from paychart_lab.cells.benchmark import score_file
        from paychart_lab.cells.benchmark import write_cells as write
        from paychart_lab.cells.evaluation import tasks_named
        from paychart_lab.cells.past import past_asked
        from paychart_lab.showing import measured, print_report

    tasks = tasks_named(task, split, one=bool(write_cells or score))
    with open_with_progress(store) as opened:
        grid, release = read_grid(opened), {"release": opened.release, "release_hash": opened.oews_hash}
        past = None if write_cells or score else past_asked(opened, grid, history)
    if write_cells:
        count = write(grid, tasks[0], split, write_cells)
        typer.echo(f"{count:,} cells in {write_cells}", err=json)
        return
    if score:
        reports = [score_file(grid, tasks[0], split, score)]
    else:
        reports = [measured(grid, name, split, folds, not hide_jobs, not plain, past) for name in tasks]
    if json:
        print_json({**release, "tasks": reports})
        return
    for found in reports:
        print_report(found)


def _print_carried(as_json: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from paychart.data.reference.accuracy import accuracy

    known = accuracy()
    if as_json:
        print_json(known.to_dict())
        return
    console = Console()
    for part, words in known.parts.items():
        rows = [f for f in known.figures if f.part == part and f.group == "all" and f.method == "model"]
        if not rows:
            continue
        table = Table(title=f"{words}; {rows[0].release}, measured {rows[0].measured}", title_justify="left")
        for name in ("Task", "Measure", "Value", "Cases"):
            table.add_column(name, justify="right" if name in ("Value", "Cases") else "left")
        for f in rows:
            cases = f"{f.cases:,}" if f.cases else ""
            table.add_row(f.task, f.measure.replace("_", " "), f"{f.value:g} {f.unit}", cases)
        console.print(table)
    console.print("[dim]Simple rules beside it, classes of cells and occupations: add --json.[/dim]")
