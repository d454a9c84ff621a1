"""A claim found in a guide, its grade, and the official figures that grade it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from paychart.claims.frame import Frame

Grade = Literal["supported", "contradicted", "outdated", "figure not found", "misleading", "not checkable"]
GRADES: tuple[Grade, ...] = (
    "supported",
    "contradicted",
    "outdated",
    "figure not found",
    "misleading",
    "not checkable",
)


@dataclass(frozen=True)
class Verdict:
    """How official data grade a claim. `then` is the claim's own date, `now` this release; each may hold a
    `grade` of its own beside its figures. `nearest` is the closest figure that exists."""

    grade: Grade
    explanation: str
    then: Mapping[str, Any] | None = None
    now: Mapping[str, Any] | None = None
    nearest: Mapping[str, Any] | None = None
    lineage: tuple[str, ...] = ()
    current: str = ""  # what is true now, in a sentence: for an updated guide

    @property
    def now_grade(self) -> Grade | None:
        """The grade by today's data, where it differs in kind from the grade itself."""
        return self.now.get("grade") if self.now else None


NOBODY = Verdict("not checkable", "The guide does not say whose pay this is.")


@dataclass(frozen=True)
class Finding:
    """What a kind finds in a clause: offsets are within the readable text. The anchor is the word or figure that
    is marked; the span is what is quoted."""

    anchor: tuple[int, int]
    span: tuple[int, int]
    subject: str
    verdict: Verdict
    frame: Frame | None = None


@dataclass(frozen=True)
class Claim:
    """One graded claim. `start` and `end` count characters of the file; `quote` is what a reader sees there."""

    quote: str
    start: int
    end: int
    kind: str
    subject: str
    verdict: Verdict
    anchor: tuple[int, int]
    sentence: tuple[int, int]
    order: int = field(default=0, compare=False)
    frame: Mapping[str, str] = field(default_factory=dict, compare=False)  # how it was read, for `--explain`

    @property
    def grade(self) -> Grade:
        return self.verdict.grade

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        v = self.verdict
        return {
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "subject": self.subject,
            "grade": v.grade,
            "then": dict(v.then) if v.then else None,
            "now": dict(v.now) if v.now else None,
            "nearest": dict(v.nearest) if v.nearest else None,
            "explanation": v.explanation,
            "lineage": list(v.lineage),
            "frame": dict(self.frame),
        }
