"""Running the application: worker processes, connections that are dropped when they hang, a clean stop."""

from __future__ import annotations

import asyncio
import socket
import sys

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from paychart.doors.web.limits import LIMITS
from paychart.doors.web.safety import log_to_stderr
from paychart.errors import BadInput


class Impatient(HttpToolsProtocol):
    """Drops a connection whose first request has not arrived whole in time; uvicorn itself waits for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._silence = self.loop.call_later(LIMITS.header_seconds, self._drop)

    def on_headers_complete(self) -> None:
        self._silence.cancel()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._silence.cancel()
        super().connection_lost(exc)

    def _drop(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def run(host: str, port: int, workers: int) -> None:
    """Serve the default store until told to stop. Raises BadInput where the address cannot be used."""
    _check(host, port)
    log_to_stderr()
    where = f"[{host}]" if ":" in host else host
    print(f"paychart is at http://{where}:{port}  (Ctrl+C stops it)", file=sys.stderr, flush=True)
    uvicorn.run(
        "paychart.doors.web.app:served",
        factory=True,
        host=host,
        port=port,
        workers=workers if workers > 1 else None,
        http=Impatient,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        ws="none",
        limit_concurrency=LIMITS.connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=LIMITS.shutdown_seconds,
        h11_max_incomplete_event_size=16_384,
    )


def _check(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        nearest = (str(port + 1),) if port < 65535 else ()
        raise BadInput(
            f"{host}:{port} cannot be used: {error.strerror or error}.",
            nearest=nearest,
            hint="Name another --port or --host.",
        ) from error
