"""What one figure of a text says, once its scope is resolved. Kinds only say how a frame is judged.

Whatever stays open is in `doubts`: a frame with doubts may be borne out by official figures, but convicts nobody
(`gate`). `scope` makes frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from paychart.claims.reader import Subject
from paychart.claims.spans import Figure, Measure

Quantifier = Literal["", "few", "some", "most", "all"]
EVERYONE = "00-0000"
NOW = 0  # the year of "today"


@dataclass(frozen=True)
class Frame:
    """What one figure says. `part` names the words that make the subject a part of its occupation; `place` is an
    area code and `employer` an industry code where one is meant; `year` is None if undated."""

    figure: Figure
    subject: Subject | None
    part: str = ""
    place: str | None = None
    employer: str | None = None
    year: int | None = None
    measure: Measure = "any"
    denied: bool = False
    quantifier: Quantifier = ""
    share: tuple[float, str] | None = None  # of the workers, with its bound: "only 10 percent earn more than"
    source: str = ""
    adjusted: bool = False
    past: bool = False  # told in the past tense
    elsewhere: tuple[str, ...] = ()  # places that the text before may mean
    doubts: tuple[str, ...] = ()

    def told(self) -> dict[str, str]:
        """The frame as words, for `--explain`."""
        said = {
            "figure": self.figure.said(),
            "about": str(self.subject) if self.subject else "nobody named",
            "part": self.part,
            "place": self.place or "nation",
            "employer": self.employer or "all",
            "year": "undated" if self.year is None else "now" if self.year == NOW else str(self.year),
            "measure": self.measure,
            "polarity": "denied" if self.denied else "affirmed",
            "quantifier": self.quantifier,
            "share": f"{self.share[1]} {self.share[0]:.0%}".strip() if self.share else "",
            "source": self.source,
            "open": "; ".join(self.doubts),
        }
        return {name: words for name, words in said.items() if words}
