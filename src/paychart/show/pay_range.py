"""The pay range as a picture: how workers differ (bars), how sure the median is (whisker), and steps to a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paychart.show.figures import money
from paychart.show.scale import Scale, ticks

RANGE, MIDDLE, MEDIAN, SURE, OFFER = "#bcd5ea", "#5b9bcb", "#0c2a47", "#b4460f", "#6b3fa0"
ADDS, TAKES, TOTAL, DOUBT = "#2f7fb8", "#c8641b", "#55606e", "#16191d"
_EDGE = 9  # percent of the width


@dataclass(frozen=True)
class Marker:
    """One more figure on the picture, such as an offer."""

    value: float
    label: str


def scale_for(
    annual: Mapping[str, float], interval: tuple[float, float] | None, *others: float, pad: float = 0.06
) -> Scale:
    """A scale that holds the range, the interval and the other figures."""
    return Scale.around([annual["p10"], annual["p90"], *(interval or ()), *others], pad=pad)


def pay_range(
    annual: Mapping[str, float], interval: tuple[float, float] | None, marker: Marker | None = None
) -> str:
    """SVG of one range: p10 to p90 pale, p25 to p75 strong, the median as a line with its 90% interval above.

    `annual` has p10, p25, p50, p75, p90 in dollars a year. Decorative for screen readers: pair it with words.
    """
    others = (marker.value,) if marker else ()
    x = scale_for(annual, interval, *others, pad=0.09)
    y, height = (62, 28)
    parts = [
        *_bars(x, annual, y, height),
        _text(x(annual["p50"]), 22, money(annual["p50"]), "pc-label pc-strong", size=19, weight="650"),
    ]
    if interval:
        parts += _whisker(x, interval, 43)
    for name in ("p25", "p75"):
        parts += _leader(x(annual[name]), y + height, 108, money(annual[name]))
    for name in ("p10", "p90"):
        parts += _leader(x(annual[name]), y + height, 132, money(annual[name]))
    total = 140
    if marker:
        parts += _offer(x(marker.value), y, height, 158, marker.label)
        total = 168
    return _svg(parts, total, "pc-range-picture")


def range_strip(
    annual: Mapping[str, float],
    interval: tuple[float, float] | None,
    scale: Scale,
    *,
    axis: bool = False,
    offer: float | None = None,
) -> str:
    """A thin range without figures, on a shared scale, for tables and side-by-side reading."""
    grid = [_grid(scale(value), 0, 26) for value in ticks(scale, 4)] if axis else []
    parts = [*grid, *_bars(scale, annual, 10, 12)]
    if interval:
        parts += _whisker(scale, interval, 5, cap=3)
    if offer is not None:
        x = scale(offer)
        parts.append(
            f'<line class="pc-offer" x1="{x}%" x2="{x}%" y1="3" y2="26" stroke="{OFFER}" stroke-width="2.5"/>'
        )
    return _svg(parts, 26, "pc-strip")


def axis_strip(scale: Scale) -> str:
    """The round figures of a shared scale, to head a column of strips. A figure at an edge leans inwards and
    would run into the next, so it is left out where others remain."""
    at = ticks(scale, 3)
    inside = [value for value in at if _EDGE <= scale(value) <= 100 - _EDGE]
    shown = inside if len(inside) >= 2 else at
    return _svg(
        [_text(scale(value), 13, money(value), "pc-tick", size=12) for value in shown],
        18,
        "pc-strip pc-axis",
    )


def _bars(x: Scale, annual: Mapping[str, float], y: int, height: int) -> list[str]:
    return [
        _rect(x(annual["p10"]), x(annual["p90"]), y, height, "pc-range", RANGE),
        _rect(x(annual["p25"]), x(annual["p75"]), y, height, "pc-middle", MIDDLE),
        f'<line class="pc-median" x1="{x(annual["p50"])}%" x2="{x(annual["p50"])}%" y1="{y - 4}" '
        f'y2="{y + height + 4}" stroke="{MEDIAN}" stroke-width="3"/>',
    ]


def _whisker(x: Scale, interval: tuple[float, float], y: int, cap: int = 5) -> list[str]:
    low, high = x(interval[0]), x(interval[1])
    lines = [(low, high, y, y), (low, low, y - cap, y + cap), (high, high, y - cap, y + cap)]
    return [
        f'<line class="pc-sure" x1="{a}%" x2="{b}%" y1="{c}" y2="{d}" stroke="{SURE}" stroke-width="2"/>'
        for a, b, c, d in lines
    ]


def _leader(x: float, top: int, y: int, label: str) -> list[str]:
    return [
        f'<line class="pc-leader" x1="{x}%" x2="{x}%" y1="{top}" y2="{y - 14}" stroke="currentColor" '
        'stroke-opacity=".35"/>',
        _text(x, y, label, "pc-label", size=14),
    ]


def _offer(x: float, y: int, height: int, label_y: int, label: str) -> list[str]:
    return [
        f'<line class="pc-offer" x1="{x}%" x2="{x}%" y1="{y - 8}" y2="{label_y - 14}" stroke="{OFFER}" '
        'stroke-width="2.5" stroke-dasharray="5 3"/>',
        _text(x, label_y, label, "pc-label pc-offer-label", size=14, weight="600"),
    ]


def _rect(left: float, right: float, y: int, height: int, name: str, fill: str) -> str:
    width = round(max(right - left, 0.2), 3)
    return (
        f'<rect class="{name}" x="{left}%" width="{width}%" y="{y}" height="{height}" rx="3" fill="{fill}"/>'
    )


def _grid(x: float, top: int, bottom: int) -> str:
    return (
        f'<line class="pc-grid" x1="{x}%" x2="{x}%" y1="{top}" y2="{bottom}" stroke="currentColor" '
        'stroke-opacity=".15"/>'
    )


def _text(x: float, y: int, text: str, name: str, *, size: int, weight: str = "400") -> str:
    """A label that leans inwards near an edge, so that it is never cut off."""
    anchor = "start" if x < _EDGE else "end" if x > 100 - _EDGE else "middle"
    return (
        f'<text class="{name}" x="{x}%" y="{y}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}" fill="currentColor">{text}</text>'
    )


def _svg(parts: list[str], height: int, name: str) -> str:
    return (
        f'<svg class="{name}" width="100%" height="{height}" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(parts)}</svg>'
    )


def step_strip(
    scale: Scale, start: float, end: float, kind: str, interval: tuple[float, float] | None = None
) -> str:
    """SVG of one step on the waterfall's shared scale. `kind` is adds, takes or total; `interval` in totals."""
    low, high = sorted((scale(start), scale(end)))
    fill = {"adds": ADDS, "takes": TAKES, "total": TOTAL}[kind]
    width = round(max(high - low, 0.35), 3)
    parts = [
        f'<rect class="pc-{kind}" x="{low}%" width="{width}%" y="3" height="16" rx="2" fill="{fill}"/>',
    ]
    if interval:
        a, b = scale(interval[0]), scale(interval[1])
        parts.append(
            f'<line class="pc-doubt" x1="{a}%" x2="{b}%" y1="11" y2="11" stroke="{DOUBT}" stroke-width="1.5"/>'
        )
    return (
        '<svg class="pc-strip" width="100%" height="22" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
