"""Statements: what a guide may say. Each is a measured relation with sources; `phrase` has the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["dollars", "jobs", "percent", "percent_per_year", "openings", "hours", "minutes", "years"]
Kind = Literal[
    "level",
    "spread",
    "compare",
    "change",
    "count",
    "extreme",
    "projection",
    "effect",
    "share",
    "no_evidence",
    "path",
    "move",
    "demand",
    "said",
]


@dataclass(frozen=True)
class Source:
    """One published cell or row that a figure rests on. `name` is the publication, `cell` where in it."""

    name: str
    cell: str
    period: str
    url: str

    @property
    def citation(self) -> str:
        return f"{self.name}, {self.period}: {self.cell}."


@dataclass(frozen=True)
class Figure:
    """A number with its unit, what it measures and whose it is; `interval90` says how sure it is.

    `status` is published, modelled or, for an effect, association: never left for the reader to guess.
    """

    subject: str
    measure: str
    value: float
    unit: Unit
    source: Source
    interval90: tuple[float, float] | None = None
    status: str = "published"


@dataclass(frozen=True)
class Statement:
    """One sentence's worth of fact: a figure, and for some kinds the figures it is set against.

    level: figure. spread: figure (low) and others (middle, high). compare: figure against others[0].
    change: figure (later) against others[0] (earlier); years in `note`. count: figure. extreme: others rank
    below figure, best first. projection: figure (change in percent) with others (jobs now, jobs then).
    effect: figure in percent against what `note` names. share: figure in percent or a plain amount, whose
    measure is the verb phrase. path: figure (the last rung), others
    before it, years in `note`. move: figure (gain a year) with others (cost once, years until it pays, odds).
    demand: figure in points of real pay growth a year for ten points of job growth; its measure is the verdict.
    said: the words of a source, which are the subject.
    no_evidence: a figure of 0 for what `figure.subject` names.
    """

    kind: Kind
    figure: Figure
    others: tuple[Figure, ...] = ()
    note: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        found = dict.fromkeys(f.source for f in (self.figure, *self.others))
        return tuple(found)
