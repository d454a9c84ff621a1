"""A picture of an outlook: openings a year for each 100 jobs by cause, beside all occupations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paychart.guide.picture import write_chart
from paychart.pay.time.outlook import Outlook, Prospect

CAUSES = {
    "openings_from_transfers": "people changing occupation",
    "openings_from_exits": "people leaving work",
    "openings_from_leavers": "leaving either way (not told apart)",
    "openings_from_growth": "growth",
}
COLORS = ("#8fb8d6", "#3d82aa", "#6b95b3", "#b4460f")
INK, MUTED, GRID = "#111116", "#565d69", "#dfe2e7"


def outlook_spec(found: Outlook) -> dict[str, Any]:
    """The Vega-Lite specification: two stacked bars with their totals."""
    rows = [row for p in (found.prospect, found.everyone) for row in _rows(p)]
    totals = [
        {"who": _who(p), "rate": p.openings_percent, "text": f"{p.openings_percent:.1f} of 100 jobs"}
        for p in (found.prospect, found.everyone)
    ]
    y = {
        "field": "who",
        "type": "nominal",
        "sort": None,
        "axis": {
            "title": None,
            "labelFontSize": 13,
            "labelColor": INK,
            "labelLimit": 240,
            "labelPadding": 12,
        },
    }
    x = {"type": "quantitative", "axis": {"title": "Openings a year for each 100 jobs", "tickCount": 5}}
    color = {"field": "cause", "type": "nominal", "scale": {"domain": list(CAUSES.values()), "range": list(COLORS)},
             "legend": {"title": "Openings from", "orient": "top", "labelFontSize": 12, "titleFontSize": 12,
                        "titleFontWeight": "normal", "labelLimit": 240}}  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": found.statement,
        "background": "white",
        "title": {
            "text": f"{found.prospect.title}: jobs {found.prospect.change_percent:+.1f}% "
            f"from {found.first} to {found.last}",
            "subtitle": f"All occupations {found.everyone.change_percent:+.1f}%. {found.source}",
            "anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "subtitleColor": MUTED, "offset": 12,
        },
        "width": 420,
        "height": {"step": 46},
        "config": {
            "font": "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "domain": False,
                     "ticks": False, "gridColor": GRID, "labelColor": MUTED, "titleColor": MUTED},
        },
        "layer": [
            {"data": {"values": rows}, "mark": {"type": "bar", "height": 24},
             "encoding": {"y": y, "x": {**x, "field": "rate"}, "color": color,
                          "order": {"field": "order", "type": "quantitative"}}},
            {"data": {"values": totals},
             "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": INK},
             "encoding": {"y": y, "x": {**x, "field": "rate"}, "text": {"field": "text"}}},
        ],
    }  # fmt: skip


def write_outlook(found: Outlook, target: Path) -> None:
    """Write the picture to `target`, an .svg or .png file."""
    write_chart(outlook_spec(found), target)


def _rows(p: Prospect) -> list[dict[str, Any]]:
    jobs = (p.jobs + p.jobs_projected) / 2
    return [
        {"who": _who(p), "cause": name, "rate": max(100 * (getattr(p, field) or 0) / jobs, 0), "order": i}
        for i, (field, name) in enumerate(CAUSES.items())
    ]


def _who(p: Prospect) -> str:
    return "All occupations" if p.occupation == "00-0000" else p.title
