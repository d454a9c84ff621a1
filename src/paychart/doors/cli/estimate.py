"""`paychart estimate`, `explain` and `predict`: pay for one profile, why, and for a file of cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paychart.doors.cli.labels import LABELS
from paychart.doors.cli.output import (
    JsonFlag,
    StoreOption,
    open_with_progress,
    print_json,
)
from paychart.doors.cli.profile_options import takes_profile, takes_work
from paychart.errors import BadInput
from paychart.profile import ANY_OCCUPATION, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from paychart.pay.disagreement import Comparison
    from paychart.pay.estimate import Estimate
    from paychart.pay.waterfall import Waterfall


def register(app: typer.Typer) -> None:
    app.command()(estimate)
    app.command()(explain)
    app.command()(predict)


@takes_work
def estimate(
    work: Profile,
    title: Annotated[
        str, typer.Option("--title", help="A job title as a payroll writes it, in place of --occupation.")
    ] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", help="Age the figures to a month by the Employment Cost Index: today or 2026-11."
        ),
    ] = "",
    index: Annotated[
        str, typer.Option(help="What ages them: civilian (tested best), private, civilian_hospitals or cpi.")
    ] = "civilian",
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """What this work pays: the range among workers and how sure we are of it.

    [bold]Examples[/bold]

      paychart estimate --occupation 29-2072

      paychart estimate -o "medical records specialists" -a "Denver, CO" -i hospital --json

      paychart estimate -o 29-2072 -a Ohio --education associate --experience 8 --credential CPC

      paychart estimate -o 29-2072 --as-of today

      paychart estimate --title "HIM director" -i hospital
    """
    from datetime import date

    from paychart.pay.estimate import estimate as compute
    from paychart.pay.time.nowcast import dating

    if bool(title) == (work.occupation != ANY_OCCUPATION):
        raise BadInput("Give an occupation or a job title, one of them.", nearest=("--occupation", "--title"))
    with open_with_progress(store) as opened:
        dated = dating(opened, as_of, date.today(), index=index)
        if title:
            from paychart.doors.cli.title_pay import print_title_pay
            from paychart.pay.mixture import price_title

            priced = price_title(title, work, opened, dated)
            print_json(priced.to_dict()) if as_json else print_title_pay(priced)
            return
        answer = dated(compute(work, opened))
    if as_json:
        print_json(answer.to_dict())
    else:
        _print_estimate(answer)


def _print_estimate(answer: Estimate) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\n[bold]{answer.names['occupation']}[/bold] ({answer.profile.occupation})")
    console.print(f"{answer.names['area']} - {answer.names['industry']}")
    style = "green" if answer.status == "published" else "yellow"
    aged = next(
        (f", aged to {item['to']}" for item in answer.lineage if item["kind"] == "aged by an index"), ""
    )
    table = Table(caption=f"[{style}]{answer.status}[/{style}] - {answer.lineage[0]['release']}{aged}")
    table.add_column("Among workers")
    table.add_column("A year", justify="right")
    table.add_column("An hour", justify="right")
    table.add_column("We are 90 % sure it is between", justify="right")
    for name, label in LABELS.items():
        hourly = f"${answer.hourly[name]:,.2f}" if answer.hourly else ""
        low_high = answer.interval90[name] if answer.interval90 else None
        band = f"${low_high[0]:,.0f} and ${low_high[1]:,.0f}" if low_high else "not known"
        table.add_row(label, f"${answer.annual[name]:,.0f}", hourly, band)
    console.print(table)
    if answer.effects:
        console.print(effects_table(answer))
    for warning in answer.warnings:
        console.print(f"[yellow]Note:[/yellow] {warning}")


def effects_table(answer: Estimate) -> Table:
    """What each trait of the person adds, with its interval and the raw gap that surveys print."""
    from rich.table import Table

    table = Table(title="What the person's traits add, at the median", title_justify="left")
    table.add_column("Trait")
    table.add_column("A year", justify="right")
    table.add_column("Percent", justify="right")
    table.add_column("90 % sure", justify="right")
    table.add_column("Surveys, raw", justify="right")
    table.add_column("Kind", no_wrap=True)
    for effect in answer.effects:
        low, high = effect["interval90"]
        percent, raw = effect["percent"], effect["raw_percent"]
        table.add_row(
            f"{effect['factor']}: {effect['level']}",
            "not counted" if percent is None else f"{money(effect['dollars'])}",
            "" if percent is None else f"{percent:+.1f} %",
            f"{money(low)} to {money(high)}",
            "" if raw is None else f"{raw:+.0f} %",
            effect["label"],
        )
    return table


def money(amount: float) -> str:
    """Signed whole dollars: +$1,200, -$80."""
    return f"{'-' if amount < 0 else '+'}${abs(amount):,.0f}"


@takes_profile
def explain(
    profile: Profile,
    chart: Annotated[
        Path | None, typer.Option("--chart", help="Write the waterfall as a picture: .svg or .png.")
    ] = None,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """How a figure comes about, step by step from the nation's median, and on what it rests.

    [bold]Examples[/bold]

      paychart explain --occupation 29-2072 --area Colorado

      paychart explain -o 29-2072 -a Colorado --education bachelor --experience 10 --chart steps.svg
    """
    from paychart.pay.estimate import estimate as compute
    from paychart.pay.explain import explain as why

    with open_with_progress(store) as opened:
        answer = compute(profile, opened)
        explanation = why(answer, opened)
    steps = explanation.waterfall
    if chart is not None:
        from paychart.guide.waterfall_chart import write_waterfall

        write_waterfall(steps, chart)
    if as_json:
        print_json(explanation.to_dict())
        return
    from rich.console import Console

    console = Console()
    _print_estimate(answer)
    _print_waterfall(console, steps)
    _print_evidence(console, explanation.evidence, explanation.other_sources)
    for number, item in enumerate(answer.lineage, 1):
        console.print(f"\n[bold]{number}. {item['kind']}[/bold]")
        for name, value in item.items():
            if name != "kind" and value not in (None, "", []):
                shown = ", ".join(value) if isinstance(value, list) else value
                if isinstance(value, float) and value.is_integer():
                    shown = f"{value:,.0f}"
                console.print(f"   {name.replace('_', ' ')}: {shown}", highlight=False, soft_wrap=True)


def _print_waterfall(console: Console, steps: Waterfall) -> None:
    from rich.table import Table

    table = Table(title="Step by step, dollars a year at the median", title_justify="left")
    table.add_column("Step")
    table.add_column("Adds", justify="right")
    table.add_column("90 % sure", justify="right")
    table.add_column("Total", justify="right")
    total = steps.start
    table.add_row(steps.start_label, "", "", f"${total:,.0f}")
    for step in steps.steps:
        total += step.dollars
        if abs(step.dollars) < 1:
            continue
        band = f"{money(step.interval90[0])} to {money(step.interval90[1])}" if step.interval90 else ""
        table.add_row(f"{step.factor}: {step.level}", money(step.dollars), band, f"${total:,.0f}")
    table.add_row(f"[bold]{steps.end_label}[/bold]", "", "", f"[bold]${steps.end:,.0f}[/bold]")
    console.print(table)


def _print_evidence(
    console: Console, evidence: Sequence[dict[str, Any]], others: Sequence[Comparison]
) -> None:
    from rich.table import Table

    own = [row for row in evidence if "all occupations" not in row["population"]]
    if own:
        table = Table(title="What surveys of this work print, as printed", title_justify="left")
        for name in ("Contrast", "Percent", "Population", "Design", "Source"):
            table.add_column(name, justify="right" if name == "Percent" else "left")
        for row in own[:10]:
            percent = "" if row["percent"] is None else f"{row['percent']:+.1f} %"
            source = f"{row['id']} {row['source']}"
            table.add_row(
                row["contrast"], percent, f"{row['population']}, {row['year']}", row["design"], source
            )
        console.print(table)
    if len(evidence) > len(own[:10]):
        console.print(f"[dim]{len(evidence) - len(own[:10])} more rows of the registry: add --json.[/dim]")
    if not others:
        return
    table = Table(title="Other sources beside OEWS, for the nation", title_justify="left")
    for name in ("Source", "Group", "Says", "OEWS says", "Apart"):
        table.add_column(name, justify="left" if name in ("Source", "Group") else "right")
    for other in others:
        row = other.to_dict()
        shown = "{:+.0f} %" if other.about == "employer" else "${:,.0f}"
        band = f" ({' to '.join(shown.format(v) for v in other.interval90)})" if other.interval90 else ""
        unit = "points" if other.about == "employer" else "%"
        table.add_row(other.source, other.group, shown.format(other.value) + band, shown.format(other.oews),
                      f"{row['difference']:+.1f} {unit}")  # fmt: skip
    console.print(table)


def predict(
    cells: Annotated[Path, typer.Argument(help="CSV with columns occupation, area, industry.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Price a file of cells: adds status, mean, percentiles, the median's interval, and an error per row.

    Columns education, experience, credentials ("CPC;CCS") and hours (a week) are read where they are there.

    [bold]Example[/bold]

      paychart predict cells.csv -o wages.csv
    """
    from paychart.pay.predict_file import predict_file

    with open_with_progress(store) as opened:
        counts = predict_file(opened, cells, output)
    if as_json:
        print_json({"output": str(output), **counts})
    else:
        typer.echo(
            f"{counts['rows']:,} rows: {counts['published']:,} published, {counts['modelled']:,} modelled, "
            f"{counts['errors']:,} with an error. Written to {output}"
        )
