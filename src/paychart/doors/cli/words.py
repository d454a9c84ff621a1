"""What `paychart search` and `credentials` print: codes for words, and the catalogue of credentials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paychart.doors.cli.output import grid, screen

if TYPE_CHECKING:
    from paychart.words.credentials import Credential
    from paychart.words.lookup import Match


def search(made: Sequence[Match]) -> None:
    if not made:
        screen().print("Nothing like it. Try fewer or other words.")
        return
    table = grid("Kind", "Code", "Name", "Likeness", "Why", left=("Code", "Name", "Why"))
    for match in made:
        table.add_row(match.kind, match.code, match.name, f"{match.score:.0f}", match.why)
    screen().print(table)


def credentials(made: Sequence[Credential]) -> None:
    console = screen()
    if len(made) == 1:
        for name, value in made[0].to_dict().items():
            if value not in (None, "", []):
                shown = ", ".join(value) if isinstance(value, list) else value
                console.print(f"[bold]{name.replace('_', ' ')}[/bold]: {shown}", soft_wrap=True)
        return
    caption = "Fees in dollars, member / others; blank where no source was found"
    names = ("Code", "Name", "For", "Exam", "Upkeep", "Hours")
    table = grid(*names, caption=caption, left=names)
    for one in made:
        upkeep = _fees(one.upkeep_fee_member, one.upkeep_fee)
        every = f"{one.cycle_years:g} y" if one.cycle_years != 1 else "year"
        table.add_row(
            one.code,
            one.name,
            one.purpose,
            _fees(one.exam_fee_member, one.exam_fee),
            f"{upkeep} / {every}" if upkeep else "",
            f"{one.education_hours:g} / {every}" if one.education_hours else "",
        )
    console.print(table)


def _fees(member: float | None, other: float | None) -> str:
    known = [f"{fee:g}" for fee in (member, other) if fee is not None]
    return " / ".join(known)
