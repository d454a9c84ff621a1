"""Tables that leave the house: rules, and attacks that must fail."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paychart.employers.disclosure import Rule, possible_range, protect
from paychart.employers.release import LEAST_NOISE, RECODE, own_factor, private_release, read_key, release
from paychart.errors import BadInput

KEY = b"k" * 32


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(2, 4))
def test_no_withheld_cell_can_be_worked_back_from_the_totals(seed: int, rows: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    count = rng.integers(0, 30, (rows, columns)).astype(float)
    total = count * rng.uniform(40_000, 90_000, (rows, columns))
    largest = np.where(count > 0, total / np.maximum(count, 1) * 1.2, 0)
    withheld = protect(count, total, largest)
    assert (withheld | (count >= 5) | (count == 0)).all()
    if withheld.all() or not withheld.any():
        return
    for i, j in np.argwhere(withheld):
        if count[i, j] == 0:
            continue
        low, high = possible_range(total, withheld, (int(i), int(j)))
        assert high - low >= 0.19 * total[i, j] or (withheld == (count > 0)).all()


def test_a_single_withheld_group_takes_a_second_with_it() -> None:
    count = np.array([[40.0, 3.0, 12.0, 25.0]])
    withheld = protect(count, count * 50_000, np.full((1, 4), 60_000.0))
    assert withheld.tolist() == [[False, True, True, False]]


def test_one_dominant_salary_is_withheld() -> None:
    count, total = np.array([[10.0, 20.0, 20.0]]), np.array([[1_000_000.0, 1_000_000.0, 1_000_000.0]])
    assert protect(count, total, np.array([[700_000.0, 60_000.0, 60_000.0]]))[0, 0]


def people(n: int) -> tuple[list[float], list[tuple[str, ...]], list[str]]:
    rng = np.random.default_rng(1)
    pay = (55_000 * np.exp(rng.normal(0, 0.3, n))).round(2).tolist()
    return pay, [("A" if i % 2 else "B",) for i in range(n)], [f"E{i}" for i in range(n)]


def test_comparing_two_releases_never_gives_a_persons_pay_away() -> None:
    """The attack: the same table before and after one person leaves; total = mean x people, and the difference."""
    pay, groups, ids = people(60)
    before = release(pay, groups, ids, ("team",), KEY)
    errors = []
    for gone in range(60):
        keep = [i for i in range(60) if i != gone]
        after = release(
            [pay[i] for i in keep], [groups[i] for i in keep], [ids[i] for i in keep], ("team",), KEY
        )
        group = groups[gone]
        one = next(c for c in before.cells if c.group == group)
        two = next(c for c in after.cells if c.group == group)
        assert one.mean is not None
        assert one.people is not None
        assert two.mean is not None
        assert two.people is not None
        guess = one.mean * one.people - two.mean * two.people
        errors.append(abs(guess / pay[gone] - 1))
        # Even an attacker who got unrounded figures would find the noisy pay only.
        assert abs(own_factor(KEY, ids[gone]) - 1) >= LEAST_NOISE
    assert np.median(errors) > 0.07


def test_repeating_a_release_teaches_nothing_new() -> None:
    pay, groups, ids = people(60)
    assert release(pay, groups, ids, ("team",), KEY) == release(pay, groups, ids, ("team",), KEY)
    other = release(pay, groups, ids, ("team",), b"x" * 32)
    assert other != release(pay, groups, ids, ("team",), KEY)


def test_means_stay_useful() -> None:
    pay, groups, ids = people(4000)
    for cell in release(pay, groups, ids, ("team",), KEY).cells:
        members = [p for p, g in zip(pay, groups, strict=True) if g == cell.group]
        assert cell.mean is not None
        assert abs(cell.mean / np.mean(members) - 1) < 0.01
        assert cell.mean % RECODE == 0


def test_the_key_file_is_its_owners_and_is_kept(tmp_path: Path) -> None:
    key = read_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    assert read_key(tmp_path / "key") == key
    (tmp_path / "bad").write_text("not hex")
    with pytest.raises(BadInput):
        read_key(tmp_path / "bad")


def test_private_release_states_its_budget_and_is_near_for_many() -> None:
    pytest.importorskip("opendp")
    pay, groups, _ = people(20_000)
    found = private_release(pay, groups, ("team",), 1.0, (25_000, 150_000))
    assert found.epsilon == 1.0
    assert "epsilon = 1" in found.method
    for cell in found.cells:
        members = np.clip([p for p, g in zip(pay, groups, strict=True) if g == cell.group], 25_000, 150_000)
        assert cell.mean is not None
        assert abs(cell.mean - members.mean()) < 1000
    few = private_release(pay[:12], groups[:12], ("team",), 1.0, (25_000, 150_000))
    assert all(cell.mean is None for cell in few.cells)


def test_wrong_settings() -> None:
    pay, groups, _ = people(10)
    with pytest.raises(BadInput, match="protects nobody"):
        Rule(least=2)
    with pytest.raises(BadInput, match="budget"):
        private_release(pay, groups, ("team",), 50, (1, 2))
    with pytest.raises(BadInput, match="bounds"):
        private_release(pay, groups, ("team",), 1, (5, 2))
