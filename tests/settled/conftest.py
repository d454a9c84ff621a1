"""The fixture `settled`: see `answers_kept`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answers_kept import ANSWERS, CLOSE, answers, plain, read_answers, same


@pytest.fixture
def settled(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compare a value with the one kept under this test's name (and a key, where a test has several)."""
    path = ANSWERS / f"{Path(str(request.node.path)).stem.removeprefix('test_settled_')}.json"
    used: set[str] = set()
    close = getattr(request.module, "CLOSE", CLOSE)

    def check(value: Any, key: str = "") -> None:
        name = f"{request.node.name} {key}".strip()
        assert name not in used, f"{name} is kept twice"
        used.add(name)
        found = json.loads(json.dumps(plain(value)))
        if os.environ.get("PAYCHART_SETTLE"):
            kept = read_answers(path)
            kept[name] = found
            lines = (f"{json.dumps(k)}: {json.dumps(kept[k])}" for k in sorted(kept))
            path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
            return
        kept = answers(path)
        assert name in kept, "Nothing is kept under this name: PAYCHART_SETTLE=1 keeps what is found."
        assert not (difference := same(found, kept[name], close)), difference

    return check
