"""A file that the library made for its format cannot read: whatever that library raises, one clear error leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from paychart.errors import PaychartError, tells_of_full_disk


@contextmanager
def reading(finding: str, kind: type[PaychartError], hint: str, *, quote: bool = True) -> Iterator[None]:
    """Turn what a parser raises on damaged bytes into `kind`; `finding` says of which file, and what that means.

    The parser's own words may quote the file: `quote` is false where it is about people.

    Fuzzing showed openpyxl, zipfile, csv, DuckDB and NumPy raise some twenty unrelated types on damaged bytes, so the
    block must hold calls of that parser alone: a mistake of our own in it would be taken for damage.
    """
    try:
        yield
    except PaychartError:
        raise
    except Exception as error:
        if tells_of_full_disk(error):
            raise  # the disk we write to, not the file we read
        if not quote:
            raise kind(f"{finding}.", hint=hint) from None
        first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise kind(f"{finding}: {first[:200]}", hint=hint) from error
