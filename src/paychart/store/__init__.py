"""The DuckDB store the sources fill: build, open, provenance, integrity."""

from paychart.store.build import build_store
from paychart.store.opening import Store, default_path, open_private, open_store

__all__ = ["Store", "build_store", "default_path", "open_private", "open_store"]
