"""Opening a store: read-only, built on first use when it is the default one."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import platformdirs

from paychart.data.store.build import SCHEMA_VERSION, build_store, is_current
from paychart.errors import StoreError


def default_path() -> Path:
    """Where the default store lives: $PAYCHART_STORE, or the user's cache folder."""
    configured = os.environ.get("PAYCHART_STORE", "").strip()
    if configured:
        return Path(configured)
    return Path(platformdirs.user_cache_dir("paychart", appauthor=False)) / "paychart.duckdb"


@dataclass(frozen=True, eq=False)
class Store:
    """A store open for reading. Threads each use their own `cursor()`."""

    path: Path
    connection: duckdb.DuckDBPyConnection = field(repr=False)

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
    target = path or default_path()
    if not is_current(target):
        if path is not None:
            hint = f"Build it with: paychart data build --store {path}"
            what = "is not a whole store of this version" if path.exists() else "does not exist"
            raise StoreError(f"The store {path} {what}.", hint=hint)
        build_store(target, progress=progress, wait=True)
    connection = duckdb.connect(str(target), read_only=True)
    store = Store(target, connection)
    if store.meta.get("schema_version") != SCHEMA_VERSION:
        raise StoreError(f"The store {target} was replaced by one of another version.", hint="Run it again.")
    return store


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
