"""Rates that careers are weighed with (tuition, chances, waits): each with its evidence, or marked an assumption.

A reader may change any of them: `Rates.with_changes(["tuition.bachelor=9000"])`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import reference_path
from paychart.errors import BadInput

_SHARES = ("finish.", "pass.", "hired.", "promotion.", "rank.", "leave.", "degree.")
_PERCENT = ("share", "chance", "interest", "a year", "real pay growth")  # units that are read in percent


@dataclass(frozen=True)
class Rate:
    """One rate: its usual value and the range it is likely to be in. `kind` is evidence, assumption or yours."""

    key: str
    name: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    year: int
    source: str
    url: str
    note: str

    def draw(self, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """(n,) values from a triangular law over the range; the value itself where it is certain."""
        if self.low >= self.high:
            return np.full(n, self.value)
        return rng.triangular(self.low, min(max(self.value, self.low), self.high), self.high, n)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


def said(value: float, unit: str) -> str:
    """A rate's value as a person reads it: a share in percent, dollars with their sign, other units as numbers.

    >>> said(0.089, "chance a year"), said(11950, "dollars a full-time year"), said(1.5, "years")
    ('8.9%', '$11,950', '1.5')
    """
    if unit.startswith("dollars"):
        return f"${value:,.0f}"
    return f"{100 * value:g}%" if unit.startswith(_PERCENT) else f"{value:g}"


@dataclass(frozen=True)
class Rates:
    """All rates by key."""

    table: Mapping[str, Rate]

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def __getitem__(self, key: str) -> Rate:
        return self.table[key]

    def passing(self, credential: str) -> Rate:
        """The chance to pass an exam at first try; the general one where none is known for it."""
        return self.table.get(f"pass.{credential}", self.table["pass.other"])

    def at(self, key: str, value: float) -> Rates:
        """The same with one rate at `value`, certain."""
        fixed = replace(self.table[key], value=value, low=value, high=value)
        return Rates({**self.table, key: fixed})

    def with_changes(self, changes: Iterable[str]) -> Rates:
        """The same with "key=value" texts applied. Raises BadInput for an unknown key or an impossible value."""
        table = dict(self.table)
        for change in changes:
            key, _, text = change.partition("=")
            key = key.strip()
            if key not in table:
                from rapidfuzz import process

                near = [name for name, _, _ in process.extract(key, list(table), limit=3)]
                raise BadInput(f'"{key}" is not a rate.', nearest=near, hint="Write it as key=value.")
            value = _number(key, text)
            table[key] = replace(
                table[key], value=value, low=value, high=value, kind="yours", source="you", url=""
            )
        return Rates(table)


def _number(key: str, text: str) -> float:
    try:
        value = float(text.strip().rstrip("%").replace(",", "").replace("$", ""))
    except ValueError:
        raise BadInput(
            f'"{text}" is not a number for {key}.', hint=f"Write {key}=0.5, for example."
        ) from None
    if text.strip().endswith("%"):
        value /= 100
    if key.startswith(_SHARES) and not 0 <= value <= 1:
        raise BadInput(f"{key} is a share: {text} is not from 0 to 1.", nearest=("0.5", "50%"))
    if not np.isfinite(value) or (value < 0 and key != "growth.real"):
        raise BadInput(f"{key} cannot be {text}.", hint="Give a number that is not negative.")
    return value


@cache
def rates() -> Rates:
    """The rates of `data/reference/career_rates.csv`."""
    with reference_path("career_rates.csv").open(encoding="utf-8", newline="") as file:
        return Rates(
            {
                row["key"]: Rate(
                    row["key"],
                    row["name"],
                    float(row["value"]),
                    float(row["low"]),
                    float(row["high"]),
                    row["unit"],
                    row["kind"],
                    int(row["year"]),
                    row["source"],
                    row["url"],
                    row["note"],
                )
                for row in csv.DictReader(file)
            }
        )
