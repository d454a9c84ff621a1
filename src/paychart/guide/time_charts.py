"""Charts of pay over the years: one line, or many small ones."""

from __future__ import annotations

from collections.abc import Sequence

from paychart.guide.drawing import NAMES, NARROW, Chart, Spec, both

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
