"""Figures from other publishers: surveys whose printed rows paychart carries, and job sites it cannot check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from paychart.claims.claim import Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.sentences import Clause
from paychart.claims.words import now_sentence
from paychart.pay import evidence as registry

if TYPE_CHECKING:
    from paychart.claims.reader import Reader, Subject

_SOURCE = re.compile(
    r"\b(Glassdoor|PayScale|Indeed|Salary\.com|ZipRecruiter|LinkedIn|Comparably|Talent\.com|Robert Half|Monster|"
    r"Zippia|"
    r"CareerBuilder|Levels\.fyi|Dice|Payscale|Medscape|AAPC|AHIMA|NCRA|ACDIS|HIMSS|MGMA|O\*NET|NACE|ADHA|"
    r"AICPA|some (?:web)?sites)\b"
)
_OFFICIAL = re.compile(r"\b(?:BLS|Bureau of Labor Statistics|OEWS|Department of Labor)\b")
_CREDENTIALED = re.compile(r"\b(?:un)?(?:certified|credentialed)\b|\bcredentials?\b", re.I)
_SURVEY = re.compile(r"\bsurvey(?:ed)?\b|\brespondents\b|\bmembers\b", re.I)


def other_source(clause: Clause, reader: Reader) -> str:
    """The publisher a figure is credited to, where it is not BLS; "a survey" where it has no name."""
    for text in (clause.text, clause.sentence.text):
        match = _SOURCE.search(text)
        if match:
            return match[1]
        if _OFFICIAL.search(text):
            return ""
    before = reader.previous(clause.sentence)
    if before and before.block == clause.sentence.block and _CREDENTIALED.search(clause.sentence.text):
        match = _SOURCE.search(before.text)
        if match:
            return match[1]
    if _SURVEY.search(clause.sentence.text):
        for _ in range(4):
            match = _SOURCE.search(before.text) if before else None
            if match:
                return match[1]
            before = reader.previous(before) if before else None
        return "a survey"
    return ""


def survey_figure(
    value: float, source: str, year: int | None, subject: Subject | None, evidence: Evidence
) -> Verdict:
    """A sum that a survey printed: supported if a row of the evidence registry has it, else not checkable."""
    today = now_sentence(evidence, subject) if subject else ""
    for row in registry.registry():
        printed = [v for v in (row.value, row.reference) if v is not None and abs(v - value) <= 0.5]
        if printed and source in row.source and row.unit == "dollars a year" and year in (None, row.year):
            who = row.level if row.value == printed[0] else row.versus
            why = f"{row.source} prints ${value:,.0f} for {who} (members who answered, not all workers). {today}"
            figures = {
                "source": row.source,
                "year": row.year,
                "value": value,
                "who": who,
                "grade": "supported",
            }
            return Verdict(
                "supported", why, figures, None, None, (f"{row.id} {row.source}: {row.url}",), today
            )
    return Verdict(
        "not checkable", f"A figure of {source}, whose data are not at hand. {today}", current=today
    )
