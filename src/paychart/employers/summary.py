"""What a priced payroll says as a whole: spend against market, hot spots, outliers, and how good the data are.

Figures of groups obey the disclosure rule; single rows are named by their position in the file only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np

from paychart.employers.disclosure import Rule, protect
from paychart.employers.engines import Engine
from paychart.employers.findings import NOT_PRICED, WORDS

Table = Any
MOST_GROUPS = 40
MOST_OUTLIERS = 50
GROUPS = {"occupation": "soc_title", "place": "market_area", "employer type": "market_employer"}


@dataclass(frozen=True)
class Group:
    """People of one kind: how many, their pay and the market's middle for the same people, or withheld."""

    name: str
    people: int | None
    pay: float | None
    market: float | None
    compa_ratio: float | None
    below_p25: int | None
    cost_to_p25: float | None

    def to_dict(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Summary:
    """`totals` of the priced rows, `groups` by dimension, `hot_spots`, `outliers` (row, percentile), `flags`."""

    rows: int
    priced: int
    totals: Mapping[str, float | None]
    groups: Mapping[str, tuple[Group, ...]]
    hot_spots: tuple[Group, ...]
    outliers: tuple[Mapping[str, Any], ...]
    flags: tuple[Mapping[str, Any], ...]
    histogram: tuple[int, ...]
    rule: Rule

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "rows": self.rows,
            "priced": self.priced,
            "not_priced": self.rows - self.priced,
            "totals": dict(self.totals),
            "groups": {name: [g.to_dict() for g in rows] for name, rows in self.groups.items()},
            "hot_spots": [g.to_dict() for g in self.hot_spots],
            "outliers": [dict(o) for o in self.outliers],
            "flags": [dict(f) for f in self.flags],
            "percentile_histogram": list(self.histogram),
            "minimum_count": self.rule.least,
        }


def summarize(
    engine: Engine, priced: Table, names: Mapping[str, str], rule: Rule, row: str | None
) -> Summary:
    """Aggregate a priced table; `row` is the column that counts rows, where the engine has one."""
    t = priced.rename({short: names[short] for short in names})
    fine = t.filter(t.status == "priced")
    count = engine.rows(t.aggregate(n=t.count(), fine=(t.status == "priced").sum()))[0]
    rows, done = int(count[0]), int(count[1] or 0)
    groups = {label: _groups(engine, fine, (column,), rule) for label, column in GROUPS.items()}
    spots = _groups(engine, fine, ("soc_title", "market_area"), rule)
    ranked = sorted((g for g in spots if g.compa_ratio is not None), key=lambda g: g.compa_ratio or 0.0)
    return Summary(
        rows=rows,
        priced=done,
        totals=_totals(engine, fine, done, rule),
        groups={label: found[:MOST_GROUPS] for label, found in groups.items()},
        hot_spots=tuple(dict.fromkeys([*ranked[:5], *ranked[-5:]])),
        outliers=_outliers(engine, fine, row) if row else (),
        flags=_flags(engine, t, rows),
        histogram=_histogram(engine, fine, rule),
        rule=rule,
    )


def _shortfall(t: Table) -> Any:
    return ibis.greatest(t.market_p25 - t.annual_pay, 0.0)


def _totals(engine: Engine, fine: Table, count: int, rule: Rule) -> dict[str, float | None]:
    names = (
        "pay",
        "market_middle",
        "ratio_to_market",
        "median_percentile",
        "below_p25",
        "above_p75",
        "cost_to_p25",
    )
    if count < rule.least:
        return dict.fromkeys(names)
    found = engine.rows(
        fine.aggregate(
            pay=fine.annual_pay.sum(),
            market=fine.market_p50.sum(),
            middle=fine.market_percentile.approx_median(),
            below=(fine.annual_pay < fine.market_p25).sum(),
            above=(fine.annual_pay > fine.market_p75).sum(),
            cost=_shortfall(fine).sum(),
        )
    )[0]
    pay, market, middle, below, above, cost = (float(v) for v in found)
    return dict(
        zip(names, (pay, market, pay / market, middle, below / count, above / count, cost), strict=True)
    )


def _groups(engine: Engine, fine: Table, by: tuple[str, ...], rule: Rule) -> tuple[Group, ...]:
    grouped = fine.group_by(list(by)).aggregate(
        people=fine.count(),
        pay=fine.annual_pay.sum(),
        market=fine.market_p50.sum(),
        largest=fine.annual_pay.max(),
        below=(fine.annual_pay < fine.market_p25).sum(),
        cost=_shortfall(fine).sum(),
    )
    rows = sorted(engine.rows(grouped), key=lambda r: (-r[len(by)], r[: len(by)]))
    if not rows:
        return ()
    numbers = np.array([[float(v or 0) for v in row[len(by) :]] for row in rows])
    people, pay, market, largest, below, cost = numbers.T
    hidden = protect(people, pay, largest, rule)[0]
    found = []
    for i, row in enumerate(rows):
        name = ", ".join(str(part) for part in row[: len(by)])
        if hidden[i]:
            found.append(Group(name, None, None, None, None, None, None))
            continue
        few = (
            below[i] < rule.least and below[i] > 0
        )  # how much a handful of people lack is about those people
        found.append(
            Group(
                name, int(people[i]), float(pay[i]), float(market[i]), float(pay[i] / market[i]),
                None if few else int(below[i]), None if few else float(cost[i]),
            )
        )  # fmt: skip
    return tuple(found)


def _outliers(engine: Engine, fine: Table, row: str) -> tuple[dict[str, Any], ...]:
    far = fine.filter((fine.market_percentile < 1) | (fine.market_percentile > 99))
    far = far.mutate(_far=(far.market_percentile - 50).abs())
    rows = engine.rows(
        far.order_by([ibis.desc("_far"), row])
        .limit(MOST_OUTLIERS)
        .select(row, "soc_title", "market_percentile", "compa_ratio")
    )
    return tuple(
        {
            "row": int(n) + 1,
            "occupation": title,
            "percentile": round(float(p), 1),
            "compa_ratio": round(float(c), 2),
        }
        for n, title, p, c in rows
    )


def _flags(engine: Engine, t: Table, rows: int) -> tuple[dict[str, Any], ...]:
    flagged = t.filter(t.flags != "")
    combos = engine.rows(flagged.group_by("flags").aggregate(n=flagged.count()))
    counts: dict[str, int] = {}
    for flags, n in combos:
        for flag in str(flags).split(";"):
            counts[flag] = counts.get(flag, 0) + int(n)
    return tuple(
        {
            "flag": flag,
            "rows": n,
            "percent": round(100 * n / rows, 2),
            "priced": flag not in NOT_PRICED,
            "meaning": WORDS[flag],
        }
        for flag, n in sorted(counts.items(), key=lambda item: (item[0] not in NOT_PRICED, -item[1], item[0]))
    )


def _histogram(engine: Engine, fine: Table, rule: Rule) -> tuple[int, ...]:
    """People by tenth of their market; a tenth with few people is shown as none, never as its count."""
    tenth = ibis.least((fine.market_percentile / 10).floor().cast("int64"), 9)
    placed = fine.mutate(_tenth=tenth)
    found = dict(engine.rows(placed.group_by("_tenth").aggregate(n=placed.count())))
    return tuple(int(n) if (n := found.get(i, 0) or 0) >= rule.least else 0 for i in range(10))
