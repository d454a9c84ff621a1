"""One door for the tests of claim kinds: a text in, its claims out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from paychart.claims import Claim, check_guide
from paychart.data.store import Store

Check = Callable[..., list[Claim]]


@pytest.fixture(scope="session")
def check(store: Store) -> Check:
    """Claims of one kind (or all) in a text, in its order."""

    def run(text: str, kind: str = "", topic: str | None = "29-2072", name: str = "") -> list[Claim]:
        report = check_guide(text.encode(), store, topic=topic, name=name)
        return [c for c in report.claims if kind in ("", c.kind)]

    return run
