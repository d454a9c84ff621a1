"""Experience that is said to pay: "those with ten years of experience earn more than newcomers"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Verdict
from paychart.claims.comparison import SAID, comparison, grade_gap, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import PEOPLE, money
from paychart.claims.grammar import number
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "experience comparison"
ORDER = 46
RESOLVES = frozenset({"denial", "part"})

_EXPERIENCE = re.compile(
    r"\b(?:(?P<years>\d{1,2}|two|three|five|ten|twenty)(?: or more|\+)? years?(?:'|s)?(?: of|"
    r" in)?(?: \w+)? (?:experience|the field|the job)|"
    r"(?:After|after) (?P<after>\d{1,2}|two|three|five|ten) years|"
    r"(?:extensive |more |considerable |years of |greater |work )?experience(?!d)|(?:more |highly |"
    r"most )?experienced(?: \w+)?|seasoned \w+|"
    r"senior(?:-level)? (?!\bcenter)\w+|veteran \w+|long-serving \w+)",
    re.I,
)
_NOVICE = 0.0  # years; "newcomers" and "those just starting"
_SEASONED = 10.0


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """The first words for experience on the side that is said to earn more (or less)."""
    match = _EXPERIENCE.search(clause.text)
    found = comparison(clause) if match else None
    if match is None or found is None or found.way == "different" or found.side(match.start()) == "second":
        return
    subject = reader.subject(clause)
    years = number(match["years"] or match["after"] or "") or _SEASONED
    verdict = _grade(years, found.way, found.percent, subject, reader.evidence) if subject else NOBODY
    anchor = (match.start(), match.end())
    yield Finding(anchor, span(clause.text, anchor), f"{match[0]}; {subject}", verdict)


def _grade(years: float, way: str, percent: float | None, subject: Subject, evidence: Evidence) -> Verdict:
    here, there = (
        evidence.personal(subject.main, experience=years),
        evidence.personal(subject.main, experience=_NOVICE),
    )
    if here is None or there is None or years <= _NOVICE:
        return Verdict("not checkable", "Person records say too little of experience in this work.")
    gap = 100 * (here[0] / there[0] - 1)
    grade = grade_gap(way, gap, here[1] > there[2] or here[2] < there[1], percent)  # type: ignore[arg-type]
    title = evidence.title(subject.main).lower()
    fact = (
        f"Among {title} ({subject.main}), typical pay is {money(here[0])} after {years:g} years against "
        f"{money(there[0])} "
        f"at the start ({gap:+.0f}%; modelled from person records, an association)."
    )
    now = {
        "occupation": subject.main,
        "years": years,
        "median": round(here[0]),
        "against_years": _NOVICE,
        "against_median": round(there[0]),
        "gap_percent": round(gap, 1),
        "grade": grade,
    }
    cell = evidence.pay(subject.main)
    return Verdict(
        grade,
        f"Said to earn {SAID[way]}. {fact}",
        now=now,
        lineage=(PEOPLE, *((cell.citation,) if cell else ())),
        current=fact,
    )
