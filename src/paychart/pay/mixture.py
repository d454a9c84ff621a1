"""A job title priced as what it is: a mixture of occupations, the doubt about the code told apart from the range.

The coder's probabilities are narrowed by the level the title states and, by Bayes' rule, by the employer: each
weight is multiplied by the share of the occupation's jobs that are with such employers. The pay of the title is
the mixture of the occupations' wage distributions with these weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.data.store import Store
from paychart.errors import BadInput, PaychartError, Suppressed
from paychart.pay.cells import PERCENTILES, STATISTICS
from paychart.pay.distribution import LEVELS
from paychart.pay.estimate import Estimate, estimates
from paychart.pay.notices import Notice, in_words
from paychart.pay.title_rank import ITSELF, RANKED, WHOLE, rank_of_title, specialty_evidence
from paychart.profile import ALL_INDUSTRIES, NATION, Profile
from paychart.words import find_industry, resolve_profile
from paychart.words.index import plain
from paychart.words.titles import Candidate, Coding, code

Array = NDArray[np.float64]

CONSIDERED, LEAST_WEIGHT = 12, 0.05
CLEAR_WEIGHT, WORTH_ASKING = 0.6, 0.05
# Chosen, not learned: a title that states a rank seldom stands for work without it, and the other way round.
LEADS = frozenset({"director", "chief", "vice president"})
WORKERS = frozenset({"trainee", "I", "II", "III", "IV", "V", "junior", "senior", "lead"})
AGAINST_LEVEL = 0.1
_ABSENT_SHARE = 0.001
_GRID = (np.arange(2000) + 0.5) / 2000
_Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Component:
    """One occupation the title may stand for, with its weight and its own pay."""

    soc: str
    soc_title: str
    weight: float
    title_weight: float
    estimate: Estimate

    def to_dict(self) -> dict[str, Any]:
        own = self.estimate
        return {
            "soc": self.soc, "soc_title": self.soc_title, "weight": round(self.weight, 4),
            "weight_by_title_alone": round(self.title_weight, 4), "status": own.status,
            "annual": dict(own.annual),
            "interval90": {k: list(v) for k, v in own.interval90.items()} if own.interval90 else None,
        }  # fmt: skip


@dataclass(frozen=True)
class TitlePay:
    """Pay of a title. `scope` says whose figures they are; `at_level` is the middle of posts of the title's level, at
    `rank` in the occupation, None where the title states none.

    `annual` is the range among workers with it; `interval90` how sure each figure is, were the
    weights right; `code_share` the share (0 to 1) of the spread in log pay that is doubt about the occupation."""

    components: tuple[Component, ...]
    annual: Mapping[str, float]
    interval90: Mapping[str, tuple[float, float]] | None
    code_share: float
    question: str
    coding: Coding
    names: Mapping[str, str]
    notices: tuple[Notice, ...]
    scope: str
    at_level: float | None
    rank: float | None
    rank_basis: str

    @property
    def warnings(self) -> tuple[str, ...]:
        """The notices in words."""
        return in_words(self.notices)

    @property
    def status(self) -> str:
        """Published only where the title is the occupation's own: no figure is published of any other title."""
        alone = len(self.components) == 1 and self.scope == ITSELF
        return self.components[0].estimate.status if alone else "modelled"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; the title itself is not repeated."""
        return {
            "status": self.status,
            "scope": self.scope,
            "at_level": self.at_level,
            "rank": self.rank,
            "rank_basis": self.rank_basis,
            "names": dict(self.names),
            "level": self.coding.level,
            "credentials": list(self.coding.credentials),
            "evidence": self.coding.evidence,
            "occupations": [component.to_dict() for component in self.components],
            "annual": dict(self.annual),
            "interval90": {k: list(v) for k, v in self.interval90.items()} if self.interval90 else None,
            "share_of_spread_from_doubt_about_the_code": round(self.code_share, 4),
            "question": self.question,
            "lineage": [dict(item) for c in self.components for item in c.estimate.lineage],
            "notices": [notice.to_dict() for notice in self.notices],
            "warnings": list(self.warnings),
        }


def price_title(
    title: str,
    profile: Profile,
    store: Store,
    dated: Callable[[Estimate], Estimate] = lambda answer: answer,
) -> TitlePay:
    """The pay of a job title for the place, employer and person of `profile`, whose occupation is not read.

    `dated` is applied to the estimate of each occupation, to age it for example.

    Raises BadInput where the title has no words that can be coded, Suppressed where none of its occupations has wages.
    """
    coding = code(title, k=CONSIDERED)
    if not coding.candidates:
        raise BadInput("The title has no words that can be coded.", hint='For example "HIM coder II".')
    industry = find_industry(profile.industry, store).code
    weights = narrowed(coding.candidates, coding.level, industry, store)
    components: list[Component] = []
    missing: list[str] = []
    likely = [c for c in coding.candidates if weights.get(c.soc, 0.0) >= LEAST_WEIGHT]
    asked = [resolve_profile(replace(profile, occupation=c.soc), store) for c in likely]
    for candidate, priced in zip(likely, estimates(asked, store), strict=True):
        if isinstance(priced, Suppressed):
            missing.append(candidate.soc_title)
        elif isinstance(priced, PaychartError):
            raise priced
        else:
            weight, share = weights[candidate.soc], candidate.probability
            components.append(Component(candidate.soc, candidate.soc_title, weight, share, dated(priced)))
    if not components:
        raise Suppressed(
            "BLS released no wages for the occupations of this title.", hint="Try a wider title."
        )
    total = sum(c.weight for c in components)
    ranked = sorted(components, key=lambda c: -c.weight)
    return _mixed([replace(c, weight=c.weight / total) for c in ranked], coding, missing, title)


def narrowed(candidates: Sequence[Candidate], level: str, industry: str, store: Store) -> dict[str, float]:
    """Weight by occupation code, summing to one: the title's probabilities, the level it states, the employer."""
    weights = {c.soc: c.probability * _fits_level(c.soc, level) for c in candidates}
    if industry != ALL_INDUSTRIES:
        marks = ", ".join("?" for _ in weights)
        jobs = dict(
            store.rows(
                "SELECT n.occupation, i.employment / n.employment FROM cell n JOIN cell i "
                "ON i.occupation = n.occupation AND i.area = n.area AND i.industry = ? "
                f"WHERE n.area = ? AND n.industry = ? AND n.occupation IN ({marks})",
                [industry, NATION, ALL_INDUSTRIES, *weights],
            )
        )
        weights = {soc: w * max(jobs.get(soc) or 0.0, _ABSENT_SHARE) for soc, w in weights.items()}
    total = sum(weights.values())
    return {soc: w / total for soc, w in weights.items()}


