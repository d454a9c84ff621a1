"""The tables that one fit leaves in a folder: replaced together, though each is a file of its own.

New tables are written beside the old under draft names. Then a mark is set, from which moment the drafts count, and
each takes its final name. Whoever is killed before the mark leaves the old tables as they were; whoever is killed
after it leaves the new ones, which readers find under either name and the next fit puts in place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

MARK = ".people.ready"


def table_path(folder: Path, name: str) -> Path | None:
    """The file that holds table `name` now; None where the folder has none."""
    draft = _draft(folder, name)
    if (folder / MARK).exists() and draft.is_file():
        return draft
    return folder / name if (folder / name).is_file() else None


def replace_together(folder: Path, tables: Mapping[str, Callable[[Path], None]]) -> None:
    """Write every table (name -> what writes it to a path), and put all in place of the old, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    _settle(folder)
    try:
        for name, write in tables.items():
            write(_draft(folder, name))
    except BaseException:
        for name in tables:
            _draft(folder, name).unlink(missing_ok=True)
        raise
    (folder / MARK).touch()
    _settle(folder)


def _draft(folder: Path, name: str) -> Path:
    return folder / f".{name}.new"


def _settle(folder: Path) -> None:
    """Finish what a killed fit had marked; what it had not is of no use."""
    marked = (folder / MARK).exists()
    for draft in folder.glob(".*.csv.new"):
        if marked:
            draft.replace(folder / draft.name.removeprefix(".").removesuffix(".new"))
        else:
            draft.unlink(missing_ok=True)
    (folder / MARK).unlink(missing_ok=True)
