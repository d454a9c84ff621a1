"""A picture of the waterfall: bars from the nation's median to one person's, with the interval of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paychart.guide.drawing import Chart, draw, light
from paychart.guide.picture import write_chart
from paychart.pay.waterfall import Waterfall

_TOO_SMALL = 1.0  # dollars; such a step would be a hair
# A light line under the dark one, so that it shows on the bars too.
_WHISKER: tuple[dict[str, Any], ...] = (
    {"type": "rule", "color": "white", "strokeWidth": 4, "opacity": 0.85},
    {"type": "rule", "color": light("ink"), "strokeWidth": 1.5},
)
UP, DOWN, TOTAL, INK, MUTED = light("m5"), light("mean"), light("muted"), light("ink"), light("muted")


def waterfall_spec(steps: Waterfall, *, narrow: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification: steps as floating bars, intervals as whiskers, dollars as text.

    A narrow one, for a phone, stands its labels over two lines.
    """
    rows, total = [_total(steps.start_label, steps.start)], steps.start
    for step in steps.steps:
        if abs(step.dollars) < _TOO_SMALL:
            total += step.dollars
            continue
        end = total + step.dollars
        low, high = step.interval90 or (None, None)
        rows.append(
            {
                "label": _label(step.factor, step.level),
                "from": min(total, end),
                "to": max(total, end),
                "kind": "adds" if step.dollars >= 0 else "takes",
                "text": f"{'+' if step.dollars >= 0 else '−'}${abs(step.dollars):,.0f}",
                "low": None if low is None else total + low,
                "high": None if high is None else total + high,
            }
        )
        total = end
    rows.append(_total(steps.end_label, steps.end))
    ends = [value for row in rows for value in (row["from"], row["to"], row["low"], row["high"]) if value]
    floor = min(min(ends), steps.start, steps.end) * 0.9
    for row in rows:
        if row["kind"] == "total":
            row["from"] = floor
    y: dict[str, Any] = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 320},
    }
    if narrow:
        y["axis"] = {
            "title": None,
            "labelLimit": 118,
            "labelExpr": "split(replace(datum.label, ': ', ':|'), '|')",
        }
    scale = {"domain": [floor, max(ends) * 1.06], "nice": False}
    x_axis: dict[str, Any] = {
        "title": None
        if narrow
        else "Dollars a year at the median; thin lines are 90% sure (axis does not start at zero)",
        "format": "$~s" if narrow else "$,.0f",
        "tickCount": 3 if narrow else 5,
    }
    x = {"field": "from", "type": "quantitative", "scale": scale, "axis": x_axis}
    color = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["adds", "takes", "total"], "range": [UP, DOWN, TOTAL]},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": describe(steps),
        "background": "white",
        "width": 160 if narrow else 460,
        "height": {"step": 42 if narrow else 34},
        "data": {"values": rows},
        "config": {
            "font": "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": INK,
                     "titleColor": MUTED, "domain": False, "ticks": False, "gridColor": light("grid")},
        },
        "layer": [
            {"mark": {"type": "bar", "height": 20},
             "encoding": {"y": y, "x2": {"field": "to"}, "color": color, "x": x}},
            *[{"transform": [{"filter": "datum.low != null"}], "mark": line,
               "encoding": {"y": y, "x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}}
              for line in _WHISKER],
            {"transform": [{"calculate": "max(datum.to, datum.high || 0)", "as": "edge"}],
             "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": INK},
             "encoding": {"y": y, "x": {"field": "edge", "type": "quantitative"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def waterfall_chart(steps: Waterfall) -> Chart:
    """The picture for a page of the guide, whose colors follow light and dark."""
    wide, narrow = waterfall_spec(steps), waterfall_spec(steps, narrow=True)
    return draw({**wide, "background": None}, describe(steps), {**narrow, "background": None})


def describe(steps: Waterfall) -> str:
    """The same in one sentence a step, for those who cannot see the picture."""
    parts = [f"{steps.start_label}: ${steps.start:,.0f}."]
    for step in steps.steps:
        verb = "adds" if step.dollars >= 0 else "takes away"
        parts.append(f"{_label(step.factor, step.level)} {verb} ${abs(step.dollars):,.0f}.")
    return " ".join([*parts, f"{steps.end_label}: ${steps.end:,.0f}."])


def write_waterfall(steps: Waterfall, target: Path) -> None:
    """Write the picture to `target`, an .svg or .png file; it appears whole or not at all."""
    write_chart(waterfall_spec(steps), target)


def _total(label: str, dollars: float) -> dict[str, Any]:
    return {"label": _wrapped(label), "from": dollars, "to": dollars, "kind": "total",
            "text": f"${dollars:,.0f}", "low": None, "high": None}  # fmt: skip


def _label(factor: str, level: str) -> str:
    return _wrapped(f"{factor.capitalize()}: {level}" if level else factor.capitalize())


def _wrapped(text: str) -> str:
    return text if len(text) <= 52 else text[:50].rsplit(" ", 1)[0] + " ..."
