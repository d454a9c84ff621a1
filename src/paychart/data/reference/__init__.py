"""Small cited tables that ship with the package; SOURCES.md says where each comes from."""

from __future__ import annotations

import csv
import gzip
import io
from functools import cache
from importlib import resources
from pathlib import Path


def reference_path(name: str) -> Path:
    """The file of one reference table, for example `reference_path("states.csv")`."""
    return Path(str(resources.files(__package__).joinpath(name)))


@cache
def carried(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a carried table (`.csv` or `.csv.gz`) as text by column, in the file's order; read once.

    >>> carried("states.csv")[0]["postal"]
    'AL'
    """
    raw = reference_path(name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    return tuple(csv.DictReader(io.StringIO(text, newline="")))
