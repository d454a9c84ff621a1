"""`paychart ranges`: pay ranges of grades from the market."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json


def ranges(
    job: Annotated[
        list[str] | None, typer.Option("--job", help='Grade and benchmark occupation, "G5=29-2072"; repeat.')
    ] = None,
    jobs: Annotated[
        Path | None,
        typer.Option("--jobs", help="CSV of them: columns grade, occupation and, if known, weight."),
    ] = None,
    area: Annotated[str, typer.Option("--area", "-a", help="State, metro or code.")] = "US",
    industry: Annotated[str, typer.Option("--industry", "-i", help="Employer type.")] = "all",
    target: Annotated[float, typer.Option(help="Market percentile of the midpoint, 10 to 90.")] = 50.0,
    spread: Annotated[float, typer.Option(help="Maximum over minimum less one: 0.5 is 50%.")] = 0.5,
    step: Annotated[float | None, typer.Option(help="Smallest step between midpoints, such as 0.08.")] = None,
    to: Annotated[str, typer.Option("--to", help="Date to age the market to, such as 2027-01-01.")] = "",
    payroll: Annotated[
        str, typer.Option("--payroll", help="Payroll with a grade column, to check minimums.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write: .html or .csv.")
    ] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Pay ranges for grades from the market, with the error of each end, and words for postings.

    [bold]Examples[/bold]

      paychart ranges --job G5=29-2072 --job G8=29-9021 --area Ohio --industry hospital --target 60 -o ranges.html

      paychart ranges --jobs grades.csv --to 2027-01-01 --step 0.08 --payroll payroll.csv
    """
    from paychart.employers.ranges import Job
    from paychart.employers.ranges import ranges as compute
    from paychart.employers.ranges_files import pay_by_grade, read_date, read_jobs, write
    from paychart.errors import BadInput

    found = read_jobs(jobs) if jobs else []
    for pair in job or []:
        grade, sign, occupation = pair.partition("=")
        if not sign or not grade.strip() or not occupation.strip():
            raise BadInput(f'--job "{pair}" is not GRADE=OCCUPATION.', hint='Write --job "G5=29-2072".')
        found.append(Job(grade.strip(), occupation.strip()))
    pay = pay_by_grade(payroll) if payroll else None
    with open_with_progress(store) as opened:
        result = compute(
            found,
            opened,
            area=area,
            industry=industry,
            target=target,
            spread=spread,
            step=step,
            to=read_date(to) if to else None,
            pay=pay,
        )
    if output is not None:
        write(result, output, inputs=(jobs, payroll or None, store))
    if as_json:
        print_json(result.to_dict())
        return
    for g in result.grades:
        low, high = g.midpoint90
        below = "" if g.below is None else f", {g.below} below minimum (${g.cost_to_minimum:,.0f} a year)"
        typer.echo(
            f"{g.grade}: ${g.minimum:,.0f} - ${g.midpoint:,.0f} - ${g.maximum:,.0f} "
            f"(midpoint 90% sure ${low:,.0f} to ${high:,.0f}){below}"
        )
    typer.echo(result.statement)
    for note in result.notes:
        typer.echo(f"Note: {note}")
    if output is not None:
        typer.echo(f"Written: {output}")
