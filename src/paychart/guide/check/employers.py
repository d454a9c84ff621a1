"""Claims such as "hospitals and consulting firms pay more than physician practices"."""

from __future__ import annotations

import re

from paychart.guide import facts
from paychart.guide.check.claim import Claim, Evidence, Grade, sentences
from paychart.guide.facts import CellPay
from paychart.guide.phrase import clearly_differ

_WORDS = {
    "622000": r"hospitals?",
    "541600": r"(?:healthcare |health care )?consult(?:ing|ancy)(?: firms?| companies)?",
    "621100": r"physician (?:practices?|offices?)|doctors'? offices?|offices of physicians",
    "621400": r"outpatient (?:care )?centers?",
    "623000": r"nursing homes?|nursing (?:care )?facilities",
    "524000": r"insurance (?:companies|carriers?)|insurers?",
}
_SAID = {"supported": "supported", "contradicted": "contradicted", "not checkable": "no clear difference"}
_ORDER = re.compile(r"\b(higher|more|better|lower|less)\b", re.I)
_AGAINST = re.compile(r"\b(?:compared (?:to|with)|than)\b", re.I)


def find(text: str, evidence: Evidence) -> list[Claim]:
    """One claim for each employer type in a sentence that says who earns more or less."""
    found = []
    for offset, sentence in sentences(text):
        order = _ORDER.search(sentence)
        if not order or not re.search(r"\b(earn|pay|salar|wage)", sentence, re.I):
            continue
        split = _AGAINST.search(sentence, order.end())
        cut = split.start() if split else len(sentence)
        more = order[1].lower() in ("higher", "more", "better")
        for code, words in _WORDS.items():
            for match in re.finditer(rf"\b(?:{words})\b", sentence, re.I):
                said_more = more if match.start() < cut else not more
                start = offset + match.start()
                found.append(_grade(match[0], start, sentence, code, said_more, evidence))
    return found


def _grade(words: str, start: int, sentence: str, code: str, said_more: bool, evidence: Evidence) -> Claim:
    told, grades, lineage = [], [], []
    now = None
    for role in evidence.topic.roles[:3]:
        cells = evidence.employers(role.code)
        every = facts.occupation_pay(evidence.store, role.code)
        if code not in cells:
            continue
        cell = cells[code]
        grade = _compare(cell, every, said_more)
        grades.append(grade)
        told.append(
            f"{role.code}: ${cell.mean:,.0f} against ${every.mean:,.0f} for all employers ({_SAID[grade]})"
        )
        lineage += [cell.source.citation, every.source.citation]
        now = now or {"occupation": role.code, "mean": cell.mean, "all_employers_mean": every.mean}
    first: Grade = grades[0] if grades else "not checkable"
    side = "more" if said_more else "less"
    why = f"Said to pay {side}. Mean pay, {evidence.store.release}: " + "; ".join(told) + "."
    if not told:
        why = "No pay for this kind of employer is published for this work."
    end = start + len(words)
    return Claim(
        sentence, start, end, "employer comparison", words, (first,), why, now=now, lineage=tuple(lineage)
    )


def _compare(cell: CellPay, every: CellPay, said_more: bool) -> Grade:
    left, right = cell.figure("mean", "mean"), every.figure("mean", "mean")
    if not clearly_differ(left, right):
        return "not checkable"
    return "supported" if (left.value > right.value) == said_more else "contradicted"
