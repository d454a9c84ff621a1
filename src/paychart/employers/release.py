"""`release`: a table of pay by group that may leave the house, and withstands the comparison of several.

*Noise and withholding* (the default): everyone's pay carries a factor of their own that never changes (Evans, Zayatz
and Slanta 1998), every group a noise of its own that never changes while its people stay the same (the cell keys of
the Australian Bureau of Statistics), and groups are withheld by the disclosure rules, together with all tables that
went out before. *Differential privacy*: counts and means by OpenDP with a budget that adds up in the ledger.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.employers.disclosure import Floats, Mask, Rule
from paychart.employers.joint_protection import protect_jointly
from paychart.employers.ledger import Entry, Ledger
from paychart.errors import BadInput, SourceUnavailable

LEAST_NOISE, MOST_NOISE = 0.07, 0.15
CELL_NOISE = 0.25  # of the highest pay in the group, up or down, on the group's sum
RECODE = 500.0
COUNT_STEP = 5
OTHERS = "all others"


@dataclass(frozen=True)
class Cell:
    """One group: people to the nearest five, mean and middle pay in steps of $500, and within how many percent the
    mean holds (90 % of the time); None where withheld."""

    group: tuple[str, ...]
    people: int | None
    mean: float | None
    median: float | None
    within: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "group": list(self.group),
            "people": self.people,
            "mean": self.mean,
            "median": self.median,
            "mean_within_percent": self.within,
        }


@dataclass(frozen=True)
class Release:
    """`cells` by `by`, how they were protected, the privacy budget where one was spent, and what to keep of it."""

    by: tuple[str, ...]
    cells: tuple[Cell, ...]
    method: str
    epsilon: float | None
    withheld: int
    entry: Entry
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: what may leave, and nothing else."""
        return {
            "by": list(self.by),
            "cells": [c.to_dict() for c in self.cells],
            "method": self.method,
            "epsilon": self.epsilon,
            "withheld": self.withheld > 0,
            "notes": list(self.notes),
        }


def own_factor(key: bytes, person: str) -> float:
    """The factor of one person: 7 to 15 % up or down, the same in every release made with `key`."""
    drawn = hmac.new(key, person.encode(), hashlib.sha256).digest()
    size = LEAST_NOISE + (MOST_NOISE - LEAST_NOISE) * int.from_bytes(drawn[:6], "big") / 2**48
    return 1 + size if drawn[6] & 1 else 1 - size


def pseudonyms(key: bytes, ids: Sequence[str]) -> NDArray[np.uint64]:
    """(n,) what each person is called in the ledger."""
    drawn = [hmac.new(key, f"ledger {i}".encode(), hashlib.sha256).digest()[:8] for i in ids]
    return np.array([int.from_bytes(d, "big") for d in drawn], dtype=np.uint64)


def _cell_noise(key: bytes, members: NDArray[np.uint64], largest: float) -> float:
    """Dollars added to a group's sum: the same for the same people, another once one comes or goes."""
    drawn = hmac.new(key, b"cell" + np.sort(members).tobytes(), hashlib.sha256).digest()
    return CELL_NOISE * largest * (2 * int.from_bytes(drawn[:6], "big") / 2**48 - 1)


def read_key(path: Path) -> bytes:
    """The secret of this employer's releases, made on first use, readable by its owner only."""
    try:
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
        key = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise BadInput(f"{path.name} is not a key file.", hint="Name a new file: one is made.") from error
    if len(key) < 16:
        raise BadInput(f"{path.name} is too short for a key.", hint="Name a new file: one is made.")
    return key


