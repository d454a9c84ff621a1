"""What a guide needs to know, read from the store: pay by role, place and employer, outlook, with sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from paychart.errors import Suppressed
from paychart.guide.statement import Figure, Source, Unit
from paychart.pay.distribution import WageDistribution
from paychart.pay.estimate import estimate
from paychart.pay.uncertainty import interval, sampling_log_se
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.store import Store

OEWS = "BLS Occupational Employment and Wage Statistics"
OEWS_URL = "https://www.bls.gov/oes/"
MIN_JOBS, MAX_RSE = 50, 10.0  # a place or employer enters a ranking only if its cell can carry one
_WAGES = ("mean", "p10", "p25", "p50", "p75", "p90")

# Employer types readers ask about, in the plain words of the guide.
EMPLOYERS = {
    "622000": "hospitals",
    "621100": "offices of physicians",
    "621400": "outpatient care centers",
    "623000": "nursing and residential care",
    "541600": "consulting firms",
    "524000": "insurance carriers and agencies",
    "551000": "company headquarters",
    "561300": "staffing agencies",
    "611300": "colleges and universities",
    "999100": "the federal government",
    "999201": "state government",
    "999301": "local government",
}


@dataclass(frozen=True)
class CellPay:
    """Pay of one cell: annual dollars, jobs, the mean's relative standard error in percent.

    `status` is published or modelled; `bands` holds the 90 % interval of each figure where it is known.
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
        source = Source(OEWS, f"{title} ({occupation}), {place}{work}", store.release, OEWS_URL)
        mean, p10, p25, p50, p75, p90 = (float(v) for v in rest[:6])
        found.append(CellPay(code, name, occupation, jobs, rse, mean, p10, p25, p50, p75, p90, source))
    return _with_bands(found)


def _with_bands(cells: list[CellPay]) -> list[CellPay]:
    """The cells with the 90 % sampling interval of every figure, where BLS printed an error."""
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
        source = Source(OEWS, cell, store.release, OEWS_URL)
    else:
        source = Source(f"paychart, modelled from {OEWS}", cell, store.release, OEWS_URL)
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
    )


def occupation_pay(store: Store, occupation: str, area: str = NATION) -> CellPay:
    """The cell of one occupation, all industries. Raises Suppressed if its annual wages were not released."""
    cells = _cells(
        store,
        "c.occupation = ? AND c.area = ? AND c.industry = ?",
        [occupation, area, ALL_INDUSTRIES],
        "c.occupation, o.title",
    )
    if not cells:
        raise Suppressed(
            f"No annual pay of {occupation} is published for area {area}.",
            hint="Try the nation (leave the area out) or a wider occupation.",
        )
    return cells[0]


def employer_pay(store: Store, occupation: str) -> list[CellPay]:
    """National pay by the employer types readers ask about, best mean first."""
    marks = ", ".join("?" * len(EMPLOYERS))
    cells = _cells(
        store,
        f"c.occupation = ? AND c.area = ? AND c.industry IN ({marks}) AND c.mean_rse <= {MAX_RSE}",
        [occupation, NATION, *EMPLOYERS],
        "c.industry, i.title",
    )
    return sorted(cells, key=lambda c: -c.mean)


def state_pay(store: Store, occupation: str) -> list[CellPay]:
    """Pay in each state, as published, in order of code."""
    return _cells(
        store,
        "c.occupation = ? AND a.type = 'state' AND c.industry = ?",
        [occupation, ALL_INDUSTRIES],
        "c.area, a.name",
    )


def metro_pay(store: Store, occupation: str) -> list[CellPay]:
    return _cells(
        store,
        "c.occupation = ? AND a.type = 'metropolitan' AND c.industry = ? AND c.employment IS NOT NULL",
        [occupation, ALL_INDUSTRIES],
        "c.area, a.name",
    )


