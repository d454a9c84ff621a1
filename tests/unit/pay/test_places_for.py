"""Places for a person, after tax, by demand; and the wrong things a tired person types."""

from __future__ import annotations

import json

import numpy as np
import pytest

from paychart import Education, Profile, estimate
from paychart.errors import BadInput, Suppressed, UnknownCode
from paychart.pay.places import places
from paychart.pay.ranking import demand_index, demand_rank_bounds
from paychart.pay.take_home import take_home, taxes

READER = Profile("29-2072", area="Denver, CO", education=Education.BACHELOR, experience_years=5)


def test_a_person_is_paid_as_estimate_says(store):
    ranking = places(store, READER)
    assert ranking.status == "modelled"
    assert ranking.home.area == "0019740"
    assert ranking.home.nominal == pytest.approx(estimate(READER, store).annual["p50"], abs=6)


def test_a_person_at_a_hospital_is_paid_as_estimate_says(store):
    nurse = Profile("29-2072", area="Denver, CO", industry="hospital", education=Education.ASSOCIATE)
    home = places(store, nurse, near="Colorado").home
    assert home.nominal == pytest.approx(estimate(nurse, store).annual["p50"], rel=0.002)


@pytest.mark.parametrize("statistic", ["mean", "p10", "p90"])
def test_other_statistics_of_a_person(store, statistic):
    ranking = places(store, READER, statistic=statistic, near="Colorado")
    expected = estimate(READER, store).annual[statistic]
    assert ranking.home.nominal == pytest.approx(expected, rel=0.004)


def test_part_time_pay_is_in_proportion(store):
    half = Profile("29-2072", area="Denver, CO", hours_per_year=1040)
    place = places(store, half, near="Colorado").home
    assert place.nominal == pytest.approx(estimate(half, store).annual["p50"], abs=6)


def test_hospitals_pay_more_everywhere_and_it_is_said_to_be_modelled(store):
    everyone = {p.area: p.nominal for p in places(store, "29-2072", kinds=("state",)).places}
    hospital = places(store, Profile("29-2072", industry="hospital"), kinds=("state",))
    assert hospital.status == "modelled"
    assert np.mean([p.nominal > everyone[p.area] for p in hospital.places]) > 0.9
    ohio = next(p for p in hospital.places if p.name == "Ohio")
    one = estimate(Profile("29-2072", area="Ohio", industry="hospital"), store)
    assert ohio.nominal == pytest.approx(one.annual["p50"], abs=6)
    assert ohio.nominal90 == pytest.approx(one.interval90["p50"], rel=0.01)
    assert any("employer type" in note for note in hospital.notes)


def test_an_occupation_alone_is_published(store):
    ranking = places(store, Profile("29-2072"), near="Colorado")
    assert ranking.status == "published"
    assert next(p for p in ranking.places if p.area == "0019740").nominal == 61_240
    json.dumps(ranking.to_dict(), allow_nan=False)


def test_effects_widen_values_but_not_ranks(store):
    cell, person = places(store, "29-2072"), places(store, READER)
    width = {r.status: np.mean([p.nominal90[1] / p.nominal for p in r.places]) for r in (cell, person)}
    assert width["modelled"] > width["published"]


def test_texas_takes_no_state_tax_and_oregon_does():
    pay = np.array([60_000.0, 60_000.0])
    federal, payroll, state = taxes(pay, ["TX", "OR"]).T
    assert state[0] == 0
    assert state[1] > 3_000
    assert federal[0] == pytest.approx(federal[1], abs=40)
    assert payroll[0] == pytest.approx(0.0765 * 60_000, abs=21)


def test_federal_tax_of_a_single_earner_is_what_the_schedule_says():
    """Tax year 2025: standard deduction 15,750; 10 % to 11,925, 12 % to 48,475."""
    due = 0.10 * 11_925 + 0.12 * (60_000 - 15_750 - 11_925)
    assert taxes(np.array([60_000.0]), ["TX"], "single", 2025)[0, 0] == pytest.approx(due, abs=25)


def test_taxes_where_none_are_known():
    assert np.isnan(take_home(np.array([50_000.0]), ["PR"])).all()
    with pytest.raises(BadInput, match="household"):
        taxes(np.array([50_000.0]), ["OH"], "family")


def test_more_pay_always_leaves_more():
    pay = np.linspace(30_000, 400_000, 200)
    for state in ("CA", "NY", "TX", "OR"):
        assert (np.diff(take_home(pay, [state] * len(pay))) > 0).all()


def test_take_home_ranks_by_what_is_left(store):
    ranking = places(store, "29-2072", sort="take-home", kinds=("state",))
    buys = [p.take_home_real for p in ranking.places if p.rank]
    assert buys == sorted(buys, reverse=True)
    ohio = next(p for p in ranking.places if p.name == "Ohio")
    assert ohio.local_tax_missing


def test_demand_parts_make_the_index():
    total, parts = demand_index(np.array([1.0, 2.0, 3.0, np.nan]), np.array([30.0, 20.0, 10.0, 5.0]))
    assert total[:3] == pytest.approx(parts[:, :3].mean(axis=0))
    assert np.isnan(total[3])


def test_exact_counts_have_exact_demand_ranks():
    low, high = demand_rank_bounds(np.array([3.0, 1.0, 2.0]), np.array([300.0, 100.0, 200.0]), np.zeros(3))
    assert low.tolist() == high.tolist() == [1, 3, 2]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"sort": "realy"}, BadInput),
        ({"kinds": ("county",)}, BadInput),
        ({"household": "family"}, BadInput),
        ({"rent_share": 3}, BadInput),
        ({"near": "Denvr"}, UnknownCode),
        ({"statistic": "median"}, BadInput),
    ],
)
def test_wrong_words(store, wrong, error):
    with pytest.raises(error):
        places(store, "29-2072", **wrong)


def test_an_occupation_no_area_publishes(store):
    with pytest.raises(Suppressed):
        places(store, "29-9021", near="Guam")


def test_places_without_parity_are_listed_and_not_ranked(store):
    ranking = places(store, "29-2072", kinds=("state",))
    island = next(p for p in ranking.places if p.name == "Puerto Rico")
    assert (island.real, island.rank) == (None, None)
    assert "Puerto Rico" in ranking.unranked
