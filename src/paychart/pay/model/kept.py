"""Where a store's modelled cells come from: carried with the package, kept beside the store, or by a simple rule."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path

from paychart.data.sources.damage import reading
from paychart.data.store import Store
from paychart.errors import StoreError
from paychart.pay.model.simple import simple_table
from paychart.pay.model.table import ModelTable, read

MODEL_VERSION = "6"
CARRIED = "modelled_cells.npz"


def model_table(store: Store) -> ModelTable:
    """The modelled cells of `store`, held with it once read.

    The table of the bundled release is carried with the package. Another release's is what `paychart model cells`
    left beside the store under the hash of its content; until then, or where that file is damaged, a simple rule
    answers (`simple`), and the answer's lineage names it.
    """

    def read_or_make() -> ModelTable:
        held = carried()
        if held is not None and held.release_hash == store.oews_hash:
            return held
        return _beside(store) or simple_table(store)

    return store.cached("model table", read_or_make)


@cache
def carried() -> ModelTable | None:
    """The table that ships with the package, made by `scripts/fit_modelled_cells.py`."""
    file = resources.files("paychart.data.reference").joinpath(CARRIED)
    if not file.is_file():
        return None
    with reading(
        f"The bundled table {CARRIED} is damaged",
        StoreError,
        "Install it again: pip install --force-reinstall paychart. See also: paychart doctor",
    ):
        return ModelTable.decode(file.read_bytes())


def cache_path(store: Store) -> Path:
    """Where the fitted table of this store's content is kept."""
    return store.path.parent / f"{store.path.stem}.model-{MODEL_VERSION}-{store.oews_hash[:16]}.npz"


def _beside(store: Store) -> ModelTable | None:
    path = cache_path(store)
    with suppress(OSError, StoreError):
        return read(path)
    return None
