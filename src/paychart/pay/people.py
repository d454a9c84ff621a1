"""Pay of a person rather than of a cell: education, experience, credentials and hours.

The cell stays what BLS published (or the model says); the person's traits choose a part of its workers
through the latent mixture. Traits that the profile leaves open stay mixed as they are among the workers who
have the traits it gives. Effects are associations among workers, not what a degree or an exam would cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.codes.credentials import check_together, find_credential
from paychart.errors import BadInput
from paychart.pay import evidence
from paychart.pay.distribution import WageDistribution
from paychart.pay.draws import Asked, Draws, band90, draw
from paychart.pay.effects import RECORDS, PersonalStep, lineage, report
from paychart.pay.latent import ConditionalPay, LatentMixture, standardized
from paychart.pay.population import EDUCATION, Population, hours_bracket, interpolate_rows, population
from paychart.pay.uncertainty import Z90
from paychart.pay.waterfall import aumann_shapley
from paychart.profile import FULL_TIME_HOURS, Profile

Array = NDArray[np.float64]

DRAWS = 200
_SEED = 20250501  # the interval of a profile is the same each time it is asked
_PERCENTILES = {"p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90}
_WEEKS = 52
_LEAST_SHARE = 5e-4  # fewer workers than that say nothing of the level in this occupation


def people_folder(store: Path) -> Path | None:
    """The person tables that `paychart model fit` wrote beside a store, if there are any."""
    folder = store.parent / "people"
    return folder if (folder / "people_effects.csv").is_file() else None


def settle(profile: Profile) -> Profile:
    """The profile with credential codes, checked against each other and against the schooling."""
    held = [find_credential(text) for text in profile.credentials]
    check_together(held, profile.education)
    return replace(profile, credentials=tuple(c.code for c in held))


@dataclass(frozen=True, eq=False)
class PersonalPay:
    """The answer for one profile. Dollars a year for the profile's hours, unless a name says hourly.

    `effects` is the JSON list of every trait, `steps` the bars from the cell's median to the person's, and
    `draws` what the intervals came from.
    """

    conditional: ConditionalPay
    draws: Draws
    hours_factor: float
    annual: Mapping[str, float]
    hourly: Mapping[str, float]
    interval90: Mapping[str, tuple[float, float]]
    effects: tuple[Mapping[str, Any], ...]
    steps: tuple[PersonalStep, ...]
    warnings: tuple[str, ...]
    lineage: tuple[Mapping[str, Any], ...]

    def percentile_of(self, annual_wage: float) -> tuple[float, tuple[float, float]]:
        """Share of workers like this one paid less than `annual_wage`, with its 90 % interval."""
        if annual_wage <= 0:
            raise BadInput("Pay must be more than zero.")
        wage = annual_wage / self.hours_factor
        share = float(self.conditional.percentile_of(wage))
        low, high = band90(self.draws.percentile_of(wage), share)
        return share, (max(low, 0.0), min(high, 1.0))


@cache
def _mixture(occupation: str, industry: str, folder: Path | None) -> tuple[Population, LatentMixture, float]:
    """Everyone in the occupation and industry on the score scale, with the factor that put the scores on it."""
    people = population(occupation, folder, industry)
    raw = people.scores(
        people.education_effect.mean,
        people.experience_effect.mean,
        people.certified_effect.mean,
        people.hours_effect.mean,
    )
    share = people.shares()
    mu, tau = standardized(raw, share)
    spread = raw.max() - raw.min()
    scale = float((mu.max() - mu.min()) / spread) if spread > 0 else 1.0
    return people, LatentMixture(mu, share, tau), scale


def personal_pay(
    profile: Profile,
    cell: WageDistribution,
    interval90: Mapping[str, tuple[float, float]] | None,
    *,
    industry: str | None = None,
    folder: Path | None = None,
    draws: int = DRAWS,
) -> PersonalPay:
    """The pay of workers like `profile` within one cell.

    Parameters
    ----------
    profile : with codes, settled by `settle`.
    cell : pay of everyone in the cell, full time, shape ().
    interval90 : how sure the cell's figures are, as in `Estimate`.
    industry : of the cell, where it is not the profile's (a wider cell stands in).
    folder : person tables of one's own, from `paychart model fit`.
    """
    industry = profile.industry if industry is None else industry
    people, everyone, scale = _mixture(profile.occupation, industry, folder)
    asked, notes = _asked(profile, people)
    these = everyone.given(people.mask(asked.education, asked.experience, asked.certified, asked.hours))
    parts = _score_parts(people, asked, scale)
    shift = parts.pop("band") + parts.get("extra", 0.0)
    conditional = ConditionalPay(cell, everyone, these, shift)
    rng = np.random.default_rng(_SEED)
    sampled = draw(people, cell, _node_log_se(interval90), asked, draws, rng)
    factor = profile.hours_per_year / FULL_TIME_HOURS
    full_year = {name: float(conditional.quantile(p)) for name, p in _PERCENTILES.items()}
    bands = {name: band90(sampled.at(p), full_year[name]) for name, p in _PERCENTILES.items()}
    mean = conditional.mean
    ratio = sampled.mean() / np.median(sampled.mean())
    full_year = {"mean": mean, **full_year}
    bands = {"mean": band90(mean * ratio, mean), **bands}
    dollars, rest = _dollars(conditional, parts)
    steps, effects = report(profile, people, asked, conditional, parts, dollars, sampled)
    steps.append(PersonalStep("other traits", "as they are among such workers", rest, None, RECORDS))
    if factor != 1:
        extra = full_year["p50"] * (factor - 1)
        level = f"{profile.hours_per_year:,.0f} hours a year"
        steps.append(PersonalStep("hours", level, extra, None, "full-time pay in proportion to hours"))
    return PersonalPay(
        conditional=conditional,
        draws=sampled,
        hours_factor=factor,
        annual={name: round(value * factor, -1) for name, value in full_year.items()},
        hourly={name: round(value / FULL_TIME_HOURS, 2) for name, value in full_year.items()},
        interval90={name: (round(a * factor, 2), round(b * factor, 2)) for name, (a, b) in bands.items()},
        effects=tuple(effects),
        steps=tuple(steps),
        warnings=tuple(notes),
        lineage=lineage(people, asked, folder),
    )


def _asked(profile: Profile, people: Population) -> tuple[Asked, list[str]]:
    """Positions of what the profile says, and what the reader must know about them."""
    notes = ["Effects of education, experience and credentials are associations among workers, not promises."]
    education = None if profile.education is None else EDUCATION.index(profile.education)
    if education is not None and people.joint.sum(axis=1)[education] < _LEAST_SHARE:
        shares = people.joint.sum(axis=1)
        near = sorted(
            (i for i in range(len(EDUCATION)) if shares[i] >= _LEAST_SHARE), key=lambda i: abs(i - education)
        )
        raise BadInput(
            f"Next to no one in {profile.occupation} holds this attainment: {EDUCATION[education].value}.",
            nearest=tuple(EDUCATION[i].value for i in near[:2]),
            hint="Leave the education out, or give one that occurs in the occupation.",
        )
    if profile.experience_years is not None:
        notes.append(
            "Experience counts years of work since school: person records do not hold years in one job."
        )
    weekly = profile.hours_per_year / _WEEKS
    hours = None if profile.hours_per_year == FULL_TIME_HOURS else hours_bracket(weekly)
    if profile.hours_per_year != FULL_TIME_HOURS and hours is None:
        notes.append("Person records cover full-time workers; the hourly pay of part-time work may differ.")
    certified, extra, extra_se, unknown = None, 0.0, 0.0, 0.0
    known = [code for code in profile.credentials if evidence.credential(profile.occupation, code)]
    if known and len(people.certified) > 1:
        certified = min(len(known), 3)
        found = max(
            (evidence.credential(profile.occupation, code) for code in known),
            key=lambda pooled: pooled.effect if pooled else 0.0,
        )
        if found:
            extra, extra_se = found.effect, found.se
    without = [code for code in profile.credentials if code not in known]
    if without:
        unknown = _unknown_se(profile.occupation)
        notes.append(
            f"No survey found says what {', '.join(without)} adds in this occupation: not counted, only its "
            "uncertainty is."
        )
    return Asked(education, profile.experience_years, certified, hours, extra, extra_se, unknown), notes


def _unknown_se(occupation: str) -> float:
    """Log spread of what a credential without evidence may add: as credentials differ, and certification."""
    certified = evidence.certified(occupation)
    return float(np.hypot(evidence.BETWEEN_CREDENTIALS_SD, certified.effect if certified else 0.06))


def _score_parts(people: Population, asked: Asked, scale: float) -> dict[str, float]:
    """Score of each trait against all workers; `band` is what the experience band leaves out."""
    whole = people.shares().reshape(people.shape)
    parts = {"band": 0.0}
    if asked.education is not None:
        mean = people.education_effect.mean
        parts["education"] = float(mean[asked.education] - whole.sum(axis=(1, 2, 3)) @ mean)
    if asked.experience is not None:
        years = np.array([float(level) for level in people.experience_effect.levels])
        bands = interpolate_rows(people.band_years, years, people.experience_effect.mean)
        own = float(interpolate_rows(np.array([asked.experience]), years, people.experience_effect.mean)[0])
        nearest = int(np.argmin(np.abs(people.band_years - asked.experience)))
        parts["band"] = own - float(bands[nearest])
        parts["experience"] = own - float(whole.sum(axis=(0, 2, 3)) @ bands)
    if asked.certified is not None:
        mean = people.certified_effect.mean
        parts["certified"] = float(mean[asked.certified] - whole.sum(axis=(0, 1, 3)) @ mean)
        parts["extra"] = asked.extra / people.log_wage_sd
    if asked.hours is not None:
        mean = people.hours_effect.mean
        parts["hours"] = float(mean[asked.hours] - whole.sum(axis=(0, 1, 2)) @ mean)
    return {name: part * scale for name, part in parts.items()}


def _dollars(conditional: ConditionalPay, parts: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """Dollars of each trait from the cell's median to the person's, and of what the open traits bring."""
    start = float(conditional.everyone.score(0.0))
    end = float(conditional.these.score(0.0)) + conditional.shift
    rest = end - start - sum(parts.values())
    shares = aumann_shapley(start, [*parts.values(), rest], lambda s: float(conditional.at_score(s)))
    return dict(zip(parts, shares, strict=False)), shares[-1]


def _node_log_se(interval90: Mapping[str, tuple[float, float]] | None) -> Array:
    """(5,) log standard errors of the cell's percentiles, back from their 90 % intervals."""
    if interval90 is None:
        return np.zeros(5)
    return np.array([np.log(interval90[p][1] / interval90[p][0]) / (2 * Z90) for p in _PERCENTILES])
