"""The store that is being served: a rebuilt file is picked up while older answers finish on the older one."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path

from paychart.data.store import Store, open_private
from paychart.doors.web.limits import ALONE, Serving
from paychart.errors import PaychartError
from paychart.pay.cells import hold_all
from paychart.pay.model.sheet import sheets
from paychart.words import index
from paychart.words.lookup import KINDS
from paychart.words.suggest import suggest, suggestions

_CHECK_SECONDS = 1.0
_SLIP = "medcal recrods"
_log = logging.getLogger("paychart.web")


class CurrentStore:
    """Hands out the open store. A request asks once and keeps what it got, so its answer is of one release."""

    def __init__(self, path: Path, serving: Serving = ALONE) -> None:
        self._path, self._serving = path, serving
        self._stamp = _stamp(path)
        self._store = self._open()
        self._checked = time.monotonic()
        self._changing = threading.Lock()

    def get(self) -> Store:
        """The store to answer from. At most once a second, looks whether the file was replaced."""
        now = time.monotonic()
        if now - self._checked > _CHECK_SECONDS:
            self._checked = now
            if _stamp(self._path) not in (self._stamp, None):
                threading.Thread(target=self.refresh, daemon=True).start()
        return self._store

    def _open(self) -> Store:
        """The file, ready. Raises BadInput where it is of another release than the pinned one."""
        opened = open_private(self._path)
        self._serving.check(opened.release, opened.content_hash)
        return _warm(opened)

    def refresh(self) -> None:
        """Open the file now in place and serve it; one that cannot be opened leaves the old one in service."""
        if not self._changing.acquire(blocking=False):
            return
        try:
            stamp = _stamp(self._path)
            if stamp == self._stamp:
                return
            fresh = self._open()
            self._store, self._stamp = fresh, stamp
            _log.info("store replaced", extra={"fields": {"content_hash": fresh.content_hash[:16]}})
        except PaychartError as error:
            self._stamp = stamp  # do not try the same broken file again
            _log.warning("store not replaced", extra={"fields": {"reason": error.message}})
        finally:
            self._changing.release()


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _warm(store: Store) -> Store:
    """What the first visitor would otherwise wait for."""
    index(store)
    hold_all(store)
    sheets(store, [next(iter(index(store).occupations))])  # modelled cells are read with the first of them
    suggestions(store)
    for kind in KINDS:
        suggest(_SLIP, store, kind, 8)  # no word begins that way: the slower search and the title model load
    _ = store.release, store.loads, store.content_hash
    return store
