"""Bulk pricing gives what one question at a time gives."""

from __future__ import annotations

import math

import numpy as np
import pytest

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.estimate import estimate
from paychart.pay.offer import place_offer
from paychart.pay.pricing import price_people
from paychart.profile import Education, Profile

PEOPLE = [
    Profile("29-2072"),
    Profile("29-2072", "0800000"),
    Profile("29-2072", "0800000", education=Education.BACHELOR, experience_years=4.5, credentials=("CPC",)),
    Profile("29-2072", "0800000", education=Education.BACHELOR, experience_years=4.7, credentials=("CPC",)),
    Profile("29-9021", industry="622000", experience_years=20),
    Profile("11-9111", "0019740", education=Education.MASTER, hours_per_year=45 * 52),
    Profile("29-1141", education=Education.ASSOCIATE, experience_years=0),
    Profile("29-2072", credentials=("RHIT",)),
]
PAY = [48_000, None, 61_250.5, 61_250.5, 91_000, 140_000, 70_000, 55_000]


def test_rows_equal_estimate_and_offer(store: Store) -> None:
    priced = price_people(PEOPLE, store, PAY)
    assert not any(priced.errors)
    for i, (profile, pay) in enumerate(zip(PEOPLE, PAY, strict=True)):
        answer = estimate(profile, store)
        assert [priced.p25[i], priced.p50[i], priced.p75[i]] == [
            answer.annual[p] for p in ("p25", "p50", "p75")
        ]
        assert priced.status[i] == answer.status
        if pay is None:
            assert math.isnan(priced.percentile[i])
        else:
            offer = place_offer(profile, pay, store)
            assert priced.percentile[i] == pytest.approx(offer.percentile, abs=1e-9)


def test_order_and_company_do_not_matter(store: Store) -> None:
    together = price_people(PEOPLE * 3, store, PAY * 3)
    alone = [price_people([profile], store, [pay]) for profile, pay in zip(PEOPLE, PAY, strict=True)]
    np.testing.assert_array_equal(together.p50, [one.p50[0] for one in alone] * 3)
    np.testing.assert_allclose(together.percentile, [one.percentile[0] for one in alone] * 3, atol=1e-9)


def test_a_row_that_cannot_be_priced_says_why_and_the_rest_go_on(store: Store) -> None:
    rows = [Profile("29-2072"), Profile("29-2072", credentials=("RHIA", "RHIT")), Profile("nonsense work")]
    priced = price_people([*rows, rows[0]], store, [50_000, 50_000, 50_000, -3])
    assert priced.errors[0] == ""
    assert "takes the place" in priced.errors[1]
    assert "nonsense" in priced.errors[2]
    assert "more than zero" in priced.errors[3]
    assert np.isnan(priced.p50[1:]).all()
    assert priced.to_dict()["rows"][1]["p50"] is None


def test_pay_must_be_one_each(store: Store) -> None:
    with pytest.raises(BadInput, match="one each"):
        price_people(PEOPLE, store, [1.0])
