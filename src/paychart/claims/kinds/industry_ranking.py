"""The industry that pays best: "the top-paying industry is the federal government"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.figures import OEWS, money
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause

NAME = "industry ranking"
ORDER = 33

_RANK = re.compile(r"\b(?:top|best|highest)[- ]paying (?:industr(?:y|ies)|employers?|sectors?)\b", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each kind of employer named as the one that pays best."""
    match = _RANK.search(clause.text)
    named = reader.mentions(clause, "employer") if match else []
    subject = reader.subject(clause) if named else None
    if match is None or subject is None:
        return
    for mention in named:
        verdict = _grade(mention.code, len(named), subject.main, reader)
        anchor = mention.start, mention.end
        span = min(match.start(), mention.start), max(match.end(), mention.end)
        yield Finding(anchor, span, f"{mention.text}; {subject}", verdict)


def _grade(code: str, depth: int, occupation: str, reader: Reader) -> Verdict:
    """Among industries of the same depth of detail as the one named."""
    evidence = reader.evidence
    level = evidence.codes.industries[code].level
    found = evidence.industries(occupation)
    ranked = sorted(
        (p for c, p in found.items() if evidence.codes.industries[c].level == level), key=lambda p: -p.mean
    )
    at = next((i for i, p in enumerate(ranked) if p.code == code), None)
    every = evidence.pay(occupation)
    if at is None or every is None:
        return Verdict("not checkable", "BLS released no pay of this occupation for this kind of employer.")
    here, bar = ranked[at], ranked[min(depth, len(ranked)) - 1]
    # Lists of "top industries" leave out small ones; only pay below that of all employers is surely not the best.
    wrong = here.mean < every.mean and here.mean < bar.mean * (1 - here.error() - bar.error() - 0.02)
    grade: Grade = "supported" if at < depth else "contradicted" if wrong else "not checkable"
    shown = "; ".join(f"{p.name} {money(p.mean)}" for p in ranked[:3])
    fact = f"By mean pay in {evidence.release}, {here.name} ({money(here.mean)}) is number {at + 1} of {len(ranked)}."
    fact = f"{fact} First: {shown}; all employers {money(every.mean)}."
    now = {**here.figures(), "rank": at + 1, "of": len(ranked), "grade": grade}
    return Verdict(
        grade, fact, now=now, lineage=(f"{OEWS}, {evidence.release}.", here.citation), current=fact
    )
