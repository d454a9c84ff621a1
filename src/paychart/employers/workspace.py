"""A private folder for what a run must put on disk, removed at the end and, after a crash, by the next run."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

PREFIX = "paychart-payroll-"


@contextmanager
def workspace(base: Path | None = None) -> Iterator[Path]:
    """A new folder that only this user can read. A polite kill (SIGTERM) also removes it.

    Folders that a killed run left behind are removed first: their names carry the process that made them.
    """
    root = base or Path(tempfile.gettempdir())
    sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, _leave) if main else None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if main:
            signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def sweep(root: Path, prefix: str = PREFIX) -> int:
    """Remove the folders named `prefix`, process, "-" and letters whose process is gone; returns how many."""
    removed = 0
    for folder in root.glob(f"{glob.escape(prefix)}*"):
        number = folder.name.removeprefix(prefix).split("-")[0]
        if number.isdigit() and not _running(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
            removed += not folder.exists()
    return removed


def _running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
