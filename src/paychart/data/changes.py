"""What changed between two stores, occupation by occupation: national pay and jobs, and the projection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paychart.data.store import open_store

_CELLS = {
    "median": "coalesce(annual_p50, hourly_p50 * 2080)",
    "p10": "annual_p10",
    "p90": "annual_p90",
    "jobs": "employment",
}
_OUTLOOK = {"change_percent": "change_percent", "openings": "openings_thousands * 1000"}
_UNITS = {"change_percent": "percent", "openings": "openings a year", "jobs": "jobs"}


@dataclass(frozen=True)
class Figures:
    """A store's national figures: (occupation, measure) -> value, with the editions they are of."""

    release: str
    projection: str
    titles: Mapping[str, str]
    values: Mapping[tuple[str, str], float]
    loads: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Change:
    """One figure before and after; None where one side has none. `comparable` is false where editions are no trend."""

    occupation: str
    title: str
    measure: str
    unit: str
    before: float | None
    after: float | None
    edition_before: str
    edition_after: str
    comparable: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return dict(vars(self))

    def words(self) -> str:
        """One line for people."""
        before, after = (_said(v, self.unit) for v in (self.before, self.after))
        line = (
            f"{self.title} ({self.occupation}), {self.measure.replace('_', ' ')}: {before} ({self.edition_before}), "
            f"now {after} ({self.edition_after})"
        )
        if self.comparable and self.before and self.after:
            return f"{line}, {100 * (self.after / self.before - 1):+.1f}%."
        return line + ("." if self.comparable else "; another edition, not a change over time.")


def figures(path: Path, watch: Sequence[str] = ()) -> Figures:
    """The national figures of the store at `path`: every detailed occupation and the watched ones."""
    with open_store(path) as store:
        asked = ", ".join(f"'{code}'" for code in watch if code.replace("-", "").isdigit()) or "''"
        titles = dict(
            store.rows(
                f"SELECT code, title FROM occupation WHERE level IN ('detailed', 'total') OR code IN ({asked})"
            )
        )
        values: dict[tuple[str, str], float] = {}
        for names, sql in (
            (_CELLS, "FROM cell WHERE area = '0000000' AND industry = '000000'"),
            (_OUTLOOK, "FROM projection"),
        ):
            columns = ", ".join(names.values())
            for code, *found in store.rows(f"SELECT occupation, {columns} {sql}"):
                if code in titles:
                    values |= {
                        (code, n): float(v) for n, v in zip(names, found, strict=True) if v is not None
                    }
        return Figures(
            store.release, store.vintages["projections"].edition, titles, values, tuple(store.loads)
        )


def changes(before: Figures, after: Figures) -> tuple[Change, ...]:
    """Every figure that is not what it was, by occupation; codes of one side only among them."""
    found = []
    for code, measure in sorted(before.values.keys() | after.values.keys()):
        old, new = before.values.get((code, measure)), after.values.get((code, measure))
        if old == new:
            continue
        outlook = measure in _OUTLOOK
        editions = (before.projection, after.projection) if outlook else (before.release, after.release)
        title = after.titles.get(code) or before.titles.get(code, "")
        unit = _UNITS.get(measure, "dollars a year")
        found.append(Change(code, title, measure, unit, old, new, *editions, not outlook))
    return tuple(found)


def page(found: Sequence[Change], heading: str) -> str:
    """A page of differences in Markdown: one table, the largest movements of each measure first."""
    lines = [f"# {heading}", "", "| occupation | what | before | after | change |", "|---|---|---|---|---|"]
    for change in sorted(found, key=lambda c: (c.measure, -abs(_share(c)))):
        moved = (
            f"{100 * _share(change):+.1f}%" if change.comparable and change.before and change.after else ""
        )
        lines.append(
            f"| {change.title} ({change.occupation}) | {change.measure.replace('_', ' ')} | "
            f"{_said(change.before, change.unit)} "
            f"({change.edition_before}) | {_said(change.after, change.unit)} ({change.edition_after}) | {moved} |"
        )
    return "\n".join(
        [*lines, "", "Projections of two editions are never a trend: BLS estimates them anew.", ""]
    )


def _share(change: Change) -> float:
    return change.after / change.before - 1 if change.before and change.after else 0.0


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return "no figure"
    return (
        f"{value:+.1f}%"
        if unit == "percent"
        else f"${value:,.0f}"
        if unit == "dollars a year"
        else f"{value:,.0f}"
    )
