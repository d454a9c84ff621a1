"""Offers side by side: parts add up, the law and taxes hold, and equal offers are a toss-up."""

from __future__ import annotations

import numpy as np
import pytest

from paychart import Profile
from paychart.careers.offers import Terms, equivalent, offers
from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError
from paychart.pay.parity import parities
from paychart.pay.take_home import take_home
from paychart.questions import ask
from paychart.questions.registry import QUESTIONS

NURSE = Profile("29-1141", "0019740")


def test_all_that_is_paid_adds_up_and_is_taxed(store: Store) -> None:
    one = Terms(NURSE, 40.0, hourly=True, overtime=4, differential=2.0, bonus=6_000, stay=3)
    made = offers([one, Terms(NURSE, 90_000)], store)
    first = made.sides[0]
    assert first.parts == {"pay": 83_200, "overtime": 12_480, "differential": 4_576, "bonus": 2_000}
    assert first.cash == sum(first.parts.values())
    left = take_home(np.array([first.cash]), ["CO"], "single", ["0019740"])[0]
    assert first.left == round(left)
    assert first.buys == round(left * 100 / parities(store)["0019740"].all_items)


def test_equal_offers_are_a_toss_up_and_better_ones_better(store: Store) -> None:
    made = offers([Terms(NURSE, 80_000), Terms(NURSE, 80_000), Terms(NURSE, 95_000)], store)
    assert [side.verdict for side in made.sides] == ["", "toss-up", "clearly better"]
    assert made.sides[1].gap == 0


def test_work_without_benefits_has_none_and_remote_work_is_lived_at_home(store: Store) -> None:
    made = offers(
        [Terms(NURSE, 80_000), Terms(NURSE, 80_000, benefits=False), Terms(NURSE, 80_000, remote=True)],
        store, home="Cleveland, OH", children=1,
    )  # fmt: skip
    assert made.sides[1].benefits == 0
    assert made.sides[1].gap < 0
    assert made.sides[2].lives.startswith("Cleveland")
    assert made.sides[2].rent < made.sides[0].rent


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (Terms(NURSE, 2_200.0, hourly=True), "not an offer"),
        (Terms(NURSE, 5.0, hourly=True), "below the minimum wage"),
        (Terms(NURSE, 80_000, overtime=5), "Overtime"),
        (Terms(NURSE, 80_000, bonus=5_000), "without the stay"),
    ],
)
def test_what_cannot_be_offered_is_refused(store: Store, terms: Terms, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        offers([terms, Terms(NURSE, 80_000)], store)


def test_another_currency_and_one_offer_are_refused(store: Store) -> None:
    for given in (["pay=50000 EUR; area=Ohio", "pay=60000"], ["pay=60000"]):
        with pytest.raises(PaychartError):
            ask(QUESTIONS["offers"], store, {"occupation": "29-1141", "offer": given})


def test_what_equals_an_offer_buys_the_same(store: Store) -> None:
    found = equivalent(62_000, "Denver, CO", "Cleveland, OH", store)
    assert 50_000 < found.equals < 62_000
    back = equivalent(found.equals, "Cleveland, OH", "Denver, CO", store)
    assert back.equals == pytest.approx(62_000, abs=200)
    with pytest.raises(BadInput, match="prices or taxes"):
        equivalent(62_000, "Puerto Rico", "Ohio", store)
