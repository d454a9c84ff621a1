"""Trends, forecasts and outlooks."""

from __future__ import annotations

import json

import pytest

from paychart.errors import BadInput, Suppressed, UnknownCode
from paychart.pay.time.forecast import forecast
from paychart.pay.time.outlook import outlook
from paychart.pay.time.parameters import parameters
from paychart.pay.time.trend import trend


def test_medical_records_are_three_stretches_that_never_join(store):
    found = trend(store, "29-2072")
    assert [(s.codes, s.wider) for s in found.stretches] == [
        (("29-2071",), True), (("29-2098",), True), (("29-2072",), False),
    ]  # fmt: skip
    assert len(found.breaks) >= 4


def test_real_pay_is_nominal_pay_over_prices(store):
    point = trend(store, "29-2072").stretches[-1].points[0]
    assert (point.year, point.nominal) == (2021, 46_660)
    assert point.real == pytest.approx(46_660 * 321.465 / 269.195, abs=1)  # CPI-U, May 2025 and May 2021


def test_a_code_only_the_past_had_is_found(store):
    found = trend(store, "29-2071")
    assert found.stretches[0].last == 2018
    assert {s.codes[0] for s in found.stretches[1:]} == {"29-2072", "29-9021"}


def test_short_stretches_have_no_trend(store):
    hybrid = trend(store, "29-2072").stretches[1]
    assert hybrid.nominal_change is None
    assert hybrid.real_change is None


@pytest.mark.parametrize(
    "wrong",
    [{"first": 2010}, {"last": 2031}, {"first": 2022, "last": 2015}, {"statistic": "median"}, {"ahead": 11}],
)
def test_bad_years_and_statistics(store, wrong):
    with pytest.raises(BadInput):
        trend(store, "29-2072", **wrong)


def test_an_occupation_that_never_was(store):
    with pytest.raises(UnknownCode):
        trend(store, "29-2079")


def test_years_before_an_occupation_existed(store):
    found = trend(store, "15-2051", first=2013, last=2016)  # data scientists: new in the 2018 classification
    assert all(stretch.wider for stretch in found.stretches)


def test_fans_nest_and_widen(store):
    ahead = forecast(store, "29-2072", 10)
    widths = [p.median80[1] / p.median80[0] for p in ahead.points]
    assert widths == sorted(widths)
    for p in ahead.points:
        assert p.median95[0] < p.median80[0] < p.median < p.median80[1] < p.median95[1]


def test_jobs_reach_what_bls_projects(store):
    ahead = forecast(store, "29-2072", 10)
    assert ahead.points[-1].jobs / ahead.base_jobs == pytest.approx(1.078, abs=0.001)


def test_low_pay_catches_up(store):
    growth = {o: forecast(store, o, 5).points[-1].median / forecast(store, o, 5).base_median
              for o in ("35-3023", "29-1141")}  # fmt: skip
    assert growth["35-3023"] > growth["29-1141"]


def test_the_model_beats_every_simple_rule_at_every_horizon():
    table = dict(parameters().pay_mape)
    model = table.pop("pooled model")
    for years, error in model.items():
        assert error < min(rule[years] for rule in table.values())


def test_the_outlook_of_medical_records(store):
    found = outlook(store, "29-2072")
    own = found.prospect
    assert own.change_percent == pytest.approx(7.8)
    parts = own.openings_from_growth + own.openings_from_exits + own.openings_from_transfers
    assert parts == pytest.approx(own.openings, abs=150)
    assert found.everyone.occupation == "00-0000"
    json.dumps(found.to_dict(), allow_nan=False)


def test_no_projection_names_neighbors(store):
    with pytest.raises(Suppressed) as caught:
        outlook(store, "43-6010")
    assert caught.value.nearest


def test_demand_test_reports_intervals(store):
    for r in outlook(store, "11-9111").demand_test.regressions:
        assert r.effect95[0] < r.effect < r.effect95[1]
        assert r.occupations > 600
