"""Where a store's modelled cells come from: carried with the package, kept beside the store, or fitted now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from filelock import FileLock

from paychart.data.store import Store
from paychart.errors import StoreError
from paychart.pay.model.fitting import fit_store, method
from paychart.pay.model.table import ModelTable, read, write

MODEL_VERSION = "4"
CARRIED = "modelled_cells.npz"


def model_table(store: Store, *, progress: Callable[[str], None] = lambda _: None) -> ModelTable:
    """The modelled cells of `store`, held with it once read.

    The table of the bundled release is carried with the package. Another release is fitted at the first
    question (`progress` is told the steps) and kept beside the store under the hash of its content.
    """

    def read_or_fit() -> ModelTable:
        held = carried()
        return held if held and held.release_hash == store.oews_hash else _beside(store, progress)

    return store.cached("model table", read_or_fit)


def is_at_hand(store: Store) -> bool:
    """Whether `model_table` answers without fitting."""
    if store.holds("model table") or cache_path(store).exists():
        return True
    held = carried()
    return held is not None and held.release_hash == store.oews_hash


@cache
def carried() -> ModelTable | None:
    """The table that ships with the package, made by `scripts/fit_modelled_cells.py`."""
    file = resources.files("paychart.data.reference").joinpath(CARRIED)
    return ModelTable.decode(file.read_bytes()) if file.is_file() else None


def cache_path(store: Store) -> Path:
    """Where the fitted table of this store's content is kept."""
    return (
        store.path.parent / f"{store.path.stem}.model-{MODEL_VERSION}-{method()}-{store.oews_hash[:16]}.npz"
    )


def _beside(store: Store, progress: Callable[[str], None]) -> ModelTable:
    path = cache_path(store)
    try:
        with FileLock(f"{path}.lock"):
            for leftover in path.parent.glob(f".{path.name}.*"):  # of a fit that was killed
                leftover.unlink(missing_ok=True)
            if path.exists():
                with suppress(StoreError):  # a damaged table is made again
                    return read(path)
            write(fit_store(store, progress=progress), path)
            return read(path)
    except OSError:  # a folder that cannot be written: fit for this process only
        return fit_store(store, progress=progress)
