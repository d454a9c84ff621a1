"""What every verdict on one sum shares: the frame, its occupation, and what official figures say of it today."""

from __future__ import annotations

from dataclasses import dataclass

from paychart.claims.claim import Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import NAMES, Pay, money
from paychart.claims.frame import Frame
from paychart.claims.reader import Subject
from paychart.claims.spans import PERCENTILES
from paychart.claims.words import now_sentence


@dataclass(frozen=True)
class Case:
    """What every verdict on one frame shares."""

    frame: Frame
    subject: Subject
    evidence: Evidence
    now: Pay | None
    today: str
    lineage: tuple[str, ...]

    def verdict(
        self,
        grade: Grade,
        why: str,
        cell: Pay | None = None,
        *,
        now_grade: Grade | None = None,
        near: bool = False,
    ) -> Verdict:
        then = {**cell.figures(), "grade": grade} if cell else None
        now = (
            {**self.now.figures(), "grade": now_grade}
            if self.now and now_grade
            else self.now.figures()
            if self.now
            else None
        )
        cited = (cell.citation, *self.lineage) if cell else self.lineage
        return Verdict(
            grade,
            why,
            then,
            now,
            cell.figures() if cell and near else None,
            tuple(dict.fromkeys(cited)),
            self.today,
        )


def open_case(frame: Frame, subject: Subject, evidence: Evidence) -> Case:
    part = bool(frame.place or frame.employer) and not (frame.place and frame.employer)
    now = next(
        (c for code in subject.codes if (c := _cell(code, frame if part else None, evidence)) is not None),
        None,
    )
    if part and now:
        wage = frame.measure if frame.measure in PERCENTILES and frame.measure in now.wages else ""
        today = f"In {now.release} the mean for {now.name} is {money(now.mean)} and the median {money(now.median)}."
        if wage:
            today = f"In {now.release} the {NAMES[wage]} for {now.name} is {money(now.wages[wage])}."
        return Case(frame, subject, evidence, now, today, (now.citation,))
    whole = next((c for code in subject.codes if (c := evidence.pay(code)) is not None), None)
    today = now_sentence(evidence, subject, frame.measure)
    return Case(frame, subject, evidence, None if part else whole, today, lineage_of(evidence, subject))


def _cell(code: str, frame: Frame | None, evidence: Evidence) -> Pay | None:
    if frame is None:
        return evidence.pay(code)
    return (
        evidence.pay(code, area=frame.place)
        if frame.place
        else evidence.pay(code, industry=frame.employer or "")
    )


def lineage_of(evidence: Evidence, subject: Subject) -> tuple[str, ...]:
    """The newest cells of the subject's occupations."""
    cells = [evidence.pay(code) for code in subject.codes]
    return tuple(c.citation for c in cells if c)
