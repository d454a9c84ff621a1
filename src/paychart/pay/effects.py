"""What each trait of a person adds, in dollars and percent, with its interval, sources and raw gap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from paychart.pay import evidence
from paychart.pay.draws import Asked, Draws, band90
from paychart.pay.latent import ConditionalPay
from paychart.pay.population import Population
from paychart.pay.uncertainty import Z90
from paychart.profile import Profile

RECORDS = "Census Bureau, American Community Survey 2024 person records (docs/person-records.md)"


@dataclass(frozen=True)
class PersonalStep:
    """One bar of the profile stage, in dollars a year at the median."""

    factor: str
    level: str
    dollars: float
    interval90: tuple[float, float] | None
    source: str


def report(
    profile: Profile, people: Population, asked: Asked, conditional: ConditionalPay,
    dollars: Mapping[str, float], sampled: Draws,
) -> tuple[list[PersonalStep], list[dict[str, Any]]]:  # fmt: skip
    """The bars and the JSON effects, one for each trait that the profile gives."""
    steps: list[PersonalStep] = []
    effects: list[dict[str, Any]] = []
    typical = float(conditional.at_score(float(conditional.everyone.score(0.0))))

    def add(factor: str, level: str, names: tuple[str, ...], sources: list[str], **more: Any) -> None:
        amount = sum(dollars.get(name, 0.0) for name in names)
        drawn = sum((sampled.parts[name] for name in names if name in sampled.parts), np.zeros(1))
        band = band90(np.asarray(drawn), amount)
        steps.append(PersonalStep(factor, level, amount, band, "; ".join(sources)))
        effects.append(
            {
                "factor": factor,
                "level": level,
                "dollars": round(amount),
                "percent": round(100 * amount / typical, 1),
                "interval90": [round(band[0]), round(band[1])],
                "against": "the typical worker of this cell",
                "label": "association",  # records and surveys of who earns what, never an experiment
                "sources": sources,
                "raw_percent": None,
                **more,
            }
        )

    records = f"{RECORDS}, {{}}, n = {{}}".format
    if asked.education is not None and profile.education is not None:
        effect = people.education_effect
        source = records(effect.learned_from, f"{effect.records:,}")
        used = [f"{row.id} {row.source}" for row in people.evidence_used if row.factor == "education"]
        add("education", profile.education.value, ("education",), [source, *used],
            **_raw_gap(profile.occupation, "education", profile.education.value),
            effect_studies=_effect_studies("education", profile.occupation, profile.education.value))  # fmt: skip
    if asked.experience is not None:
        effect = people.experience_effect
        level = f"{asked.experience:g} years"
        add("experience", level, ("experience",), [records(effect.learned_from, f"{effect.records:,}")])
    if asked.certified is not None:
        _add_credentials(profile, add)
    if asked.hours is not None:
        effect = people.hours_effect
        add("hours", f"{effect.levels[asked.hours]} hours a week (pay an hour)", ("hours",),
            [records(effect.learned_from, f"{effect.records:,}")])  # fmt: skip
    for code in profile.credentials:
        if evidence.credential(profile.occupation, code) is None:
            effects.append(_no_evidence(code, conditional, asked.unknown_se, people.log_wage_sd))
    return steps, effects


def _add_credentials(profile: Profile, add: Callable[..., None]) -> None:
    """One effect for the credentials held together: surveys say how many pay, and little of which."""
    known = [code for code in profile.credentials if evidence.credential(profile.occupation, code)]
    pooled = [evidence.credential(profile.occupation, code) for code in known]
    overall = evidence.certified(profile.occupation)
    rows = [*(overall.rows if overall else ()), *(row for found in pooled if found for row in found.rows)]
    sources = list(dict.fromkeys(f"{row.id} {row.source}" for row in rows))
    add(
        "credentials" if len(known) > 1 else "credential",
        " + ".join(known),
        ("certified", "extra"),
        sources,
        raw_percent=round(overall.raw_percent, 1) if overall else None,
        raw_contrast="certified against not certified, as surveys print it",
        adjusted_percent=round(overall.percent, 1) if overall else None,
    )


def _raw_gap(occupation: str, factor: str, level: str) -> dict[str, Any]:
    """The newest raw gap that a survey of the occupation, or else the whole CPS, prints for this level."""
    rows = [row for row in evidence.find(factor, occupation, level) if row.log_effect is not None]
    rows = [row for row in rows if row.design in ("raw survey", "raw official")]
    if not rows:
        return {}
    row = max(rows, key=lambda r: (occupation in r.occupations, r.year))
    return {
        "raw_percent": row.to_dict()["percent"],
        "raw_contrast": f"{row.level} against {row.versus}: {row.source}, {row.population}",
    }


def _effect_studies(factor: str, occupation: str, level: str) -> list[str]:
    """Studies of what the level does, which stand beside the association and are not pooled with it."""
    rows = [row for row in evidence.find(factor, occupation, level) if row.label == "effect"]
    return [
        f"{row.id} {row.source}: {row.level} against {row.versus}"
        + (f", {row.percent:+.0f} %" if row.percent is not None else f", {row.value:+,.0f} {row.unit}")
        for row in rows
    ]


def _no_evidence(code: str, conditional: ConditionalPay, unknown_se: float, sd: float) -> dict[str, Any]:
    at = float(conditional.these.score(0.0)) + conditional.shift
    middle = float(conditional.at_score(at))
    low, high = (float(conditional.at_score(at + s * Z90 * unknown_se / sd)) - middle for s in (-1, 1))
    return {
        "factor": "credential",
        "level": code,
        "dollars": 0,
        "percent": None,
        "interval90": [round(low), round(high)],
        "against": "a worker like this one without it",
        "label": "no evidence",
        "sources": [],
        "raw_percent": None,
    }


def lineage(people: Population, asked: Asked, folder: Path | None) -> tuple[Mapping[str, Any], ...]:
    rows: list[Mapping[str, Any]] = [
        {
            "kind": "person effects",
            "source": RECORDS if folder is None else f"person tables in {folder}",
            "education": people.education_effect.learned_from,
            "experience": people.experience_effect.learned_from,
            "hours": people.hours_effect.learned_from,
            "composition": people.composition_from,
        },
        {
            "kind": "education mix",
            "source": "U.S. Bureau of Labor Statistics, Employment Projections, table 5.3 (ACS 2022-23)",
            "occupation": people.occupation,
        },
    ]
    if asked.certified is not None:
        rows += [
            {"kind": "evidence", **row.to_dict()} for row in people.evidence_used if row.factor != "education"
        ]
    return tuple(rows)
