"""Where a run keeps what it works on: a private folder, or memory alone, which leaves nothing behind.

Both hand out addresses that DuckDB reads and writes, and files for Python, so that the same steps serve both.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

import duckdb

from paychart.errors import SourceUnavailable

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_PROTOCOL = "held"


class Desk(Protocol):
    """A place for working files."""

    held: bool

    def url(self, name: str) -> str:
        """The address of a working file, as DuckDB takes it."""

    def read(self, name: str) -> BinaryIO:
        """A working file, opened for reading."""

    def write(self, name: str) -> IO[str]:
        """A new UTF-8 text file."""

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make a session keep to this place."""


class FolderDesk:
    """A folder; larger-than-memory work spills into it."""

    held = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return str(self.folder / name)

    def read(self, name: str) -> BinaryIO:
        return (self.folder / name).open("rb")

    def write(self, name: str) -> IO[str]:
        return (self.folder / name).open("w", encoding="utf-8", newline="")

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(f"SET temp_directory = '{quoted(str(self.folder))}'")


class MemoryDesk:
    """Files that live in this object only; a session settled here can neither read nor write a disk."""

    held = True

    def __init__(self) -> None:
        self._files = _own_memory()

    def put(self, name: str, content: bytes) -> None:
        """Lay a file's bytes on the desk."""
        self._files.pipe_file(name, content)

    def take(self, name: str) -> bytes:
        """The bytes of a working file."""
        return cast(bytes, self._files.cat_file(name))

    def url(self, name: str) -> str:
        return f"{_PROTOCOL}://{name}"

    def read(self, name: str) -> BinaryIO:
        return io.BytesIO(self.take(name))

    def write(self, name: str) -> IO[str]:
        return cast(IO[str], self._files.open(name, "w", encoding="utf-8", newline=""))

    def settle(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.register_filesystem(self._files)
        # No spill folder first: naming one afterwards would need the file system that goes away here.
        connection.execute("SET temp_directory = ''")
        connection.execute("SET disabled_filesystems = 'LocalFileSystem'")


def _own_memory() -> AbstractFileSystem:
    """A memory file system of its own: the library's shares one set of files within the process."""
    try:
        from fsspec.implementations.memory import MemoryFileSystem
    except ImportError as error:
        raise SourceUnavailable(
            "Pricing a payroll in memory needs packages that are not installed.",
            hint='Install them with: pip install "paychart[employers]"',
        ) from error

    class OwnMemory(MemoryFileSystem):  # type: ignore[misc]
        protocol = _PROTOCOL
        cachable = False

        def __init__(self) -> None:
            super().__init__()
            self.store: dict[str, object] = {}
            self.pseudo_dirs: list[str] = [""]

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return "/" + str(path).split("://", 1)[-1].strip("/")

    return OwnMemory()


def quoted(text: str) -> str:
    """A text inside single quotes of SQL."""
    return text.replace("'", "''")
