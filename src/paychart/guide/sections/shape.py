"""What a section is: statements, a chart, the table behind it, and a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paychart.guide.drawing import Chart
from paychart.guide.facts import CellPay
from paychart.guide.phrase import number
from paychart.guide.statement import Source, Statement


@dataclass(frozen=True)
class Grid:
    """The table behind a chart: header, rows as printed, and the source of each row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Section:
    """One question of the reader, answered. `key` is the reading aid of the chart: ranges, map or trend.

    `more` is a second picture, which may be wider than a phone. `listed` sections print one statement a line.
    """

    anchor: str
    title: str
    statements: tuple[Statement, ...]
    chart: Chart | None = None
    grid: Grid | None = None
    key: str = ""
    note: str = ""
    more: Chart | None = None
    listed: bool = False


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def pay_grid(caption: str, first: str, cells: Sequence[CellPay]) -> Grid:
    """The usual table of pay: jobs, percentiles, mean, and whether the row is published or modelled."""
    rows = tuple(
        (
            capital(c.label),
            f"{c.jobs:,}" if c.jobs is not None else "not known",
            *(number(getattr(c, w), "dollars") for w in ("p10", "p25", "p50", "mean", "p75", "p90")),
            "hourly x 2,080" if c.hourly else c.status,
        )
        for c in cells
    )
    header = (first, "Jobs", "10th", "25th", "Median", "Mean", "75th", "90th", "Kind")
    return Grid(caption, header, rows, tuple(c.source for c in cells))


def range_alt(what: str, cells: Sequence[CellPay]) -> str:
    """The words of a chart of ranges, from its data."""
    top, bottom = max(cells, key=lambda c: c.p50), min(cells, key=lambda c: c.p50)
    text = f"Range bars of annual pay, {what}."
    for c in {id(c): c for c in (top, bottom)}.values():
        text += (
            f" {capital(c.label)}: median {number(c.p50, 'dollars')}, middle half "
            f"{number(c.p25, 'dollars')} to {number(c.p75, 'dollars')}."
        )
    return text
