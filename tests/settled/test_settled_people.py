"""Pay of persons: the populations, scores, errors and effects behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from answers_kept import refusal

from paychart import Store, estimate
from paychart.pay import evidence
from paychart.pay.certainty import error_draws, error_parts, sway
from paychart.pay.composition import (
    MARK,
    PeopleTables,
    composition,
    hours_shares,
    in_industry,
    published_education,
    table_path,
)
from paychart.pay.population import Factor, interpolate_rows, population
from paychart.pay.workforce import people_folder, workforce
from paychart.profile import Education, Profile
from paychart_lab.people_fit.replacing import replace_together

Settled = Callable[..., None]
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


@pytest.mark.parametrize("occupation", ["29-2072", "11-9111", "15-1252", "29-2000", "53-7051"])
@pytest.mark.parametrize("industry", ["000000", "622000"])
def test_a_population(settled: Settled, occupation: str, industry: str) -> None:
    people = population(occupation, None, industry)
    settled(people)
    settled(
        [people.shape, people.shares(), people.experience_years, people.band(0.0), people.band(11.0)],
        "shares",
    )
    force = workforce(occupation, industry, None)
    settled([force.scale, force.margins, force.mu, force.tau, force.curve.values], "workforce")
    combos = np.array([[-1, -1, -1, -1], [4, -1, -1, -1], [3, 2, -1, 3]], dtype=np.intp)
    settled(force.quantile_knots(combos), "knots")
    moved = sway(force, combos, np.array([np.nan, np.nan, 8.0]))
    settled([error_parts(force, moved), error_draws(force, moved, 5, 3)], "errors")
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
def test_a_person_in_a_cell(settled: Settled, store: Store, name: str) -> None:
    answer = estimate(PROFILES[name], store)
    settled([answer.annual, answer.hourly, answer.interval90, answer.effects, answer.steps, answer.notices])
    settled([answer.percentile_of(pay) for pay in (45_000.0, 5_000.0, 4e6)], "ranks")
    settled(refusal(lambda: answer.percentile_of(0.0)), "nothing")
    assert answer.priced is not None
    drawn = answer.priced.draws(20, 7, 0.4)
    settled([drawn.pay, drawn.effect, drawn.cell, answer.priced.quantile([0.05, 0.37, 0.99])], "draws")


def test_persons_nobody_is(settled: Settled, store: Store) -> None:
    for name, profile in {
        "attainment": Profile("29-1216", education=Education.HIGH_SCHOOL),
        "credential": Profile("29-2072", credentials=("XYZ",)),
        "same twice": Profile("29-2072", credentials=("RHIT", "RHIT")),
    }.items():
        settled(refusal(lambda profile=profile: estimate(profile, store)), name)


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
