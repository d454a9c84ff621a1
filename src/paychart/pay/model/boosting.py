"""The correction that trees learn on top of the interpretable start, and its learned error scale.

Both work in two halves: each half's trees predict the other half, so every published cell gets an honest
out-of-sample prediction; cells nobody published get the mean of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.pay.model.grid import MEDIAN, Floats

CLIP = 0.6  # log points: beyond it a residual says more about the cell's sampling than about the model
ROUNDS = 220
SETTINGS: dict[str, Any] = {
    "objective": "regression",
    "learning_rate": 0.06,
    "num_leaves": 63,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
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


def boost(
    matrix: Floats,
    start: Floats,
    truth: Floats,
    weight: Floats,
    half: NDArray[np.int8],
    fresh: tuple[Floats, Floats],
    threads: int = 1,
) -> tuple[Boosted, Boosted]:
    """Learn truth - start from `matrix`; return predictions for these cells and for the `fresh` ones.

    `half` is 0 or 1 per cell. `fresh` = (matrix, start) of cells without truth.
    """
    correction, fresh_correction = np.zeros_like(start), np.zeros_like(fresh[1])
    scale = np.zeros(len(start), dtype=np.float32)
    fresh_scale = np.zeros(len(fresh[1]), dtype=np.float32)
    residual = np.clip(truth - start, -CLIP, CLIP)
    for side in (0, 1):
        learn, judge = half == side, half != side
        for measure, trees in enumerate(
            _grow(matrix[learn], residual[learn].T, weight[learn], ROUNDS, threads)
        ):
            correction[judge, measure] = trees.predict(matrix[judge], num_threads=threads)
            if len(fresh_correction):
                fresh_correction[:, measure] += 0.5 * trees.predict(fresh[0], num_threads=threads)
    wage = _arranged(start + correction)
    size = np.log(np.abs(truth - wage)[:, MEDIAN] + 0.01)
    for side in (0, 1):
        learn, judge = half == side, half != side
        trees = _grow(matrix[learn], size[learn][None], np.ones(int(learn.sum()), "f4"), 90, threads)[0]
        scale[judge] = np.exp(trees.predict(matrix[judge], num_threads=threads))
        if len(fresh_scale):
            fresh_scale += 0.5 * np.exp(trees.predict(fresh[0], num_threads=threads))
    return Boosted(wage, scale), Boosted(_arranged(fresh[1] + fresh_correction), fresh_scale)


def _grow(matrix: Floats, targets: Floats, weight: Floats, rounds: int, threads: int) -> list[Any]:
    import lightgbm

    settings = {**SETTINGS, "num_threads": threads}
    data = lightgbm.Dataset(matrix, label=targets[0], weight=weight, params=settings, free_raw_data=False)
    data.construct()
    grown = []
    for target in targets:
        data.set_label(target)
        grown.append(lightgbm.train(settings, data, num_boost_round=rounds))
    return grown


def _arranged(wage: Floats) -> Floats:
    """Percentiles in rising order (rearrangement never raises the error); the mean stays near them."""
    wage[:, :5] = np.sort(wage[:, :5], axis=1)
    wage[:, 5] = np.clip(wage[:, 5], wage[:, 0], wage[:, 4] + 0.4)
    return wage
