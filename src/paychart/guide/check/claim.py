"""A claim found in someone else's guide, its grade, and the official figures that grade it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from paychart.guide import facts
from paychart.guide.facts import CellPay
from paychart.guide.topics import Topic
from paychart.store import Store

Grade = Literal["supported", "outdated", "contradicted", "figure not found", "not checkable"]


@dataclass(frozen=True)
class Claim:
    """`then` and `now` hold figures of the claim's date and of this release; there may be two grades."""

    quote: str
    start: int
    end: int
    kind: str
    subject: str
    grades: tuple[Grade, ...]
    explanation: str
    then: dict[str, Any] | None = None
    now: dict[str, Any] | None = None
    nearest: dict[str, Any] | None = None
    lineage: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        value = asdict(self)
        value["grade"] = value.pop("grades")[0]
        value["also"] = list(self.grades[1:])
        return value


@dataclass(frozen=True)
class Evidence:
    """What claims are graded against: the store and the occupations the subject stands for."""

    store: Store
    topic: Topic

    def employers(self, occupation: str) -> dict[str, CellPay]:
        return {c.code: c for c in facts.employer_pay(self.store, occupation)}


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence): split at sentence ends and blank lines; figures such as $48,160 stay whole."""
    for match in re.finditer(r"\S(?:.*?)(?:[.!?](?=\s|$)|\n\s*\n|\Z)", text, re.S):
        yield match.start(), match[0].rstrip()
