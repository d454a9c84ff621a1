"""From statements to plain sentences. A comparison is worded by the numbers and by how sure they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paychart.guide.statement import Figure, Statement, Unit

_PLACE = re.compile(r", [A-Z]{2}\b")
ALIKE_PERCENT = 2.0  # gaps below it are called "about the same" whatever their sampling error


def number(value: float, unit: Unit) -> str:
    """A value as a reader expects it: $51,140; 194,720; 7.1%."""
    if unit == "dollars":
        return f"${value:,.0f}"
    if unit in ("jobs", "openings"):
        return f"{value:,.0f}"
    if unit in ("hours", "minutes"):
        return f"{value:.0f} {unit}"
    if unit == "years":
        if value < 1:
            return f"{12 * value:.0f} months"
        return "1 year" if value == 1 else f"{value:g} years"
    return f"{value:.1f}%".replace(".0%", "%")


def listing(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; with semicolons where an item has commas of its own."""
    nested = len(items) > 2 and any(re.search(r",\s\D", one) and not _PLACE.search(one) for one in items)
    comma = "; " if nested else ", "
    return items[0] if len(items) == 1 else f"{comma.join(items[:-1])}{';' if nested else ''} and {items[-1]}"


def gap_percent(figure: Figure, other: Figure) -> float:
    return (figure.value / other.value - 1) * 100


def clearly_differ(figure: Figure, other: Figure) -> bool:
    """Whether the 90% intervals keep apart; without intervals the plain gap decides."""
    if abs(gap_percent(figure, other)) < ALIKE_PERCENT:
        return False
    if figure.interval90 is None or other.interval90 is None:
        return True
    return figure.interval90[0] > other.interval90[1] or figure.interval90[1] < other.interval90[0]


def sentence(statement: Statement) -> str:
    """The statement in words, ending in a full stop."""
    return _TEMPLATES[statement.kind](statement)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _value(figure: Figure) -> str:
    return number(figure.value, figure.unit)


def _level(s: Statement) -> str:
    figure = s.figure
    if s.note:
        return _upper(
            f"{figure.measure} of {figure.subject} is {s.note} an hour, {_value(figure)} for 2,080 hours."
        )
    if figure.status == "published" or figure.interval90 is None:
        return _upper(f"{figure.measure} of {figure.subject} is {_value(figure)} a year.")
    low, high = (round(end, -2) for end in figure.interval90)
    return _upper(
        f"{figure.measure} of {figure.subject} is about {_value(figure)} a year. That is modelled, as no such figure "
        f"is published; we are 90% sure that it lies between ${low:,.0f} and ${high:,.0f}."
    )


def _spread(s: Statement) -> str:
    low, (middle, high) = s.figure, s.others
    if s.note:  # the hourly figures, where BLS prints no other
        ends = s.note.split("|")
        return (
            f"By the hour, one in ten {low.subject} earns less than {ends[0]}, half earn less than {ends[1]}, and "
            f"one in ten earns more than {ends[2]}."
        )
    return (
        f"One in ten {low.subject} earns less than {_value(low)}, half earn less than {_value(middle)}, "
        f"and one in ten earns more than {_value(high)}."
    )


def _compare(s: Statement) -> str:
    figure, other = s.figure, s.others[0]
    gap = gap_percent(figure, other)
    if abs(gap) < ALIKE_PERCENT:
        words, extent, doubt = "about the same as", "", ""
    else:
        words = "more than" if gap > 0 else "less than"
        extent = f"{max(abs(gap), 1):.0f}% "
        if gap >= 100:
            words, extent = "times", f"{figure.value / other.value:.1f} "
        doubt = "" if clearly_differ(figure, other) else ", a gap that may be chance"
    against = f"{other.subject} ({_value(other)})"
    modelled = " (modelled)" if figure.status == "modelled" else ""
    if "median" in figure.measure:
        return f"Their median pay{modelled} is {extent}{words} {against}{doubt}."
    if figure.measure == "mean pay in":
        return (
            f"Mean pay in {figure.subject} is {_value(figure)}{modelled}, {extent}{words} {against}{doubt}."
        )
    # "the federal government pays", "hospitals pay"
    verb = "pays" if figure.subject.endswith("government") else "pay"
    return _upper(
        f"{figure.subject} {verb} {_value(figure)} on average{modelled}, {extent}{words} {against}{doubt}."
    )


def _change(s: Statement) -> str:
    later, earlier = s.figure, s.others[0]
    change = gap_percent(later, earlier)
    if abs(change) < 0.5:
        moved = "hardly changed"
    else:
        moved = f"{'rose' if change > 0 else 'fell'} {number(abs(change), 'percent')}"
    return _upper(
        f"{later.measure} of {later.subject} {moved} {s.note}, from {_value(earlier)} to {_value(later)}."
    )


def _count(s: Statement) -> str:
    what = {"openings": "job openings a year", "jobs": "jobs"}.get(s.figure.unit, "")
    return _upper(f"{s.figure.subject}: about {_value(s.figure)} {what} {s.note}".strip() + ".")


