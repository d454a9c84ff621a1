"""A payroll made ready for an equity audit: people, log pay, the groups compared, and the factors that explain pay.

Everything here is in memory and stays in the process; findings on rows say how many were left out and why, and
name nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOST_LEVELS = 60  # a factor with more kinds than that is an identifier, not a factor
_TOO_MANY = 0.5
_USUAL_REFERENCES = {"m", "male", "man", "men", "white"}


@dataclass(frozen=True, eq=False)
class People:
    """Employees in an audit.

    `pay` (n,) dollars an hour; `compared` (n,) 1 for the group asked about, 0 for the reference; `design` (n, k)
    the factors without a constant, `names` their columns; `unit` (n,) the pay-analysis group of each; `cluster`
    (n,) numbers of supervisors or sites, or None; `left_out` reason -> rows.
    """

    pay: Floats
    compared: Floats
    design: Floats
    names: tuple[str, ...]
    factors: tuple[str, ...]
    unit: NDArray[np.str_]
    cluster: NDArray[np.int64] | None
    labels: tuple[str, str]
    left_out: Mapping[str, int]

    @property
    def log_pay(self) -> Floats:
        return np.log(self.pay)

    def within(self, mask: Mask) -> People:
        """Some of the people, with the factors that still vary among them."""
        design = self.design[mask]
        keep = design.std(axis=0) > 0 if len(design) else np.zeros(design.shape[1], dtype=bool)
        return People(
            self.pay[mask],
            self.compared[mask],
            design[:, keep],
            tuple(n for n, k in zip(self.names, keep, strict=True) if k),
            self.factors,
            self.unit[mask],
            None if self.cluster is None else self.cluster[mask],
            self.labels,
            self.left_out,
        )


def prepare(
    hourly: Sequence[float | None],
    group: Sequence[str],
    factors: Mapping[str, Sequence[Any]],
    *,
    reference: str = "",
    compared: str = "",
    unit: Sequence[str] | None = None,
    cluster: Sequence[str] | None = None,
) -> People:
    """Code the columns of an audit.

    Parameters
    ----------
    hourly : dollars an hour; None or not positive is left out and counted.
    group : sex, race or another protected trait. `reference` and `compared` pick two of its values; by default
        men, white people or else the largest group are the reference, and everyone else is compared with it.
    factors : legitimate reasons for pay differences. Numbers enter as they are (and experience-like ones squared);
        words enter as indicators. A missing word is a level of its own, a missing number leaves the row out.
    unit : pay-analysis group of each row, such as a job family; all in one without it.

    Raises BadInput for a group with one value, a factor with too many, or too few rows.
    """
    n = len(hourly)
    groups = np.array([str(v).strip() if v is not None else "" for v in group], dtype=object)
    pay = np.array([np.nan if v is None else float(v) for v in hourly])
    names, counts = np.unique(groups[groups != ""].astype(str), return_counts=True)
    if len(names) < 2:
        raise BadInput(
            "The column of the group has fewer than two values.",
            nearest=tuple(names),
            hint='Name another with --group, for example --group "Sex".',
        )
    usual = [str(name) for name in names if str(name).casefold() in _USUAL_REFERENCES]
    base = _one_of(reference, names) if reference else (usual or [str(names[np.argmax(counts)])])[0]
    other = _one_of(compared, names) if compared else ""
    if not other and len(names) == 2:
        other = next(str(name) for name in names if str(name) != base)
    if base == other:
        raise BadInput("The reference and the compared group are the same.", nearest=tuple(names))
    left_out: dict[str, int] = {}
    keep = np.ones(n, dtype=bool)

    def leave(reason: str, mask: Mask) -> None:
        count = int((keep & mask).sum())
        if count:
            left_out[reason] = count
        keep[mask] = False

    leave("pay missing or not positive", ~(pay > 0))
    leave("group not given", groups == "")
    if other:
        leave("neither of the two groups compared", (groups != base) & (groups != other))
    columns: list[Floats] = []
    labels: list[str] = []
    for name, values in factors.items():
        numbers = _numbers(values)
        if numbers is not None:
            leave(f"{name} missing", np.isnan(numbers))
            columns.append(numbers)
            labels.append(name)
            if np.nanmax(numbers) > 4 and len(np.unique(numbers[~np.isnan(numbers)])) > 8:
                columns.append(numbers**2 / 100)
                labels.append(f"{name} squared")
            continue
        words = np.array([str(v).strip() if v not in (None, "") else "not given" for v in values])
        kinds, sizes = np.unique(words, return_counts=True)
        if len(kinds) > MOST_LEVELS or len(kinds) > _TOO_MANY * n:
            raise BadInput(
                f'The factor "{name}" has {len(kinds)} different values, too many to compare like with like.',
                hint="Leave it out, or group it into fewer kinds.",
            )
        first = kinds[np.argmax(sizes)]
        for kind in kinds:
            if kind != first:
                columns.append((words == kind).astype(float))
                labels.append(f"{name}: {kind}")
    if keep.sum() < 2:
        raise BadInput("No rows are left to compare.", hint="Check which columns hold pay and the group.")
    design = np.stack(columns, axis=1) if columns else np.zeros((n, 0))
    units = np.array(unit if unit is not None else ["everyone"] * n).astype(str)
    clusters = (
        None if cluster is None else np.unique(np.array(cluster).astype(str), return_inverse=True)[1][keep]
    )
    whole = People(
        pay[keep],
        (groups[keep] != base).astype(float),
        design[keep],
        tuple(labels),
        tuple(factors),
        units[keep],
        clusters,
        (other or f"not {base}", base),
        left_out,
    )
    return whole.within(np.ones(int(keep.sum()), dtype=bool))


def _one_of(wanted: str, names: NDArray[np.str_]) -> str:
    for name in names:
        if str(name).casefold() == wanted.strip().casefold():
            return str(name)
    raise BadInput(f'"{wanted}" is not a value of the group column.', nearest=tuple(map(str, names[:8])))


def _numbers(values: Sequence[Any]) -> Floats | None:
    """The values as numbers where nearly all of them are, else None."""
    found = np.full(len(values), np.nan)
    given = 0
    for i, value in enumerate(values):
        if value in (None, ""):
            continue
        given += 1
        try:
            found[i] = float(value)
        except (TypeError, ValueError):
            continue
    return found if given and np.isfinite(found).sum() >= 0.95 * given else None
