"""A payroll row priced: the pay model's arithmetic as Ibis expressions, the same on every engine.

`with_cell_score` inverts the cell's piecewise cubic (the same curve as `WageDistribution`), `with_percentile` carries
the rank through the two rank curves of the person. `with_quantile` goes the other way. No loop over
rows, no user function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ibis
import numpy as np

from paychart.employers.cell_pieces import NUMBERS
from paychart.employers.rank_curves import DEGREE, MOST_NORMAL, NORMAL_PIECES, SCORE_PIECES
from paychart.pay.distribution import NODES
from paychart.pay.normal import ndtri

Value = Any  # an Ibis value
Table = Any  # an Ibis table

_STEPS = 3  # leaves 7e-11 of a piece at most, over all published cells
_TINY = 1e-300
_GAPS = np.diff(NODES)
# Hart (1968), algorithm 5666: Phi to double precision for |x| < 7.07; beyond it Phi is 0 or 1 to 1e-12.
_HART_TOP = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_HART_BOTTOM = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
_S_WIDTH = 2 * MOST_NORMAL / SCORE_PIECES


def normal_cdf(z: Value) -> Value:
    """Phi(z) for |z| below 7.07."""
    x = z.abs()
    tail = (x * x * -0.5).exp() * _horner(x, _HART_TOP) / _horner(x, _HART_BOTTOM)
    return 0.5 + z.sign() * (0.5 - tail)


def _horner(x: Value, coefficients: Sequence[float]) -> Value:
    value: Value = coefficients[0]
    for c in coefficients[1:]:
        value = value * x + c
    return value


def _pick(k: Value, values: Sequence[Any]) -> Value:
    """values[k] for k from 0 to 3."""
    return ibis.cases((k == 0, values[0]), (k == 1, values[1]), (k == 2, values[2]), else_=values[3])


def with_cell_score(rows: Table, pieces: Table, wage: str, into: str) -> Table:
    """Adds `into`: the normal score of `wage` (full-time dollars a year) in the row's cell, within 7.05 of zero.

    `rows` has w0 to w4 and `_pc_first`, the number of the cell's first piece. A wage equal to a percentile that ties
    with others stands at the highest of them, as in `WageDistribution.percentile_of`.
    """
    reached = sum((rows[wage] >= rows[f"w{i}"]).cast("int64") for i in range(5))
    t = rows.mutate(_at=rows._pc_first + reached)
    t = t.left_join(pieces, t._at == pieces._pc_piece)
    t = t.mutate(_d=t.scale * (t[wage] / t.base).ln())
    t = t.mutate(_t=ibis.greatest(t.low, ibis.least(t.high, t._d * t.start)))
    for _ in range(_STEPS):
        t = t.mutate(
            _f=((t.c * t._t + t.b) * t._t + t.a) * t._t - t._d,
            _f1=(3 * t.c * t._t + 2 * t.b) * t._t + t.a,
            _f2=12 * t.c * t._t + 4 * t.b,
        )
        # The quadratic through value, slope and curvature: exact where a flat start makes Newton crawl.
        root = ibis.greatest(t._f1 * t._f1 - t._f * t._f2, 0.0).sqrt() + ibis.greatest(t._f1, _TINY)
        t = t.mutate(_t=ibis.greatest(t.low, ibis.least(t.high, t._t - 2 * t._f / root)))
    score = t.node + t.gap * ibis.ifelse(t._d >= t.most, 1.0, t._t)
    score = ibis.greatest(-MOST_NORMAL, ibis.least(MOST_NORMAL, score))
    return t.mutate(**{into: score}).drop("_at", "_pc_piece", *NUMBERS, "_d", "_t", "_f", "_f1", "_f2")


def with_quantile(rows: Table, z: str, into: str) -> Table:
    """Adds `into`: dollars at normal score `z` (a column) in the row's cell."""
    t = rows
    k = (
        (t[z] >= float(NODES[1])).cast("int8")
        + (t[z] >= 0.0).cast("int8")
        + (t[z] >= float(NODES[3])).cast("int8")
    )
    t = t.mutate(_k=k)
    k = t._k
    t = t.mutate(
        _gap=_pick(k, [float(g) for g in _GAPS]),
        _u=(t[z] - _pick(k, [float(n) for n in NODES[:4]])) / _pick(k, [float(g) for g in _GAPS]),
        _y0=_pick(k, [t.y0, t.y1, t.y2, t.y3]),
        _y1=_pick(k, [t.y1, t.y2, t.y3, t.y4]),
        _m0=_pick(k, [t.m0, t.m1, t.m2, t.m3]),
        _m1=_pick(k, [t.m1, t.m2, t.m3, t.m4]),
    )
    t = t.mutate(_u=ibis.greatest(0.0, ibis.least(1.0, t._u)))
    u, u2, u3 = t._u, t._u * t._u, t._u * t._u * t._u
    x = (2 * u3 - 3 * u2 + 1) * t._y0 + (3 * u2 - 2 * u3) * t._y1
    x = x + t._gap * ((u3 - 2 * u2 + u) * t._m0 + (u3 - u2) * t._m1)
    t = t.mutate(_x=ibis.greatest(t._y0, ibis.least(t._y1, x)))
    t = t.mutate(_x=ibis.ifelse(t[z] >= float(NODES[4]), t._x, t._x + t.bend * (t._y0 - t._x)))
    low, high = ibis.least(t[z] - float(NODES[0]), 0.0), ibis.greatest(t[z] - float(NODES[4]), 0.0)
    t = t.mutate(**{into: (t._x + low * t.lower_slope + high * t.upper_slope).exp()})
    return t.drop("_k", "_gap", "_u", "_y0", "_y1", "_m0", "_m1", "_x")


