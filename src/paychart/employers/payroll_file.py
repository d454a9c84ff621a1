"""A payroll's files before they are read: found on disk, or given as bytes; what kind they are and how to open them."""

from __future__ import annotations

import glob
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from paychart.employers.desk import MemoryDesk
from paychart.errors import BadInput

EXCEL = {".xlsx", ".xlsm"}
TEXT = {".csv", ".tsv", ".txt"}
PARQUET = {".parquet", ".pq"}
MOST_HELD_BYTES = 50 * 1024**2
MOST_HELD_ROWS = 200_000
MOST_HELD_VALUES = 10_000_000
MOST_HELD_UNPACKED = 400 * 1024**2
_LONGEST_NAME = 80


@dataclass(frozen=True)
class PayrollFile:
    """`name` to show, `url` as DuckDB takes it, and a way to open the bytes."""

    name: str
    url: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Found:
    """Files of one kind ("csv", "excel" or "parquet"); `source` is what the user called them."""

    source: str
    kind: str
    files: tuple[PayrollFile, ...]

    @property
    def first(self) -> PayrollFile:
        return self.files[0]


def on_disk(path: Path) -> PayrollFile:
    """A file of the disk."""
    return PayrollFile(path.name, str(path), path.stat().st_size, lambda: path.open("rb"))


def held(name: str, content: bytes, desk: MemoryDesk) -> Found:
    """Bytes under a file's name, laid on the desk. Raises BadInput for other endings, nothing, or too much."""
    shown = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:] or "payroll"
    kind, ending = kind_of(shown), PurePath(shown).suffix.lower()
    if not content:
        raise empty(shown)
    if len(content) > MOST_HELD_BYTES:
        raise BadInput(
            f"{shown} has {len(content) / 1024**2:,.0f} MB; at most {MOST_HELD_BYTES // 1024**2} MB are priced in "
            "memory.",
            hint="Give its path to paychart benchmark, or split it.",
        )
    inside = f"payroll{ending}"
    desk.put(inside, content)
    return Found(
        shown, kind, (PayrollFile(shown, desk.url(inside), len(content), lambda: desk.read(inside)),)
    )


def locate(source: str) -> Found:
    """A path, folder or glob as files. Raises BadInput with the nearest where there are none."""
    path = Path(source).expanduser()
    if path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.suffix in PARQUET and not p.name.startswith((".", "_"))
        )
        if not found:
            raise BadInput(
                f"The folder {path.name} holds no Parquet file.", hint="Name a file, or a folder of Parquet."
            )
        return Found(source, "parquet", tuple(on_disk(p) for p in found))
    if not path.exists() and any(sign in source for sign in "*?["):
        found = [Path(name) for name in sorted(glob.glob(source, recursive=True))]
        if not found or any(p.suffix not in PARQUET for p in found):
            raise BadInput(f"{source} matches {len(found)} files; a glob must match Parquet files only.")
        return Found(source, "parquet", tuple(on_disk(p) for p in found))
    if not path.is_file():
        raise BadInput(f"There is no file {source}.", nearest=_neighbours(path), hint="Check the path.")
    file = on_disk(path)
    kind = kind_of(path.name)
    if kind == "csv" and not file.size:
        raise empty(path.name)
    return Found(source, kind, (file,))


def kind_of(name: str) -> str:
    """csv, excel or parquet by the ending; raises BadInput for another."""
    suffix = PurePath(name).suffix.lower()
    for kind, suffixes in (("excel", EXCEL), ("csv", TEXT), ("parquet", PARQUET)):
        if suffix in suffixes:
            return kind
    if suffix == ".xls":
        raise BadInput(f"{name} is in the old .xls format.", hint="Open it and save it as .xlsx.")
    raise BadInput(
        f"{name} ends in {suffix or 'nothing'}.",
        nearest=(".csv", ".xlsx", ".parquet"),
        hint="Save it as one of those.",
    )


def empty(name: str) -> BadInput:
    return BadInput(f"{name} is empty.", hint="It needs a header row and one row for each person.")


def too_many(name: str, rows: int, columns: int) -> BadInput | None:
    """The error of a payroll that memory should not hold; None where it is small enough."""
    if rows <= MOST_HELD_ROWS and rows * columns <= MOST_HELD_VALUES:
        return None
    return BadInput(
        f"{name} has {rows:,} rows of {columns:,} columns; at most {MOST_HELD_ROWS:,} rows and "
        f"{MOST_HELD_VALUES:,} values are priced in memory.",
        hint="Give its path to paychart benchmark, or split it.",
    )


def _neighbours(path: Path) -> tuple[str, ...]:
    if not path.parent.is_dir():
        return ()
    from rapidfuzz import process

    names = [p.name for p in path.parent.iterdir() if p.suffix.lower() in EXCEL | TEXT | PARQUET]
    return tuple(name for name, score, _ in process.extract(path.name, names, limit=3) if score > 60)
