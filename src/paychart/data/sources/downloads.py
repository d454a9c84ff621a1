"""Official downloads: cached, resumed, checksummed, whole or not at all. Nothing is fetched unless asked."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paychart.data.reference import carried
from paychart.data.releases import release_years
from paychart.errors import BadInput, SourceUnavailable
from paychart.show.output import write_whole, written

if TYPE_CHECKING:
    import httpx  # loaded where something is downloaded: opening a store needs none

Progress = Callable[[str, int, int], None]
_BLOCK = 1 << 18
RECORD = "downloads.json"
OFFLINE = (
    "Are you offline? What was fetched so far is kept, and the next try goes on from there. "
    "Everything else in paychart works without downloads."
)


@dataclass(frozen=True)
class Download:
    """One publication: the folder its files go to, their official addresses, and the table they fill."""

    name: str
    title: str
    urls: tuple[str, ...]
    unzip: bool = False
    table: str = ""


def _catalogue() -> tuple[Download, ...]:
    """The downloads of `downloads.csv`; {yy} in an address stands for each May release known."""
    found: dict[str, Download] = {}
    for row in carried("downloads.csv"):
        years = release_years() if "{yy}" in row["url"] else (0,)
        urls = tuple(row["url"].replace("{yy}", f"{year % 100:02d}") for year in years)
        known = found.get(row["name"])
        held = known.urls if known else ()
        found[row["name"]] = Download(
            row["name"], row["title"], (*held, *urls), bool(row["unzip"]), row["table"]
        )
    return tuple(found.values())


CATALOGUE = _catalogue()


def find_download(name: str) -> Download:
    """The catalogue entry called `name`; BadInput names the others."""
    for entry in CATALOGUE:
        if entry.name == name:
            return entry
    names = tuple(entry.name for entry in CATALOGUE)
    raise BadInput(f"{name!r} is not a source that can be fetched.", nearest=names)


def fetch(
    entry: Download, folder: Path, client: httpx.Client, progress: Progress = lambda *_: None
) -> dict[str, str]:
    """Download `entry` into `folder`; returns SHA-256 by file name and records them in `downloads.json`.

    A file already there with its recorded checksum is kept. A part left by an earlier try is resumed. Raises
    SourceUnavailable where the publisher cannot be reached, answers with an error, or sends too few bytes.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _fetch(entry, folder, client, progress)
    except (OSError, BadInput) as error:
        raise SourceUnavailable(
            f"{entry.title} cannot be kept in {folder}: {getattr(error, 'strerror', None) or error}.",
            hint="Free some disk space, or name another --folder; what was fetched whole is kept.",
        ) from error