def _fits_level(soc: str, level: str) -> float:
    manages = soc.startswith("11-")
    if (level in LEADS and not manages) or (level in WORKERS and manages):
        return AGAINST_LEVEL
    return 1.0


def _mixed(components: list[Component], coding: Coding, missing: list[str], title: str) -> TitlePay:
    first = components[0].estimate
    weights = np.array([c.weight for c in components])
    if len(components) == 1:
        annual, bands, code_share = dict(first.annual), first.interval90, 0.0
    else:
        grids = np.stack([c.estimate.distribution.quantile(_GRID) for c in components])
        annual = _figures(components, weights, grids)
        bands = _bands(components, weights, annual)
        code_share = _doubt_share(weights, np.log(grids))
    question = _question(components)
    notices = [notice for c in components for notice in c.estimate.notices]
    if coding.abstained:
        notices.insert(0, Notice("title_doubtful"))
    if len(components) > 1:
        notices.append(Notice("title_mixed"))
    notices.append(_no_title_of_its_own(components[0]))
    notices += [
        Notice.of("title_specialty", source=row.source, year=row.year, told=row.note)
        for row in specialty_evidence(title, components[0].soc)
    ]
    if missing:
        notices.append(Notice.of("title_without_wages", occupations=", ".join(missing)))
    names = {key: first.names[key] for key in ("area", "industry")}
    ranked = rank_of_title(title, components[0].soc, coding.level)
    at_level = None if ranked is None else round(float(first.distribution.quantile(ranked.rank)), -1)
    own = plain(title) in (plain(components[0].soc_title), plain(components[0].soc_title.removesuffix("s")))
    return TitlePay(
        tuple(components), annual, bands, code_share, question, coding, names, tuple(notices),
        RANKED if ranked else ITSELF if own else WHOLE,
        at_level, ranked.rank if ranked else None, ranked.basis if ranked else "",
    )  # fmt: skip


