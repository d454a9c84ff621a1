"""Why a figure is what it is: the waterfall from the national median, and what other sources say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.data.store import Store
from paychart.pay import evidence
from paychart.pay.answer import Estimate
from paychart.pay.cells import PERCENTILES, Cell, Key, fetch
from paychart.pay.disagreement import Comparison, disagreement
from paychart.pay.distribution import WageDistribution
from paychart.pay.model import price
from paychart.pay.uncertainty import Z90, sampling_log_se
from paychart.pay.waterfall import Step, Waterfall, lmdi, logarithmic_mean
from paychart.profile import ALL_INDUSTRIES, NATION


@dataclass(frozen=True)
class Explanation:
    """An estimate with its waterfall, the evidence behind each trait, and what other sources print."""

    answer: Estimate
    waterfall: Waterfall
    evidence: tuple[dict[str, Any], ...]
    other_sources: tuple[Comparison, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that every interface prints."""
        answer = self.answer.to_dict()
        return {
            "status": self.answer.status,
            "waterfall": self.waterfall.to_dict(),
            "effects": answer["effects"],
            "evidence": list(self.evidence),
            "other_sources": [other.to_dict() for other in self.other_sources],
            "lineage": answer["lineage"],
            "warnings": answer["warnings"],
        }


def explain(answer: Estimate, store: Store) -> Explanation:
    """Why `answer` is what it is, and on what it rests."""
    return Explanation(
        answer, waterfall(answer, store), tuple(evidence_for(answer)), tuple(disagreement(answer, store))
    )


def waterfall(answer: Estimate, store: Store) -> Waterfall:
    """Bars from the nation's median in the occupation to the median of `answer`, summing exactly.

    Area and industry are LMDI steps from their own cells, published or modelled; what the two do together beyond
    each by itself is a step of its own. The traits of the person follow, and last the hours worked.
    """
    profile = answer.profile
    cell_median = answer.cell.annual["p50"] if answer.cell else answer.annual["p50"]
    # Where a wider cell stands in, its own area and industry are what moved the figure.
    used = answer.lineage[0]
    area, industry = used.get("area", profile.area), used.get("industry", profile.industry)
    nation: Key = (profile.occupation, NATION, ALL_INDUSTRIES)
    by_area: Key = (profile.occupation, area, ALL_INDUSTRIES)
    by_industry: Key = (profile.occupation, NATION, industry)
    medians = {
        key: _median(cell)
        for key, cell in fetch(store, list({nation, by_area, by_industry})).items()
        if cell.has_wages
    }
    modelled = {key: _modelled_median(store, key) for key in (by_area, by_industry) if key not in medians}
    medians.update((key, median) for key, median in modelled.items() if median is not None)
    place = "Median, United States, all employers"
    if nation not in medians:
        start, steps = cell_median, []
        place = "Median of the nearest published cell"
    else:
        start = medians[nation][0]
        steps = _cell_steps(answer, medians, nation, by_area, by_industry, cell_median, set(modelled))
    end = cell_median
    if answer.personal:
        steps += [
            Step("person", bar.factor, bar.level, bar.dollars, bar.interval90, bar.source)
            for bar in answer.personal.steps
        ]
        end = answer.personal.conditional.median * answer.personal.hours_factor
    return Waterfall(place, start, tuple(steps), "Median for this profile", end)


def _median(cell: Cell) -> tuple[float, float]:
    """Median of a published cell and its log standard error (0 where BLS prints none)."""
    wages = cell.full_year()
    percentiles = np.array([wages[p] for p in PERCENTILES], dtype=float)
    if cell.mean_rse is None:
        return float(percentiles[2]), 0.0
    fitted = WageDistribution.from_percentiles(percentiles)
    return float(percentiles[2]), float(sampling_log_se(fitted, np.array(cell.mean_rse))[3])


def _modelled_median(store: Store, key: Key) -> tuple[float, float] | None:
    """Median of a cell nobody published and its log standard error; None where nothing supports one."""
    priced = price(store, *([code] for code in key))
    if priced.status[0] != "modelled":
        return None
    half = float(priced.half_width[0, 2, -1])
    return float(priced.percentiles[0, 2]), half / Z90 if math.isfinite(half) else 0.0


def _cell_steps(
    answer: Estimate,
    medians: dict[Key, tuple[float, float]],
    nation: Key,
    by_area: Key,
    by_industry: Key,
    cell_median: float,
    modelled: set[Key],
) -> list[Step]:
    start, start_se = medians[nation]
    total = math.log(cell_median / start)
    logs: list[tuple[str, str, float, float]] = []
    for factor, key, name in (
        ("area", by_area, answer.names.get("area", "")),
        ("employer", by_industry, answer.names.get("industry", "")),
    ):
        if key != nation and key in medians:
            median, se = medians[key]
            label = f"{name} (a modelled cell)" if key in modelled else name
            logs.append((factor, label, math.log(median / start), math.hypot(se, start_se)))
    rest = total - sum(effect for _, _, effect, _ in logs)
    if abs(rest) > 1e-9:
        label = "area and employer together" if len(logs) == 2 else "from the model or the nearest cell"
        logs.append(("cell", label, rest, 0.0))
    dollars = lmdi(start, [effect for _, _, effect, _ in logs])
    scale = logarithmic_mean(cell_median, start)
    source = f"BLS, Occupational Employment and Wage Statistics, {answer.lineage[0].get('release', '')}"
    return [
        Step(
            "cell",
            factor,
            name,
            amount,
            (scale * (effect - Z90 * se), scale * (effect + Z90 * se)) if se else None,
            source,
        )
        for (factor, name, effect, se), amount in zip(logs, dollars, strict=True)
    ]


def evidence_for(answer: Estimate) -> list[dict[str, Any]]:
    """Every row of the registry on the traits that the profile gives, raw as printed, newest first."""
    profile = answer.profile
    rows: list[evidence.Evidence] = []
    if profile.education:
        rows += evidence.find("education", profile.occupation, profile.education.value)
    if profile.experience_years is not None:
        rows += [row for row in evidence.find("experience", profile.occupation) if row.log_effect is not None]
    if profile.credentials:
        rows += evidence.find("certified", profile.occupation)
        rows += [
            row
            for code in profile.credentials
            for row in evidence.find("credential", profile.occupation, code)
        ]
    return [row.to_dict() for row in sorted(rows, key=lambda row: -row.year)]
