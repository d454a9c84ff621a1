"""Joint cells of one occupation raked so that they give back every state's cell and every sector's at once.

Each joint cell starts as rank transport makes it, a histogram over bins of log wage; iterative proportional fitting
(Deming and Stephan 1940) then scales it to the states' histograms and to the sectors'. The two sets describe the same
workers and disagree a little, as published; both are first raked to one national histogram between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from paychart.errors import BadInput
from paychart.pay.model.grid import SCORES, Floats
from paychart.pay.model.joint import Mixture, transport
from paychart.pay.model.remainder import score_at
from paychart.pay.model.sheet import NONE, PUBLISHED, places, sheets
from paychart.store import Store

Mass = NDArray[np.float64]
BINS = 120
ROUNDS = 200
CLOSE = 1e-4  # largest probability by which any state's or sector's cells together may miss their margin
_TERRITORIES = ("66", "72", "78")  # Guam, Puerto Rico and the Virgin Islands are not in the nation's cells
_LEAST = 1e-12  # of all workers in any bin of any cell: fitting scales, and cannot scale nothing
_REACH = 4.0
_LEVELS = ndtr(SCORES)


@dataclass(frozen=True, eq=False)
class Raked:
    """The joint cells of one occupation.

    Parameters
    ----------
    areas, industries : codes of the a states and i sectors.
    edges : (w + 1,) log dollars a year.
    mass : (a, i, w) shares of all the occupation's workers, summing to 1.
    area_gap, industry_gap : largest difference, in probability, between a state's (a sector's) own published
        distribution and what its joint cells add up to, at any bin's edge: what making the margins agree moved.
    """

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    edges: Mass
    mass: Mass
    area_gap: Mass
    industry_gap: Mass

    def percentiles(self, area: str, industry: str) -> dict[str, float]:
        """p10 to p90 of one joint cell, dollars a year; BadInput names the states or sectors there are."""
        for code, known, what in ((area, self.areas, "state"), (industry, self.industries, "sector")):
            if code not in known:
                raise BadInput(f"No {what} {code!r} was raked.", nearest=known[:8])
        cell = self.mass[self.areas.index(area), self.industries.index(industry)]
        wages = np.exp(quantiles(cell[None], self.edges)[0])
        names = ("p10", "p25", "p50", "p75", "p90")
        return {name: round(float(wage), -1) for name, wage in zip(names, wages, strict=True)}


def raked(store: Store, occupation: str) -> Raked:
    """Joint cells of all states (not territories) and sectors that have wages and jobs of `occupation`.

    Each state's seed is the nation's mix of sectors. Raises BadInput where the store has no two of either.
    """
    where, page = places(store), sheets(store, [occupation])[occupation]
    rows = [row for code, row in where.areas.items() if code.endswith("00000") and row]
    rows = [row for row in rows if where.codes[row][:2] not in _TERRITORIES]
    areas = np.array([r for r in rows if page.kind[r] != NONE and page.employment[r] > 0], dtype=np.intp)
    sectors = where.sectors[(page.kind[where.sectors] == PUBLISHED) & (page.employment[where.sectors] > 0)]
    if len(areas) < 2 or len(sectors) < 2:
        raise BadInput(
            f"{occupation} has no wages and jobs by state and by sector to rake.",
            hint="Name a detailed occupation, such as 29-2072.",
        )
    jobs = np.outer(page.employment[areas], page.employment[sectors])
    edges, mass, area_gap, industry_gap = rake(
        page.log_wage[areas, :5], page.log_wage[sectors, :5], page.mixture, jobs
    )
    codes = where.codes
    names = (tuple(codes[r] for r in areas), tuple(codes[r] for r in sectors))
    return Raked(*names, edges, mass, area_gap, industry_gap)


def rake(area: Floats, industry: Floats, mixture: Mixture, jobs: Mass) -> tuple[Mass, Mass, Mass, Mass]:
    """Edges, mass and the two gaps (see `Raked`) from log percentiles (a, 5) and (i, 5) and a seed of jobs (a, i)."""
    shape = (len(area), len(industry))
    jobs = jobs / jobs.sum()
    i, a = np.tile(industry, (shape[0], 1)), np.repeat(area, shape[1], axis=0)
    seeds = transport(mixture, i, a)[:, :5]
    edges = _edges(np.concatenate([area, industry]))
    mass = _histograms(seeds, edges).reshape(*shape, BINS) * jobs[:, :, None] + _LEAST
    by_area = _histograms(area, edges) * jobs.sum(axis=1)[:, None]
    by_industry = _histograms(industry, edges) * jobs.sum(axis=0)[:, None]
    nation = (by_area.sum(axis=0) + by_industry.sum(axis=0)) / 2
    area_table, industry_table = _harmonised(by_area, nation), _harmonised(by_industry, nation)
    for _ in range(ROUNDS):
        mass *= (area_table / mass.sum(axis=1))[:, None, :]
        held = mass.sum(axis=0)
        if _gap(held, industry_table).max() < CLOSE:
            break
        mass *= (industry_table / held)[None]
    return edges, mass, _gap(mass.sum(axis=1), by_area), _gap(mass.sum(axis=0), by_industry)


def quantiles(mass: Mass, edges: Mass) -> Mass:
    """Log percentiles (n, 5) of histograms (n, w)."""
    below = np.cumsum(mass, axis=1) / mass.sum(axis=1, keepdims=True)
    below = np.column_stack([np.zeros(len(mass)), below])
    return np.array([np.interp(_LEVELS, row, edges) for row in below])


def _edges(nodes: Floats) -> Mass:
    """Edges of bins that hold all workers out to four normal scores, or nearly."""
    slopes = np.diff(nodes, axis=1) / np.diff(SCORES)
    low = (nodes[:, 0] + slopes[:, 0] * (-_REACH - SCORES[0])).min()
    high = (nodes[:, 4] + slopes[:, 3] * (_REACH - SCORES[4])).max()
    return np.linspace(float(low), float(high) + 1e-6, BINS + 1)


def _histograms(nodes: Floats, edges: Mass) -> Mass:
    """Shares (n, w) of distributions given by log percentiles (n, 5); each row sums to 1."""
    wages = np.broadcast_to(edges.astype(np.float32), (len(nodes), len(edges)))
    below = ndtr(score_at(np.broadcast_to(nodes[:, None], (*wages.shape, 5)), wages).astype(np.float64))
    below[:, 0], below[:, -1] = 0, 1
    return np.asarray(np.diff(np.maximum.accumulate(below, axis=1), axis=1) + 1e-10)


def _harmonised(table: Mass, nation: Mass) -> Mass:
    """A table (n, w) scaled so that its rows keep their sums and its columns add up to the nation's."""
    rows = table.sum(axis=1) / table.sum()
    columns, table = nation / nation.sum(), table / table.sum()
    for _ in range(ROUNDS):
        table = table * (columns / table.sum(axis=0))
        held = table.sum(axis=1)
        table = table * (rows / held)[:, None]
        if np.abs(held / rows - 1).max() < CLOSE / 10:
            break
    return table


def _gap(held: Mass, published: Mass) -> Mass:
    """Largest difference of each row's two cumulated distributions."""
    parts = [np.cumsum(t, axis=1) / t.sum(axis=1, keepdims=True) for t in (held, published)]
    return np.asarray(np.abs(parts[0] - parts[1]).max(axis=1))
