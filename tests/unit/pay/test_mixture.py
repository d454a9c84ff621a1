"""A title is priced as a mixture: weights add up, one occupation is the cell itself, doubt and range stay apart."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.data.store import Store
from paychart.errors import BadInput
from paychart.pay.cells import STATISTICS
from paychart.pay.estimate import estimate
from paychart.pay.mixture import narrowed, price_title
from paychart.profile import ALL_INDUSTRIES, Profile
from paychart.words.titles import Candidate

ANY = Profile("00-0000")


def test_a_clear_title_is_its_occupation_s_own_cell(store: Store) -> None:
    priced = price_title("ROI Spec", ANY, store)
    cell = estimate(Profile("29-2072"), store)
    assert [c.soc for c in priced.components] == ["29-2072"]
    assert priced.annual == cell.annual
    assert (priced.code_share, priced.question, priced.status) == (0.0, "", "modelled")
    assert priced.scope == "whole occupation, not this title"


def test_a_doubtful_title_lies_between_its_occupations_and_asks_one_question(store: Store) -> None:
    priced = price_title("data specialist", ANY, store)
    weights = [c.weight for c in priced.components]
    assert len(weights) > 1
    assert sum(weights) == pytest.approx(1)
    assert weights == sorted(weights, reverse=True)
    for statistic in STATISTICS:
        own = [c.estimate.annual[statistic] for c in priced.components]
        assert min(own) <= priced.annual[statistic] <= max(own)
    assert 0 < priced.code_share < 1
    assert priced.question.count("?") == 1
    assert priced.components[0].soc in priced.question
    assert priced.status == "modelled"


def test_mixture_percentiles_hold_the_share_of_workers_they_name(store: Store) -> None:
    priced = price_title("analyst", ANY, store)
    for statistic, level in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        below = sum(
            c.weight * float(c.estimate.distribution.percentile_of(priced.annual[statistic]))
            for c in priced.components
        )
        assert below == pytest.approx(level, abs=0.003)


def test_intervals_hold_their_figures(store: Store) -> None:
    priced = price_title("analyst", Profile("00-0000", area="Ohio"), store)
    assert priced.interval90 is not None
    assert all(low < priced.annual[s] < high for s, (low, high) in priced.interval90.items())


def test_the_employer_narrows_by_where_each_occupation_s_jobs_are(store: Store) -> None:
    even = (Candidate("29-2072", "", 0.5), Candidate("53-3032", "", 0.5))
    assert narrowed(even, "", ALL_INDUSTRIES, store) == {"29-2072": 0.5, "53-3032": 0.5}
    hospital = narrowed(even, "", "622000", store)
    assert hospital["29-2072"] > 0.99
    assert sum(hospital.values()) == pytest.approx(1)


def test_a_stated_rank_moves_weight_to_or_from_management(store: Store) -> None:
    even = (Candidate("11-9111", "", 0.5), Candidate("29-2072", "", 0.5))
    assert narrowed(even, "director", ALL_INDUSTRIES, store)["11-9111"] == pytest.approx(10 / 11)
    assert narrowed(even, "II", ALL_INDUSTRIES, store)["29-2072"] == pytest.approx(10 / 11)
    assert narrowed(even, "", ALL_INDUSTRIES, store)["29-2072"] == 0.5


def test_the_answer_never_repeats_the_title(store: Store) -> None:
    answer = price_title("coder zanzibar", ANY, store).to_dict()
    assert "zanzibar" not in str(answer)
    assert np.isfinite(list(answer["annual"].values())).all()


def test_a_title_without_words_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="no words"):
        price_title("😀", ANY, store)


def test_levels_of_one_occupation_do_not_share_a_figure(store: Store) -> None:
    levels = [price_title(title, ANY, store).at_level for title in ("HIM manager", "HIM director", "VP HIM")]
    assert levels == sorted(levels)
    assert len(set(levels)) == 3
    first, second, third = (price_title(f"Medical coder {n}", ANY, store) for n in ("I", "II", "III"))
    assert first.at_level < second.at_level < third.at_level
    assert second.at_level == second.annual["p50"]


def test_a_specialty_is_told_what_its_own_surveys_print(store: Store) -> None:
    told = price_title("CDI specialist", ANY, store)
    assert told.status == "modelled"
    assert any("$60,000 to $69,999" in text and "2013" in text for text in told.warnings)