def has_table(store: Store, name: str) -> bool:
    return bool(store.rows("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [name]))


def state_price_levels(store: Store) -> dict[str, float]:
    """Price level of each state, US = 100: its metro and nonmetro portions, weighted by jobs."""
    if not has_table(store, "price_parity"):
        return {}
    portions = dict(store.rows("SELECT code, all_items FROM price_parity WHERE all_items > 0"))
    rows = store.rows(
        "SELECT s.code, s.state, max(t.employment), coalesce(sum(n.employment), 0) FROM area s "
        "JOIN cell t ON t.area = s.code AND t.occupation = '00-0000' AND t.industry = '000000' "
        "LEFT JOIN area r ON r.type = 'nonmetropolitan' AND r.state = s.state "
        "LEFT JOIN cell n ON n.area = r.code AND n.occupation = '00-0000' AND n.industry = '000000' "
        "WHERE s.type = 'state' GROUP BY s.code, s.state ORDER BY s.code"
    )
    levels = {}
    for code, _, jobs, rural_jobs in rows:
        # BEA and OEWS draw nonmetropolitan areas by different lists: one of the portions may be missing.
        urban, rural = portions.get(f"{code[:2]}998"), portions.get(f"{code[:2]}999")
        share = min(float(rural_jobs) / float(jobs), 1.0) if jobs else 0.0
        if urban is not None and rural is not None:
            levels[code] = float(urban) * (1 - share) + float(rural) * share
        elif urban is not None or rural is not None:
            levels[code] = float(urban or rural or 0)
    return levels


@dataclass(frozen=True)
class Outlook:
    """BLS's projection: jobs in thousands, ten-year change in percent, openings a year in thousands."""

    occupation: str
    jobs_thousands: float
    projected_thousands: float
    change_percent: float
    openings_thousands: float
    source: Source

    def figure(self, subject: str, measure: str, value: float, unit: Unit) -> Figure:
        return Figure(subject, measure, value, unit, self.source)


def outlook(store: Store, occupation: str) -> Outlook | None:
    """The 2024-34 projection of an occupation; None where BLS projects none or the store has none."""
    if not has_table(store, "projection"):
        return None
    rows = store.rows(
        "SELECT title, employment_2024_thousands, employment_2034_thousands, change_percent, "
        "openings_thousands "
        "FROM projection WHERE occupation = ?",
        [occupation],
    )
    if not rows or any(value is None for value in rows[0]):
        return None
    title, now, then, change, openings = rows[0]
    source = Source(
        "BLS Employment Projections",
        f"{title} ({occupation}), table 1.2",
        "2024-34",
        "https://www.bls.gov/emp/tables.htm",
    )
    return Outlook(occupation, float(now), float(then), float(change), float(openings), source)


@dataclass(frozen=True)
class YearPay:
    """Mean and median of one May, in its own dollars and the newest year's; `code` as released."""

    year: int
    code: str
    title: str
    mean: float
    median: float
    real_mean: float
    real_median: float
    source: Source


# Codes that each role carried in OEWS over the years. A change is a break: the groups differ.
PREDECESSORS = {"29-2072": ("29-2071", "29-2098"), "29-9021": ("29-9098",), "15-1211": ("15-1121",)}


def history(store: Store, occupation: str) -> list[YearPay]:
    """Yearly national pay since 2013 under every code the work has had, also in dollars of this release."""
    if not (has_table(store, "him_history") and has_table(store, "consumer_price")):
        return []
    codes = [occupation, *PREDECESSORS.get(occupation, ())]
    prices = dict(store.rows("SELECT year, value FROM consumer_price WHERE month = 5"))
    now_year = int(store.rows("SELECT year FROM release")[0][0])
    marks = ", ".join("?" * len(codes))
    rows = store.rows(
        "SELECT year, occupation, title, annual_mean, annual_p50 FROM him_history "
        f"WHERE occupation IN ({marks}) AND annual_p50 IS NOT NULL AND annual_mean IS NOT NULL ORDER BY year",
        list(codes),
    )
    if rows and int(rows[-1][0]) < now_year:
        now = occupation_pay(store, occupation)
        rows.append((now_year, occupation, now.source.cell.split(" (")[0], now.mean, now.p50))
    found = []
    for year, code, title, mean, median in rows:
        if year not in prices or now_year not in prices:
            continue
        factor = float(prices[now_year]) / float(prices[year])
        source = Source(
            OEWS,
            f"{title} ({code}), United States; May {now_year} dollars by the CPI-U",
            f"May {year}",
            OEWS_URL,
        )
        found.append(YearPay(year, code, title, mean, median, mean * factor, median * factor, source))
    return found
