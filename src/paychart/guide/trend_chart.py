"""A picture of an occupation's history and forecast: one line a stretch, fans where the future is not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paychart.guide.picture import write_chart
from paychart.pay.time.stretch import Stretch
from paychart.pay.time.trend import Trend

STRONG, PALE, MUTED, INK, GRID, FUTURE = "#1b5a85", "#8fa3b3", "#565d69", "#111116", "#dfe2e7", "#b4460f"
WIDTH, HEIGHT = 640, 300
NAMES = {"mean": "Mean", "p10": "10th percentile", "p25": "25th percentile", "p50": "Median",
         "p75": "75th percentile", "p90": "90th percentile"}  # fmt: skip


def trend_spec(found: Trend) -> dict[str, Any]:
    """The Vega-Lite specification: real pay solid, nominal pay dotted, the forecast with its 80 and 95% fan.

    With a forecast everything is in the dollars of each year, since future prices are not known.
    """
    ahead = found.forecast
    measure = "nominal" if ahead else "real"
    lines = [
        {"year": p.year, "pay": getattr(p, m), "series": _label(s), "kind": kind, "own": not s.wider}
        for s in found.stretches
        for m, kind in ((measure, "main"), *(() if ahead else (("nominal", "nominal"),)))
        for p in s.points
        if getattr(p, m) is not None
    ]
    layers = [_line(kind, own) for kind in ("nominal", "main") for own in (False, True)]
    labels = [_end_label(s, measure) for s in found.stretches if any(getattr(p, measure) for p in s.points)]
    last = found.dollars_of
    extra: list[dict[str, Any]] = []
    if ahead and found.statistic == "p50":
        extra, last = _fan(found), ahead.points[-1].year
        end = ahead.points[-1]
        labels.append({"year": end.year, "pay": end.median, "text": f"${end.median:,.0f}", "own": True})
    what = NAMES[found.statistic].lower()
    dollars = (
        "dollars of each year" if ahead else f"May {found.dollars_of} dollars; dotted: dollars of each year"
    )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": describe(found),
        "background": "white",
        "title": {
            "text": f"{found.title}: {what} pay a year, United States",
            "subtitle": _subtitle(found, dollars),
            "anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "subtitleColor": MUTED, "offset": 14,
        },
        "width": WIDTH,
        "height": HEIGHT,
        "config": {
            "font": "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "domain": False, "ticks": False, "gridColor": GRID,
                     "labelColor": MUTED, "titleColor": MUTED, "titleFontWeight": "normal"},
        },
        "layer": [
            *extra,
            *({"data": {"values": lines}, **layer} for layer in layers),
            *(
                {
                    "data": {"values": [label for label in labels if _is_below(label, labels) == below]},
                    "mark": {"type": "text", "dy": 17 if below else -13, "fontSize": 12, "fontWeight": "bold",
                             "color": INK},
                    "encoding": {"x": _x(found.stretches[0].first, last), "y": _y(), "text": {"field": "text"}},
                }
                for below in (False, True)
            ),
        ],
    }  # fmt: skip


def write_trend(found: Trend, target: Path) -> None:
    """Write the picture to `target`, an .svg or .png file."""
    write_chart(trend_spec(found), target)


def describe(found: Trend) -> str:
    """The same in words, for those who cannot see the picture."""
    parts = []
    for s in found.stretches:
        priced = [p for p in s.points if p.real is not None]
        if priced:
            parts.append(
                f"{s.title} ({', '.join(s.codes)}), {priced[0].year} to {priced[-1].year}: ${priced[0].real:,.0f} "
                f"to ${priced[-1].real:,.0f} in May {found.dollars_of} dollars."
            )
    if found.forecast:
        end = found.forecast.points[-1]
        low, high = end.median80
        parts.append(
            f"Forecast {end.year}: ${end.median:,.0f}, four in five times ${low:,.0f} to ${high:,.0f}."
        )
    return " ".join(parts)


def _subtitle(found: Trend, dollars: str) -> list[str]:
    text = [dollars[0].upper() + dollars[1:]]
    if len(found.stretches) > 1:
        text[0] += ". Gaps: the classification changed; pale lines count another group of workers."
    if found.forecast:
        text.append("Forecast: bands hold four in five and nineteen in twenty outcomes")
    return text


def _label(stretch: Stretch) -> str:
    return ", ".join(stretch.codes)


def _end_label(stretch: Stretch, measure: str) -> dict[str, Any]:
    last = [p for p in stretch.points if getattr(p, measure) is not None][-1]
    return {"year": last.year, "pay": getattr(last, measure), "own": not stretch.wider,
            "text": f"${getattr(last, measure):,.0f}"}  # fmt: skip


def _is_below(label: dict[str, Any], labels: list[dict[str, Any]]) -> bool:
    """Whether another label of the same year stands higher, so that this one goes under its point."""
    return any(other["year"] == label["year"] and other["pay"] > label["pay"] for other in labels)


def _x(first: int, last: int) -> dict[str, Any]:
    scale = {"domain": [first - 0.3, last + 0.7], "nice": False}
    axis = {
        "format": "d",
        "title": None,
        "grid": False,
        "values": list(range(first, last + 1, 2)),
        "labelPadding": 8,
    }
    return {"field": "year", "type": "quantitative", "scale": scale, "axis": axis}


def _y(field: str = "pay") -> dict[str, Any]:
    axis = {"format": "$,.0f", "title": None, "tickCount": 5, "labelPadding": 8}
    return {"field": field, "type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": axis}


def _line(kind: str, own: bool) -> dict[str, Any]:
    color = STRONG if own else PALE
    mark: dict[str, Any] = {"type": "line", "color": color, "strokeWidth": 2.5}
    if kind == "nominal":
        mark |= {"strokeDash": [2, 4], "strokeWidth": 1.5}
    else:
        mark["point"] = {"filled": True, "size": 36, "color": color}
    encoding = {"x": {"field": "year", "type": "quantitative"}, "y": _y(), "detail": {"field": "series"}}
    return {
        "transform": [{"filter": f"datum.kind == '{kind}' && datum.own == {str(own).lower()}"}],
        "mark": mark,
        "encoding": encoding,
    }


def _fan(found: Trend) -> list[dict[str, Any]]:
    ahead = found.forecast
    assert ahead is not None
    start = {"year": ahead.base_year, "pay": ahead.base_median}
    rows = [{**start, **dict.fromkeys(("low80", "high80", "low95", "high95"), ahead.base_median)}]
    rows += [
        {"year": p.year, "pay": p.median, "low80": p.median80[0], "high80": p.median80[1],
         "low95": p.median95[0], "high95": p.median95[1]}
        for p in ahead.points
    ]  # fmt: skip
    year = {"field": "year", "type": "quantitative"}
    bands = [
        {
            "mark": {"type": "area", "color": FUTURE, "opacity": opacity},
            "encoding": {"x": year, "y": _y(f"low{level}"), "y2": {"field": f"high{level}"}},
        }
        for level, opacity in ((95, 0.13), (80, 0.22))
    ]
    line = {
        "mark": {"type": "line", "color": FUTURE, "strokeDash": [6, 4], "strokeWidth": 2},
        "encoding": {"x": year, "y": _y()},
    }
    return [{"data": {"values": rows}, **layer} for layer in (*bands, line)]
