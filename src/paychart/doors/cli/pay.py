"""What `paychart estimate`, `explain` and `offer` print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from paychart.doors.cli.options import draws
from paychart.doors.cli.output import grid, notes, screen
from paychart.show.figures import LABELS, between, money, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paychart.pay.comparison import AfterTaxes, SideBySide
    from paychart.pay.disagreement import Comparison
    from paychart.pay.estimate import Estimate
    from paychart.pay.explain import Explanation
    from paychart.pay.mixture import TitlePay
    from paychart.pay.offer import Offer
    from paychart.pay.waterfall import Waterfall


def estimate(made: Estimate | TitlePay) -> None:
    if hasattr(made, "components"):  # a title's pay; its class loads slowly
        title_pay(cast("TitlePay", made))
        return
    console = screen()
    console.print(f"\n[bold]{made.names['occupation']}[/bold] ({made.profile.occupation})")
    console.print(f"{made.names['area']} - {made.names['industry']}")
    aged = next(
        (f", aged to {item['to']}" for item in made.lineage if item["kind"] == "aged by an index"), ""
    )
    caption = f"{_status(made.status)} - {made.lineage[0]['release']}{aged}"
    console.print(_pay_table("Among workers", made, caption))
    if made.effects:
        console.print(_effects(made.effects))
    notes(console, made.warnings)


def _status(status: str) -> str:
    style = "green" if status == "published" else "yellow"
    return f"[{style}]{status}[/{style}]"


def _pay_table(heading: str, made: Estimate | TitlePay, caption: str) -> Any:
    hourly = getattr(made, "hourly", None)
    table = grid(
        heading, "A year", *(["An hour"] if hourly else []), "We are 90% sure it is", caption=caption
    )
    for name, label in LABELS.items():
        band = between(made.interval90[name] if made.interval90 else None, absent="not known")
        an_hour = [money(hourly[name], cents=True)] if hourly else []
        table.add_row(label, money(made.annual[name]), *an_hour, band)
    return table


def _effects(effects: Sequence[Mapping[str, Any]]) -> Any:
    """What each trait of the person adds, with its interval and the raw gap that surveys print."""
    title = "What the person's traits add, at the median"
    table = grid(
        "Trait", "A year", "Percent", "90% sure", "Surveys, raw", "Kind", title=title, left=("Kind",)
    )
    for effect in effects:
        table.add_row(
            f"{effect['factor']}: {effect['level']}",
            money(effect["dollars"], signed=True, absent="not counted"),
            percent(effect["percent"], signed=True),
            between(effect["interval90"], signed=True),
            percent(effect["raw_percent"], signed=True, places=0),
            effect["label"],
        )
    return table


def title_pay(made: TitlePay) -> None:
    """Two tables (occupations, pay) and what the doubt about the occupation does to the spread."""
    console = screen()
    stated = [made.coding.level and f"level {made.coding.level}", " ".join(made.coding.credentials)]
    console.print(f"\n[bold]This title[/bold] in {made.names['area']} - {made.names['industry']}")
    console.print(f"[dim]{made.coding.evidence}[/dim]")
    if any(stated):
        console.print(f"[dim]It states: {', '.join(filter(None, stated))}[/dim]")
    names = ("Weight", "Code", "Occupation", "p10", "Median", "p90", "Kind")
    table = grid(*names, title="What it may stand for", left=("Code", "Occupation", "Kind"), first="right")
    for part in made.components:
        pay = [money(part.estimate.annual[p]) for p in ("p10", "p50", "p90")]
        table.add_row(f"{part.weight:.0%}", part.soc, part.soc_title, *pay, part.estimate.status)
    console.print(table)
    console.print(
        _pay_table("Among workers of the occupation", made, f"{_status(made.status)}: {made.scope}")
    )
    if made.at_level is not None and made.rank is not None:
        console.print(
            f"Posts of this level lie about at percentile {100 * made.rank:.0f} of that pay: {money(made.at_level)} "
            f"({made.rank_basis})."
        )
    if len(made.components) > 1:
        console.print(
            f"{made.code_share:.0%} of the spread is doubt about the occupation; the rest is how workers differ."
        )
    if made.question:
        console.print(f"[bold]{made.question}[/bold]")
    notes(console, made.warnings)


@draws("chart", "Write the waterfall as a picture: .svg or .png.", "paychart.doors.cli.pay:write_steps")
def explain(made: Explanation) -> None:
    console = screen()
    estimate(made.answer)
    console.print(_waterfall(made.waterfall))
    _print_evidence(console, made.evidence, made.other_sources)
    for number, item in enumerate(made.answer.lineage, 1):
        console.print(f"\n[bold]{number}. {item['kind']}[/bold]")
        for name, value in item.items():
            if name != "kind" and value not in (None, "", []):
                shown = ", ".join(value) if isinstance(value, list) else value
                if isinstance(value, float) and value.is_integer():
                    shown = f"{value:,.0f}"
                console.print(f"   {name.replace('_', ' ')}: {shown}", soft_wrap=True)


def write_steps(made: Explanation, path: Any) -> None:
    """The waterfall as a picture."""
    from paychart.guide.waterfall_chart import write_waterfall

    write_waterfall(made.waterfall, path)


def _waterfall(steps: Waterfall) -> Any:
    table = grid("Step", "Adds", "90% sure", "Total", title="Step by step, dollars a year at the median")
    total = steps.start
    table.add_row(steps.start_label, "", "", money(total))
    for step in steps.steps:
        total += step.dollars
        if abs(step.dollars) >= 1:
            adds, sure = money(step.dollars, signed=True), between(step.interval90, signed=True)
            table.add_row(f"{step.factor}: {step.level}", adds, sure, money(total))
    table.add_row(f"[bold]{steps.end_label}[/bold]", "", "", f"[bold]{money(steps.end)}[/bold]")
    return table


def _print_evidence(console: Any, evidence: Sequence[dict[str, Any]], others: Sequence[Comparison]) -> None:
    own = [row for row in evidence if "all occupations" not in row["population"]]
    if own:
        names = ("Contrast", "Percent", "Population", "Design", "Source")
        table = grid(*names, title="What surveys of this work print, as printed", left=names[2:])
        for row in own[:10]:
            said, source = percent(row["percent"], signed=True), f"{row['id']} {row['source']}"
            table.add_row(row["contrast"], said, f"{row['population']}, {row['year']}", row["design"], source)
        console.print(table)
    if len(evidence) > len(own[:10]):
        console.print(f"[dim]{len(evidence) - len(own[:10])} more rows of the registry: add --json.[/dim]")
    if not others:
        return
    title = "Other sources beside OEWS, for the nation"
    table = grid("Source", "Group", "Says", "OEWS says", "Apart", title=title, left=("Group",))
    for other in others:
        row = other.to_dict()
        employer = other.about == "employer"
        shown = [
            percent(v, signed=True, places=0) if employer else money(v) for v in (other.value, other.oews)
        ]
        ends = [percent(v, signed=True, places=0) if employer else money(v) for v in other.interval90 or ()]
        band = f" ({' to '.join(ends)})" if ends else ""
        apart = f"{row['difference']:+.1f} points" if employer else percent(row["difference"], signed=True)
        table.add_row(other.source, other.group, shown[0] + band, shown[1], apart)
    console.print(table)


def offer(made: Offer) -> None:
    console = screen()
    names = made.answer.names
    sure = (
        f" (90% sure: {made.percentile90[0]:.0f}% to {made.percentile90[1]:.0f}%)"
        if made.percentile90
        else ""
    )
    side = "above" if made.gap >= 0 else "below"
    console.print(f"\n[bold]{names['occupation']}[/bold], {names['area']} - {names['industry']}")
    console.print(
        f"{money(made.pay)} a year is more than [bold]{made.percentile:.0f}%[/bold] of workers like this "
        f"earn{sure}."
    )
    console.print(
        f"That is {money(abs(made.gap))} ({percent(abs(100 * made.gap / made.median))}) {side} the middle, "
        f"{money(made.median)}; half of them earn {between(made.middle_half)}."
    )
    notes(console, made.answer.warnings)


def compare(made: SideBySide) -> None:
    console = screen()
    names = ("", "Pay", "After tax", "Buys", "90% sure", f"Gap in {made.compares}", "Than the first")
    table = grid(*names, left=("Than the first",))
    for side in made.sides:
        sure = between(side.buys90 or side.pay90, absent="an offer" if side.percentile else "not known")
        gap = money(side.gap, signed=True)
        band = f" ({between(side.gap90, signed=True)})" if side.gap90 else ""
        stands = f" (above {side.percentile:.0f}%)" if side.percentile is not None else ""
        table.add_row(
            side.name,
            money(side.pay) + stands,
            money(side.left),
            money(side.buys),
            sure,
            gap + band,
            side.verdict,
        )
    console.print(table)
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")


def take_home(made: AfterTaxes) -> None:
    console = screen()
    if made.taxes is None:
        console.print(f"No tax schedule is carried for {made.place}.")
        return
    buys = f", which buys {money(made.buys)} at national prices" if made.buys is not None else ""
    console.print(
        f"\n{money(made.pay)} in [bold]{made.place}[/bold] leaves [bold]{money(made.left)}[/bold]{buys}."
    )
    for name in ("federal", "payroll", "state", "local"):
        console.print(f"  {name} {money(made.taxes[name], absent='not known')}")
    for note in made.notes:
        console.print(f"[dim]{note}[/dim]")
