"""What is due is fetched from its publisher, checked, put in place whole, and the store built anew.

A new file lies beside the one in use until its own reader has accepted it and the store is built with it; whatever
fails leaves files and store as they were. A second run that finds nothing new does nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import duckdb
from filelock import FileLock, Timeout

from paychart.data.changes import Change, changes, figures
from paychart.data.sources import cpi, eci, oews_flat, projections, rpp
from paychart.data.sources.downloads import CATALOGUE, Download, fetch, is_newest
from paychart.data.store import build_store
from paychart.data.store.standing import content_hash_of, is_current
from paychart.data.vintages import held
from paychart.errors import BadInput, PaychartError, SourceUnavailable, StoreError

if TYPE_CHECKING:
    import httpx

READERS: dict[str, ModuleType] = {
    "oews": oews_flat, "projections": projections, "rpp": rpp, "eci": eci, "cpi": cpi,
}  # fmt: skip
NEW, SAME, CURRENT, UNREACHABLE, REFUSED = "new", "unchanged", "not due", "unreachable", "refused"


@dataclass(frozen=True)
class Fetched:
    """What became of one source: new, unchanged, not due, unreachable or refused, and why."""

    name: str
    outcome: str
    edition: str
    why: str = ""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did. `rebuilt` says whether the store is another than before; `changes` are those of it."""

    day: date
    fetched: tuple[Fetched, ...]
    rebuilt: bool
    content_hash: str
    new_release: bool
    changes: tuple[Change, ...]
    watched: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; of all changes only their number."""
        return {
            "day": self.day.isoformat(),
            "fetched": [vars(item) for item in self.fetched],
            "rebuilt": self.rebuilt,
            "content_hash": self.content_hash,
            "new_release": self.new_release,
            "changes": len(self.changes),
            "watched": [change.to_dict() for change in self.watched],
        }


def refresh(
    path: Path,
    downloads: Path,
    client: httpx.Client,
    *,
    today: date,
    sources: Sequence[str] = (),
    watch: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Refreshed:
    """Fetch what is due on `today` (or the `sources` named) into `downloads`, and build the store at `path` from it.

    `watch` are occupation codes whose changes are told apart. Raises StoreError where another refresh runs, BadInput
    for an unknown source, and what `build_store` raises; then files and store are as before. A publisher that cannot be
    reached, or a file that cannot be read, is an outcome and no error.
    """
    wanted = [entry for entry in CATALOGUE if entry.name in (sources or READERS)]
    strange = [name for name in sources if name not in READERS]
    if strange:
        raise BadInput(f"{strange[0]!r} is not refreshed.", nearest=tuple(READERS))
    downloads.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(downloads / ".refresh.lock", timeout=0):
            _recover(downloads)
            before = figures(path, watch) if is_current(path) else None
            editions = held(before.loads if before else ())
            fetched = []
            for entry in wanted:
                if not sources and editions[entry.table].state(today) == "current":
                    fetched.append(Fetched(entry.name, CURRENT, editions[entry.table].edition))
                    continue
                progress(entry.title)
                fetched.append(_fetch(entry, downloads, client, editions[entry.table].edition))
            new = [item.name for item in fetched if item.outcome == NEW]
            if not new and before:
                return Refreshed(today, tuple(fetched), False, content_hash_of(path), False, (), ())
            with _in_place(downloads, new):
                content_hash = build_store(path, downloads=downloads, progress=progress)
    except Timeout as error:
        raise StoreError("Another refresh is running.", hint="Wait for it to end.") from error
    after = figures(path, watch)
    found = changes(before, after) if before else ()
    return Refreshed(
        today,
        tuple(fetched),
        True,
        content_hash,
        before is not None and before.release != after.release,
        found,
        tuple(change for change in found if change.occupation in watch),
    )


def _fetch(entry: Download, downloads: Path, client: httpx.Client, edition: str) -> Fetched:
    incoming = downloads / f"{entry.name}.incoming"
    try:
        if is_newest(entry, downloads / entry.name, client):
            return Fetched(entry.name, SAME, edition)
        fetch(entry, incoming, client)
    except SourceUnavailable as error:
        return Fetched(entry.name, UNREACHABLE, edition, str(error))
    try:
        with duckdb.connect() as scratch:
            loaded = READERS[entry.name].load(scratch, incoming)
    except PaychartError as error:
        shutil.rmtree(incoming)  # the next run starts over: what was fetched is not what was wanted
        return Fetched(entry.name, REFUSED, edition, str(error))
    return Fetched(entry.name, NEW, loaded.release)


@contextmanager
def _in_place(downloads: Path, names: Sequence[str]) -> Iterator[None]:
    """The incoming folders take their places; where the block fails they go and the old ones come back."""
    for name in names:
        if (downloads / name).exists():
            (downloads / name).rename(downloads / f"{name}.outgoing")
        (downloads / f"{name}.incoming").rename(downloads / name)
    try:
        yield
    except BaseException:
        for name in names:
            shutil.rmtree(downloads / name)
            if (downloads / f"{name}.outgoing").exists():
                (downloads / f"{name}.outgoing").rename(downloads / name)
        raise
    for name in names:
        shutil.rmtree(downloads / f"{name}.outgoing", ignore_errors=True)


def _recover(downloads: Path) -> None:
    """A run killed between two renames left the old folder aside: it comes back."""
    for aside in downloads.glob("*.outgoing"):
        place = aside.with_suffix("")
        if place.exists():
            shutil.rmtree(place)
        aside.rename(place)
