"""Who works in an occupation: shares by schooling, experience and hours, from the person tables and BLS.

An occupation without rows of its own takes those of its group, and every mix a little of its wider group's.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.data.reference import reference_path
from paychart.errors import Suppressed
from paychart.profile import ALL_INDUSTRIES, Education

Array = NDArray[np.float64]

EDUCATION = tuple(Education)
HOURS = ("15-24", "25-34", "35-39", "40", "41-49", "50-59", "60+")
_HOURS_FROM = (15.0, 24.5, 34.5, 39.5, 40.5, 49.5, 59.5)
WIDEST = "00-0000"
EDUCATION_SIZE, PROXY_SIZE = 400.0, 40.0  # how sure the published education shares are, as a sample size
# Of a group's mix in that of its parts: next to nothing, so that traits no record has together have a share too.
WIDER_SHARE = 0.002
# The tables of one fit are replaced together: drafts are written beside the old tables, this mark makes them count, and
# each takes its final name. Who is killed before the mark leaves the old ones, after it the new ones.
MARK = ".people.ready"
BORROWED_RECORDS = 10.0  # what a wider group's listing of two traits together counts for in an occupation


@cache
def _lines(path: Path) -> dict[str, list[list[str]]]:
    """Rows of a table by their first column."""
    found: dict[str, list[list[str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            found.setdefault(row[0], []).append(row)
    return found


def chain(code: str) -> tuple[str, ...]:
    """The occupation or group, its minor group, its major group, all: each once."""
    return tuple(dict.fromkeys((code, f"{code[:4]}000", f"{code[:2]}-0000", WIDEST)))


@dataclass(frozen=True)
class PeopleTables:
    """Where the learned person tables are: the package's own, or a folder that `paychart model fit` wrote."""

    folder: Path | None = None

    def _table(self, table: str) -> dict[str, list[list[str]]]:
        name = f"people_{table}.csv"
        own = table_path(self.folder, name) if self.folder else None
        return _lines(own or reference_path(name))

    def rows(self, table: str, code: str) -> list[list[str]]:
        return self._table(table).get(code, [])

    def rows_of_group(self, table: str, prefix: str) -> list[list[str]]:
        return [row for code, rows in self._table(table).items() if code.startswith(prefix) for row in rows]

    def nearest(self, table: str, occupation: str, factor: str = "") -> tuple[str, list[list[str]]]:
        """Rows of the occupation, else of its minor group, major group, all; with the code that had them."""
        for code in chain(occupation):
            rows = [row for row in self.rows(table, code) if not factor or row[1] == factor]
            if rows:
                return code, rows
        raise Suppressed(f"The person tables hold no {table} for {occupation} or any group of it.")


def hours_brackets(weekly: Array) -> NDArray[np.intp]:
    """Brackets (n,) of usual weekly hours (n,) in the person tables; -1 below 15, where pay an hour is not known."""
    return np.searchsorted(_HOURS_FROM, weekly, side="right") - 1


def composition(tables: PeopleTables, occupation: str) -> tuple[Array, Array, Array, str]:
    """Education by experience: shares, records, mean years of the bands, and whose they are.

    Each mix takes a little of its wider group's, and the widest of its own margins, so that no share is zero.
    """
    code, own_rows = tables.nearest("composition", occupation)
    years = sorted({float(row[3]) for row in tables.rows("composition", WIDEST) or own_rows})

    def place(row: list[str]) -> tuple[int, int]:
        return EDUCATION.index(Education(row[1])), int(np.argmin(np.abs(np.array(years) - float(row[3]))))

    joint = np.zeros((len(EDUCATION), len(years)))
    for group in reversed(chain(code)):
        own = np.zeros_like(joint)
        for row in tables.rows("composition", group):
            own[place(row)] += float(row[4])
        if own.sum() > 0:
            own = own / own.sum()
            wider = joint if joint.sum() > 0 else np.outer(own.sum(axis=1), own.sum(axis=0))
            joint = (1 - WIDER_SHARE) * own + WIDER_SHARE * wider
    records = np.zeros(joint.shape)
    is_group = occupation.endswith("000")
    for row in own_rows:
        # Groups are written without counts; one that stands in for an occupation says less of it.
        borrowed = np.inf if is_group else BORROWED_RECORDS
        records[place(row)] = float(row[5]) if code == occupation and not is_group else borrowed
    return joint, records, np.array(years), code


def published_education(occupation: str) -> tuple[Array | None, float]:
    """Shares by attainment as BLS publishes them, and how sure they are; a proxy group counts for little."""
    rows = _lines(reference_path("education_mix.csv")).get(occupation)
    if not rows:
        return None, PROXY_SIZE
    shares = np.array([float(value) for value in rows[0][2:9]])
    return shares / shares.sum(), PROXY_SIZE if rows[0][9] == "true" else EDUCATION_SIZE


def in_industry(tables: PeopleTables, occupation: str, industry: str, shares: Array) -> Array:
    """Shares by attainment moved from the occupation to one employer type, as person records differ there."""
    found = [
        row
        for row in tables.rows("employer_education", occupation)
        if row[1] == own_employer_type(tables, occupation, industry)
    ]
    ratio = np.ones(len(EDUCATION))  # levels without a row: no record, and so nothing known to differ
    for row in found:
        ratio[EDUCATION.index(Education(row[2]))] = float(row[3]) / float(row[4])
    moved = shares * ratio
    return np.asarray(moved / moved.sum()) if found and moved.sum() > 0 else shares


def own_employer_type(tables: PeopleTables, occupation: str, industry: str) -> str:
    """The employer type of the person tables whose mix of schooling an industry's workers have; all industries where
    records show none of its own. It can be given in the industry's place."""
    held = {row[1] for row in tables.rows("employer_education", occupation)}
    return next((one for one in employer_types(industry) if one in held), ALL_INDUSTRIES)


def employer_types(industry: str) -> tuple[str, ...]:
    """The employer types of the person tables that may hold an industry, the closest first."""
    if industry == ALL_INDUSTRIES or industry.startswith("000"):
        return ()
    digits = industry.split("-")[0]
    return tuple(dict.fromkeys((industry, f"{digits[:4]}00", f"{digits[:3]}000", f"{digits[:2]}----")))


def raked(joint: Array, shares: Array) -> Array:
    """`joint` with its education margin made `shares`; a level never met gets everyone's experience."""
    margin = joint.sum(axis=1, keepdims=True)
    within = np.where(margin > 0, joint / np.where(margin > 0, margin, 1), joint.sum(axis=0))
    return np.asarray(within * shares[:, None])


def hours_shares(tables: PeopleTables, occupation: str) -> Array:
    """Shares of the hours brackets among workers, from the wider group where records are few; never zero."""
    found = np.zeros(len(HOURS))
    for prefix in (occupation, occupation[:4], occupation[:2], ""):
        for row in tables.rows_of_group("effects", prefix):
            if row[1] == "hours":
                found[HOURS.index(row[2])] += float(row[5])
        if found.sum() >= 100:
            break
    return np.asarray((1 - WIDER_SHARE) * found / found.sum() + WIDER_SHARE / len(HOURS))


def table_path(folder: Path, name: str) -> Path | None:
    """The file that holds table `name` now; None where the folder has none."""
    draft = draft_path(folder, name)
    if (folder / MARK).exists() and draft.is_file():
        return draft
    return folder / name if (folder / name).is_file() else None


def draft_path(folder: Path, name: str) -> Path:
    """Where a table is written before the mark."""
    return folder / f".{name}.new"
