"""The outer wall: bounded requests, strict headers on every response, and logs that name no one."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time

from fastapi import Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paychart.doors.web.limits import Limits
from paychart.doors.web.problems import of_http, problem

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-frame-options", b"DENY"),
]
_SHARED = [pair for pair in _HEADERS if pair[0] != b"cross-origin-resource-policy"]
# Addresses that take a payroll; only these may be sent more than a few megabytes, a few at a time.
UPLOADS = frozenset({"/employers", "/api/v1/benchmark"})
_log = logging.getLogger("paychart.web")


class TooLarge(HTTPException):
    """The body is longer than the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"The body is larger than {limit:,} bytes.")


class TooSlow(HTTPException):
    """The body did not arrive in time."""

    def __init__(self) -> None:
        super().__init__(408, "The request did not arrive in time.")


class Wall:
    """ASGI middleware around everything else. HEAD is answered as GET without the body."""

    def __init__(self, app: ASGIApp, limits: Limits, shared: bool = False) -> None:
        self.app = app
        self.shared = shared  # pages of other origins may read answers
        self.limits = limits
        self._uploads = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        visit = _Visit(scope, send, _SHARED if self.shared else _HEADERS)
        upload = scope["method"] == "POST" and scope["path"] in UPLOADS
        refusal = self._refusal(scope, upload)
        if refusal is not None:
            await refusal(scope, receive, visit.send)
        else:
            if scope["method"] == "HEAD":
                scope = {**scope, "method": "GET"}
            self._uploads += upload
            try:
                await self.app(scope, self._bounded(receive, upload), visit.send)
            finally:
                self._uploads -= upload
        visit.log(scope)

    def _refusal(self, scope: Scope, upload: bool) -> Response | None:
        if len(scope["query_string"]) > self.limits.query_bytes or len(scope["path"]) > 512:
            return problem(414, f"The address is longer than {self.limits.query_bytes:,} bytes.")
        length = next((v for k, v in scope["headers"] if k == b"content-length"), b"0")
        most = self.limits.upload_bytes if upload else self.limits.body_bytes
        if length.isdigit() and int(length) > most:
            return of_http(TooLarge(most))
        if upload and self._uploads >= self.limits.uploads:
            return problem(503, "Other payrolls are being priced.", headers={"Retry-After": "20"})
        return None

    def _bounded(self, receive: Receive, upload: bool) -> Receive:
        seen = 0
        most = self.limits.upload_bytes if upload else self.limits.body_bytes
        end = time.monotonic() + (self.limits.upload_seconds if upload else self.limits.body_seconds)
        whole = False

        async def bounded() -> Message:
            nonlocal seen, whole
            if whole:  # what comes now is only the visitor leaving
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(end - time.monotonic(), 0.01))
            except TimeoutError as error:
                raise TooSlow() from error
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if seen > most:
                raise TooLarge(most)
            return message

        return bounded


class _Visit:
    """One request: adds the headers on its way out and remembers what the log may say."""

    def __init__(self, scope: Scope, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._send, self._headers = send, headers
        self._head = scope["method"] == "HEAD"
        self._method = scope["method"]
        self._begun = time.perf_counter()
        self._status = 0
        self._bytes = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            held = {name for name, _ in message["headers"]}
            extra = [pair for pair in self._headers if pair[0] not in held]
            message = {**message, "headers": [*message["headers"], *extra]}
        elif message["type"] == "http.response.body":
            self._bytes += len(message.get("body", b""))
            if self._head:
                message = {**message, "body": b""}
        await self._send(message)

    def log(self, scope: Scope) -> None:
        """The route's pattern, never the address: a query says who someone is and what they earn."""
        route = scope.get("route")
        fields = {
            "method": self._method,
            "route": getattr(route, "path", "none"),
            "status": self._status,
            "ms": round(1000 * (time.perf_counter() - self._begun), 1),
            "bytes": self._bytes,
        }
        _log.info("request", extra={"fields": fields})


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, event, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            # Where it happened, not what it said: a message may quote the visitor's words.
            line["error"] = type(record.exc_info[1]).__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                line["at"] = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send the web door's log, and the server's own, to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("paychart.web", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)
