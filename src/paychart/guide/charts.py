"""The charts of the guide's sections. Marks that show the range among workers and marks that show the interval
of certainty never share a shape: bars and whiskers."""

from __future__ import annotations

from collections.abc import Sequence

from paychart.guide.drawing import NAMES, NARROW, Chart, Spec, both
from paychart.guide.facts import CellPay


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
                "labelColor": NAMES["ink"],
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
            "axis": {"title": None, "labelFontSize": 13, "labelColor": NAMES["ink"], "labelPadding": 10},
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


BREAK = "|"


def _two_lines(title: str) -> str:
    """A panel's title broken where its halves are most even: a long one would push the panels apart."""
    spaces = [i for i, letter in enumerate(title) if letter == " "]
    if len(title) <= 26 or not spaces:
        return title
    at = min(spaces, key=lambda i: abs(2 * i - len(title)))
    return title[:at] + BREAK + title[at + 1 :]


def small_trends(panels: Sequence[tuple[str, Sequence[tuple[int, float, str]]]], alt: str) -> Chart:
    """Small multiples: real medians (year, dollars, code) of several roles, each on its own scale from zero."""
    rows = [
        {"role": _two_lines(name[:1].upper() + name[1:]), "year": year, "median": median, "code": code}
        for name, series in panels
        for year, median, code in series
    ]
    order = list(dict.fromkeys(str(row["role"]) for row in rows))

    def build(width: int) -> Spec:
        columns = 3 if width > NARROW else 1
        label = {
            "labelFontSize": 11,
            "labelFontWeight": "bold",
            "labelColor": NAMES["ink"],
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
                "header": {**label, "labelExpr": f"split(datum.label, '{BREAK}')", "labelAlign": "left"},
            },
            "columns": columns,
            "spacing": 26,
            "spec": {
                "width": (width - 60) / columns - 48,
                "height": 110,
                "mark": {
                    "type": "line",
                    "strokeWidth": 2.2,
                    "color": NAMES["middle"],
                    "point": {"size": 16, "color": NAMES["median"]},
                },
                "encoding": {
                    "x": {**x, "axis": {"format": "d", "title": None, "grid": False, "tickCount": 3}},
                    "y": {**y, "axis": {"format": "$~s", "title": None, "tickCount": 3}},
                    "detail": {"field": "code"},
                },
            },
            "resolve": {"scale": {"y": "independent"}},
        }

    return both(build, alt)


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
        text = {"type": "text", "fontSize": 12, "color": NAMES["ink"]}
        # A phone has no room for labels of a two-year stretch; the note and the table name every code.
        room = width > NARROW
        return {
            "width": width - 80,
            "height": 260,
            "layer": [
                {
                    "data": {"values": gaps},
                    "mark": {"type": "rule", "strokeDash": [3, 4], "color": NAMES["muted"]},
                    "encoding": {"x": x},
                },
                {
                    "data": {"values": rows},
                    "mark": {
                        "type": "line",
                        "strokeWidth": 2.5,
                        "color": NAMES["middle"],
                        "point": {"filled": True, "size": 50, "color": NAMES["median"]},
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
                    "mark": {**text, "dy": -18, "align": "left", "dx": -8, "color": NAMES["muted"]},
                    "encoding": {"x": x, "y": y, "text": {"field": "text"}},
                },
            ],
        }

    return both(build, alt)
