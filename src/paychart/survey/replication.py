"""Weighted totals, means, ratios and quantiles of any grouping, with replicate-weight standard errors, in DuckDB.

Variance is factor x sum over replicates of (replicate estimate - full estimate)^2: 4/80 for the ACS and its PUMS,
4/160 for the CPS ASEC (Census Bureau, PUMS Accuracy of the Data). Records never leave DuckDB: it adds up all weights
in one pass (grouped by value for quantiles), and only sums come back.

Each function takes a DuckDB connection; `relation`, a table or what reads one (`"read_parquet('persons.parquet')"`);
`value`, a SQL expression over its columns; `by`, the columns that make groups; `where`, a SQL condition; and the
`design`, which says where the weights are. Each gives one `SurveyEstimate` a group, in the order of the keys, in the
units of `value`. All raise BadInput where the relation has no column for a weight.

>>> import duckdb
>>> from paychart.survey.replication import Design, mean
>>> people = "(VALUES (10, 1, 2, 0), (20, 1, 0, 2)) t(wage, w, w1, w2)"
>>> mean(duckdb.connect(), people, "wage", design=Design("w", ("w1", "w2"), factor=0.5))
[SurveyEstimate(group=(), statistic='mean wage', value=15.0, se=5.0, records=2)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput
from paychart.survey.narrowing import narrow

Floats = NDArray[np.float64]
ACS_FACTOR = 4 / 80
ACS_REPLICATES = tuple(f"PWGTP{r}" for r in range(1, 81))
Z90 = 1.6448536269514722
MOST_VALUES = 50_000  # distinct values times 81 sums that may be held at once: 32 MB a group


@dataclass(frozen=True)
class Design:
    """Where the weights are: full-sample weight, its replicates, and the factor of the variance formula.

    The default is the ACS person file's. Without replicates, `Design(replicates=())`, standard errors are not known:
    they are NaN.
    """

    weight: str = "PWGTP"
    replicates: tuple[str, ...] = field(default_factory=lambda: ACS_REPLICATES)
    factor: float = ACS_FACTOR

    def __repr__(self) -> str:  # 80 names would drown every signature in `help`
        return f"Design({self.weight!r}, {len(self.replicates)} replicates, factor={self.factor:g})"

    @property
    def weights(self) -> tuple[str, ...]:
        return (self.weight, *self.replicates)


@dataclass(frozen=True)
class SurveyEstimate:
    """One estimate: the group's key, what it is, value, standard error (NaN where there are no replicates), 90 %
    margin of error, unweighted records."""

    group: tuple[object, ...]
    statistic: str
    value: float
    se: float
    records: int

    @property
    def moe90(self) -> float:
        return Z90 * self.se


def total(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    value: str = "1",
    *,
    by: Sequence[str] = (),
    where: str = "true",
    design: Design = Design(),
) -> list[SurveyEstimate]:
    """Weighted total of a SQL expression per group; `value="1"` counts people."""
    rows = _weighted_sums(connection, relation, (value,), by, where, design)
    return [_estimate(group, f"total {value}", sums[0], n, design) for group, n, sums in rows]


def ratio(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    numerator: str,
    denominator: str = "1",
    *,
    by: Sequence[str] = (),
    where: str = "true",
    design: Design = Design(),
) -> list[SurveyEstimate]:
    """Ratio of two weighted totals per group. Rows where either expression is null or NaN do not count."""
    present = f"({where}) AND {_number(numerator)} IS NOT NULL AND {_number(denominator)} IS NOT NULL"
    rows = _weighted_sums(connection, relation, (numerator, denominator), by, present, design)
    name = f"ratio {numerator} / {denominator}"
    return [_estimate(group, name, _divide(sums[0], sums[1]), n, design) for group, n, sums in rows]


def mean(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    value: str,
    *,
    by: Sequence[str] = (),
    where: str = "true",
    design: Design = Design(),
) -> list[SurveyEstimate]:
    """Weighted mean of a SQL expression per group; nulls and NaN do not count."""
    return [
        SurveyEstimate(e.group, f"mean {value}", e.value, e.se, e.records)
        for e in ratio(connection, relation, value, by=by, where=where, design=design)
    ]


def quantile(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    value: str,
    q: float | Sequence[float] = 0.5,
    *,
    by: Sequence[str] = (),
    where: str = "true",
    design: Design = Design(),
    interpolate: bool = True,
) -> list[SurveyEstimate]:
    """Weighted quantiles per group, each q in (0, 1); nulls and NaN do not count.

    `interpolate` reads them off the mid-distribution (C_i - w_i/2)/W by straight lines (ties pooled), which keeps
    replicate SEs honest on heaped wages; without it they are the smallest value whose cumulated share reaches q
    (R survey's `qrule="math"`). Raises BadInput for a `q` outside (0, 1).
    """
    wanted = [q] if isinstance(q, int | float) else list(q)
    for level in wanted:
        if not 0 < level < 1:
            raise BadInput(
                f"A quantile of {level:g} is not between 0 and 1.",
                nearest=("0.5",),
                hint="0.5 is the median.",
            )
    _check(connection, relation, design)
    by = _names(by)
    # Inside, keys, value and weights have names of their own: a column of the records may be called anything.
    keys, weights = [f"k{i}" for i in range(len(by))], [f"w{i}" for i in range(len(design.weights))]
    lead = "".join(f"{key}, " for key in keys)
    named = "".join(f"{column} AS {key}, " for column, key in zip(by, keys, strict=True))
    weighed = ", ".join(f"{column} AS {name}" for column, name in zip(design.weights, weights, strict=True))
    source = (
        f"SELECT * FROM (SELECT {named}{_number(value)} AS v, {weighed} FROM {relation} WHERE {where}) "
        "WHERE v IS NOT NULL"
    )
    if (_one(connection, f"SELECT approx_count_distinct(v) FROM ({source})") or 0) > MOST_VALUES:
        return _narrowed_quantiles(connection, source, value, wanted, keys, weights, design, interpolate)
    sums = ", ".join(f"sum({w}::DOUBLE) AS {w}" for w in weights)
    groups = connection.execute(
        f"SELECT {lead}count(DISTINCT v), count(*) FROM ({source}) "
        + (f"GROUP BY {', '.join(keys)} ORDER BY {', '.join(keys)}" if by else "HAVING count(*) > 0")
    ).fetchall()
    table = connection.execute(
        f"SELECT v, {sums} FROM ({source}) GROUP BY {lead}v ORDER BY {lead}v"
    ).fetchnumpy()
    values = np.asarray(table["v"], dtype=float)
    matrix = np.column_stack([np.ma.filled(table[w].astype(np.float64), 0.0) for w in weights])
    found, first = [], 0
    for *group, distinct, records in groups:
        rows = slice(first, first := first + int(distinct))
        for level in wanted:
            replicated = _quantiles(values[rows], matrix[rows], level, interpolate)
            found.append(_estimate(tuple(group), f"p{100 * level:g} {value}", replicated, records, design))
    return found


def _names(by: Sequence[str]) -> tuple[str, ...]:
    """The columns of `by`; a text is one column, not its letters."""
    return (by,) if isinstance(by, str) else tuple(by)


def _number(value: str) -> str:
    """A SQL expression as a number; what is not a number (NaN) is missing, as null is."""
    return f"nullif(({value})::DOUBLE, 'nan'::DOUBLE)"


def _narrowed_quantiles(
    connection: duckdb.DuckDBPyConnection, source: str, value: str, wanted: Sequence[float], keys: Sequence[str],
    weights: Sequence[str], design: Design, interpolate: bool,
) -> list[SurveyEstimate]:  # fmt: skip
    """The same where a column has too many values to hold: group by group in the order of their keys."""
    found = [
        [
            _estimate(
                part.group,
                f"p{100 * level:g} {value}",
                _quantiles(part.values, part.weights, level, interpolate, part.below, part.total),
                part.records,
                design,
            )
            for part in narrow(connection, source, keys, weights, level)
        ]
        for level in wanted
    ]
    return [estimate for group in zip(*found, strict=True) for estimate in group]


def _check(connection: duckdb.DuckDBPyConnection, relation: str, design: Design) -> None:
    """Whether the relation holds the weights: the ACS file is also given out without its replicates."""
    described = connection.execute(f"SELECT * FROM {relation} LIMIT 0").description or []
    held = {str(column[0]).lower() for column in described}
    missing = [w for w in design.weights if w.lower() not in held]
    if missing:
        more = f" and {len(missing) - 1} more weights" if len(missing) > 1 else ""
        raise BadInput(
            f"The records have no column {missing[0]}{more}.",
            hint="Name the weights with design=Design(...); Design(replicates=()) does without standard errors.",
        )


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int | None:
    row = connection.execute(query).fetchone()
    return None if row is None else int(row[0])


def _weighted_sums(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    values: Sequence[str],
    by: Sequence[str],
    where: str,
    design: Design,
) -> list[tuple[tuple[object, ...], int, Floats]]:
    """Per group: key, records, sums (values x weights)."""
    _check(connection, relation, design)
    by = _names(by)
    sums = ", ".join(f"sum({_number(v)} * {w})" for v in values for w in design.weights)
    lead = ", ".join(by) + ", " if by else ""
    grouping = f"GROUP BY {', '.join(by)} ORDER BY {', '.join(by)}" if by else ""
    rows = connection.execute(
        f"SELECT {lead}count(*), {sums} FROM {relation} WHERE {where} {grouping}"
    ).fetchall()
    shape = (len(values), len(design.weights))
    k = len(by)
    return [
        (tuple(row[:k]), row[k], np.array(row[k + 1 :], dtype=np.float64).reshape(shape))
        for row in rows
        if row[k]
    ]


def _divide(top: Floats, bottom: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(top / bottom)


def _quantiles(
    values: Floats, weights: Floats, q: float, interpolate: bool, below: Floats | float = 0.0,
    total: Floats | None = None,
) -> Floats:  # fmt: skip
    """One quantile per weight column; `values` sorted and distinct, `weights` (values, columns). `below` is the
    weight under them and `total` all of it, where they are a part."""
    cumulated = below + np.cumsum(weights, axis=0)
    target = q * (cumulated[-1] if total is None else total)
    if not interpolate:
        reached = (cumulated >= target * (1 - 1e-12)).argmax(axis=0)
        return np.asarray(values[reached])
    middle = cumulated - weights / 2
    above = np.clip((middle < target).sum(axis=0), 1, max(len(values) - 1, 1))
    columns = np.arange(weights.shape[1])
    if len(values) == 1:
        return np.full(weights.shape[1], values[0])
    low, high = middle[above - 1, columns], middle[above, columns]
    share = np.clip(_divide(target - low, high - low), 0.0, 1.0)
    return np.asarray(values[above - 1] + share * (values[above] - values[above - 1]))


def _estimate(
    group: tuple[object, ...], statistic: str, replicated: Floats, n: int, design: Design
) -> SurveyEstimate:
    spread = float(np.sqrt(design.factor * np.square(replicated[1:] - replicated[0]).sum()))
    if not design.replicates:
        spread = float("nan")
    return SurveyEstimate(group, statistic, float(replicated[0]), spread, int(n))
