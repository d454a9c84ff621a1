"""`paychart offer` and `paychart credentials`: an offer placed among workers like oneself; the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json
from paychart.doors.cli.profile_options import takes_profile
from paychart.profile import Profile

if TYPE_CHECKING:
    from paychart.pay.offer import Offer


def _dollars(text: str) -> float:
    """Pay as people write it: 58000, $58,000 or 27.50."""
    try:
        return float(str(text).strip().removeprefix("$").replace(",", ""))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no amount of pay. Write 58000, $58,000 or 27.50.") from None


def register(app: typer.Typer) -> None:
    app.command()(offer)
    app.command()(credentials)


@takes_profile
def offer(
    profile: Profile,
    pay: Annotated[
        float,
        typer.Option(
            "--pay",
            parser=_dollars,
            metavar="<float>",
            help="The offer: dollars a year, or an hour with --hourly.",
        ),
    ],
    hourly: Annotated[bool, typer.Option("--hourly", help="The offer is dollars an hour.")] = False,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Where an offer stands among workers like you, and how far it is from the middle.

    [bold]Examples[/bold]

      paychart offer --pay 58000 -o 29-2072 -a Ohio --education associate --experience 8

      paychart offer --pay 27.50 --hourly -o "medical records specialists" -a "Denver, CO"
    """
    from paychart.pay.offer import place_offer

    with open_with_progress(store) as opened:
        placed = place_offer(profile, pay, opened, hourly=hourly)
    if as_json:
        print_json(placed.to_dict())
    else:
        _print_offer(placed)


def _print_offer(placed: Offer) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    names = placed.answer.names
    low, high = placed.percentile90
    side = "above" if placed.gap >= 0 else "below"
    console.print(f"\n[bold]{names['occupation']}[/bold], {names['area']} - {names['industry']}")
    console.print(
        f"${placed.pay:,.0f} a year is more than [bold]{placed.percentile:.0f} %[/bold] of workers like this "
        f"earn (90 % sure: {low:.0f} to {high:.0f} %)."
    )
    console.print(
        f"That is ${abs(placed.gap):,.0f} ({abs(100 * placed.gap / placed.median):.1f} %) {side} the middle, "
        f"${placed.median:,.0f}; half of them earn between ${placed.middle_half[0]:,.0f} and "
        f"${placed.middle_half[1]:,.0f}."
    )
    for warning in placed.answer.warnings:
        console.print(f"[yellow]Note:[/yellow] {warning}")


def credentials(
    code: Annotated[str, typer.Argument(help="One credential, such as RHIT; all of them without it.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Credentials of health information work: issuer, purpose, eligibility, fees and upkeep, with sources.

    [bold]Examples[/bold]

      paychart credentials

      paychart credentials ODS --json
    """
    from paychart.words.credentials import catalogue, find_credential

    chosen = [find_credential(code)] if code.strip() else list(catalogue().values())
    if as_json:
        print_json([credential.to_dict() for credential in chosen])
        return
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if len(chosen) == 1:
        for name, value in chosen[0].to_dict().items():
            if value not in (None, "", []):
                shown = ", ".join(value) if isinstance(value, list) else value
                console.print(f"[bold]{name.replace('_', ' ')}[/bold]: {shown}", soft_wrap=True)
        return
    table = Table(caption="Fees in dollars, member / others; blank where no source was found")
    for column in ("Code", "Name", "For", "Exam", "Upkeep", "Hours"):
        table.add_column(column)
    for one in chosen:
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
