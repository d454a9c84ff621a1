"""Who works in an occupation, and how each trait moves their score: the tables behind the latent mixture.

Kinds of worker are education x experience x certification x hours. Education and experience are held
jointly, as counted in person records and raked to the education shares BLS publishes for the occupation;
certification and hours are independent of them. Scores come from person records (education, experience,
hours) and from the evidence registry (certification). An occupation without rows of its own takes those of
its group.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paychart.pay import evidence
from paychart.pay.composition import (
    PeopleTables,
    composition,
    hours_shares,
    in_industry,
    published_education,
    raked,
)  # fmt: skip
from paychart.profile import ALL_INDUSTRIES

Array = NDArray[np.float64]

CERTIFICATIONS = ("none", "one", "two", "three or more")
# All respondents $54,797, not certified $47,200, certified $60,097 (AAPC 2021): the share that joins them.
CERTIFIED_SHARE = (54_797 - 47_200) / (60_097 - 47_200)
# No survey found prints how many credentials the certified hold: an assumption, as sure as 10 answers.
COUNT_SHARES = (0.7, 0.2, 0.1)
COUNT_SHARES_SIZE = 10.0
SURVEY_BIAS = 0.3  # a raw gap by schooling within the occupation is off by this share of itself (one SD)
DEFAULT_SPREAD = 0.45
INSISTS = 4.25  # standard errors: what chance alone reaches once in twenty sets of so many steps
_ROOM = 0.95  # a twentieth is kept, so that rounding does not undo it


@dataclass(frozen=True, eq=False)
class Factor:
    """Scores of one factor's levels: means (L,), covariance (L, L), and the code whose records they are."""

    levels: tuple[str, ...]
    mean: Array
    covariance: Array
    learned_from: str
    records: int

    def draw(self, n: int, rng: np.random.Generator) -> Array:
        """(n, L) draws; the covariance need not be of full rank."""
        values, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0))
        return np.asarray(self.mean + rng.standard_normal((n, len(self.mean))) @ root.T)


@dataclass(frozen=True, eq=False)
class Population:
    """The workers of one occupation.

    `joint` (7, B) holds shares of education by experience band, `records` (7, B) how many persons they were seen
    in, `band_years` (B,) mean years of each band;
    `certified` (C,) and `hours` (7,) the shares of the other two factors. C is 1 where no evidence ties
    certification to pay in this occupation, else 4.
    """

    occupation: str
    joint: Array
    records: Array
    band_years: Array
    certified: Array
    hours: Array
    education_effect: Factor
    experience_effect: Factor
    certified_effect: Factor
    hours_effect: Factor
    log_wage_sd: float
    education_size: float
    composition_from: str
    evidence_used: tuple[evidence.Evidence, ...]

    @property
    def shape(self) -> tuple[int, int, int, int]:
        return self.joint.shape[0], self.joint.shape[1], len(self.certified), len(self.hours)

    def shares(self) -> Array:
        """(K,) share of each kind, K = 7 * B * C * 7 in that order."""
        whole = self.joint[:, :, None, None] * self.certified[:, None] * self.hours
        return np.asarray(whole.reshape(-1))

    @property
    def experience_years(self) -> Array:
        """Years at which the experience effect is given."""
        return np.array([float(level) for level in self.experience_effect.levels])

    def band(self, years: float) -> int:
        """The experience band nearest to `years`."""
        return int(np.argmin(np.abs(self.band_years - years)))

    def scores(self, education: Array, experience: Array, certified: Array, hours: Array) -> Array:
        """(..., K) score of each kind from the levels' scores (..., L) of each factor."""
        bands = interpolate_rows(self.band_years, self.experience_years, experience)
        parts = (
            education[..., :, None, None, None]
            + bands[..., None, :, None, None]
            + certified[..., None, None, :, None]
            + hours[..., None, None, None, :]
        )
        return parts.reshape((*parts.shape[:-4], -1))


def interpolate_rows(at: Array, x: Array, y: Array) -> Array:
    """Linear interpolation of each row of `y` (..., L) over `x` (L,) at the points `at` (m,): (..., m)."""
    place = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    share = np.clip((at - x[place]) / (x[place + 1] - x[place]), 0, 1)
    return np.asarray(y[..., place] * (1 - share) + y[..., place + 1] * share)


@cache
def population(occupation: str, folder: Path | None = None, industry: str = ALL_INDUSTRIES) -> Population:
    """The workers of `occupation` in `industry`, from the package's tables or from those in `folder`.

    An industry has its own mix of schooling where person records show it: its pay holds that mix already.
    """
    tables = PeopleTables(folder)
    spread = tables.rows("spread", occupation)
    sd = float(spread[0][3]) if spread else DEFAULT_SPREAD
    joint, records, years, composition_from = composition(tables, occupation)
    shares, size = published_education(occupation)
    if shares is None:
        shares = joint.sum(axis=1)
    joint = raked(joint, in_industry(tables, occupation, industry, shares))
    education, used = _with_surveys(_factor(tables, occupation, "education"), occupation, sd)
    education = rising(education)
    certified, certified_effect, more = _certification(occupation, sd)
    hours_effect = _factor(tables, occupation, "hours")
    return Population(
        occupation=occupation,
        joint=joint,
        records=records,
        band_years=years,
        certified=certified,
        hours=hours_shares(tables, occupation),
        education_effect=education,
        experience_effect=_factor(tables, occupation, "experience"),
        certified_effect=certified_effect,
        hours_effect=hours_effect,
        log_wage_sd=sd,
        education_size=size,
        composition_from=composition_from,
        evidence_used=(*used, *more),
    )


