"""Where people work: "about 29 percent of coders work in hospitals"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.grammar import PERCENT
from paychart.claims.lexicon import Mention
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "employer share"
ORDER = 12

_WORK = re.compile(r"\b(?:work(?:s|ed|ing)? (?:in|for|at)|employ\w*|jobs|positions)\b", re.I)
_LARGEST = re.compile(
    r"\b(?:largest|biggest|main|top) employers?\b|\bmost \w+(?: \w+){0,3} work (?:in|for|at)\b", re.I
)
_POINTS = 1.5


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """A percent of jobs by kind of employer, or the largest employer."""
    employers = reader.mentions(clause, "employer")
    if not employers or not _WORK.search(clause.text):
        return
    amount = PERCENT.search(clause.text)
    largest = _LARGEST.search(clause.text)
    subject = reader.subject(clause)
    if amount and not re.search(r"\b(?:earn|pay|salar|wage|grow)", clause.text, re.I):
        place = min(employers, key=lambda m: abs(m.start - amount.start()))
        anchor = amount.start(), amount.end()
        yield Finding(
            anchor,
            _span(anchor, place),
            f"{place.text}; {subject}",
            _grade(place, float(amount[1]), subject, reader, reader.year(clause, amount.start())),
        )
    if largest:
        place = employers[0]
        anchor = largest.start(), largest.end()
        yield Finding(
            anchor,
            _span(anchor, place),
            f"{place.text}; {subject}",
            _grade(place, None, subject, reader, reader.year(clause, largest.start())),
        )


def _span(anchor: tuple[int, int], place: Mention) -> tuple[int, int]:
    return min(anchor[0], place.start), max(anchor[1], place.end)


def _grade(
    place: Mention, percent: float | None, subject: Subject | None, reader: Reader, year: int | None
) -> Verdict:
    evidence = reader.evidence
    every = evidence.pay(subject.main) if subject else None
    cell = evidence.pay(subject.main, industry=place.code) if subject else None
    if every is None or cell is None or not every.employment or not cell.employment:
        return Verdict("not checkable", "BLS released no job count for this kind of employer.")
    share = 100 * cell.employment / every.employment
    fact = f"{cell.release}: {cell.name} hold {cell.employment:,.0f} of {every.employment:,.0f} jobs, {share:.1f}%."
    grade: Grade
    if percent is not None:
        grade = "supported" if abs(percent - share) <= _POINTS else "contradicted"
    else:
        rivals = [
            p
            for code, p in evidence.industries(every.code).items()
            if _apart(code, cell.code, evidence) and p.employment
        ]
        first = max([*rivals, cell], key=lambda p: p.employment or 0)
        grade = "supported" if first.code == cell.code else "contradicted"
        if first.code != cell.code:
            fact += f" {first.name} hold {first.employment:,.0f}."
    now = {**cell.figures(), "share_percent": round(share, 1), "grade": grade}
    of = year if year is not None else reader.dated
    if grade != "supported" and of is not None and of < evidence.year:
        why = f"Jobs by employer are at hand for {cell.release} only. {fact}"
        now["grade"] = "outdated"
        return Verdict("not checkable", why, now=now, lineage=(cell.citation, every.citation), current=fact)
    return Verdict(grade, fact, now=now, lineage=(cell.citation, every.citation), current=fact)


def _apart(code: str, other: str, evidence: Evidence) -> bool:
    """Whether an industry is one of four digits that neither holds nor is held by the other."""
    level = evidence.codes.industries[code].level
    return (
        level == "4-digit"
        and not code.startswith(other.rstrip("0"))
        and not other.startswith(code.rstrip("0"))
    )
