"""Building a store: every source into one new file, which takes the old one's place only when it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import duckdb
from filelock import FileLock, Timeout

from paychart.data.sources import (
    cpi,
    eci,
    national_history,
    oews,
    oews_bundled,
    oews_flat,
    oews_place_years,
    oews_research,
    oews_yearly,
    place_history,
    projections,
    rpp,
)
from paychart.data.sources.downloads import verify
from paychart.data.sources.schema import Column, Table
from paychart.data.store.archive import archive_outgoing
from paychart.data.store.invariants import check
from paychart.data.store.standing import SCHEMA_VERSION, content_hash_of, is_current
from paychart.errors import SourceUnavailable, StoreError
from paychart.show.output import usable, written

# Sources whose tables travel with the package or install beside it.
_OWN_FILES: dict[str, ModuleType] = {"cpi": cpi, "rpp": rpp, "projections": projections, "eci": eci}
_SMALL_SOURCES = (*_OWN_FILES.values(), national_history, place_history)
# Subfolders of a folder of downloads that a build reads; the first four have an argument of their own.
FOLDERS = ("oews", "oews-years", "oews-research", "eci", "cpi", "rpp", "projections")
Progress = Callable[[str], None]
STEPS = ("wages and jobs", "prices, projections, history", "checks", "done")  # as progress is told them

LOAD = Table(
    "load",
    "What was loaded, from where, and the checksum of its bytes",
    "paychart",
    ("source",),
    (
        Column("source", "VARCHAR", "", "Source name"),
        Column("provenance", "VARCHAR", "", "Publisher, title, release, date, URL, checksum, rows (JSON)"),
    ),
)
FINDING = Table(
    "invariant",
    "The laws of the data, as they turned out at build",
    "paychart",
    ("name",),
    (
        Column("name", "VARCHAR", "", "Short name"),
        Column("finding", "VARCHAR", "", "Statement, violations, cells checked, whether it holds (JSON)"),
    ),
)
META = Table(
    "meta",
    "Schema version and content hash of the store",
    "paychart",
    ("name",),
    (
        Column("name", "VARCHAR", "", "schema_version, content_hash or oews_hash"),
        Column("value", "VARCHAR", "", "Its value"),
    ),
)


def source_tables() -> tuple[Table, ...]:
    """Every table that sources declare, in the order they are built."""
    small = (table for source in _SMALL_SOURCES for table in source.TABLES)
    return (*oews.TABLES, *small, *oews_yearly.TABLES, *oews_research.TABLES)


def build_store(
    path: Path,
    *,
    oews_flat_folder: Path | None = None,
    oews_years_folder: Path | None = None,
    eci_folder: Path | None = None,
    oews_research_folder: Path | None = None,
    downloads: Path | None = None,
    progress: Progress = lambda _: None,
    wait: bool = False,
) -> str:
    """Build the store at `path` and return its content hash.

    The old store stays whole until the new one is. `oews_flat_folder` takes the place of the bundled OEWS
    release, which goes into history; `oews_years_folder` adds the yearly national files as `cell_history`; `eci_folder`
    holds BLS's file of the Employment Cost Index, in place of the carried table; `oews_research_folder` adds BLS's
    research estimates by state and industry as `state_industry`. `downloads` is a folder as `data fetch` fills it: what
    stands in its subfolders, by name of the download, takes the place of what is carried. A second build of the same
    store fails at once, or waits for the first where `wait` is true.
    """
    folders = {
        name: downloads / name for name in FOLDERS if downloads is not None and (downloads / name).is_dir()
    }
    given = (oews_flat_folder, oews_years_folder, oews_research_folder, eci_folder)
    folders |= {name: folder for name, folder in zip(FOLDERS, given, strict=False) if folder is not None}
    present = [folder for folder in folders.values() if folder.is_dir()]
    for folder in present:
        verify(folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sources = [file for folder in present for file in folder.iterdir() if file.is_file()]
        if not _may_be_replaced(usable(path, inputs=sources)):
            raise StoreError(
                f"{path} is a file of another kind, and no store.", hint="Name another place with --store."
            )
        with FileLock(f"{path}.lock", timeout=-1 if wait else 0):
            if wait and is_current(path):
                return content_hash_of(path)
            return _build_locked(path, folders, progress)
    except Timeout as error:
        raise StoreError(
            f"Another build of {path} is running.", hint="Wait for it to end, or name another --store file."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The store {path} cannot be written: {error.strerror or error}.",
            hint="Free some disk space or choose another place with --store.",
        ) from error


def _may_be_replaced(path: Path) -> bool:
    """Whether nothing, an empty file or a DuckDB file, however damaged behind its first bytes, stands there."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        return file.read(12)[8:] in (b"DUCK", b"")


