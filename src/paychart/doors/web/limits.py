"""What a visitor may ask of the server: every size, count and time is bounded here."""

from __future__ import annotations

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


LIMITS = Limits()
