"""The charts of the guide's sections. Marks that show the range among workers and marks that show the interval
of certainty never share a shape: bars and whiskers."""

from __future__ import annotations

from collections.abc import Sequence

from paychart.guide.drawing import NAMES, NARROW, Chart, Spec, both
from paychart.guide.facts import CellPay


def _money_axis(width: int, room: float) -> Spec:
    """`room` is what the labels of the rows leave: as many amounts as fit beside each other."""
    return {
        "format": "$,.0f" if width > NARROW else "$~s",
        "title": None,
        "tickCount": max(2, min(6, int(room / 80))) if width > NARROW else 4,
        "labelOverlap": "greedy",
        "labelSeparation": 12,
        "orient": "top",
        "labelPadding": 8,
    }


def ranges(cells: Sequence[CellPay], alt: str) -> Chart:
    """Range bars (p10-p90 pale, p25-p75 strong, median line) the mean and its 90% interval below."""
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
                "labelColor": NAMES["ink"],
                "labelPadding": 14,
            },
        }

        def x(field: str) -> Spec:
            return {
                "field": field,
                "type": "quantitative",
                "scale": {"zero": False, "nice": True},
                "axis": _money_axis(width, width - label_width),
            }

        def bar(low: str, high: str, size: int, color: str) -> Spec:
            return {
                "mark": {"type": "bar", "size": size, "cornerRadius": 2, "color": NAMES[color]},
                "encoding": {"y": y, "x": x(low), "x2": {"field": high}},
            }

        layers = [
            bar("p10", "p90", 12, "range"),
            bar("p25", "p75", 12, "middle"),
            {
                "mark": {"type": "tick", "size": 22, "thickness": 3, "color": NAMES["median"]},
                "encoding": {"y": y, "x": x("p50")},
            },
            {
                "mark": {"type": "rule", "color": NAMES["mean"], "strokeWidth": 1.5, "yOffset": 16},
                "encoding": {"y": y, "x": x("low"), "x2": {"field": "high"}},
            },
            *(
                {
                    "mark": {
                        "type": "tick",
                        "size": 7,
                        "thickness": 1.5,
                        "yOffset": 16,
                        "color": NAMES["mean"],
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
                    "color": NAMES["mean"],
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
                        "color": NAMES["ink"],
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

    return both(build, alt)


def _percent(value: float) -> str:
    rounded = round(value)
    return f"{rounded:+d}%" if rounded else "0%"


Mark = tuple[str, str, float, tuple[float, float] | None]  # group, label, percent, 90% interval


def effects(marks: Sequence[Mark], alt: str) -> Chart:
    """Effects in percent as dots with 90% intervals, grouped; nothing (zero) is a line through all."""
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
            "axis": {"title": None, "labelFontSize": 13, "labelColor": NAMES["ink"], "labelPadding": 10},
        }
        x: Spec = {
            "field": "percent",
            "type": "quantitative",
            "scale": {"domain": domain, "nice": False},
            "axis": {
                "title": None,
                "labelExpr": "(datum.value > 0 ? '+' : '') + datum.value + '%'",
                "tickCount": 6,
            },
        }
        color = NAMES["mean"]
        layers: list[Spec] = [
            {"mark": {"type": "rule", "color": NAMES["muted"]}, "encoding": {"x": {"datum": 0}}},
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
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "color": NAMES["ink"]},
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
                        "labelColor": NAMES["ink"],
                    },
                }
            },
            "spec": {"width": width - 190, "height": {"step": 30}, "layer": layers},
            "resolve": {"scale": {"y": "independent"}},
            "spacing": 14,
        }

    return both(build, alt)