def _build_locked(path: Path, folders: Mapping[str, Path], progress: Progress) -> str:
    try:
        with written(path) as draft:
            content_hash = _fill(draft, folders, progress)
        progress(STEPS[3])
    except duckdb.Error as error:
        raise StoreError(
            f"The store could not be built: {str(error).splitlines()[0]}",
            hint="If the disk is full, free about 300 MB; otherwise fetch the source files again.",
        ) from error
    return content_hash


def _fill(draft: Path, folders: Mapping[str, Path], progress: Progress) -> str:
    spill = f"{draft}.spill"
    with duckdb.connect(str(draft), config={"memory_limit": "1GB", "temp_directory": spill}) as connection:
        progress(STEPS[0])
        flat = folders.get("oews")
        loads = [oews_flat.load(connection, flat, progress) if flat else oews_bundled.load(connection)]
        progress(STEPS[1])
        loads += [source.load(connection, folders.get(name)) for name, source in _OWN_FILES.items()]
        loads += [national_history.load(connection), place_history.load(connection)]
        for name, source, step in (
            ("oews-years", oews_yearly, "yearly national files"),
            ("oews-research", oews_research, "research estimates by state and industry"),
        ):
            if folder := folders.get(name):
                progress(step)
                loads.append(source.load(connection, folder))
                if source is oews_yearly and (places := oews_place_years.load(connection, folder)):
                    loads.append(places)
            else:
                for table in source.TABLES:
                    connection.execute(table.create_sql())
        if flat:
            archive_outgoing(connection)
        progress(STEPS[2])
        findings = check(connection)
        broken = [f for f in findings if f.hard and not f.holds]
        if broken:
            raise SourceUnavailable(
                f"The source breaks a law of the data: {broken[0].statement} "
                f"({broken[0].violations:,} of {broken[0].checked:,} cells do not).",
                hint="The file is damaged, or its columns are mislabelled. The old store is unchanged.",
            )
        hashes = _content_hashes(connection, source_tables())
        for table in (LOAD, FINDING, META):
            connection.execute(table.create_sql())
        connection.executemany(
            "INSERT INTO load VALUES (?, ?)", [(p.source, json.dumps(p.to_dict())) for p in loads]
        )
        connection.executemany(
            "INSERT INTO invariant VALUES (?, ?)", [(f.name, json.dumps(asdict(f))) for f in findings]
        )
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [*hashes.items(), ("schema_version", SCHEMA_VERSION)],
        )
        for (staged,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE temporary"
        ).fetchall():
            connection.execute(f'DROP TABLE "{staged}"')
        connection.execute("CHECKPOINT")
    return hashes["content_hash"]


def _content_hashes(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> dict[str, str]:
    """SHA-256 over every table's declared columns in key order: the same data give the same hash anywhere.

    `oews_hash` covers the OEWS release alone, which is what the pay model is fitted from.
    """
    digest, release = hashlib.sha256(), hashlib.sha256()
    for table in tables:
        into = [digest, release] if table in oews.TABLES else [digest]
        columns = connection.execute(f'SELECT * FROM "{table.name}"').fetchnumpy()
        parts = [f"{table.name}:{','.join(table.column_names)}".encode()]
        for column in table.columns:
            values = columns[column.name]
            if column.type == "VARCHAR":
                parts.append("\x1f".join("\x00" if v is None else str(v) for v in values).encode())
            else:
                filled = values.filled(0) if hasattr(values, "filled") else values
                parts.append(filled.tobytes())
                if hasattr(values, "mask"):
                    parts.append(values.mask.tobytes())
        for part in parts:
            for target in into:
                target.update(part)
    return {"content_hash": digest.hexdigest(), "oews_hash": release.hexdigest()}
