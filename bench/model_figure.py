"""The picture in docs/model.md from the evidence that `paychart evaluate --json` prints.

Usage: paychart evaluate --json > evidence.json; python bench/model_figure.py evidence.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import vl_convert

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "model-error.png"
TASKS = {
    "area": "Metro area",
    "state": "State",
    "industry": "4-digit industry",
    "joint": "Place and employer (analogue)",
}
RULES = {
    "national": "National figure",
    "national_x_group": "National x group ratio",
    "parent_x_half_group": "Nearest wider cell x half ratio",
    "additive": "Additive",
    "model": "paychart",
}


NEAR = {"domain": [80, 100], "zero": False}
LEVEL = {"x": {"datum": 90, "type": "quantitative", "scale": NEAR}}


def main() -> None:
    tasks = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["tasks"]
    errors = [
        {"task": TASKS[t["task"]], "method": label, "error": t["mean_absolute_percent_error"][name]["p50"]}
        for t in tasks
        for name, label in RULES.items()
        if name in t["mean_absolute_percent_error"]
    ]
    coverage = [
        {"task": TASKS[t["task"]], "jobs": label, "share": 100 * row["coverage"][2]}
        for t in tasks
        if t["task"] != "joint"
        for label, row in t["by_employment"].items()
    ]
    axis = {"labelLimit": 260, "title": None}
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {"grid": False, "domain": False, "ticks": False},
        },
        "vconcat": [
            {
                "title": {
                    "text": "Average error of the median, percent, on cells hidden from the model",
                    "anchor": "start",
                },
                "data": {"values": errors},
                "facet": {"column": {"field": "task", "sort": list(TASKS.values()), "title": None}},
                "spec": {
                    "width": 150,
                    "layer": [
                        {
                            "mark": "bar",
                            "encoding": {
                                "color": {
                                    "condition": {"test": "datum.method == 'paychart'", "value": "#0b6e8f"},
                                    "value": "#c5ced6",
                                }
                            },
                        },
                        {
                            "mark": {"type": "text", "align": "left", "dx": 3},
                            "encoding": {"text": {"field": "error", "format": ".1f"}},
                        },
                    ],
                    "encoding": {
                        "y": {
                            "field": "method",
                            "type": "nominal",
                            "sort": list(RULES.values()),
                            "axis": axis,
                        },
                        "x": {
                            "field": "error",
                            "type": "quantitative",
                            "axis": None,
                            "scale": {"domain": [0, 20]},
                        },
                    },
                },
            },
            {
                "title": {
                    "text": "Share of hidden medians inside their 90 % interval, by jobs in the cell",
                    "anchor": "start",
                },
                "data": {"values": coverage},
                "facet": {"column": {"field": "task", "sort": list(TASKS.values()), "title": None}},
                "spec": {
                    "width": 150,
                    "height": 90,
                    "layer": [
                        {
                            "mark": {"type": "rule", "color": "#c5ced6"},
                            "encoding": LEVEL,
                        },
                        {
                            "mark": {"type": "point", "filled": True, "size": 60, "color": "#0b6e8f"},
                            "encoding": {
                                "x": {
                                    "field": "share",
                                    "type": "quantitative",
                                    "title": "percent",
                                    "scale": NEAR,
                                },
                                "y": {
                                    "field": "jobs",
                                    "type": "nominal",
                                    "sort": ["<50", "50-199", "200-999", ">=1000"],
                                    "title": None,
                                },
                            },
                        },
                    ],
                },
            },
        ],
    }
    TARGET.write_bytes(vl_convert.vegalite_to_png(json.dumps(chart), scale=2))
    print(TARGET)


if __name__ == "__main__":
    main()
