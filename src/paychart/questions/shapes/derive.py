"""`shape`: a typed dictionary from a class of values; `record`: one from its fields."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import EnumMeta
from typing import Any

from typing_extensions import TypedDict  # pydantic reads no other on Python 3.11

_KNOWN: dict[str, Any] = {"Education": str}


def shape(
    cls: Any, /, *, without: Sequence[str] = (), named: str = "", inside: bool = True, **changed: Any
) -> Any:
    """The JSON value of a dataclass: its fields less `without`, with those `changed` or added.

    Where one class holds another whose shape was made before, it holds that shape; `inside` false keeps a shape from
    being used so.
    """
    space = {**vars(sys.modules[cls.__module__]), **_KNOWN}
    fields = {}
    for field, told in cls.__annotations__.items():
        if field not in (*without, *changed):
            found = eval(told, space) if isinstance(told, str) else told
            fields[field] = str if isinstance(found, EnumMeta) else found
    made = record(named or cls.__name__, (cls.__doc__ or "").partition("\n\n")[0], **fields, **changed)
    if inside:
        _KNOWN[cls.__name__] = made
    return made


def record(name: str, about: str, /, *, loose: bool = False, **fields: Any) -> Any:
    """A JSON object with these fields, and no others unless it is `loose`."""
    make: Any = TypedDict
    made = make(name, fields)
    made.__doc__ = " ".join(about.split())
    made.__pydantic_config__ = {"extra": "allow" if loose else "forbid", "use_enum_values": True}
    return made
