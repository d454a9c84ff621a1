"""Opening a store: read-only, built on first use when it is the default one."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from paychart.data.manifest import check_at_start
from paychart.data.store.standing import SCHEMA_VERSION, current, is_current
from paychart.data.vintages import Vintage, held, today
from paychart.errors import StoreError

T = TypeVar("T")


def default_path() -> Path:
    """Where the default store lives: $PAYCHART_STORE, or the user's cache folder."""
    configured = os.environ.get("PAYCHART_STORE", "").strip()
    if configured:
        return Path(configured)
    import platformdirs

    return Path(platformdirs.user_cache_dir("paychart", appauthor=False)) / "paychart.duckdb"


@dataclass(frozen=True, eq=False)
class Store:
    """A store open for reading. Threads each use their own `cursor()`. `clock` tells the day answers are given on."""

    path: Path
    connection: duckdb.DuckDBPyConnection = field(repr=False)
    clock: Callable[[], date] = field(default=today, repr=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _building: dict[Hashable, threading.Lock] = field(default_factory=dict, repr=False)

    def cached(self, key: Hashable, build: Callable[[], T]) -> T:
        """What `build` makes, made once for this store and kept with it; threads wait for the first to finish."""
        if key not in self._kept:
            # One lock a key: what is built slowly under one does not keep those waiting who ask for another.
            with self._building.setdefault(key, threading.Lock()):
                if key not in self._kept:
                    self._kept[key] = build()
        found: T = self._kept[key]
        return found

    def keep(self, key: Hashable, value: object) -> None:
        """Put `value` in place of what `cached` would build."""
        self._kept[key] = value

    def holds(self, key: Hashable) -> bool:
        """Whether `cached` has something under `key` already."""
        return key in self._kept

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """An independent connection to the same store, for another thread."""
        return self.connection.cursor()

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self.connection.cursor().execute(sql, parameters or []).fetchall()
        except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
            raise damaged(self.path) from error

    @cached_property
    def meta(self) -> dict[str, str]:
        return dict(self.rows("SELECT name, value FROM meta"))

    @cached_property
    def release(self) -> str:
        """The OEWS release as published, e.g. "May 2025"."""
        return str(self.rows("SELECT description FROM release")[0][0])

    @cached_property
    def release_code(self) -> str:
        return str(self.rows("SELECT code FROM release")[0][0])

    @property
    def content_hash(self) -> str:
        return self.meta["content_hash"]

    @property
    def oews_hash(self) -> str:
        """Hash of the OEWS release alone: stores of equal hash have equal cells."""
        return self.meta["oews_hash"]

    @cached_property
    def loads(self) -> list[dict[str, Any]]:
        """Provenance of every source: publisher, title, release, URL, date, checksum, rows."""
        return [json.loads(text) for (text,) in self.rows("SELECT provenance FROM load ORDER BY source")]

    @cached_property
    def vintages(self) -> Mapping[str, Vintage]:
        """Table name -> the edition this store holds."""
        return held(self.loads)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """How each invariant turned out when the store was built."""
        return [json.loads(text) for (text,) in self.rows("SELECT finding FROM invariant ORDER BY name")]

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(path: Path | None = None, *, progress: Callable[[str], None] = lambda _: None) -> Store:
    """Open the store at `path`, or the default one, which builds itself where it is missing or out of date.

    Raises StoreError where `path` is given and holds no store of this schema version.
    """
    check_at_start(default_path().parent / "verified.json")
    target = path or default_path()
    if not str(target).isprintable():
        raise StoreError(f"The name of the store, {target}, is no plain text.", hint="Rename it.")
    connection = current(target)
    if connection is None:
        if path is not None:
            hint = f"Build it with: paychart data build --store {path}"
            what = "is not a whole store of this version" if path.exists() else "does not exist"
            raise StoreError(f"The store {path} {what}.", hint=hint)
        from paychart.data.store.build import build_store  # it loads every source

        build_store(target, progress=progress, wait=True)
        connection = duckdb.connect(str(target), read_only=True)
    store = Store(target, connection)
    if store.meta.get("schema_version") != SCHEMA_VERSION:
        raise StoreError(f"The store {target} was replaced by one of another version.", hint="Run it again.")
    return store


_Signature = tuple[str, int, int, int]
_default: tuple[_Signature, Store] | None = None
_default_lock = threading.Lock()


def default_store() -> Store:
    """The default store, held open for the life of the process; opened anew where its file was replaced.

    For questions asked without a store. Whoever still reads the replaced one keeps it. Raises what `open_store` does.
    """
    global _default
    path = default_path()
    found, held = _signature(path), _default
    if held is not None and held[0] == found:
        return held[1]
    with _default_lock:
        held, found = _default, _signature(path)
        if held is not None and held[0] == found:
            return held[1]
        store = _open_held(path)
        now = _signature(path)
        if now is not None:
            _default = (now, store)
        return store


def _open_held(path: Path) -> Store:
    """The default store under a name of its own where the folder allows one, so that a rebuild is told apart."""
    if not is_current(path):
        from paychart.data.store.build import build_store

        build_store(path, wait=True)
    try:
        return open_private(path)
    except StoreError:
        return open_store()


def _signature(path: Path) -> _Signature | None:
    """What changes when the file at `path` is replaced; None where there is none."""
    try:
        seen = os.stat(path)
    except OSError:
        return None
    return str(path), seen.st_ino, seen.st_mtime_ns, seen.st_size


@atexit.register
def _close_default() -> None:
    if _default is not None:
        _default[1].close()


def damaged(path: Path) -> StoreError:
    """What to say of a store whose pages do not match their checksums."""
    return StoreError(
        f"The store {path} is damaged, or it was changed while it was read.",
        hint=f"Remove it and run: paychart data build --store {path}",
    )


def open_private(path: Path) -> Store:
    """Open the store now at `path` as an instance of its own, for programs that outlive a rebuild.

    DuckDB hands out an instance it already holds for a path, even after another file took that path. A
    second name for the file, removed at once, keeps old and new apart. Raises StoreError as `open_store` does,
    and where the folder cannot be written.
    """
    name = path.with_name(f".{path.name}.{secrets.token_hex(8)}.serving")
    try:
        os.link(path, name)
        store = Store(path, duckdb.connect(str(name), read_only=True))
        current = store.meta.get("schema_version") == SCHEMA_VERSION
    except FileNotFoundError as error:
        raise StoreError(
            f"There is no store at {path}.", hint="Build it with: paychart data build"
        ) from error
    except OSError as error:
        raise StoreError(
            f"The folder of {path} cannot be written: {error.strerror or error}.",
            hint="Serve a store in a folder of your own.",
        ) from error
    except duckdb.Error as error:
        raise StoreError(f"{path} is not a paychart store, or it is damaged.") from error
    finally:
        name.unlink(missing_ok=True)
    if not current:
        store.close()
        raise StoreError(
            f"The store {path} is of another version.", hint="Build it with: paychart data build"
        )
    return store
