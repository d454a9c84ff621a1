"""The correction that trees learn on top of the interpretable start, and its learned error scale.

Both work in two halves: each half's trees predict the other half, so every published cell gets an honest
out-of-sample prediction; cells nobody published get the mean of the two. The median is learned first and
richly; the other percentiles and the mean learn only how they part from it, which takes a third of the trees.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import MEDIAN, Floats

CLIP = 0.6  # log points: beyond it a residual says more about the cell's sampling than about the model
MANY = 120_000  # cells above which fewer, larger steps buy the same accuracy for half the time
MEDIAN_ROUNDS, OTHER_ROUNDS, SCALE_ROUNDS = (200, 130), (140, 65), (80, 60)  # below and above MANY
SETTINGS: dict[str, Any] = {
    "objective": "fair",  # between squared and absolute error: cells' sampling errors have long tails
    "fair_c": 0.08,
    "learning_rate": 0.07,
    "num_leaves": 47,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,
    "verbose": -1,
    "seed": 7,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass(frozen=True, eq=False)
class Boosted:
    """Predictions of log wages (n, 6) and of the error scale (n,), out of sample where truth was given."""

    wage: Floats
    scale: Floats


def available() -> bool:
    """Whether the learning library can be loaded; without it the interpretable start is the model."""
    try:
        import lightgbm  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


@dataclass(eq=False)
class Learner:
    """Cells with truth (`matrix`, `weight`, `half` 0 or 1) and cells without (`fresh`), learned crosswise.

    The halves are learned side by side, one thread each: threads that share one tree wait for each other at
    every leaf, which on a busy machine takes many times longer.
    """

    matrix: Floats
    weight: Floats
    half: NDArray[np.int8]
    fresh: Floats
    _data: dict[int, Any] = field(default_factory=dict)

    def learn(self, targets: Floats, rounds: int, **settings: Any) -> tuple[Floats, Floats]:
        """Predictions of `targets` (n, t) for the cells with truth, each by the other half's trees, and for
        the fresh ones."""
        ours = np.zeros(targets.shape, dtype=np.float32)
        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(lambda side: self._side(side, targets, rounds, settings), (0, 1)))
        for side, (judged, _) in enumerate(done):
            ours[self.half != side] = judged
        return ours, np.asarray((done[0][1] + done[1][1]) / 2, dtype=np.float32)

    def _side(
        self, side: int, targets: Floats, rounds: int, settings: dict[str, Any]
    ) -> tuple[Floats, Floats]:
        import lightgbm

        learn, judge = self.half == side, self.half != side
        data = self._dataset(side, learn)
        judged = np.empty((int(judge.sum()), targets.shape[1]), dtype=np.float32)
        fresh = np.zeros((len(self.fresh), targets.shape[1]), dtype=np.float32)
        for index in range(targets.shape[1]):
            data.set_label(targets[learn, index])
            trees = lightgbm.train({**SETTINGS, **settings}, data, num_boost_round=rounds)
            judged[:, index] = trees.predict(self.matrix[judge], num_threads=1)
            if len(fresh):
                fresh[:, index] = trees.predict(self.fresh, num_threads=1)
        return judged, fresh

    def _dataset(self, side: int, learn: NDArray[np.bool_]) -> Any:
        import lightgbm

        if side not in self._data:
            self._data[side] = lightgbm.Dataset(
                self.matrix[learn],
                label=np.zeros(int(learn.sum())),
                weight=self.weight[learn],
                params=SETTINGS,
                free_raw_data=False,
            ).construct()
        return self._data[side]


def boost(
    matrix: Floats,
    start: Floats,
    truth: Floats,
    weight: Floats,
    half: NDArray[np.int8],
    fresh: tuple[Floats, Floats],
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Boosted, Boosted]:
    """Learn truth - start from `matrix`; return predictions for these cells and for the `fresh` ones.

    `half` is 0 or 1 per cell. `fresh` = (matrix, start) of cells without truth.
    """
    many = len(matrix) > MANY
    pace = {"learning_rate": 0.12} if many else {}
    learner = Learner(matrix, weight, half, fresh[0])
    residual = np.clip(truth - start, -CLIP, CLIP)
    middle, fresh_middle = learner.learn(residual[:, [MEDIAN]], MEDIAN_ROUNDS[many], **pace)
    correction, fresh_correction = np.repeat(middle, 6, axis=1), np.repeat(fresh_middle, 6, axis=1)
    others = [k for k in range(6) if k != MEDIAN]
    progress("the other percentiles")
    parting, fresh_parting = learner.learn(
        residual[:, others] - middle, OTHER_ROUNDS[many], num_leaves=31, **pace
    )
    correction[:, others] += parting
    fresh_correction[:, others] += fresh_parting
    wage = arranged(start + correction)
    progress("how far off")
    size = np.log(np.abs(truth - wage)[:, :5].mean(axis=1, keepdims=True) + 0.01)
    scale, fresh_scale = learner.learn(size, SCALE_ROUNDS[many], objective="regression", num_leaves=31)
    return (
        Boosted(wage, np.exp(scale[:, 0])),
        Boosted(arranged(fresh[1] + fresh_correction), np.exp(fresh_scale[:, 0])),
    )


def arranged(wage: Floats) -> Floats:
    """Percentiles in rising order (rearrangement never raises the error); the mean stays near them."""
    wage[:, :5] = np.sort(wage[:, :5], axis=1)
    wage[:, 5] = np.clip(wage[:, 5], wage[:, 0], wage[:, 4] + 0.4)
    return wage
