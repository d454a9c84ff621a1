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
        (7.1, "percent", "7.1%"),
        (7, "percent", "7%"),
    ],
)
def test_numbers_read_as_people_write_them(value: float, unit: Unit, text: str) -> None:
    assert number(value, unit) == text


def test_listing() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b and c"


def test_a_gap_within_overlapping_intervals_is_said_to_be_in_doubt() -> None:
    a, b = dollars("clinics", 52000, (48000, 56000)), dollars("all", 50000, (49500, 50500))
    assert "4% more than all ($50,000), a gap that may be chance" in sentence(Statement("compare", a, (b,)))


def test_a_gap_below_two_percent_is_about_the_same() -> None:
    a, b = dollars("clinics", 50400, (48000, 52000)), dollars("all", 50000, (49500, 50500))
    assert "about the same as all" in sentence(Statement("compare", a, (b,)))


def test_clear_gap_names_direction_and_extent() -> None:
    a, b = dollars("consulting firms", 48580, (46650, 50500)), dollars("all employers", 56790, (56400, 57200))
    assert sentence(Statement("compare", a, (b,))) == (
        "Consulting firms pay $48,580 on average, 14% less than all employers ($56,790)."
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


def percent(value: float, interval: tuple[float, float]) -> Figure:
    return Figure("coders", "pay", value, "percent", SOURCE, interval, "association")


def test_intervals_never_say_zero_percent_less_or_the_same_number_twice() -> None:
    words = sentence(Statement("effect", percent(1.3, (-0.1, 2.7)), note="others"))
    assert words.endswith("(90% sure: between the same and 3% more).")
    words = sentence(Statement("effect", percent(-16, (-16.3, -15.9)), note="others"))
    assert words.endswith("(90% sure: 15.9 to 16.3%).")
    hours = Figure("nurses", "usually work {} a week", 37.1, "hours", SOURCE, (36.9, 37.3))
    assert (
        sentence(Statement("share", hours)) == "Nurses usually work 37 hours a week (90% sure: 36.9 to 37.3)."
    )


def test_more_than_twice_is_said_in_times() -> None:
    a, b = dollars("chiefs", 210_000), dollars("all", 50_000)
    assert "4.2 times all ($50,000)" in sentence(Statement("compare", a, (b,)))


def test_a_rounded_number_of_jobs_that_stays_is_said_once() -> None:
    jobs = tuple(Figure("clerks", "jobs", 900, "jobs", SOURCE) for _ in range(2))
    change = Figure("clerks", "change", -4.5, "percent", SOURCE)
    assert sentence(Statement("projection", change, jobs, "to 2034")) == (
        "Jobs of clerks are projected to shrink by 4.5% to 2034: about 900 in both years."
    )


def test_a_modelled_figure_in_a_ranking_is_marked() -> None:
    modelled = Figure("clerks", "pay", 40_000, "dollars", SOURCE, None, "modelled")
    words = sentence(Statement("extreme", dollars("chiefs", 90_000), (modelled,), "By pay:"))
    assert words == "By pay: chiefs ($90,000) and clerks ($40,000; modelled)."


def test_one_government_pays() -> None:
    a, b = dollars("the federal government", 64_000), dollars("all employers", 50_000)
    assert sentence(Statement("compare", a, (b,))).startswith("The federal government pays $64,000")


def test_an_unknown_cost_is_not_little_or_nothing() -> None:
    gain, years, chance = dollars("Earn X", 5000), Figure("x", "y", 0.5, "years", SOURCE), percent(80, (0, 0))
    cost = Figure("x", "cost", 0, "dollars", SOURCE, None, "unknown")
    words = sentence(Statement("move", gain, (cost, years, chance)))
    assert "No source states what it costs; it starts to pay after 6 months" in words
