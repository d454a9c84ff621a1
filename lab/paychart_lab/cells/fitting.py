"""The whole model of a store: all tiers fitted, and kept as one table."""

from __future__ import annotations

from collections.abc import Callable

from paychart.data.store import Store
from paychart.pay.model.assembly import assemble, listed
from paychart.pay.model.grid import TIERS, read_grid
from paychart.pay.model.kept import cache_path
from paychart.pay.model.table import ModelTable, write
from paychart_lab.cells.fit import fit_tier
from paychart_lab.cells.past import read_past


def fit_store(store: Store, *, progress: Callable[[str], None] = lambda _: None) -> ModelTable:
    """Fit everything `store` did not publish; takes about a minute for a full release."""
    progress("reading the release")
    grid = read_grid(store)
    past = read_past(store, grid)
    fits = {tier: fit_tier(grid, grid.known, tier, progress=progress, past=past) for tier in TIERS}
    boosted = any(fit is not None and fit.boosted for fit in fits.values())
    return assemble(grid, listed(store, grid), fits, store.oews_hash, "boosted" if boosted else "plain")


def fit_beside(store: Store, *, progress: Callable[[str], None] = lambda _: None) -> ModelTable:
    """`fit_store`, kept beside the store, where its questions find it from then on."""
    table = fit_store(store, progress=progress)
    write(table, cache_path(store))
    return table
