"""A waterfall as rows for a template: words, dollars, and a strip on a shared scale."""

from __future__ import annotations

from typing import Any

from paychart.pay.waterfall import Waterfall
from paychart.show import Scale, money, step_strip

_LEAST = 5.0  # dollars; smaller steps are noise of rounding
Span = tuple[float, float]
_NAMES = {"area": "Place", "employer": "Employer", "cell": "Both together", "other traits": "Other traits"}


def steps_of(waterfall: Waterfall) -> list[dict[str, Any]]:
    """Rows from the start to the end; a step under five dollars is left out of the picture, never out of the sum."""
    spans = _spans(waterfall)
    values = [waterfall.start, waterfall.end, *(v for span, band in spans for v in (*span, *(band or ())))]
    scale = Scale(0.0, max(values) * 1.02)  # bars begin at zero, so that their lengths are to be compared
    start, end = waterfall.start, waterfall.end
    rows = [_row(waterfall.start_label, "", money(start), scale, (scale.low, start), "total")]
    for step, (span, band) in zip(waterfall.steps, spans, strict=True):
        if abs(step.dollars) >= _LEAST:
            kind = "adds" if step.dollars >= 0 else "takes"
            name = _NAMES.get(step.factor, step.factor.capitalize())
            rows.append(_row(name, step.level, money(step.dollars, signed=True), scale, span, kind, band))
    rows.append(_row(waterfall.end_label, "", money(end), scale, (scale.low, end), "total"))
    return rows


def _spans(waterfall: Waterfall) -> list[tuple[Span, Span | None]]:
    """For each step the totals before and after it, and the totals its interval reaches from and to."""
    spans: list[tuple[Span, Span | None]] = []
    total = waterfall.start
    for step in waterfall.steps:
        before, total = total, total + step.dollars
        band = (before + step.interval90[0], before + step.interval90[1]) if step.interval90 else None
        spans.append(((before, total), band))
    return spans


def _row(
    name: str,
    level: str,
    amount: str,
    scale: Scale,
    span: tuple[float, float],
    kind: str,
    band: tuple[float, float] | None = None,
) -> dict[str, Any]:
    strip = step_strip(scale, *span, kind, band)
    return {"name": name, "level": level, "amount": amount, "strip": strip, "kind": kind}
