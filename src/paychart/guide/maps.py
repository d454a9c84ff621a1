"""Maps without tiles or network: states filled by class, metros as dots sized by jobs and colored by pay.

Outlines and points are already projected (Albers USA), so a path or a circle each is all there is to draw.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence, Set
from functools import cache
from html import escape
from typing import Any, Protocol

from paychart.data.reference import reference_path
from paychart.guide.drawing import Chart

HATCH = (
    '<defs><pattern id="none" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="7" height="7" fill="var(--m0)"/>'
    '<line x1="0" y1="0" x2="0" y2="7" stroke="var(--muted)" stroke-width="1.5"/></pattern></defs>'
)
LABEL_SIZE, LABELS = 13.0, 9  # points on the canvas of a whole nation; labels in a map of one state
Box = tuple[float, float, float, float]


@cache
def _shapes() -> dict[str, Any]:
    shapes: dict[str, Any] = json.loads(reference_path("us_states.json").read_text(encoding="utf-8"))
    return shapes


@cache
def _points() -> dict[str, tuple[float, float]]:
    with reference_path("metro_points.csv").open(encoding="utf-8", newline="") as lines:
        return {row["area"]: (float(row["x"]), float(row["y"])) for row in csv.DictReader(lines)}


@cache
def _fips() -> dict[str, str]:
    with reference_path("states.csv").open(encoding="utf-8", newline="") as lines:
        return {row["postal"]: row["fips"] for row in csv.DictReader(lines)}


def class_breaks(values: Sequence[float], classes: int = 6) -> list[float]:
    """Upper bounds of equal-count classes, the last one open; rounded to $500 for a legible legend."""
    ordered = sorted(values)
    bounds = (ordered[len(ordered) * i // classes] for i in range(1, classes))
    return sorted({round(b / 500) * 500.0 for b in bounds})


def _legend(breaks: Sequence[float]) -> tuple[tuple[str, str], ...]:
    labels = [f"under ${breaks[0]:,.0f}", *(f"${b:,.0f}+" for b in breaks)]
    return tuple((f"m{i + 1}", label) for i, label in enumerate(labels))


def _class(value: float, breaks: Sequence[float]) -> int:
    return sum(value >= b for b in breaks) + 1


def _outline(shape: Mapping[str, Any]) -> str:
    return " ".join("M" + "L".join(f"{x:g},{y:g}" for x, y in ring) + "Z" for ring in shape["rings"])


def _svg(box: Box, content: str) -> str:
    x, y, width, height = box
    return (
        f'<svg aria-hidden="true" focusable="false" class="map" viewBox="{x:g} {y:g} {width:g} {height:g}" '
        f'xmlns="http://www.w3.org/2000/svg">{content}</svg>'
    )


def leaves_blank(areas: Set[str]) -> bool:
    """Whether a map of these states would hatch another."""
    return any(f"{fips}00000" not in areas for fips in _shapes()["states"])


def state_map(values: Mapping[str, float], names: Mapping[str, str], what: str) -> Chart:
    """A map of the states in up to seven steps, lighter to darker; states without a figure are hatched."""
    shapes, breaks = _shapes(), class_breaks(list(values.values()))
    paths = []
    for fips, shape in sorted(shapes["states"].items()):
        value = values.get(f"{fips}00000")
        fill = "url(#none)" if value is None else f"var(--m{_class(value, breaks)})"
        told = f"{shape['name']}: " + ("no figure published" if value is None else f"${value:,.0f}")
        paths.append(
            f'<path d="{_outline(shape)}" fill="{fill}" stroke="var(--paper)"><title>{escape(told)}</title></path>'
        )
    top, bottom = max(values, key=lambda k: values[k]), min(values, key=lambda k: values[k])
    alt = (
        f"Map of {what} in {len(values)} states. Highest: {names[top]}, ${values[top]:,.0f}. Lowest: "
        f"{names[bottom]}, "
        f"${values[bottom]:,.0f}. All values are in the table below."
    )
    box = (0.0, 0.0, float(shapes["width"]), float(shapes["height"]))
    return Chart(_svg(box, HATCH + "".join(paths)), "", alt, _legend(breaks))


class Dot(Protocol):
    """A place as a map needs it."""

    @property
    def area(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def real(self) -> float | None: ...
    @property
    def employment(self) -> float | None: ...


def metro_map(places: Sequence[Dot], what: str, *, states: Sequence[str] = (), own: str = "") -> Chart:
    """Metros as dots: area by jobs, color by real pay. `states` (postal codes) zooms in and names the dots.

    Areas without a point of their own (nonmetropolitan ones) are in the table only. `own` gets a ring.
    """
    points = _points()
    drawn = [p for p in places if p.area in points and p.real is not None]
    values = {p.area: round(p.real or 0, -2) for p in drawn}
    alt_places = [p for p in places if p.real is not None]
    box = _frame([_fips()[s] for s in states if s in _fips()], [points[p.area] for p in drawn])
    scale = box[2] / 975  # canvas units of this view per unit of the whole nation
    breaks = class_breaks([p.real or 0 for p in alt_places]) if len(alt_places) > 5 else [_middle(alt_places)]
    most = max((p.employment or 0 for p in drawn), default=1) or 1
    asked = {_fips()[state] for state in states if state in _fips()}
    outlines = "".join(
        f'<path d="{_outline(shape)}" fill="var(--{"m0" if not asked or fips in asked else "paper"})" '
        f'style="stroke:var(--grid);stroke-width:{1.5 * scale:g}"/>'
        for fips, shape in sorted(_shapes()["states"].items())
    )
    largest = 24 * scale * (0.75 if states else 1.0)
    dots, labels, taken = [], [], []  # type: list[str], list[str], list[Box]
    for p in sorted(drawn, key=lambda p: -(p.employment or 0)):
        x, y = points[p.area]
        radius = max(largest * math.sqrt((p.employment or 0) / most), (4.5 if states else 2.2) * scale)
        told = f"{p.name}: ${values[p.area]:,.0f} after cost of living, {p.employment or 0:,.0f} jobs"
        ring = "var(--mean)" if p.area == own else "var(--muted)"
        dots.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.2f}" fill="var(--m{_class(values[p.area], breaks)})" '
            f'stroke="{ring}" stroke-width="{(3 if p.area == own else 0.7) * scale:.2f}"><title>{escape(told)}</title>'
            "</circle>"
        )
        if states and len(labels) < LABELS:
            labels += _label(p.name.split(",")[0].split("-")[0], x, y, radius, scale, box, taken)
    best = max(alt_places, key=lambda p: p.real or 0)
    least = min(alt_places, key=lambda p: p.real or 0)
    alt = (
        f"Map of {what} in {len(drawn)} metropolitan areas, dots sized by jobs. Highest of all areas: {best.name}, "
        f"${best.real or 0:,.0f}. Lowest: {least.name}, ${least.real or 0:,.0f}. The table below has the values."
    )
    return Chart(_svg(box, outlines + "".join(dots) + "".join(labels)), "", alt, _legend(breaks))


def _middle(places: Sequence[Dot]) -> float:
    ordered = sorted(p.real or 0 for p in places)
    return round(ordered[len(ordered) // 2] / 500) * 500.0


def _frame(fips: Sequence[str], points: Sequence[tuple[float, float]]) -> Box:
    """The view: the whole nation, or the states and points asked for with a margin, 16 to 10 at the flattest."""
    shapes = _shapes()
    rings = [ring for code in fips if code in shapes["states"] for ring in shapes["states"][code]["rings"]]
    corners = [point for ring in rings for point in ring] + (list(points) if rings else [])
    if not corners:
        return 0.0, 0.0, float(shapes["width"]), float(shapes["height"])
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    pad = 0.07 * max(right - left, bottom - top)
    width, height = right - left + 2 * pad, bottom - top + 2 * pad
    wide = max(width, height * 1.45)
    return left - pad - (wide - width) / 2, top - pad, wide, height


def _label(
    text: str, x: float, y: float, radius: float, scale: float, view: Box, taken: list[Box]
) -> list[str]:
    """The dot's name right or left of it, where neither hides another name nor leaves the view; else nothing."""
    size = LABEL_SIZE * scale * 1.25
    width = 0.56 * size * len(text)
    for start in (x + radius + 3 * scale, x - radius - 3 * scale - width):
        box = (start, y - size / 2, width, size)
        inside = start > view[0] and start + width < view[0] + view[2]
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return [
                f'<text x="{start:.1f}" y="{y + 0.35 * size:.1f}" font-size="{size:.1f}" fill="var(--ink)" '
                f'font-family="Inter, Segoe UI, Helvetica Neue, Arial, sans-serif">{escape(text)}</text>'
            ]
    return []


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
