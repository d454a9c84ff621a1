"""Whether a bounded, denied or quantified sum holds of one official cell."""

from __future__ import annotations

from typing import Literal

from paychart.claims.figures import NAMES, Pay, money
from paychart.claims.frame import Frame
from paychart.claims.spans import PERCENTILES, Figure, Measure

Truth = Literal["yes", "no", "open"]


def wanted(kind: Measure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(wages that bear the claim out, wages that would be another measure)."""
    if kind == "mean":
        return ("mean",), ("p50",)
    if kind in ("p50", "typical"):
        return ("p50",), ("mean",)
    if kind in PERCENTILES:
        return (kind,), ()
    return ("p50", "mean"), ()


def truth(figure: Figure, frame: Frame, cell: Pay) -> tuple[Truth, str]:
    """Whether a bounded, denied or quantified sum holds of a cell, and why."""
    low, high = cell.share_above(figure.annual)
    share = f"Between {low:.0%} and {high:.0%} earn more than {money(figure.annual)} ({cell.spread()})"
    if frame.share:
        return _of_share(frame, low, high), share
    wages = [w for w in wanted(frame.measure)[0] if w in cell.wages]
    if frame.measure not in ("any", "best case") and frame.quantifier not in ("few", "some"):
        if not wages:
            return "open", f"The publisher prints no such figure. {cell.spread()}"
        wage = wages[0]
        official, slack = cell.wages[wage], max(0.01, cell.error(wage))
        fact = f"{cell.release}: the {NAMES[wage]} of {cell.name} is {money(official)}."
        return _against(figure, frame.denied, official, slack), fact
    if frame.quantifier == "few":
        low, high = _below(low, high) if figure.bound == "at most" else (low, high)
        held: Truth = "yes" if high <= 0.1 else "no" if low >= 0.25 else "open"
        return (held if not frame.denied else "open"), share
    if frame.quantifier == "some" and not frame.denied:
        low, high = _below(low, high) if figure.bound == "at most" else (low, high)
        return ("yes" if low >= 0.1 else "open"), share
    if frame.quantifier == "most" and not frame.denied:
        low, high = _below(low, high) if figure.bound == "at most" else (low, high)
        clear = abs(cell.median / figure.annual - 1) > max(0.02, cell.error("p50"))
        return ("yes" if low >= 0.5 else "no" if high <= 0.5 and clear and figure.bound else "open"), share
    if not figure.bound:  # only denials are left: "pharmacists do not earn $200,000"
        if any(figure.agrees(cell.wages[w]) for w in wages):
            return "no", cell.spread()
        return ("yes" if high <= 0.1 or low >= 0.9 else "open"), share
    if figure.bound == "at most":
        low, high = _below(low, high)
    if frame.denied:
        low, high = _below(low, high)
    return ("yes" if low >= (0.9 if figure.floor else 0.5) else "no" if high <= 0.1 else "open"), share


def _against(figure: Figure, denied: bool, official: float, slack: float) -> Truth:
    """A bound or a denial of one named measure."""
    said = figure.annual
    if not figure.bound:
        if figure.agrees(official):
            return "no"
        return "yes" if official < said * (1 - slack) else "open"
    above: Truth = "yes" if official >= said * 0.995 else "no" if official < said * (1 - slack) else "open"
    below: Truth = "yes" if official <= said * 1.005 else "no" if official > said * (1 + slack) else "open"
    held = above if figure.bound == "at least" else below
    if denied:
        held = {"yes": "no", "no": "yes", "open": "open"}[held]  # type: ignore[assignment]
    return held


def _below(low: float, high: float) -> tuple[float, float]:
    """The shares at or below, of the shares above."""
    return round(1 - high, 2), round(1 - low, 2)


def _of_share(frame: Frame, low: float, high: float) -> Truth:
    """Whether so many of the workers earn more (or less) than the sum; the true share is between `low` and `high`."""
    value, bound = frame.share or (0.0, "")
    if frame.figure.bound == "at most":
        low, high = _below(low, high)
    if bound == "at most":
        held: Truth = "yes" if high <= value else "no" if low > value else "open"
    elif bound == "at least":
        held = "yes" if low >= value else "no" if high < value else "open"
    else:
        held = (
            "yes"
            if low - 0.03 <= value <= high + 0.03
            else "no"
            if value < low - 0.1 or value > high + 0.1
            else "open"
        )
    return "open" if frame.denied else held
