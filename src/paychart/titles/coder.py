"""From a title to ranked occupations: listed titles first, the learned model for the rest."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput
from paychart.titles.model import TitleModel, load_model
from paychart.titles.wording import Wording, take_apart

ABSTAIN_BELOW = 0.25
LISTED_WEIGHT = 0.9
BATCH = 2048


@dataclass(frozen=True)
class Candidate:
    """One occupation OEWS publishes, with the probability that the title belongs to it."""

    soc: str
    soc_title: str
    probability: float


@dataclass(frozen=True)
class Coding:
    """What a title was coded to. `conformal_set` aims at 90 % coverage; `evidence` says what matched."""

    candidates: tuple[Candidate, ...]
    conformal_set: tuple[str, ...]
    abstained: bool
    evidence: str
    level: str
    schedule: str
    credentials: tuple[str, ...]

    @property
    def best(self) -> Candidate | None:
        return None if self.abstained else self.candidates[0]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; the title itself is not repeated."""
        return asdict(self)


@dataclass(frozen=True)
class Mixture:
    """Occupations a title may stand for, with weights that sum to one, and a question when in doubt."""

    weights: tuple[Candidate, ...]
    question: str


@cache
def carried_model() -> TitleModel:
    """The model in the package, read once."""
    with resources.as_file(resources.files("paychart.titles") / "titles.npz") as path:
        return load_model(Path(path))


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Title key -> (code, reason) of the health-care title catalogue."""
    table = resources.files("paychart.reference") / "him_titles.csv"
    entries: dict[str, tuple[str, str]] = {}
    for row in csv.DictReader(table.read_text("utf-8").splitlines()):
        for title in (row["title"], *filter(None, row["variants"].split("|"))):
            entries.setdefault(take_apart(title).key, (row["soc"], row["reason"]))
    return entries


def code(title: str, employer: str | None = None, description: str | None = None, k: int = 5) -> Coding:
    """Code one title to SOC 2018 occupations as OEWS publishes them.

    Parameters
    ----------
    title : as written on a payroll, at most 300 characters.
    employer, description : optional further words; the title counts four times as much.
    k : how many candidates, at least 1.
    """
    context = " ".join(part[:300] for part in (employer, description) if part)
    return code_many([title], k=k, context=context)[0]


def code_many(titles: Sequence[str], k: int = 5, context: str = "") -> list[Coding]:
    """Code titles in order; equal wordings are worked out once."""
    if k < 1:
        raise BadInput(f"k = {k} asks for no candidate.", nearest=("1", "5"), hint="Ask for at least one.")
    wordings = [take_apart(title) for title in titles]
    distinct = {w.words: w for w in wordings}
    extra = take_apart(context[:300]).words if context else ()
    found: dict[tuple[str, ...], tuple[tuple[Candidate, ...], tuple[str, ...], bool, str]] = {}
    unique = list(distinct.values())
    for start in range(0, len(unique), BATCH):
        part = unique[start : start + BATCH]
        found.update(zip((w.words for w in part), _rank(part, k, extra), strict=True))
    return [Coding(*found[w.words], w.level, w.schedule, w.credentials) for w in wordings]


def _rank(
    wordings: Sequence[Wording], k: int, extra: tuple[str, ...]
) -> list[tuple[tuple[Candidate, ...], tuple[str, ...], bool, str]]:
    model, entries = carried_model(), catalogue()
    position = {soc: i for i, soc in enumerate(model.codes)}
    odds = model.probabilities([w.words for w in wordings])
    if extra:
        odds = 0.8 * odds + 0.2 * model.probabilities([extra])
    evidence = []
    for row, wording in enumerate(wordings):
        listed, entry = model.listed.get(wording.key, ()), entries.get(wording.key)
        if entry:
            odds[row] = 0.05 * odds[row]
            odds[row, position[entry[0]]] += 0.95
            evidence.append("health-care title catalogue" + (f": {entry[1]}" if entry[1] else ""))
        elif listed:
            odds[row] *= 1 - LISTED_WEIGHT
            odds[row, list(listed)] += LISTED_WEIGHT / len(listed)
            evidence.append("title listed by O*NET or SOC")
        else:
            evidence.append("learned from similar titles" if wording.words else "no words to code")
    wide = min(max(k, 25), odds.shape[1])
    best = np.argpartition(-odds, wide - 1, axis=1)[:, :wide]
    best = np.take_along_axis(best, np.argsort(-np.take_along_axis(odds, best, 1), axis=1), 1)
    return [
        _result(model, odds[row, best[row]], best[row], k, bool(w.words), evidence[row], wide)
        for row, w in enumerate(wordings)
    ]


def _result(
    model: TitleModel,
    chances: NDArray[np.float32],
    ranked: NDArray[np.int64],
    k: int,
    worded: bool,
    evidence: str,
    wide: int,
) -> tuple[tuple[Candidate, ...], tuple[str, ...], bool, str]:
    if not worded:
        return (), (), True, evidence
    size = min(int(np.searchsorted(np.cumsum(chances), model.conformal)) + 1, wide)
    candidates = tuple(
        Candidate(model.codes[i], model.names[i], round(float(p), 4))
        for i, p in zip(ranked[:k].tolist(), chances[:k].tolist(), strict=True)
    )
    within = tuple(model.codes[i] for i in ranked[:size].tolist())
    return candidates, within, bool(chances[0] < ABSTAIN_BELOW), evidence


def mixture(title: str, employer: str | None = None) -> Mixture:
    """Occupation weights for pricing a title: candidates of 5 % or more, narrowed by the level it states."""
    coding = code(title, employer, k=8)
    if not coding.candidates:
        raise BadInput("The title has no words that can be coded.", hint='For example "HIM coder II".')
    leads = coding.level in ("director", "vice president")
    kept = [c for c in coding.candidates if c.probability >= 0.05 and (not leads or c.soc.startswith("11-"))]
    kept = kept or list(coding.candidates[:1])
    total = sum(c.probability for c in kept)
    weights = tuple(Candidate(c.soc, c.soc_title, c.probability / total) for c in kept)
    question = ""
    if len(weights) > 1 and weights[0].probability < 0.6:
        question = f"Is the work closer to {weights[0].soc_title} or to {weights[1].soc_title}?"
    return Mixture(weights, question)
