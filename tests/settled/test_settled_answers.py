"""Whole answers on the bundled release, every word and figure: estimates, their reasons, lists and titles."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from answers_kept import refusal

from paychart import Profile, estimate
from paychart.data.store import Store, open_store
from paychart.errors import Suppressed
from paychart.pay import People, cells, mixture, price
from paychart.pay.cells import HeldCells
from paychart.pay.disagreement import disagreement
from paychart.pay.estimate import estimates
from paychart.pay.explain import explain
from paychart.pay.mixture import price_title
from paychart.pay.model import price as price_cells
from paychart.pay.offer import place_offer
from paychart.pay.predict import CELL_COLUMNS, predict
from paychart.pay.predict_file import predict_file, read_rows
from paychart.profile import Education
from paychart.words import resolve_profile

Settled = Callable[..., None]
NURSE, CODER, MANAGER = "29-1141", "29-2072", "11-9111"
PUBLISHED = {
    "nation": Profile(CODER),
    "metro": Profile(CODER, "0019740"),
    "hospitals": Profile(CODER, industry="622000"),
    "top coded": Profile("29-1211"),
    "by the year": Profile("25-2021"),
    "by the hour": Profile("27-2011"),
    "noisy": Profile("47-2053", industry="238300"),
    "very noisy": Profile("29-1299", "0019740"),
    "group": Profile("29-2000", "0019740"),
    "everyone": Profile("00-0000", "0600000"),
    "words": Profile("registered nurses", "Ohio", "hospitals"),
}
PERSONS = {
    "coder": Profile(CODER, education=Education.BACHELOR, experience_years=5, credentials=("RHIT",)),
    "hospital": Profile(MANAGER, industry="622000", education=Education.MASTER, experience_years=12),
    "hours": Profile(NURSE, "3900000", hours_per_year=1560),
}
MODELLED = {
    "joint": Profile(CODER, "0019740", "622000"),
    "group joint": Profile("29-0000", "0019740", "622000"),
    "absent area": Profile("29-2072", "0010540"),
    "absent area by the year": Profile("25-2021", "0010500"),
    "absent area, employer": Profile("29-2072", "0010540", "622000"),
    "withheld employer": Profile("29-2072", industry="621900"),
    "nowhere": Profile(CODER, "0600000", "113300"),
    "nation nowhere": Profile(CODER, industry="113300"),
    "joint person": Profile(CODER, "0600000", "622000", Education.ASSOCIATE, 2.0, ("CCS",)),
}


@pytest.mark.parametrize("name", [*PUBLISHED, *PERSONS])
def test_an_estimate(settled: Settled, store: Store, name: str) -> None:
    answer = estimate({**PUBLISHED, **PERSONS}[name], store)
    settled(answer)
    settled([vars(answer.table()), answer._repr_html_()], "shown")
    settled(answer.distribution.quantile([0.05, 0.5, 0.95]), "distribution")
    settled(explain(answer, store), "explained")
    settled(disagreement(answer, store), "other sources")


@pytest.mark.parametrize("name", list(MODELLED))
def test_a_modelled_estimate(settled: Settled, store: Store, name: str) -> None:
    answer = estimate(MODELLED[name], store)
    settled(answer)
    settled(explain(answer, store), "explained")


def test_offers(settled: Settled, store: Store) -> None:
    settled(place_offer(Profile(CODER), 55_000, store))
    settled(place_offer(Profile(CODER, hours_per_year=1040), 31.5, store, hourly=True), "hourly")
    settled(place_offer(PERSONS["coder"], 55_000, store).to_dict()["percentile90"], "person")
    for name, call in {
        "none": lambda: place_offer(Profile(CODER), 0, store),
        "huge": lambda: place_offer(Profile(CODER), 5_000_001, store),
        "an hour": lambda: place_offer(Profile(CODER), 28.5, store),
    }.items():
        settled(refusal(call), name)
    assert place_offer(Profile(CODER), 5_000_000, store).percentile > 99
    assert place_offer(Profile(CODER), 2_080, store).percentile < 1


@pytest.mark.parametrize(
    ("title", "profile"),
    [
        ("HIM coder II", Profile("x")),
        ("health information manager", Profile("x", "0019740")),
        ("director of health information", Profile("x", industry="622000")),
        ("senior analyst", Profile("x", education=Education.BACHELOR)),
        ("registered nurse", Profile("x")),
        ("RHIT coding specialist", Profile("x", "3900000", "622000")),
    ],
)
def test_a_title(settled: Settled, store: Store, title: str, profile: Profile) -> None:
    pay = price_title(title, profile, store)
    settled(pay)


def test_titles_in_parts(settled: Settled, store: Store) -> None:
    settled(refusal(lambda: price_title("???", Profile("x"), store)))
    settled(
        [mixture._fits_level(s, n) for s in (CODER, MANAGER) for n in ("director", "senior", "", "III")],
        "level",
    )
    one, two = estimate(Profile(CODER), store), estimate(Profile(MANAGER), store)
    for name, weights in {"even": (0.5, 0.5), "clear": (0.6, 0.4), "nearly": (0.59, 0.41)}.items():
        parts = [
            mixture.Component(soc, soc + " title", weight, weight / 2, answer)
            for soc, weight, answer in zip((CODER, MANAGER), weights, (one, two), strict=True)
        ]
        settled([mixture._question(parts), parts[0].to_dict()], name)
        bare = [replace(parts[0], estimate=replace(one, interval90=None)), parts[1]]
        settled([mixture._bands(bare, np.array(weights), one.annual), bare[0].to_dict()], name + " bare")
        grids = np.stack([p.estimate.distribution.quantile(mixture._GRID) for p in parts])
        figures = mixture._figures(parts, np.array(weights), grids)
        settled([figures, mixture._bands(parts, np.array(weights), figures)], name + " figures")
        settled(mixture._doubt_share(np.array(weights), np.log(grids)), name + " doubt")
    settled([mixture._question(parts[:1]), mixture._question([parts[0], parts[0]])], "no question")
    settled(
        [
            mixture._no_title_of_its_own(parts[0]),
            mixture._no_title_of_its_own(replace(parts[0], estimate=replace(one, employment=None))),
        ],
        "jobs",
    )


ASKED = (
    [CODER, CODER, CODER, "11-9111", "29-2000", "nonsense", "29-2072", CODER, "29-0000", "55-0000"],
    ["", "0019740", "Denver, CO", "3900000", "0019740", "", "Atlantis", "0019740", "0019740", ""],
    ["", "", "622000", "hospitals", "", "", "", "113300", "622000", ""],
)


def test_lists(settled: Settled, store: Store, tmp_path: Path) -> None:
    answers = predict(store, dict(zip(CELL_COLUMNS, ASKED, strict=True)))
    settled([answers.rows(), answers.interval90])
    settled(predict(store, {"occupation": ["nonsense"]}).rows(), "nothing")
    lines = [
        "note,occupation,education,experience,credentials,hours,p50,area",
        "a,29-2072,bachelor,5,RHIT;CCS,40,x,", "b,29-2072,phd,5,,,x,0019740", "c,29-2072,nope,,,,x,",
        "d,29-2072,,x,,,x,", "e,29-2072,,,,97,x,", "f,29-2072,,61,,,x,", "g,29-2072,,,,,x,", "h,zzz,bachelor,,,,x,",
        "i,29-2072,,,RHIT+CCS+CPC+CHDA,20,x,", "j,29-2072,master,0,,60,x,0600000", "k,29-2072,,,XYZ,,x,",
    ]  # fmt: skip
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n\n")
    settled(predict_file(store, tmp_path / "in.csv", tmp_path / "out.csv"), "counts")
    settled((tmp_path / "out.csv").read_text(), "file")


def test_files_that_cannot_be_read(settled: Settled, store: Store, tmp_path: Path) -> None:
    for name, content in {
        "empty": b"", "latin": "occupation\nMÜ\n".encode("latin-1"), "ragged": b"occupation,area\n1,2,3\n",
        "no occupation": b"soc,area\n1,2\n",
    }.items():  # fmt: skip
        path = tmp_path / f"{name}.csv"
        path.write_bytes(content)
        settled(refusal(lambda path=path: predict_file(store, path, tmp_path / "out.csv")), name)
    told = refusal(lambda: read_rows(tmp_path / "none.csv"))
    assert told["message"] == f"There is no file {tmp_path / 'none.csv'}."
    assert "cannot be read" in refusal(lambda: read_rows(tmp_path))["message"]


def test_payrolls(settled: Settled, store: Store) -> None:
    people = [*PUBLISHED.values(), *PERSONS.values(), MODELLED["joint person"], Profile("nonsense")]
    people += [
        Profile(CODER, credentials=("XYZ",)),
        PERSONS["coder"],
        replace(PERSONS["coder"], experience_years=6),
    ]
    known = [profile for profile in people if profile.occupation != "nonsense"]
    found = price(store, People.of([resolve_profile(profile, store) for profile in known]))
    settled([found.annual, found.interval90, found.status, {k: str(e) for k, e in found.errors.items()}])
    settled(found.percentile_of(np.linspace(30_000, 90_000, len(known))), "ranks")
    assert len(price(store, People.of([]))) == 0


def test_titles_of_which_some_are_not_paid(
    settled: Settled, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if nothing were released for the second of a title's occupations, then for any."""

    def withheld(none: str) -> Callable[..., object]:
        def priced(profiles: list[Profile], opened: Store) -> object:
            answers = zip(profiles, estimates(profiles, opened), strict=True)
            return [Suppressed("none") if p.occupation.startswith(none) else a for p, a in answers]

        return priced

    several = 0
    for title in ("HIM coder II", "senior analyst", "program specialist", "coordinator"):
        occupations = [c.soc for c in price_title(title, Profile("x"), store).components]
        if len(occupations) > 1:
            several += 1
            with monkeypatch.context() as patched:
                patched.setattr(mixture, "estimates", withheld(occupations[1]))
                pay = price_title(title, Profile("x"), store)
            settled([pay.annual, pay.warnings, pay.components], title)
    assert several > 1
    monkeypatch.setattr(mixture, "estimates", withheld(""))
    settled(refusal(lambda: price_title("HIM coder II", Profile("x"), store)), "nobody")
    monkeypatch.undo()
    vague = price_title("associate", Profile("x"), store)
    settled([vague.coding.abstained, vague.warnings], "vague")


