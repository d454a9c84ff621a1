"""How every file is written: checked first, beside its target, whole or not at all.

A target is never a folder, a device, something that is being read, or a secret key. Links are followed, so a link
stays a link; a file keeps its permissions, and a new file about people is its owner's alone. Work in progress lies
in folders whose names carry the process that made them; what a killed process left goes with the next run.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType

from paychart.errors import BadInput

PREFIX = "paychart-"
_DRAFT = ".paychart-draft-"
_KEY = re.compile(rb"\s*[0-9a-f]{32,128}\s*", re.IGNORECASE)
_ELSEWHERE = "Name another file with -o."


def usable(target: Path, *, inputs: Iterable[str | Path | None] = ()) -> Path:
    """Where `target` really lies, links followed.

    Raises BadInput where its folder is missing, or where writing it would destroy a folder, a device, one of `inputs`
    (files, folders or glob patterns that are read) or a secret key.
    """
    try:
        real = Path(target).resolve()
        str(real).encode()  # libraries take names as text
        state = real.stat() if real.exists() else None
        if not real.parent.is_dir():
            raise BadInput(
                f"The folder {target.parent} does not exist.", hint="Create it, or write elsewhere with -o."
            )
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a name too long, a zero byte
        raise _unwritable(target, error) from error
    if state is not None and stat.S_ISDIR(state.st_mode):
        raise BadInput(f"{target} is a folder.", hint="Name a file in it, or another place, with -o.")
    if state is not None and not stat.S_ISREG(state.st_mode):
        raise BadInput(f"{target} is no ordinary file.", hint=_ELSEWHERE)
    for source in inputs:
        if source is not None and _is_read(real, str(source)):
            raise BadInput(f"{target} is what is being read; writing it would destroy it.", hint=_ELSEWHERE)
    if state is not None and state.st_size <= 200 and _is_key(real):
        raise BadInput(
            f"{target} holds a secret key, without which later releases cannot be made.", hint=_ELSEWHERE
        )
    return real


def _is_read(real: Path, source: str) -> bool:
    """Whether a file is `source`, lies in it, or would be read with it the next time."""
    if "://" in source:
        return False
    here = Path(source)
    with suppress(OSError, ValueError):
        if here.exists():
            return (real.exists() and os.path.samefile(real, here)) or here.resolve() in real.parents
        if glob.has_magic(source):
            lasting = Path(os.path.abspath(source))
            return fnmatch(str(real), str(lasting)) or any(
                real.exists() and os.path.samefile(real, found) for found in glob.glob(source, recursive=True)
            )
    return False


def _is_key(path: Path) -> bool:
    try:
        return bool(_KEY.fullmatch(path.read_bytes()))
    except OSError:
        return False


@contextmanager
def written(
    target: Path, *, inputs: Iterable[str | Path | None] = (), private: bool = False
) -> Iterator[Path]:
    """A path to write to, named as `target`, that takes its place when the block ends well and else vanishes.

    `private` makes a new file its owner's alone (pay of people). Raises BadInput as `usable` does, and where the
    place cannot be written.
    """
    real = usable(target, inputs=inputs)
    try:
        sweep(real.parent, _DRAFT)
        folder = Path(tempfile.mkdtemp(prefix=f"{_DRAFT}{os.getpid()}-", dir=real.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    with _gone_at_the_end(folder):
        draft = folder / real.name
        yield draft
        try:
            _publish(draft, real, private)
        except OSError as error:
            raise _unwritable(target, error) from error


def write_whole(
    content: str | bytes, target: Path, *, inputs: Iterable[str | Path | None] = (), private: bool = False
) -> None:
    """Write a text (as UTF-8) or bytes, as `written` does."""
    with written(target, inputs=inputs, private=private) as draft:
        try:
            draft.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        except OSError as error:
            raise _unwritable(target, error) from error


def _publish(draft: Path, real: Path, private: bool) -> None:
    with suppress(FileNotFoundError):
        before = real.stat()
        draft.chmod(stat.S_IMODE(before.st_mode))
        with suppress(OSError):  # only root may give a file back to another owner
            os.chown(draft, before.st_uid, before.st_gid)
        private = False
    if private:
        draft.chmod(0o700 if draft.is_dir() else 0o600)
    if not draft.is_dir():
        with draft.open("rb") as file:
            os.fsync(file.fileno())
    draft.replace(real)


def _unwritable(target: Path, error: Exception) -> BadInput:
    return BadInput(
        f"{target} cannot be written: {getattr(error, 'strerror', None) or error}.", hint=_ELSEWHERE
    )


@contextmanager
def workspace(base: Path | None = None) -> Iterator[Path]:
    """A new folder that only this user can read, removed at the end; those of killed runs are removed first."""
    root = base or Path(tempfile.gettempdir())
    sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
    with _gone_at_the_end(folder):
        yield folder


@contextmanager
def _gone_at_the_end(folder: Path) -> Iterator[None]:
    """Removes a folder also where a polite kill (SIGTERM) ends the process, unless the program minds those itself."""
    main = threading.current_thread() is threading.main_thread()
    minded = main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if minded:
        signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if minded:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def sweep(root: Path, prefix: str = PREFIX) -> int:
    """Remove what is named `prefix`, process, "-" and letters and whose process is gone; returns how many."""
    removed = 0
    for left in root.glob(f"{glob.escape(prefix)}*"):
        number = left.name.removeprefix(prefix).split("-")[0]
        if number.isdigit() and not _running(int(number)):
            shutil.rmtree(left, ignore_errors=True)
            if left.is_file():
                left.unlink(missing_ok=True)
            removed += not left.exists()
    return removed


def _running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
