"""Pay of a person: the published cell comes back, traits move pay as they should, and contradictions stop."""

from __future__ import annotations

import csv
from collections.abc import Callable
from math import factorial

import numpy as np
import pytest
from scipy.special import ndtr

from paychart import Education, Profile, Store, estimate
from paychart.data.reference import reference_path
from paychart.errors import BadInput
from paychart.pay.answer import Estimate
from paychart.pay.composition import EDUCATION
from paychart.pay.disagreement import disagreement
from paychart.pay.distribution import LEVELS, NODES
from paychart.pay.explain import waterfall
from paychart.pay.offer import place_offer
from paychart.pay.population import population
from paychart.pay.predict_file import predict_file
from paychart.pay.waterfall import aumann_shapley
from paychart.pay.workforce import Workforce, workforce

CODER = "29-2072"
MEDIAN = 51_140  # May 2025, the nation


@pytest.fixture(scope="module")
def pay(store: Store) -> Callable[..., Estimate]:
    def ask(occupation: str = CODER, **traits: object) -> Estimate:
        return estimate(Profile(occupation, **traits), store)  # type: ignore[arg-type]

    return ask


def mixed_back(force: Workforce, traits: list[list[int]]) -> np.ndarray:
    """Share of everyone below the cell's five percentiles, summed over groups of workers with given traits."""
    total, score = np.zeros(5), force.score(NODES)
    for one in traits:
        combo = np.array([one], dtype=np.intp)
        part = force.share
        for axis, level in enumerate(one):
            part = part if level < 0 else np.take(part, [level], axis=axis)
        if part.sum() > 0:
            below = force.share_below(combo, np.zeros(5, dtype=np.intp), score)
            total += part.sum() * ndtr(below)
    return total


@pytest.mark.parametrize("occupation", [CODER, "29-9021", "11-9111", "29-1141", "53-7062"])
def test_all_profiles_of_an_occupation_mix_back_to_the_cell(occupation: str) -> None:
    force = workforce(occupation, "000000", None)
    bands = range(len(force.people.band_years))
    traits = [[level, band, -1, -1] for level in range(len(EDUCATION)) for band in bands]
    np.testing.assert_allclose(mixed_back(force, traits), LEVELS, atol=1e-5)


def test_the_education_mix_is_the_one_bls_publishes() -> None:
    with reference_path("education_mix.csv").open(encoding="utf-8") as file:
        row = next(r for r in csv.DictReader(file) if r["occupation"] == CODER)
    published = np.array([float(v) for v in list(row.values())[2:9]])
    np.testing.assert_allclose(population(CODER).joint.sum(axis=1), published / published.sum(), atol=1e-9)
    assert population("29-9021").education_size < population(CODER).education_size  # a proxy group


def test_an_industry_has_its_own_schooling_and_still_mixes_back_to_its_cell() -> None:
    everywhere, hospitals = population(CODER), population(CODER, industry="622000")
    offices = population(CODER, industry="621111")  # no row of its own: offices of physicians
    bachelor = EDUCATION.index(Education.BACHELOR)
    assert offices.joint[bachelor].sum() < everywhere.joint[bachelor].sum()
    assert not np.allclose(hospitals.joint.sum(axis=1), everywhere.joint.sum(axis=1), atol=0.005)
    force = workforce(CODER, "622000", None)
    traits = [[level, -1, -1, -1] for level in range(len(EDUCATION))]
    np.testing.assert_allclose(mixed_back(force, traits), LEVELS, atol=1e-5)


def test_schooling_and_years_move_pay_the_way_records_say(pay: Callable[..., Estimate]) -> None:
    by_school = [
        pay(education=e, experience_years=15).annual["p50"]
        for e in (Education.HIGH_SCHOOL, Education.BACHELOR, Education.MASTER)
    ]
    assert by_school == sorted(by_school)
    by_years = [pay(experience_years=y).annual["p50"] for y in (0, 5, 15, 30)]
    assert by_years == sorted(by_years)


def test_steps_go_from_the_cell_to_the_person_exactly(pay: Callable[..., Estimate]) -> None:
    found = pay(
        education=Education.BACHELOR, experience_years=10, credentials=("CPC", "CPMA"), hours_per_year=2600
    )
    assert found.priced is not None
    end = float(found.priced.quantile([0.5])[0, 0])
    assert sum(s.dollars for s in found.steps) == pytest.approx(end - MEDIAN, abs=1e-3)


