"""How much of the measured error is the truth's own sampling error: what a perfect model would still miss by.

The truth is an estimate too. BLS prints a relative standard error of the mean wage only; the log error of the median
is taken as normal with `MEDIAN_NOISE` times its variance, the ratio of the two in a normal sample (pi / 2).
`slope_on_squared_rse` checks that: regressed on the squared standard error, the squared log error rises by that much
where nothing but sampling makes noisy cells harder; more where such cells are also harder to predict.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr

from paychart.pay.model.grid import DEFAULT_RSE, MEDIAN, MEDIAN_NOISE, Floats
from paychart_lab.cells.scoring import Scored


def noise_floor(cells: Scored) -> dict[str, Any]:
    """The median's floor beside the error of the first prediction, as plain JSON values.

    `floor_percent`: mean absolute percent error of a perfect model. `share_of_squared_error`: of the squared log
    error, what sampling explains. `error_without_noise_percent`: the median's error were the truth exact, from the
    squared error less the sampling variance, at the measured ratio of absolute to root squared error.
    """
    first = next(iter(cells.predicted))
    miss = (cells.predicted[first] - cells.truth)[:, MEDIAN].astype(np.float64)
    rse = np.nan_to_num(cells.rse, nan=DEFAULT_RSE).astype(np.float64)
    noise, squared = MEDIAN_NOISE * rse**2, miss**2
    share = float(noise.mean() / max(squared.mean(), 1e-12))
    slope = float(np.cov(rse**2, squared)[0, 1] / max(np.var(rse**2, ddof=1), 1e-12)) if len(rse) > 1 else 0.0
    error = 100 * np.abs(np.expm1(miss))
    return {
        "floor_percent": round(float(expected_percent_error(np.sqrt(noise)).mean()), 3),
        "share_of_squared_error": round(share, 3),
        "error_without_noise_percent": round(float(error.mean()) * max(1 - share, 0.0) ** 0.5, 3),
        "slope_on_squared_rse": round(slope, 3),
        "assumed_slope": round(MEDIAN_NOISE, 3),
    }


def expected_percent_error(log_sd: Floats) -> Floats:
    """E|exp(sd Z) - 1| in percent for standard normal Z.

    >>> round(float(expected_percent_error(np.array(0.04))), 2)
    3.19
    """
    return np.asarray(100 * np.exp(log_sd**2 / 2) * (2 * ndtr(log_sd) - 1))
