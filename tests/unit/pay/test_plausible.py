"""Published cells that are hard to believe are told, shown as published, and left out of ranks unless asked."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.pay.estimate import estimate
from paychart.pay.model.assembly import FAR, collapsed, far, torn
from paychart.pay.places import places
from paychart.pay.plausible import doubtful_areas, find_doubts, implausible, misshapen
from paychart.profile import Profile

BAKERSFIELD = "33-2011", "0012540"  # firefighters: p75 = p90 = $470,940


def test_an_absurd_cell_is_published_told_and_has_the_modelled_figure_beside_it(store):
    answer = estimate(Profile(*BAKERSFIELD), store)
    assert answer.status == "published"
    assert answer.annual["p90"] == 470_940
    (told,) = [n for n in answer.notices if n.code == "implausible"]
    assert told.severity == "caution"
    assert told.numbers["printed"] > 2 * told.numbers["expected"]
    assert told.numbers["low"] < told.numbers["expected"] < told.numbers["high"]
    assert "470,940" in told.words
    assert any(n.code == "collapsed" for n in answer.notices)


def test_ranks_leave_it_out_unless_asked(store):
    ranked = places(store, BAKERSFIELD[0], statistic="p90", sort="nominal")
    here = next(p for p in ranked.places if p.area == BAKERSFIELD[1])
    assert here.rank is None, "shown, without a rank"
    assert ranked.places[0].area != BAKERSFIELD[1]
    assert here.name in ranked.unranked
    assert any("no rank" in note for note in ranked.notes)
    asked = places(store, BAKERSFIELD[0], statistic="p90", sort="nominal", doubtful=True)
    assert asked.places[0].area == BAKERSFIELD[1]
    assert asked.places[0].rank == 1


def test_what_is_carried_is_what_the_table_says(store):
    for occupation in (BAKERSFIELD[0], "29-2072"):
        found = find_doubts(store, occupation)
        assert set(found) == doubtful_areas(store, occupation)
        for area, doubt in found.items():
            assert implausible(store, occupation, area) == doubt


def test_an_ordinary_cell_and_an_unpublished_one_are_not_doubted(store):
    assert implausible(store, "29-1141", "0000000") is None
    assert implausible(store, "29-2072", "0010540") is None
    assert not [n for n in estimate(Profile("29-1141", "0600000"), store).notices if n.code == "implausible"]


@pytest.mark.parametrize(
    ("wage", "code"),
    [
        ([30_000, 40_000, 50_000, 60_000, 70_000], None),
        ([30_000, 30_000, 50_000, 60_000, 70_000], "collapsed"),
        ([30_000, 40_000, 50_000, 126_000, 130_000], "torn"),
    ],
)
def test_shapes(wage, code):
    found = misshapen(np.array(wage, dtype=float))
    assert (found.code if found else None) == code


def test_the_rule_by_hand():
    predicted = np.log([[30_000, 40_000, 50_000, 60_000, 70_000, 52_000]])
    half = np.full((1, 5, 3), 0.15)
    for step, expected in ((FAR * 0.15 + 0.01, True), (FAR * 0.15 - 0.01, False)):
        moved = predicted + step
        assert far(moved, predicted, half).any() == expected
    narrow = np.full((1, 5, 3), 0.02)
    assert not far(predicted + 0.3, predicted, narrow).any(), "a close forecast alone convicts nobody"
    assert collapsed(np.zeros((1, 6)))[0]
    assert not torn(np.zeros((1, 6)))[0]


def test_people_who_report_far_less_than_employers_are_a_second_witness(store):
    managers = estimate(Profile("11-9111", "3900000"), store)
    (told,) = [n for n in managers.notices if n.code == "people_report_less"]
    assert 25 < told.numbers["share"] < 45
    assert not [n for n in estimate(Profile("29-1141"), store).notices if n.code == "people_report_less"]
