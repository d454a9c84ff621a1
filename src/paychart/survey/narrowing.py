"""Quantiles of columns with very many distinct values, without holding them: the range is narrowed in passes.

Each pass adds up all weights in bins of value per group (DuckDB, out of core) and keeps the bins in which the full
sample's quantile or any replicate's lies, with one occupied bin on either side. When few enough records are left,
their distinct values come back, above a base of the weight that lies below them. Nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 256
ENOUGH = 20_000  # records of a group whose values may come back whole


@dataclass(frozen=True)
class Narrowed:
    """Distinct values (V,) of one group around a quantile, weights (V, W), and per weight column what lies below
    (W,) and in all (W,)."""

    group: tuple[object, ...]
    records: int
    values: Floats
    weights: Floats
    below: Floats
    total: Floats


def narrow(
    connection: duckdb.DuckDBPyConnection, source: str, by: Sequence[str], weights: Sequence[str], q: float
) -> list[Narrowed]:
    """Every group of `by` narrowed around its quantile `q`. `source` is a SELECT with `by`, `v` and the weights."""
    sums = ", ".join(f"sum({w}::DOUBLE)" for w in weights)
    keys = "".join(f"{key}, " for key in by)
    whole = connection.execute(
        f"SELECT {keys}count(*), min(v), max(v), {sums} FROM ({source})"
        + (f" GROUP BY {', '.join(by)} ORDER BY {', '.join(by)}" if by else "")
    ).fetchall()
    k = len(by)
    return [
        _narrow_one(connection, source, by, weights, q, row[:k], row[k], row[k + 1], row[k + 2], row[k + 3 :])
        for row in whole
        if row[k]
    ]


def _narrow_one(
    connection: duckdb.DuckDBPyConnection, source: str, by: Sequence[str], weights: Sequence[str], q: float,
    group: tuple[object, ...], records: int, low: float, high: float, total: Sequence[float],
) -> Narrowed:  # fmt: skip
    sums = ", ".join(f"sum({w}::DOUBLE)" for w in weights)
    mine = " AND ".join(["true", *(f"{key} IS NOT DISTINCT FROM ?" for key in by)])
    whole = np.array(total, dtype=float)
    below, left = np.zeros(len(weights)), records
    while left > ENOUGH and high > low:
        width = (high - low) / BINS
        rows = connection.execute(
            f"SELECT least(floor((v - ?) / ?), {BINS - 1}) AS b, count(*), min(v), max(v), {sums} FROM ({source}) "
            f"WHERE {mine} AND v BETWEEN ? AND ? GROUP BY b ORDER BY b",
            [low, width, *group, low, high],
        ).fetchall()
        table = np.array([row[1:] for row in rows], dtype=float)
        mass = table[:, 3:]
        reached = below + np.cumsum(mass, axis=0)
        place = np.minimum((reached < q * whole).sum(axis=0), len(rows) - 1)
        first, last = max(int(place.min()) - 1, 0), min(int(place.max()) + 1, len(rows) - 1)
        kept = int(table[first : last + 1, 0].sum())
        if kept >= left:
            break
        below = below + mass[:first].sum(axis=0)
        low, high, left = float(table[first, 1]), float(table[last, 2]), kept
    found = connection.execute(
        f"SELECT v, {sums} FROM ({source}) WHERE {mine} AND v BETWEEN ? AND ? GROUP BY v ORDER BY v",
        [*group, low, high],
    ).fetchnumpy()
    values, *columns = (np.ma.filled(column.astype(np.float64), 0.0) for column in found.values())
    return Narrowed(tuple(group), records, values, np.column_stack(columns), below, whole)