def release(
    pay: Sequence[float],
    groups: Sequence[Sequence[str]],
    ids: Sequence[str],
    by: Sequence[str],
    key: bytes,
    rule: Rule | None = None,
    ledger: Ledger | None = None,
) -> Release:
    """A table of noisy pay, protected together with the tables in `ledger`.

    Parameters
    ----------
    pay : (n,) dollars, one a person; `groups` (n,) the group of each; `ids` (n,) what tells people apart, the same in
        every release.

    Raises BadInput where ids repeat, or where nothing can be shown beside what went out before.
    """
    rule = rule or Rule()
    if len(set(ids)) < len(ids):
        raise BadInput("One id stands for several people.", hint="Give one row a person.")
    true = np.asarray(pay, dtype=float)
    noisy = true * np.array([own_factor(key, i) for i in ids])
    people = pseudonyms(key, ids)
    names = sorted({tuple(group) for group in groups})
    number = {name: i for i, name in enumerate(names)}
    label = np.array([number[tuple(group)] for group in groups], dtype=np.int64)
    earlier = (ledger or Ledger()).tables()
    alone = _hidden(people, true, label, (), rule)
    hidden = _hidden(people, true, label, earlier, rule) if earlier else alone
    if hidden.all():
        because = "" if alone.all() else f" beside the {len(earlier)} released before"
        raise BadInput(
            f"No group of this table can be shown{because}: together they would tell about fewer than "
            f"{rule.least} people.",
            hint="Group more coarsely, or release the earlier table again.",
        )
    shown = np.where(hidden, -1, np.arange(len(names)))[label]
    cells = [
        _cell(key, names[g], people[label == g], noisy[label == g])
        for g in range(len(names))
        if not hidden[g]
    ]
    if hidden.any():
        rest = shown < 0
        fine = not _hidden(people[rest], true[rest], np.zeros(int(rest.sum()), np.int64), earlier, rule)[0]
        others = (OTHERS, *([""] * (len(by) - 1)))
        cells.append(
            _cell(key, others, people[rest], noisy[rest]) if fine else Cell(others, None, None, None, None)
        )
    return Release(
        tuple(by), tuple(cells),
        f"noise: each person's pay by a secret factor, each group's sum by up to {100 * CELL_NOISE:g}% of a high pay; "
        f"groups under {rule.least} people or dominated by one or two are withheld, their names too, and all tables "
        f"made with this key are protected together; people to the nearest {COUNT_STEP}, pay to ${RECODE:,.0f}",
        None, int(hidden.sum()), Entry(tuple(by), "noise", 0.0, people, shown),
    )  # fmt: skip


