"""`price`: wages of any cells at once, published where printed, else modelled, with intervals and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.pay.model.calibration import LEVELS
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Mask
from paychart.pay.model.joint import group_factor, joint_half_width
from paychart.pay.model.joint_cells import JointCells, joint_cells
from paychart.pay.model.laws import lawful
from paychart.pay.model.rows import Places, places
from paychart.pay.model.sheet import (
    MODELLED,
    NONE,
    NORMAL_QUANTILES,
    PUBLISHED,
    SHEETS_HELD,
    Margins,
    Sheet,
    sheets,
)
from paychart.pay.notices import WHY as NOTICE_WORDS
from paychart.pay.research import research_cells
from paychart.pay.uncertainty import sampling_half_width
from paychart.profile import ALL_INDUSTRIES, NATION

STATUS = np.array(["refused", "published", "modelled"])
# Codes of `notices.WHY`: why an answer is no published cell of the release.
WHY = np.array(
    [
        "", "joint", "absent", "withheld", "top_coded", "partly_top_coded", "nowhere", "barren", "unknown",
        "unsupported", "research",
    ]
)  # fmt: skip
(_FINE, _JOINT, _ABSENT, _WITHHELD, _TOP, _PART_TOP, _NOWHERE, _BARREN, _UNKNOWN, _LOST, _RESEARCH) = range(
    11
)
_AT_ONCE = 1500  # joint cells, whose arrays fit a processor's own memory
_WHY_NOT_PRINTED = np.array(
    [_ABSENT, _ABSENT, _WITHHELD, _TOP, _PART_TOP], dtype=np.int8
)  # of each of STATUSES


@dataclass(frozen=True, eq=False)
class Prices:
    """Answers for n cells, in the order asked.

    Parameters
    ----------
    percentiles, mean : (n, 5) and (n,) dollars a year; NaN where refused.
    jobs : (n,) jobs, published or expected; NaN where neither is known.
    half_width : (n, 6, 3) log points, percentiles then mean, for levels 50, 80 and 90 %: dollars / exp(h) to
        dollars * exp(h). NaN where the release prints no standard error.
    kind : (n,) NONE, PUBLISHED or MODELLED.
    why : (n,) code of `notices.WHY`: why the answer is not a published cell of the release; "" where it is.
    """

    percentiles: NDArray[np.float64]
    mean: NDArray[np.float64]
    jobs: NDArray[np.float64]
    half_width: Floats
    kind: NDArray[np.int8]
    why: NDArray[np.str_]

    @property
    def status(self) -> NDArray[np.str_]:
        """(n,) "published", "modelled" or "refused"."""
        return STATUS[self.kind]

    @property
    def reason(self) -> NDArray[np.str_]:
        """(n,) `why` in words."""
        return np.array([NOTICE_WORDS[code] for code in self.why.tolist()])

    def interval(self, level: float = 0.90) -> NDArray[np.float64]:
        """Lower and upper end (n, 6, 2) of each percentile and of the mean, at 0.5, 0.8 or 0.9."""
        half = self.half_width[:, :, LEVELS.index(level)]
        wage = np.column_stack([self.percentiles, self.mean])
        return np.stack([wage * np.exp(-half), wage * np.exp(half)], axis=2)


def price(
    store: Store,
    occupations: Sequence[str],
    areas: Sequence[str],
    industries: Sequence[str],
) -> Prices:
    """Wages of n cells given by codes (see ARCHITECTURE.md), of whatever mixture of occupations.

    A cell that the release prints comes back as printed.
    """
    where = places(store)
    codes = sorted(set(occupations))
    page_of = {code: n for n, code in enumerate(codes)}
    rows = {**where.industries, ALL_INDUSTRIES: NATION_ROW}
    asked = np.stack(
        [
            np.array([page_of[code] for code in occupations], dtype=np.intp),
            np.array([where.areas.get(code, -1) for code in areas], dtype=np.intp),
            np.array([rows.get(code, -1) for code in industries], dtype=np.intp),
        ]
    )
    # Each different cell is worked out once; in order, so that those of an occupation stand together.
    base = len(where.codes) + 1
    number = (asked[0] * base + asked[1] + 1) * base + asked[2] + 1
    _, once, back = np.unique(number, return_index=True, return_inverse=True)
    group, area, industry = asked[:, once]
    pages = sheets(store, codes)
    n = len(once)
    answer = _Answer(
        np.full((n, 6), np.nan),
        np.full(n, np.nan),
        np.zeros((n, 6, len(LEVELS)), dtype=np.float32),
        np.zeros(n, dtype=np.int8),
        np.zeros(n, dtype=np.int8),
        Margins(),
    )
    ends = np.searchsorted(group, np.arange(len(codes) + 1)).tolist()
    waiting: list[_Joint] = []
    for index, code in enumerate(codes):
        at = np.arange(ends[index], ends[index + 1])
        waiting.append(_fill(answer, code, pages[code], where, at, area[at], industry[at]))
        if sum(len(some.at) for some in waiting) >= _AT_ONCE or index == len(codes) - 1:
            _join(answer, [some for some in waiting if len(some.at)], keep=len(codes) <= SHEETS_HELD)
            waiting = []
    answer.margins.add_errors(answer.half)
    answer.half[answer.kind == NONE] = np.nan  # nothing is known there, which is not the same as no error
    answer = answer.take(back)
    _take_research(answer, store, list(occupations), list(areas), list(industries))
    return Prices(
        answer.wage[:, :5],
        answer.wage[:, 5],
        answer.jobs,
        answer.half,
        answer.kind,
        WHY[answer.reason],
    )


def _take_research(
    answer: _Answer, store: Store, occupations: list[str], areas: list[str], industries: list[str]
) -> None:
    """BLS's research estimates by state and industry, where the store has them, in place of joint cells."""
    found = research_cells(store, occupations, areas, industries)
    if found is None:
        return
    rows, table = found
    rows = rows[answer.kind[rows] != PUBLISHED]
    answer.wage[rows] = np.roll(table.wages[rows], -1, axis=1)  # the mean goes last
    answer.half[rows] = sampling_half_width(answer.wage[rows], table.mean_rse[rows] / 100, NORMAL_QUANTILES)
    answer.kind[rows], answer.reason[rows] = PUBLISHED, _RESEARCH


