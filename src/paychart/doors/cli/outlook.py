"""What `paychart outlook` prints: projected jobs, openings, what entry asks for, and whether demand has raised pay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paychart.doors.cli.options import draws
from paychart.doors.cli.output import grid, screen
from paychart.show.figures import percent

if TYPE_CHECKING:
    from paychart.pay.time.outlook import Outlook, Prospect


@draws("chart", "Write a picture: .svg or .png.", "paychart.guide.outlook_chart:write_outlook")
def outlook(made: Outlook) -> None:
    console = screen()
    own, everyone = made.prospect, made.everyone
    console.print(f"\n[bold]{own.title}[/bold] ({own.occupation}), {made.period}")
    table = grid("", "This work", "All occupations", caption=f"projected - {made.source}")
    for label, cell in _ROWS:
        mine, theirs = cell(own), cell(everyone)
        if mine or theirs:
            table.add_row(label.format(first=made.first, last=made.last), mine, theirs)
    console.print(table)
    console.print(made.statement)
    title = "Does demand raise pay? Across occupations, 10 points more job growth went with"
    names = ("Jobs over", "Real pay over", "Points of pay growth a year", "95% sure", "Occupations")
    tests = grid(*names, title=title, left=("Real pay over",))
    for r in made.demand_test.regressions:
        low, high = r.effect95
        tests.add_row(
            r.jobs_period, r.pay_period, f"{r.effect:+.2f}", f"{low:+.2f} to {high:+.2f}", str(r.occupations)
        )
    console.print(tests)
    console.print(made.demand_test.statement)
    for note in (*made.notes, *made.demand_test.notes):
        console.print(f"[dim]{note}[/dim]")


def _jobs(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


_ROWS: tuple[tuple[str, Callable[[Prospect], str]], ...] = (
    ("Jobs {first}", lambda p: _jobs(p.jobs)),
    ("Jobs {last}", lambda p: _jobs(p.jobs_projected)),
    ("Change in ten years", lambda p: percent(p.change_percent, signed=True)),
    ("Openings a year", lambda p: _jobs(p.openings)),
    ("  for each 100 jobs", lambda p: "" if p.openings_percent is None else f"{p.openings_percent:.1f}"),
    ("  from growth", lambda p: _jobs(p.openings_from_growth)),
    ("  from people leaving work", lambda p: _jobs(p.openings_from_exits)),
    ("  from people changing occupation", lambda p: _jobs(p.openings_from_transfers)),
    ("  from either, not told apart", lambda p: _jobs(p.openings_from_leavers)),
    ("Self-employed", lambda p: percent(p.self_employed_percent)),
    ("Typical entry education", lambda p: p.entry_education or ""),
    ("Related experience", lambda p: p.related_experience or ""),
    ("Training on the job", lambda p: p.on_the_job_training or ""),
)
