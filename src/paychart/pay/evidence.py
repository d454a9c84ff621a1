"""The evidence registry: what surveys and studies say about pay factors, and what is left of it when like is
compared with like.

Each row of `data/reference/evidence.csv` (all occupations) and `data/families/*/evidence.csv` is one printed contrast
with its population, year, design and source.
Designs differ in how much of a gap is selection. Members of a professional body who hold a credential are
also more experienced and better schooled, so a raw gap is multiplied by the share that survives adjustment.
That share, and its spread, come from the rows that print a gap both raw and adjusted (column `pair`). Rows of
one contrast are pooled by random effects (DerSimonian and Laird 1986) before the share is applied, because
its error is common to them all. Raw official gaps across all occupations are shown beside the result, never
pooled: most of such a gap is who works in which occupation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from paychart.data.families import all_rows
from paychart.data.reference import carried

DEFAULT_LOG_SE = 0.05  # a printed mean of a survey that does not say how many answered
LOG_WAGE_SD = 0.4  # spread of log pay among coders, for the sampling error of a survey mean
TRANSPORT_SD = 0.04  # an adjusted effect measured in another population
BETWEEN_CREDENTIALS_SD = 0.10  # prior spread of one credential against another

RAW, MATCHED, ADJUSTED = "raw survey", "matched survey", "adjusted official"
CAUSAL = ("natural experiment", "panel")  # designs that tell what a degree does, not only who holds one


@dataclass(frozen=True)
class Evidence:
    """One row: the pay of `level` against `versus`. Log effects are natural; None where no base is given."""

    id: str
    factor: str
    level: str
    versus: str
    value: float | None
    reference: float | None
    unit: str
    percent: float | None
    log_se: float
    n: int | None
    population: str
    occupations: tuple[str, ...]
    year: int
    design: str
    pair: str
    source: str
    url: str
    note: str

    @property
    def log_effect(self) -> float | None:
        """ln(value / reference), or of the printed percentage."""
        if self.percent is not None:
            return math.log1p(self.percent / 100)
        if self.value and self.reference:
            return math.log(self.value / self.reference)
        return None

    @property
    def label(self) -> str:
        """ "effect" where the design isolates one, else "association"."""
        return "effect" if self.design in CAUSAL else "association"

    def applies_to(self, occupation: str) -> bool:
        return "*" in self.occupations or occupation in self.occupations

    def to_dict(self) -> dict[str, Any]:
        """The row as an interface prints it."""
        effect = self.log_effect
        return {
            "id": self.id,
            "factor": self.factor,
            "contrast": f"{self.level} against {self.versus}" if self.versus else self.level,
            "percent": None if effect is None else round(100 * math.expm1(effect), 1),
            "value": self.value,
            "reference": self.reference,
            "unit": self.unit,
            "population": self.population,
            "year": self.year,
            "design": self.design,
            "label": self.label,
            "source": self.source,
            "url": self.url,
            "note": self.note,
        }


@cache
def registry() -> tuple[Evidence, ...]:
    """Every row of the general table and of the families' own, in the order of their ids."""
    records = (*carried("evidence.csv"), *all_rows("evidence"))
    return tuple(_row(record) for record in sorted(records, key=lambda record: record["id"]))


def _row(record: dict[str, str]) -> Evidence:
    def number(name: str) -> float | None:
        return float(record[name]) if record[name] else None

    n = int(record["n"]) if record["n"] else None
    if record["log_se"]:
        log_se = float(record["log_se"])
    else:
        # Neither group is likely to hold less than a quarter of the answers.
        log_se = LOG_WAGE_SD * math.sqrt(8 / n) if n else DEFAULT_LOG_SE
    return Evidence(
        id=record["id"],
        factor=record["factor"],
        level=record["level"],
        versus=record["versus"],
        value=number("value"),
        reference=number("reference"),
        unit=record["unit"],
        percent=number("percent"),
        log_se=log_se,
        n=n,
        population=record["population"],
        occupations=tuple(record["occupations"].split(";")),
        year=int(record["year"]),
        design=record["design"],
        pair=record["pair"],
        source=record["source"],
        url=record["url"],
        note=record["note"],
    )


@dataclass(frozen=True)
class Pooled:
    """A pooled contrast in logs. `raw` is what the sources print, `effect` what is left after selection."""

    effect: float
    se: float
    raw: float
    heterogeneity: float
    rows: tuple[Evidence, ...]

    @property
    def percent(self) -> float:
        return 100 * math.expm1(self.effect)

    @property
    def raw_percent(self) -> float:
        return 100 * math.expm1(self.raw)