def _extreme(s: Statement) -> str:
    ranked = [
        f"{f.subject} ({_value(f)}{f'; {f.status}' if f.status in ('modelled', 'uncertain') else ''})"
        for f in (s.figure, *s.others)
    ]
    return _upper(f"{s.note} {listing(ranked)}.")


def _projection(s: Statement) -> str:
    change, (now, then) = s.figure.value, s.others
    moved = "stay about the same" if abs(change) < 0.5 else ("grow" if change > 0 else "shrink")
    by = "" if abs(change) < 0.5 else f" by {number(abs(change), 'percent')}"
    # BLS prints jobs in hundreds: a small group may change and keep its printed number.
    ends = (
        f"{_value(now)} to {_value(then)}"
        if _value(now) != _value(then)
        else f"about {_value(now)} in both years"
    )
    return _upper(f"jobs of {s.figure.subject} are projected to {moved}{by} {s.note}: {ends}.")


def _effect(s: Statement) -> str:
    figure, against = s.figure, s.note
    if figure.interval90 is None:
        return _upper(f"{figure.subject} earn about {_signed(figure.value)} than {against}.")
    low, high = figure.interval90
    if low <= 0 <= high:
        return _upper(
            f"{figure.subject} earn about as much as {against} (90% sure: between {_signed(low)} and {_signed(high)})."
        )
    ends = _span(*sorted((abs(low), abs(high))))
    return _upper(f"{figure.subject} earn about {_signed(figure.value)} than {against} (90% sure: {ends}%).")


def _span(low: float, high: float) -> str:
    """ "17 to 20"; with a decimal where whole numbers would be the same."""
    places = 0 if f"{low:.0f}" != f"{high:.0f}" else 1
    ends = f"{low:.{places}f}", f"{high:.{places}f}"
    return f"close to {ends[0]}" if ends[0] == ends[1] else " to ".join(ends)


def _signed(percent: float) -> str:
    if round(percent) == 0:
        return "the same"
    return f"{abs(percent):.0f}% {'more' if percent > 0 else 'less'}"


def _share(s: Statement) -> str:
    figure = s.figure
    doubt = ""
    if figure.interval90 is not None:
        low, high = figure.interval90
        doubt = f" (90% sure: {_span(low, high)})"
    if figure.unit == "percent":
        return f"About {figure.value:.0f}% of {figure.subject} {figure.measure}{doubt}{s.note}."
    return _upper(f"{figure.subject} {figure.measure.format(_value(figure))}{doubt}{s.note}.")


def _no_evidence(s: Statement) -> str:
    return f"No survey we could find measures what {s.figure.subject} by itself does to pay, so we give no figure."


def _path(s: Statement) -> str:
    steps = [f"{f.subject} (${round(f.value, -2):,.0f})" for f in (*s.others, s.figure)]
    years = number(float(s.note), "years")
    return (
        f"One way up leads from {steps[0]} {'by way of ' + listing(steps[1:-1]) + ' ' if len(steps) > 2 else ''}"
        f"to {steps[-1]}, in about {years} if each step comes as early as is usual."
    )


def _move(s: Statement) -> str:
    gain, (cost, years, chance) = s.figure, s.others
    price = (
        f"It costs about ${round(cost.value, -2):,.0f} first,"
        if cost.value >= 50
        else "It costs little or nothing,"
    )
    if cost.status == "unknown":
        price = "No source states what it costs; it"
    sure = ""
    if gain.interval90 is not None:
        low, high = (round(end, -2) for end in gain.interval90)
        sure = f" (90% sure: {_dollars(low)} to {_dollars(high)})"
    odds = (
        "no source states the odds that it comes off"
        if chance.status == "unknown"
        else f"the odds that it comes off are about {chance.value:.0f}%"
    )
    return (
        f"{gain.subject}: {s.note}, by about {_dollars(round(gain.value, -2))} a year{sure}. {price} "
        f"starts to pay after {number(years.value, 'years')}, and {odds}."
    )


def _demand(s: Statement) -> str:
    verdict = {
        "faster": "Where jobs grew faster, pay rose faster too",
        "slower": "Where jobs grew faster, pay rose more slowly",
    }.get(s.figure.measure, "More demand has not meant higher pay so far")
    low, high = s.figure.interval90 or (s.figure.value, s.figure.value)
    effect = f"{s.figure.value:+.2f} points of yearly real pay growth"
    if abs(s.figure.value) < 0.005:
        effect = "no change in yearly real pay growth"
    return (
        f"{verdict}: over {s.note.replace('-', ' to ')}, ten points more job growth went with {effect} "
        f"(95% sure: {low:+.2f} to {high:+.2f} points)."
    )


def _said(s: Statement) -> str:
    return _upper(s.figure.subject)


def _dollars(value: float) -> str:
    return f"{'-' if value < 0 else ''}${abs(value):,.0f}"


_TEMPLATES = {
    "level": _level,
    "spread": _spread,
    "compare": _compare,
    "change": _change,
    "count": _count,
    "extreme": _extreme,
    "projection": _projection,
    "effect": _effect,
    "share": _share,
    "no_evidence": _no_evidence,
    "path": _path,
    "move": _move,
    "demand": _demand,
    "said": _said,
}