def _no_title_of_its_own(component: Component) -> Notice:
    jobs = component.estimate.employment
    if jobs:
        return Notice.of("title_within", occupation=component.soc_title, jobs=jobs)
    return Notice.of("title_within_many", occupation=component.soc_title)


def _figures(components: Sequence[Component], weights: Array, grids: Array) -> dict[str, float]:
    """Mean, and percentiles of the pooled grids, each point with its occupation's weight."""
    points, shares = grids.ravel(), np.repeat(weights / grids.shape[1], grids.shape[1])
    order = np.argsort(points)
    below = np.cumsum(shares[order]) - shares[order] / 2
    quantiles = np.exp(np.interp(LEVELS, below, np.log(points[order])))
    mean = float(sum(c.weight * c.estimate.annual["mean"] for c in components))
    return {
        "mean": round(mean, -1),
        **{p: round(float(q), -1) for p, q in zip(PERCENTILES, quantiles, strict=True)},
    }


def _bands(
    components: Sequence[Component], weights: Array, annual: Mapping[str, float]
) -> dict[str, tuple[float, float]] | None:
    """90 % intervals: each occupation's own error moves a figure by its share of the workers paid about that."""
    if any(c.estimate.interval90 is None for c in components):
        return None
    bands = {}
    for statistic in STATISTICS:
        if statistic == "mean":
            pull = weights * np.array([c.estimate.annual["mean"] for c in components])
        else:
            step = annual[statistic] * np.array([0.98, 1.02])
            pull = weights * np.array(
                [float(np.diff(c.estimate.distribution.percentile_of(step))[0]) for c in components]
            )
        pull = pull / pull.sum() if pull.sum() > 0 else weights
        error = np.array([_log_half_width(c.estimate, statistic) for c in components])
        width = float(np.sqrt((pull**2 * error**2).sum()))
        bands[statistic] = (
            round(annual[statistic] * np.exp(-width), 2), round(annual[statistic] * np.exp(width), 2)
        )  # fmt: skip
    return bands


def _log_half_width(priced: Estimate, statistic: str) -> float:
    assert priced.interval90 is not None
    low, high = priced.interval90[statistic]
    return float(np.log(high / low) / 2)


def _doubt_share(weights: Array, log_pay: Array) -> float:
    """Between-occupation variance of log pay over all of it (law of total variance)."""
    means = log_pay.mean(axis=1)
    between = float(weights @ (means - weights @ means) ** 2)
    within = float(weights @ log_pay.var(axis=1))
    return between / (between + within)


def _question(components: Sequence[Component]) -> str:
    """One question where no occupation is clear and the answer would move the median."""
    if components[0].weight >= CLEAR_WEIGHT or len(components) < 2:
        return ""
    one, other = components[:2]
    gap = abs(np.log(one.estimate.annual["p50"] / other.estimate.annual["p50"]))
    if gap < WORTH_ASKING:
        return ""
    return (
        f"Is the work closer to {one.soc_title} (answer with --occupation {one.soc}) "
        f"or to {other.soc_title} (--occupation {other.soc})?"
    )
