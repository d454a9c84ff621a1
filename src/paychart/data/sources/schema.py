"""What every published table declares: its columns with type, unit, description, and its source."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column: DuckDB type, unit ("" for codes and text) and what it means."""

    name: str
    type: str
    unit: str
    description: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A store table as declared by the source that fills it; rows are kept in order of `key`."""

    name: str
    description: str
    source: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def create_sql(self) -> str:
        """DDL that DuckDB enforces while loading: NOT NULL on key and required columns."""
        lines = [
            f'"{c.name}" {c.type}' + (" NOT NULL" if c.required or c.name in self.key else "")
            for c in self.columns
        ]
        return f'CREATE TABLE "{self.name}" ({", ".join(lines)})'


@dataclass(frozen=True)
class Provenance:
    """Where the rows of a load came from. Dates are ISO; `checksum` is SHA-256 of the bytes read."""

    source: str
    publisher: str
    title: str
    release: str
    reference_period: str
    url: str
    retrieved: str
    checksum: str
    rows: dict[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)
