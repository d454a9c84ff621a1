"""Cells held in memory are the cells of the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from paychart.data.store import open_store
from paychart.pay.cells import fetch, hold_all

ODD = [
    ("29-2072", "0019740", "622000"),
    ("99-9999", "0000000", "000000"),
    ("29-2072", "x", "000000"),
    ("", "", ""),
]


@pytest.mark.parametrize("occupation", ["29-2072", "11-1011", "00-0000", "25-2021"])
def test_held_cells_are_those_of_the_table(store_path: Path, occupation: str) -> None:
    with open_store(store_path) as plain, open_store(store_path) as held:
        rows = plain.rows("SELECT occupation, area, industry FROM cell WHERE occupation = ?", [occupation])
        keys = [*rows, *ODD]
        hold_all(held)
        found = fetch(held, keys)
        assert found == fetch(plain, keys)
        assert len(found) == len(rows)
        assert type(found[occupation, "0000000", "000000"].employment) is int
