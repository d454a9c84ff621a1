"""Titles are coded in order, taken apart, and doubt or bad input is said plainly."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from paychart import titles
from paychart.errors import BadInput
from paychart.titles.batch import code_file
from paychart.titles.wording import take_apart

HARD = Path(__file__).with_name("him_hard.csv")


def test_level_schedule_and_credentials_are_taken_apart() -> None:
    wording = take_apart("Sr Coder, RHIT, CCS - PRN")
    assert (wording.level, wording.schedule, wording.credentials) == ("senior", "PRN", ("RHIT", "CCS"))


def test_release_of_information_on_a_payroll_is_medical_records_work() -> None:
    assert titles.code("ROI Spec, PRN").candidates[0].soc == "29-2072"


@pytest.mark.parametrize("title", ["", "😀", "医師"])
def test_a_title_without_usable_words_abstains(title: str) -> None:
    assert titles.code(title).abstained


def test_an_endless_title_is_refused_without_being_repeated() -> None:
    with pytest.raises(BadInput) as caught:
        titles.code("zebra " * 2000)
    assert "zebra" not in str(caught.value)


def test_mixture_weights_sum_to_one() -> None:
    mixture = titles.mixture("HIM director")
    assert sum(c.probability for c in mixture.weights) == pytest.approx(1)
    assert all(c.soc.startswith("11-") for c in mixture.weights)


def test_the_frozen_hard_set_does_not_fall_below_its_first_measurement() -> None:
    rows = list(csv.DictReader(HARD.open(encoding="utf-8")))
    coded = titles.code_many([row["title"] for row in rows])
    right = sum(
        bool(c.candidates) and c.candidates[0].soc == r["soc"] for c, r in zip(coded, rows, strict=True)
    )
    assert right >= 41


def test_a_file_keeps_its_rows_and_defuses_formulas(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,title,note\n2,ROI Spec,=1+1\n1,Phlebotomist,é\n", encoding="utf-8")
    assert code_file(source, "title", output) == 2
    rows = list(csv.DictReader(output.open(encoding="utf-8")))
    assert [(r["id"], r["note"], r["soc"]) for r in rows] == [
        ("2", "'=1+1", "29-2072"),
        ("1", "é", "31-9097"),
    ]


def test_wrong_column_and_wrong_encoding_are_named(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("title\ncaf\xe9\n".encode("latin-1"))
    with pytest.raises(BadInput, match="UTF-8"):
        code_file(source, "title", tmp_path / "out.csv")
    source.write_text("job\nCoder\n", encoding="utf-8")
    with pytest.raises(BadInput, match="column"):
        code_file(source, "title", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