def _factor(tables: PeopleTables, occupation: str, factor: str) -> Factor:
    code, rows = tables.nearest("effects", occupation, factor)
    levels = tuple(row[2] for row in rows)
    se = np.array([float(row[4]) for row in rows])
    correlation = np.eye(len(levels))
    for row in tables.rows("correlation", factor):
        if row[1] in levels and row[2] in levels:
            i, j = levels.index(row[1]), levels.index(row[2])
            correlation[i, j] = correlation[j, i] = float(row[3])
    mean = np.array([float(row[3]) for row in rows])
    return Factor(levels, mean, correlation * np.outer(se, se), code, sum(int(row[5]) for row in rows))


def _with_surveys(factor: Factor, occupation: str, sd: float) -> tuple[Factor, tuple[evidence.Evidence, ...]]:
    """Education scores with the surveys of this very occupation worked in (one Kalman step a row).

    A raw gap tells of the difference of two levels; its error is sampling and a bias in proportion to it.
    """
    mean, covariance = factor.mean, factor.covariance
    used = []
    for row in evidence.find("education", occupation):
        gap = row.log_effect
        if row.design != evidence.RAW or gap is None or not {row.level, row.versus} <= set(factor.levels):
            continue
        contrast = np.zeros(len(mean))
        contrast[factor.levels.index(row.level)], contrast[factor.levels.index(row.versus)] = 1.0, -1.0
        noise = (math.hypot(row.log_se, SURVEY_BIAS * gap) / sd) ** 2
        gain = covariance @ contrast / (contrast @ covariance @ contrast + noise)
        mean = mean + gain * (gap / sd - contrast @ mean)
        covariance = covariance - np.outer(gain, contrast @ covariance)
        used.append(row)
    return Factor(factor.levels, mean, covariance, factor.learned_from, factor.records), tuple(used)


def rising(factor: Factor) -> Factor:
    """The factor with levels that do not fall, each fall pooled by precision, unless the records insist on it.

    Of the some 4,600 steps of schooling that the tables hold, 17% fall; next to all of that is chance. Records insist
    where a fall is larger than chance makes among so many: `INSISTS` standard errors (one-sided 5%, Bonferroni).
    """
    mean, weight = factor.mean.copy(), 1 / np.maximum(np.diag(factor.covariance), 1e-9)
    blocks: list[list[int]] = []
    for level in range(len(mean)):
        blocks.append([level])
        while len(blocks) > 1:
            lower, upper = blocks[-2:]
            before, after = mean[lower[0]], mean[upper[0]]
            spread = np.sqrt(1 / weight[lower].sum() + 1 / weight[upper].sum())
            if after >= before or (before - after) / spread > INSISTS:
                break
            both = lower + upper
            mean[both] = (mean[both] @ weight[both]) / weight[both].sum()
            blocks[-2:] = [both]
    return Factor(factor.levels, mean, factor.covariance, factor.learned_from, factor.records)


def _count_shares(certified: float, more: Sequence[float]) -> Array:
    """Shares of the certified who hold one, two, three or more, `more` being what two and three add in logs.

    COUNT_SHARES is an assumption, which must not by itself put holders of one below workers of whom nothing is known:
    fewer are taken to hold several where it would.
    """
    rest = np.array(COUNT_SHARES[1:]) / sum(COUNT_SHARES[1:])
    gain = float(rest @ np.array(more))
    most = _ROOM * (1 - CERTIFIED_SHARE) * certified  # what one may lie below the certified on average
    several = min(sum(COUNT_SHARES[1:]), most / (gain + most)) if gain > 0 else sum(COUNT_SHARES[1:])
    return np.array([1 - several, *(several * rest)])


def _certification(occupation: str, sd: float) -> tuple[Array, Factor, tuple[evidence.Evidence, ...]]:
    """Shares and scores by number of certifications; one level where no evidence is on the occupation."""
    any_one = evidence.certified(occupation)
    more = [evidence.credential_count(occupation, level) for level in CERTIFICATIONS[2:]]
    if any_one is None or any(found is None for found in more):
        return np.ones(1), Factor(("any",), np.zeros(1), np.zeros((1, 1)), "", 0), ()
    extra: Sequence[evidence.Pooled] = [found for found in more if found]
    counts = _count_shares(any_one.effect, [found.effect for found in extra])
    shares = np.array([1 - CERTIFIED_SHARE, *(CERTIFIED_SHARE * counts)])
    # The certified on average hold one, two or three; one alone is what makes that average come out.
    lift = sum(s * e.effect for s, e in zip(counts[1:], extra, strict=True)) / counts[0]
    logs = np.array([0.0, any_one.effect - lift, *(any_one.effect + e.effect for e in extra)])
    common = any_one.se**2
    covariance = np.full((4, 4), common)
    covariance[0, :] = covariance[:, 0] = 0.0
    covariance[2, 2] += extra[0].se ** 2
    covariance[3, 3] += extra[1].se ** 2
    rows = (*any_one.rows, *(row for e in extra for row in e.rows))
    return shares, Factor(CERTIFICATIONS, logs / sd, covariance / sd**2, "evidence", 0), rows
