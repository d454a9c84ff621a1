"""Which store stands at a path, told without the sources that a build reads."""

from __future__ import annotations

from pathlib import Path

import duckdb

from paychart.errors import PaychartError, StoreError

SCHEMA_VERSION = "7"


def is_current(path: Path) -> bool:
    """Whether a whole store of this schema version stands at `path`."""
    connection = current(path)
    if connection is not None:
        connection.close()
    return connection is not None


def current(path: Path) -> duckdb.DuckDBPyConnection | None:
    """The store at `path` opened for reading; None where no whole store of this schema version stands there."""
    try:
        connection = _connected(path)
    except PaychartError:
        return None
    try:
        if _meta(connection, path).get("schema_version") == SCHEMA_VERSION:
            return connection
    except PaychartError:
        pass
    connection.close()
    return None


def content_hash_of(path: Path) -> str:
    """The content hash recorded in the store at `path`."""
    with _connected(path) as connection:
        return _meta(connection, path)["content_hash"]


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    if not path.is_file():
        raise StoreError(f"There is no store at {path}.", hint="Build it with: paychart data build")
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise _strange(path) from error


def _meta(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    try:
        return dict(connection.execute("SELECT name, value FROM meta").fetchall())
    except duckdb.Error as error:
        raise _strange(path) from error


def _strange(path: Path) -> StoreError:
    return StoreError(
        f"{path} is not a paychart store, or it is damaged.",
        hint=f"Remove it and run: paychart data build --store {path}",
    )
