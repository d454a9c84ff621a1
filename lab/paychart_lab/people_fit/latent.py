"""The latent-score regression: area effects out, normal scores inside the occupation, effects shrunk up the
SOC tree.

Model, within occupation o: score z = x'b_o + tau_o e, with b_o ~ N(b_minor, T1), b_minor ~ N(b_major, T2),
b_major ~ N(b_all, T3), each T diagonal and estimated by EM. The tree is Gaussian, so one pass up and one
down give
exact posterior means and covariances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from paychart_lab.people_fit.records import EDUCATION, EMPLOYERS, HOURS, Floats, Ints, Records

SPLINE_KNOTS = (0.0, 3.0, 8.0, 15.0, 25.0, 40.0)
REFERENCE = {"education": 1, "hours": 3}
AREA_PRIOR_RECORDS = 30.0


def spline(experience: Floats) -> Floats:
    """Natural cubic spline basis without a constant, (n, 5): linear beyond 40 years."""
    knots = np.asarray(SPLINE_KNOTS)
    years = np.minimum(experience, 45.0)[:, None]
    cubes = np.maximum(years - knots, 0.0) ** 3
    last = knots[-1]
    slopes = (cubes - cubes[:, -1:]) / (last - np.where(knots == last, last - 1, knots))
    curved = (slopes[:, :-2] - slopes[:, -2:-1]) / last**2
    return np.hstack([years / 10.0, curved])


def design(records: Records) -> Floats:
    """(n, p): constant, education against high school, experience spline, employer, hours against 40."""
    education = np.eye(len(EDUCATION))[:, [i for i in range(len(EDUCATION)) if i != REFERENCE["education"]]]
    hours = np.eye(len(HOURS))[:, [i for i in range(len(HOURS)) if i != REFERENCE["hours"]]]
    return np.hstack(
        [
            np.ones((len(records), 1)),
            education[records.education],
            spline(records.experience),
            np.eye(len(EMPLOYERS))[records.employer],
            hours[records.hours],
        ]
    )


EDUCATION_COLUMNS = slice(1, 1 + len(EDUCATION) - 1)
EXPERIENCE_COLUMNS = slice(EDUCATION_COLUMNS.stop, EDUCATION_COLUMNS.stop + len(SPLINE_KNOTS) - 1)
EMPLOYER_COLUMNS = slice(EXPERIENCE_COLUMNS.stop, EXPERIENCE_COLUMNS.stop + len(EMPLOYERS))
HOURS_COLUMNS = slice(EMPLOYER_COLUMNS.stop, EMPLOYER_COLUMNS.stop + len(HOURS) - 1)


def area_effects(records: Records, *, rounds: int = 12) -> dict[str, float]:
    """Log wage level of each area, net of occupation, education and experience, shrunk by its record
    count."""
    _, occupation = np.unique(records.occupation, return_inverse=True)
    names, area = np.unique(records.area, return_inverse=True)
    band = np.minimum(records.experience // 5, 8).astype(np.int64)
    cell = occupation * 7 + records.education
    effect = np.zeros(len(names))
    curve = np.zeros(9)
    counts = np.bincount(area)
    shrink = counts / (counts + AREA_PRIOR_RECORDS)
    w = records.weight
    for _ in range(rounds):
        level = _group_mean(records.log_wage - effect[area] - curve[band], cell, w)
        curve = _group_mean(records.log_wage - effect[area] - level[cell], band, w)
        effect = shrink * _group_mean(records.log_wage - level[cell] - curve[band], area, w)
        effect -= np.average(effect[area], weights=w)
    return dict(zip(names.tolist(), effect.tolist(), strict=True))


def _group_mean(values: Floats, group: Ints, weight: Floats) -> Floats:
    total = np.bincount(group, weight)
    return np.bincount(group, weight * values) / np.where(total > 0, total, 1.0)


def mid_ranks(values: Floats, weight: Floats) -> Floats:
    """Weighted mid-distribution F(y-) + P(y)/2 of each value; ties share theirs."""
    _, tie = np.unique(values, return_inverse=True)
    mass = np.bincount(tie, weight)
    middle = np.cumsum(mass) - mass / 2
    return np.asarray(middle[tie] / mass.sum())


def normal_scores(values: Floats, weight: Floats) -> Floats:
    return np.asarray(ndtri(mid_ranks(values, weight)))


@dataclass(frozen=True)
class Evidence:
    """What one occupation's records say: precision P and P b (p x p, p), residual variance, count."""

    precision: Floats
    moment: Floats
    residual_variance: float
    records: int


