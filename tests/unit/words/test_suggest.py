"""Suggestions while typing: words that begin so, the likeliest first, slips forgiven."""

from __future__ import annotations

import pytest

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.words.suggest import suggest


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("occupation", "med rec", "29-2072"),
        ("occupation", "medical co", "29-2072"),
        ("occupation", "29-20", "29-2072"),
        ("occupation", "regis nur", "29-1141"),
        ("area", "denv", "0019740"),
        ("area", "aurora co", "0019740"),
        ("area", "u", "0000000"),
        ("area", "ohio", "3900000"),
        ("industry", "hosp", "622000"),
    ],
)
def test_the_first_letters_find_it(store: Store, kind: str, text: str, code: str) -> None:
    assert code in [choice.code for choice in suggest(text, store, kind)]


def test_a_slip_of_the_keyboard_still_finds_it(store: Store) -> None:
    assert "29-2072" in [choice.code for choice in suggest("medcal records", store, "occupation")]


@pytest.mark.parametrize("text", ["", " ", "日本", "x" * 5000, "(((", "a" * 3])
def test_odd_letters_do_no_harm(store: Store, text: str) -> None:
    assert len(suggest(text, store, "area", 5)) <= 5


def test_each_code_is_offered_once(store: Store) -> None:
    codes = [choice.code for choice in suggest("h", store, "industry", 20)]
    assert len(codes) == len(set(codes))


def test_another_kind_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="planet"):
        suggest("m", store, "planet")
