"""Files around pay ranges: benchmark jobs and pay by grade read in, ranges written out as CSV or a page."""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path

from paychart.employers.ranges import Job, Range, Ranges, ordinal
from paychart.errors import BadInput
from paychart.show.csv_output import Inputs, write_rows
from paychart.show.output import write_whole


def read_jobs(path: Path) -> list[Job]:
    """Benchmark jobs from a CSV with columns grade, occupation and, where known, weight."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            f"{path.name} cannot be read as CSV.", hint="It needs columns grade and occupation."
        ) from error
    header = tuple(rows[0]) if rows else ()
    if not {"grade", "occupation"} <= set(header):
        raise BadInput(f"{path.name} needs columns grade and occupation.", nearest=header)
    jobs = []
    for number, row in enumerate(rows, 2):
        try:
            weight = float(row.get("weight") or 1)
        except ValueError:
            raise BadInput(f"{path.name}, row {number}: the weight is not a number.") from None
        if not 0 < weight < math.inf or not row["grade"] or not row["occupation"]:
            raise BadInput(
                f"{path.name}, row {number}: grade, occupation and a weight above zero are needed."
            )
        jobs.append(Job(row["grade"].strip(), row["occupation"].strip(), weight))
    return jobs


def write(result: Ranges, target: Path, *, inputs: Inputs = ()) -> Path:
    """The ranges as CSV, or as a page with an overlap chart, by the ending."""
    from paychart.employers.pages import render
    from paychart.employers.writing import kind_of

    kind = kind_of(target)
    if kind == "csv":
        header = [name for name in Range.__dataclass_fields__ if not name.endswith("90")]
        bands = [
            f"{name}_{end}" for name in ("minimum90", "midpoint90", "maximum90") for end in ("low", "high")
        ]
        rows = (
            [_cell(getattr(g, name)) for name in header]
            + [f"{v:.2f}" for name in ("minimum90", "midpoint90", "maximum90") for v in getattr(g, name)]
            for g in result.grades
        )
        write_rows(target, header + bands, rows, inputs=inputs)
        return target
    if kind != "html":
        raise BadInput("Ranges are written as .csv or .html.", nearest=(".csv", ".html"))
    top = max(g.maximum90[1] for g in result.grades)
    low = min(g.minimum90[0] for g in result.grades)
    write_whole(render("ranges.html.j2", r=result, low=low, top=top, ordinal=ordinal), target, inputs=inputs)
    return target


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def read_date(text: str) -> date:
    """A date written 2027-01-01."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            f'"{text}" is not a date.', nearest=("2027-01-01",), hint="Write year-month-day."
        ) from None


def pay_by_grade(source: str) -> dict[str, list[float]]:
    """Full-time annual pay of a payroll's people by its grade column."""
    from paychart.employers.columns import settle_columns
    from paychart.employers.payroll_rows import load_rows

    roles = ("grade", "title", "pay", "basis", "hours")
    rows = load_rows(source, None, lambda header, sample: settle_columns(header, sample, needed=roles))
    grades = rows.values[rows.column("grade", "check of minimums")]
    found: dict[str, list[float]] = {}
    for grade, hourly in zip(grades, rows.hourly, strict=True):
        if grade and hourly:
            found.setdefault(str(grade).strip(), []).append(hourly * 2080)
    return found
