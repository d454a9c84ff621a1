"""The log tilts that make joint cells meet their margins, worked out once for a table that is to be carried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from paychart.data.store import Store
from paychart.pay.model.rows import places
from paychart.pay.model.sheet import read_sheets
from paychart.pay.model.table import ModelTable


def with_tilts(
    table: ModelTable, store: Store, progress: Callable[[str], None] = lambda _: None
) -> ModelTable:
    """`table` of `store` with the log tilts of every occupation, so that its joint cells need no raking."""
    store.keep("model table", table)
    where = places(store)
    rows = {code: row for row, code in enumerate(table.rows)}
    first, row, tilt = [0], [], []
    for n, occupation in enumerate(table.columns):
        if n % 100 == 0:
            progress(f"joint cells: {n} of {len(table.columns)} occupations")
        page = read_sheets(store, [occupation])[occupation]
        for at, values in sorted(page.joint.log_tilts.items()):
            row.append(rows[where.codes[at]])
            tilt.append(values)
        first.append(len(row))
    return replace(
        table,
        tilt_first=np.array(first, dtype=np.int64),
        tilt_row=np.array(row, dtype=np.uint16),
        tilt=np.array(tilt, dtype=np.float32),
    )
