"""Job openings a year: "about 14,200 openings each year"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.claims.spans import Figure, counts

NAME = "openings"
ORDER = 10
RESOLVES = frozenset({"date"})

_OPENINGS = re.compile(
    r"\b(?:job )?openings?\b|\bopen up\b|\bnew (?:jobs|positions)\b|\bvacanc(?:y|ies)\b", re.I
)
_NEW = re.compile(r"\bnew (?:jobs|positions)\b", re.I)
_PERIOD = re.compile(r"\b(20\d\d)\s?(?:-|to|and|through)\s?(20\d\d|\d\d)\b")


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each count that stands beside the word for openings."""
    word = _OPENINGS.search(clause.text)
    if word is None:
        return
    for said in counts(clause.text):
        if min(abs(said.start - word.end()), abs(word.start() - said.end)) > 45:
            continue
        subject = reader.subject(clause, said.start)
        end = word.end() if 0 <= word.start() - said.end <= 12 else said.end
        lead = len(clause.text) - len(clause.text.lstrip(" ,;:-"))
        verdict = _grade(said, bool(_NEW.search(clause.text)), clause, subject, reader)
        yield Finding((said.start, end), (min(lead, said.start), end), str(subject), verdict)


def _grade(said: Figure, new: bool, clause: Clause, subject: Subject | None, reader: Reader) -> Verdict:
    period = _PERIOD.search(clause.sentence.text)
    newest = reader.evidence.outlook(subject.main) if subject else None
    if subject is None or newest is None:
        return Verdict("not checkable", "BLS counts no openings for this work.")
    last = int(period[1][:2] + period[2][-2:]) if period else None
    outlook = reader.evidence.outlook(subject.main, last) or newest
    if not period and not said.agrees(newest.openings):
        earlier = (
            reader.evidence.outlook(subject.main, year) for year in reader.evidence.earlier_projections
        )
        outlook = next((e for e in earlier if e is not None and said.agrees(e.openings)), newest)
    now = outlook.figures()
    fact = (
        f"BLS expects about {outlook.openings:,.0f} openings a year over {outlook.edition} for "
        f"{outlook.title.lower()} "
        f"({outlook.code}), most of them to replace people who leave"
    )
    older = reader.dated is not None and not period and not said.agrees(outlook.openings)
    if older or (period and last != outlook.last):
        return Verdict(
            "not checkable",
            f"The projection of that time is not at hand. Now {fact}.",
            now=now,
            lineage=(outlook.citation,),
            current=f"{fact}.",
        )
    added = (outlook.projected - outlook.jobs) / 10
    grade: Grade
    if said.agrees(outlook.openings):
        grade = "misleading" if new else "supported"
        why = f"{fact}; jobs added are about {added:,.0f} a year." if new else f"{fact}."
    elif new and (said.agrees(added) or said.agrees(10 * added)):
        grade, why = "supported", f"Jobs added are about {added:,.0f} a year. {fact}."
    elif said.value > 1.5 * outlook.openings or said.value < outlook.openings / 1.5:
        grade, why = "contradicted", f"{fact}."
    else:
        grade, why = (
            "figure not found",
            f"The projection at hand does not print it, an older one may. {fact}.",
        )
    stale = grade == "supported" and outlook is not newest
    then_now = {**newest.figures(), "grade": "outdated" if stale else grade}
    return Verdict(
        grade, why, now, then_now, None if grade == "supported" else now, (outlook.citation,), f"{fact}."
    )
