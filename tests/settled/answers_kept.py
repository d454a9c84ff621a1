"""Answers kept in `answers/` and how they are compared: figure by figure and word by word.

What is kept was read and agreed to once; the laws and hand-worked cases elsewhere say why it is right, and this says
that it has not moved. After a change that means to move it: `PAYCHART_SETTLE=1 pytest tests/settled`, then read
the difference that git shows.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paychart.errors import PaychartError

ANSWERS = Path(__file__).parent / "answers"
CLOSE = 1e-6  # relative: linear algebra differs between processors in the last digits
SHOWN = 40  # numbers of an array kept one by one; of a longer one every so many, and three sums of all


def plain(value: Any) -> Any:
    """`value` as JSON can hold it, floats to nine digits."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if not math.isfinite(value) else float(f"{value:.9g}")
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (str, int, bool)) or value is None:
        return str(value) if isinstance(value, str) else value
    return repr(value)


def _array(value: np.ndarray[Any, Any]) -> Any:
    if value.size <= SHOWN or value.dtype.kind not in "fiub":
        return plain(value.tolist())
    flat = value.astype(float).ravel()
    known = np.nan_to_num(flat, nan=0.0, posinf=1e3, neginf=-1e3)
    return {
        "shape": list(value.shape),
        "unknown": int(np.isnan(flat).sum()),
        "sums": plain([known.sum(), float(known @ np.sin(1 + np.arange(flat.size))), np.abs(known).sum()]),
        "some": plain(flat[:: max(1, flat.size // SHOWN)][:SHOWN].tolist()),
    }


def same(found: Any, kept: Any, close: float = CLOSE, at: str = "", size: float = 0.0) -> str:
    """Where two plain values differ first, in words; "" where they do not. `size` is of what numbers are sums."""
    if isinstance(found, dict) and isinstance(kept, dict):
        if list(found) != list(kept):
            return f"{at}: {list(found)}, not {list(kept)}"
        sums = float(kept["sums"][-1]) if list(kept) == ["shape", "unknown", "sums", "some"] else 0.0
        parts = ((found[k], kept[k], f"{at}/{k}", sums if k == "sums" else 0.0) for k in kept)
        return next((d for a, b, where, of in parts if (d := same(a, b, close, where, of))), "")
    if isinstance(found, list) and isinstance(kept, list):
        if len(found) != len(kept):
            return f"{at}: {len(found)} of them, not {len(kept)}"
        pairs = enumerate(zip(found, kept, strict=True))
        return next((d for i, (a, b) in pairs if (d := same(a, b, close, f"{at}/{i}", size))), "")
    if isinstance(found, float) and isinstance(kept, (int, float)) and not isinstance(kept, bool):
        near = math.isclose(found, kept, rel_tol=close, abs_tol=close * size + 1e-9)
        return "" if near or (math.isnan(found) and math.isnan(kept)) else f"{at}: {found!r}, not {kept!r}"
    return "" if found == kept and type(found) is type(kept) else f"{at}: {found!r}, not {kept!r}"


def refusal(call: Callable[[], Any]) -> Any:
    """What a refused question is told."""
    with pytest.raises(PaychartError) as refused:
        call()
    return refused.value.to_dict()


@cache
def answers(path: Path) -> Any:
    """Those of one file, read once a run."""
    return read_answers(path)


def read_answers(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
