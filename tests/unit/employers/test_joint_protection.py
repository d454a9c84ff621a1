"""Tables published together: what one withholds, the others must not give away, whoever subtracts."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.employers.disclosure import Rule
from paychart.employers.joint_protection import attacked, protect_jointly

RULE = Rule(least=5)


def protected(
    labels: dict[str, list[int]], count: list[float]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:  # type: ignore[type-arg]
    people = np.array(count, dtype=float)
    total = people * (50_000 + 700 * np.arange(len(people)))
    arrays = {name: np.array(where, dtype=np.int64) for name, where in labels.items()}
    largest = total / np.maximum(people, 1) * 1.2
    return protect_jointly(arrays, people, total, largest, RULE), arrays, total


def difference(hidden: dict[str, np.ndarray], labels: dict[str, np.ndarray], total: np.ndarray) -> float:  # type: ignore[type-arg]
    """How closely an attacker with every published figure knows the worst kept withheld group, as a share of it."""
    known = [np.ones(len(total))]
    for name, where in labels.items():
        known += [(where == g).astype(float) for g in np.flatnonzero(~hidden[name])]
    worst = np.inf
    for name, where in labels.items():
        for group in np.flatnonzero(hidden[name]):
            members = where == group
            low, high = attacked(np.array(known), total, members)
            worst = min(worst, (high - low) / total[members].sum())
    return float(worst)


def test_a_small_group_is_not_what_the_total_and_the_rest_leave() -> None:
    hidden, labels, total = protected({"job": [0, 1, 2]}, [20, 30, 2])
    assert hidden["job"].sum() == 2
    assert difference(hidden, labels, total) > 0.2


def test_a_small_group_of_one_table_does_not_follow_from_another() -> None:
    # The two of job 2 all work in place 2; place 2 is otherwise job 1, and job 1 works nowhere else.
    labels = {"job": [0, 0, 1, 2], "place": [0, 1, 2, 2], "both": [0, 1, 2, 3]}
    hidden, arrays, total = protected(labels, [20, 20, 20, 2])
    assert hidden["job"][2]
    assert difference(hidden, arrays, total) > 0.2
    alone = {name: np.array([RULE.least > n for n in np.bincount(where, [20, 20, 20, 2])])
             for name, where in arrays.items()}  # fmt: skip
    assert difference(alone, arrays, total) == pytest.approx(
        0, abs=1e-6
    )  # what each table by itself would allow


@pytest.mark.parametrize("seed", range(6))
def test_no_withheld_group_of_random_payrolls_can_be_worked_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    job, place = np.divmod(rng.permutation(20)[:12], 5)
    labels = {
        "job": np.unique(job, return_inverse=True)[1].tolist(),
        "place": np.unique(place, return_inverse=True)[1].tolist(),
        "both": list(range(12)),
    }
    hidden, arrays, total = protected(labels, rng.choice([1, 3, 8, 20, 60], 12).tolist())
    if any(mask.any() for mask in hidden.values()):
        assert difference(hidden, arrays, total) > 0.2
