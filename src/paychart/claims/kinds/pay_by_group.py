"""Pay of men and women, or by race: OEWS does not count it, and it is said to be so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Verdict
from paychart.claims.grammar import PAY
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause

NAME = "pay by group"
ORDER = 12

_GROUP = re.compile(
    r"\bgender (?:pay|wage) gap\b|\b(?:men|women|males?|females?|(?:white|black|hispanic|latino|"
    r"asian) (?:workers|nurses|men|"
    r"women|people))\b(?=.*\b(?:earn|make|paid|pay|cents)\b)|\bcents (?:on|for|to) (?:the|every) (?:male |"
    r"man's )?dollar\b",
    re.I,
)
_WHY = (
    "Official wage data by occupation do not count pay by sex or race; the yearly tables of the Current Population "
    "Survey would settle it."
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """The first such group in a clause about pay."""
    match = _GROUP.search(clause.text)
    if match and (PAY.search(clause.text) or "cents" in clause.text):
        anchor = match.start(), match.end()
        yield Finding(anchor, anchor, str(reader.subject(clause)), Verdict("not checkable", _WHY))
