"""What a visitor may ask of the server: every size, count and time is bounded here."""

from __future__ import annotations

import os
from dataclasses import dataclass

from paychart.errors import BadInput


@dataclass(frozen=True)
class Limits:
    """Bytes, rows, seconds. The defaults suit a small machine."""

    query_bytes: int = 4_096
    body_bytes: int = 2_000_000
    batch_rows: int = 5_000
    batch_people: int = 100  # rows that describe a person take some 30 ms each
    body_seconds: float = 10.0
    header_seconds: float = 10.0
    answer_seconds: float = 20.0
    upload_bytes: int = 20_000_000
    upload_seconds: float = 60.0
    uploads: int = 3  # payrolls arriving or being priced at once; each may take 1 GB while it is priced
    payroll_seconds: float = 90.0
    waiting_answers: int = 64
    threads: int = 4
    slow_threads: int = 2  # moves, lifetimes, guides to check: apart from pages, which they must not hold up
    waiting_slow: int = 12
    cached_bytes: int = 64_000_000
    shutdown_seconds: int = 10
    connections: int = 512


@dataclass(frozen=True)
class Serving:
    """How a server is run: `cors` are the origins whose pages may read its API, `pin` the only release it answers from.

    A server's own processes learn it from the environment.
    """

    cors: tuple[str, ...] = ()
    pin: str = ""

    @classmethod
    def from_environment(cls) -> Serving:
        """What `paychart serve` wrote down for its processes."""
        origins = os.environ.get("PAYCHART_CORS", "").split()
        return cls(tuple(origins), os.environ.get("PAYCHART_PIN", ""))

    def check(self, release: str, content_hash: str) -> None:
        """Raise BadInput where an origin is none, or the store is of another release than the pinned one."""
        for origin in self.cors:
            scheme, sign, host = origin.partition("://")
            if origin != "*" and (not sign or scheme not in ("http", "https") or not host or "/" in host):
                raise BadInput(
                    f"{origin!r} is not an origin.", nearest=("https://example.org",), hint="No path."
                )
        if (
            self.pin
            and self.pin != release
            and not (len(self.pin) >= 8 and content_hash.startswith(self.pin))
        ):
            raise BadInput(
                f"The store is of {release}, not of {self.pin}.",
                nearest=(release, content_hash[:16]),
                hint="Serve the store of that release, or pin this one.",
            )

    def to_environment(self) -> dict[str, str]:
        """The same, to be read by `from_environment`."""
        return {"PAYCHART_CORS": " ".join(self.cors), "PAYCHART_PIN": self.pin}


LIMITS, ALONE = Limits(), Serving()
