"""What a benchmark answers: the columns as understood, the findings, the summary, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paychart.employers.blending import Blend
from paychart.employers.columns import Columns
from paychart.employers.reading import Payroll
from paychart.employers.summary import Summary

_HIDDEN = {"pay": "amounts", "id": "not shown", "sex": "not shown", "race": "not shown"}


@dataclass(frozen=True)
class Benchmark:
    """What was done: the columns as understood, findings on the file, the summary, what it rests on, the files."""

    columns: Columns
    added: Mapping[str, str]
    notes: tuple[str, ...]
    summary: Summary
    doubtful_titles: tuple[Mapping[str, Any], ...]
    lineage: tuple[Mapping[str, Any], ...]
    files: tuple[str, ...]
    engine: str
    blends: tuple[Blend, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints; it holds nothing about single people."""
        return {
            "files": list(self.files),
            "engine": self.engine,
            **self.columns.to_dict(),
            "added_columns": dict(self.added),
            "notes": list(self.notes),
            "summary": self.summary.to_dict(),
            "doubtful_titles": [dict(t) for t in self.doubtful_titles],
            "lineage": [dict(item) for item in self.lineage],
            "blends": [b.to_dict() for b in self.blends],
        }


@dataclass(frozen=True)
class HeldBenchmark:
    """A benchmark of bytes: the result, and the priced rows as CSV in the order they came, formulas defused."""

    result: Benchmark
    csv: bytes

    @property
    def summary(self) -> Summary:
        """The summary of the result."""
        return self.result.summary

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the result; the rows themselves are in `csv`."""
        return self.result.to_dict()


@dataclass(frozen=True)
class Understood:
    """A payroll opened and its columns settled, before anything is priced: what a user is asked to confirm."""

    payroll: Payroll
    columns: Columns

    @property
    def examples(self) -> dict[str, tuple[str, str]]:
        """Role -> (column, what kind of values stand there), without showing any person's pay or id."""
        found = {}
        for role, column in self.columns.role.items():
            values = {str(row[column]) for row in self.payroll.sample if row[column] not in (None, "")}
            shown = _HIDDEN.get(role) or ", ".join(sorted(values)[:3])
            found[role] = (column, shown[:60])
        return found
