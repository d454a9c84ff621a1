"""`paychart lifetime` and `return`: whole careers simulated, and what a degree or credential returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paychart.doors.cli.careers import AssumeOption, RoleOption, signed, thousands
from paychart.doors.cli.output import JsonFlag, StoreOption, open_with_progress, print_json, progress_bar
from paychart.doors.cli.profile_options import takes_profile
from paychart.profile import Profile

if TYPE_CHECKING:
    from rich.console import Console

    from paychart.careers.lifetime import Comparison, Lifetime
    from paychart.careers.returns import Return

AgeOption = Annotated[int | None, typer.Option(help="Your age; school age plus experience if absent.")]
RetireOption = Annotated[int, typer.Option(help="The age to work until.")]
GoalOption = Annotated[
    str, typer.Option(help='A role to work towards, "stay" for no steps up; any step that opens if absent.')
]
SeedOption = Annotated[
    int, typer.Option(help="Seed of the random numbers; the same seed gives the same answer.")
]
PathsOption = Annotated[int, typer.Option(help="Careers to simulate.")]


def register(app: typer.Typer) -> None:
    app.command()(lifetime)
    app.command("return")(return_)


@takes_profile
def lifetime(
    profile: Profile,
    age: AgeOption = None,
    retire: RetireOption = 67,
    role: RoleOption = "",
    goal: GoalOption = "",
    study: Annotated[
        list[str] | None, typer.Option(help="bachelor, RHIA@3 (begun in 3 years); repeat for several.")
    ] = None,
    versus_goal: Annotated[
        str | None, typer.Option("--versus-goal", help="Compare with a plan towards this role, or stay.")
    ] = None,
    versus_study: Annotated[
        list[str] | None,
        typer.Option("--versus-study", help="What the plan compared with studies; none if absent."),
    ] = None,
    assume: AssumeOption = None,
    paths: PathsOption = 10_000,
    seed: SeedOption = 20250501,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """Whole careers on the ladder: real pay by age as a fan, and one plan against another under the same luck.

    [bold]Examples[/bold]

      paychart lifetime -o 29-2072 -a "Denver, CO" --age 25 --experience 3 --education associate

      paychart lifetime -o 29-2072 -a Ohio --age 25 --study bachelor --goal "HIM director" --versus-goal stay

      paychart lifetime -o 29-9021 -a Texas --age 40 --experience 15 --retire 65 --json
    """
    from paychart.careers.lifetime import compare
    from paychart.careers.lifetime import lifetime as live
    from paychart.careers.plans import make_plan, usual_age

    changes = tuple(assume or ())
    with open_with_progress(store) as opened, progress_bar("Simulating careers"):
        years = usual_age(profile) if age is None else age
        plan = make_plan(profile, opened, age=years, retire=retire, role=role, goal=goal, courses=study or ())
        if versus_goal is None and not versus_study:
            one = live(plan, opened, changes=changes, paths=paths, seed=seed)
            if as_json:
                print_json(one.to_dict())
            else:
                _print_lifetime(one)
            return
        other = make_plan(
            profile, opened, age=years, retire=retire, role=role,
            goal=goal if versus_goal is None else versus_goal, courses=versus_study or (),
        )  # fmt: skip
        both = compare(plan, other, opened, changes=changes, paths=paths, seed=seed)
    if as_json:
        print_json(both.to_dict())
    else:
        _print_comparison(both)


def _print_lifetime(one: Lifetime, console: Console | None = None) -> None:
    from rich.console import Console
    from rich.table import Table

    console = console or Console(highlight=False)
    console.print(
        f"\n[bold]{one.plan.role.name}, {one.plan.name}[/bold]: real pay by age, {one.paths:,} careers"
    )
    table = Table(box=None, pad_edge=False)
    for name in ("Age", "1 in 10 below", "1 in 4 below", "Middle", "1 in 4 above", "1 in 10 above"):
        table.add_column(name, justify="right")
    shown = [i for i, a in enumerate(one.ages) if a % 5 == 0 or i in (0, len(one.ages) - 1)]
    for i in shown:
        table.add_row(
            str(one.ages[i]), *(thousands(one.fan[p][i]) for p in ("p10", "p25", "p50", "p75", "p90"))
        )
    console.print(table)
    low, high = one.mean90
    console.print(
        f"To {one.plan.retire}, less study: {thousands(one.total['p10'])} to {thousands(one.total['p90'])} in 8 of 10 "
        f"careers; {thousands(one.mean)} on average (90 % sure: {thousands(low)} to {thousands(high)})."
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
    from rich.console import Console

    console = Console(highlight=False)
    for one in (both.first, both.second):
        _print_lifetime(one, console)
    low, high = both.mean90
    console.print(
        f"\n[bold]{both.first.plan.name}[/bold] against [bold]{both.second.plan.name}[/bold]: {both.verdict}. "
        f"{signed(both.mean)} over the career on average (90 % sure: {signed(low)} to {signed(high)}); ahead in "
        f"{both.better:.0%} of careers, and between {signed(both.difference['p10'])} and "
        f"{signed(both.difference['p90'])} in 8 of 10."
    )


@takes_profile
def return_(
    profile: Profile,
    study: Annotated[list[str], typer.Option("--study", help="bachelor or RHIA@3; repeat for several.")],
    age: AgeOption = None,
    retire: RetireOption = 67,
    role: RoleOption = "",
    goal: GoalOption = "",
    tuition: Annotated[float | None, typer.Option(help="Dollars of tuition a full-time year.")] = None,
    time_out: Annotated[float, typer.Option(help="Share of pay given up while studying for a degree.")] = 0.0,
    borrow: Annotated[float, typer.Option(help="Share of tuition borrowed, 0 to 1.")] = 0.0,
    loan_years: Annotated[int, typer.Option(help="Years to pay the loan back.")] = 10,
    tax: Annotated[float, typer.Option(help="Flat share of the extra pay that tax takes, e.g. 0.25.")] = 0.0,
    discount: Annotated[float | None, typer.Option(help="Real discount rate a year, e.g. 0.03.")] = None,
    assume: AssumeOption = None,
    paths: PathsOption = 10_000,
    seed: SeedOption = 20250501,
    as_json: JsonFlag = False,
    store: StoreOption = None,
) -> None:
    """What a degree or credential returns: value, internal rate and break-even, over thousands of careers.

    [bold]Examples[/bold]

      paychart return --study bachelor -o 29-2072 -a "Denver, CO" --education associate --experience 3

      paychart return --study CPC -o 29-2072 -a Ohio --goal stay --tax 0.25

      paychart return --study bachelor --study RHIA -o 29-2072 --tuition 9000 --borrow 0.8 --json
    """
    from paychart.careers.costs import Terms
    from paychart.careers.plans import make_plan, usual_age
    from paychart.careers.returns import returns

    terms = Terms(time_out, borrow, loan_years, tax, discount, tuition)
    with open_with_progress(store) as opened, progress_bar("Simulating careers"):
        years = usual_age(profile) if age is None else age
        plan = make_plan(profile, opened, age=years, retire=retire, role=role, goal=goal, courses=study)
        found = returns(plan, opened, terms=terms, changes=tuple(assume or ()), paths=paths, seed=seed)
    if as_json:
        print_json(found.to_dict())
    else:
        _print_return(found)


def _print_return(found: Return) -> None:
    from rich.console import Console

    from paychart.careers.rates import said

    console = Console(highlight=False)
    what = " and ".join(course.words for course in found.plan.courses)
    low, high = found.npv90
    console.print(
        f"\n[bold]{what[0].upper()}{what[1:]}[/bold], from {found.plan.role.name.lower()} at {found.plan.age}, "
        f"working to {found.plan.retire}"
    )
    console.print(
        f"Value now: [bold]{signed(found.npv_mean)}[/bold] on average (90 % sure: {signed(low)} to {signed(high)}): "
        f"{found.verdict}."
    )
    console.print(
        f"Careers differ: {signed(found.npv['p10'])} to {signed(found.npv['p90'])} in 8 of 10, above zero in "
        f"{found.positive:.0%}."
    )
    done = ", ".join(
        f"{found.finish[course.code]:.0%} finish {course.words}" for course in found.plan.courses
    )
    console.print(f"{done}. Real discount rate {found.discount:.1%}.")
    if found.irr:
        console.print(
            f"Internal rate: {found.irr['p50']:.1%} a year in the middle career that has one "
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
        extra, study, so_far = signed(row["extra_pay"]), thousands(row["study"]), signed(row["value_so_far"])
        console.print(f"{row['age']:>3}   {extra:>9}   {study:>6}   {so_far:>9}")
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