def test_a_credential_without_evidence_is_not_counted_but_makes_the_answer_less_sure(
    pay: Callable[..., Estimate],
) -> None:
    plain = pay(education=Education.BACHELOR)
    with_rhia = pay(education=Education.BACHELOR, credentials=("RHIA",))
    assert with_rhia.annual == plain.annual
    effect = with_rhia.effects[-1]
    assert (effect["label"], effect["percent"], effect["dollars"]) == ("no evidence", None, 0)
    assert effect["interval90"][0] < -3_000 < 3_000 < effect["interval90"][1]

    def width(answer: object) -> float:
        low, high = answer.interval90["p50"]
        return high - low

    assert width(with_rhia) > 1.5 * width(plain)


def test_a_credential_shows_the_raw_gap_beside_what_is_left_of_it(pay: Callable[..., Estimate]) -> None:
    effect = next(e for e in pay(credentials=("CPC",)).effects if e["factor"] == "credential")
    assert effect["label"] == "association"
    assert effect["raw_percent"] > 18
    assert 0 < effect["adjusted_percent"] < effect["raw_percent"] / 2
    assert effect["sources"]


def test_more_credentials_pay_no_less(pay: Callable[..., Estimate]) -> None:
    medians = [pay(credentials=c).annual["p50"] for c in (("CPC",), ("CPC", "COC"), ("CPC", "COC", "CPMA"))]
    assert medians == sorted(medians)


def test_intervals_hold_the_figures_and_repeat(pay: Callable[..., Estimate]) -> None:
    first, again = pay(education=Education.MASTER), pay(education=Education.MASTER)
    assert first.interval90 == again.interval90
    for name, (low, high) in first.interval90.items():
        assert low - 5 <= first.annual[name] <= high + 5


def test_part_time_pays_less_an_hour_and_in_proportion_to_hours(pay: Callable[..., Estimate]) -> None:
    part, full = pay(hours_per_year=30 * 52), pay(hours_per_year=40.1 * 52)
    hourly, least = part.hourly["p50"], full.hourly["p50"]
    assert 0.80 * least < hourly < 0.99 * least
    assert part.annual["p50"] == pytest.approx(hourly * 30 * 52, abs=10)
    hours = next(effect for effect in part.effects if effect["factor"] == "hours")
    assert hours["level"].startswith("25-34")
    assert hours["dollars"] < 0


def test_very_few_hours_are_in_proportion_and_say_so(pay: Callable[..., Estimate]) -> None:
    few = pay(hours_per_year=520)
    assert few.annual["p50"] == pytest.approx(51_140 / 4, abs=10)
    assert any(notice.code == "few_hours" for notice in few.notices)


def test_every_two_traits_have_a_share_in_every_occupation() -> None:
    for row in csv.DictReader(reference_path("people_spread.csv").open(encoding="utf-8")):
        people = population(row["soc"])
        held = people.joint.sum(axis=1) > 0
        assert (people.joint[held] > 0).all()
        assert (people.hours > 0).all()


@pytest.mark.parametrize(
    ("occupation", "traits"),
    [
        (CODER, {"education": Education.DOCTORAL, "experience_years": 4}),  # no such record
        (CODER, {"education": Education.LESS_THAN_HIGH_SCHOOL, "experience_years": 0.5, "credentials": ("CPC",)}),
        ("29-1141", {"education": Education.LESS_THAN_HIGH_SCHOOL, "experience_years": 1}),
        ("47-2181", {"education": Education.DOCTORAL}),
        ("17-2121", {"hours_per_year": 30 * 52}),  # no marine engineer of 25 to 34 hours
    ],
)  # fmt: skip
def test_traits_no_record_has_together_are_answered_with_a_warning_and_a_wider_interval(
    occupation: str, traits: dict[str, object], pay: Callable[..., Estimate]
) -> None:
    rare = pay(occupation, **traits)
    assert np.isfinite(list(rare.annual.values())).all()
    assert any(n.code == "seldom_together" for n in rare.notices)
    usual = dict(traits, education=Education.BACHELOR) if "education" in traits else {"hours_per_year": 2340}
    if "experience_years" in usual:
        usual["experience_years"] = 20
    common = pay(occupation, **usual)
    assert not any(n.code == "seldom_together" for n in common.notices)

    def width(answer: Estimate) -> float:
        low, high = answer.interval90["p50"]
        return float(np.log(high / low))

    assert width(rare) > 1.5 * width(common)


