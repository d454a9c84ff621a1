"""Why a figure is what it is: the waterfall from the national median, and what other sources say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from paychart.data.store import Store
from paychart.pay import evidence
from paychart.pay.answer import Estimate
from paychart.pay.answered_cells import MEDIAN, MODEL, OWN, REFUSED, RESEARCH
from paychart.pay.cells import Key
from paychart.pay.columns import People
from paychart.pay.disagreement import Comparison, disagreement
from paychart.pay.kernel import price
from paychart.pay.uncertainty import Z90
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
    medians = _medians(store, list(dict.fromkeys((nation, by_area, by_industry))))
    place = "Median, United States, all employers"
    if nation not in medians:
        start, steps = cell_median, []
        place = "Median of the nearest published cell"
    else:
        start = medians[nation][0]
        steps = _cell_steps(answer, medians, nation, by_area, by_industry, cell_median)
    end = cell_median
    if answer.steps and answer.priced is not None:
        steps += [
            Step("person", bar.factor, bar.level, bar.dollars, bar.interval90, bar.source)
            for bar in answer.steps
        ]
        end = float(answer.priced.quantile([0.5])[answer.row, 0])
    return Waterfall(place, start, tuple(steps), "Median for this profile", end)


def _medians(store: Store, keys: list[Key]) -> dict[Key, tuple[float, float, bool]]:
    """Median of each cell that has one of its own, its log standard error (0 where none is known), and whether it is
    modelled."""
    priced = price(store, People.in_cells(*(list(part) for part in zip(*keys, strict=True))))
    cells, error = priced.cells, np.nan_to_num(priced.cells.half[:, MEDIAN]) / Z90
    return {
        key: (float(cells.wages[j, MEDIAN]), float(error[j]), cells.basis[j] == MODEL)
        for j, key in enumerate(cells.keys)
        if cells.basis[j] in (OWN, RESEARCH, MODEL) and cells.status[j] != REFUSED
    }


def _cell_steps(
    answer: Estimate,
    medians: dict[Key, tuple[float, float, bool]],
    nation: Key,
    by_area: Key,
    by_industry: Key,
    cell_median: float,
) -> list[Step]:
    start, start_se, _ = medians[nation]
    total = math.log(cell_median / start)
    logs: list[tuple[str, str, float, float]] = []
    for factor, key, name in (
        ("area", by_area, answer.names.get("area", "")),
        ("employer", by_industry, answer.names.get("industry", "")),
    ):
        if key != nation and key in medians:
            median, se, modelled = medians[key]
            label = f"{name} (a modelled cell)" if modelled else name
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
    if profile.experience_years is not None or profile.years_since_school is not None:
        rows += [row for row in evidence.find("experience", profile.occupation) if row.log_effect is not None]
    if profile.held:
        rows += evidence.find("certified", profile.occupation)
        rows += [
            row for code in profile.held for row in evidence.find("credential", profile.occupation, code)
        ]
    return [row.to_dict() for row in sorted(rows, key=lambda row: -row.year)]
