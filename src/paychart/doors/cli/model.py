"""`paychart model`: learn the person effects from Census person files, or the cells of another release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, laboratory, open_with_progress, print_json

app = typer.Typer(help="Re-estimate the learned parts of the model.", no_args_is_help=True)


@app.command("fit")
def fit(
    pums: Annotated[
        Path, typer.Option("--pums", help="Directory (or file) of ACS person files: csv_p*.zip, psam_p*.csv.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the tables; beside the store by default.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Refuse files of any other survey year.")] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="CPU threads to use.")] = 2,
    json_out: JsonFlag = False,
) -> None:
    """Fit education, experience, employer and hours effects on Census person records.

    Examples:

      paychart model fit --pums ~/pums2024

      paychart model fit --pums csv_pal.zip --out tables --json
    """
    with laboratory():
        from paychart_lab.people_fit.run import default_folder, run_fit

    folder = out or default_folder()
    report = run_fit(
        pums, folder, year=year, threads=threads, progress=lambda text: typer.echo(text + " ...", err=True)
    )
    if json_out:
        print_json(
            {
                "folder": str(folder),
                "workers": report.workers,
                "occupations": report.occupations,
                "tables": report.tables,
                "provenance": report.provenance.to_dict(),
            }
        )
        return
    typer.echo(f"{report.workers:,} workers in {report.occupations} occupations; tables in {folder}")


@app.command("cells")
def cells(store: StoreOption = None, json_out: JsonFlag = False) -> None:
    """Fit the cells nobody published, for a release other than the one carried: about a minute.

    Kept beside the store and used from then on. Until then a simple rule answers, with wider intervals.

    Example:

      paychart model cells --store my.duckdb
    """
    with laboratory():
        from paychart_lab.cells.fitting import fit_beside

    from paychart.pay.model.kept import cache_path

    with open_with_progress(store) as opened:
        table = fit_beside(opened, progress=lambda text: typer.echo(text + " ...", err=True))
        path = cache_path(opened)
    if json_out:
        print_json({"path": str(path), "cells": len(table.row), "method": table.method})
        return
    typer.echo(f"{len(table.row):,} cells ({table.method}) in {path}")