def test_a_doctorate_that_no_one_in_the_work_holds_is_refused_with_the_nearest_level(
    pay: Callable[..., Estimate],
) -> None:
    without = next(
        row["occupation"]
        for row in csv.DictReader(reference_path("education_mix.csv").open(encoding="utf-8"))
        if float(row["doctoral_or_professional"]) == 0 and row["occupation"] != "00-0000"
    )
    with pytest.raises(BadInput, match="doctoral") as caught:
        pay(without, education=Education.DOCTORAL)
    assert caught.value.nearest
    assert "doctoral" not in caught.value.nearest


def test_a_level_nobody_holds_is_refused_with_the_nearest(
    pay: Callable[..., Estimate],
) -> None:
    physicians = "29-1216"  # BLS prints none with a high school diploma at most
    with pytest.raises(BadInput, match="Next to no one") as caught:
        pay(physicians, education=Education.HIGH_SCHOOL)
    assert caught.value.nearest


@pytest.mark.parametrize(
    ("text", "level"),
    [("Bachelor's degree", "bachelor"), ("some-college", "some college"), ("GED", "high school"), ("Ph.D.", "doctoral"),
     ("Associate's", "associate"), ("less than high school", "less than high school")],
)  # fmt: skip
def test_words_for_schooling(text: str, level: str) -> None:
    assert Education.parse(text).value == level


def test_strange_words_for_schooling_name_the_levels() -> None:
    with pytest.raises(BadInput) as caught:
        Education.parse("wizardry")
    assert "bachelor" in caught.value.nearest


def test_estimate_of_a_person_rests_on_the_cell_and_lists_effects(store: Store) -> None:
    answer = estimate(
        Profile(CODER, "Ohio", education=Education.ASSOCIATE, experience_years=8, credentials=("cpc",)), store
    )
    document = answer.to_dict()
    assert document["status"] == "modelled"
    assert [e["factor"] for e in document["effects"]] == ["education", "experience", "credential"]
    for effect in document["effects"]:
        assert {"factor", "level", "dollars", "percent", "interval90", "sources", "raw_percent"} <= set(
            effect
        )
    assert {row["kind"] for row in document["lineage"]} >= {"published cell", "person effects", "evidence"}
    assert answer.cell is not None
    assert answer.cell.annual["p50"] == 50_990  # May 2025, Ohio


def test_the_waterfall_starts_at_the_nation_and_sums(store: Store) -> None:
    answer = estimate(Profile(CODER, "Ohio", education=Education.BACHELOR), store)
    steps = waterfall(answer, store)
    assert steps.start == 51_140
    assert steps.start + sum(s.dollars for s in steps.steps) == pytest.approx(steps.end, abs=1e-6)
    assert [s.factor for s in steps.steps][:2] == ["area", "education"]


def test_other_sources_disagree_in_the_open(store: Store) -> None:
    rows = [row.to_dict() for row in disagreement(estimate(Profile(CODER, industry="621100"), store), store)]
    levels = [row for row in rows if row["about"] == "level"]
    assert any(row["source"].startswith("American Community Survey") for row in levels)
    assert any("Current Population Survey" in row["source"] for row in levels)
    assert all(row["difference"] for row in levels)
    employer = next(row for row in rows if row["about"] == "employer")
    assert employer["value"] < 0 > employer["oews"]  # both say that physicians' offices pay coders less
    assert employer["interval90"][0] < employer["value"] < employer["interval90"][1]


def test_studies_of_what_a_degree_does_stand_beside_the_association(store: Store) -> None:
    answer = estimate(Profile(CODER, education=Education.BACHELOR), store)
    effect = answer.effects[0]
    assert effect["label"] == "association"
    assert any("+22%" in study for study in effect["effect_studies"])
    assert not any(row.label == "effect" for row in population(CODER).evidence_used)  # never pooled


