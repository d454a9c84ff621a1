"""Drawing: Vega-Lite specifications to SVG by vl-convert; colors become CSS variables for dark mode.

Each chart is drawn for a wide and a narrow page, so that text keeps its size on a phone.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]
WIDE, NARROW = 700, 330
FONT = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"

# Stand-in colors that drawing understands; the page replaces each by its CSS variable.
_COLORS = {
    "#111116": "var(--ink)",
    "#565d69": "var(--muted)",
    "#dfe2e7": "var(--grid)",
    "#b9d3ea": "var(--range)",
    "#5b9bcb": "var(--middle)",
    "#0c2a47": "var(--median)",
    "#b4460f": "var(--mean)",
    "#fdfdfe": "var(--paper)",
    "#e6eef0": "var(--m0)",
    "#cfe1e8": "var(--m1)",
    "#a3c8d8": "var(--m2)",
    "#6fa8c4": "var(--m3)",
    "#3d82aa": "var(--m4)",
    "#1b5a85": "var(--m5)",
    "#0b3557": "var(--m6)",
}
NAMES = {v[6:-1]: k for k, v in _COLORS.items()}


@dataclass(frozen=True)
class Chart:
    """A drawn chart: SVG for wide and narrow pages, and the words for those who cannot see it.

    `legend` pairs a color's CSS variable with what it stands for.
    """

    wide: str
    narrow: str
    alt: str
    legend: tuple[tuple[str, str], ...] = ()


def _svg(spec: Spec) -> str:
    import vl_convert

    full = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": NAMES["muted"],
                "titleColor": NAMES["muted"],
                "gridColor": NAMES["grid"],
                "domain": False,
                "ticks": False,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
        },
        **spec,
    }
    svg: str = vl_convert.vegalite_to_svg(json.dumps(full))
    svg = re.sub(r"#[0-9a-f]{6}", lambda m: _COLORS.get(m[0], m[0]), svg)
    # The figure around it carries the role and the words; the drawing itself is silent to screen readers.
    svg = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = re.sub(r'(<svg[^>]*?) width="([\d.]+)" height="([\d.]+)"', r'\1 style="max-width:\2px"', svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def printable(svg: str) -> str:
    """The drawing with plain light colors and a size of its own, for paper and for programs without CSS."""
    for color, variable in _COLORS.items():
        svg = svg.replace(variable, color)
    width, height = re.findall(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"', svg)[0]
    svg = re.sub(r'<svg ([^>]*?)style="max-width:[\d.]+px"', r"<svg \1", svg, count=1)
    return svg.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)


def light(variable: str) -> str:
    """The light color of a CSS variable of the page, as #rrggbb."""
    return NAMES[variable]


def draw(spec: Spec, alt: str, narrow: Spec | None = None) -> Chart:
    """A drawing for wide pages and, where there is one, another for narrow ones."""
    return Chart(_svg(spec), _svg(narrow) if narrow else "", alt)


def both(build: Any, alt: str) -> Chart:
    """Two drawings of one chart: `build(width)` gives the specification for WIDE and for NARROW."""
    return Chart(_svg(build(WIDE)), _svg(build(NARROW)), alt)
