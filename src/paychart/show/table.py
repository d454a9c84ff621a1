"""Table: an answer as named columns, for data frames, Arrow, CSV and notebooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from paychart.errors import SourceUnavailable
from paychart.show.csv_output import defuse

_SHOWN = 200


@dataclass(frozen=True)
class Table:
    """Columns of equal length, in order. Cells are plain values (text, numbers, None).

    Parameters
    ----------
    title : what the table shows, in a few words.
    columns : name -> values.
    note : where it comes from.
    """

    title: str
    columns: Mapping[str, Sequence[Any]]
    note: str = ""

    @classmethod
    def from_rows(cls, title: str, rows: Sequence[Mapping[str, Any]], note: str = "") -> Table:
        """A table of dictionaries that share their keys; nested values are flattened one level.

        >>> Table.from_rows("t", [{"a": 1, "low_high": [2, 3]}]).columns
        {'a': [1], 'low_high_low': [2], 'low_high_high': [3]}
        """
        flat = [_flat(row) for row in rows]
        names = list(dict.fromkeys(name for row in flat for name in row))
        return cls(title, {name: [row.get(name) for row in flat] for name in names}, note)

    def __repr__(self) -> str:
        return f"<Table: {self.title}; {len(self):,} rows of {', '.join(self.columns)}>"

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def rows(self) -> list[dict[str, Any]]:
        """One dictionary a row."""
        names = list(self.columns)
        return [dict(zip(names, values, strict=True)) for values in zip(*self.columns.values(), strict=True)]

    def to_pandas(self) -> Any:
        """A pandas DataFrame. Raises SourceUnavailable where pandas is not installed."""
        return _import("pandas").DataFrame({k: list(v) for k, v in self.columns.items()})

    def to_polars(self) -> Any:
        """A polars DataFrame. Raises SourceUnavailable where polars is not installed."""
        return _import("polars").DataFrame({k: list(v) for k, v in self.columns.items()}, strict=False)

    def to_arrow(self) -> Any:
        """A pyarrow Table. Raises SourceUnavailable where pyarrow is not installed."""
        return _import("pyarrow").table({k: list(v) for k, v in self.columns.items()})

    def to_csv(self) -> str:
        """CSV text with spreadsheet formulas defused; absent values are empty."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([defuse(name) for name in self.columns])
        for values in zip(*self.columns.values(), strict=True):
            writer.writerow(["" if v is None else defuse(str(v)) for v in values])
        return out.getvalue()

    def _repr_html_(self) -> str:
        """The table as notebooks show it: at most 200 rows, the count of all in the caption."""
        head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row.values()) + "</tr>"
            for row in self.rows()[:_SHOWN]
        )
        hidden = len(self) - _SHOWN
        more = f" (first {_SHOWN} of {len(self):,} rows)" if hidden > 0 else ""
        note = f"<p><small>{escape(self.note)}</small></p>" if self.note else ""
        return (
            f"<table><caption>{escape(self.title)}{more}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"
        )


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}_{inner}": v for inner, v in value.items() if not isinstance(v, (Mapping, list))}
        elif isinstance(value, (list, tuple)) and len(value) == 2 and not isinstance(value[0], str):
            flat[f"{name}_low"], flat[f"{name}_high"] = value
        elif isinstance(value, (list, tuple)):
            flat[name] = "; ".join(str(v) for v in value)
        else:
            flat[name] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def _import(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SourceUnavailable(
            f"The package {name} is not installed.", hint=f"Install it with: pip install {name}"
        ) from error
