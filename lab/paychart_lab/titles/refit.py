"""Refit the title model on this machine from official files; the model in the package steps aside for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paychart.words.titles.model import Meanings, TitleModel, save_model
from paychart_lab.titles.calibration import calibrated, trusted
from paychart_lab.titles.training import CALIBRATION, Titles, build


@dataclass(frozen=True)
class Refit:
    """Where the model was written, on how many titles it was fitted, and its size in bytes."""

    path: Path
    titles: int
    size: int

    def to_dict(self) -> dict[str, Any]:
        return {"path": str(self.path), "titles": self.titles, "bytes": self.size}


def learn(titles: Titles, meanings: Meanings, progress: Callable[[str, float], None]) -> TitleModel:
    """Calibrate a fit that leaves one tenth out, then fit on everything and keep that calibration."""
    first = build(titles, set(range(10)) - {CALIBRATION}, meanings, lambda what, s: progress(what, s / 2))
    held = trusted(calibrated(first, titles), titles)
    whole = build(titles, range(10), meanings, lambda what, s: progress(what, 0.5 + s / 2))
    return replace(
        whole, temperature=held.temperature, curve=held.curve, inclusion=held.inclusion, trust=held.trust
    )


def refit(titles: Titles, meanings: Meanings, target: Path, progress: Callable[[str, float], None]) -> Refit:
    """`learn`, written to `target` whole or not at all."""
    model = learn(titles, meanings, progress)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_model(model, target)
    return Refit(target, len(titles.counts), target.stat().st_size)
