"""Carry measured accuracy as `data/reference/accuracy.csv`, from what the program's own evaluations print.

    paychart evaluate --json > cells.json
    paychart evaluate --split rows --json > rows.json                # whole places and industries
    paychart evaluate --split occupations --json > occupations.json  # whole occupations
    paychart titles evaluate --json > titles.json
    paychart titles evaluate --judge bench/judges/him_payroll.csv --json > payroll.json
    python bench/checker.py --json checker.json
    python scripts/carry_accuracy.py --cells cells.json rows.json occupations.json \\
        --titles titles.json payroll.json --checker checker.json --measured 2026-11-24

What is not given keeps its rows. The forecast's back-tests are read from `data/reference/time_parameters.json`.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path

from paychart.data.reference import reference_path
from paychart.data.reference.accuracy import Figure

SINGLE = "cells"  # the split that hides single cells, and what joint cells have no other of
TITLE_MEASURES = {
    "top1": ("percent", 100),
    "top5": ("percent", 100),
    "major_top1": ("percent", 100),
    "calibration_error": ("points", 100),
    "set_coverage": ("percent", 100),
    "set_size": ("codes", 1),
    "wage_loss": ("percent", 100),
}


def cells(path: Path, day: str) -> Iterator[Figure]:
    """Errors, interval scores and coverage of hidden cells; a split other than single cells is part of the task."""
    found = json.loads(path.read_text(encoding="utf-8"))
    for report in found["tasks"]:
        split = report.get("split", SINGLE)
        task = (
            report["task"] if split == SINGLE else f"{report['task']}, whole {_whole(report['task'], split)}"
        )

        def figure(
            group: str, method: str, measure: str, value: float, unit: str, n: int | None, task: str = task
        ) -> Figure:
            return Figure("cells", task, group, method, measure, value, unit, n, found["release"], day)

        n = report["hidden_cells"]
        for method, row in report["mean_absolute_percent_error"].items():
            for name, value in row.items():
                yield figure("all", method, f"error_{name}", value, "percent", n)
            score = report["weighted_interval_score"][method]
            yield figure("all", method, "interval_score", score, "log percent", n)
        for level, share in zip((50, 80, 90), report["coverage"]["p50"], strict=True):
            yield figure("all", "model", f"coverage{level}", round(100 * share, 2), "percent", n)
        noise = report["sampling_error_of_the_truth"]
        yield figure("all", "model", "floor_p50", noise["floor_percent"], "percent", n)
        share = round(100 * noise["share_of_squared_error"], 1)
        yield figure("all", "model", "sampling_share_of_squared_error", share, "percent", n)
        for kind, title in (("by_employment", "jobs"), ("by_rse", "standard error")):
            for label, row in report.get(kind, {}).items():
                group = f"{title} {label}"
                yield figure(group, "model", "error_p50", row["p50"], "percent", row["cells"])
                for level, share in zip((50, 80, 90), row["coverage"], strict=True):
                    value = round(100 * share, 2)
                    yield figure(group, "model", f"coverage{level}", value, "percent", row["cells"])
                half = row["half_width90_percent"]
                yield figure(group, "model", "half_width90", half, "percent", row["cells"])
        for code, row in report["occupations"].items():
            for method, value in row.items():
                yield figure(code, method, "error_p50", value, "percent", None)


def _whole(task: str, split: str) -> str:
    if split == "occupations":
        return "occupations"
    return {"area": "metros", "state": "states", "industry": "industries"}[task]


def time(day: str) -> Iterator[Figure]:
    """Back-tests of forecasts and of ageing, as `learn_forecast.py` left them."""
    known = json.loads(reference_path("time_parameters.json").read_text(encoding="utf-8"))
    release = known["release"]
    for subject, table in (("pay", known["pay_mape"]), ("jobs", known["job_mape"])):
        for method, row in table.items():
            for years, value in row.items():
                name = "model" if method == "pooled model" else method
                task = f"{subject}, {years} years ahead" if years != "1" else f"{subject}, 1 year ahead"
                yield Figure("forecast", task, "all", name, "error_p50", value, "percent", None, release, day)
    for years, fan in known["pay_fans"].items():
        for level in (80, 95):
            task = f"pay, {years} years ahead" if years != "1" else "pay, 1 year ahead"
            value = round(fan[f"coverage{level}"], 2)
            yield Figure(
                "forecast", task, "all", "model", f"coverage{level}", value, "percent", None, release, day
            )
    for method, rows in known["ageing"].items():
        for years, row in rows.items():
            task = f"{years} years" if years != "1" else "1 year"
            yield Figure(
                "ageing", task, "all", method, "error_p50", row["mape"], "percent", None, release, day
            )


def titles(path: Path, day: str, release: str) -> Iterator[Figure]:
    """Scores of the job-title coder by judge."""
    for judge, row in json.loads(path.read_text(encoding="utf-8")).items():
        for measure, (unit, times) in TITLE_MEASURES.items():
            value = round(times * row[measure], 2)
            yield Figure("titles", judge, "all", "model", measure, value, unit, row["titles"], release, day)


def checker(path: Path, day: str, release: str) -> Iterator[Figure]:
    """Claims found and graded alike, beside a plain rule."""
    found = json.loads(path.read_text(encoding="utf-8"))
    for task in ("heldout", "development"):
        for method, row in found[task].items():
            for measure in ("precision", "recall", "accuracy"):
                value = round(100 * row[measure], 1)
                name = "model" if method == "checker" else method
                n = found[task]["checker"]["by_hand"]
                yield Figure(
                    "checker", f"{task} guides", "all", name, measure, value, "percent", n, release, day
                )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cells", type=Path, nargs="*", default=[])
    parser.add_argument("--titles", type=Path, nargs="*", default=[])
    parser.add_argument("--checker", type=Path)
    parser.add_argument("--measured", required=True, help="The day, such as 2026-11-24.")
    given = parser.parse_args()
    made = [figure for path in given.cells for figure in cells(path, given.measured)]
    release = (
        made[0].release if made else json.loads(reference_path("time_parameters.json").read_text())["release"]
    )
    made += time(given.measured)
    made += [figure for path in given.titles for figure in titles(path, given.measured, release)]
    if given.checker:
        made += checker(given.checker, given.measured, release)
    made += _kept({(figure.part, figure.task) for figure in made})
    # Joint cells know one split only and are in every report: the first counts.
    once = list({(f.part, f.task, f.group, f.method, f.measure): f for f in reversed(made)}.values())[::-1]
    order = list(dict.fromkeys((f.part, f.task) for f in _kept(set())))
    write(
        sorted(once, key=lambda f: order.index((f.part, f.task)) if (f.part, f.task) in order else len(order))
    )


def _kept(renewed: set[tuple[str, str]]) -> list[Figure]:
    """Rows of the present table of the tasks that were not measured again."""
    if not reference_path("accuracy.csv").exists():
        return []
    from paychart.data.reference.accuracy import accuracy

    return [figure for figure in accuracy().figures if (figure.part, figure.task) not in renewed]


def write(made: list[Figure]) -> None:
    """The table, whole or not at all."""
    path = reference_path("accuracy.csv")
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Figure)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(figure) for figure in made)
    fresh.replace(path)
    print(f"{len(made):,} figures in {path}")


if __name__ == "__main__":
    main()
