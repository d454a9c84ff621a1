"""The standard normal without SciPy is SciPy's, few values or many."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special

from paychart.pay.normal import FEW, few_ndtr, ndtr, ndtri

SCORES = np.concatenate([np.linspace(-8, 8, FEW - 5), [0.0, np.nan, np.inf, -np.inf]])
TENS = 10.0 ** -np.arange(1, 16)
SHARES = np.concatenate(
    [TENS, 1 - TENS, np.linspace(0.01, 0.99, 60), [0.5, 0, 1, np.nan, -1, 1.5, 1e-310, 1e-200]]
)


def test_shares_are_those_of_scipy() -> None:
    assert len(SCORES) <= FEW
    np.testing.assert_allclose(ndtr(SCORES), scipy.special.ndtr(SCORES), rtol=1e-13)
    many = np.linspace(-6, 6, 5000)
    np.testing.assert_allclose(few_ndtr(many), scipy.special.ndtr(many), rtol=1e-13)
    np.testing.assert_array_equal(ndtr(many), scipy.special.ndtr(many))


def test_scores_are_those_of_scipy() -> None:
    assert len(SHARES) <= FEW
    np.testing.assert_allclose(ndtri(SHARES), scipy.special.ndtri(SHARES), rtol=1e-13, atol=1e-14)
    assert ndtri(0.5) == 0
    many = np.linspace(0.001, 0.999, 5000)
    np.testing.assert_array_equal(ndtri(many), scipy.special.ndtri(many))


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (20, 20)])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_shape_and_precision_are_kept(shape: tuple[int, ...], kind: type) -> None:
    asked = np.full(shape, 0.3, dtype=kind)
    for ours, theirs in ((ndtr, scipy.special.ndtr), (ndtri, scipy.special.ndtri)):
        found = ours(asked)
        assert found.shape == shape
        assert found.dtype == theirs(asked).dtype
