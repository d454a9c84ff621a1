"""Published cells of areas that are hard to believe: far from all that their neighbors, their place and their past say.

Each published cell was predicted without being read, from related occupations, sibling places, wider cells and earlier
releases. One whose figures lie several times as far from that as nine in ten such cells do is implausible, sooner so
where its percentiles are collapsed (two are one figure) or torn (neighbors far apart). It stays the published figure:
it is told, the modelled one stands beside it, and ranks leave it out unless asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import carried
from paychart.data.store import Store
from paychart.pay.cells import PERCENTILES
from paychart.pay.model.assembly import collapsed, far, torn
from paychart.pay.model.kept import cache_path
from paychart.pay.notices import Notice

CARRIED = "implausible_cells.csv.gz"


@dataclass(frozen=True)
class Doubt:
    """An implausible published cell, by the percentile that lies farthest: dollars a year as `printed`, and as
    `expected` from all other cells, with its 90 % interval."""

    statistic: str
    printed: float
    expected: float
    low: float
    high: float

    @property
    def notice(self) -> Notice:
        """The same as a notice."""
        return Notice.of("implausible", **vars(self))


def implausible(store: Store, occupation: str, area: str) -> Doubt | None:
    """Why an area's published cell (all industries) is hard to believe; None where nothing speaks against it."""
    return doubts(store, occupation).get(area)


def doubtful_areas(store: Store, occupation: str) -> frozenset[str]:
    """Codes of the areas whose published cell of the occupation is implausible: what ranks and superlatives leave out
    unless asked."""
    return frozenset(doubts(store, occupation))


def doubts(store: Store, occupation: str) -> Mapping[str, Doubt]:
    """The occupation's implausible published cells by area: carried for the bundled release, worked out
    for another one that was fitted. A release that nobody fitted has none: a simple rule is no witness."""
    known = store.cached("implausible cells", lambda: _carried(store))
    if known is not None:
        return known.get(occupation, {})
    if not cache_path(store).exists():
        return {}
    return store.cached(f"implausible cells {occupation}", lambda: find_doubts(store, occupation))


def _carried(store: Store) -> dict[str, dict[str, Doubt]] | None:
    rows = carried(CARRIED)
    if not rows or rows[0]["release"] != store.oews_hash[:16]:
        return None
    found: dict[str, dict[str, Doubt]] = {}
    for row in rows:
        figures = (float(row[name]) for name in ("printed", "expected", "low", "high"))
        found.setdefault(row["occupation"], {})[row["area"]] = Doubt(row["statistic"], *figures)
    return found


def find_doubts(store: Store, occupation: str) -> dict[str, Doubt]:
    """The same, worked out from the store's fitted cells."""
    from paychart.pay.model.rows import places
    from paychart.pay.model.sheet import PUBLISHED, read_sheets

    where, page = places(store), read_sheets(store, [occupation])[occupation]
    here = np.arange(len(page.kind)) < len(where.areas)
    rows = np.flatnonzero(here & (page.kind == PUBLISHED) & np.isfinite(page.predicted).all(axis=1))
    out = far(page.log_wage[rows], page.predicted[rows], page.half_width[rows])
    found = {}
    for row in rows[out.any(axis=1)].tolist():
        half = page.half_width[row, :, -1]
        k = int(np.argmax(np.abs(page.log_wage[row, :5] - page.predicted[row, :5]) / half))
        ends = np.exp(page.predicted[row, k] + half[k] * np.array([0, -1, 1]))
        found[where.codes[row]] = Doubt(
            PERCENTILES[k], float(page.wage[row, k]), *(round(float(end), -1) for end in ends)
        )
    return found


def misshapen(wage: NDArray[np.float64]) -> Notice | None:
    """What to say of the shape of published percentiles (5,) in dollars, rising; None where there is nothing."""
    log = np.log(wage)[None].astype(np.float32)
    for code, found, pick in (("collapsed", collapsed(log), np.argmin), ("torn", torn(log), np.argmax)):
        if found[0]:
            k = int(pick(np.diff(log[0])))
            return Notice.of(code, lower=PERCENTILES[k], upper=PERCENTILES[k + 1])
    return None
