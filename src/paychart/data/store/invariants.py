"""What must be true of any OEWS release, checked at every build and reported by `paychart data status`.

These test meaning, not shape: a column labelled median that held the 75th percentile would pass every check
of types and row counts, and fail here and in the published-figure tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import duckdb


@dataclass(frozen=True)
class Invariant:
    """A law of the data. `violations` is SQL giving (cells that break it, cells it applies to).

    `allowed_share` is for laws that hold for nearly every cell by nature; `hard` laws stop the build.
    """

    name: str
    statement: str
    violations: str
    allowed_share: float = 0.0
    hard: bool = True


@dataclass(frozen=True)
class Finding:
    """An invariant as it turned out in one store."""

    name: str
    statement: str
    violations: int
    checked: int
    holds: bool
    hard: bool


# Annual wages are printed to $10 and hourly ones to $0.01: 2,080 x 0.005 + 5 dollars of rounding.
_ROUNDING = 2080 * 0.005 + 5 + 0.01
_MEASURES = ("mean", "p10", "p25", "p50", "p75", "p90")
_PAIRS = " OR ".join(f"abs(hourly_{m} * 2080 - annual_{m}) > {_ROUNDING}" for m in _MEASURES)


def _ordered(basis: str) -> str:
    ladder = ("p10", "p25", "p50", "p75", "p90")
    return " OR ".join(f"{basis}_{a} > {basis}_{b}" for a, b in pairwise(ladder))


INVARIANTS = (
    Invariant(
        "hourly_times_2080_is_annual",
        "Hourly x 2,080 equals annual, to rounding, wherever both are published",
        f"SELECT count(*) FILTER ({_PAIRS}), count(*) FROM cell WHERE pay_basis = 'hourly_and_annual'",
    ),
    Invariant(
        "percentiles_in_order",
        "10th <= 25th <= median <= 75th <= 90th percentile",
        f"SELECT count(*) FILTER ({_ordered('annual')} OR {_ordered('hourly')}), count(*) FROM cell "
        "WHERE pay_basis <> 'none'",
    ),
    Invariant(
        "mean_between_p10_and_p90",
        "The mean lies between the 10th and 90th percentile (a few very skewed cells excepted)",
        "SELECT count(*) FILTER (annual_mean < annual_p10 OR annual_mean > annual_p90), count(*) FROM cell "
        "WHERE annual_mean IS NOT NULL AND annual_p90 IS NOT NULL",
        allowed_share=0.002,
    ),
    Invariant(
        "mean_not_below_its_floor",
        "The mean is at least what the percentiles below it force it to be",
        "SELECT count(*) FILTER (annual_mean < 0.985 * (0.15 * annual_p10 + 0.25 * annual_p25 "
        "+ 0.25 * annual_p50 + 0.15 * annual_p75 + 0.10 * annual_p90)), count(*) FROM cell "
        "WHERE annual_mean IS NOT NULL AND annual_p90 IS NOT NULL",
    ),
    Invariant(
        "detailed_jobs_within_total",
        "Jobs of the detailed occupations never exceed the area's or industry's total, beyond rounding",
        "SELECT count(*) FILTER (parts > whole + 5 * (n + 1)), count(*) FROM (SELECT "
        "sum(c.employment) FILTER (o.level = 'detailed') AS parts, "
        "count(*) FILTER (o.level = 'detailed') AS n, "
        "max(c.employment) FILTER (o.level = 'total') AS whole FROM cell c JOIN occupation o "
        "ON o.code = c.occupation GROUP BY c.area, c.industry) WHERE whole IS NOT NULL AND n > 0",
    ),
    Invariant(
        "detailed_jobs_within_major_group",
        "Jobs of the detailed occupations never exceed their major group's, beyond rounding",
        "SELECT count(*) FILTER (parts > whole + 5 * (n + 1)), count(*) FROM (SELECT "
        "sum(c.employment) FILTER (o.level = 'detailed') AS parts, "
        "count(*) FILTER (o.level = 'detailed') AS n, "
        "max(c.employment) FILTER (o.level = 'major') AS whole FROM cell c JOIN occupation o "
        "ON o.code = c.occupation GROUP BY c.area, c.industry, c.occupation[1:2]) "
        "WHERE whole IS NOT NULL AND n > 0",
    ),
    Invariant(
        "every_gap_has_a_reason",
        "A wage or job count that is absent carries a footnote that says why",
        "SELECT count(*) FILTER (footnotes = ''), count(*) FROM cell "
        "WHERE employment IS NULL OR annual_p50 IS NULL OR hourly_p50 IS NULL",
    ),
    Invariant(
        "every_code_is_known",
        "Every area, industry and occupation of a cell stands in its code table",
        "SELECT count(*) FILTER (a.code IS NULL OR i.code IS NULL OR o.code IS NULL), count(*) FROM cell c "
        "LEFT JOIN area a ON a.code = c.area LEFT JOIN industry i ON i.code = c.industry "
        "LEFT JOIN occupation o ON o.code = c.occupation",
    ),
)


def check(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Run every invariant on the store behind `connection`."""
    findings = []
    for law in INVARIANTS:
        ((broken, checked),) = connection.execute(law.violations).fetchall()
        holds = broken <= law.allowed_share * checked
        findings.append(Finding(law.name, law.statement, int(broken), int(checked), holds, law.hard))
    return findings
