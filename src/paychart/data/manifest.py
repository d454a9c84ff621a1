"""The checksums of everything that ships beside the code, so that a table changed on disk is noticed.

`manifest.json` lists each file with its size and SHA-256; `make manifest` writes it. A start looks only at sizes and
times: what has not been touched since it was last found whole is not read again. `paychart doctor` reads it all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from paychart.errors import BadInput, SourceUnavailable
from paychart.show.output import write_whole

PACKAGE = Path(__file__).parents[1]
MANIFEST = Path(__file__).with_name("manifest.json")
_CODE = {".py", ".pyc", ".pyi", ".so"}


def carried_files(package: Path = PACKAGE) -> Iterator[Path]:
    """Everything that ships and is no code, in the order of names."""
    for path in sorted(package.rglob("*")):
        if path.suffix not in _CODE and path.is_file() and path.name != MANIFEST.name:
            yield path


def checksums(package: Path = PACKAGE) -> dict[str, list[int | str]]:
    """File -> size in bytes and SHA-256, of the files as they are."""
    return {
        path.relative_to(package).as_posix(): [path.stat().st_size, sha256(path)]
        for path in carried_files(package)
    }


def write_manifest() -> int:
    """Write `manifest.json` for the files as they are; returns how many."""
    found = checksums()
    write_whole(json.dumps(found, indent=0) + "\n", MANIFEST)
    return len(found)


def recorded() -> Mapping[str, tuple[int, str]]:
    """File -> size and SHA-256 as they were released; empty where there is no manifest."""
    try:
        found = json.loads(MANIFEST.read_text(encoding="utf-8"))
        return {name: (int(size), str(digest)) for name, (size, digest) in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise _damaged(MANIFEST.name) from error


def is_checkout() -> bool:
    """Whether the package is worked on: its tables then differ from the last manifest for good reason."""
    return (PACKAGE.parents[1] / "pyproject.toml").is_file()


def damage(package: Path = PACKAGE) -> dict[str, str]:
    """File -> what is wrong with it, of all files, read whole."""
    return {
        name: words for name, expected in recorded().items() if (words := _wrong(package / name, expected))
    }


def check_at_start(stamp: Path, package: Path = PACKAGE) -> None:
    """Raise SourceUnavailable where a file has changed since it was last found whole, as noted at `stamp`.

    A checkout is not checked. Where `stamp` cannot be written every start reads the files, which takes a tenth of a
    second.
    """
    if is_checkout():
        return
    known, seen = recorded(), _seen(stamp)
    now: dict[str, list[int]] = {}
    for name, expected in known.items():
        path = package / name
        with suppress(OSError):
            state = path.stat()
            now[name] = [state.st_size, state.st_mtime_ns]
        if seen.get(name) == now.get(name, []):
            continue
        if wrong := _wrong(path, expected):
            raise _damaged(f"{name} {wrong}")
    if now != seen:
        with suppress(BadInput):  # nowhere to note it
            write_whole(json.dumps(now), stamp)


def _seen(stamp: Path) -> dict[str, list[int]]:
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _wrong(path: Path, expected: tuple[int, str]) -> str | None:
    try:
        if path.stat().st_size != expected[0]:
            return f"is {path.stat().st_size:,} bytes long, not {expected[0]:,}"
        return None if sha256(path) == expected[1] else "is not as it was released"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"


def _damaged(what: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"A file that installs with paychart is damaged: {what}.",
        hint="Install it again: pip install --force-reinstall paychart. See also: paychart doctor",
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
