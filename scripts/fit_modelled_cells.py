"""Fit the pay model to the bundled release and write the table that ships with the package.

Run it after a change of `pay/model` or of the bundled release: python scripts/fit_modelled_cells.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from paychart.pay.model.fitting import fit_store
from paychart.pay.model.kept import CARRIED
from paychart.pay.model.sheet import with_tilts
from paychart.pay.model.table import write
from paychart.store import open_store

TARGET = Path(__file__).resolve().parents[1] / "src" / "paychart" / "reference" / CARRIED


def main() -> None:
    start = time.perf_counter()
    with open_store() as store:
        table = fit_store(store, progress=lambda step: print(step, file=sys.stderr))
        fitted = time.perf_counter() - start
        table = with_tilts(table, store, lambda step: print(step, file=sys.stderr))
    if table.method != "boosted":
        raise SystemExit("Install lightgbm first: the shipped table is the boosted one.")
    write(table, TARGET)
    print(
        f"{len(table.row):,} cells, {TARGET.stat().st_size / 1e6:.1f} MB, "
        f"{fitted:.0f} s and {time.perf_counter() - start - fitted:.0f} s for the joint cells: {TARGET.name}"
    )


if __name__ == "__main__":
    main()
