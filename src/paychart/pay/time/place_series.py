"""What an occupation paid in a state or area, May by May: as released, derived, or marked; and what moves are noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.releases import last_year, soc_version
from paychart.data.store import Store
from paychart.pay.cells import HOURS, STATISTICS
from paychart.pay.time.index import Index
from paychart.pay.time.series import MAY, REGIMES, History
from paychart.pay.time.stretch import SHORTEST, Stretch, TrendPoint, percent_a_year
from paychart.pay.uncertainty import Z90

Array = NDArray[np.float64]
KNOWN = ("mean", "p10", "p50", "p90")  # what earlier years of places are carried with
FADING = 0.6  # weight of a position beside that of the year after it
CLIP = 0.5  # log points: a larger move is a change of who is counted
FEWEST_MOVES = 10


@dataclass(frozen=True)
class PlaceYear:
    """One May: the code as printed, dollars by statistic (None where not released), jobs, the mark of the release."""

    year: int
    code: str
    wages: dict[str, float | None]
    jobs: float | None
    status: str


def series_of(held: History, code: str, year: int) -> int | None:
    """The linked series of a code in a year's release; what was derived for 2019 and 2020 still has codes of 2010."""
    found = held.of.get((code, soc_version(year)))
    return found if found is not None or year > last_year(REGIMES[1]) else held.of.get((code, REGIMES[0]))


def place_years(store: Store, held: History, series: int, area: str) -> list[PlaceYear]:
    """The years that are known of one linked series in an area, oldest first; the release's own figures come last."""
    then = ", ".join(f"annual_{s}" for s in KNOWN)
    now = ", ".join(f"coalesce(annual_{s}, {HOURS} * hourly_{s})" for s in KNOWN)
    codes = [code for code, _ in held.codes[series]]
    rows = store.rows(
        f"WITH n AS (SELECT c.occupation, r.year, {now}, c.employment, c.wage_status FROM cell c "
        "JOIN release r ON r.code = c.release WHERE c.area = ? AND c.industry = '000000') "
        f"SELECT * FROM (SELECT occupation, year, {then}, employment, wage_status FROM place_history WHERE area = ? "
        "AND year NOT IN (SELECT year FROM release) UNION ALL SELECT * FROM n) "
        "WHERE occupation IN (SELECT unnest(?::VARCHAR[])) ORDER BY year",
        [area, area, codes],
    )
    return [
        PlaceYear(year, code, dict(zip(KNOWN, wages, strict=True)), jobs, status)
        for code, year, *wages, jobs, status in rows
        if series_of(held, code, year) == series
    ]


def place_stretch(held: History, prices: Index, series: int, years: list[PlaceYear], statistic: str, end: int,
                  noise: float | None, wider: bool) -> Stretch:  # fmt: skip
    """The years as a stretch, real pay in dollars of May `end`; `noise` is the spread of yearly moves, log points."""
    points = []
    for y in years:
        value = y.wages[statistic]
        real = None if value is None else value * float(np.exp(prices.at(end, MAY) - prices.at(y.year, MAY)))
        points.append(
            TrendPoint(
                y.year, y.code, held.titles_of[y.code], value, None, None if real is None else round(real, 0),
                y.jobs, None, y.status,
            )
        )  # fmt: skip
    priced = [p for p in points if p.nominal is not None and p.real is not None]
    nominal = real_change = band = None
    if priced and priced[-1].year - priced[0].year >= SHORTEST:
        first, last = priced[0], priced[-1]
        span = last.year - first.year
        nominal = percent_a_year(first.nominal, last.nominal, span)
        real_change = percent_a_year(first.real, last.real, span)
        if noise is not None and first.real and last.real:
            middle = float(np.log(last.real / first.real))
            ends = (100 * float(np.expm1((middle + k * Z90 * noise) / span)) for k in (-1, 1))
            band = (round(next(ends), 2), round(next(ends), 2))
    counted = [p for p in points if p.jobs]
    jobs = None
    if counted and counted[-1].year - counted[0].year >= SHORTEST:
        jobs = percent_a_year(counted[0].jobs, counted[-1].jobs, counted[-1].year - counted[0].year)
    return Stretch(
        tuple(dict.fromkeys(p.code for p in points)), held.titles[series], wider, tuple(points), nominal,
        real_change, band, jobs,
    )  # fmt: skip


@dataclass(frozen=True)
class Noise:
    """Yearly moves of an occupation's median in places of one type against the nation: their spread in log points, and
    how a move and the next one go together (negative: rises are followed by falls); None where too few are known."""

    spread: float
    next_move: float | None


def noise_of(store: Store, held: History, series: int, kind: str) -> Noise | None:
    """How much of a place's yearly moves is noise, from all places of the `kind` of area."""
    codes = [code for code, _ in held.codes[series]]
    rows = store.rows(
        "SELECT area, year, occupation, annual_p50 FROM (SELECT area, year, occupation, annual_p50 FROM place_history "
        "WHERE year NOT IN (SELECT year FROM release) UNION ALL SELECT c.area, r.year, c.occupation, "
        f"coalesce(c.annual_p50, {HOURS} * c.hourly_p50) FROM cell c JOIN release r ON r.code = c.release "
        "WHERE c.industry = '000000') p JOIN area a ON a.code = p.area WHERE a.type = ? AND annual_p50 > 0 "
        "AND p.occupation IN (SELECT unnest(?::VARCHAR[]))",
        [kind, codes],
    )
    nation = np.log(held.wages[series, :, STATISTICS.index("p50")])
    gaps = {
        (area, year): float(np.log(median) - nation[year - held.years[0]])
        for area, year, code, median in rows
        if series_of(held, code, year) == series and year >= held.years[0]
    }
    moves = {
        (area, year): move
        for (area, year), gap in gaps.items()
        if (area, year - 1) in gaps and abs(move := gap - gaps[area, year - 1]) < CLIP
    }
    if len(moves) < FEWEST_MOVES:
        return None
    pairs = np.array([(move, moves[area, year + 1]) for (area, year), move in moves.items()
                      if (area, year + 1) in moves])  # fmt: skip
    together = float(np.corrcoef(pairs.T)[0, 1]) if len(pairs) >= FEWEST_MOVES else None
    return Noise(float(np.std(list(moves.values()))), together)


def shrunken_position(gaps: Array) -> Array:
    """Usual distance (n,) from the nation, log points, from distances (n, years) up to now: newer years count more."""
    weight = np.where(np.isfinite(gaps), FADING ** np.arange(gaps.shape[1])[::-1], 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.nan_to_num(gaps) * weight).sum(axis=1) / weight.sum(axis=1))
