"""Claims of other guides are found and graded by the official figures."""

from __future__ import annotations

import pytest

from paychart.guide import topics
from paychart.guide.check import check
from paychart.guide.check.claim import Claim, Evidence
from paychart.store import Store


def graded(store: Store, text: str) -> list[Claim]:
    return check(text, Evidence(store, topics.HIM))


def test_a_figure_nobody_published_names_the_nearest(store: Store) -> None:
    (claim,) = graded(store, "The average wage for HIM professionals was $48,160 as of May 2020.")
    assert claim.grades == ("figure not found", "outdated")
    assert claim.nearest is not None
    assert (claim.nearest["occupation"], claim.nearest["mean"], claim.nearest["median"]) == (
        "29-2098",
        48270,
        44090,
    )
    assert claim.now is not None
    assert claim.now["mean"] == 56790


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("In May 2023 the median pay of coders was $48,780.", ("supported", "outdated")),
        ("In May 2025 the median pay of coders was $51,140.", ("supported",)),
        ("In 2009 the mean pay of coders was $33,310.", ("not checkable",)),
    ],
)
def test_true_old_and_unknown_figures(store: Store, text: str, grades: tuple[str, ...]) -> None:
    (claim,) = graded(store, text)
    assert claim.grades == grades


def test_consulting_is_contradicted_with_its_numbers(store: Store) -> None:
    text = (
        "Staff in hospitals and healthcare consulting firms earn higher salaries than in physician practices."
    )
    found = {text[c.start : c.end]: c for c in graded(store, text)}
    assert found["hospitals"].grades == ("supported",)
    assert found["physician practices"].grades == ("supported",)
    assert found["healthcare consulting firms"].grades == ("contradicted",)
    assert "$48,580" in found["healthcare consulting firms"].explanation


def test_text_without_claims(store: Store) -> None:
    assert graded(store, "A degree costs $48,160. Hospitals are busy.") == []
