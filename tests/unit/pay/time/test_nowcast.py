"""Indexes with gaps, and pay aged to a later month."""

from __future__ import annotations

import numpy as np
import pytest

from paychart import Profile, estimate
from paychart.errors import BadInput
from paychart.pay.time.index import by_name, consumer_prices, employment_cost
from paychart.pay.time.nowcast import aged, ageing
from paychart.pay.time.parameters import parameters
from paychart_lab.time.backtest import CATCHING_UP


@pytest.mark.parametrize(
    ("year", "printed"), [(2014, 1.8), (2017, 2.3), (2022, 5.3), (2024, 4.2), (2025, 3.6)]
)
def test_the_solved_index_gives_back_printed_changes(store, year, printed):
    index = employment_cost(store)
    change = 100 * np.expm1(index.at(year, 6) - index.at(year - 1, 6))
    assert change == pytest.approx(printed, abs=0.05)


def test_the_solved_index_gives_back_printed_levels(store):
    index = employment_cost(store)
    assert np.exp(index.at(2025, 3)) == pytest.approx(169.7, abs=0.06)
    assert np.exp(index.at(2026, 3)) == pytest.approx(175.385, abs=0.06)


def test_a_gap_lies_between_its_neighbors_and_is_named(store):
    prices = consumer_prices(store)
    assert "October 2025" in prices.missing
    low, high = sorted((prices.at(2025, 9), prices.at(2025, 11)))
    assert low <= prices.at(2025, 10) <= high


def test_before_an_index_begins_there_is_nothing(store):
    with pytest.raises(BadInput, match="begins in"):
        employment_cost(store).at(2005, 6)


def test_an_unknown_index_names_those_there_are(store):
    with pytest.raises(BadInput) as caught:
        by_name(store, "inflation")
    assert "civilian" in caught.value.nearest


def test_ageing_by_nothing_changes_nothing(store):
    step = ageing(store, 2025, 5)
    assert step.factor == pytest.approx(1)
    assert step.factor90 == pytest.approx((1, 1))


def test_the_error_of_ageing_grows_with_time_and_carrying(store):
    steps = [
        ageing(store, year, month)
        for year, month in ((2025, 6), (2025, 11), (2026, 3), (2026, 11), (2028, 5))
    ]
    widths = [step.factor90[1] / step.factor for step in steps]
    assert widths == sorted(widths)
    assert steps[2].carried_months == 0
    assert steps[3].carried_months == 5


@pytest.mark.parametrize(("year", "month"), [(2025, 4), (2028, 6), (2026, 13)])
def test_months_it_cannot_age_to(store, year, month):
    with pytest.raises(BadInput):
        ageing(store, year, month)


def test_an_aged_estimate_is_modelled_and_wider(store):
    published = estimate(Profile("29-2072", area="Denver, CO"), store)
    step = ageing(store, 2026, 3)
    later = aged(published, step)
    assert (published.status, later.status) == ("published", "modelled")
    assert later.annual["p50"] == round(published.annual["p50"] * step.factor)
    widths = [a.interval90["p50"][1] / a.interval90["p50"][0] for a in (published, later)]
    assert widths[1] > widths[0]
    assert later.lineage[-1]["kind"] == "aged by an index"


def test_the_civilian_cost_index_ages_best_and_catching_up_better():
    table = dict(parameters().ageing)
    with_catch_up = table.pop(CATCHING_UP)
    for years in (1, 2, 3):
        best = min(table, key=lambda name: table[name][years]["mape"])
        assert best == "civilian"
        assert with_catch_up[years]["mape"] < table[best][years]["mape"]


def test_low_pay_gains_on_the_index(store):
    cooks, doctors = (ageing(store, 2026, 3, occupation=o) for o in ("35-2011", "29-1215"))
    assert cooks.catch_up_percent > 0 > ageing(store, 2026, 3, occupation="29-1141").catch_up_percent
    assert cooks.index_percent == doctors.index_percent


def test_another_index_stays_alone(store):
    assert ageing(store, 2026, 3, occupation="35-2011", index="cpi").catch_up_percent == 0
