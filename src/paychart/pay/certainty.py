"""How sure a score is: how far the error of each effect, and of who is counted, moves some workers against everyone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paychart.pay.population import COUNT_SHARES_SIZE, interpolate_rows
from paychart.pay.workforce import Workforce

Array = NDArray[np.float64]
Index = NDArray[np.intp]

CERTIFIED_SIZE = (
    40.0  # how sure the share of the certified is, as a sample: an assumption (one survey of members)
)
_EDGE = 1e-12


@dataclass(frozen=True, eq=False)
class Sway:
    """How far the error of each thing known of the workforce moves the scores of some workers against everyone's.

    `education` (u, 7), `experience` (u, L), `certified` (u, C) and `hours` (u, 7) weigh the errors of the factors'
    levels; `shares` (u,) is the standard error, in scores, of who is counted among everyone.
    """

    education: Array
    experience: Array
    certified: Array
    hours: Array
    shares: Array


def sway(force: Workforce, combos: Index, years: Array) -> Sway:
    """The sway of `combos` (u, 4) whose workers have `years` (u,) since school, NaN where not said.

    A score is a sum of levels' effects, so its first-order error against everyone's is the error of each effect
    times the difference of the two shares that have the level.
    """
    people, joint = force.people, force.people.joint
    schooling, band, certificate, hours = combos.T
    own_schooling = np.where(
        (band >= 0)[:, None], (joint / joint.sum(axis=0))[:, band].T, force.margins[0][None]
    )
    own_schooling = _one_hot(schooling, own_schooling)
    within = joint / np.maximum(joint.sum(axis=1, keepdims=True), _EDGE)
    own_band = np.where((schooling >= 0)[:, None], within[schooling], force.margins[1][None])
    read = interpolate_rows(people.band_years, people.experience_years, np.eye(len(people.experience_years)))
    own_years = own_band @ read.T
    said = np.isfinite(years)
    exact = interpolate_rows(
        np.where(said, years, 0.0), people.experience_years, np.eye(len(people.experience_years))
    )
    own_years = np.where(said[:, None], exact.T, own_years)
    own_certified = _one_hot(certificate, np.repeat(force.margins[2][None], len(combos), axis=0))
    own_hours = _one_hot(hours, np.repeat(force.margins[3][None], len(combos), axis=0))
    return Sway(
        own_schooling - force.margins[0],
        own_years - force.margins[1] @ read.T,
        own_certified - force.margins[2],
        own_hours - force.margins[3],
        _share_error(force, schooling >= 0, certificate >= 0),
    )


def _one_hot(level: Index, otherwise: Array) -> Array:
    found = otherwise.copy()
    known = np.flatnonzero(level >= 0)
    found[known] = 0.0
    found[known, level[known]] = 1.0
    return found


def _share_error(force: Workforce, schooled: NDArray[np.bool_], certified: NDArray[np.bool_]) -> Array:
    """(u,) standard error of everyone's mean score from who is counted, where a trait sets workers apart from it:
    Dirichlet laws of the sample sizes behind the shares of schooling and of certification."""
    people = force.people
    effect, share = people.education_effect.mean, force.margins[0]
    spread = float(share @ effect**2 - (share @ effect) ** 2)
    variance = schooled * spread / (people.education_size + 1)
    if len(people.certified) > 1:
        none = people.certified[0]
        counts = people.certified[1:] / people.certified[1:].sum()
        of_counts = people.certified_effect.mean[1:]
        lift = float(counts @ of_counts) - float(people.certified_effect.mean[0])
        among = float(counts @ of_counts**2 - (counts @ of_counts) ** 2)
        error = none * (1 - none) / (CERTIFIED_SIZE + 1) * lift**2
        error += (1 - none) ** 2 * among / (COUNT_SHARES_SIZE + 1)
        variance = variance + certified * error
    return np.asarray(np.sqrt(np.maximum(variance, 0)) * force.scale)


def error_draws(force: Workforce, moved: Sway, n: int, seed: int) -> Array:
    """(u, n) draws of the error, in scores, that `moved` has from effects and shares; the same draws of the effects
    serve every occupation and combo, so that answers can be compared draw by draw."""
    rng = np.random.default_rng(seed)
    people, parts = force.people, []
    for effect, weight in (
        (people.education_effect, moved.education),
        (people.experience_effect, moved.experience),
        (people.certified_effect, moved.certified),
        (people.hours_effect, moved.hours),
    ):
        drawn = effect.draw(n, rng) - effect.mean
        parts.append(weight @ drawn.T)
    total = force.scale * (parts[0] + parts[1] + parts[2] + parts[3])
    return np.asarray(total + moved.shares[:, None] * rng.standard_normal(n))


def error_parts(force: Workforce, moved: Sway) -> dict[str, Array]:
    """Standard errors (u,), in scores, of each factor's part."""
    people = force.people

    def se(weight: Array, covariance: Array) -> Array:
        return np.asarray(
            np.sqrt(np.maximum(np.einsum("ui,ij,uj->u", weight, covariance, weight), 0)) * force.scale
        )

    return {
        "education": se(moved.education, people.education_effect.covariance),
        "experience": se(moved.experience, people.experience_effect.covariance),
        "certified": se(moved.certified, people.certified_effect.covariance),
        "hours": se(moved.hours, people.hours_effect.covariance),
        "shares": moved.shares,
    }
