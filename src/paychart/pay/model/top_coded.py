"""Modelled pay of cells printed only as "at or above" a bound: what the model says, given that it lies above."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from paychart.pay.model.grid import MEDIAN, Floats

_Z90 = 1.6448536269514722


def beyond_bound(predicted: Floats, half: Floats, status: NDArray[np.str_], bound: float) -> Floats:
    """Predictions of top-coded cells given that they are at or above the bound: the mean of the normal
    distribution that the prediction and its interval describe, cut off below the bound."""
    top = (status == "top_coded") | (status == "partly_top_coded")
    if bound <= 0 or not top.any():
        return predicted
    sd = half[:, :, -1] / _Z90
    sd = np.maximum(np.column_stack([sd, sd[:, MEDIAN]]), 0.01)
    short = np.clip((math.log(bound) - predicted) / sd, -6, 6)
    density = np.exp(-(short**2) / 2) / np.sqrt(2 * np.pi)
    above = predicted + sd * density / ndtr(-short)
    return np.where(top[:, None], np.maximum(above, math.log(bound)), predicted).astype(np.float32)
