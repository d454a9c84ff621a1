"""Schooling that is said to pay: "coders with a bachelor's degree earn more"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Verdict
from paychart.claims.comparison import SAID, Comparison, comparison, grade_gap, span
from paychart.claims.evidence import Evidence
from paychart.claims.figures import PEOPLE, money
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "education comparison"
ORDER = 42
RESOLVES = frozenset({"denial", "part"})

_LEVELS = (
    ("doctoral", r"doctora\w+(?: degrees?)?|ph\.?d"),
    (
        "master",
        r"master(?:'?s)?(?: degrees?)?|advanced degrees?|graduate degrees?|postgraduate degrees?|mba|higher degrees?",
    ),
    (
        "bachelor",
        r"bachelor(?:'?s)?(?: degrees?)?|four-year degrees?|college degrees?|higher education|more education|"
        r"further education|additional education",
    ),
    ("associate", r"associate(?:'?s)?(?: degrees?)?|two-year degrees?"),
    ("high school", r"high[- ]school(?: diploma| graduates?)?|ged"),
)
_EVERYONE = "all workers"
_TYPICAL = re.compile(
    r"\b(?:typical|average) (?:worker|person|coder|nurse|employee)|\b(?:the average|everyone|others|all workers)\b",
    re.I,
)
LEVEL = re.compile("|".join(rf"\b(?P<{level.replace(' ', '_')}>{p})\b" for level, p in _LEVELS), re.I)


def levels(text: str) -> list[tuple[str, int, int]]:
    """(level, start, end) of each level of schooling named."""
    return [((m.lastgroup or "").replace("_", " "), m.start(), m.end()) for m in LEVEL.finditer(text)]


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """One claim for each level on the side that is said to earn more (or less)."""
    named = levels(clause.text)
    found = comparison(clause) if named else None
    if found is None or found.way == "different":
        return
    others = [level for level, start, _ in named if found.side(start) == "second"]
    for level, start, end in named:
        if found.side(start) == "second":
            continue
        subject = reader.subject(clause)
        verdict = _grade(level, others, found, subject, reader.evidence) if subject else NOBODY
        yield Finding((start, end), span(clause.text, (start, end)), f"{level} degree; {subject}", verdict)


def _grade(level: str, others: list[str], found: Comparison, subject: Subject, evidence: Evidence) -> Verdict:
    way = found.way
    cell = evidence.pay(subject.main)
    # Against whom, if nobody is named: those with the degree below, not the average, who hold it themselves.
    names = [name for name, _ in _LEVELS]
    below = names[min(names.index(level) + 1, len(names) - 1)]
    everybody = _TYPICAL.search(found.text[found.cut :])
    against = others[0] if others else _EVERYONE if everybody or below == level else below
    here = evidence.personal(subject.main, education=level)
    everyone = (cell.median, cell.median, cell.median) if cell else None
    there = everyone if against == _EVERYONE else evidence.personal(subject.main, education=against)
    if here is None or there is None or cell is None or level == against:
        why = f"Person records say too little of this schooling among {evidence.title(subject.main).lower()}."
        return Verdict("not checkable", why)
    gap = 100 * (here[0] / there[0] - 1)
    clear = here[1] > there[2] or here[2] < there[1]
    grade = grade_gap(way, gap, clear, found.percent)
    if grade == "contradicted" and found.percent is not None and (gap > 0) == (way in ("more", "no less")):
        # Gaps by schooling are modelled: only one that is far off is wrong.
        far = abs(found.percent - abs(gap)) > max(15.0, abs(gap))
        grade = "contradicted" if far else "not checkable"
    if grade == "misleading" and not others:
        grade = "not checkable"  # against whom is not said
    fact = (
        f"Among {evidence.title(subject.main).lower()} ({subject.main}), workers with {_article(level)} "
        f"have a typical pay "
        f"of {money(here[0])} against {money(there[0])} {_article(against, 'with ')} ({gap:+.0f}%; "
        f"modelled from person "
        "records, an association)."
    )
    now = {
        "occupation": subject.main,
        "level": level,
        "median": round(here[0]),
        "interval90": [round(here[1]), round(here[2])],
        "against": against,
        "against_median": round(there[0]),
        "gap_percent": round(gap, 1),
        "grade": grade,
    }
    said = f"Said to earn {SAID[way]}" + (f" by {found.percent:g}%" if found.percent else "")
    return Verdict(grade, f"{said}. {fact}", now=now, lineage=(PEOPLE, cell.citation), current=fact)


def _article(level: str, before: str = "") -> str:
    if level == _EVERYONE:
        return "for all of them"
    return before + _degree(level)


def _degree(level: str) -> str:
    names = {
        "high school": "a high school diploma",
        "associate": "an associate degree",
        "bachelor": "a bachelor's degree",
    }
    return names.get(level, f"a {level}'s degree" if level == "master" else f"a {level} degree")
