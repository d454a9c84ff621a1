"""Next moves: gains are differences of estimates, verdicts follow intervals, advice is held against figures."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from paychart import Profile, estimate
from paychart.careers import places_for
from paychart.careers.moves import KINDS, Moves, moves
from paychart.careers.outcome import verdict_of
from paychart.careers.rates import rates
from paychart.careers.worth import worth
from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.take_home import take_home
from paychart.profile import Education

READER = Profile(
    "29-2072", "0019740", "622000", education=Education.ASSOCIATE, experience_years=3, credentials=("RHIT",)
)


@pytest.fixture(scope="module")
def found(store: Store) -> Moves:
    return moves(READER, store)


def test_worth_is_the_estimate(store: Store) -> None:
    for profile in (READER, Profile("29-2072", "0800000"), replace(READER, hours_per_year=1560)):
        own = worth(profile, store)
        assert own.pay == estimate(profile, store).annual["p50"]
        assert np.median(own.draws) == pytest.approx(own.pay, rel=0.1)


def test_every_kind_of_move_is_weighed(found: Moves) -> None:
    assert {move.kind for move in found.moves} == set(KINDS)


def test_a_degree_adds_the_difference_of_two_estimates_after_tax_and_prices(found: Moves, store: Store) -> None:
    degree = next(move for move in found.moves if move.kind == "degree" and move.to == "bachelor")
    then = estimate(replace(READER, education=Education.BACHELOR), store).annual["p50"]
    left = take_home(np.array([then, found.pay]), ["CO", "CO"], "single", [READER.area] * 2)
    assert degree.tax == "after tax"
    assert degree.gain == pytest.approx((left[0] - left[1]) * found.real_pay / found.pay, abs=12)
    assert degree.gain90[0] <= degree.gain <= degree.gain90[1]


def test_verdicts_follow_the_written_rules() -> None:
    rising = np.linspace(-1, 9, 101)
    assert verdict_of("measured", rising + 2, 0.0) == "clearly better"
    assert verdict_of("measured", rising, 0.0) == "probably better"
    assert verdict_of("measured", rising - 4, 0.0) == "toss-up"
    assert verdict_of("measured", -rising, 0.0) == "probably worse"
    assert verdict_of("borrowed", rising - 2, 0.0) == "cannot tell"
    assert verdict_of("borrowed", rising + 2, 0.0) == "probably better"  # borrowed is never clear
    assert verdict_of("none", rising + 2, 0.0) == "cannot tell"
    assert verdict_of("measured", rising + 2, 0.5) == "clearly better"  # whatever the unknown cost is
    assert verdict_of("measured", rising + 2, 99.0) == "cannot tell"  # it hangs on the unknown cost


def test_consulting_does_not_pay_for_a_coder(store: Store) -> None:
    nation = moves(replace(READER, area="0000000"), store, kinds=("employer",))
    consulting = next(move for move in nation.moves if move.to == "541600")
    assert consulting.gain < 0
    assert consulting.tax == "before tax"  # no state is named
    tip = next(tip for tip in nation.tips if "consulting" in tip.advice)
    assert tip.holds in ("does not seem to hold", "cannot tell")
    assert "takes away" in tip.figures
    assert "$43,880 there and $59,120" in tip.figures  # as OEWS May 2025 prints them


def test_a_credential_without_evidence_is_borrowed_wide_and_never_zero(found: Moves) -> None:
    borrowed = [move for move in found.moves if move.evidence == "borrowed" and move.kind == "credential"]
    assert borrowed
    for move in borrowed:
        assert move.gain != 0
        assert move.similar90[1] - move.similar90[0] > 5_000
        assert move.pay_back is None
        assert move.verdict in ("cannot tell", "probably better", "probably worse")
        assert move.must_add is None or move.must_add > 0


def test_unknown_costs_and_odds_are_unknown(found: Moves) -> None:
    hires = [move for move in found.moves if move.kind in ("employer", "area")]
    assert all(move.odds is None and "no source" in move.odds_basis for move in hires)
    unpriced = [move for move in found.moves if not move.cost_known]
    assert unpriced
    assert all(move.value is None and move.pay_back is None and move.must_add is None for move in unpriced)


def test_what_is_not_open_says_why(found: Moves) -> None:
    assert any("RHIA" in name and "bachelor" in why for name, why in found.closed)
    assert not any("RHIT" in move.name for move in found.moves)


def test_places_are_shrunk_the_more_the_noisier(store: Store) -> None:
    shrunk = places_for._shrunk(store, "29-2072", None)
    mean, sd, raw = (np.array(column) for column in zip(*shrunk.values(), strict=True))
    assert mean.std() < raw.std()
    center = np.average(raw)
    taken = np.abs(raw - mean) / np.maximum(np.abs(raw - center), 1e-9)
    far = np.abs(raw - center) > raw.std()
    assert np.corrcoef(taken[far], sd[far])[0, 1] > 0.5
    assert places_for.shrinkage(store, READER, READER, None)[0] == 0


def test_sorting_follows_the_word(store: Store) -> None:
    by_gain = moves(READER, store, kinds=("employer",), sort="gain").moves
    assert [move.gain for move in by_gain] == sorted((move.gain for move in by_gain), reverse=True)
    by_sure = moves(READER, store, kinds=("employer",), sort="sure").moves
    assert [m.gain90[0] for m in by_sure] == sorted((m.gain90[0] for m in by_sure), reverse=True)


def test_a_rate_of_ones_own_changes_cost_and_is_marked(store: Store) -> None:
    own = moves(READER, store, kinds=("degree",), changes=["tuition.bachelor=0", "finish.bachelor=100%"])
    degree = next(move for move in own.moves if move.to == "bachelor")
    assert degree.cost == 0
    assert degree.odds == 1
    assert any(item["kind"] == "yours" for item in degree.rests_on)


def test_no_area_and_no_schooling_say_what_is_missing(store: Store) -> None:
    bare = moves(Profile("29-2072"), store, kinds=("area", "degree", "employer"))
    why = dict(bare.closed)
    assert "--area" in why["Move"]
    assert "--education" in why["A further degree"]
    assert any("experience" in note for note in bare.notes)


def test_an_occupation_of_no_family_still_has_moves(store: Store) -> None:
    welder = moves(Profile("51-4121", "3900000"), store, kinds=("employer", "role"))
    assert welder.role is not None
    assert welder.role.generic
    assert {move.kind for move in welder.moves} == {"employer", "role"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"kinds": ("carreer",)}, "not one of"),
        ({"sort": "best"}, "not one of"),
        ({"horizon": 0}, "working life"),
        ({"changes": ["tuition.bachlor=3"]}, "not a rate"),
        ({"changes": ["finish.bachelor=7"]}, "share"),
        ({"changes": ["tuition.bachelor=lots"]}, "not a number"),
    ],
)
def test_wrong_words_are_answered(store: Store, words: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        moves(READER, store, **words)  # type: ignore[arg-type]


def test_a_place_without_a_parity_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="price parity"):
        moves(Profile("29-2072", "Puerto Rico"), store)


def test_every_rate_is_evidence_with_a_source_or_marked_an_assumption() -> None:
    for rate in rates().table.values():
        assert rate.kind in ("evidence", "assumption")
        assert rate.low <= rate.value <= rate.high, rate.key
        if rate.kind == "evidence":
            assert rate.source, rate.key
            assert rate.url.startswith("http"), rate.key


def test_moves_are_plain_values(found: Moves) -> None:
    whole = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert whole["moves"][0]["rests_on"]


def test_a_masters_degree_comes_off_as_often_as_both_degrees_are_finished(found: Moves) -> None:
    table = rates()
    chance = {move.to: move.odds for move in found.moves if move.kind == "degree"}
    assert chance["bachelor"] == table["finish.bachelor"].value
    assert chance["master"] == pytest.approx(
        table["finish.bachelor"].value * table["finish.master"].value, abs=5e-4
    )


def test_a_degree_that_is_expected_to_lose_money_does_not_pay_for_itself(store: Store) -> None:
    welder = Profile("51-4121", "0045780", education=Education.HIGH_SCHOOL, experience_years=8)
    weighed = moves(welder, store, kinds=("degree",))
    tips = [tip for tip in weighed.tips if "degree" in tip.advice]
    assert len(tips) == 2
    for tip in tips:
        assert "lose" in tip.figures
        assert tip.holds in ("does not hold", "does not seem to hold")
        assert "ladder" not in tip.figures  # the ladder is of health information work
    assert not any("ladder" in note for move in weighed.moves for note in move.notes)


def test_hospitals_pay_best_only_if_no_other_employer_adds_more(store: Store) -> None:
    coder = Profile("29-2072", education=Education.ASSOCIATE, experience_years=1.0)
    tip = next(t for t in moves(coder, store).tips if t.advice == "Hospitals pay best.")
    assert tip.holds in ("does not hold", "cannot tell")
    assert "Another move brings more: work for the federal government, which adds $" in tip.figures


def test_schooling_below_what_the_work_asks_is_flagged(store: Store) -> None:
    aide = Profile("29-1141", "3900000", education=Education.HIGH_SCHOOL, experience_years=3)
    notes = moves(aide, store, kinds=("degree",)).notes
    assert any("asks for an associate degree" in note and "registered nurse license" in note for note in notes)
    assert not any("asks for" in note for note in moves(READER, store, kinds=("degree",)).notes)
