"""How wrong paychart was where the truth is known: results carried with the release and day they belong to.

`scripts/carry_accuracy.py` writes the table from what `paychart evaluate`, `paychart titles evaluate`, the
forecast's back-tests and the checker's hand-graded guides print. Nothing is measured here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from paychart.data.reference import reference_path
from paychart.errors import BadInput
from paychart.show.table import Table

PARTS = {
    "cells": "Published cells hidden and predicted from the rest (`paychart evaluate`)",
    "forecast": "National medians forecast from past years and compared with what came",
    "ageing": "National medians carried forward by an index and compared with what came",
    "titles": "Job titles with a known occupation, coded (`paychart titles evaluate`)",
    "checker": "Guides graded by hand, checked (`paychart check-guide`)",
}


@dataclass(frozen=True)
class Figure:
    """One measured number. `unit` is percent, points or a plain number; `cases` is how many were judged."""

    part: str
    task: str
    group: str
    method: str
    measure: str
    value: float
    unit: str
    cases: int | None
    release: str
    measured: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


@dataclass(frozen=True)
class Accuracy:
    """Measured numbers, one a row, with the meaning of each part and method."""

    figures: tuple[Figure, ...]
    parts: Mapping[str, str]

    def value(self, task: str, measure: str, method: str = "model", group: str = "all") -> float | None:
        """One number; None where it was not measured."""
        return _by_key(self).get((task, group, method, measure))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        return {"parts": dict(self.parts), "figures": [figure.to_dict() for figure in self.figures]}

    def table(self) -> Table:
        """One row a number."""
        return Table.from_rows("Measured accuracy", [figure.to_dict() for figure in self.figures])


def accuracy(part: str = "") -> Accuracy:
    """The carried results, all of them or those of one part: cells, forecast, ageing, titles or checker.

    Raises BadInput for another part.

    >>> accuracy("cells").value("area", "coverage90", group="all") > 80
    True
    """
    if part and part not in PARTS:
        raise BadInput(f"Nothing was measured of {part[:40]!r}.", nearest=tuple(PARTS))
    whole = _carried()
    kept = tuple(figure for figure in whole if part in ("", figure.part))
    return Accuracy(kept, {name: words for name, words in PARTS.items() if part in ("", name)})


@cache
def _carried() -> tuple[Figure, ...]:
    with reference_path("accuracy.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Figure(
                **{k: v for k, v in row.items() if k not in ("value", "cases")},
                value=float(row["value"]),
                cases=int(row["cases"]) if row["cases"] else None,
            )
            for row in csv.DictReader(file)
        )


def _by_key(found: Accuracy) -> dict[tuple[str, str, str, str], float]:
    return {(f.task, f.group, f.method, f.measure): f.value for f in found.figures}
