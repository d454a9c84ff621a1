"""What the machine does to a command (a full disk, a folder that cannot be written, a damaged file), as one message."""

from __future__ import annotations

import errno
import sys

from paychart.errors import BadInput, PaychartError, StoreError, tells_of_full_disk

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What a library that cannot get memory raises, of whatever type.
_NO_MEMORY = ("can't start new thread", "failed to map segment", "Cannot allocate memory", "std::bad_alloc")
_UNWRITABLE = {
    *_FULL,
    *(errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT, errno.EIO),
    *(errno.ENAMETOOLONG, errno.ELOOP),
}
# What DuckDB raises where pages or pieces of a file are not what their checksums or headers say, or no room is left.
_DAMAGE = (
    "IOException",
    "FatalException",
    "InternalException",
    "SerializationException",
    "InvalidInputException",
)


def as_known(error: BaseException) -> PaychartError | None:
    """The message for `error`; None for what is a mistake of the program, whose traceback must show.

    Neither quotes the file that was read: it may be about people.
    """
    if isinstance(error, PaychartError):
        return error
    refused = _refusal(error)
    if refused is not None:
        return BadInput(
            f"{refused.filename or 'A file'} cannot be read or written: {refused.strerror}.",
            hint="Free some disk space, or name another place; what was there before is unchanged.",
        )
    if isinstance(error, UnicodeEncodeError):
        return BadInput(
            "A name that was given holds signs that are no text here.",
            hint="Rename the file with plain letters, or set the terminal to UTF-8.",
        )
    if isinstance(error, MemoryError) or any(words in str(error) for words in _NO_MEMORY):
        return StoreError(
            "There is not enough memory for this.",
            hint="Close other programs, or raise the limit (ulimit -v).",
        )
    duckdb = sys.modules.get("duckdb")
    if duckdb is None or not isinstance(error, duckdb.Error):
        return None
    if isinstance(error, duckdb.OutOfMemoryException) or tells_of_full_disk(error):
        return StoreError(
            "There is not enough memory or disk space for this.",
            hint="Free some space in the temporary folder (TMPDIR), or give a smaller file.",
        )
    if type(error) is duckdb.Error or isinstance(error, tuple(getattr(duckdb, name) for name in _DAMAGE)):
        return StoreError(
            "The store, or a file that was read, is damaged or was cut short.",
            hint="Build the store again (paychart data build), and check that the files you gave open elsewhere.",
        )
    return None


def _refusal(error: BaseException) -> OSError | None:
    """What the operating system refused, also where a library put an error of its own around a full disk."""
    if isinstance(error, OSError) and error.errno in _UNWRITABLE:
        return error
    around: BaseException | None = error
    while around is not None:
        if isinstance(around, OSError) and around.errno in _FULL:
            return around
        around = around.__cause__ or around.__context__
    return None
