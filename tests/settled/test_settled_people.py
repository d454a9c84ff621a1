"""Pay of persons: the populations, mixtures, draws and effects behind it, on two occupations and one made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from answers_kept import refusal
from paychart.pay.draws import Asked
from paychart.pay.latent import ConditionalPay, LatentMixture, mean_bias, standardized
from paychart.pay.people import match, node_log_se, people_folder, personal_pay, settle, workforce
from paychart.pay.traits import read_traits

from paychart.pay import draws, evidence, latent
from paychart.pay.composition import PeopleTables, composition, hours_shares, in_industry, published_education
from paychart.pay.distribution import WageDistribution
from paychart.pay.people_tables import MARK, table_path
from paychart.pay.population import Factor, interpolate_rows, population
from paychart.profile import Education, Profile
from paychart_lab.people_fit.replacing import replace_together

Settled = Callable[..., None]
CELL = WageDistribution.from_percentiles(
    np.array([36_000.0, 44_000, 50_000, 66_000, 82_000]), mean=np.array(56_000.0)
)
BANDS = {
    "p10": (35_000.0, 37_000.0), "p25": (43_500.0, 44_500.0), "p50": (49_000.0, 51_000.0),
    "p75": (64_000.0, 68_000.0), "p90": (80_000.0, 84_000.0),
}  # fmt: skip
CODER = Profile("29-2072", education=Education.BACHELOR, experience_years=7, credentials=("RHIT", "CCS"))
PROFILES = {
    "coder": CODER,
    "part time": Profile("29-2072", hours_per_year=1040, experience_years=3),
    "few hours": Profile("29-2072", hours_per_year=520),
    "long hours": Profile("29-2072", hours_per_year=2860, education=Education.MASTER),
    "unknown credential": Profile("29-2072", credentials=("CPHIMS",)),
    "one credential": Profile("29-2072", credentials=("CPC",), industry="622000"),
    "four credentials": Profile("29-2072", credentials=("RHIT", "CCS", "CPC", "CHDA")),
    "manager": Profile("11-9111", industry="622000", education=Education.MASTER, experience_years=20),
    "coder elsewhere": Profile("15-1252", education=Education.BACHELOR, credentials=("RHIA",)),
    "group": Profile("29-0000", education=Education.ASSOCIATE, experience_years=0),
    "rare": Profile("29-2072", education=Education.DOCTORAL, experience_years=40),
}


def small() -> LatentMixture:
    return LatentMixture(np.array([-1.0, 0.2, 1.5]), np.array([2.0, 5.0, 3.0]), 0.6)


def test_a_mixture_of_scores(settled: Settled) -> None:
    mix = small()
    at = np.array([-9.0, -2.0, -0.3, 0.0, 0.7, 2.5, 9.0])
    settled([mix.share, mix.normal_score(at), mix.score(at), mix.normal_score(0.1), mix.score(0.1)])
    settled([mix.quadrature, *mix._exact(at)], "quadrature")
    spread = LatentMixture(np.array([-1.0, 1.0]), np.array([1.0, 1.0]), np.array([0.5, 0.9]))
    settled([spread.normal_score(at), spread.score(at)], "spreads")
    part = spread.given(np.array([0.0, 2.0]))
    settled(
        [part.mu, part.share, part.tau, part.normal_score(at), part.score(at), part.quadrature], "one kind"
    )
    settled(small().given(np.array([1.0, 0.0, 0.5])).score(at), "part")
    settled([standardized(np.array([0.0, 1.0, 3.0]), np.array([1.0, 1.0, 2.0]))], "wide")
    settled([standardized(np.array([0.0, 0.1, 0.3]), np.array([1.0, 1.0, 2.0]))], "narrow")
    settled(latent.probability(np.array([-50.0, 0.0, 1.0, 50.0])), "probability")


def test_what_is_no_mixture(settled: Settled) -> None:
    for name, call in {
        "spread": lambda: LatentMixture(np.array([0.0]), np.array([1.0]), 0.0),
        "shares": lambda: LatentMixture(np.array([0.0]), np.array([0.0]), 1.0),
        "negative": lambda: LatentMixture(np.array([0.0, 1.0]), np.array([2.0, -1.0]), 1.0),
        "length": lambda: LatentMixture(np.array([0.0, 1.0]), np.array([2.0]), 1.0),
        "nobody": lambda: small().given(np.zeros(3)),
    }.items():
        settled(refusal(call), name)


def test_pay_of_a_part_of_a_cell(settled: Settled) -> None:
    pay = ConditionalPay(CELL, small(), small().given(np.array([0.0, 1.0, 1.0])), 0.2)
    settled([pay.median, pay.mean, pay.quantile([0.1, 0.9]), pay.at_score(0.3), mean_bias(CELL)])
    settled([pay.percentile_of(50_000.0), pay.percentile_of([[20_000.0], [300_000.0]])], "ranks")
    many = replace(pay, shift=np.array([[0.0], [0.5]]))
    settled(
        [many.quantile(np.array([0.25, 0.5, 0.75])), many.percentile_of(np.array([[40_000.0], [60_000.0]]))],
        "two",
    )


@pytest.mark.parametrize("occupation", ["29-2072", "11-9111", "15-1252", "29-2000", "53-7051"])
@pytest.mark.parametrize("industry", ["000000", "622000"])
def test_a_population(settled: Settled, occupation: str, industry: str) -> None:
    people = population(occupation, None, industry)
    settled(people)
    settled(
        [people.shape, people.shares(), people.experience_years, people.band(0.0), people.band(11.0)],
        "shares",
    )
    settled(people.mask(2, None, 0, None), "mask")
    force = workforce(occupation, industry, None)
    settled([force.scale, force.typical, force.everyone.mu, force.everyone.tau], "workforce")
    tables = PeopleTables()
    settled([*composition(tables, occupation), hours_shares(tables, occupation)], "composition")
    shares, size = published_education(occupation)
    settled(
        [shares, size, None if shares is None else in_industry(tables, occupation, industry, shares)],
        "schooling",
    )


def test_tables_of_persons(settled: Settled) -> None:
    tables = PeopleTables()
    settled([tables.nearest("level", "29-2072"), tables.nearest("effects", "29-2072", "hours")])
    settled([len(tables.rows_of_group("effects", p)) for p in ("29-2072", "29-20", "29")], "groups")
    settled(refusal(lambda: PeopleTables().nearest("level", "99-9999")), "none")


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_a_person_in_a_cell(settled: Settled, name: str) -> None:
    profile = settle(PROFILES[name])
    pay = personal_pay(profile, CELL, BANDS)
    settled([pay.annual, pay.hourly, pay.interval90, pay.effects, pay.steps, pay.warnings, pay.lineage])
    settled([pay.percentile_of(45_000.0), pay.percentile_of(5_000.0), pay.percentile_of(4e6)], "ranks")
    settled([pay.draws.curves, pay.draws.parts, pay.draws.mean(), pay.draws.at(0.37)], "draws")
    settled(refusal(lambda: pay.percentile_of(0.0)), "nothing")
    bare = personal_pay(profile, CELL, None, industry="621100", draws=20)
    settled([bare.annual, bare.interval90, bare.steps], "without errors")
    force = workforce(profile.occupation, profile.industry, None)
    found = match(profile, force)
    settled([found.asked, found.parts, found.shift, found.these.mu, found.notes], "match")
    settled(draws.draw_medians(force.people, CELL, node_log_se(BANDS), [found.asked, Asked()], 30), "medians")


def test_persons_nobody_is(settled: Settled) -> None:
    people = population("29-2072")
    for name, profile in {
        "attainment": Profile("53-7051", education=Education.DOCTORAL),
        "credential": Profile("29-2072", credentials=("XYZ",)),
        "same twice": Profile("29-2072", credentials=("RHIT", "RHIT")),
    }.items():
        try:
            settled(read_traits(settle(profile), population(profile.occupation)), name)
        except Exception as error:  # what is said is what is kept
            settled(repr(error), name)
    settled(read_traits(Profile("29-2072"), people), "nothing said")


def test_draws_are_the_same_each_time(settled: Settled) -> None:
    people = population("29-2072")
    drawn = draws.drawn_population(people, 25)
    settled(drawn)
    settled(draws._noise(25), "noise")
    settled(draws._shares(people, 6, np.random.default_rng(1)), "shares")
    settled(draws._own_scores(people, 25, 3, 2, None, None), "own scores")
    settled(
        [draws._own_medians(people, 25, *kind) for kind in ((4, None, 1, 3), (2, 3, 0, 3), (None,) * 4)],
        "medians",
    )
    ends = np.tile(np.array([[0.0, 0.03], [0.5, -0.4], [0.2, 1.2], [0, 0], [1, 2.0]]), (5, 1))
    settled(draws._dollars_per_score(CELL, ends, drawn.everyone), "dollars")
    rows, score = np.cumsum(np.ones((2, 131)), axis=1), np.array([[-7.0, 0.0, 0.04], [6.45, 6.5, 9.0]])
    settled(draws._on_grid(score, rows), "grid")
    settled([draws.band90(np.arange(101.0), 50.0), draws.band90(np.arange(101.0), -3.0)], "band")
    y = np.array([[1.0, 2.0, 4.0], [0.0, 1.0, 9.0]])
    settled(draws.interpolate_each(np.array([[-1.0, 0.5], [1.5, 9.0]]), np.array([0.0, 1.0, 2.0]), y), "each")


def test_factors_are_drawn_from_their_covariance(settled: Settled) -> None:
    factor = Factor(("a", "b"), np.array([1.0, 2.0]), np.array([[0.04, 0.04], [0.04, 0.04]]), "x", 3)
    settled(factor.draw(5, np.random.default_rng(9)))
    settled(interpolate_rows(np.array([0.0, 4.0, 7.5, 99]), np.array([1.0, 5.0, 9.0]), np.eye(3)), "rows")


def test_evidence(settled: Settled) -> None:
    settled(evidence.registry())
    settled([evidence.survival(), *(row.log_effect for row in evidence.registry())], "survival")
    for occupation in ("29-2072", "11-9111", "15-1252"):
        settled([evidence.certified(occupation), evidence.credential_count(occupation, "two")], occupation)
        settled(
            {c: evidence.credential(occupation, c) for c in ("CPC", "RHIT", "CCS", "CHDA", "XX")},
            occupation + "s",
        )
        settled([row.id for row in evidence.find("education", occupation)], occupation + " schooling")
    settled(evidence.pool(evidence.registry()), "everything")
    settled(evidence.pool([r for r in evidence.registry() if r.design != evidence.RAW]), "no raw gap")
    settled(
        [evidence.random_effects([0.1, 0.3, 0.2], [0.02, 0.05, 0.03]), evidence.random_effects([0.1], [0.2])],
        "effects",
    )
    blank = {**vars(evidence.registry()[0]), "percent": None, "value": None}
    settled([evidence.Evidence(**{**blank, "reference": 3.0}).log_effect, evidence.pool([])], "none")


def test_node_errors(settled: Settled) -> None:
    settled([node_log_se(BANDS), node_log_se(None)])


def test_tables_replaced_together(tmp_path: Path) -> None:
    def writes(text: str) -> Callable[[Path], None]:
        return lambda path: path.write_text(text) and None

    folder = tmp_path / "deep" / "people"
    assert table_path(folder, "people_effects.csv") is None
    assert people_folder(tmp_path / "deep" / "store.duckdb") is None
    replace_together(folder, {"people_effects.csv": writes("old"), "b.csv": writes("old b")})
    assert people_folder(tmp_path / "deep" / "store.duckdb") == folder
    assert sorted(p.name for p in folder.iterdir()) == ["b.csv", "people_effects.csv"]

    def fails(path: Path) -> None:
        path.write_text("half")
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        replace_together(folder, {"people_effects.csv": writes("new"), "b.csv": fails})
    assert sorted(p.name for p in folder.iterdir()) == ["b.csv", "people_effects.csv"]
    assert (folder / "people_effects.csv").read_text() == "old"
    # Killed before the mark: the draft is of no use. Killed after it: the draft is the table.
    draft = folder / ".people_effects.csv.new"
    draft.write_text("half")
    assert table_path(folder, "people_effects.csv") == folder / "people_effects.csv"
    (folder / MARK).touch()
    draft.write_text("newer")
    assert table_path(folder, "people_effects.csv") == draft
    assert table_path(folder, "b.csv") == folder / "b.csv"
    replace_together(folder, {"c.csv": writes("c")})
    assert (folder / "people_effects.csv").read_text() == "newer"
    assert sorted(p.name for p in folder.iterdir()) == ["b.csv", "c.csv", "people_effects.csv"]
    draft.write_text("half")
    replace_together(folder, {"c.csv": writes("d")})
    assert sorted(p.name for p in folder.iterdir()) == ["b.csv", "c.csv", "people_effects.csv"]
    assert (folder / "people_effects.csv").read_text() == "newer"
