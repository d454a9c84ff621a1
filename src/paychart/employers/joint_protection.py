"""Several tables of one payroll protected together: a group withheld in one must not follow from the others.

All tables are sums over the same finest groups (atoms). What a reader knows is a system of linear equations: one for
each published figure and one for the grand total. A withheld group is exposed where a published group minus published
parts of it leaves too few people, where two published groups differ by a handful, or where the system as a whole pins
its pay down too closely (linear programming). Tables that are out already are fixed: only new ones give way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from paychart.employers.disclosure import Floats, Labels, Mask, Rule, top_two

_WIDTH = 0.2  # a withheld total must stay uncertain by this share of itself, to either side together
MOST_ATOMS = 600
MOST_WITHHELD = 60


@dataclass(eq=False)
class Grouping:
    """One table: `labels` says which of its groups each atom is in; the rest are its groups' figures."""

    labels: Labels
    count: Floats
    total: Floats
    withheld: Mask
    sensitive: Mask
    fixed: bool = False

    @classmethod
    def of(
        cls, labels: Labels, count: Floats, total: Floats, largest: Floats, second: Floats, rule: Rule
    ) -> Grouping:
        """A table from the atoms' figures, with what the rule itself withholds."""
        size = int(labels.max(initial=-1)) + 1
        people = np.bincount(labels, count, size).astype(float)
        dollars = np.bincount(labels, total, size).astype(float)
        mask = rule.withheld(people, dollars, *top_two(labels, largest, second, size))
        return cls(labels, people, dollars, mask, mask.copy())

    def members(self, group: int) -> Mask:
        """Which atoms are in a group."""
        return np.asarray(self.labels == group)

    def open_groups(self) -> Mask:
        """Its published groups."""
        return np.asarray(~self.withheld & (self.count > 0))


def protect_jointly(
    labels: Mapping[str, Labels],
    count: Floats,
    total: Floats,
    largest: Floats,
    rule: Rule,
    also: Mapping[str, Mask] | None = None,
    *,
    second: Floats | None = None,
    fixed: Mapping[str, Mask] | None = None,
    differenced: Collection[str] = (),
) -> dict[str, Mask]:
    """Which groups of each table to withhold, given that all tables and the grand total are published together.

    Parameters
    ----------
    labels : table -> (atoms,) number of the group each atom is in.
    count, total, largest, second : (atoms,) people, dollars, the two largest single pays.
    also : table -> (groups,) withheld for other reasons.
    fixed : table -> (groups,) withheld in a table that is out already, which cannot be changed any more.
    differenced : new tables whose groups are also held against those of the fixed ones, pair by pair.
    """
    second = np.zeros(len(count)) if second is None else second
    tables = {name: Grouping.of(where, count, total, largest, second, rule) for name, where in labels.items()}
    for name, mask in (also or {}).items():
        tables[name].withheld |= mask
    for name, mask in (fixed or {}).items():
        tables[name].withheld, tables[name].fixed = mask.copy(), True
    everyone = np.zeros(len(count), dtype=np.int64)
    whole = Grouping.of(everyone, count, total, largest, second, rule)
    whole.fixed = True
    for name in differenced:
        for old in (t for t in tables.values() if t.fixed):
            tables[name].sensitive |= _differs_by_few(tables[name], old, count, rule)
            tables[name].withheld |= tables[name].sensitive
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


def _differs_by_few(new: Grouping, old: Grouping, count: Floats, rule: Rule) -> Mask:
    """New groups that share people with a published old one and differ from it by fewer than `least` either way:
    the difference of the two figures would be about those few."""
    pairs, where = np.unique(np.stack([new.labels, old.labels]), axis=1, return_inverse=True)
    shared = np.bincount(where.reshape(-1), count, pairs.shape[1])
    more, fewer = new.count[pairs[0]] - shared, old.count[pairs[1]] - shared
    near = (shared > 0) & (more < rule.least) & (fewer < rule.least) & (more + fewer > 0)
    hidden = np.zeros(len(new.count), dtype=bool)
    hidden[pairs[0][near & old.open_groups()[pairs[1]]]] = True
    return hidden


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
        if fine.fixed and coarse.fixed:
            continue  # out already
        hidden = fine.withheld & (fine.count > 0)
        left = np.bincount(parents, fine.count * hidden, len(coarse.count))
        alone = np.bincount(parents, hidden, len(coarse.count))
        shown = np.bincount(parents, fine.open_groups(), len(coarse.count))
        bad = ~coarse.withheld & (alone > 0) & (shown > 0) & ((left < rule.least) | (alone == 1))
        for group in np.flatnonzero(bad):
            if fine.fixed:
                return coarse, int(group)
            inside = np.flatnonzero((parents == group) & fine.open_groups())
            return fine, int(inside[np.argmin(fine.count[inside])])
    return None


def _pinned(tables: list[Grouping], count: Floats, total: Floats) -> tuple[Grouping, int] | None:
    """A group to withhold besides, where all published figures together pin a withheld one down."""
    first = not any(t.fixed for t in tables)  # a group withheld for another's sake may be known from before
    hidden = [
        (t, int(g))
        for t in tables
        for g in np.flatnonzero(t.withheld & (t.count > 0) & (t.sensitive | first))
    ]
    if not hidden or len(count) > MOST_ATOMS or len(hidden) > MOST_WITHHELD:
        return None
    # People of several dates have no total that is published.
    equations: list[Floats] = [np.ones(len(count))] if first else []
    shown = []
    for table in tables:
        for number in np.flatnonzero(table.open_groups()):
            equations.append(table.members(int(number)).astype(float))
            if not table.fixed:
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
        if found.status == 3:  # nothing bounds it
            bounds.append(-sign * np.inf)
        else:
            known_well = float(found.fun) * sign * scale if found.fun is not None else None
            bounds.append(float(merged @ signature[-1]) if known_well is None else known_well)
    return bounds[0], bounds[1]
