"""What a guide needs to know, read from the store: pay by role, place and employer, outlook, with sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from paychart.data.store import Store
from paychart.guide.statement import Figure, Source
from paychart.guide.topics import plain
from paychart.pay.distribution import WageDistribution
from paychart.pay.estimate import estimate
from paychart.pay.uncertainty import interval, sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.words.industries import EMPLOYERS

OEWS = "BLS Occupational Employment and Wage Statistics"
OEWS_URL = "https://www.bls.gov/oes/"
_WAGES = ("mean", "p10", "p25", "p50", "p75", "p90")


def oews_page(occupation: str) -> str:
    """The publisher's own page of an occupation; its front page for groups, which have none."""
    return OEWS_URL if occupation.endswith("0") else f"{OEWS_URL}current/oes{occupation.replace('-', '')}.htm"


@dataclass(frozen=True)
class CellPay:
    """Pay of one cell: annual dollars, jobs, the mean's relative standard error in percent.

    `status` is published or modelled; `bands` holds the 90% interval of each figure where it is known.
    """

    code: str
    label: str
    occupation: str
    jobs: int | None
    mean_rse: float | None
    mean: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    source: Source
    status: str = "published"
    bands: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    hourly: Mapping[str, float] | None = None  # only where BLS prints the hourly figures alone
    notes: tuple[str, ...] = ()

    @property
    def mean_interval90(self) -> tuple[float, float] | None:
        return self.bands.get("mean")

    def figure(self, wage: str, measure: str, subject: str = "") -> Figure:
        value: float = getattr(self, wage)
        interval = self.bands.get(wage)
        return Figure(subject or self.label, measure, value, "dollars", self.source, interval, self.status)


def _cells(store: Store, where: str, parameters: list[object], label: str) -> list[CellPay]:
    wages = ", ".join(f"c.annual_{w}" for w in _WAGES)
    rows = store.rows(
        f"SELECT {label}, c.occupation, c.employment, c.mean_rse, {wages}, a.name, i.title, o.title, c.area, "
        "c.industry FROM cell c JOIN area a ON a.code = c.area JOIN industry i ON i.code = c.industry "
        f"JOIN occupation o ON o.code = c.occupation WHERE {where} AND "
        + " AND ".join(f"c.annual_{w} IS NOT NULL" for w in _WAGES)
        + " ORDER BY c.occupation, c.area, c.industry",
        parameters,
    )
    found = []
    for code, name, occupation, jobs, rse, *rest in rows:
        area, industry, title, area_code, industry_code = rest[6:]
        place = "United States" if area_code == NATION else area
        work = "" if industry_code == ALL_INDUSTRIES else f", {industry} ({industry_code})"
        source = Source(OEWS, f"{title} ({occupation}), {place}{work}", store.release, oews_page(occupation))
        mean, p10, p25, p50, p75, p90 = (float(v) for v in rest[:6])
        found.append(CellPay(code, name, occupation, jobs, rse, mean, p10, p25, p50, p75, p90, source))
    return _with_bands(found)


def _with_bands(cells: list[CellPay]) -> list[CellPay]:
    """The cells with the 90% sampling interval of every figure, where BLS printed an error."""
    known = [c for c in cells if c.mean_rse is not None]
    if not known:
        return cells
    wages = np.array([[getattr(c, w) for w in _WAGES] for c in known])
    distribution = WageDistribution.from_percentiles(wages[:, 1:], mean=wages[:, 0])
    log_se = sampling_log_se(distribution, np.array([c.mean_rse for c in known], dtype=float))
    ends = interval(wages, log_se)
    bands = {
        id(c): {w: (float(low), float(high)) for w, (low, high) in zip(_WAGES, row, strict=True)}
        for c, row in zip(known, ends, strict=True)
    }
    return [replace(c, bands=bands.get(id(c), {})) for c in cells]


def estimated_pay(store: Store, profile: Profile, label: str) -> CellPay:
    """Pay of any profile: the published cell where there is one, else what paychart's model says, marked so.

    Raises Suppressed where neither the cell nor any wider one has wages.
    """
    answer = estimate(profile, store)
    names = answer.names
    place = "United States" if profile.area == NATION else names["area"]
    work = "" if profile.industry == ALL_INDUSTRIES else f", {names['industry']} ({profile.industry})"
    cell = f"{names['occupation']} ({answer.profile.occupation}), {place}{work}"
    if answer.status == "published":
        source = Source(OEWS, cell, store.release, oews_page(answer.profile.occupation))
    else:
        page = oews_page(answer.profile.occupation)
        source = Source(f"paychart, modelled from {OEWS}", cell, store.release, page)
    return CellPay(
        code=profile.area,
        label=label,
        occupation=answer.profile.occupation,
        jobs=None if answer.employment is None else round(answer.employment),
        mean_rse=None,
        **{w: float(answer.annual[w]) for w in _WAGES},
        source=source,
        status=answer.status,
        bands=dict(answer.interval90 or {}),
        hourly=answer.hourly if any(n.code == "by_the_hour" for n in answer.notices) else None,
        notes=answer.warnings,
    )


def employer_pay(store: Store, occupation: str) -> list[CellPay]:
    """National pay by kind of employer, best mean first.

    The employer types readers ask about where they hold at least half of the jobs, else the largest of the
    three-digit industries.
    """
    usual = _employers(
        store, occupation, f"c.industry IN ({', '.join('?' * len(EMPLOYERS))})", list(EMPLOYERS)
    )
    everyone = store.rows(
        "SELECT employment FROM cell WHERE occupation = ? AND area = ? AND industry = ?",
        [occupation, NATION, ALL_INDUSTRIES],
    )
    jobs = everyone[0][0] if everyone and everyone[0][0] else 0
    if sum(c.jobs or 0 for c in usual) >= jobs / 2:
        return [replace(c, label=EMPLOYERS[c.code]) for c in usual]
    wider = _employers(store, occupation, "i.level = '3-digit' AND c.employment IS NOT NULL", [])
    largest = sorted(wider, key=lambda c: -(c.jobs or 0))[: len(EMPLOYERS)]
    if len(largest) < 2:
        return [replace(c, label=EMPLOYERS[c.code]) for c in usual]
    # The title of all government runs over three lines.
    named = (replace(c, label="government" if c.code == "999000" else plain(c.label)) for c in largest)
    return sorted(named, key=lambda c: -c.mean)


def _employers(store: Store, occupation: str, which: str, parameters: list[object]) -> list[CellPay]:
    where = f"c.occupation = ? AND c.area = ? AND {which}"
    cells = _cells(store, where, [occupation, NATION, *parameters], "c.industry, i.title")
    return sorted(cells, key=lambda c: -c.mean)
