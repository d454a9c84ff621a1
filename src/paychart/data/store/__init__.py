"""The DuckDB store the sources fill: build, open, provenance, integrity.

`open_store(path=None)` gives a read-only `Store` and builds the default one on first use: `connection` (DuckDB),
`release`, `content_hash`, `loads`. Its tables: `cell` (every published OEWS estimate), `area`, `occupation`,
`industry`, `cell_history` (national, yearly, the columns of `cell`), `national_history` (every occupation by year),
`soc_change`, `price_parity`, `projection`, `projection_history` (earlier editions), `education_mix`, `consumer_price`,
`employment_cost`. `vintages` tell which editions it holds, and on `clock()` which are no longer the newest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from paychart.data.store.opening import Store, default_path, default_store, open_private, open_store

if TYPE_CHECKING:
    from paychart.data.store.build import build_store

__all__ = ["Store", "build_store", "default_path", "default_store", "open_private", "open_store"]


def __getattr__(name: str) -> Any:
    """`build_store` on first use: it loads every source, which opening a store need not."""
    if name == "build_store":
        from paychart.data.store.build import build_store

        return build_store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