def random_effects(effects: Sequence[float], errors: Sequence[float]) -> tuple[float, float, float]:
    """DerSimonian-Laird: pooled effect, its standard error, and the spread between studies."""
    weights = [1 / e**2 for e in errors]
    fixed = sum(w * y for w, y in zip(weights, effects, strict=True)) / sum(weights)
    q = sum(w * (y - fixed) ** 2 for w, y in zip(weights, effects, strict=True))
    scale = sum(weights) - sum(w**2 for w in weights) / sum(weights)
    tau2 = max(0.0, (q - (len(effects) - 1)) / scale) if scale > 0 else 0.0
    inner = [1 / (e**2 + tau2) for e in errors]
    pooled = sum(w * y for w, y in zip(inner, effects, strict=True)) / sum(inner)
    return pooled, math.sqrt(1 / sum(inner)), math.sqrt(tau2)


@dataclass(frozen=True)
class Survival:
    """The share of a raw gap that survives adjustment, and its spread over the studies that print both."""

    share: float
    sd: float
    after_experience: float
    ratios: dict[str, float]


@cache
def survival() -> Survival:
    """From three pairs: one workforce at equal experience, one sector after endowments (62 % explained), and
    licenses with occupation and place held fixed against the raw gap of all workers."""

    def mean_log(pair: str) -> float:
        found = [row.log_effect for row in registry() if row.pair == pair and row.log_effect is not None]
        return sum(found) / len(found)

    ratios = {
        "equal experience, coders": mean_log("experience-adjusted") / mean_log("experience-raw"),
        "endowments, manufacturing": 1 - 0.62,
        "occupation and place, licenses": mean_log("license-adjusted") / mean_log("license-raw"),
    }
    share = sum(ratios.values()) / len(ratios)
    sd = math.sqrt(sum((r - share) ** 2 for r in ratios.values()) / (len(ratios) - 1))
    after = min(1.0, share / ratios["equal experience, coders"])
    return Survival(share, sd, after, ratios)


def pool(rows: Iterable[Evidence]) -> Pooled | None:
    """One contrast from many rows: raw survey gaps, gaps at equal experience and adjusted studies, each with
    its own share of selection; None where no row can be turned into a percentage."""
    kept = [row for row in rows if row.log_effect is not None]
    raw_rows = [row for row in kept if row.design == RAW]
    parts = []
    raw = heterogeneity = 0.0
    keep = survival()
    for design, share in ((RAW, keep.share), (MATCHED, keep.after_experience), (ADJUSTED, 1.0)):
        group = [row for row in kept if row.design == design]
        if not group:
            continue
        effect, se, spread = random_effects(
            [row.log_effect or 0.0 for row in group], [row.log_se for row in group]
        )
        if design == RAW:
            raw, heterogeneity = effect, spread
        selection = keep.sd * abs(effect) if design != ADJUSTED else TRANSPORT_SD
        parts.append((share * effect, math.hypot(share * math.hypot(se, spread), selection)))
    if not parts:
        return None
    weights = [1 / se**2 for _, se in parts]
    effect = sum(w * e for w, (e, _) in zip(weights, parts, strict=True)) / sum(weights)
    # The share of selection is common to the survey parts, so pooling them does not make it surer.
    se = max(math.sqrt(1 / sum(weights)), min(s for _, s in parts) * 0.8)
    if not raw_rows:
        raw = effect
    used = tuple(row for row in kept if row.design in (RAW, MATCHED, ADJUSTED))
    return Pooled(effect, se, raw, heterogeneity, used)


def find(factor: str, occupation: str, level: str | None = None) -> list[Evidence]:
    """Rows on `factor` that hold for `occupation`, of one `level` or of all."""
    return [
        row
        for row in registry()
        if row.factor == factor and row.applies_to(occupation) and level in (None, row.level)
    ]


@cache
def certified(occupation: str) -> Pooled | None:
    """Holding any certification against none, within the occupation; None where no evidence is on it."""
    own = [row for row in find("certified", occupation) if occupation in row.occupations]
    studies = [row for row in find("certified", occupation) if row.design == ADJUSTED]
    return pool([*own, *studies]) if own else None


@cache
def credential_count(occupation: str, level: str) -> Pooled | None:
    """Holding `level` ("two", "three or more") certifications against the certified on average."""
    return pool(find("credential count", occupation, level))


@cache
def base(occupation: str) -> str:
    """The credential that surveys compare others of the occupation with, the commonest; "" where none do."""
    against = Counter(
        row.versus for row in find("credential", occupation) if row.design in (RAW, MATCHED, ADJUSTED)
    )
    return against.most_common(1)[0][0] if against else ""


@cache
def credential(occupation: str, code: str) -> Pooled | None:
    """One credential against the commonest (`base`), shrunk towards no difference; None without evidence."""
    if code == base(occupation) and certified(occupation):
        return Pooled(0.0, 0.02, 0.0, 0.0, tuple(certified(occupation).rows))  # type: ignore[union-attr]
    pooled = pool(find("credential", occupation, code))
    if pooled is None:
        return None
    prior = BETWEEN_CREDENTIALS_SD**2
    weight = prior / (prior + pooled.se**2)
    return Pooled(
        weight * pooled.effect, math.sqrt(weight) * pooled.se, pooled.raw, pooled.heterogeneity, pooled.rows
    )
