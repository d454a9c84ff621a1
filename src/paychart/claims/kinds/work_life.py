"""Benefits, hours, security and satisfaction: claims that OEWS cannot check, said to be so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Verdict
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause

NAME = "work life"
ORDER = 90

_WORK_LIFE = re.compile(
    r"\b(?:(?:excellent |good |great |generous )?benefits(?: packages?)?|health insurance|paid (?:time off|"
    r"vacation|leave)|retirement plans?|"
    r"flexib(?:le|ility)(?: (?:hours|schedules?|careers?))?|work[- ]life balance|job satisfaction|"
    r"job security|financial stability|"
    r"remote (?:work|jobs?|positions?)|work(?:ing)? (?:remotely|from home)|part[- ]time|long hours|"
    r"hours are long|rewarding careers?|"
    r"satisfying|low stress|stress(?:ful)?|burnout|stable careers?|recession-proof|overtime)\b",
    re.I,
)
_ADVICE = re.compile(
    r"\b(?:should|consider|ask|if you|look for|compare|make sure|whether|think about)\b", re.I
)
_ABOUT_LEISURE = re.compile(r"\btuition benefits?\b|\bbenefits? of\b", re.I)
_REMOTE = re.compile(r"remote|home", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each such word in a statement; advice to think about them is no claim."""
    text = clause.text
    if _ADVICE.search(clause.sentence.text) or _ABOUT_LEISURE.search(text):
        return
    for match in _WORK_LIFE.finditer(text):
        why = "Official wage and job data do not measure this."
        if _REMOTE.search(match[0]):
            why = "Official wage data do not count remote jobs; how common is common is not said."
        anchor = match.start(), match.end()
        yield Finding(anchor, anchor, str(reader.subject(clause)), Verdict("not checkable", why))
