"""Pay over time as a picture: one line a stretch of comparable years, and a fan where the future is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paychart.show.figures import money
from paychart.show.scale import Scale, ticks

LINE, PALE, FAN, FAN_WIDE = "#1b5a85", "#8fa3b3", "#e3b48f", "#f3dcc8"
Height = Callable[[float], float]
_TOP, _BOTTOM, _HEIGHT = 14.0, 250.0, 280


@dataclass(frozen=True)
class Line:
    """One stretch: (year, dollars) in order; `strong` is the work asked for, not a wider group."""

    points: tuple[tuple[int, float], ...]
    strong: bool = True


@dataclass(frozen=True)
class Fan:
    """A forecast: (year, low, high) of the wide and of the narrow band, and its middle as (year, dollars)."""

    middle: tuple[tuple[int, float], ...]
    narrow: tuple[tuple[int, float, float], ...]
    wide: tuple[tuple[int, float, float], ...]


def history(lines: Sequence[Line], fan: Fan | None = None) -> str:
    """SVG of the lines and the fan. Decorative for screen readers: pair it with words and a table.

    The drawing area is stretched to the width there is; labels are not.
    """
    years = [year for line in lines for year, _ in line.points] + [y for y, _ in (fan.middle if fan else ())]
    values = [pay for line in lines for _, pay in line.points]
    if fan:
        values += [v for _, low, high in fan.wide for v in (low, high)]
    across = Scale(min(years), max(max(years), min(years) + 1), 12, 96)
    up = Scale.around(values, pad=0.08)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (value - up.low) / (up.high - up.low), 2)

    parts = [_axis(value, y(value)) for value in ticks(up, 4)]
    parts += [_year(year, across) for year in _shown_years(min(years), max(years))]
    drawn = []
    if fan:
        drawn += [
            _area(band, name, color, across, y)
            for band, name, color in ((fan.wide, "pc-fan-wide", FAN_WIDE), (fan.narrow, "pc-fan", FAN))
        ]
        drawn.append(_path(fan.middle, "pc-future", LINE, across, y))
    drawn += [
        _path(
            line.points,
            "pc-line" if line.strong else "pc-line-pale",
            LINE if line.strong else PALE,
            across,
            y,
        )
        for line in lines
    ]
    parts.append(
        f'<svg x="0" y="0" width="100%" height="{_HEIGHT}" viewBox="0 0 100 {_HEIGHT}" '
        f'preserveAspectRatio="none">{"".join(drawn)}</svg>'
    )
    parts += [_dot(point, line.strong, across, y) for line in lines for point in line.points]
    return (
        f'<svg class="pc-history" width="100%" height="{_HEIGHT}" aria-hidden="true" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(parts)}</svg>'
    )


def _shown_years(first: int, last: int) -> list[int]:
    step = max(1, round((last - first) / 6))
    return list(range(last, first - 1, -step))


def _axis(value: float, y: float) -> str:
    return (
        f'<line class="pc-grid" x1="0%" x2="100%" y1="{y}" y2="{y}" stroke="currentColor" stroke-opacity=".15"/>'
        f'<text class="pc-tick" x="0" y="{y - 4}" font-size="12" fill="currentColor">{money(value)}</text>'
    )


def _year(year: int, across: Scale) -> str:
    return (
        f'<text class="pc-tick" x="{across(year)}%" y="{_HEIGHT - 6}" text-anchor="middle" font-size="12" '
        f'fill="currentColor">{year}</text>'
    )


def _path(points: Sequence[tuple[int, float]], name: str, color: str, across: Scale, y: Height) -> str:
    d = " ".join(f"{across(year)},{y(value)}" for year, value in points)
    dash = ' stroke-dasharray="5 4"' if name == "pc-future" else ""
    return (
        f'<polyline class="{name}" points="{d}" fill="none" stroke="{color}" stroke-width="2.5"{dash} '
        'vector-effect="non-scaling-stroke" stroke-linejoin="round"/>'
    )


def _area(band: Sequence[tuple[int, float, float]], name: str, color: str, across: Scale, y: Height) -> str:
    low = [f"{across(year)},{y(value)}" for year, value, _ in band]
    high = [f"{across(year)},{y(value)}" for year, _, value in reversed(band)]
    return f'<polygon class="{name}" points="{" ".join([*low, *high])}" fill="{color}"/>'


def _dot(point: tuple[int, float], strong: bool, across: Scale, y: Height) -> str:
    name, color = ("pc-dot", LINE) if strong else ("pc-dot-pale", PALE)
    return (
        f'<circle class="{name}" cx="{across(point[0])}%" cy="{y(point[1])}" r="3.5" fill="{color}">'
        f"<title>{point[0]}: {money(point[1])}</title></circle>"
    )
