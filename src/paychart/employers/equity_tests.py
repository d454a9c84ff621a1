"""The statistics of an audit: regression with robust errors, permutation for few, decomposition, influence, power.

Regression and the decomposition's oracle are statsmodels; what is here puts them to use on a pay question.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from paychart.employers.equity_data import People

Floats = NDArray[np.float64]

FEWEST, FEWEST_EACH = 30, 5  # OFCCP's 2006 voluntary guidelines: below that a cohort is looked at, not tested
CLUSTERS = 40
POWER, ALPHA = 0.80, 0.05
PERMUTATIONS = 4999
_DEGREES = 8
_SEED = 20250501


@dataclass(frozen=True)
class Gap:
    """A pay gap between two groups, like with like: `log_gap` is compared minus reference.

    `method` says how its error was found; `p_value` two-sided; `detectable` the smallest gap (share of pay) that
    so many people would show 4 times in 5; NaN where it cannot be found.
    """

    unit: str
    people: int
    compared: int
    raw_gap: float
    log_gap: float
    se: float
    p_value: float
    method: str
    detectable: float
    degrees: int

    @property
    def gap(self) -> float:
        """As a share of pay: -0.03 is 3 % less."""
        return math.expm1(self.log_gap)

    @property
    def interval95(self) -> tuple[float, float]:
        half = float(t.ppf(1 - ALPHA / 2, max(self.degrees, 1))) * self.se
        return math.expm1(self.log_gap - half), math.expm1(self.log_gap + half)


def fitted(people: People) -> Any:
    """The regression of log pay on the group and the factors, with HC3 errors, or clustered where clusters allow."""
    import statsmodels.api as sm

    people = _informative(people)
    x = np.column_stack([np.ones(len(people.pay)), people.compared, _independent(people)])
    model = sm.OLS(people.log_pay, x)
    clusters = 0 if people.cluster is None else len(np.unique(people.cluster))
    if clusters > CLUSTERS and len(people.pay) >= 2 * clusters:
        return model.fit(cov_type="cluster", cov_kwds={"groups": people.cluster}, use_t=True)
    return model.fit(cov_type="HC3", use_t=True)


def _informative(people: People) -> People:
    """Without those who alone carry a factor level: the fit passes through them whatever they are paid."""
    for _ in range(5):
        x = np.column_stack([np.ones(len(people.pay)), people.compared, _independent(people)])
        leverage = np.asarray(np.einsum("ij,jk,ik->i", x, np.linalg.pinv(x.T @ x), x))
        if (leverage < 1 - 1e-6).all():
            break
        people = people.within(leverage < 1 - 1e-6)
    return people


def _independent(people: People) -> Floats:
    """The factors without columns that others (or the constant) add up to."""
    kept: list[int] = []
    base = np.column_stack([np.ones(len(people.pay)), people.compared])
    for j in range(people.design.shape[1]):
        column = people.design[:, j]
        rest = column - base @ np.linalg.lstsq(base, column, rcond=None)[0]
        if float(rest @ rest) > 1e-8 * max(float(column @ column), 1e-12):
            base = np.column_stack([base, column])
            kept.append(j)
    return people.design[:, kept]


def can_regress(people: People) -> bool:
    """Whether there are enough people in both groups, and beyond the number of factors."""
    few = float(min(people.compared.sum(), (1 - people.compared).sum()))
    return len(people.pay) >= max(FEWEST, 3 * people.design.shape[1]) and few >= FEWEST_EACH


def gap(people: People, unit: str = "everyone", *, rng: np.random.Generator | None = None) -> Gap | None:
    """The adjusted gap within one pay-analysis group; None where a group has nobody to compare with."""
    n, compared = len(people.pay), int(people.compared.sum())
    if not 2 <= compared <= n - 2:
        return None
    raw = people.log_pay[people.compared == 1].mean() - people.log_pay[people.compared == 0].mean()
    if can_regress(people):
        fit = fitted(people)
        se = float(fit.bse[1])
        clustered = fit.cov_type == "cluster"
        return Gap(
            unit, n, compared, math.expm1(raw), float(fit.params[1]), se, float(fit.pvalues[1]),
            "regression, errors clustered" if clustered else "regression, HC3 errors",
            math.expm1((norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)) * se), _degrees(people, fit, clustered),
        )  # fmt: skip
    return _by_permutation(people, unit, math.expm1(raw), rng or np.random.default_rng(_SEED))


def _degrees(people: People, fit: Any, clustered: bool) -> int:
    """Of the t distribution that the error calls for: with clusters, one less than their number."""
    if clustered and people.cluster is not None:
        return int(len(np.unique(people.cluster)) - 1)
    return int(fit.df_resid)


def _by_permutation(people: People, unit: str, raw: float, rng: np.random.Generator) -> Gap:
    """Few people: the gap left after a plain fit of the factors there is room for, against shuffled groups.

    At least half of the people, and eight, stay as degrees of freedom. Where factors must be left out, those that go
    least with pay and least with the group go first (double selection): what goes with both would bias the gap.
    """
    n = len(people.pay)
    factors = _independent(people)
    room = max(min(factors.shape[1], n - 2 - max(_DEGREES, n // 2)), 0)
    ties = np.maximum(
        np.abs(_correlations(factors, people.log_pay)), np.abs(_correlations(factors, people.compared))
    )
    x = np.column_stack([np.ones(n), factors[:, np.argsort(-np.nan_to_num(ties))[:room]]])
    hat = x @ np.linalg.pinv(x)
    y, d = people.log_pay - hat @ people.log_pay, people.compared - hat @ people.compared
    spread = float(d @ d)
    if spread <= 1e-9:
        return Gap(
            unit,
            n,
            int(people.compared.sum()),
            raw,
            math.nan,
            math.nan,
            math.nan,
            "not separable",
            math.nan,
            0,
        )
    # Freedman and Lane: residuals shuffled, factors kept. The t ratio is compared, not the gap, or few degrees of
    # freedom would give too many alarms.
    shuffled = y[rng.permuted(np.tile(np.arange(n), (PERMUTATIONS, 1)), axis=1)]
    shuffled -= shuffled @ hat
    draws, observed = shuffled @ d / spread, float(d @ y) / spread
    ratios = draws**2 / np.maximum((shuffled**2).sum(axis=1) - draws**2 * spread, 1e-300)
    own = observed**2 / max(float(y @ y) - observed**2 * spread, 1e-300)
    p = (1 + int((ratios >= own * (1 - 1e-9)).sum())) / (PERMUTATIONS + 1)
    # Shuffled residuals have lost the degrees of freedom that the factors took.
    se = float(draws.std()) * math.sqrt(n / max(n - x.shape[1] - 1, 1))
    return Gap(
        unit, n, int(people.compared.sum()), raw, observed, se, p,
        f"permutation of {PERMUTATIONS + 1:,}"
        + ("" if room == factors.shape[1] else f", room for {room} of {factors.shape[1]} factor columns"),
        math.expm1((norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)) * se), n - x.shape[1] - 1,
    )  # fmt: skip


def _correlations(design: Floats, y: Floats) -> Floats:
    centered, target = design - design.mean(axis=0), y - y.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(centered.T @ target / np.sqrt((centered**2).sum(axis=0) * (target @ target)))


def adjusted(p_values: Sequence[float], method: str) -> list[float]:
    """Holm or Benjamini-Hochberg adjusted p-values; NaN stays NaN and does not count."""
    from statsmodels.stats.multitest import multipletests

    known = [i for i, p in enumerate(p_values) if not math.isnan(p)]
    result = [math.nan] * len(p_values)
    if known:
        found = multipletests([p_values[i] for i in known], method=method)[1]
        for i, p in zip(known, found, strict=True):
            result[i] = float(p)
    return result


@dataclass(frozen=True)
class Decomposition:
    """Blinder-Oaxaca, pooled coefficients with the group among them: explained + unexplained = difference.

    Log pay of the reference minus the compared group; `by_factor` splits the explained part.
    """

    difference: float
    explained: float
    unexplained: float
    by_factor: dict[str, float]


def decompose(people: People) -> Decomposition:
    """How much of the raw difference goes with the factors."""
    x = _independent(people)
    names = _names_of(people, x)
    design = np.column_stack([np.ones(len(people.pay)), people.compared, x])
    beta = np.linalg.lstsq(design, people.log_pay, rcond=None)[0]
    one, two = people.compared == 0, people.compared == 1
    parts = (x[one].mean(axis=0) - x[two].mean(axis=0)) * beta[2:]
    difference = float(people.log_pay[one].mean() - people.log_pay[two].mean())
    by_factor: dict[str, float] = {}
    for name, part in zip(names, parts, strict=True):
        factor = name.split(":")[0].removesuffix(" squared")
        by_factor[factor] = by_factor.get(factor, 0.0) + float(part)
    explained = float(parts.sum())
    return Decomposition(difference, explained, difference - explained, by_factor)


def _names_of(people: People, kept: Floats) -> list[str]:
    names, at = [], 0
    for j, name in enumerate(people.names):
        if at < kept.shape[1] and np.array_equal(people.design[:, j], kept[:, at]):
            names.append(name)
            at += 1
    return names


def influence(people: People) -> tuple[float, float, int]:
    """(largest change of the gap when one person is left out, gap without the 1 % most influential, how many)."""
    import statsmodels.api as sm

    x = np.column_stack([np.ones(len(people.pay)), people.compared, _independent(people)])
    fit = sm.OLS(people.log_pay, x).fit()
    leverage = np.clip(np.einsum("ij,jk,ik->i", x, np.linalg.pinv(x.T @ x), x), 0, 1 - 1e-9)
    changes = (np.linalg.pinv(x.T @ x)[1] @ x.T) * fit.resid / (1 - leverage)
    count = max(1, len(people.pay) // 100)
    without = np.ones(len(people.pay), dtype=bool)
    without[np.argsort(-np.abs(changes))[:count]] = False
    again = np.linalg.lstsq(x[without], people.log_pay[without], rcond=None)[0][1]
    return float(np.abs(changes).max()), float(again), count


def cost_to_close(people: People, gap_log: float, hours: Floats) -> tuple[float, int]:
    """Dollars a year, and people raised, that bring the adjusted gap to zero by raising those below prediction.

    Those of the lower-paid group furthest below what the factors predict for the other group are raised first, up to
    that prediction, until the group's average log pay has risen by the gap.
    """
    lower = people.compared == (1.0 if gap_log < 0 else 0.0)
    design = np.column_stack([np.ones(len(people.pay)), people.compared, _independent(people)])
    beta = np.linalg.lstsq(design, people.log_pay, rcond=None)[0]
    design[:, 1] = 0.0 if gap_log < 0 else 1.0
    short = np.where(lower, np.maximum(design @ beta - people.log_pay, 0.0), 0.0)
    order = np.argsort(-short)
    raised = np.zeros(len(short))
    hat = np.linalg.pinv(np.column_stack([np.ones(len(people.pay)), people.compared, _independent(people)]))[
        1
    ]
    for _ in range(20):  # what one raise does to the gap depends on whose it is
        left = abs(float(hat @ (people.log_pay + raised)))
        if left < 1e-6 or float(hat @ (people.log_pay + raised)) * gap_log < 0:
            break
        needed = left * lower.sum()
        for i in order:
            step = min(short[i] - raised[i], needed)
            if step > 0:
                raised[i] += step
                needed -= step
            if needed <= 1e-12:
                break
    return float((people.pay * np.expm1(raised) * hours).sum()), int((raised > 1e-9).sum())
