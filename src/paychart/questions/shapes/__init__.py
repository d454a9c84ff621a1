"""Types of the JSON answers, taken from the classes that the rooms answer with: a new field there is one here.

`shape(Class)` is the class's `to_dict` where it follows its fields; what `to_dict` adds, renames or leaves out is said
beside it. Pydantic makes JSON schemas of these, for the API's description and the assistants' tools, and a test holds
that every example answer has exactly these fields. The modules load when they are first named.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
