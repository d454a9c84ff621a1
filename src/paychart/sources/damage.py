"""A file that the library made for its format cannot read: whatever that library raises, one clear error leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from paychart.errors import PaychartError


@contextmanager
def reading(name: str, kind: type[PaychartError], hint: str) -> Iterator[None]:
    """Turn what a parser raises on damaged bytes into `kind`, naming the file.

    Fuzzing showed openpyxl, zipfile, csv, DuckDB and NumPy raise some twenty unrelated types on damaged bytes, so the
    block must hold calls of that parser alone: a mistake of our own in it would be taken for damage.
    """
    try:
        yield
    except PaychartError:
        raise
    except Exception as error:
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise kind(f"{name} is damaged or cut short: {first[:200]}", hint=hint) from error
