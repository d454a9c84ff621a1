"""BLS's research estimates by state and industry, where the store holds them, in place of modelled joint cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.sources import oews_research
from paychart.data.store import Store
from paychart.pay.cells import CELL_FIELDS, Cell, CellTable, Key, cell_of, fetch_many

TABLE = oews_research.STATE_INDUSTRY.name


def release(store: Store) -> str:
    """The release of the research estimates, as "May 2024"; "" where the store has none."""
    loads = (load for load in store.loads if load["source"] == oews_research.SOURCE)
    found: dict[str, Any] | None = next(loads, None)
    return found["release"] if found else ""


def research_cell(store: Store, key: Key) -> Cell | None:
    """The research estimate (occupation, area, industry), None where there is none with all its wages."""
    if not release(store):
        return None
    rows = store.rows(
        f"SELECT {', '.join(CELL_FIELDS)} FROM {TABLE} WHERE occupation = ? AND area = ? AND industry = ?",
        list(key),
    )
    cell = cell_of(rows[0], oews_research.SOURCE) if rows else None
    whole = cell is not None and cell.has_wages and cell.full_year()["mean"] is not None
    return cell if whole else None


def research_cells(
    store: Store, occupations: list[str], areas: list[str], industries: list[str]
) -> tuple[NDArray[np.intp], CellTable] | None:
    """The rows among n cells that have a research estimate with all wages, and the wages of all n; None without."""
    if not release(store):
        return None
    table = fetch_many(store, occupations, areas, industries, table=TABLE)
    return np.flatnonzero(table.found), table
