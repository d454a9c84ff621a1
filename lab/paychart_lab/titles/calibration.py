"""Making probabilities mean what they say: temperature, the 90 % set, and how far each kind of evidence is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paychart.words.titles.catalogue import COVER_STEPS, contained, entries
from paychart.words.titles.model import Curve, Floats, TitleModel
from paychart.words.titles.published import published_code
from paychart_lab.titles.training import CALIBRATION, Titles, Words

COVERAGE = 0.9
TEMPERATURES = np.arange(0.5, 2.01, 0.05)


def truth_of(model: TitleModel, titles: Titles, wordings: Sequence[Words]) -> list[set[int]]:
    """Positions of the codes each wording is listed under."""
    place = {code: i for i, code in enumerate(model.codes)}
    return [{place[c] for c in titles.counts[w]} for w in wordings]


def calibrated(model: TitleModel, titles: Titles) -> TitleModel:
    """The model with temperature and 90 % inclusion set on the calibration tenth, which it was not fitted on."""
    wordings = [w for w in titles.counts if titles.part(w) == CALIBRATION]
    truth = truth_of(model, titles, wordings)
    straight = replace(model, temperature=1.0, curve=Curve((0.0, 1.0), (0.0, 1.0)))
    plain = np.log(np.maximum(straight.probabilities(wordings), 1e-12))

    def odds(temperature: float) -> Floats:
        scores = np.exp((plain - plain.max(1, keepdims=True)) / temperature)
        result: Floats = scores / scores.sum(1, keepdims=True)
        return result

    best = min(TEMPERATURES, key=lambda t: _surprise(odds(float(t)), truth))
    curve = rising_curve(*top_and_hit(odds(float(best)), truth))
    shares = curve.apply(odds(float(best)))
    held = [max(row[i] for i in t) for row, t in zip(shares, truth, strict=True)]
    inclusion = float(np.quantile(held, 1 - COVERAGE))
    return replace(model, temperature=float(best), curve=curve, inclusion=inclusion)


def _surprise(odds: Floats, truth: Sequence[set[int]]) -> float:
    """Mean negative log of the probability given to the right code, the likeliest where several are right."""
    held = [max(row[i] for i in t) for row, t in zip(odds, truth, strict=True)]
    return float(-np.log(np.maximum(held, 1e-9)).mean())


def rising_curve(confidence: NDArray[np.float64], hit: NDArray[np.bool_], points: int = 12) -> Curve:
    """Accuracy by confidence in groups of equal size, made to rise (isotonic regression)."""
    from scipy.optimize import isotonic_regression

    groups = np.array_split(np.argsort(confidence), points)
    stated = np.array([confidence[g].mean() for g in groups])
    true = np.clip(isotonic_regression([hit[g].mean() for g in groups]).x, 0.02, 0.99)
    return Curve((0.0, *map(float, stated), 1.0), (0.0, *map(float, true), max(0.99, float(true[-1]))))


def trusted(model: TitleModel, titles: Titles) -> TitleModel:
    """The model with the weight of each kind of evidence, each measured where two sources can be compared.

    A listed title: how often the SOC direct-match file gives a code among O*NET's. A catalogue title inside a
    longer one: how often the entry found is right when the wording itself is left out. A catalogue title: how
    often SOC's own file agrees, with one imagined disagreement in twenty.
    """
    published = titles.published.names
    one: list[bool] = []
    shared: list[bool] = []
    exact: list[bool] = []
    for by in titles.sources.values():
        if "onet" in by and "soc" in by:
            (one if len(by["onet"]) == 1 else shared).append(bool(by["soc"] & by["onet"]))
        if "catalogue" in by and "soc" in by:
            exact.append(bool(by["soc"] & by["catalogue"]))
    within: dict[float, list[bool]] = {step: [] for step in COVER_STEPS}
    for key, entry in entries().items():
        match = contained(key.split(), model.telling, without=key)
        if match:
            right = published_code(match[0].soc, published) == published_code(entry.soc, published)
            within[max(step for step in COVER_STEPS if match[1] >= step)].append(right)
    trust = {"listed once": _share(one), "listed often": _share(shared), "catalogue": _share(exact)}
    trust |= {f"inside {step}": _share(hits) for step, hits in within.items()}
    return replace(model, trust=trust)


def _share(hits: Sequence[bool]) -> float:
    """Share of hits, as if one miss in twenty had been seen besides."""
    return round((sum(hits) + 19) / (len(hits) + 20), 4)


def top_and_hit(odds: Floats, truth: Sequence[set[int]]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The probability of each row's first code, and whether that code is right."""
    first = odds.argmax(1)
    return odds.max(1).astype(float), np.array([i in t for i, t in zip(first.tolist(), truth, strict=True)])


def calibration_error(confidence: NDArray[np.float64], hit: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean gap of confidence and accuracy over bins of equal width, by their size."""
    held = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(hit[held == k].mean() - confidence[held == k].mean()) * (held == k).mean()
        for k in range(bins)
        if (held == k).any()
    ]
    return float(sum(gaps))
