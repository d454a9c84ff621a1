"""What a visitor may ask of the server: every size, count and time is bounded here."""

from __future__ import annotations

import os
from dataclasses import dataclass


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

    def to_environment(self) -> dict[str, str]:
        """The same, to be read by `from_environment`."""
        return {"PAYCHART_CORS": " ".join(self.cors), "PAYCHART_PIN": self.pin}


LIMITS, ALONE = Limits(), Serving()
