"""States and metropolitan areas against each other or the nation: "coders in Florida earn less than average"."""

from __future__ import annotations

from collections.abc import Iterator

from paychart.claims.claim import Finding, Verdict
from paychart.claims.comparison import SAID, TOLD, Comparison, comparison, grade_gap, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import clearly_differ, money
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "place comparison"
ORDER = 52


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each place named in a comparison of pay."""
    named = reader.mentions(clause, "place")
    found = comparison(clause) if named else None
    if found is None or found.superlative or found.way == "different":
        return
    for mention in named:
        others = [m.code for m in named if found.side(m.start) != found.side(mention.start)]
        subject = reader.subject(clause)
        verdict = (
            _grade(mention.code, mention.start, found, others, subject, reader.evidence)
            if subject
            else Verdict("not checkable", "The guide does not say whose pay this is.")
        )
        anchor = (mention.start, mention.end)
        yield Finding(anchor, span(clause.text, anchor), f"{mention.text}; {subject}", verdict)


def _grade(
    code: str, at: int, found: Comparison, others: list[str], subject: Subject, evidence: Evidence
) -> Verdict:
    here = evidence.pay(subject.main, code)
    there = evidence.pay(subject.main, others[0]) if others else evidence.pay(subject.main)
    if here is None or there is None:
        return Verdict("not checkable", "BLS released no pay for one of these places.")
    way = found.way_of(at)
    gap = 100 * (here.mean / there.mean - 1)
    grade = grade_gap(way, gap, clearly_differ(here, there), found.percent)
    other = there.name if others else "the nation"
    fact = f"Mean pay in {here.release}: {here.name} {money(here.mean)}, {other} {money(there.mean)} ({gap:+.1f} %)"
    now = {
        **here.figures(),
        "against": there.name,
        "against_mean": there.mean,
        "gap_percent": round(gap, 1),
        "grade": grade,
    }
    why = f"Said to pay {SAID[way]}. {fact}, {TOLD[grade]}."
    return Verdict(grade, why, now=now, lineage=(here.citation, there.citation), current=f"{fact}.")
