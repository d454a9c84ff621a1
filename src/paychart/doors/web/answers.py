"""From a question to a response: computed on a bounded pool of threads, within a time, and kept by release."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Request, Response

import paychart
from paychart.data.store import Store
from paychart.doors.web.current_store import CurrentStore
from paychart.doors.web.formats import MEDIA, encode, wanted
from paychart.doors.web.limits import Limits
from paychart.questions import Answer

T = TypeVar("T")
Step = Callable[[str, int, int], None]
Progress = Callable[[int, int], None]


class Busy(Exception):
    """Too many questions are waiting, or this one took too long."""


def _silent(_done: int, _of: int) -> None:
    """Quick work is not stopped midway."""


@dataclass(frozen=True)
class _Kept:
    body: bytes
    etag: str
    link: str = ""


class Answers:
    """Computes answers from the current store. Encoded answers to GET are kept in memory, never on disk.

    An answer depends only on the store's content, the version of the program, the address and the form asked
    for, so the same four give the same bytes and the same ETag.
    """

    def __init__(self, current: CurrentStore, limits: Limits) -> None:
        self.current = current
        self.limits = limits
        self._pool = ThreadPoolExecutor(limits.threads, thread_name_prefix="answer")
        self._payrolls = ThreadPoolExecutor(1, thread_name_prefix="payroll")
        self._slow = ThreadPoolExecutor(limits.slow_threads, thread_name_prefix="slow")
        self._closing = False
        self._waiting: dict[ThreadPoolExecutor, list[float]] = {}
        self._kept: OrderedDict[tuple[str, str, str, bytes], _Kept] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    async def compute(self, work: Callable[[Store], T], store: Store | None = None) -> T:
        """`work(store)` on a thread. Raises Busy where the queue is full or the time is up."""
        opened = store or self.current.get()
        return await self._run(self._pool, lambda: work(opened), self.limits.answer_seconds)

    async def compute_slow(self, work: Callable[[Store, Progress], T], store: Store | None = None) -> T:
        """`work(store, progress)` on the few threads for slow work, apart from pages; `progress` ends it in time.

        Raises Busy where the queue is full or the time is up.
        """
        opened, over = store or self.current.get(), self._deadline(self.limits.answer_seconds)
        return await self._run(
            self._slow, lambda: work(opened, lambda _done, _of: over()), self.limits.answer_seconds
        )

    async def compute_payroll(self, work: Callable[[Store, Step], T]) -> T:
        """`work(store, step)` on the one thread for payrolls; `step` ends it where its time is up.

        Raises Busy where the queue is full or the time is up.
        """
        opened, over = self.current.get(), self._deadline(self.limits.payroll_seconds)
        seconds = self.limits.payroll_seconds + 5
        return await self._run(
            self._payrolls, lambda: work(opened, lambda _what, _done, _of: over()), seconds
        )

    def _deadline(self, seconds: float) -> Callable[[], None]:
        """What slow work calls now and then: raises Busy once the time is up, whether or not anyone still waits."""
        end = time.monotonic() + seconds

        def over() -> None:
            if self._closing or time.monotonic() > end:
                raise Busy

        return over

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[], T], seconds: float) -> T:
        waiting = self._waiting.setdefault(pool, [])
        most = self.limits.waiting_answers if pool is self._pool else self.limits.waiting_slow
        if len(waiting) >= most:
            raise Busy
        begun = time.monotonic()
        waiting.append(begun)
        future = asyncio.get_running_loop().run_in_executor(pool, work)

        # The thread runs on after a time-out, and counts as waiting until it is done.
        def done(ended: asyncio.Future[T]) -> None:
            waiting.remove(begun)
            if not ended.cancelled():
                ended.exception()  # looked at, so that a late failure is not reported as forgotten

        future.add_done_callback(done)
        try:
            return await asyncio.wait_for(asyncio.shield(future), seconds)
        except TimeoutError as error:
            raise Busy from error

    def health(self) -> dict[str, int | float | str]:
        """Whether pages are answered: how many wait, the longest for how many seconds, and how much slow work waits."""
        pages = self._waiting.get(self._pool, [])
        slow = sum(len(waiting) for pool, waiting in self._waiting.items() if pool is not self._pool)
        longest = time.monotonic() - min(pages) if pages else 0.0
        stuck = len(pages) >= self.limits.waiting_answers or longest > self.limits.answer_seconds / 2
        return {
            "status": "busy" if stuck else "ok",
            "waiting": len(pages),
            "longest_seconds": round(longest, 2),
            "slow": slow,
        }

    async def respond(
        self,
        request: Request,
        work: Callable[[Store, Progress], Answer],
        *,
        also: str = "",
        slow: bool = False,
    ) -> Response:
        """The response to a GET: from memory where the same was asked of this store, else computed.

        `also` is whatever else the answer depends on, such as the month; `slow` work has threads of its own.
        """
        form = wanted(request)
        store = self.current.get()
        key = (store.content_hash + also, form, request.url.path, request.scope["query_string"])
        kept = self._recall(key)
        if kept is None:

            def made(opened: Store, progress: Progress) -> tuple[bytes, int | None]:
                found = work(opened, progress)
                return encode(found, form), found.next

            if slow:
                body, then = await self.compute_slow(made, store)
            else:
                body, then = await self.compute(lambda opened: made(opened, _silent), store)
            tag = f'"{store.content_hash[:16]}{also}-{paychart.__version__}-{form}"'
            then_at = request.url.include_query_params(cursor=then) if then is not None else None
            link = f'<{then_at.path}?{then_at.query}>; rel="next"' if then_at and form == "json" else ""
            kept = _Kept(body, tag, link)
            self._keep(key, kept)
        headers = {"ETag": kept.etag, "Cache-Control": "no-cache", "Vary": "Accept"}
        if kept.link:
            headers["Link"] = kept.link
        if kept.etag in _tags(request):
            return Response(status_code=304, headers=headers)
        return Response(kept.body, media_type=MEDIA[form], headers=headers)

    def _recall(self, key: tuple[str, str, str, bytes]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _keep(self, key: tuple[str, str, str, bytes], kept: _Kept) -> None:
        with self._lock:
            if key not in self._kept:
                self._held += len(kept.body)
            self._kept[key] = kept
            while self._held > self.limits.cached_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._held -= len(dropped.body)

    def close(self) -> None:
        """Let quick answers end, stop slow ones at their next step, and drop those that wait."""
        self._closing = True
        for pool in (self._payrolls, self._slow):
            pool.shutdown(wait=False, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)


def _tags(request: Request) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]


def answers_of(request: Request) -> Answers:
    """The answers of the application that the request came to."""
    return cast(Answers, request.app.state.answers)


Given = Annotated[Answers, Depends(answers_of)]
