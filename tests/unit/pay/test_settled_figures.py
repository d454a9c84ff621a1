"""Values and edges that mutants of the pay core showed nobody had claimed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from paychart import Profile, estimate
from paychart.data.store import Store
from paychart.pay.offer import place_offer
from paychart.pay.population import interpolate_rows
from paychart.pay.predict import OUTPUT_COLUMNS, predict
from paychart.pay.predict_file import predict_file


def test_beyond_its_last_score_a_curve_stays_where_it_ended() -> None:
    """Neither extrapolated below nor above: both ends hold."""
    x, y = np.array([0.0, 1.0, 2.0]), np.array([[10.0, 20.0, 40.0]])
    found = [interpolate_rows(np.array([at]), x, y).item() for at in (-5.0, 0.0, 1.5, 2.0, 9.0)]
    assert found == [10.0, 10.0, 30.0, 40.0, 40.0]


def test_an_offer_tells_its_gap_to_the_median(store: Store) -> None:
    at = place_offer(Profile("29-2072"), 60_000, store)
    told = at.to_dict()
    assert told["gap_percent"] == pytest.approx(100 * (60_000 - at.median) / at.median, abs=0.051)
    assert told["gap_percent"] * at.gap > 0


def test_predicted_rows_carry_every_column(store: Store) -> None:
    known, unknown = predict(store, {"occupation": ["29-2072", "nonsense"]}).rows()
    assert tuple(known) == tuple(unknown) == OUTPUT_COLUMNS
    assert known["status"] == "published"
    assert unknown["error"]


def test_interval_of_each_person_is_of_that_person_alone(tmp_path: Path, store: Store) -> None:
    """Priced together or alone, a person's figures are the same: no interval is taken over the others."""
    people = ["29-2072,bachelor,3", "29-2072,high school,0", "11-9111,master,20"]
    header = "occupation,education,experience"

    def priced(rows: list[str]) -> list[dict[str, str]]:
        (tmp_path / "in.csv").write_text("\n".join([header, *rows]) + "\n")
        predict_file(store, tmp_path / "in.csv", tmp_path / "out.csv")
        return list(csv.DictReader((tmp_path / "out.csv").open()))

    together = priced(people)
    assert together == [priced([one])[0] for one in people]
    assert len({str(row) for row in together}) == 3


def test_intervals_are_told_to_the_cent(store: Store) -> None:
    told = estimate(Profile("29-2072"), store).to_dict()
    for low, high in told["interval90"].values():
        assert (round(low, 2), round(high, 2)) == (low, high)
        assert low < high
