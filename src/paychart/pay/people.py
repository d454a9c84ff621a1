"""Pay of a person rather than of a cell: education, experience, credentials and hours.

The cell stays what BLS published (or the model says); the person's traits choose a part of its workers
through the latent mixture. Traits that the profile leaves open stay mixed as they are among the workers who
have the traits it gives. Effects are associations among workers, not what a degree or an exam would cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput
from paychart.pay.distribution import WageDistribution
from paychart.pay.draws import Asked, Draws, band90, draw
from paychart.pay.effects import RECORDS, PersonalStep, lineage, report
from paychart.pay.latent import ConditionalPay, LatentMixture, standardized
from paychart.pay.people_tables import table_path
from paychart.pay.population import Population, interpolate_rows, population
from paychart.pay.traits import read_traits
from paychart.pay.uncertainty import Z90
from paychart.pay.waterfall import aumann_shapley
from paychart.profile import FULL_TIME_HOURS, Profile
from paychart.words.credentials import check_together, find_credential

Array = NDArray[np.float64]

DRAWS = 200
_PERCENTILES = {"p10": 0.10, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p90": 0.90}


def people_folder(store: Path) -> Path | None:
    """The person tables that `paychart model fit` wrote beside a store, if there are any."""
    folder = store.parent / "people"
    return folder if table_path(folder, "people_effects.csv") else None


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


@dataclass(frozen=True, eq=False)
class Workforce:
    """Everyone in an occupation and industry: who they are, and their scores on the standard scale.

    `scale` put the scores there; `typical` is each factor's mean score over all of them, before scaling.
    """

    people: Population
    everyone: LatentMixture
    scale: float
    typical: Mapping[str, float]


@cache
def workforce(occupation: str, industry: str, folder: Path | None) -> Workforce:
    """The workers of `occupation` in `industry`; computed once a process."""
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
    whole = share.reshape(people.shape)
    bands = interpolate_rows(people.band_years, people.experience_years, people.experience_effect.mean)
    typical = {
        "education": float(whole.sum(axis=(1, 2, 3)) @ people.education_effect.mean),
        "experience": float(whole.sum(axis=(0, 2, 3)) @ bands),
        "certified": float(whole.sum(axis=(0, 1, 3)) @ people.certified_effect.mean),
        "hours": float(whole.sum(axis=(0, 1, 2)) @ people.hours_effect.mean),
    }
    return Workforce(people, LatentMixture(mu, share, tau), scale, typical)


@lru_cache(maxsize=1024)
def workers_like(
    force: Workforce, education: int | None, band: int | None, certified: int | None, hours: int | None
) -> LatentMixture:
    """Scores of those of the workforce who have these traits (None leaves a trait open)."""
    return force.everyone.given(force.people.mask(education, band, certified, hours))


@dataclass(frozen=True, eq=False)
class Match:
    """A profile found in its workforce: what it asks, the traits' scores, and the scores of such workers."""

    asked: Asked
    notes: tuple[str, ...]
    parts: Mapping[str, float]
    these: LatentMixture
    shift: float


def match(profile: Profile, force: Workforce) -> Match:
    """Those of the workforce who are like `profile`, settled by `settle`."""
    asked, notes = read_traits(profile, force.people)
    band = None if asked.experience is None else force.people.band(asked.experience)
    these = workers_like(force, asked.education, band, asked.certified, asked.hours)
    parts = _score_parts(force, asked)
    shift = parts.pop("band") + parts.get("extra", 0.0)
    return Match(asked, tuple(notes), parts, these, shift)


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
    force = workforce(profile.occupation, industry, folder)
    people, found = force.people, match(profile, force)
    asked, parts = found.asked, found.parts
    conditional = ConditionalPay(cell, force.everyone, found.these, found.shift)
    sampled = draw(people, cell, node_log_se(interval90), asked, draws)
    factor = profile.hours_per_year / FULL_TIME_HOURS
    full_year = dict(
        zip(_PERCENTILES, conditional.quantile(list(_PERCENTILES.values())).tolist(), strict=True)
    )
    bands = {name: band90(sampled.at(p), full_year[name]) for name, p in _PERCENTILES.items()}
    mean = conditional.mean
    ratio = sampled.mean() / np.median(sampled.mean())
    full_year = {"mean": mean, **full_year}
    bands = {"mean": band90(mean * ratio, mean), **bands}
    dollars, rest = _dollars(conditional, parts)
    steps, effects = report(profile, people, asked, conditional, dollars, sampled)
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
        warnings=found.notes,
        lineage=lineage(people, asked, folder),
    )


def _score_parts(force: Workforce, asked: Asked) -> dict[str, float]:
    """Score of each trait against all workers; `band` is what the experience band leaves out."""
    people, typical = force.people, force.typical
    parts = {"band": 0.0}
    if asked.education is not None:
        parts["education"] = float(people.education_effect.mean[asked.education]) - typical["education"]
    if asked.experience is not None:
        at = np.array([asked.experience, people.band_years[people.band(asked.experience)]])
        own, nearest = interpolate_rows(at, people.experience_years, people.experience_effect.mean).tolist()
        parts["band"] = own - nearest
        parts["experience"] = own - typical["experience"]
    if asked.certified is not None:
        parts["certified"] = float(people.certified_effect.mean[asked.certified]) - typical["certified"]
        parts["extra"] = asked.extra / people.log_wage_sd
    if asked.hours is not None:
        parts["hours"] = float(people.hours_effect.mean[asked.hours]) - typical["hours"]
    return {name: part * force.scale for name, part in parts.items()}


def _dollars(conditional: ConditionalPay, parts: Mapping[str, float]) -> tuple[dict[str, float], float]:
    """Dollars of each trait from the cell's median to the person's, and of what the open traits bring."""
    start = float(conditional.everyone.score(0.0))
    end = float(conditional.these.score(0.0)) + float(np.asarray(conditional.shift))
    rest = end - start - sum(parts.values())
    shares = aumann_shapley(start, [*parts.values(), rest], lambda s: float(conditional.at_score(s)))
    return dict(zip(parts, shares, strict=False)), shares[-1]


def node_log_se(interval90: Mapping[str, tuple[float, float]] | None) -> Array:
    """(5,) log standard errors of the cell's percentiles, back from their 90 % intervals."""
    if interval90 is None:
        return np.zeros(5)
    return np.array([np.log(interval90[p][1] / interval90[p][0]) / (2 * Z90) for p in _PERCENTILES])
