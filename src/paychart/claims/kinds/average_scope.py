"""What an average covers: "this number represents the average across all levels of experience"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Verdict
from paychart.claims.figures import OEWS
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause

NAME = "scope of an average"
ORDER = 80

_SCOPE = re.compile(
    r"\baverage(?: \w+){0,3} (?:across|over|of|for) all (?:levels|workers|experience|"
    r"employees)(?: of \w+(?: and \w+)?)?",
    re.I,
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """An average that is said to be over all workers."""
    match = _SCOPE.search(clause.text)
    if match:
        why = (
            "OEWS means cover all wage and salary workers of the occupation, whatever their experience "
            "or schooling; the self-employed are left out."
        )
        verdict = Verdict("supported", why, lineage=(f"{OEWS}, technical notes.",), current=why)
        anchor = match.start(), match.end()
        yield Finding(anchor, anchor, str(reader.subject(clause)), verdict)