@pytest.fixture(scope="module")
def poor(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The release without means, without one occupation, and with another one's national row withheld."""
    path = tmp_path_factory.mktemp("poor") / "poor.duckdb"
    shutil.copy(store_path, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "UPDATE cell SET annual_mean = NULL, hourly_mean = NULL WHERE occupation = '11-9111'"
        )
        connection.execute("DELETE FROM cell WHERE occupation = '29-9021'")
        connection.execute("DELETE FROM cell WHERE occupation = '29-1141' AND area = '0000000'")
        connection.execute(
            "UPDATE cell SET mean_rse = NULL WHERE occupation = '15-1252' AND area = '0000000'"
        )
    with open_store(path) as opened:
        yield opened


def test_a_poorer_release(settled: Settled, poor: Store) -> None:
    settled(estimate(Profile(MANAGER), poor), "no mean")
    nurse = estimate(Profile(NURSE, "0019740"), poor)
    settled(explain(nurse, poor), "no nation")
    settled(explain(estimate(Profile(NURSE, "0019740", "622000"), poor), poor), "no nation, employer")
    settled(disagreement(nurse, poor), "no other sources")
    developer = estimate(Profile("15-1252", "0019740"), poor)
    settled([developer, explain(developer, poor)], "no error in the nation")
    columns = (["29-9021", MANAGER, NURSE, "29-9021"], ["", "", "", "0019740"], ["", "", "", "622000"])
    settled(predict(poor, dict(zip(CELL_COLUMNS, columns, strict=True))).rows(), "list")
    assert price_cells(poor, ["29-9021"], ["0000000"], ["000000"]).status[0] == "refused"


def test_without_a_store_the_default_one_is_asked(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYCHART_STORE", str(store_path))
    assert estimate(Profile(CODER)).annual["p50"] == 51_140


def test_cells_as_held(settled: Settled, store: Store) -> None:
    keys = [(CODER, "0019740", "000000"), ("29-1211", "0000000", "000000"), ("25-2021", "0000000", "000000"),
            ("27-2011", "0000000", "000000"), (CODER, "0000000", "622000"), ("zz", "0000000", "000000")]  # fmt: skip
    found = cells.fetch(store, keys)
    settled([{str(k): [c, c.key, c.has_wages, c.full_year()] for k, c in sorted(found.items())}])
    table = cells.fetch_many(store, *([k[i] for k in keys] for i in range(3)))
    settled(table, "many")
    settled(cells.fetch_many(store, [], [], []), "none")
    held = HeldCells(store, cells._NUMBERS, cells._TEXTS)
    for key in keys:
        row = held.get(*key)
        assert (row is None) == (key not in found)
        assert row is None or cells.cell_of(row) == found[key]
    for key in (
        (CODER, "zz", "000000"),
        (CODER, "0000000", "zz"),
        (CODER, "0019740", "622000"),
        ("53-7199",) * 3,
    ):
        assert held.get(*key) is None
    settled(
        [cells.tree(store).stand_ins(k) for k in [("29-2072", "0019740", "621111"), ("x", "y", "z")]],
        "stand-ins",
    )


def test_only_the_occupations_last_asked_for_are_kept(store: Store) -> None:
    codes = [code for (code,) in store.rows("SELECT DISTINCT occupation FROM cell ORDER BY 1 LIMIT 70")]
    for code in codes:
        cells.fetch(store, [(code, "0000000", "000000")])
    assert len(store.cached("cells", dict)) == 64
    assert codes[-1] in store.cached("cells", dict)
