"""More than pay: gaps are said, rankings follow weights, and firmness is measured."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paychart import Profile, estimate
from paychart.careers.character import VALUES, character
from paychart.careers.criteria import CRITERIA, balance, check_weights, fit, parse_weights
from paychart.careers.values import Ranking, _nearby, rank
from paychart.data.reference import reference_path
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.profile import Education
from paychart.words import index

READER = Profile("29-2072", "3900000", education=Education.ASSOCIATE, experience_years=4)


@pytest.fixture(scope="module")
def ranking(store: Store) -> Ranking:
    return rank(READER, store, {"pay": 3, "balance": 2})


def test_the_table_is_what_onet_holds(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[3] / "scripts"))
    sys.modules.pop("derive_work_values", None)
    import derive_work_values  # type: ignore[import-not-found]

    with reference_path("occupation_character.csv").open(encoding="utf-8", newline="") as file:
        kept = [tuple(row) for row in csv.reader(file)][1:]
    assert kept == derive_work_values.rows(shared_data / "onet_30_1")


@pytest.mark.parametrize("code", ["29-2072", "29-9021"])
def test_him_codes_have_no_work_values_and_say_who_lends(code: str, store: Store) -> None:
    one = character(code, "", store)
    assert one.values_from == "15-1211.01"
    assert len(one.work_values) == len(VALUES)
    assert any("publishes no work values" in note and "15-1211.01" in note for note in one.notes)
    assert one.job_zone_preliminary


def test_a_code_with_values_lends_from_no_one(store: Store) -> None:
    one = character("11-9111", "", store)
    assert one.values_from == ""
    assert one.work_values["achievement"] == 5.0
    assert one.entry_years == 4 + 2.5  # a bachelor's degree and less than five years


def test_conditions_carry_standard_errors_and_mixed_groups_are_said(store: Store) -> None:
    coder, registrar = character("29-2072", "", store), character("29-9021", "", store)
    assert coder.conditions["share_work_from_home"] == (0.4728, 0.0274)
    assert not coder.conditions_mixed
    assert registrar.conditions_mixed
    assert any("census counts" in note for note in registrar.notes)


def test_every_criterion_has_words_and_a_unit() -> None:
    assert all(c.words and c.unit for c in CRITERIA.values())


def test_a_single_weight_ranks_by_that_figure(store: Store) -> None:
    by_pay = rank(READER, store, {"pay": 1}).ranked
    pays = [row.figures["pay"] or 0 for row in by_pay]
    assert pays == sorted(pays, reverse=True)
    by_hours = rank(READER, store, {"hours": 1}).ranked
    shares = [row.figures["hours"] or 0 for row in by_hours]
    assert shares == sorted(shares)


def test_the_readers_own_work_is_among_the_compared(ranking: Ranking) -> None:
    assert any(row.occupation == "29-2072" for row in ranking.ranked)
    assert [row.place for row in ranking.ranked] == sorted(row.place for row in ranking.ranked)


def test_parts_add_up_to_the_score(ranking: Ranking) -> None:
    for row in ranking.ranked:
        assert sum(row.parts.values()) == pytest.approx(row.score, abs=0.002)


def test_firmness_is_a_share_and_the_statement_says_it(ranking: Ranking) -> None:
    assert sum(row.first for row in ranking.ranked) == pytest.approx(1, abs=0.01)
    best = ranking.ranked[0]
    assert f"{best.first:.0%} of nearby weightings" in ranking.statement
    assert best.place90[0] <= best.place <= best.place90[1]


def test_an_occupation_best_at_everything_is_first_in_all_weightings() -> None:
    table = np.array([[10.0, 10.0], [5.0, 2.0], [1.0, 1.0]])
    places, first = _nearby(table, np.zeros_like(table), np.ones(2), np.array([0.5, 0.5]), 1)
    assert first[0] == 1
    assert (places[:, 0] == 1).all()


def test_a_near_tie_is_not_firm() -> None:
    table = np.array([[1.0, 0.0], [0.0, 1.0]])
    _, first = _nearby(table, np.zeros_like(table), np.ones(2), np.array([0.5, 0.5]), 1)
    assert first == pytest.approx([0.5, 0.5], abs=0.03)


def test_swings_put_a_price_on_weights(ranking: Ranking) -> None:
    swings = {s["criterion"]: s for s in ranking.swings}
    assert swings["pay"]["worth_in_pay"] == pytest.approx(
        swings["pay"]["best"] - swings["pay"]["worst"], abs=1
    )
    assert swings["balance"]["worth_in_pay"] == pytest.approx(swings["pay"]["worth_in_pay"] * 2 / 3, abs=2)


def test_balance_rises_with_what_is_good() -> None:
    easy = {
        "share_over_45_hours": (0.0, 0.0),
        "share_work_from_home": (0.5, 0.0),
        "commute_minutes": (20.0, 0.0),
    }
    hard = {
        "share_over_45_hours": (0.5, 0.0),
        "share_work_from_home": (0.0, 0.0),
        "commute_minutes": (45.0, 0.0),
    }
    assert balance(easy) == 1
    assert balance(hard) == 0
    assert balance({}) is None


def test_interests_fit_who_shares_them(store: Store) -> None:
    coder = character("29-2072", "", store)
    assert (fit("CI", coder.interests) or 0) > 0.8 > (fit("AE", coder.interests) or 0)
    assert fit("", coder.interests) is None


def test_chosen_occupations_alone_are_compared(store: Store) -> None:
    two = rank(READER, store, {"pay": 1, "support": 1}, among=["29-9021", "11-9111"])
    assert {row.occupation for row in two.ranked} == {"29-2072", "29-9021", "11-9111"}
    lent = next(row for row in two.ranked if row.occupation == "29-2072")
    assert any("stand in" in note for note in lent.notes)
    assert all(index(store).occupations[row.occupation].title == row.title for row in two.ranked)


@pytest.mark.parametrize(
    ("weights", "interest", "message"),
    [
        ({"pay": 0, "balance": 0}, "", "All weights are zero"),
        ({"pay": -1}, "", "below zero"),
        ({"salary": 1}, "", "not something to value"),
        ({"interest": 1}, "", "say yours"),
        ({"pay": 1}, "XYZ", "not an interest code"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, float], interest: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        check_weights(weights, interest)


def test_words_become_weights() -> None:
    assert parse_weights(["pay=3", "Working Conditions"]) == {"pay": 3.0, "working_conditions": 1.0}
    with pytest.raises(BadInput, match="twice"):
        parse_weights(["pay=1", "pay=2"])
    with pytest.raises(BadInput, match="not a weight"):
        parse_weights(["pay=lots"])


def test_rankings_are_plain_values(ranking: Ranking) -> None:
    whole = json.loads(json.dumps(ranking.to_dict(), allow_nan=False))
    assert whole["ranked"][0]["character"]["sources"]


def test_the_readers_own_work_pays_what_estimate_says(store: Store) -> None:
    reader = Profile("29-2072", experience_years=4, education=Education.ASSOCIATE, credentials=("CPC",))
    own = next(row for row in rank(reader, store, {"pay": 1}).ranked if row.occupation == "29-2072")
    assert own.figures["pay"] == estimate(reader, store).annual["p50"]


def test_the_readers_own_work_is_shown_wherever_it_stands(ranking: Ranking) -> None:
    last = ranking.ranked[-1]
    assert [row.occupation for row in replace(ranking, own=last.occupation).best(2)] == [
        *(row.occupation for row in ranking.ranked[:2]),
        last.occupation,
    ]
    assert replace(ranking, own=ranking.ranked[0].occupation).best(2) == ranking.ranked[:2]
