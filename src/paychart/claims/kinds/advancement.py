"""Room to advance: "ample opportunities for career advancement"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Verdict
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause

NAME = "advancement"
ORDER = 82

_ROOM = re.compile(
    r"\b(?:opportunit(?:y|ies) (?:for|to) (?:career |professional )?(?:advance\w*|growth|promot\w*|grow)|"
    r"room (?:to|for) (?:grow\w*|advance\w*)|"
    r"(?:career )?advancement opportunit(?:y|ies)|better (?:job|career) opportunit(?:y|ies)|"
    r"easy to (?:advance|move up)|"
    r"career ladder|growth opportunit(?:y|ies))\b",
    re.I,
)
_ADVICE = re.compile(r"\b(?:should|consider|look for|ask about)\b", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Prospects of moving up. No official data count promotions; openings in the work above are the nearest."""
    match = _ROOM.search(clause.text)
    if match is None or _ADVICE.search(clause.sentence.text):
        return
    subject = reader.subject(clause)
    why, now = "No official data count promotions.", None
    lineage: tuple[str, ...] = ()
    above = subject.codes[-1] if subject else None
    outlook = reader.evidence.outlook(above) if above else None
    if outlook:
        why += (
            f" Nearest: {outlook.title.lower()} ({outlook.code}) expect {outlook.openings:,.0f} "
            f"openings a year and {outlook.change:+.1f}% jobs, {outlook.edition}."
        )
        now, lineage = outlook.figures(), (outlook.citation,)
    anchor = match.start(), match.end()
    yield Finding(
        anchor, anchor, str(subject), Verdict("not checkable", why, now=now, lineage=lineage, current=why)
    )
