"""Several tables of one payroll protected together: a group withheld in one must not follow from the others.

All tables are sums over the same finest groups (atoms). What a reader knows is a system of linear equations: one for
each published figure and one for the grand total. A withheld group is exposed where a published group minus published
parts of it leaves too few people, or where the system as a whole pins its pay down too closely (linear programming).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.employers.disclosure import Floats, Mask, Rule

Labels = NDArray[np.int64]
_WIDTH = 0.2  # a withheld total must stay uncertain by this share of itself, to either side together
MOST_ATOMS = 600
MOST_WITHHELD = 60


@dataclass(eq=False)
class Grouping:
    """One table: `labels` says which of its groups each atom is in; the rest are its groups' figures."""

    labels: Labels
    count: Floats
    total: Floats
    largest: Floats
    withheld: Mask

    @classmethod
    def of(cls, labels: Labels, count: Floats, total: Floats, largest: Floats, rule: Rule) -> Grouping:
        """A table from the atoms' figures, with what the rule itself withholds."""
        size = int(labels.max(initial=-1)) + 1
        people = np.bincount(labels, count, size).astype(float)
        dollars = np.bincount(labels, total, size).astype(float)
        most = np.zeros(size)
        np.maximum.at(most, labels, largest)
        return cls(labels, people, dollars, most, rule.withheld(people, dollars, most))

    def members(self, group: int) -> Mask:
        """Which atoms are in a group."""
        return np.asarray(self.labels == group)


def protect_jointly(
    labels: Mapping[str, Labels],
    count: Floats,
    total: Floats,
    largest: Floats,
    rule: Rule,
    also: Mapping[str, Mask] | None = None,
) -> dict[str, Mask]:
    """Which groups of each table to withhold, given that all tables and the grand total are published together.

    Parameters
    ----------
    labels : table -> (atoms,) number of the group each atom is in.
    count, total, largest : (atoms,) people, dollars, largest single pay.
    also : table -> (groups,) withheld for other reasons.
    """
    tables = {name: Grouping.of(where, count, total, largest, rule) for name, where in labels.items()}
    for name, mask in (also or {}).items():
        tables[name].withheld |= mask
    everyone = np.zeros(len(count), dtype=np.int64)
    whole = Grouping.of(everyone, count, total, largest, rule)
    refined = [
        (coarse, fine, _parents(coarse, fine))
        for coarse in (whole, *tables.values())
        for fine in tables.values()
        if fine is not coarse and _refines(fine, coarse)
    ]
    for _ in range(sum(len(t.count) for t in tables.values()) + 1):
        step = _remainder(refined, rule) or _pinned(list(tables.values()), count, total)
        if step is None:
            break
        table, group = step
        table.withheld[group] = True
    return {name: table.withheld for name, table in tables.items()}


def _refines(fine: Grouping, coarse: Grouping) -> bool:
    pairs = np.unique(np.stack([fine.labels, coarse.labels]), axis=1)
    return bool(len(np.unique(pairs[0])) == pairs.shape[1])


def _parents(coarse: Grouping, fine: Grouping) -> Labels:
    parents = np.zeros(len(fine.count), dtype=np.int64)
    parents[fine.labels] = coarse.labels
    return parents


def _remainder(refined: list[tuple[Grouping, Grouping, Labels]], rule: Rule) -> tuple[Grouping, int] | None:
    """A part to withhold besides, where a published group less its published parts leaves too few or just one."""
    for coarse, fine, parents in refined:
        hidden = fine.withheld & (fine.count > 0)
        left = np.bincount(parents, fine.count * hidden, len(coarse.count))
        alone = np.bincount(parents, hidden, len(coarse.count))
        shown = np.bincount(parents, ~hidden & (fine.count > 0), len(coarse.count))
        bad = ~coarse.withheld & (alone > 0) & (shown > 0) & ((left < rule.least) | (alone == 1))
        for group in np.flatnonzero(bad):
            inside = np.flatnonzero((parents == group) & ~hidden & (fine.count > 0))
            return fine, int(inside[np.argmin(fine.count[inside])])
    return None


def _pinned(tables: list[Grouping], count: Floats, total: Floats) -> tuple[Grouping, int] | None:
    """A group to withhold besides, where all published figures together pin a withheld one down."""
    hidden = [(t, int(g)) for t in tables for g in np.flatnonzero(t.withheld & (t.count > 0))]
    if not hidden or len(count) > MOST_ATOMS or len(hidden) > MOST_WITHHELD:
        return None
    equations = [np.ones(len(count))]
    shown = []
    for table in tables:
        for number in np.flatnonzero(~table.withheld & (table.count > 0)):
            equations.append(table.members(int(number)).astype(float))
            shown.append((table, int(number)))
    for table, group in hidden:
        members = table.members(group)
        low, high = attacked(np.array(equations), total, members)
        if high - low < _WIDTH * table.total[group]:
            touching = [(t, g) for t, g in shown if np.any(t.members(g) & members)] or shown
            return min(touching, key=lambda item: item[0].count[item[1]]) if touching else None
    return None


def attacked(equations: Floats, total: Floats, members: Mask) -> tuple[float, float]:
    """Lowest and highest sum over `members` that the published sums (rows of `equations`) allow."""
    from scipy.optimize import linprog

    signature, where = np.unique(
        np.vstack([equations, members[None, :]]), axis=1, return_inverse=True
    )  # atoms that no figure tells apart are one unknown
    merged = np.bincount(where.reshape(-1), total, signature.shape[1])
    scale = float(merged.sum()) or 1.0
    known = signature[:-1]
    bounds = []
    for sign in (1.0, -1.0):
        found = linprog(sign * signature[-1], A_eq=known, b_eq=known @ merged / scale, bounds=(0, None))
        bounds.append(
            float(found.fun) * sign * scale if found.fun is not None else float(merged @ signature[-1])
        )
    return bounds[0], bounds[1]
