"""`trend` by place: years as released, marks apart, noise told, and forecasts that were tested by state."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.errors import BadInput
from paychart.pay.time.parameters import parameters
from paychart.pay.time.place_series import noise_of, place_years, shrunken_position
from paychart.pay.time.series import history
from paychart.pay.time.trend import trend

HIM = "29-2072"


def test_a_states_years_are_the_releases_own(store):
    found = trend(store, HIM, area="Colorado")
    assert (found.area, found.area_name) == ("0800000", "Colorado")
    points = {p.year: p for s in found.stretches for p in s.points}
    held = dict(
        store.rows(
            "SELECT year, annual_p50 FROM place_history WHERE occupation = ? AND area = '0800000' AND year >= 2021",
            [HIM],
        )
    )
    assert {year: points[year].nominal for year in held} == held
    assert points[2025].nominal == points[2025].real == 59_020
    assert points[2015].code == "29-2071"
    assert any("another group of workers" in text for text in found.breaks)
    last = found.stretches[-1]
    low, high = last.real_change90
    assert low < last.real_change < high
    assert any("sampling" in note for note in found.notes)
    assert any("in the nation" in note for note in found.notes)


def test_an_areas_derived_years_are_marked(store):
    found = trend(store, "29-1141", area="Denver, CO")
    status = {p.year: p.status for s in found.stretches for p in s.points}
    assert status == {2019: "derived", 2024: "derived", 2025: "published"}
    assert "Labor Department" in found.source or "Department of Labor" in found.source


def test_years_that_are_not_at_hand_are_named_and_marks_kept_apart(store):
    maine = trend(store, "29-1141", area="Maine")
    assert any("Not at hand for Maine" in note and "2016" in note for note in maine.notes)
    surgeons = trend(store, "29-1141", area="Maine", statistic="p90")
    partial = next(p for s in surgeons.stretches for p in s.points if p.year == 2021)
    assert partial.nominal is None
    assert partial.status == "partial"
    assert partial.jobs


def test_the_nation_is_the_nation(store):
    assert trend(store, HIM, area="United States").to_dict() == trend(store, HIM).to_dict()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"area": "Colorado", "statistic": "p25"}, "known by"),
        ({"area": "Denver, CO", "ahead": 3}, "not for areas"),
        ({"area": "Colorado", "ahead": 8}, "1 to 5 years"),
        ({"area": "Colorado", "first": 2013, "last": 2014}, "No release of 2013 to 2014"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_can(store, asked, words):
    with pytest.raises(BadInput, match=words):
        trend(store, HIM, **asked)


def test_a_states_forecast_starts_between_its_figure_and_what_is_usual_there(store):
    found = trend(store, HIM, area="Colorado", ahead=5)
    points = found.forecast.points
    assert [p.year for p in points] == [2026, 2027, 2028, 2029, 2030]
    assert all(p.median80[0] < p.median < p.median80[1] for p in points)
    assert all(p.median95[0] < p.median80[0] and p.median80[1] < p.median95[1] for p in points)
    assert points[4].median80[1] / points[4].median > points[0].median80[1] / points[0].median
    assert "3% a year" in found.forecast.notes[0]


def test_the_rule_in_use_beats_flat_growth_from_the_newest_figure(store):
    known = parameters().state_mape
    used, flat = known["mean of both, national model"], known["newest figure, flat 3 %"]
    assert all(used[h] < flat[h] for h in (1, 2, 3, 4, 5))


def test_noise_of_states_is_seen_in_their_moves(store):
    held = history(store)
    noise = noise_of(store, held, held.of[HIM, "2018"], "state")
    assert 0.05 < noise.spread < 0.09
    assert noise.next_move < -0.1, "a rise is more often followed by a fall"
    assert noise_of(store, held, held.of[HIM, "2018"], "nation") is None
    assert place_years(store, held, held.of[HIM, "2018"], "0099999") == []


def test_usual_position_by_hand():
    gaps = np.array([[0.1, np.nan, 0.3], [np.nan, np.nan, 0.2], [np.nan, np.nan, np.nan]])
    found = shrunken_position(gaps)
    assert found[0] == pytest.approx((0.36 * 0.1 + 0.3) / 1.36)
    assert found[1] == pytest.approx(0.2)
    assert np.isnan(found[2])
