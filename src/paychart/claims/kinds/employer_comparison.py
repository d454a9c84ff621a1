"""Kinds of employers that are said to pay more, less or differently: "hospitals pay more than clinics"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.comparison import SAID, TOLD, Comparison, comparison, grade_gap, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import Pay, clearly_differ, money
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.words.industries import EMPLOYERS

NAME = "employer comparison"
ORDER = 40
RESOLVES = frozenset({"denial"})
_THEY = re.compile(
    r"\s*(?:both|they|these|those|all of them)\b", re.I
)  # the employers of the sentence before
_ALL = "all employers"


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each kind of employer named in a comparison of pay."""
    named = reader.mentions(clause, "employer")
    found = comparison(clause) if named else None
    if found is None or re.search(r"\bemploys?\b", clause.text, re.I):
        return
    before = reader.previous(clause.sentence)
    meant = (
        [m.code for m in reader.mentions(before, "employer")] if before and _THEY.match(clause.text) else []
    )
    first = [m for m in named if found.side(m.start) == "first"]
    for mention in first or named:
        subject = reader.subject(clause)
        other = [m.code for m in named if found.side(m.start) != found.side(mention.start)] or meant
        anchor = (mention.start, mention.end)
        if subject is None:
            verdict = NOBODY
        else:
            verdict = _grade(
                mention.code, mention.start, found, tuple(dict.fromkeys(other)), subject, reader.evidence
            )
        yield Finding(anchor, span(clause.text, anchor), f"{mention.text}; {subject}", verdict)


def _grade(
    code: str, at: int, found: Comparison, others: tuple[str, ...], subject: Subject, evidence: Evidence
) -> Verdict:
    told: list[str] = []
    grades: list[Grade] = []
    lineage: list[str] = []
    now = None
    way = found.way_of(at)
    for occupation in subject.codes:
        cell = evidence.pay(occupation, industry=code)
        opponent = _opponent(occupation, others, evidence)
        if cell is None or opponent is None:
            told.append(f"{occupation}: not published for this kind of employer")
            grades.append("not checkable")
            continue
        against, name = opponent
        gap = 100 * (cell.mean / against.mean - 1)
        grade: Grade = grade_gap(
            way, gap, clearly_differ(cell, against), found.percent if len(others) else None
        )
        if found.superlative and not others and grade == "supported":
            grade, leader = _leads(cell, way, occupation, evidence)
            told.append(f"{occupation}: {leader}")
        else:
            told.append(
                f"{occupation}: {money(cell.mean)} against {money(against.mean)} for {name} ({TOLD[grade]})"
            )
        grades.append(grade)
        lineage += [cell.citation, against.citation]
        if now is None:
            now = {
                **cell.figures(),
                "occupation": occupation,
                "against": name,
                "against_mean": against.mean,
                "grade": grade,
            }
    asked = f"Said to pay {SAID[way]}. Mean pay, {evidence.release}: " + "; ".join(told) + "."
    # Where the first occupation of a family is not published, the next one speaks.
    told_grades = [g for g in grades if g != "not checkable"]
    first: Grade = grades[0] if now and now["occupation"] == subject.main else (told_grades or grades)[0]
    current = _current(code, subject, evidence)
    return Verdict(first, asked, now=now, lineage=tuple(dict.fromkeys(lineage)), current=current)


def _current(code: str, subject: Subject, evidence: Evidence) -> str:
    """What the kind of employer pays now, for each occupation of the subject."""
    told = []
    for occupation in subject.codes:
        cell, every = evidence.pay(occupation, industry=code), evidence.pay(occupation)
        if cell and every:
            gap = cell.mean / every.mean - 1
            told.append(f"{every.name.lower()} {money(cell.mean)}, {gap:+.0%} against all employers")
    name = evidence.codes.industries[code].title
    return f"Mean pay in {name}, {evidence.release}: {'; '.join(told)}." if told else ""


def _opponent(occupation: str, codes: tuple[str, ...], evidence: Evidence) -> tuple[Pay, str] | None:
    """The other side: its kinds of employers weighted by jobs, or all employers."""
    every = evidence.pay(occupation)
    cells = [c for code in codes if (c := evidence.pay(occupation, industry=code))]
    if not cells:
        return (every, _ALL) if every and not codes else None
    if len(cells) == 1:
        return cells[0], cells[0].name
    jobs = [c.employment or 1.0 for c in cells]
    mean = sum(j * c.mean for j, c in zip(jobs, cells, strict=True)) / sum(jobs)
    error = (
        sum((j * c.mean * (c.mean_rse or 0)) ** 2 for j, c in zip(jobs, cells, strict=True)) ** 0.5
        / sum(jobs)
        / mean
    )
    name = " and ".join(c.name for c in cells)
    return Pay(
        "", name, cells[0].release, cells[0].citation, sum(jobs), error, {**cells[0].wages, "mean": mean}
    ), name


def _leads(cell: Pay, way: str, occupation: str, evidence: Evidence) -> tuple[Grade, str]:
    """Whether the cell pays best (or worst) among the employer types that guides speak of."""
    rivals = [
        p
        for code, p in evidence.industries(occupation).items()
        if code in EMPLOYERS and (p.mean_rse or 0) <= 10
    ]
    best = (max if way == "more" else min)([*rivals, cell], key=lambda p: p.mean)
    said = "best" if way == "more" else "worst"
    if best.code == cell.code or best.mean == cell.mean:
        return "supported", f"{cell.name} pays {said} of the usual employer types, {money(cell.mean)}"
    grade: Grade = "contradicted" if clearly_differ(best, cell) else "not checkable"
    return grade, f"{cell.name} pays {money(cell.mean)}, but {best.name} pays {said}, {money(best.mean)}"
