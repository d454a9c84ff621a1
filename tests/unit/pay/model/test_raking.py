"""Raked joint cells give back every state's and every sector's own distribution."""

from __future__ import annotations

import numpy as np
import pytest

from paychart.errors import BadInput
from paychart.pay.model.joint import Mixture
from paychart.pay.model.raking import CLOSE, quantiles, rake, raked
from paychart.pay.model.sheet import places, sheets

OCCUPATIONS = ("29-2072", "29-9021", "11-9111")


@pytest.mark.parametrize("occupation", OCCUPATIONS)
def test_margins_are_given_back(store, occupation):
    """Both margins to their stated gap, and most of them to two points of probability or about one percent of pay."""
    done, where = raked(store, occupation), places(store)
    page = sheets(store, [occupation])[occupation]
    assert done.mass.sum() == pytest.approx(1, abs=1e-6)
    for codes, rows, axis, gap in (
        (done.areas, where.areas, 1, done.area_gap),
        (done.industries, where.industries, 0, done.industry_gap),
    ):
        added = quantiles(done.mass.sum(axis=axis), done.edges)
        published = page.log_wage[[rows[code] for code in codes], :5]
        assert np.median(np.abs(added - published)) < 0.015
        assert np.median(gap) < 0.02
        assert gap.max() < 0.12


@pytest.mark.parametrize("occupation", OCCUPATIONS)
def test_percentiles_never_cross(store, occupation):
    done = raked(store, occupation)
    cells = quantiles(done.mass.reshape(-1, done.mass.shape[2]), done.edges)
    assert (np.diff(cells, axis=1) >= 0).all()


def test_margins_that_agree_are_given_back_to_the_tolerance():
    """Alike states leave nothing to harmonise: the sectors' mixture is each state's distribution."""
    sectors = np.log([[30, 35, 42, 50, 62], [40, 47, 55, 66, 80]]).astype(np.float32)
    mixture = Mixture(sectors, np.array([0.25, 0.75]))
    grid = np.linspace(np.log(20), np.log(120), 4001)
    ranks = mixture.rank(grid)
    state = np.interp([-1.2815516, -0.6744898, 0, 0.6744898, 1.2815516], ranks, grid).astype(np.float32)
    jobs = np.outer([10.0, 30.0], [0.25, 0.75])
    _, mass, area_gap, industry_gap = rake(np.stack([state, state]), sectors, mixture, jobs)
    assert max(area_gap.max(), industry_gap.max()) < 0.01
    share = mass / mass.sum(axis=(1, 2), keepdims=True)
    np.testing.assert_allclose(share[0], share[1], atol=10 * CLOSE)


def test_wrong_codes_name_the_right_ones(store):
    done = raked(store, "29-2072")
    assert (
        20_000 < done.percentiles("0600000", "62--63")["p10"] < done.percentiles("0600000", "62--63")["p90"]
    )
    with pytest.raises(BadInput, match="No state") as state:
        done.percentiles("9900000", "62--63")
    assert state.value.nearest
    with pytest.raises(BadInput, match="No sector"):
        done.percentiles("0600000", "622000")
