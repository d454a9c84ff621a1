"""`release`: a table of pay by group that may leave the house, and withstands the comparison of two releases.

Two ways. *Noise on people* (the default): everyone's pay is multiplied by a factor of their own that never changes
(Evans, Zayatz and Slanta 1998, as in the Census Bureau's Quarterly Workforce Indicators), then cells are withheld by
the disclosure rule. Comparing two releases that differ by one person shows that person's noisy pay, never their pay.
*Differential privacy*: counts and means by OpenDP with a stated budget.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.employers.disclosure import Rule, protect
from paychart.errors import BadInput, SourceUnavailable

Floats = NDArray[np.float64]
LEAST_NOISE, MOST_NOISE = 0.07, 0.15
RECODE = 500.0


@dataclass(frozen=True)
class Cell:
    """One group: people, and mean and median pay in steps of $500; None where withheld."""

    group: tuple[str, ...]
    people: int | None
    mean: float | None
    median: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"group": list(self.group), "people": self.people, "mean": self.mean, "median": self.median}


@dataclass(frozen=True)
class Release:
    """`cells` by `by`, how they were protected, and the privacy budget where one was spent."""

    by: tuple[str, ...]
    cells: tuple[Cell, ...]
    total_people: int | None
    method: str
    epsilon: float | None
    withheld: int

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "by": list(self.by),
            "cells": [c.to_dict() for c in self.cells],
            "total_people": self.total_people,
            "method": self.method,
            "epsilon": self.epsilon,
            "withheld": self.withheld,
        }


def own_factor(key: bytes, person: str) -> float:
    """The factor of one person: 7 to 15 % up or down, the same in every release made with `key`."""
    drawn = hmac.new(key, person.encode(), hashlib.sha256).digest()
    size = LEAST_NOISE + (MOST_NOISE - LEAST_NOISE) * int.from_bytes(drawn[:6], "big") / 2**48
    return 1 + size if drawn[6] & 1 else 1 - size


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
) -> Release:
    """A table of noisy pay.

    Parameters
    ----------
    pay : (n,) dollars; `groups` (n,) the group of each, one or two words; `ids` (n,) what tells people apart, the
        same in every release.
    """
    rule = rule or Rule()
    noisy = np.asarray(pay, dtype=float) * np.array([own_factor(key, i) for i in ids])
    rows = _by_group(groups)
    names = sorted(rows)
    one, two = sorted({n[0] for n in names}), sorted({n[1] if len(n) > 1 else "" for n in names})
    # Groups of one word are a list with one total; of two words a table with margins.
    shape = (len(one), len(two)) if len(by) > 1 else (1, len(one))
    count, total, largest = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    place = {n: (one.index(n[0]), two.index(n[1])) if len(by) > 1 else (0, one.index(n[0])) for n in names}
    for name, members in rows.items():
        at = place[name]
        count[at], total[at], largest[at] = len(members), noisy[members].sum(), noisy[members].max()
    hidden = protect(count, total, largest, rule)
    cells = []
    for name in names:
        if hidden[place[name]]:
            cells.append(Cell(name, None, None, None))
            continue
        members = rows[name]
        cells.append(
            Cell(name, len(members), _step(noisy[members].mean()), _step(float(np.median(noisy[members]))))
        )
    return Release(
        tuple(by), tuple(cells), len(pay) if len(pay) >= rule.least else None,
        f"pay carries a secret factor of {100 * LEAST_NOISE:g} to {100 * MOST_NOISE:g} % for each person; groups under "
        f"{rule.least} people and those that would give them away are withheld; figures in steps of ${RECODE:,.0f}",
        None, int(sum(c.people is None for c in cells)),
    )  # fmt: skip


def private_release(
    pay: Sequence[float],
    groups: Sequence[Sequence[str]],
    by: Sequence[str],
    epsilon: float,
    bounds: tuple[float, float],
) -> Release:
    """Differentially private counts and means: each person is in one group, so the whole table costs `epsilon`.

    `bounds` in dollars must come from outside the data (a market range); pay beyond them is moved to them. The names
    of the groups are taken to be public. Half of the budget goes to counts, half to sums.
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
    counter = dp.m.make_laplace(*space, scale=2.0 / epsilon)
    # Sums in whole dollars above the lower bound: one person moves them by at most the width of the bounds.
    width = int(np.ceil(bounds[1] - bounds[0]))
    adder = dp.m.make_laplace(*space, scale=2.0 * width / epsilon)
    cells = []
    values = np.clip(np.asarray(pay, dtype=float), *bounds)
    for name, members in sorted(_by_group(groups).items()):
        count = int(counter(len(members)))
        above = int(adder(int(np.round((values[members] - bounds[0]).sum()))))
        usable = count >= 20 / epsilon  # below that the noise is the figure
        mean = bounds[0] + above / count if usable else None
        shown = None if mean is None else _step(float(np.clip(mean, *bounds)))
        cells.append(Cell(name, max(count, 0) if usable else None, shown, None))
    method = (
        f"differentially private counts and means by OpenDP (Laplace), epsilon = {epsilon:g} for each person in this "
        "table"
    )
    return Release(tuple(by), tuple(cells), None, method, epsilon, int(sum(c.people is None for c in cells)))


def _by_group(groups: Sequence[Sequence[str]]) -> dict[tuple[str, ...], list[int]]:
    rows: dict[tuple[str, ...], list[int]] = {}
    for i, group in enumerate(groups):
        rows.setdefault(tuple(group), []).append(i)
    return rows


def _step(value: float) -> float:
    return float(round(value / RECODE) * RECODE)


def release_payroll(
    source: str,
    by: Sequence[str],
    target: Path,
    *,
    key: Path | None = None,
    epsilon: float | None = None,
    bounds: tuple[float, float] = (20_000, 200_000),
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    basis: str | None = None,
    least: int = 5,
) -> Release:
    """Read a payroll, make the table and write it as CSV. `key` is needed unless `epsilon` is given."""
    from paychart.employers.columns import settle_columns
    from paychart.employers.payroll_rows import load_rows
    from paychart.show.csv_output import write_rows

    if not 1 <= len(by) <= 2:
        raise BadInput("A release is grouped by one or two columns.", hint="Give --by once or twice.")
    if epsilon is None and key is None:
        raise BadInput(
            "A release needs a key file, the same each time, or a privacy budget.",
            hint="Add --key ~/paychart.key (it is made), or --epsilon 1.",
        )
    if target.suffix.lower() != ".csv":
        raise BadInput("A release is written as CSV.", nearest=(".csv",))
    rows = load_rows(
        source, sheet, lambda header, sample: settle_columns(header, sample, columns), basis=basis
    )
    names = [rows.column(name, "groups") for name in by]
    known = [i for i, hourly in enumerate(rows.hourly) if hourly]
    pay = [float(rows.hourly[i] or 0) * 2080 for i in known]
    groups = [tuple(str(rows.values[name][i] or "not given") for name in names) for i in known]
    if epsilon is not None:
        result = private_release(pay, groups, names, epsilon, bounds)
    else:
        id_column = rows.columns.get("id")
        if id_column is None:
            raise BadInput("No column tells people apart.", hint='Name it: --column id="Employee ID".')
        ids = [str(rows.values[id_column][i]) for i in known]
        result = release(pay, groups, ids, names, read_key(key or Path()), Rule(least=least))
    header = [*names, "people", "mean_pay", "median_pay"]
    lines = (
        [*c.group, *("withheld" if v is None else f"{v:.0f}" for v in (c.people, c.mean, c.median))]
        for c in result.cells
    )
    write_rows(target, header, lines)
    return result
