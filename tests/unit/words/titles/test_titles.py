"""Titles are coded in order, taken apart, and doubt or bad input is said plainly."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from paychart.errors import BadInput
from paychart.words import titles
from paychart.words.titles.batch import code_file, coded_cells
from paychart.words.titles.catalogue import catalogue_titles, contained, entries
from paychart.words.titles.coder import carried_coder
from paychart.words.titles.model import Curve, pair_bucket, word_pairs, word_parts
from paychart.words.titles.published import published_code
from paychart.words.titles.wording import take_apart

JUDGE = Path(__file__).parents[4] / "bench" / "judges" / "him_payroll.csv"


def test_level_schedule_and_credentials_are_taken_apart() -> None:
    wording = take_apart("Sr Coder, RHIT, CCS - PRN")
    assert (wording.words, wording.level, wording.schedule, wording.credentials) == (
        ("coder",),
        "senior",
        "PRN",
        ("RHIT", "CCS"),
    )


@pytest.mark.parametrize(
    ("title", "words", "level"),
    [
        ("Coder III - IP", "coder inpatient", "III"),
        ("HIM Ops Mgr", "health information management operation manager", "manager"),
        ("R.O.I. Spec", "release information specialist", ""),
        ("Reg Dir HIM", "regional director health information management", "director"),
        ("VP HIM", "vice president health information management", "vice president"),
        ("Intern", "intern", "trainee"),
        ("CTR", "certified tumor registrar", ""),
        ("Analyst or Manager", "analyst manager", "manager"),
    ],
)
def test_short_forms_are_read_in_context(title: str, words: str, level: str) -> None:
    wording = take_apart(title)
    assert (" ".join(wording.words), wording.level) == (words, level)


@pytest.mark.parametrize(
    ("title", "soc"),
    [
        ("ROI Spec, PRN", "29-2072"),
        ("Medcial Reocrds Techncian", "29-2072"),
        ("Tumor Registrar", "29-9021"),
        ("ED Registrar", "43-4111"),
        ("HIM Dir", "11-9111"),
        ("Med Biller", "43-3021"),
        ("CNA", "31-1131"),
    ],
)
def test_payroll_titles_of_a_hospital(title: str, soc: str) -> None:
    assert titles.code(title).candidates[0].soc == soc


@pytest.mark.parametrize("title", ["", "😀", "医師", "   ", "- - -", "3"])
def test_a_title_without_usable_words_abstains(title: str) -> None:
    assert titles.code(title).abstained


@pytest.mark.parametrize(
    "title", ["Krankenpflegehelferin", "Kierowca ciężarówki", "Maria Lopez", "qwrtz plmk"]
)
def test_a_title_the_coder_cannot_know_is_doubtful_not_guessed(title: str) -> None:
    assert titles.code(title).best is None


def test_an_endless_title_is_refused_without_being_repeated() -> None:
    with pytest.raises(BadInput) as caught:
        titles.code("zebra " * 2000)
    assert "zebra" not in str(caught.value)


def test_a_name_in_a_title_is_repeated_nowhere_and_does_not_hide_the_work() -> None:
    coding = titles.code("Maria Lopez, Medical Coder")
    assert coding.candidates[0].soc == "29-2072"
    assert "lopez" not in str(coding.to_dict()).casefold()


def test_probabilities_are_a_distribution_however_the_evidence_came() -> None:
    coder = carried_coder()
    asked = ["ROI Spec", "coder trauma", "chief executive", "glazier", "zzqx", ""]
    odds, evidence = coder.odds([take_apart(t).words for t in asked])
    assert odds.sum(axis=1) == pytest.approx(np.ones(len(asked)), abs=1e-4)
    assert (odds >= 0).all()
    assert evidence[0].startswith("health-care title catalogue")


def test_word_vectors_held_back_for_speed_give_what_the_features_give() -> None:
    model = carried_coder().model
    words = ("release", "information", "specialist")
    dense = np.zeros(2 * model.meanings.width, np.float32)
    total = np.zeros(model.weights.shape[0], np.float32)
    for word in words:
        dense[: model.meanings.width] += model.telling(word) * model.meanings.of(word)
        for place, part in word_parts(word):
            total += model.telling(word) * part * model.embedding[place] * model.scale[place]
    for pair in word_pairs(words):
        place = pair_bucket(pair)
        total += model.embedding[place] * model.scale[place]
    dense[model.meanings.width :] = model.meanings.of(words[-1])
    norm = np.sqrt(sum(model.telling(w) ** 2 for w in words))
    assert model.embed([words])[0] == pytest.approx((total + dense @ model.meaning) / norm, abs=1e-3)


def test_a_curve_moves_the_first_probability_and_keeps_the_order_and_the_sum() -> None:
    odds = np.array([[0.6, 0.3, 0.1], [0.4, 0.35, 0.25]], np.float32)
    moved = Curve((0.0, 0.5, 1.0), (0.0, 0.2, 1.0)).apply(odds.copy())
    assert moved.sum(axis=1) == pytest.approx([1, 1])
    assert (moved.argsort(axis=1) == odds.argsort(axis=1)).all()
    assert moved[0, 0] < odds[0, 0]


def test_the_catalogue_has_a_code_oews_publishes_and_a_reason_for_every_title() -> None:
    listed = catalogue_titles()
    known = carried_coder().model.codes
    assert len(listed) >= 1000
    assert len({title for title, _, _ in listed}) == len(listed)
    assert all(published_code(soc, known) and reason for _, soc, reason in listed)


def test_no_wording_of_the_catalogue_has_two_codes() -> None:
    codes: dict[str, set[str]] = {}
    for title, soc, _ in catalogue_titles():
        codes.setdefault(take_apart(title).key, set()).add(soc)
    assert {key: c for key, c in codes.items() if len(c) > 1} == {}
    assert codes.keys() == entries().keys()


def test_an_entry_inside_a_title_decides_unless_the_title_states_another_role() -> None:
    telling = carried_coder().model.telling
    match = contained(take_apart("trauma coder level 1 remote").words, telling)
    assert match is not None
    assert match[0].soc == "29-2072"
    assert contained(take_apart("coder recruiter").words, telling) is None


def test_the_payroll_judge_does_not_fall_below_what_is_documented() -> None:
    rows = list(csv.DictReader(JUDGE.open(encoding="utf-8")))
    coded = titles.code_many([row["title"] for row in rows])
    right = sum(
        bool(c.candidates) and c.candidates[0].soc == r["soc"] for c, r in zip(coded, rows, strict=True)
    )
    assert len(rows) >= 300
    assert right / len(rows) >= 0.92


def test_equal_wordings_get_equal_codes_in_the_order_asked() -> None:
    one, other, again = titles.code_many(["Coder II", "Phlebotomist", "coder, sr"])
    assert one.candidates == again.candidates
    assert (one.level, again.level) == ("II", "senior")
    assert other.candidates[0].soc == "31-9097"


def test_a_file_and_a_call_agree() -> None:
    cells = coded_cells(["ROI Spec, PRN"], carried_coder())["ROI Spec, PRN"]
    best = titles.code("ROI Spec, PRN").best
    assert best is not None
    assert (cells[0], float(cells[2])) == (best.soc, pytest.approx(best.probability, abs=1e-4))


def test_a_file_keeps_its_rows_and_defuses_formulas(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,title,note\n2,ROI Spec,=1+1\n1,Phlebotomist,é\n3,,x\n", encoding="utf-8")
    coded = code_file(source, "title", output)
    assert (coded.rows, coded.coded, coded.doubtful) == (3, 2, 1)
    rows = list(csv.DictReader(output.open(encoding="utf-8")))
    assert [(r["id"], r["note"], r["soc"]) for r in rows] == [
        ("2", "'=1+1", "29-2072"),
        ("1", "é", "31-9097"),
        ("3", "x", ""),
    ]


def test_wrong_column_and_wrong_encoding_are_named(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("title\ncaf\xe9\n".encode("latin-1"))
    with pytest.raises(BadInput, match="UTF-8"):
        code_file(source, "title", tmp_path / "out.csv")
    source.write_text("job\nCoder\n", encoding="utf-8")
    with pytest.raises(BadInput, match="column") as caught:
        code_file(source, "title", tmp_path / "out.csv")
    assert caught.value.nearest == ("job",)
    source.write_text("title\n" + "x" * 301 + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="Row 2"):
        code_file(source, "title", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
