"""Beginners against the average: "entry-level professionals may earn less than the average"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.comparison import comparison, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import PEOPLE, money
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "entry level"
ORDER = 30

_ENTRY = re.compile(
    r"\b(?:entry[- ]level(?: \w+){0,2}?|beginners|newcomers|novices|new graduates|recent graduates|"
    r"new(?:ly (?:certified|"
    r"licensed|qualified|hired))? (?:coders|hires|nurses|workers|employees|entrants)|"
    r"those (?:just )?starting(?: out)?|"
    r"starting (?:salar(?:y|ies)|pay|wages?)|apprentices|trainees|first-year \w+)\b(?: (?:professionals|coders|"
    r"workers|"
    r"positions|jobs|roles|hygienists|nurses|developers|employees))?",
    re.I,
)
_EXPECT = re.compile(
    r"\bexpect (?:less|more)|\bless than (?:the )?average|\bbelow (?:the )?(?:average|median)", re.I
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Beginners on the side that is said to earn less (or more)."""
    match = _ENTRY.search(clause.text)
    if match is None:
        return
    found = comparison(clause)
    expected = _EXPECT.search(clause.text)
    if (found is None or found.way == "different") and not expected:
        return
    if found and found.side(match.start()) == "second":
        return
    way = found.way if found else ("more" if expected and "more" in expected[0] else "less")
    subject = reader.subject(clause)
    verdict = _grade(way, subject, reader.evidence) if subject else NOBODY
    anchor = (match.start(), match.end())
    yield Finding(anchor, span(clause.text, anchor), f"beginners; {subject}", verdict)


def _grade(way: str, subject: Subject, evidence: Evidence) -> Verdict:
    cell, starters = evidence.pay(subject.main), evidence.personal(subject.main, experience=0.0)
    if cell is None or starters is None:
        return Verdict(
            "not checkable", "Neither OEWS nor person records tell the pay of beginners in this work."
        )
    gap = 100 * (starters[0] / cell.median - 1)
    below = starters[2] < cell.median
    grade: Grade = "supported" if below == (way in ("less", "no more")) else "contradicted"
    fact = (
        f"Person records put typical pay of {cell.name.lower()} ({cell.code}) in the first year near "
        f"{money(starters[0])} "
        f"(modelled), against a median of {money(cell.median)} and a mean of {money(cell.mean)} for all "
        f"({cell.release})."
    )
    now = {
        **cell.figures(),
        "first_year_median": round(starters[0]),
        "gap_percent": round(gap, 1),
        "grade": grade,
    }
    return Verdict(grade, fact, now=now, lineage=(PEOPLE, cell.citation), current=fact)
