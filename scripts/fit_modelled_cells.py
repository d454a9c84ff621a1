"""Fit the pay model to the bundled release and write the table that ships with the package.

Run it after a change of `pay/model` or of the bundled release: python scripts/fit_modelled_cells.py
After a change of `raking` alone, `--joint` keeps the fitted cells and rakes the joint ones again.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from paychart.data.store import Store, open_store
from paychart.pay.model.kept import CARRIED, carried, model_table
from paychart.pay.model.table import ModelTable, read, write
from paychart.pay.plausible import CARRIED as CARRIED_DOUBTS
from paychart.pay.plausible import find_doubts
from paychart_lab.cells.fitting import fit_store
from paychart_lab.cells.tilts import with_tilts

TARGET = Path(__file__).resolve().parents[1] / "src" / "paychart" / "data" / "reference" / CARRIED
DOUBTS = TARGET.with_name(CARRIED_DOUBTS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--joint", action="store_true", help="keep the fitted cells, rake the joint ones again"
    )
    asked = parser.parse_args()
    start = time.perf_counter()
    with open_store() as store:
        table = (
            _without_tilts(store)
            if asked.joint
            else fit_store(store, progress=lambda step: print(step, file=sys.stderr))
        )
        fitted = time.perf_counter() - start
        table = with_tilts(table, store, lambda step: print(step, file=sys.stderr))
    if table.method != "boosted":
        raise SystemExit("Install lightgbm first: the shipped table is the boosted one.")
    write(table, TARGET)
    with open_store() as store:
        store.keep("model table", read(TARGET))
        doubts = _write_doubts(store)
    print(f"{doubts:,} published cells are hard to believe: {DOUBTS.name}")
    print(
        f"{len(table.row):,} cells, {TARGET.stat().st_size / 1e6:.1f} MB, "
        f"{fitted:.0f} s and {time.perf_counter() - start - fitted:.0f} s for the joint cells: {TARGET.name}"
    )


def _write_doubts(store: Store) -> int:
    """The carried list of implausible published cells; how many there are."""
    lines = ["release,occupation,area,statistic,printed,expected,low,high"]
    for occupation in model_table(store).columns:
        for area, doubt in sorted(find_doubts(store, occupation).items()):
            figures = (doubt.printed, doubt.expected, doubt.low, doubt.high)
            told = [store.oews_hash[:16], occupation, area, doubt.statistic, *(f"{v:.0f}" for v in figures)]
            lines.append(",".join(told))
    DOUBTS.write_bytes(gzip.compress("\n".join(lines).encode() + b"\n", mtime=0))
    return len(lines) - 1


def _without_tilts(store: Store) -> ModelTable:
    table = carried()
    if table is None or table.release_hash != store.oews_hash:
        raise SystemExit("The carried table is of another release: fit it whole.")
    none = np.zeros(0)
    return replace(
        table,
        tilt_first=none.astype(np.int64),
        tilt_row=none.astype(np.uint16),
        tilt=np.zeros((0, 6), dtype=np.float32),
    )


if __name__ == "__main__":
    main()
