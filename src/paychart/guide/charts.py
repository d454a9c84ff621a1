"""Charts as Vega-Lite specifications, drawn to SVG by vl-convert; colors become CSS variables for dark mode.

Each chart is drawn for a wide and a narrow page, so that text keeps its size on a phone. Marks that show the
range among workers and marks that show the interval of certainty never share a shape: bars and whiskers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paychart.guide.facts import CellPay

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
_NAMES = {v[6:-1]: k for k, v in _COLORS.items()}


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
                "labelColor": _NAMES["muted"],
                "titleColor": _NAMES["muted"],
                "gridColor": _NAMES["grid"],
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
    return _NAMES[variable]


def draw(spec: Spec, alt: str, narrow: Spec | None = None) -> Chart:
    """A drawing for wide pages and, where there is one, another for narrow ones."""
    return Chart(_svg(spec), _svg(narrow) if narrow else "", alt)


def _both(build: Any, alt: str) -> Chart:
    return Chart(_svg(build(WIDE)), _svg(build(NARROW)), alt)


def _money_axis(width: int) -> Spec:
    return {
        "format": "$,.0f" if width > NARROW else "$~s",
        "title": None,
        "tickCount": 6 if width > NARROW else 4,
        "orient": "top",
        "labelPadding": 8,
    }


def ranges(cells: Sequence[CellPay], alt: str) -> Chart:
    """Range bars (p10-p90 pale, p25-p75 strong, median line) the mean and its 90 % interval below."""
    rows = [
        {
            "label": c.label[:1].upper() + c.label[1:],
            **{w: getattr(c, w) for w in ("mean", "p10", "p25", "p50", "p75", "p90")},
            "low": (c.mean_interval90 or (c.mean, c.mean))[0],
            "high": (c.mean_interval90 or (c.mean, c.mean))[1],
        }
        for c in cells
    ]

    label_width = 36 + max(7.4 * len(r["label"]) for r in rows)

    def build(width: int) -> Spec:
        narrow = width == NARROW
        y: Spec = {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "axis": None
            if narrow
            else {
                "title": None,
                "labelLimit": 420,
                "labelFontSize": 14,
                "labelColor": _NAMES["ink"],
                "labelPadding": 14,
            },
        }

        def x(field: str) -> Spec:
            return {
                "field": field,
                "type": "quantitative",
                "scale": {"zero": False, "nice": True},
                "axis": _money_axis(width),
            }

        def bar(low: str, high: str, size: int, color: str) -> Spec:
            return {
                "mark": {"type": "bar", "size": size, "cornerRadius": 2, "color": _NAMES[color]},
                "encoding": {"y": y, "x": x(low), "x2": {"field": high}},
            }

        layers = [
            bar("p10", "p90", 12, "range"),
            bar("p25", "p75", 12, "middle"),
            {
                "mark": {"type": "tick", "size": 22, "thickness": 3, "color": _NAMES["median"]},
                "encoding": {"y": y, "x": x("p50")},
            },
            {
                "mark": {"type": "rule", "color": _NAMES["mean"], "strokeWidth": 1.5, "yOffset": 16},
                "encoding": {"y": y, "x": x("low"), "x2": {"field": "high"}},
            },
            *(
                {
                    "mark": {
                        "type": "tick",
                        "size": 7,
                        "thickness": 1.5,
                        "yOffset": 16,
                        "color": _NAMES["mean"],
                    },
                    "encoding": {"y": y, "x": x(end)},
                }
                for end in ("low", "high")
            ),
            {
                "mark": {
                    "type": "point",
                    "shape": "diamond",
                    "size": 46,
                    "filled": True,
                    "opacity": 1,
                    "yOffset": 16,
                    "color": _NAMES["mean"],
                },
                "encoding": {"y": y, "x": x("mean")},
            },
        ]
        if narrow:
            layers.append(
                {
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "dy": -18,
                        "fontSize": 13,
                        "color": _NAMES["ink"],
                    },
                    "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label"}},
                }
            )
        return {
            "width": width - (24 if narrow else label_width),
            "height": {"step": 62 if narrow else 50},
            "data": {"values": rows},
            "layer": layers,
        }

    return _both(build, alt)


def _percent(value: float) -> str:
    rounded = round(value)
    return f"{rounded:+d} %" if rounded else "0 %"


Mark = tuple[str, str, float, tuple[float, float] | None]  # group, label, percent, 90 % interval


def effects(marks: Sequence[Mark], alt: str) -> Chart:
    """Effects in percent as dots with 90 % intervals, grouped; nothing (zero) is a line through all."""
    rows, ends = [], [0.0]
    for group, label, percent, interval in marks:
        low, high = interval or (percent, percent)
        ends += [low, high]
        rows.append(
            {
                "group": group,
                "label": label,
                "percent": percent,
                "low": low,
                "high": high,
                "text": _percent(percent),
            }
        )
    domain = [min(ends) - 3, max(ends) + 6]

    def build(width: int) -> Spec:
        y: Spec = {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "axis": {"title": None, "labelFontSize": 13, "labelColor": _NAMES["ink"], "labelPadding": 10},
        }
        x: Spec = {
            "field": "percent",
            "type": "quantitative",
            "scale": {"domain": domain, "nice": False},
            "axis": {
                "title": None,
                "labelExpr": "(datum.value > 0 ? '+' : '') + datum.value + ' %'",
                "tickCount": 6,
            },
        }
        color = _NAMES["mean"]
        layers: list[Spec] = [
            {"mark": {"type": "rule", "color": _NAMES["muted"]}, "encoding": {"x": {"datum": 0}}},
            {
                "mark": {"type": "rule", "color": color, "strokeWidth": 2},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {
                    "type": "point",
                    "shape": "diamond",
                    "filled": True,
                    "opacity": 1,
                    "size": 70,
                    "color": color,
                },
                "encoding": {"y": y, "x": x},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "color": _NAMES["ink"]},
                "encoding": {"y": y, "x": {**x, "field": "high"}, "text": {"field": "text"}},
            },
        ]
        return {
            "data": {"values": rows},
            "facet": {
                "row": {
                    "field": "group",
                    "type": "nominal",
                    "sort": list(dict.fromkeys(group for group, *_ in marks)),
                    "title": None,
                    "header": {
                        "labelOrient": "top",
                        "labelAnchor": "start",
                        "labelFontSize": 13,
                        "labelFontWeight": "bold",
                        "labelColor": _NAMES["ink"],
                    },
                }
            },
            "spec": {"width": width - 190, "height": {"step": 30}, "layer": layers},
            "resolve": {"scale": {"y": "independent"}},
            "spacing": 14,
        }

    return _both(build, alt)


def small_trends(panels: Sequence[tuple[str, Sequence[tuple[int, float, str]]]], alt: str) -> Chart:
    """Small multiples: real medians (year, dollars, code) of several roles, each on its own scale from zero."""
    rows = [
        {"role": name[:1].upper() + name[1:], "year": year, "median": median, "code": code}
        for name, series in panels
        for year, median, code in series
    ]
    order = list(dict.fromkeys(str(row["role"]) for row in rows))

    def build(width: int) -> Spec:
        columns = 3 if width > NARROW else 1
        label = {
            "labelFontSize": 11,
            "labelFontWeight": "bold",
            "labelColor": _NAMES["ink"],
            "labelAnchor": "start",
        }
        x = {"field": "year", "type": "quantitative", "scale": {"nice": False}}
        y = {"field": "median", "type": "quantitative", "scale": {"zero": True}}
        return {
            "data": {"values": rows},
            "facet": {
                "field": "role",
                "type": "nominal",
                "sort": order,
                "title": None,
                "header": {**label, "labelLimit": 260},
            },
            "columns": columns,
            "spacing": 26,
            "spec": {
                "width": (width - 60) / columns - 48,
                "height": 110,
                "mark": {
                    "type": "line",
                    "strokeWidth": 2.2,
                    "color": _NAMES["middle"],
                    "point": {"size": 16, "color": _NAMES["median"]},
                },
                "encoding": {
                    "x": {**x, "axis": {"format": "d", "title": None, "grid": False, "tickCount": 3}},
                    "y": {**y, "axis": {"format": "$~s", "title": None, "tickCount": 3}},
                    "detail": {"field": "code"},
                },
            },
            "resolve": {"scale": {"y": "independent"}},
        }

    return _both(build, alt)


def trend(series: Sequence[tuple[int, float, str]], alt: str) -> Chart:
    """Real medians (year, dollars, code): a line for each classification, gaps where the classification changed."""
    rows = [{"year": year, "median": median, "code": code} for year, median, code in series]
    codes = list(dict.fromkeys(code for *_, code in series))
    of = {code: [(year, median) for year, median, c in series if c == code] for code in codes}
    ends = [{"year": of[c][-1][0], "median": of[c][-1][1], "text": f"${of[c][-1][1]:,.0f}"} for c in codes]
    names = [{"year": of[c][0][0], "median": max(m for _, m in of[c]), "text": c} for c in codes]
    gaps = [{"year": of[c][0][0] - 0.5} for c in codes[1:]]
    first, last = series[0][0], series[-1][0]

    def build(width: int) -> Spec:
        x: Spec = {
            "field": "year",
            "type": "quantitative",
            "scale": {"domain": [first - 0.4, last + 0.9], "nice": False},
            "axis": {
                "format": "d",
                "title": None,
                "grid": False,
                "tickCount": 12 if width > NARROW else 5,
                "labelPadding": 8,
            },
        }
        y: Spec = {
            "field": "median",
            "type": "quantitative",
            "scale": {"zero": True, "nice": True},
            "axis": {
                "format": "$,.0f" if width > NARROW else "$~s",
                "title": None,
                "tickCount": 5,
                "labelPadding": 8,
            },
        }
        text = {"type": "text", "fontSize": 12, "color": _NAMES["ink"]}
        # A phone has no room for labels of a two-year stretch; the note and the table name every code.
        room = width > NARROW
        return {
            "width": width - 80,
            "height": 260,
            "layer": [
                {
                    "data": {"values": gaps},
                    "mark": {"type": "rule", "strokeDash": [3, 4], "color": _NAMES["muted"]},
                    "encoding": {"x": x},
                },
                {
                    "data": {"values": rows},
                    "mark": {
                        "type": "line",
                        "strokeWidth": 2.5,
                        "color": _NAMES["middle"],
                        "point": {"filled": True, "size": 50, "color": _NAMES["median"]},
                    },
                    "encoding": {"x": x, "y": y, "detail": {"field": "code"}},
                },
                {
                    "data": {"values": ends if room else ends[-1:]},
                    "mark": {**text, "dy": 20, "fontWeight": "bold"},
                    "encoding": {"x": x, "y": y, "text": {"field": "text"}},
                },
                {
                    "data": {"values": names if room else []},
                    "mark": {**text, "dy": -18, "align": "left", "dx": -8, "color": _NAMES["muted"]},
                    "encoding": {"x": x, "y": y, "text": {"field": "text"}},
                },
            ],
        }

    return _both(build, alt)
