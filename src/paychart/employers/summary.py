"""What a priced payroll says as a whole: spend against market, hot spots, and how good the data are.

Nothing in it is about a single person: groups obey the disclosure rule, names of groups that do not are left out,
and sums are rounded so that two summaries which differ by one person do not tell that person's pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np

from paychart.employers.coding import DOUBTFUL_BELOW
from paychart.employers.disclosure import Floats, Mask, Rule, protect_list, rounded
from paychart.employers.engines import Engine
from paychart.employers.findings import NOT_PRICED, WORDS
from paychart.employers.joint_protection import protect_jointly

Table = Any
MOST_GROUPS = 40
GROUPS = {"occupation": "soc_title", "place": "market_area", "employer type": "market_employer"}
_SPOTS = "occupation and place"
_DOUBTFUL = "doubtful titles"  # a title coded wrong makes a gap that nobody has


@dataclass(frozen=True)
class Group:
    """People of one kind: how many, their pay and the market's middle for the same people (rounded sums)."""

    name: str
    people: int
    pay: float
    market: float
    compa_ratio: float
    below_p25: int | None
    cost_to_p25: float | None

    def to_dict(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Summary:
    """`totals` of the priced rows, `groups` by dimension, `hot_spots`, `flags`; `withheld` groups are not named."""

    rows: int
    priced: int
    totals: Mapping[str, float | None]
    groups: Mapping[str, tuple[Group, ...]]
    hot_spots: tuple[Group, ...]
    withheld: int
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
            "withheld_groups": self.withheld,
            "flags": [dict(f) for f in self.flags],
            "percentile_histogram": list(self.histogram),
            "minimum_count": self.rule.least,
        }


def summarize(engine: Engine, priced: Table, names: Mapping[str, str], rule: Rule) -> Summary:
    """Aggregate a priced table, whose added columns have `names`."""
    t = priced.select(**{short: priced[name] for short, name in names.items()})
    fine = t.filter(t.status == "priced")
    rows = int(engine.rows(t.aggregate(n=t.count()))[0][0])
    cube = _cube(engine, fine)
    bins = _bins(engine, fine)
    hidden = _hidden(cube, rule)
    groups = {label: _groups(cube, label, *hidden, rule) for label in GROUPS}
    spots = (group for group in _groups(cube, _SPOTS, *hidden, rule) if group.name != _DOUBTFUL)
    ranked = sorted(spots, key=lambda g: (g.compa_ratio, g.name))
    return Summary(
        rows=rows,
        priced=int(cube.people.sum()),
        totals=_totals(cube, bins, rule),
        groups={label: found[:MOST_GROUPS] for label, found in groups.items()},
        hot_spots=tuple(dict.fromkeys([*ranked[:5], *ranked[-5:]])),
        withheld=sum(int(hidden[0][label].sum()) for label in GROUPS),
        flags=_flags(engine, t, rows),
        histogram=_histogram(bins, rule),
        rule=rule,
    )


@dataclass(frozen=True, eq=False)
class _Cube:
    """Priced people by occupation, place, employer type and whether the title is sure, the finest groups."""

    keys: list[tuple[str, str, str, bool]]
    people: Floats
    pay: Floats
    market: Floats
    largest: Floats
    below: Floats
    above: Floats
    cost: Floats
    most_short: Floats

    def names(self, label: str) -> list[str]:
        """What each atom is called in a table."""
        if label == _SPOTS:
            return [f"{key[0]}, {key[1]}" if key[3] else _DOUBTFUL for key in self.keys]
        return [str(key[list(GROUPS).index(label)]) for key in self.keys]

    def labels(self, label: str) -> tuple[list[str], Any]:
        """The groups of a table, and the number of the group each atom is in."""
        names, where = np.unique(np.array(self.names(label), dtype=object), return_inverse=True)
        return [str(name) for name in names], where.reshape(-1)


