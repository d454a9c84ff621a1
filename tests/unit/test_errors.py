"""What is said of a word that is no choice."""

from __future__ import annotations

import pytest

from paychart.errors import BadInput, require_choice


@pytest.mark.parametrize(("word", "first"), [("median", "p50"), ("Median", "p50"), ("meen", "mean")])
def test_the_likest_choice_comes_first(word: str, first: str) -> None:
    with pytest.raises(BadInput) as caught:
        require_choice(word, ("mean", "p10", "p25", "p50", "p75", "p90"))
    assert caught.value.nearest[0] == first
