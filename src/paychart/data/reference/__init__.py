"""Small cited tables that ship with the package; SOURCES.md says where each comes from."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def reference_path(name: str) -> Path:
    """The file of one reference table, for example `reference_path("states.csv")`."""
    return Path(str(resources.files(__package__).joinpath(name)))