def _through(
    t: Table, curves: Table, prefix: str, pieces_each: int, at: Value, low: Value, width: Value
) -> Table:
    """Adds `_s` or `_n` (`prefix`): the curve whose number stands in s_curve or n_curve, at `at`."""
    t = t.mutate(_place=ibis.greatest(0.0, ibis.least(pieces_each - 1e-9, (at - low) / width)))
    t = t.mutate(_piece=t._place.floor().cast("int64"))
    t = t.mutate(_u=2 * (t._place - t._piece) - 1, _piece=t[f"{prefix}_curve"] * pieces_each + t._piece)
    names = {f"{prefix}_c{i}": f"c{i}" for i in range(DEGREE + 1)}
    pieces = curves.select(
        **{f"{prefix}_key": curves.piece, **{new: curves[old] for new, old in names.items()}}
    )
    t = t.left_join(pieces, t._piece == pieces[f"{prefix}_key"])
    value = _horner(t._u, [t[f"{prefix}_c{i}"] for i in range(DEGREE, -1, -1)])
    return t.mutate(**{f"_{prefix}": value}).drop("_place", "_piece", "_u", f"{prefix}_key", *names)


def _same(table: Table) -> Table:
    return table


def with_quarters(rows: Table, stage: Callable[[Table], Table] = _same) -> Table:
    """Adds market_p25, market_p50, market_p75: dollars for the hours the person works.

    `rows` has the columns of the cell and of the people table. `stage` may put what is built so far behind a view.
    """
    t = rows
    for name, plain in (("p25", "w1"), ("p50", "w2"), ("p75", "w3")):
        t = with_quantile(t, f"z{name[1:]}", "_q")
        own = (t._q * t.hours_factor / 10).round() * 10.0  # as `estimate` rounds
        t = stage(t.mutate(**{f"market_{name}": ibis.ifelse(t.person, own, t[plain])}).drop("_q"))
    return t


def with_percentile(
    rows: Table,
    pieces: Table,
    curves: tuple[Table, Table] | None,
    wage: str,
    stage: Callable[[Table], Table] = _same,
) -> Table:
    """Adds market_percentile, 0 to 100: the share of people like this one paid `wage` or less.

    `wage` names pay a year for the hours the row states. `rows` has w0 to w4, `_pc_first` and, where
    `curves` (S, N) are given, the columns of the people table.
    """
    if curves is None:
        t = with_cell_score(rows, pieces, wage, "_z")
        return t.mutate(market_percentile=100 * normal_cdf(t._z)).drop("_z")
    t = with_cell_score(rows.mutate(_full=rows[wage] / rows.hours_factor), pieces, "_full", "_z")
    t = stage(t.mutate(_clipped=ibis.greatest(_LOWEST, ibis.least(_HIGHEST, t._z))))
    scores, normals = curves
    t = _through(t, scores, "s", SCORE_PIECES, t._clipped, ibis.literal(-MOST_NORMAL), ibis.literal(_S_WIDTH))
    t = _through(t, normals, "n", NORMAL_PIECES, t._s - t.shift, t.n_low, t.n_width)
    rank = ibis.greatest(-MOST_NORMAL, ibis.least(MOST_NORMAL, ibis.ifelse(t.person, t._n, t._z)))
    t = t.mutate(_rank=rank)
    t = t.mutate(market_percentile=100 * normal_cdf(t._rank))
    return stage(t.drop("_full", "_z", "_clipped", "_s", "_n", "_rank"))


_LOWEST, _HIGHEST = float(ndtri(1e-12)), float(ndtri(1 - 1e-12))  # the pay model clips probabilities there
