"""`paychart outlook`: projected jobs, openings, what entry asks for, and whether demand has raised pay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.profile_options import OccupationOption

if TYPE_CHECKING:
    from paychart.pay.time.outlook import Outlook, Prospect


def register(app: typer.Typer) -> None:
    app.command()(outlook)


def outlook(
    occupation: OccupationOption,
    chart: Annotated[Path | None, typer.Option("--chart", help="Write a picture: .svg or .png.")] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Where this work goes: projected growth, openings by cause, entry education, beside all occupations.

    [bold]Examples[/bold]

      paychart outlook --occupation 29-2072

      paychart outlook -o "medical and health services managers" --json

      paychart outlook -o 29-9021 --chart openings.svg
    """
    from paychart.pay.time.outlook import outlook as compute

    with open_with_progress(store) as opened:
        found = compute(opened, occupation)
    if chart is not None:
        from paychart.guide.outlook_chart import write_outlook

        write_outlook(found, chart)
    if as_json:
        print_json(found.to_dict())
    else:
        _print(found)


def _print(found: Outlook) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    own, everyone = found.prospect, found.everyone
    console.print(f"\n[bold]{own.title}[/bold] ({own.occupation}), {found.period}")
    table = Table(caption=f"projected - {found.source}")
    table.add_column("")
    table.add_column("This work", justify="right")
    table.add_column("All occupations", justify="right")
    for label, cell in _ROWS:
        mine, theirs = cell(own), cell(everyone)
        if mine or theirs:
            table.add_row(label, mine, theirs)
    console.print(table)
    console.print(found.statement, highlight=False)
    tests = Table(title="Does demand raise pay? Across occupations, 10 points more job growth went with",
                  title_justify="left")  # fmt: skip
    for name in ("Jobs over", "Real pay over", "Points of pay growth a year", "95 % sure", "Occupations"):
        tests.add_column(name, justify="left" if "over" in name else "right")
    for r in found.demand_test.regressions:
        low, high = r.effect95
        tests.add_row(
            r.jobs_period, r.pay_period, f"{r.effect:+.2f}", f"{low:+.2f} to {high:+.2f}", str(r.occupations)
        )
    console.print(tests)
    console.print(found.demand_test.statement, highlight=False)
    for note in (*found.notes, *found.demand_test.notes):
        console.print(f"[dim]{note}[/dim]", highlight=False)


def _jobs(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _change(p: Prospect) -> str:
    return f"{p.change_percent:+.1f} %"


_ROWS = (
    ("Jobs 2024", lambda p: _jobs(p.jobs)),
    ("Jobs 2034", lambda p: _jobs(p.jobs_projected)),
    ("Change in ten years", _change),
    ("Openings a year", lambda p: _jobs(p.openings)),
    ("  for each 100 jobs", lambda p: "" if p.openings_percent is None else f"{p.openings_percent:.1f}"),
    ("  from growth", lambda p: _jobs(p.openings_from_growth)),
    ("  from people leaving work", lambda p: _jobs(p.openings_from_exits)),
    ("  from people changing occupation", lambda p: _jobs(p.openings_from_transfers)),
    (
        "Self-employed",
        lambda p: "" if p.self_employed_percent is None else f"{p.self_employed_percent:.1f} %",
    ),
    ("Typical entry education", lambda p: p.entry_education or ""),
    ("Related experience", lambda p: p.related_experience or ""),
    ("Training on the job", lambda p: p.on_the_job_training or ""),
)
