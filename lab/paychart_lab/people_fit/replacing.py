"""Writing the tables of a fit so that readers find all the old or all the new ones: `paychart.pay.composition`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from paychart.pay.composition import MARK, draft_path


def replace_together(folder: Path, tables: Mapping[str, Callable[[Path], None]]) -> None:
    """Write every table (name -> what writes it to a path), and put all in place of the old, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    _settle(folder)
    try:
        for name, write in tables.items():
            write(draft_path(folder, name))
    except BaseException:
        for name in tables:
            draft_path(folder, name).unlink(missing_ok=True)
        raise
    (folder / MARK).touch()
    _settle(folder)


def _settle(folder: Path) -> None:
    """Finish what a killed fit had marked; what it had not is of no use."""
    marked = (folder / MARK).exists()
    for draft in folder.glob(".*.csv.new"):
        if marked:
            draft.replace(folder / draft.name.removeprefix(".").removesuffix(".new"))
        else:
            draft.unlink(missing_ok=True)
    (folder / MARK).unlink(missing_ok=True)