@dataclass(frozen=True, eq=False)
class _Answer:
    wage: NDArray[np.float64]
    jobs: NDArray[np.float64]
    half: Floats
    kind: NDArray[np.int8]
    reason: NDArray[np.int8]
    margins: Margins

    def take(self, at: NDArray[np.intp]) -> _Answer:
        """The answers at positions `at`."""
        return _Answer(
            self.wage[at], self.jobs[at], self.half[at], self.kind[at], self.reason[at], self.margins
        )


@dataclass(frozen=True, eq=False)
class _Joint:
    """Rows of an occupation's sheet to be joined, and where their answers go."""

    occupation: str
    page: Sheet
    at: NDArray[np.intp]
    area: NDArray[np.intp]
    industry: NDArray[np.intp]


def _fill(
    answer: _Answer,
    occupation: str,
    page: Sheet,
    where: Places,
    at: NDArray[np.intp],
    area: NDArray[np.intp],
    industry: NDArray[np.intp],
) -> _Joint:
    """Answers at positions `at`, all of `occupation` and its `page`; industry NATION_ROW is all of them.

    What is by area and industry at once is left to `_join`.
    """
    whole = industry == NATION_ROW
    joint = (area != NATION_ROW) & ~whole
    margin = np.where(whole, area, industry)
    known = (area >= 0) & (industry >= 0)
    kind = np.where(known, page.kind[margin], NONE)
    kind[joint] = np.where(known & (page.kind[area] != NONE) & (page.kind[industry] != NONE), MODELLED, NONE)[
        joint
    ]
    single = (kind != NONE) & ~joint
    answer.wage[at[single]] = page.wage[margin[single]]
    answer.jobs[at[single]] = page.jobs[margin[single]]
    both = joint & (kind == MODELLED)
    answer.margins.add(page, (at[single], margin[single]), (at[both], area[both]), (at[both], industry[both]))
    answer.kind[at] = kind
    reason = _WHY_NOT_PRINTED[page.status_code[margin]]
    reason[joint] = _JOINT
    reason[kind == PUBLISHED] = _FINE
    refused = kind == NONE
    reason[refused] = _LOST
    if (refused & ~whole).any():
        reason[refused & ~whole & ~_employs(page, where)[industry]] = _NOWHERE
    reason[refused & where.barren[area]] = _BARREN
    reason[~known] = _UNKNOWN
    answer.reason[at] = reason
    return _Joint(occupation, page, at[both], area[both], industry[both])


def _employs(page: Sheet, where: Places) -> Mask:
    """Rows that list the occupation, or whose wider row below the nation or a narrower one does."""
    listed = np.asarray(page.status_code > 0)
    found = listed.copy()
    for above in where.ancestors:
        below_nation = above != NATION_ROW
        found |= listed[above] & below_nation
        np.logical_or.at(found, above[below_nation], listed[below_nation])
    return found


def _join(answer: _Answer, waiting: Sequence[_Joint], *, keep: bool) -> None:
    """Cells by area and industry at once, from the two margins; `keep` holds what a sheet works out on the way."""
    if not waiting:
        return
    pages = [some.page.joint if keep else JointCells(some.page, some.page.where) for some in waiting]
    page = np.repeat(np.arange(len(pages)), [len(some.at) for some in waiting])
    at = np.concatenate([some.at for some in waiting])
    area, industry = (
        np.concatenate([getattr(some, side) for some in waiting]) for side in ("area", "industry")
    )
    log_wage, share = joint_cells(pages, page, area, industry)
    lowest = np.concatenate([some.page.lowest[some.area] for some in waiting])
    answer.wage[at] = lawful(np.round(np.exp(np.asarray(log_wage, dtype=float)), -1), lowest)
    answer.jobs[at] = share * np.concatenate([some.page.jobs[some.area] for some in waiting])
    there, here = (
        np.concatenate([cells.nodes[rows] for cells, rows in zip(pages, sides, strict=True)])
        for sides in ([some.industry for some in waiting], [some.area for some in waiting])
    )
    nation = np.stack([cells.nodes[NATION_ROW] for cells in pages])[page]
    wider = group_factor([some.occupation for some in waiting])[page]
    half = joint_half_width(there, here, nation, answer.jobs[at], wider)
    answer.half[at] = np.concatenate([half, half[:, [MEDIAN]]], axis=1)


def parents(store: Store, occupation: str, area: str, industry: str) -> tuple[tuple[str, str, str], ...]:
    """The nearest published cells (occupation, area, industry) that a modelled answer rests on."""
    where, page = places(store), sheets(store, [occupation])[occupation]
    rows = [where.areas[area]] if industry == ALL_INDUSTRIES else [where.industries[industry]]
    if industry != ALL_INDUSTRIES and area != NATION:
        rows = [where.areas[area], *rows, NATION_ROW]
    found: list[int] = []
    for row in rows:
        held = row
        while page.kind[held] != PUBLISHED and held != NATION_ROW:
            held = int(where.parent[held])
        if held not in found and page.kind[held] == PUBLISHED:
            found.append(held)
    return tuple(
        (occupation, NATION, where.codes[row])
        if row >= len(where.areas)
        else (occupation, where.codes[row], ALL_INDUSTRIES)
        for row in found
    )
