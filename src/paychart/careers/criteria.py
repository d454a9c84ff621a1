"""What a reader may value in an occupation: the criteria, the weights, and the two that are made of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from paychart.careers.character import INTERESTS, VALUES
from paychart.errors import BadInput


@dataclass(frozen=True)
class Criterion:
    """Something to value: what it is, its unit, and whether more of it is better."""

    key: str
    words: str
    unit: str
    more_is_better: bool


CRITERIA: dict[str, Criterion] = {
    c.key: c
    for c in (
        Criterion("pay", "median pay after prices, for you", "dollars a year", True),
        Criterion(
            "balance", "short hours, working from home and short commutes, a third each", "0 to 1", True
        ),
        Criterion("hours", "share who usually work over 45 hours", "share", False),
        Criterion("home", "share who work from home", "share", True),
        Criterion("commute", "minutes to work", "minutes", False),
        Criterion("growth", "projected change of jobs over ten years", "percent", True),
        Criterion("openings", "openings a year for each hundred jobs", "percent", True),
        Criterion("entry", "years of schooling and experience that entry asks for", "years", False),
        Criterion("stability", "spread of pay between the low and the high paid", "log ratio p90/p10", False),
        Criterion("interest", "how your interests fit (give --interest)", "-1 to 1", True),
        *(Criterion(v, f"work value: {v.replace('_', ' ')}", "1 to 7", True) for v in VALUES),
    )
}


def parse_weights(texts: Sequence[str]) -> dict[str, float]:
    """ "pay=3" texts as weights; a name alone weighs 1. Raises BadInput for what is no number or named twice."""
    weights: dict[str, float] = {}
    for text in texts:
        key, _, number = text.partition("=")
        key = key.strip().lower().replace("-", "_").replace(" ", "_")
        if key in weights:
            raise BadInput(f"{key} was weighed twice.", hint="Name each value once.")
        try:
            weights[key] = float(number) if number.strip() else 1.0
        except ValueError:
            raise BadInput(f'"{number}" is not a weight for {key}.', nearest=(f"{key}=2",)) from None
    return weights


def check_weights(weights: Mapping[str, float], interest: str = "") -> dict[str, float]:
    """The weights above zero. Raises BadInput for those that cannot be."""
    for key, weight in weights.items():
        if key not in CRITERIA:
            from rapidfuzz import process

            near = [name for name, _, _ in process.extract(key, list(CRITERIA), limit=3)]
            raise BadInput(
                f'"{key}" is not something to value here.',
                nearest=near,
                hint=f"There are: {', '.join(CRITERIA)}.",
            )
        if not np.isfinite(weight) or weight < 0:
            raise BadInput(f"A weight of {weight:g} for {key} is below zero.", nearest=("0", "1"))
    kept = {key: float(weight) for key, weight in weights.items() if weight > 0}
    if not kept:
        raise BadInput(
            "All weights are zero, so nothing can be ranked.",
            nearest=("pay=3", "balance=2"),
            hint="Give at least one value a weight above zero.",
        )
    letters = interest.strip().upper()
    if letters and (len(set(letters)) != len(letters) or not set(letters) <= set("RIASEC")):
        raise BadInput(
            f'"{interest}" is not an interest code.', nearest=("C", "CI", "ISC"), hint="Letters of RIASEC."
        )
    if "interest" in kept and not letters:
        raise BadInput(
            "To value interest, say yours.", nearest=("CI", "SE"), hint="Give --interest, strongest first."
        )
    return kept


def balance(conditions: Mapping[str, tuple[float, float]]) -> float | None:
    """0 to 1: the mean of three parts, each between what is rare and what is common among all occupations: long
    hours (40 % to none), working from home (none to half), the way to work (40 to 20 minutes)."""
    if not conditions:
        return None
    hours = 1 - conditions["share_over_45_hours"][0] / 0.4
    home = conditions["share_work_from_home"][0] / 0.5
    commute = (40 - conditions["commute_minutes"][0]) / 20
    return float(np.mean([np.clip(part, 0, 1) for part in (hours, home, commute)]))


def fit(interest: str, interests: Mapping[str, float]) -> float | None:
    """Correlation of the reader's code (first letter 3, second 2, third 1) with an occupation's interests."""
    letters = interest.strip().upper()
    if not letters or len(interests) < len(INTERESTS):
        return None
    own = np.array(
        [
            max(0, 3 - letters.index(name[0].upper())) if name[0].upper() in letters else 0
            for name in INTERESTS
        ]
    )
    return float(np.corrcoef(own, [interests[name] for name in INTERESTS])[0, 1])
