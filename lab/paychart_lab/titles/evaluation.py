"""How good the coder is, on titles it never saw: accuracy, calibration, abstention, sets, and dollars lost."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paychart.errors import BadInput
from paychart.words.titles.coder import Coder
from paychart.words.titles.model import Floats, Meanings
from paychart.words.titles.published import Published, published_code
from paychart.words.titles.wording import take_apart
from paychart_lab.titles.calibration import calibrated, calibration_error, top_and_hit, trusted, truth_of
from paychart_lab.titles.training import CALIBRATION, HELD_OUT, Progress, Titles, build

HIM_FAMILY = ("29-2072", "29-9021", "11-9111", "15-1211")
KEPT_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


@dataclass(frozen=True)
class Score:
    """Shares are from 0 to 1. `wage_loss` is the mean |log ratio| of the median pay of first code and true code.

    `abstention` holds (share of titles kept, least probability kept, accuracy of the first code among them).
    """

    titles: int
    top1: float
    top5: float
    major_top1: float
    calibration_error: float
    set_coverage: float
    set_size: float
    wage_loss: float
    abstention: tuple[tuple[float, float, float], ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Report:
    """Scores by judge: held-out titles of all occupations and of the HIM family, and a judge file if given."""

    scores: Mapping[str, Score]

    def to_dict(self) -> dict[str, Any]:
        return {name: score.to_dict() for name, score in self.scores.items()}


def score(
    odds: Floats,
    truth: Sequence[set[int]],
    codes: Sequence[str],
    median: Mapping[str, float],
    inclusion: float,
) -> Score:
    """Score probabilities (titles x codes) against the positions of the right codes of each title."""
    order = np.argsort(-odds, axis=1, kind="stable")[:, :5].tolist()
    confidence, hit = top_and_hit(odds, truth)
    within = odds >= inclusion
    within[np.arange(len(truth)), odds.argmax(1)] = True
    return Score(
        titles=len(truth),
        top1=float(hit.mean()),
        top5=float(np.mean([bool(set(five) & right) for five, right in zip(order, truth, strict=True)])),
        major_top1=float(
            np.mean(
                [
                    codes[five[0]][:2] in {codes[i][:2] for i in right}
                    for five, right in zip(order, truth, strict=True)
                ]
            )
        ),
        calibration_error=calibration_error(confidence, hit),
        set_coverage=float(np.mean([bool(row[list(t)].any()) for row, t in zip(within, truth, strict=True)])),
        set_size=float(within.sum(1).mean()),
        wage_loss=_wage_loss([five[0] for five in order], truth, codes, median),
        abstention=_abstention(confidence, hit),
    )


def _wage_loss(
    first: Sequence[int], truth: Sequence[set[int]], codes: Sequence[str], median: Mapping[str, float]
) -> float:
    """Over titles whose first code and right codes all have a printed median; several right codes are averaged."""
    losses = [
        abs(np.log(median[codes[i]]) - np.mean([np.log(median[codes[t]]) for t in right]))
        if i not in right
        else 0.0
        for i, right in zip(first, truth, strict=True)
        if codes[i] in median and all(codes[t] in median for t in right)
    ]
    return float(np.mean(losses)) if losses else float("nan")


def _abstention(
    confidence: NDArray[np.float64], hit: NDArray[np.bool_]
) -> tuple[tuple[float, float, float], ...]:
    surest = np.argsort(-confidence, kind="stable")
    rows = []
    for share in KEPT_SHARES:
        kept = surest[: max(1, round(share * len(surest)))]
        rows.append((share, float(confidence[kept].min()), float(hit[kept].mean())))
    return tuple(rows)


def evaluate(titles: Titles, meanings: Meanings, progress: Progress) -> Report:
    """Fit on eight tenths of `titles`, calibrate on one, score on the last; no wording is in two of them.

    `titles` should be gathered without the catalogue, which was written knowing many of them.
    """
    parts = sorted(set(range(10)) - {HELD_OUT, CALIBRATION})
    model = trusted(calibrated(build(titles, parts, meanings, progress), titles), titles)
    wordings = [w for w in titles.counts if titles.part(w) == HELD_OUT]
    truth, odds = truth_of(model, titles, wordings), model.probabilities(wordings)
    family = {model.codes.index(code) for code in HIM_FAMILY}
    median = titles.published.median
    rows = np.array([bool(t & family) for t in truth])
    mine = [t for t, row in zip(truth, rows, strict=True) if row]
    return Report(
        {
            "held-out titles": score(odds, truth, model.codes, median, model.inclusion),
            "held-out titles of the HIM family": score(
                odds[rows], mine, model.codes, median, model.inclusion
            ),
        }
    )


@dataclass(frozen=True)
class Judged:
    """A title of a judge file with its right code, and codes that are also defensible."""

    title: str
    soc: str
    also: tuple[str, ...]


def read_judge(path: Path) -> list[Judged]:
    """A CSV file with columns `title`, `soc` and, if wanted, `also` (codes apart by spaces)."""
    if not path.is_file():
        raise BadInput(f"{path} is not a file.", hint="Name a CSV file with columns title and soc.")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in ("title", "soc") if name not in (reader.fieldnames or ())]
        if missing:
            raise BadInput(
                f"{path.name} has no column {missing[0]!r}.", nearest=tuple(reader.fieldnames or ())
            )
        return [Judged(row["title"], row["soc"], tuple((row.get("also") or "").split())) for row in reader]


def judge(coder: Coder, rows: Sequence[Judged], published: Published) -> dict[str, Score]:
    """Score the coder on a judge file: by its first answer alone, and with the defensible codes accepted."""
    place = {code: i for i, code in enumerate(coder.model.codes)}

    def right(codes: Sequence[str]) -> set[int]:
        known = [published_code(code, published.names) for code in codes]
        return {place[code] for code in known if code}

    odds, _ = coder.odds([take_apart(row.title).words for row in rows])
    marks = {
        "judge": [right([row.soc]) for row in rows],
        "judge, defensible codes accepted": [right([row.soc, *row.also]) for row in rows],
    }
    for number, truth in enumerate(marks["judge"], start=2):
        if not truth:
            raise BadInput(
                f"Row {number} of the judge has a code that OEWS does not publish.", nearest=("29-2072",)
            )
    return {
        name: score(odds, truth, coder.model.codes, published.median, coder.model.inclusion)
        for name, truth in marks.items()
    }
