"""The tables that one fit leaves in a folder: replaced together, though each is a file of its own.

New tables are written beside the old under draft names. Then a mark is set, from which moment the drafts count, and
each takes its final name. Whoever is killed before the mark leaves the old tables as they were; whoever is killed
after it leaves the new ones, which readers find under either name and the next fit puts in place.
"""

from __future__ import annotations

from pathlib import Path

MARK = ".people.ready"


def table_path(folder: Path, name: str) -> Path | None:
    """The file that holds table `name` now; None where the folder has none."""
    draft = draft_path(folder, name)
    if (folder / MARK).exists() and draft.is_file():
        return draft
    return folder / name if (folder / name).is_file() else None


def draft_path(folder: Path, name: str) -> Path:
    """Where a table is written before the mark."""
    return folder / f".{name}.new"
