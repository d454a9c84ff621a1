"""The pay of a job title, printed: its occupations with weights, the mixture, and the question worth asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paychart.doors.cli.labels import LABELS

if TYPE_CHECKING:
    from paychart.pay.mixture import TitlePay


def print_title_pay(answer: TitlePay) -> None:
    """Two tables (occupations, pay) and what the doubt about the occupation does to the spread."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    stated = [answer.coding.level and f"level {answer.coding.level}", " ".join(answer.coding.credentials)]
    console.print(f"\n[bold]This title[/bold] in {answer.names['area']} - {answer.names['industry']}")
    console.print(f"[dim]{answer.coding.evidence}[/dim]", highlight=False)
    if any(stated):
        console.print(f"[dim]It states: {', '.join(filter(None, stated))}[/dim]", highlight=False)
    table = Table(title="What it may stand for", title_justify="left")
    for name in ("Weight", "Code", "Occupation", "p10", "Median", "p90", "Kind"):
        table.add_column(name, justify="right" if name in ("Weight", "p10", "Median", "p90") else "left")
    for part in answer.components:
        pay = part.estimate.annual
        table.add_row(
            f"{part.weight:.0%}", part.soc, part.soc_title, f"${pay['p10']:,.0f}", f"${pay['p50']:,.0f}",
            f"${pay['p90']:,.0f}", part.estimate.status,
        )  # fmt: skip
    console.print(table)
    style = "green" if answer.status == "published" else "yellow"
    table = Table(caption=f"[{style}]{answer.status}[/{style}]")
    table.add_column("Among workers with the title")
    table.add_column("A year", justify="right")
    table.add_column("We are 90 % sure it is between", justify="right")
    for name, label in LABELS.items():
        low_high = answer.interval90[name] if answer.interval90 else None
        band = f"${low_high[0]:,.0f} and ${low_high[1]:,.0f}" if low_high else "not known"
        table.add_row(label, f"${answer.annual[name]:,.0f}", band)
    console.print(table)
    if len(answer.components) > 1:
        console.print(
            f"{answer.code_share:.0%} of the spread is doubt about the occupation; the rest is how workers differ."
        )
    if answer.question:
        console.print(f"[bold]{answer.question}[/bold]")
    for warning in answer.warnings:
        console.print(f"[yellow]Note:[/yellow] {warning}")
