"""What `paychart lifetime` and `return` print: whole careers simulated, and what a degree or credential returns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from paychart.careers.outcome_words import card
from paychart.doors.cli.output import grid, screen
from paychart.show.figures import between, short_money

if TYPE_CHECKING:
    from paychart.careers.lifetime import Comparison, Lifetime
    from paychart.careers.returns import Return

signed = partial(short_money, signed=True)
signed_range = partial(between, short=True, signed=True)


def lifetime(made: Lifetime | Comparison) -> None:
    from paychart.careers.lifetime import Comparison

    if isinstance(made, Comparison):
        _print_comparison(made)
    else:
        _print_lifetime(made)


def _print_lifetime(one: Lifetime) -> None:
    console = screen()
    console.print(
        f"\n[bold]{one.plan.role.name}, {one.plan.name}[/bold]: real pay by age, {one.paths:,} careers"
    )
    names = ("Age", "1 in 10 below", "1 in 4 below", "Middle", "1 in 4 above", "1 in 10 above")
    table = grid(*names, plain=True, first="right")
    shown = [i for i, a in enumerate(one.ages) if a % 5 == 0 or i in (0, len(one.ages) - 1)]
    for i in shown:
        table.add_row(
            str(one.ages[i]), *(short_money(one.fan[p][i]) for p in ("p10", "p25", "p50", "p75", "p90"))
        )
    console.print(table)
    console.print(
        f"To {one.plan.retire}, less study: {short_money(one.total['p10'])} to {short_money(one.total['p90'])} in 8 "
        f"of 10 careers; {short_money(one.mean)} on average (90% sure: {between(one.mean90, short=True)})."
    )
    if one.goal_reached is not None and one.plan.goal:
        when = f", half of them by {one.goal_age:.0f}" if one.goal_age else ""
        console.print(f"{one.goal_reached:.0%} reach {one.plan.goal.name}{when}.")
    age, share = list(one.roles.items())[-1]
    console.print(
        f"At {age}: " + ", ".join(f"{name} {part:.0%}" for name, part in list(share.items())[:6]) + "."
    )
    for note in one.notes:
        console.print(f"[dim]{note}[/dim]")
    console.print(
        "[dim]Rates are yours to change, e.g. --assume growth.real=0.01 or leave.field=1; --json lists them.[/dim]"
    )


def _print_comparison(both: Comparison) -> None:
    console = screen()
    for one in (both.first, both.second):
        _print_lifetime(one)
    console.print(
        f"\n[bold]{both.first.plan.name}[/bold] against [bold]{both.second.plan.name}[/bold]: {both.verdict}. "
        f"{signed(both.mean)} over the career on average (90% sure: {signed_range(both.mean90)}); ahead in "
        f"{both.better:.0%} of careers, and between {signed(both.difference['p10'])} and "
        f"{signed(both.difference['p90'])} in 8 of 10."
    )


def _print_whole_careers(found: Return) -> None:
    console = screen()
    assert found.npv is not None
    eight = f"{signed(found.npv['p10'])} to {signed(found.npv['p90'])} in 8 of 10"
    console.print(
        f"\nWhole careers to {found.plan.retire}, with the steps it opens: "
        f"[bold]{signed(found.npv_mean or 0.0)}[/bold] today on average (90% sure: {signed_range(found.npv90)}); "
        f"{eight}, above zero in {found.positive:.0%}. Later money counts {found.discount:.1%} a year less.",
        soft_wrap=True,
    )
    if found.irr:
        console.print(
            f"Return on the money: {found.irr['p50']:.1%} a year in the middle career that has one "
            f"({found.irr['p10']:.1%} to {found.irr['p90']:.1%}); {found.irr_none:.0%} have none."
        )
    if found.break_even:
        console.print(
            f"Pays for itself after {found.break_even['p50']:g} years in the middle "
            f"({found.break_even['p10']:g} to {found.break_even['p90']:g}); never in {found.never:.0%} of careers."
        )
    else:
        console.print("It pays for itself in no career simulated.")
    console.print("\n[dim]Age   extra pay   study    value so far (average)[/dim]")
    for row in [r for i, r in enumerate(found.flow) if i < 6 or i % 10 == 0]:
        extra, study, so_far = (
            signed(row["extra_pay"]),
            short_money(row["study"]),
            signed(row["value_so_far"]),
        )
        console.print(f"{row['age']:>3}   {extra:>9}   {study:>6}   {so_far:>9}")


def return_(found: Return) -> None:
    from paychart.careers.rates import said

    console = screen()
    what = " and ".join(course.words for course in found.plan.courses)
    console.print(
        f"\n[bold]{what[0].upper()}{what[1:]}[/bold], from {found.plan.role.name.lower()} at {found.plan.age}, "
        f"working to {found.plan.retire}"
    )
    years = found.outcomes[0].horizon if found.outcomes else 0
    console.print(f"[bold]In the same work over {years:g} years: {found.verdict}.[/bold]")
    for one in found.outcomes:
        words = card(one)
        console.print(
            f"{words['name']}: {words['verdict']}. {words['gain']}; {words['cost']}; after {words['wait']}; odds "
            f"{words['odds']}; {words['value']}; paid back: {words['break_even']}.",
            soft_wrap=True,
        )
        if words["needs"]:
            console.print(words["needs"], soft_wrap=True)
        console.print(
            f"[dim]{words['terms']}; {one.evidence_basis}; odds: {one.odds_basis}.[/dim]", soft_wrap=True
        )
    if found.npv and found.npv90 and found.npv_mean is not None:
        _print_whole_careers(found)
    if found.sensitivity:
        console.print("\n[dim]What it hangs on: average value at the ends of a rate's range[/dim]")
        for swing in found.sensitivity[:5]:
            ends = f"{signed(swing['npv_low'])} to {signed(swing['npv_high'])}"
            least, most = (said(swing[end], swing["unit"]) for end in ("low", "high"))
            console.print(f"  {swing['name']}, {least} to {most} ({swing['kind']}): {ends}", soft_wrap=True)
    for note in found.notes:
        console.print(f"[dim]{note}[/dim]")
    assumed = [r for r in found.rests_on if r["kind"] == "assumption"]
    if assumed:
        console.print("[dim]Assumed, and yours to change with --assume:[/dim]")
        for r in assumed:
            told = f"{r['key']}={r['value']:g}"
            console.print(f"[dim]  --assume {told:<24} {r['name']} ({r['unit']})[/dim]", soft_wrap=True)