def gather(scores: Floats, x: Floats, weight: Floats) -> Evidence:
    """Weighted least squares in precision form; Kish's effective size stands in for the weights' design
    effect."""
    w = weight * weight.sum() / np.square(weight).sum()
    gram = (x * w[:, None]).T @ x
    cross = x.T @ (w * scores)
    ridge = gram + np.eye(x.shape[1]) * 0.5
    fitted = x @ np.linalg.solve(ridge, cross)
    variance = max(float(np.average(np.square(scores - fitted), weights=w)), 0.2)
    return Evidence(gram / variance, cross / variance, variance, len(scores))


@dataclass(frozen=True)
class Node:
    """Posterior of one occupation or group: mean and covariance of its coefficients."""

    mean: Floats
    covariance: Floats


def shrink_tree(
    evidence: dict[str, Evidence], parents: dict[str, str], levels: list[list[str]], *, rounds: int = 15
) -> tuple[dict[str, Node], list[Floats]]:
    """Posterior of every node, and the three between-node variances. `levels` runs from leaves up to the
    root."""
    p = len(next(iter(evidence.values())).moment)
    variances = [np.full(p, 0.05) for _ in levels[:-1]]
    nodes: dict[str, Node] = {}
    for _ in range(rounds):
        nodes, variances = _em_round(evidence, parents, levels, variances)
    return nodes, variances


def _em_round(
    evidence: dict[str, Evidence], parents: dict[str, str], levels: list[list[str]], variances: list[Floats]
) -> tuple[dict[str, Node], list[Floats]]:
    p = len(variances[0])
    precision = {name: np.zeros((p, p)) for level in levels for name in level}
    moment = {name: np.zeros(p) for level in levels for name in level}
    for name, seen in evidence.items():
        precision[name] += seen.precision
        moment[name] += seen.moment
    gains: dict[str, Floats] = {}
    inverse: dict[str, Floats] = {}
    for depth, level in enumerate(levels[:-1]):
        prior = np.diag(1.0 / variances[depth])
        for name in level:
            inverse[name] = np.asarray(np.linalg.inv(precision[name] + prior), dtype=np.float64)
            gains[name] = inverse[name] @ prior
            up = prior - prior @ gains[name]
            precision[parents[name]] += up
            moment[parents[name]] += prior @ inverse[name] @ moment[name]
    root = levels[-1][0]
    covariance = np.asarray(np.linalg.inv(precision[root] + np.eye(p) * 0.01), dtype=np.float64)
    nodes = {root: Node(covariance @ moment[root], covariance)}
    updated: list[Floats] = []
    for depth in range(len(levels) - 2, -1, -1):
        spread = np.zeros(p)
        for name in levels[depth]:
            parent = nodes[parents[name]]
            mean = inverse[name] @ moment[name] + gains[name] @ parent.mean
            cov = inverse[name] + gains[name] @ parent.covariance @ gains[name].T
            nodes[name] = Node(mean, cov)
            both = gains[name] @ parent.covariance
            spread += np.square(mean - parent.mean) + np.diag(cov + parent.covariance - both - both.T)
        updated.insert(0, np.clip(spread / len(levels[depth]), 1e-5, 1.0))
    return nodes, updated