def _cell(key: bytes, name: tuple[str, ...], people: NDArray[np.uint64], noisy: Floats) -> Cell:
    count, largest = len(noisy), float(noisy.max())
    mean = (noisy.sum() + _cell_noise(key, people, largest)) / count
    # The middle of several people: a median proper is one person's pay.
    middle = np.sort(noisy)[(count - 1) // 2 - count // 10 - 1 : count // 2 + count // 10 + 2].mean()
    spread = np.sqrt(0.113**2 * np.square(noisy).sum() + (CELL_NOISE * largest) ** 2 / 3) / count / mean
    return Cell(
        name, max(COUNT_STEP, COUNT_STEP * round(count / COUNT_STEP)), _step(float(mean)),
        _step(float(middle + _cell_noise(key, people, largest) / count)), round(165 * float(spread), 1),
    )  # fmt: skip


def _hidden(
    people: NDArray[np.uint64], pay: Floats, label: NDArray[np.int64], earlier: Sequence[Entry], rule: Rule
) -> Mask:
    """(groups,) what to withhold of a new table, given those that are out.

    Atoms are the people whom no table tells apart. People who have left since keep counting, at the mean pay.
    """
    everyone = np.unique(np.concatenate([people, *(e.people for e in earlier)]))
    money = np.full(len(everyone), pay.mean())
    money[np.searchsorted(everyone, people)] = pay
    size = int(label.max()) + 1
    columns, fixed = [_placed(everyone, people, label, size)], {}
    for i, entry in enumerate(earlier):
        groups, numbers = np.unique(entry.groups, return_inverse=True)
        columns.append(_placed(everyone, entry.people, numbers.reshape(-1), len(groups)))
        fixed[f"earlier {i}"] = np.append(groups < 0, True)[: int(columns[-1].max()) + 1]
    atoms, where = np.unique(np.stack(columns), axis=1, return_inverse=True)
    where = where.reshape(-1)
    order = np.lexsort((money, where))
    ends = np.searchsorted(where[order], np.arange(atoms.shape[1]), side="right") - 1
    count = np.bincount(where).astype(float)
    second = np.where(count > 1, money[order][np.maximum(ends - 1, 0)], 0.0)
    tables = {"new": atoms[0], **{name: atoms[i + 1] for i, name in enumerate(fixed)}}
    absent = {"new": np.arange(int(atoms[0].max()) + 1) >= size}
    found = protect_jointly(
        tables, count, np.bincount(where, money).astype(float), money[order][ends], rule, absent,
        second=second, fixed=fixed, differenced=("new",),
    )  # fmt: skip
    return found["new"][:size]


def _placed(
    everyone: NDArray[np.uint64], people: NDArray[np.uint64], label: NDArray[np.int64], absent: int
) -> NDArray[np.int64]:
    """(everyone,) the group of each person, `absent` for those who are not in the table."""
    placed = np.full(len(everyone), absent, dtype=np.int64)
    placed[np.searchsorted(everyone, people)] = label
    return placed


def private_release(
    pay: Sequence[float],
    groups: Sequence[Sequence[str]],
    by: Sequence[str],
    epsilon: float,
    bounds: tuple[float, float],
    *,
    key: bytes = b"",
    ids: Sequence[str] = (),
) -> Release:
    """Differentially private counts and means: each person is in one group, so the whole table costs `epsilon`.

    `bounds` in dollars must come from outside the data (a market range); pay beyond them is moved to them, and a noisy
    share of those moved is told. The names of the groups are taken to be public. Of the budget, 45 % go to counts, 45 %
    to sums and 10 % to that share. `ids` as in `release`.
    """
    if not 0 < epsilon <= 10:
        raise BadInput(f"A budget of {epsilon:g} is outside 0 to 10.", nearest=("1",), hint="1 is usual.")
    if not 0 < bounds[0] < bounds[1]:
        raise BadInput("The bounds of pay must be two amounts, low then high.")
    try:
        import opendp.prelude as dp
    except ImportError as error:
        raise SourceUnavailable(
            "Private releases need OpenDP.", hint='Install it with: pip install "paychart[private]"'
        ) from error
    dp.enable_features("contrib")
    space = dp.atom_domain(T=int), dp.absolute_distance(T=int)
    counter = dp.m.make_laplace(*space, scale=1 / (0.45 * epsilon))
    # Sums in whole dollars above the lower bound: one person moves them by at most the width of the bounds.
    width = int(np.ceil(bounds[1] - bounds[0]))
    adder = dp.m.make_laplace(*space, scale=width / (0.45 * epsilon))
    values = np.clip(np.asarray(pay, dtype=float), *bounds)
    moved = dp.m.make_laplace(*space, scale=1 / (0.1 * epsilon))(int((values != np.asarray(pay)).sum()))
    members: dict[tuple[str, ...], list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(tuple(group), []).append(i)
    cells, withheld = [], 0
    for name, rows in sorted(members.items()):
        count = int(counter(len(rows)))
        above = int(adder(int(np.round((values[rows] - bounds[0]).sum()))))
        if count < 20 / epsilon:  # below that the noise is the figure
            withheld += 1
            continue
        mean = float(np.clip(bounds[0] + above / count, *bounds))
        cells.append(
            Cell(name, count, _step(mean), None, round(230 * width / (0.45 * epsilon) / count / mean, 1))
        )
    share = 100 * min(max(moved / max(len(values), 1), 0.0), 1.0)
    method = (
        f"differentially private counts and means by OpenDP (Laplace), epsilon = {epsilon:g} for each person in this "
        f"table; pay taken between ${bounds[0]:,.0f} and ${bounds[1]:,.0f}, which moved about {share:.0f}% of people; "
        f"groups with a noisy count under {20 / epsilon:.0f} are left out"
    )
    notes = (
        (f"About {share:.0f}% of people are paid beyond the bounds; means are pulled towards them.",)
        if share >= 1
        else ()
    )
    entry = Entry(tuple(by), "privacy", epsilon, pseudonyms(key, ids), np.full(len(ids), -1, np.int64))
    return Release(tuple(by), tuple(cells), method, epsilon, withheld, entry, notes)


def _step(value: float) -> float:
    return float(round(value / RECODE) * RECODE)