def _fetch(entry: Download, folder: Path, client: httpx.Client, progress: Progress) -> dict[str, str]:
    record_path = folder / RECORD
    record = _read_record(record_path)
    for url in entry.urls:
        name = url.rsplit("/", 1)[1]
        target = folder / name
        known = record.get(name, {})
        parts = [part for part, item in record.items() if item.get("url") == url]
        if known and all(_is_as_recorded(folder / part, record[part]) for part in parts):
            continue
        version = _download(url, target, client, progress)
        # Unpacked before it is recorded: whoever is killed in between unpacks again.
        members = _unzip(target, folder) if entry.unzip else []
        for path in (target, *members):
            record[path.name] = {
                "url": url,
                "sha256": _sha256(path),
                "version": version,
                "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        write_whole(json.dumps(record, indent=2), record_path)
    return {name: str(item["sha256"]) for name, item in record.items()}


def is_newest(entry: Download, folder: Path, client: httpx.Client) -> bool:
    """Whether each file in `folder` is whole and of the version its publisher serves now, by its own mark.

    False where something is missing or a server gives no mark. Raises SourceUnavailable where one cannot be reached.
    """
    import httpx

    record = _read_record(folder / RECORD)
    for url in entry.urls:
        parts = {name: item for name, item in record.items() if item.get("url") == url}
        if not parts or not all(_is_as_recorded(folder / name, item) for name, item in parts.items()):
            return False
        try:
            served = _version(client.head(url, follow_redirects=True).headers)
        except httpx.HTTPError as error:
            raise SourceUnavailable(
                f"{url} cannot be reached: {type(error).__name__}.", hint=OFFLINE
            ) from error
        if not served or any(item.get("version") != served for item in parts.values()):
            return False
    return True


def verify(folder: Path) -> None:
    """Raise SourceUnavailable where a file that was fetched into `folder` has changed since."""
    for name, item in _read_record(folder / RECORD).items():
        if (folder / name).is_file() and not _is_as_recorded(folder / name, item):
            raise SourceUnavailable(
                f"{name} in {folder} is not the file that was fetched: its checksum has changed.",
                hint="Fetch it again with paychart data fetch, which replaces it.",
            )


def _is_as_recorded(path: Path, item: dict[str, str]) -> bool:
    return path.is_file() and item.get("sha256") == _sha256(path)


def _read_record(path: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {n: i for n, i in found.items() if isinstance(i, dict)} if isinstance(found, dict) else {}


def _download(url: str, target: Path, client: httpx.Client, progress: Progress) -> str:
    """Fetch one file; returns what its server calls this version of it, "" where it does not say."""
    import httpx

    part = target.with_name(target.name + ".part")
    tag = target.with_name(target.name + ".part.tag")  # which version of the file the part is of
    have = part.stat().st_size if part.is_file() and tag.is_file() else 0
    headers = {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="utf-8")} if have else {}
    try:
        with client.stream("GET", url, headers=headers, follow_redirects=True) as response:
            if response.status_code == 416:
                part.unlink()
                tag.unlink()
                raise SourceUnavailable(
                    f"The part of {target.name} on disk is stale; it was removed.", hint="Try again."
                )
            if response.status_code >= 400:
                raise SourceUnavailable(
                    f"{url} answered {response.status_code}.",
                    hint="The publisher may have moved it; try later.",
                )
            resumed = response.status_code == 206
            done = have if resumed else 0
            if not resumed:
                _mark(tag, response.headers)
            length = response.headers.get("Content-Length")
            total = done + int(length) if length else 0
            with part.open("ab" if resumed else "wb") as file:
                for block in response.iter_bytes(_BLOCK):
                    file.write(block)
                    done += len(block)
                    progress(target.name, done, total)
    except httpx.HTTPError as error:
        raise SourceUnavailable(
            f"{url} cannot be reached: {type(error).__name__}.",
            hint=OFFLINE,
        ) from error
    if total and done != total and "Content-Encoding" not in response.headers:
        raise SourceUnavailable(f"{target.name} came short: {done:,} of {total:,} bytes.", hint="Try again.")
    part.replace(target)
    tag.unlink(missing_ok=True)
    return _version(response.headers)


def _version(headers: httpx.Headers) -> str:
    return headers.get("ETag") or headers.get("Last-Modified") or ""


def _mark(tag: Path, headers: httpx.Headers) -> None:
    """Note the version of the file being fetched. Without a mark a part is not resumed: it could be of another."""
    version = _version(headers)
    if version and not version.startswith("W/"):
        tag.write_text(version, encoding="utf-8")
    else:
        tag.unlink(missing_ok=True)


def _unzip(archive: Path, folder: Path) -> list[Path]:
    """Unpack the data files of a ZIP flat into `folder`, and return them; names cannot leave it."""
    unpacked = []
    try:
        with zipfile.ZipFile(archive) as opened:
            for item in opened.infolist():
                name = Path(item.filename).name
                if item.is_dir() or not name.lower().endswith((".csv", ".xlsx", ".txt")):
                    continue
                with (
                    opened.open(item) as source,
                    written(folder / name) as draft,
                    draft.open("wb") as file,
                ):
                    shutil.copyfileobj(source, file, _BLOCK)
                unpacked.append(folder / name)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        archive.unlink(missing_ok=True)
        raise SourceUnavailable(f"{archive.name} is not a whole ZIP file.", hint="Try again.") from error
    return unpacked


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
