"""Learning on a handful of titles: splits keep variants together, calibration holds, a refit is read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from paychart.errors import BadInput, SourceUnavailable
from paychart.words.titles.coder import Coder, carried_meanings
from paychart.words.titles.model import load_model
from paychart.words.titles.published import Published, published_code
from paychart.words.titles.spelling import Speller
from paychart.words.titles.wording import take_apart
from paychart_lab.titles import training
from paychart_lab.titles.calibration import calibration_error, rising_curve, trusted
from paychart_lab.titles.evaluation import judge, read_judge, score
from paychart_lab.titles.refit import refit
from paychart_lab.titles.training import Titles, gather

PUBLISHED = Published(
    {"29-2072": "Medical Records Specialists", "47-2111": "Electricians", "31-1120": "Home Health Aides"},
    {"29-2072": 200_000.0, "47-2111": 700_000.0, "31-1120": 3_000_000.0},
    {"29-2072": 50_000.0, "47-2111": 60_000.0},
)
WORK = {
    "29-2072": (
        "records clerk",
        "records technician",
        "coder",
        "chart coder",
        "chart clerk",
        "records coder",
    ),
    "47-2111": ("electrician", "wire electrician", "wiring electrician", "electric wire installer"),
    "31-1120": ("home aide", "home health aide", "care aide", "companion aide"),
}


def _titles() -> Titles:
    counts: dict[tuple[str, ...], dict[str, int]] = {}
    for code, names in WORK.items():
        for name in names:
            for place in ("", "senior ", "night ", "ward ", "city ", "county ", "lead ", "head ", "chief "):
                counts[take_apart(place + name).words] = {code: 1}
    return Titles(PUBLISHED, counts, {w: {"onet": frozenset(c)} for w, c in counts.items()})


def test_codes_count_in_what_oews_publishes() -> None:
    assert published_code("31-1121", PUBLISHED.names) == "31-1120"
    assert published_code("99-9999", PUBLISHED.names) is None


def test_trivial_variants_of_a_title_fall_in_the_same_tenth() -> None:
    titles = _titles()
    assert titles.part(("coder", "chart")) == titles.part(("chart", "coder"))


def test_a_refit_learns_is_read_back_and_prefers_the_title_s_own_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "EPOCHS", 30)
    made = refit(_titles(), carried_meanings(), tmp_path / "titles.npz", lambda what, share: None)
    model = load_model(made.path, carried_meanings())
    odds = model.probabilities([("hospital", "record", "coder"), ("wire", "electrician", "helper")])
    assert [model.codes[i] for i in odds.argmax(axis=1)] == ["29-2072", "47-2111"]
    assert odds.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert not list(tmp_path.glob("*.part*"))
    rows = read_judge(_judge(tmp_path, "title,soc\nrecords coder,29-2072\nwire electrician,47-2111\n"))
    assert judge(Coder(trusted(model, _titles())), rows, PUBLISHED)["judge"].top1 == 1


def _judge(folder: Path, text: str) -> Path:
    path = folder / "judge.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_judge_without_its_columns_or_with_an_unknown_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="soc") as caught:
        read_judge(_judge(tmp_path, "title,code\ncoder,29-2072\n"))
    assert caught.value.nearest == ("title", "code")
    with pytest.raises(BadInput, match="not a file"):
        read_judge(tmp_path / "absent.csv")


def test_a_missing_onet_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="Occupation Data"):
        gather(tmp_path, None, PUBLISHED)


def test_onet_titles_are_gathered_with_their_published_codes(shared_data: Path) -> None:
    titles = gather(shared_data / "onet_30_1", shared_data / "soc", PUBLISHED, catalogue=False)
    assert titles.counts["medical", "record", "specialist"] == {"29-2072": 4}
    assert all(set(codes) <= set(PUBLISHED.names) for codes in titles.counts.values())


def test_scores_count_what_they_say() -> None:
    odds = np.array([[0.8, 0.1, 0.1], [0.3, 0.6, 0.1], [0.2, 0.3, 0.5], [0.5, 0.3, 0.2]], np.float32)
    truth = [{0}, {0}, {2}, {0, 1}]
    median = {"11-0001": 100.0, "11-0002": 200.0, "15-0001": 400.0}
    found = score(odds, truth, ("11-0001", "11-0002", "15-0001"), median, 0.25)
    assert (found.top1, found.top5, found.major_top1, found.set_coverage) == (0.75, 1, 1, 1)
    assert found.set_size == pytest.approx((1 + 2 + 2 + 2) / 4)
    assert found.wage_loss == pytest.approx(np.log(2) / 4)
    assert found.abstention[0][2] == 0.75


def test_calibration_error_is_the_gap_by_bin() -> None:
    confidence, hit = np.array([0.95, 0.95, 0.15, 0.15]), np.array([True, True, False, True])
    assert calibration_error(confidence, hit) == pytest.approx(0.5 * 0.05 + 0.5 * 0.35)


def test_a_curve_never_falls() -> None:
    rng = np.random.default_rng(1)
    stated = rng.uniform(0, 1, 600)
    curve = rising_curve(stated, rng.uniform(0, 1, 600) < stated**2)
    assert (np.diff(curve.true) >= 0).all()
    assert np.interp(0.5, curve.stated, curve.true) == pytest.approx(0.25, abs=0.12)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("tehcnician", "technician"),
        ("techn", "technician"),
        ("mngr", "manager"),
        ("nurze", "nurse"),
        ("lopez", "lopez"),
    ],
)
def test_unknown_words_are_read_as_known_ones_they_may_be(written: str, read: str) -> None:
    speller = Speller({"technician": 0.1, "manager": 0.2, "nurse": 0.3, "lop": 0.9}, ())
    assert speller.read([written]) == (read,)