def test_an_offer_at_the_median_is_in_the_middle(store: Store) -> None:
    median = estimate(Profile(CODER), store).annual["p50"]
    placed = place_offer(Profile(CODER), median, store)
    assert placed.percentile == pytest.approx(50, abs=0.1)
    assert placed.gap == 0
    assert placed.percentile90[0] <= 50 <= placed.percentile90[1]
    hourly = place_offer(Profile(CODER), median / 2080, store, hourly=True)
    assert hourly.percentile == pytest.approx(placed.percentile, abs=1e-6)


@pytest.mark.parametrize("amount", [-5, 0, 27.5, 9e9])
def test_offers_nobody_makes_are_refused(store: Store, amount: float) -> None:
    with pytest.raises(BadInput):
        place_offer(Profile(CODER), amount, store)


def test_a_file_of_people_is_priced_row_by_row(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("people")
    source, target = folder / "in.csv", folder / "out.csv"
    source.write_text(
        "occupation,area,education,experience,credentials,hours\n"
        "29-2072,Ohio,bachelor,10,CPC;CPMA,\n29-2072,Ohio,,,,\n29-2072,Ohio,phd,99,,\n29-2072,Ohio,,,RHIA;RHIT,\n",
        encoding="utf-8",
    )
    counts = predict_file(store, source, target)
    assert (counts["published"], counts["modelled"], counts["errors"]) == (1, 1, 2)
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    alone = estimate(
        Profile(
            CODER, "Ohio", education=Education.BACHELOR, experience_years=10, credentials=("CPC", "CPMA")
        ),
        store,
    )
    assert float(rows[0]["p50"]) == alone.annual["p50"]
    assert rows[1]["p50"] == "50990"
    assert "outside 0 to 60" in rows[2]["error"]
    assert "takes the place" in rows[3]["error"]


def exact_shapley(start: float, parts: list[float], pay_at: Callable[[float], float]) -> list[float]:
    """Each part's mean contribution over all orders of joining: 2^n coalitions."""
    n = len(parts)
    value = [pay_at(start + sum(p for j, p in enumerate(parts) if s >> j & 1)) for s in range(2**n)]
    found = []
    for j in range(n):
        without = [s for s in range(2**n) if not s >> j & 1]
        weight = [factorial(s.bit_count()) * factorial(n - s.bit_count() - 1) / factorial(n) for s in without]
        found.append(sum(w * (value[s | 1 << j] - value[s]) for w, s in zip(weight, without, strict=True)))
    return found


def test_the_bars_of_a_real_person_are_those_of_exact_shapley_values_over_eight_players(store: Store) -> None:
    force = workforce(CODER, "000000", None)
    people = force.people
    effects = (people.education_effect.mean, people.experience_effect.mean, people.hours_effect.mean)
    chosen = [
        effects[0][4],
        effects[1][9],
        effects[2][5],
        people.certified_effect.mean[2],
        0.11,
        -0.07,
        0.05,
        -0.12,
    ]
    parts = [float(part) * force.scale for part in chosen]
    start = float(force.score(np.zeros(1))[0])

    curve = estimate(Profile(CODER), store).distribution

    def pay_at(score: float) -> float:
        return float(curve.quantile(float(ndtr(force.normal_score(np.array([score]))[0]))))

    fast, exact = aumann_shapley(start, parts, pay_at), exact_shapley(start, parts, pay_at)
    total = pay_at(start + sum(parts)) - pay_at(start)
    assert sum(fast) == pytest.approx(total, abs=1e-6)
    assert sum(exact) == pytest.approx(total, abs=1e-6)
    assert np.abs(np.subtract(fast, exact)).max() < 0.02 * np.abs(exact).sum()


def test_percent_is_the_dollars_over_the_typical_workers_pay(
    pay: Callable[..., Estimate],
) -> None:
    found = pay(education=Education.BACHELOR, experience_years=3, credentials=("CPC",))
    for effect in found.effects[:2]:
        assert effect["percent"] == pytest.approx(100 * effect["dollars"] / MEDIAN, abs=0.051)
    against_none = pay(education=Education.BACHELOR, experience_years=3, credentials=()).annual["p50"]
    gain = found.effects[2]
    assert gain["dollars"] == pytest.approx(found.annual["p50"] - against_none, abs=15)
    assert gain["percent"] == pytest.approx(100 * gain["dollars"] / against_none, abs=0.06)