def _cube(engine: Engine, fine: Table) -> _Cube:
    short = ibis.greatest(fine.market_p25 - fine.annual_pay, 0.0)
    fine = fine.mutate(sure=fine.soc_confidence >= DOUBTFUL_BELOW)
    grouped = fine.group_by([*GROUPS.values(), "sure"]).aggregate(
        people=fine.count(),
        pay=fine.annual_pay.sum(),
        market=fine.market_p50.sum(),
        largest=fine.annual_pay.max(),
        below=(fine.annual_pay < fine.market_p25).sum(),
        above=(fine.annual_pay > fine.market_p75).sum(),
        cost=short.sum(),
        most_short=short.max(),
    )
    rows = sorted(engine.rows(grouped), key=lambda row: tuple(map(str, row[:4])))
    numbers = np.array([[float(v or 0) for v in row[4:]] for row in rows]).reshape(len(rows), 8)
    return _Cube([(str(a), str(b), str(c), bool(sure)) for a, b, c, sure, *_ in rows], *numbers.T)


def _hidden(cube: _Cube, rule: Rule) -> tuple[dict[str, Mask], dict[str, Mask]]:
    """What to withhold of each table: whole groups, and the shortfall of groups (how much a handful of people lack
    is about those people)."""
    labels = {label: cube.labels(label)[1] for label in (*GROUPS, _SPOTS)}
    whole = protect_jointly(labels, cube.people, cube.pay, cube.largest, rule)
    short = protect_jointly(labels, cube.below, cube.cost, cube.most_short, rule, also=whole)
    return whole, short


def _groups(
    cube: _Cube, label: str, whole: Mapping[str, Mask], short: Mapping[str, Mask], rule: Rule
) -> tuple[Group, ...]:
    names, where = cube.labels(label)
    sums = [
        np.bincount(where, values, len(names))
        for values in (cube.people, cube.pay, cube.market, cube.below, cube.cost)
    ]
    largest, most_short = np.zeros(len(names)), np.zeros(len(names))
    np.maximum.at(largest, where, cube.largest)
    np.maximum.at(most_short, where, cube.most_short)
    found = []
    for i in sorted(range(len(names)), key=lambda i: (-sums[0][i], names[i])):
        if whole[label][i]:
            continue
        people, pay, market, below, cost = (float(values[i]) for values in sums)
        few = bool(short[label][i]) or 0 < below < rule.least
        pay, market = rounded(pay, largest[i]), rounded(market, largest[i])
        found.append(
            Group(
                names[i], int(people), pay, market, round(pay / market, 2),
                None if few else int(below), None if few else rounded(cost, most_short[i]),
            )
        )  # fmt: skip
    return tuple(found)


def _totals(cube: _Cube, bins: Floats, rule: Rule) -> dict[str, float | None]:
    names = (
        "pay",
        "market_middle",
        "ratio_to_market",
        "median_percentile",
        "below_p25",
        "above_p75",
        "cost_to_p25",
    )
    count = float(cube.people.sum())
    if count < rule.least:
        return dict.fromkeys(names)
    top, below = float(cube.largest.max()), float(cube.below.sum())
    pay, market = rounded(float(cube.pay.sum()), top), rounded(float(cube.market.sum()), top)
    few = 0 < below < rule.least
    values = (
        pay, market, round(pay / market, 3), _median(bins), None if few else below / count,
        float(cube.above.sum()) / count,
        None if few else rounded(float(cube.cost.sum()), float(cube.most_short.max())),
    )  # fmt: skip
    return dict(zip(names, values, strict=True))


def _bins(engine: Engine, fine: Table) -> Floats:
    """People by tenth of a percentile, (1000,)."""
    placed = fine.mutate(_bin=ibis.least((fine.market_percentile * 10).floor().cast("int64"), 999))
    found = dict(engine.rows(placed.group_by("_bin").aggregate(n=placed.count())))
    return np.array([float(found.get(i, 0)) for i in range(1000)])


def _median(bins: Floats) -> float:
    """The median percentile, to a tenth."""
    reached = np.cumsum(bins)
    place = int(np.searchsorted(reached, reached[-1] / 2))
    before = reached[place - 1] if place else 0.0
    return float(round((place + (reached[-1] / 2 - before) / bins[place]) / 10, 1))


def _histogram(bins: Floats, rule: Rule) -> tuple[int, ...]:
    """People by tenth of their market; a tenth with few people is shown as none, and so is the next smallest where
    it could be worked out from the rest."""
    tenths = bins.reshape(10, 100).sum(axis=1)
    hidden = protect_list(tenths, rule)
    return tuple(0 if hide else int(n) for n, hide in zip(tenths, hidden, strict=True))


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
