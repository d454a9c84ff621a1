"""Refreshing from a server on this machine: what is due arrives whole, damage and absence change nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest
from filelock import FileLock

from paychart.data import refresh as refreshing
from paychart.data.changes import page
from paychart.data.refresh import NEW, REFUSED, SAME, UNREACHABLE, refresh
from paychart.data.store import open_store
from paychart.data.store.standing import content_hash_of
from paychart.errors import BadInput, StoreError

DAY = date(2026, 11, 29)
HEAD = "series_id\tyear\tperiod\tvalue\tfootnote_codes\n"
MONTHS = "".join(
    f"CUUR0000SA0\t{year}\tM{month:02d}\t{100 + (year - 1983) * 5 + month / 10:.1f}\t\n"
    for year in range(1983, 2027)
    for month in range(1, 13)
    if (year, month) <= (2026, 10)
)


class _Handler(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, tuple[str, bytes]]] = {}
    gets: ClassVar[list[str]] = []

    def _answer(self) -> bytes | None:
        found = self.files.get(self.path)
        if found is None:
            self.send_error(404)
            return None
        self.send_response(200)
        self.send_header("ETag", found[0])
        self.send_header("Content-Length", str(len(found[1])))
        self.end_headers()
        return found[1]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self.gets.append(self.path)
        body = self._answer()
        if body is not None:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A publisher of consumer prices on this machine; the catalogue points to it."""
    _Handler.gets, _Handler.files = [], {"/cu.data.1.AllItems": ('"one"', (HEAD + MONTHS).encode())}
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{http.server_port}"
    moved = tuple(
        replace(entry, urls=tuple(f"{address}/{url.rsplit('/', 1)[1]}" for url in entry.urls))
        for entry in refreshing.CATALOGUE
    )
    monkeypatch.setattr(refreshing, "CATALOGUE", moved)
    yield address
    http.shutdown()
    http.server_close()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5, trust_env=False) as opened:
        yield opened


@pytest.fixture
def own(store_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(store_path, tmp_path / "own.duckdb"))


def test_what_is_due_arrives_once(server, client, own, tmp_path):
    done = refresh(own, tmp_path / "kept", client, today=DAY, sources=["cpi"], watch=["29-2072"])
    assert [(item.name, item.outcome, item.edition) for item in done.fetched] == [
        ("cpi", NEW, "October 2026")
    ]
    assert done.rebuilt
    assert not done.new_release
    with open_store(own) as store:
        assert store.vintages["cpi"].edition == "October 2026"
        assert store.vintages["cpi"].state(DAY) == "current"
        assert store.rows("SELECT count(*) FROM cell") > [(300_000,)]
    again = refresh(own, tmp_path / "kept", client, today=DAY, sources=["cpi"])
    assert [item.outcome for item in again.fetched] == [SAME]
    assert not again.rebuilt
    assert again.content_hash == done.content_hash
    assert len(_Handler.gets) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<html>Moved</html>", "does not begin with series_id"),
        (HEAD + "CUUR0000SA0\t2026\tM1", "row 2: 3 fields"),
        (HEAD.replace("value", "index") + MONTHS, "does not begin with series_id"),
        (HEAD, "empty or damaged"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(server, client, own, tmp_path, body, says):
    _Handler.files["/cu.data.1.AllItems"] = ('"two"', body.encode())
    before = content_hash_of(own)
    done = refresh(own, tmp_path / "kept", client, today=DAY, sources=["cpi"])
    assert [item.outcome for item in done.fetched] == [REFUSED]
    assert says in done.fetched[0].why
    assert content_hash_of(own) == before
    assert not (tmp_path / "kept" / "cpi").exists()


def test_without_a_network_everything_stays(client, own, tmp_path, server):
    _Handler.files.clear()
    before = content_hash_of(own)
    done = refresh(own, tmp_path / "kept", client, today=DAY)
    outcomes = {item.name: item.outcome for item in done.fetched}
    assert outcomes["cpi"] == UNREACHABLE  # due since October
    assert outcomes["projections"] == "not due"
    assert not done.rebuilt
    assert content_hash_of(own) == before


def test_a_half_finished_download_goes_on_and_a_killed_run_is_mended(server, client, own, tmp_path):
    kept = tmp_path / "kept"
    (kept / "cpi.incoming").mkdir(parents=True)
    (kept / "cpi.incoming" / "cu.data.1.AllItems.part").write_text("series_id\tye")
    (kept / "cpi.outgoing").mkdir()
    (kept / "cpi.outgoing" / "cu.data.1.AllItems").write_text("the one in use before")
    refreshing._recover(kept)
    assert (kept / "cpi" / "cu.data.1.AllItems").read_text() == "the one in use before"
    done = refresh(own, kept, client, today=DAY, sources=["cpi"])
    assert [item.outcome for item in done.fetched] == [NEW]
    assert sorted(path.name for path in kept.iterdir() if path.is_dir()) == ["cpi"]


def test_two_refreshes_do_not_run_at_once(server, client, own, tmp_path):
    (tmp_path / "kept").mkdir()
    with FileLock(tmp_path / "kept" / ".refresh.lock"), pytest.raises(StoreError, match="Another refresh"):
        refresh(own, tmp_path / "kept", client, today=DAY, sources=["cpi"])


def test_an_unknown_source_names_those_there_are(client, own, tmp_path):
    with pytest.raises(BadInput) as caught:
        refresh(own, tmp_path / "kept", client, today=DAY, sources=["weather"])
    assert "projections" in caught.value.nearest


def test_a_build_that_fails_puts_the_old_files_back(server, client, own, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    refresh(own, kept, client, today=DAY, sources=["cpi"])
    _Handler.files["/cu.data.1.AllItems"] = (
        '"two"',
        (HEAD + MONTHS.replace("2026\tM10", "2026\tM09")).encode(),
    )

    def broken(*_: object, **__: object) -> str:
        raise StoreError("no room")

    before = (kept / "cpi" / "cu.data.1.AllItems").read_bytes()
    monkeypatch.setattr(refreshing, "build_store", broken)
    _Handler.files["/cu.data.1.AllItems"] = (
        '"three"',
        (HEAD + MONTHS + "CUUR0000SA0\t2026\tM11\t400\t\n").encode(),
    )
    with pytest.raises(StoreError, match="no room"):
        refresh(own, kept, client, today=DAY, sources=["cpi"])
    assert (kept / "cpi" / "cu.data.1.AllItems").read_bytes() == before


def test_a_page_of_differences_names_editions():
    from paychart.data.changes import Change

    pay = Change(
        "29-2072", "Coders", "median", "dollars a year", 51_140, 52_700, "May 2025", "May 2026", True
    )
    jobs = Change(
        "29-2072", "Coders", "openings", "openings a year", 14_000, 13_000, "2025-35", "2026-36", False
    )
    assert pay.words().endswith("$51,140 (May 2025), now $52,700 (May 2026), +3.1%.")
    assert jobs.words().endswith("another edition, not a change over time.")
    text = page([pay, jobs], "What changed")
    assert "| Coders (29-2072) | median | $51,140 (May 2025) | $52,700 (May 2026) | +3.1% |" in text
    assert "never a trend" in text
