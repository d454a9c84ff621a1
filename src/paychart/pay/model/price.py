"""`price`: wages of any cells at once, published where printed, else modelled, with intervals and reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from paychart.pay.distribution import WageDistribution
from paychart.pay.model.calibration import LEVELS
from paychart.pay.model.grid import MEDIAN, NATION_ROW, Floats, Mask
from paychart.pay.model.joint import joint_half_width
from paychart.pay.model.sheet import MODELLED, NONE, PUBLISHED, Places, Sheet, places, sheets
from paychart.pay.research import research_cells
from paychart.pay.uncertainty import sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION
from paychart.store import Store

NORMAL = ndtri((1 + np.array(LEVELS)) / 2)
STATUS = np.array(["refused", "published", "modelled"])
REASONS = np.array(
    [
        "",
        "BLS publishes no wages by area and industry at once.",
        "BLS published no estimate for this cell.",
        "BLS did not release the wages of this cell.",
        "BLS withheld these wages because they are at or above its bound.",
        "BLS withheld the highest of these wages because they are at or above its bound.",
        "BLS shows nobody of this occupation in this industry, its sector or its branches.",
        "No wages of this area are published, so nothing can be said about its pay.",
        "The release has no such area or industry.",
        "Neither this cell nor a wider one has published wages.",
        "BLS's research estimate by state and industry, of its own release.",
    ]
)
(_FINE, _JOINT, _ABSENT, _WITHHELD, _TOP, _PART_TOP, _NOWHERE, _BARREN, _UNKNOWN, _LOST, _RESEARCH) = range(
    11
)


@dataclass(frozen=True, eq=False)
class Prices:
    """Answers for n cells, in the order asked.

    Parameters
    ----------
    percentiles, mean : (n, 5) and (n,) dollars a year; NaN where refused.
    jobs : (n,) jobs, published or expected; NaN where neither is known.
    half_width : (n, 6, 3) log points, percentiles then mean, for levels 50, 80 and 90 %: dollars / exp(h) to
        dollars * exp(h). NaN where the release prints no standard error.
    status : (n,) "published", "modelled" or "refused".
    reason : (n,) why the answer is not a published cell of the release; "" where it is.
    """

    percentiles: NDArray[np.float64]
    mean: NDArray[np.float64]
    jobs: NDArray[np.float64]
    half_width: Floats
    status: NDArray[np.str_]
    reason: NDArray[np.str_]

    def of(self, row: int) -> Prices:
        """The answer for one of the cells."""
        one = slice(row, row + 1)
        return Prices(
            self.percentiles[one], self.mean[one], self.jobs[one], self.half_width[one], self.status[one],
            self.reason[one],
        )  # fmt: skip

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
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Prices:
    """Wages of n cells given by codes (see ARCHITECTURE.md), of whatever mixture of occupations.

    A cell that the release prints comes back as printed. `progress` hears of a first fit of a new release.
    """
    where = places(store)
    codes, group = np.unique(np.asarray(occupations, dtype="U7"), return_inverse=True)
    pages = sheets(store, codes.tolist(), progress=progress)
    area = np.array([where.areas.get(code, -1) for code in areas], dtype=np.intp)
    whole = np.array([code == ALL_INDUSTRIES for code in industries], dtype=bool)
    industry = np.array([where.industries.get(code, -1) for code in industries], dtype=np.intp)
    industry[whole] = NATION_ROW
    n = len(area)
    answer = _Answer(
        np.full((n, 6), np.nan),
        np.full(n, np.nan),
        np.zeros((n, 6, len(LEVELS)), dtype=np.float32),
        np.zeros(n, dtype=np.int8),
        np.zeros(n, dtype=np.int8),
        [],
    )
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(len(codes) + 1))
    for index, code in enumerate(codes.tolist()):
        at = order[ends[index] : ends[index + 1]]
        _fill(answer, pages[code], where, at, area[at], industry[at], whole[at])
    _add_errors(answer)
    _take_research(answer, store, list(occupations), list(areas), list(industries))
    return Prices(
        answer.wage[:, :5],
        answer.wage[:, 5],
        answer.jobs,
        answer.half,
        STATUS[answer.kind],
        REASONS[answer.reason],
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
    answer.half[rows] = _sampling(answer.wage[rows], table.mean_rse[rows] / 100)
    answer.kind[rows], answer.reason[rows] = PUBLISHED, _RESEARCH


@dataclass(frozen=True, eq=False)
class _Margins:
    """Cells of one occupation (page, rows) whose errors go into the answers at `at`."""

    at: NDArray[np.intp]
    page: Sheet
    rows: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class _Answer:
    wage: NDArray[np.float64]
    jobs: NDArray[np.float64]
    half: Floats
    kind: NDArray[np.int8]
    reason: NDArray[np.int8]
    margins: list[_Margins]


def _fill(
    answer: _Answer,
    page: Sheet,
    where: Places,
    at: NDArray[np.intp],
    area: NDArray[np.intp],
    industry: NDArray[np.intp],
    whole: Mask,
) -> None:
    """Answers at positions `at`, all of the occupation of `page`."""
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
    answer.margins.append(_Margins(at[single], page, margin[single]))
    _join(answer, page, at, area, industry, joint & (kind == MODELLED))
    answer.kind[at] = kind
    reason = _reasons(page, margin)
    reason[joint] = _JOINT
    reason[kind == PUBLISHED] = _FINE
    refused = kind == NONE
    reason[refused] = _LOST
    if (refused & ~whole).any():
        reason[refused & ~whole & ~_employs(page, where)[industry]] = _NOWHERE
    reason[refused & where.barren[area]] = _BARREN
    reason[~known] = _UNKNOWN
    answer.reason[at] = reason


def _reasons(page: Sheet, row: NDArray[np.intp]) -> NDArray[np.int8]:
    status = page.status[row]
    reason = np.full(len(row), _ABSENT, dtype=np.int8)
    reason[status == "not_released"] = _WITHHELD
    reason[status == "top_coded"] = _TOP
    reason[status == "partly_top_coded"] = _PART_TOP
    return reason


def _employs(page: Sheet, where: Places) -> Mask:
    """Rows that list the occupation, or whose wider row below the nation or a narrower one does."""
    listed = np.asarray(page.status != "")
    found = listed.copy()
    for above in where.ancestors:
        below_nation = above != NATION_ROW
        found |= listed[above] & below_nation
        np.logical_or.at(found, above[below_nation], listed[below_nation])
    return found


def _join(
    answer: _Answer,
    page: Sheet,
    at: NDArray[np.intp],
    area: NDArray[np.intp],
    industry: NDArray[np.intp],
    joint: Mask,
) -> None:
    """Cells by area and industry at once, from the two margins."""
    if not joint.any():
        return
    a, i, at = area[joint], industry[joint], at[joint]
    log_wage, share = page.joint.cells(a, i)
    answer.wage[at] = np.round(np.exp(log_wage.astype(np.float64)), -1)
    answer.jobs[at] = share * page.jobs[a]
    answer.margins.extend((_Margins(at, page, a), _Margins(at, page, i)))
    nodes = page.log_wage[:, :5]
    half = joint_half_width(nodes[i], nodes[a], nodes[[NATION_ROW]], answer.jobs[at])
    answer.half[at] = np.concatenate([half, half[:, [MEDIAN]]], axis=1)


def _add_errors(answer: _Answer) -> None:
    """The errors of the margins that each answer rests on, in quadrature; each margin is worked out once."""
    parts = []
    for m in answer.margins:
        rows, place = np.unique(m.rows, return_inverse=True)
        parts.append((m, rows, place))
    printed = [m.page.kind[rows] == PUBLISHED for m, rows, _ in parts]
    sampling = _sampling(
        np.concatenate([m.page.wage[rows[p]] for (m, rows, _), p in zip(parts, printed, strict=True)]),
        np.concatenate([m.page.rse[rows[p]] for (m, rows, _), p in zip(parts, printed, strict=True)]),
    )
    first = 0
    for (m, rows, place), own in zip(parts, printed, strict=True):
        half = m.page.half_width[rows]
        half = np.concatenate([half, half[:, [MEDIAN]]], axis=1)
        last = first + int(own.sum())
        half[own] = sampling[first:last]
        first = last
        answer.half[m.at] = np.hypot(answer.half[m.at], half[place])


def _sampling(wage: NDArray[np.float64], rse: NDArray[np.float64]) -> Floats:
    """Half-widths (n, 6, levels) of published cells, NaN where no standard error is printed."""
    half = np.full((*wage.shape, len(LEVELS)), np.nan, dtype=np.float32)
    known = np.isfinite(rse) & np.isfinite(wage).all(axis=1)
    if known.any():
        pay = WageDistribution.from_percentiles(wage[known, :5], mean=wage[known, 5])
        log_se = np.roll(sampling_log_se(pay, 100 * rse[known]), -1, axis=1)
        half[known] = log_se[:, :, None] * NORMAL
    return half


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
