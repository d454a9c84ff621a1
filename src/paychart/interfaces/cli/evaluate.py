"""`paychart evaluate`: the model's error and its intervals' coverage on hidden published cells."""

from __future__ import annotations

from typing import Annotated

import typer

from paychart.interfaces.cli.output import JsonFlag, StoreOption, print_json


def register(app: typer.Typer) -> None:
    app.command()(evaluate)


def evaluate(
    task: Annotated[str, typer.Option(help="area, state or industry: what kind of cell to hide.")] = "area",
    split: Annotated[
        str, typer.Option(help="Hide single cells, whole rows, or whole occupations.")
    ] = "cells",
    folds: Annotated[
        int | None, typer.Option(help="Run only the first folds; all by default.", min=1)
    ] = None,
    store: StoreOption = None,
    json: JsonFlag = False,
) -> None:
    """Hide published cells, predict them from the rest, and report error and coverage. Takes minutes.

    Examples: paychart evaluate --task state   |   paychart evaluate --task area --folds 1 --json
    """
    from paychart.interfaces.cli.output import open_with_progress
    from paychart.pay.model.evaluation import TASKS
    from paychart.pay.model.evaluation import evaluate as measure
    from paychart.pay.model.grid import read_grid

    folds = min(folds, TASKS.get(task, folds)) if folds else None
    with open_with_progress(store) as opened:
        report = measure(
            read_grid(opened),
            task,
            split=split,
            folds=folds,
            progress=lambda line: typer.echo(line, err=True),
        )
    if json:
        print_json(report)
        return
    typer.echo(f"{report['hidden_cells']:,} hidden cells; mean absolute percent error of the median:")
    for name, errors in report["mean_absolute_percent_error"].items():
        typer.echo(f"  {name:9} {errors['p50']:6.2f}")
    typer.echo(f"Weighted interval score (log %): {report['weighted_interval_score']}")
    typer.echo(
        "Coverage of the 50, 80 and 90 % intervals: "
        + ", ".join(f"{c:.1%}" for c in report["coverage_50_80_90"])
    )
