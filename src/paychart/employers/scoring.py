"""A payroll row priced: the pay model's arithmetic as Ibis expressions, the same on every engine.

`percentile` inverts the cell's piecewise cubic (the same curve as `WageDistribution`), then carries the rank
through the two rank curves of the person. `quantile` goes the other way. No loop over rows, no user function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ibis
import numpy as np
from scipy.special import ndtri

from paychart.employers.rank_curves import DEGREE, MOST_NORMAL, NORMAL_PIECES, SCORE_PIECES
from paychart.pay.distribution import NODES

Value = Any  # an Ibis value
Table = Any  # an Ibis table

_STEPS = 5
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
    """Phi(z)."""
    x = z.abs()
    tail = (x * x * -0.5).exp() * _horner(x, _HART_TOP) / _horner(x, _HART_BOTTOM)
    tail = ibis.ifelse(x > 7.07, ibis.literal(0.0), tail)
    return ibis.ifelse(z > 0, 1 - tail, tail)


def _horner(x: Value, coefficients: Sequence[float]) -> Value:
    value: Value = coefficients[0]
    for c in coefficients[1:]:
        value = value * x + c
    return value


def _pick(k: Value, values: Sequence[Any]) -> Value:
    """values[k] for k from 0 to 3."""
    return ibis.cases((k == 0, values[0]), (k == 1, values[1]), (k == 2, values[2]), else_=values[3])


def with_cell_score(rows: Table, wage: str, into: str) -> Table:
    """Adds `into`: the normal score of `wage` (full-time dollars a year) in the row's cell.

    `rows` has the columns of the cell table. A wage equal to a percentile that ties with others stands at the
    highest of them, as in `WageDistribution.percentile_of`.
    """
    t = rows
    k = (t[wage] >= t.w1).cast("int8") + (t[wage] >= t.w2).cast("int8") + (t[wage] >= t.w3).cast("int8")
    t = t.mutate(_k=k)
    k = t._k
    t = t.mutate(
        _y=_pick(k, [t.y0, t.y1, t.y2, t.y3]),
        _rise=_pick(k, [t.y1 - t.y0, t.y2 - t.y1, t.y3 - t.y2, t.y4 - t.y3]),
        _left=_pick(k, [t[f"m{i}"] * float(_GAPS[i]) for i in range(4)]),
        _right=_pick(k, [t[f"m{i + 1}"] * float(_GAPS[i]) for i in range(4)]),
        _gap=_pick(k, [float(g) for g in _GAPS]),
        _node=_pick(k, [float(z) for z in NODES[:4]]),
        _above=(t[wage] / _pick(k, [t.w0, t.w1, t.w2, t.w3])).ln(),
    )
    t = t.mutate(
        _b=3 * t._rise - 2 * t._left - t._right,
        _c=t._left + t._right - 2 * t._rise,
        _d=t._above / ibis.greatest(1 - t.bend, 1e-12),
        _share=ibis.ifelse(t._rise > 0, t._above / t._rise, 1.0),
    )
    inside = (t._rise > 0) & (t._d < t._rise) & (t._d > 0)
    t = t.mutate(_inside=inside, _t=ibis.greatest(0.0, ibis.least(1.0, t._share)))
    for _ in range(_STEPS):
        t = t.mutate(
            _f=((t._c * t._t + t._b) * t._t + t._left) * t._t - t._d,
            _f1=(3 * t._c * t._t + 2 * t._b) * t._t + t._left,
            _f2=6 * t._c * t._t + 2 * t._b,
        )
        # The quadratic through value, slope and curvature: exact where a flat start makes Newton crawl.
        root = ibis.greatest(t._f1 * t._f1 - 2 * t._f * t._f2, 0.0).sqrt() + ibis.greatest(t._f1, 0.0)
        step = ibis.ifelse(root > 1e-300, 2 * t._f / ibis.greatest(root, 1e-300), 0.0)
        t = t.mutate(_t=ibis.greatest(0.0, ibis.least(1.0, t._t - step)))
    interior = t._node + t._gap * ibis.ifelse(t._inside, t._t, ibis.ifelse(t._d <= 0, 0.0, 1.0))
    below = float(NODES[0]) + (t[wage] / t.w0).ln() / ibis.greatest(t.lower_slope, 1e-9)
    above = float(NODES[4]) + ibis.ifelse(
        t.upper_slope > 0, (t[wage] / t.w4).ln() / ibis.greatest(t.upper_slope, 1e-9), 40.0
    )
    score = ibis.cases((t[wage] < t.w0, below), (t[wage] >= t.w4, above), else_=interior)
    return t.mutate(**{into: ibis.greatest(-40.0, ibis.least(40.0, score))}).drop(*_SCRATCH)


_SCRATCH = (
    "_k",
    "_y",
    "_rise",
    "_left",
    "_right",
    "_gap",
    "_node",
    "_above",
    "_b",
    "_c",
    "_d",
    "_share",
    "_inside",
    "_t",
    "_f",
    "_f1",
    "_f2",
)


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
    rows: Table, curves: tuple[Table, Table] | None, wage: str, stage: Callable[[Table], Table] = _same
) -> Table:
    """Adds market_percentile, 0 to 100: the share of people like this one paid `wage` or less.

    `wage` names pay a year for the hours the row states. `rows` has the columns of the cell table and, where
    `curves` (S, N) are given, of the people table.
    """
    if curves is None:
        t = with_cell_score(rows, wage, "_z")
        return t.mutate(market_percentile=100 * normal_cdf(t._z)).drop("_z")
    t = with_cell_score(rows.mutate(_full=rows[wage] / rows.hours_factor), "_full", "_z")
    t = stage(t.mutate(_clipped=ibis.greatest(_LOWEST, ibis.least(_HIGHEST, t._z))))
    scores, normals = curves
    t = _through(t, scores, "s", SCORE_PIECES, t._clipped, ibis.literal(-MOST_NORMAL), ibis.literal(_S_WIDTH))
    t = _through(t, normals, "n", NORMAL_PIECES, t._s - t.shift, t.n_low, t.n_width)
    t = t.mutate(_rank=ibis.ifelse(t.person, t._n, t._z))
    t = t.mutate(market_percentile=100 * normal_cdf(t._rank))
    return stage(t.drop("_full", "_z", "_clipped", "_s", "_n", "_rank"))


_LOWEST, _HIGHEST = float(ndtri(1e-12)), float(ndtri(1 - 1e-12))  # the pay model clips probabilities there
