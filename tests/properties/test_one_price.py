"""The law of the house: one person in one cell gets the same pay at every door, to the cent, intervals too.

Two thousand people, drawn once by seed from all occupations, places and employer types, are priced together and one by
one; a sample of them is asked of every other door. What nobody measured widens an interval and never narrows it.
"""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from paychart import Education, Profile, Store, estimate
from paychart.careers.worth import worth
from paychart.errors import PaychartError
from paychart.pay import People, price
from paychart.pay.cells import STATISTICS
from paychart.pay.offer import place_offer
from paychart.pay.places import places
from paychart.pay.predict import predict

DRAWN, OFTEN, SLOW = 2000, 400, 60
FAMILY = ("29-2072", "29-9021", "11-9111", "29-1141", "43-6013", "15-1211")
CREDENTIALS = (None, None, (), ("CPC",), ("CCS",), ("RHIA",), ("CPC", "CPMA"), ("RHIT", "CCS"))
CENT, CENTS = 0.005, 0.05


@pytest.fixture(scope="module")
def drawn(store: Store) -> list[Profile]:
    """People of all occupations, every third of the health information family."""
    rng = random.Random(16)
    occupations = [row[0] for row in store.rows("SELECT code FROM occupation ORDER BY code")]
    areas = [row[0] for row in store.rows("SELECT code FROM area ORDER BY code")]
    industries = [row[0] for row in store.rows("SELECT code FROM industry ORDER BY code")]
    # Cells come in some hundreds, as they do in payrolls, with several people each.
    cells = [
        (
            rng.choice(FAMILY) if i % 3 == 0 else rng.choice(occupations),
            rng.choice(["0000000", rng.choice(areas)]),
            rng.choice(["000000", "622000", rng.choice(industries)]),
        )
        for i in range(DRAWN // 10)
    ]
    return [
        Profile(
            *rng.choice(cells),
            education=rng.choice([None, *Education]),
            experience_years=(years := rng.choice([None, 0.0, round(rng.uniform(0, 45), 1)])),
            credentials=rng.choice(CREDENTIALS),
            hours_per_year=rng.choice([2080, 2080, 2080, 36 * 52, 24 * 52, 10 * 52, 50 * 52]),
            years_since_school=rng.choice([None, None, (years or 0.0) + rng.choice([0, 5])]),
        )
        for _ in range(DRAWN)
    ]


def same(one: object, other: object) -> bool:
    return bool(
        np.allclose(np.asarray(one, float), np.asarray(other, float), rtol=0, atol=CENT, equal_nan=True)
    )


def interval(profile: Profile, store: Store) -> list[list[float]]:
    found = estimate(profile, store).interval90
    return [[np.nan, np.nan]] * 6 if found is None else [list(found[s]) for s in STATISTICS]


def test_a_thousand_rows_or_one(drawn: list[Profile], store: Store) -> None:
    together = price(store, People.of(drawn))
    for row, profile in enumerate(drawn):
        alone = price(store, People.of([profile]))
        if alone.errors:
            assert str(together.errors[row]) == str(alone.errors[0])
            assert np.isnan(together.annual[row]).all()
            continue
        assert row not in together.errors
        assert same(together.annual[row], alone.annual[0]), profile
        assert same(together.interval90[row], alone.interval90[0]), profile
        assert together.status[row] == alone.status[0]
    assert 50 < len(together.errors) < DRAWN / 2  # the draw holds both kinds


def test_estimate_is_a_row_of_it_and_files_are_rows_of_it(drawn: list[Profile], store: Store) -> None:
    asked = drawn[:OFTEN]
    together = price(store, People.of(asked))
    columns = {
        "occupation": [p.occupation for p in asked],
        "area": [p.area for p in asked],
        "industry": [p.industry for p in asked],
        "education": [p.education.value if p.education else "" for p in asked],
        "experience": ["" if p.experience_years is None else f"{p.experience_years}" for p in asked],
        "since_school": ["" if p.years_since_school is None else f"{p.years_since_school}" for p in asked],
        "credentials": [
            "" if p.credentials is None else ";".join(p.credentials) if p.credentials else "none"
            for p in asked
        ],
        "hours": [f"{p.hours_per_year / 52}" for p in asked],
    }
    rows = predict(store, columns)
    for row, profile in enumerate(asked):
        if row in together.errors:
            with pytest.raises(PaychartError) as error:
                estimate(profile, store)
            assert str(error.value) == str(together.errors[row]) == rows.errors[row]
            continue
        answer = estimate(profile, store)
        assert same([answer.annual[s] for s in STATISTICS], together.annual[row])
        assert same([answer.annual[s] for s in STATISTICS], rows.wages[row])
        assert same(interval(profile, store), together.interval90[row])
        assert same(interval(profile, store)[3], rows.interval90[row])
        assert answer.status == together.status[row] == rows.status[row]


@pytest.fixture(scope="module")
def few(drawn: list[Profile], store: Store) -> list[Profile]:
    """People that can be priced, every second one of the family."""
    priced = price(store, People.of(drawn))
    good = [p for row, p in enumerate(drawn) if row not in priced.errors and p.experience_years is not None]
    family = [p for p in good if p.occupation in FAMILY]
    return [*family[: SLOW // 2], *[p for p in good if p.occupation not in FAMILY][: SLOW // 2]]


def test_offers_and_careers_start_from_it(few: list[Profile], store: Store) -> None:
    for profile in few:
        answer = estimate(profile, store)
        offer = place_offer(profile, answer.annual["p75"], store)
        assert offer.median == answer.annual["p50"]
        assert offer.percentile == pytest.approx(75, abs=0.75)  # figures for a person are shown to $10
        assert worth(profile, store).pay == answer.annual["p50"]


def test_places_have_it_at_home(few: list[Profile], store: Store) -> None:
    seen = 0
    for profile in few[:20]:
        if profile.area == "0000000":
            continue
        try:
            home = places(store, profile, sort="take-home", kinds=("metro", "rural", "state")).home
        except PaychartError:
            continue  # no area at all has wages of this work there
        answer = estimate(profile, store)
        if home is not None:
            seen += 1
            assert home.nominal == answer.annual["p50"]
            if home.nominal90 and answer.interval90:
                assert same(home.nominal90, answer.interval90["p50"])
    assert seen > 2


def test_a_payroll_row_has_it(few: list[Profile], store: Store, tmp_path: Path) -> None:
    from paychart.employers.benchmark import benchmark

    asked = [p for p in few if p.years_since_school is None and p.credentials != ()]
    with (tmp_path / "pay.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["SOC Code", "City", "Industry Code", "Education", "Years Experience", "Certifications",
                         "Hours Per Week", "Annual Salary"])  # fmt: skip
        for p in asked:
            education = p.education.value if p.education else ""
            held = "; ".join(p.held)
            hours = p.hours_per_year / 52
            writer.writerow(
                [p.occupation, p.area, p.industry, education, p.experience_years, held, hours, 60_000]
            )
    benchmark(str(tmp_path / "pay.csv"), tmp_path / "out.csv", store)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    seen = 0
    for profile, row in zip(asked, rows, strict=True):
        if row["paychart_market_p50"] and "traits-not-used" not in row["paychart_flags"]:
            seen += 1
            answer = estimate(profile, store)
            for name in ("p25", "p50", "p75"):
                assert float(row[f"paychart_market_{name}"]) == pytest.approx(answer.annual[name], abs=CENT)
    assert seen > len(asked) // 2


def test_the_command_line_says_it(few: list[Profile], store: Store) -> None:
    from typer.testing import CliRunner

    from paychart.doors.cli.app import app

    for profile in few[::2]:
        said = ["estimate", "--occupation", profile.occupation, "--json", "--store", str(store.path)]
        said += ["--area", profile.area, "--industry", profile.industry]
        said += ["--education", profile.education.value] if profile.education else []
        said += ["--experience", f"{profile.experience_years}"]
        if profile.years_since_school is not None:
            said += ["--since-school", f"{profile.years_since_school}"]
        for code in ("none",) if profile.credentials == () else profile.held:
            said += ["--credential", code]
        said += ["--hours", f"{profile.hours_per_year / 52}"]
        ran = CliRunner().invoke(app, said)
        assert ran.exit_code == 0, ran.output
        told, answer = json.loads(ran.stdout), estimate(profile, store).to_dict()
        assert same([told["annual"][s] for s in STATISTICS], [answer["annual"][s] for s in STATISTICS])
        assert told["interval90"] == answer["interval90"]


def words(profile: Profile) -> dict[str, object]:
    """The profile as the doors ask for it."""
    said: dict[str, object] = {
        "occupation": profile.occupation,
        "area": profile.area,
        "industry": profile.industry,
        "experience": profile.experience_years,
        "hours": profile.hours_per_year / 52,
    }
    if profile.education:
        said["education"] = profile.education.value
    if profile.years_since_school is not None:
        said["since_school"] = profile.years_since_school
    if profile.credentials is not None:
        said["credential"] = list(profile.credentials) or ["none"]
    return said


def test_the_api_and_the_assistant_say_it(few: list[Profile], store: Store) -> None:
    pytest.importorskip("mcp", reason="The mcp extra is not installed.")
    testing = pytest.importorskip("fastapi.testclient", reason="The web extra is not installed.")
    from paychart.doors.mcp.server import call
    from paychart.doors.web.app import create_app
    from paychart.questions.registry import QUESTIONS

    question = QUESTIONS["estimate"]
    with testing.TestClient(create_app(store.path)) as client:
        for profile in few[1::3]:
            answer = estimate(profile, store).to_dict()
            told = client.get("/api/v1/estimate", params=words(profile))
            assert told.status_code == 200, told.text
            assert told.json()["annual"] == answer["annual"]
            assert told.json()["interval90"] == answer["interval90"]
            brief = call(question, store, words(profile)).structured_content
            assert brief["annual"] == pytest.approx(answer["annual"], abs=0.5)  # assistants get whole dollars
            if answer["interval90"]:
                assert np.allclose(brief["interval90"]["p50"], answer["interval90"]["p50"], rtol=0, atol=0.5)


def test_moves_and_the_guide_start_from_it(store: Store) -> None:
    from paychart.careers.moves import moves
    from paychart.guide.scope import Scope
    from paychart.guide.sections.factors import levels
    from paychart.guide.topics import find_topic

    reader = Profile("29-2072", "0800000", education=Education.ASSOCIATE, experience_years=2, credentials=())
    answer = estimate(reader, store)
    assert moves(reader, store, kinds=("credential",)).pay == answer.annual["p50"]
    for area in ("0000000", "0019740", "2400006"):  # the nation, Denver, rural Maryland
        found = levels(store, Scope(find_topic(store, "him"), area))
        typical = estimate(Profile("29-2072", area), store).annual["p50"]
        two = estimate(Profile("29-2072", area, experience_years=2), store).annual["p50"]
        told = next(factor for factor in found if factor.label == "2 years")
        assert told.percent == pytest.approx(100 * (two / typical - 1), abs=0.051)
        coder = next(factor for factor in found if factor.label == "CPC")
        held, none = (
            estimate(Profile("29-2072", area, credentials=codes), store).annual["p50"]
            for codes in (("CPC",), ())
        )
        assert coder.percent == pytest.approx(100 * (held / none - 1), abs=0.1)
        assert "none" in coder.against


def test_what_nobody_measured_never_narrows(store: Store) -> None:
    """For every cell of the family: adding a credential without evidence keeps the figure and holds the interval."""
    rng = random.Random(3)
    areas = [row[0] for row in store.rows("SELECT code FROM area ORDER BY code")]
    bases = [
        Profile(occupation, area, industry, education=education, experience_years=years, credentials=held)
        for occupation in FAMILY
        for area in ("0000000", *rng.sample(areas, 6))
        for industry in ("000000", "622000")
        for education, years in (
            (None, None),
            (Education.BACHELOR, None),
            (None, 8.0),
            (Education.BACHELOR, 2.0),
        )
        for held in (None, ("CPC",))
    ]
    more = [replace(base, credentials=(*base.held, "RHIA")) for base in bases]
    without, with_it = price(store, People.of(bases)), price(store, People.of(more))
    both = np.isfinite(without.interval90).all(axis=(1, 2)) & np.isfinite(with_it.interval90).all(axis=(1, 2))
    assert both.sum() >= 256
    narrow, wide = without.interval90[both], with_it.interval90[both]
    assert (wide[..., 0] <= narrow[..., 0] + CENTS).all()
    assert (wide[..., 1] >= narrow[..., 1] - CENTS).all()
    assert (
        with_it.annual[both]
        == np.where(without.people.described[both, None], without.annual[both], with_it.annual[both])
    ).all()


def test_a_measured_credential_never_lowers_pay(store: Store) -> None:
    areas = [row[0] for row in store.rows("SELECT code FROM area ORDER BY code")][::9]
    silent = [Profile("29-2072", area, industry) for area in areas for industry in ("000000", "622000")]
    plain = price(store, People.of(silent)).median
    certified = price(store, People.of([replace(p, credentials=("CPC",)) for p in silent])).median
    none = price(store, People.of([replace(p, credentials=()) for p in silent])).median
    known = np.isfinite(plain)
    assert known.sum() > 60
    assert (certified[known] >= plain[known] - 10).all()
    assert (
        certified[known] >= none[known]
    ).all()  # equal where a cell prints one figure for several percentiles
    assert (certified[known] > none[known]).mean() > 0.95
    effect = next(e for e in estimate(Profile("29-2072", credentials=("CPC",)), store).effects)
    assert effect["against"] == "a worker like this one who holds none"
    assert effect["dollars"] > 0


def test_a_count_has_no_interval_of_no_width(store: Store) -> None:
    counted = store.rows(
        "SELECT occupation, area, industry FROM cell WHERE mean_rse = 0 AND annual_p50 IS NOT NULL "
        "ORDER BY occupation, area, industry LIMIT 40"
    )
    assert counted
    for key in counted[::8]:
        answer = estimate(Profile(*key), store)
        assert answer.interval90 is None
        assert any(notice.code == "counted" for notice in answer.notices)
