"""Lists that somebody drew without having seen the readers: 150 places and 150 jobs known while they were made, and as
many opened once, when they were done. No answer that is taken for granted may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from paychart import Store
from paychart.errors import PaychartError
from paychart.words.lookup import READERS

LISTS = Path(__file__).parent / "strangers"


def cases(name: str) -> list[tuple[str, set[str]]]:
    lines = (LISTS / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#") and not line.startswith("typed\t")]
    return [(typed, set(truth.split("|"))) for typed, _, truth in rows]


def verdict(found: str, right: set[str]) -> bool:
    """Whether an answer, `ask` or `none` is right; a major group stands for its members."""
    if "national" in right and found == "0000000":
        return True
    return found in right or any(code.endswith("-0000") and found[:2] == code[:2] for code in right)


@pytest.mark.parametrize("name", ["places_dev", "places_sealed", "jobs_dev", "jobs_sealed"])
def test_at_least_95_in_a_hundred_are_right_or_rightly_asked_and_none_is_silently_wrong(
    store: Store, name: str
) -> None:
    read = READERS["area" if name.startswith("places") else "occupation"]
    wrong, silent = [], []
    for typed, right in cases(name):
        try:
            understood = read(typed, store)
        except PaychartError:
            found, how = "none", "refused"
        else:
            found, how = (understood.choice.code if understood.choice else "ask"), understood.how
        if not verdict(found, right):
            wrong.append((typed, found))
            silent += [typed] if how == "sure" else []
    assert silent == []
    assert len(wrong) <= 0.05 * len(cases(name)), wrong
