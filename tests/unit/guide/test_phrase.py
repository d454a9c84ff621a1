"""Sentences agree with their numbers in direction, extent and certainty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paychart.guide.phrase import listing, number, sentence
from paychart.guide.statement import Figure, Source, Statement, Unit

SOURCE = Source("Survey", "a cell", "May 2025", "https://example.org")


def dollars(subject: str, value: float, interval: tuple[float, float] | None = None) -> Figure:
    return Figure(subject, "the mean pay", value, "dollars", SOURCE, interval)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (51140, "dollars", "$51,140"),
        (194720, "jobs", "194,720"),
        (7.1, "percent", "7.1 percent"),
        (7, "percent", "7 percent"),
    ],
)
def test_numbers_read_as_people_write_them(value: float, unit: Unit, text: str) -> None:
    assert number(value, unit) == text


def test_listing() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b and c"


def test_a_gap_within_overlapping_intervals_is_said_to_be_in_doubt() -> None:
    a, b = dollars("clinics", 52000, (48000, 56000)), dollars("all", 50000, (49500, 50500))
    assert "4 percent more than all ($50,000), a gap that may be chance" in sentence(
        Statement("compare", a, (b,))
    )


def test_a_gap_below_two_percent_is_about_the_same() -> None:
    a, b = dollars("clinics", 50400, (48000, 52000)), dollars("all", 50000, (49500, 50500))
    assert "about the same as all" in sentence(Statement("compare", a, (b,)))


def test_clear_gap_names_direction_and_extent() -> None:
    a, b = dollars("consulting firms", 48580, (46650, 50500)), dollars("all employers", 56790, (56400, 57200))
    assert sentence(Statement("compare", a, (b,))) == (
        "Consulting firms pay $48,580 on average, 14 percent less than all employers ($56,790)."
    )


@given(st.floats(1e4, 5e5), st.floats(1e4, 5e5))
def test_direction_never_contradicts_the_numbers(left: float, right: float) -> None:
    words = sentence(Statement("compare", dollars("a", left), (dollars("b", right),)))
    assert not ("more than" in words and left <= right)
    assert not ("less than" in words and left >= right)


@given(st.floats(-60, 200))
def test_projection_direction(change: float) -> None:
    jobs = [Figure("clerks", "jobs", v, "jobs", SOURCE) for v in (1000, 1000 * (1 + change / 100))]
    words = sentence(
        Statement("projection", Figure("clerks", "change", change, "percent", SOURCE), tuple(jobs))
    )
    assert ("grow" in words) == (change >= 0.5)
    assert ("shrink" in words) == (change <= -0.5)
