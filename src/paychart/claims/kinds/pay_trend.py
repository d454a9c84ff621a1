"""How pay has moved: "wages rose 22 percent since May 2021", "salaries have risen every year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import Pay, money
from paychart.claims.grammar import PAY, PERCENT, YEAR
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "pay trend"
ORDER = 18
RESOLVES = frozenset({"date"})

_MOVED = re.compile(
    r"\b(?:(?:has|have|had) (?:\w+ )?(?:risen|grown|increased|gone up|climbed|doubled|fallen|declined|"
    r"dropped|gone down|kept up)|"
    r"rose|grew|climbed|fell|dropped|(?:nearly |almost )?doubled|increased)(?: (?:every year|steadily|"
    r"each year|year after year))?\b",
    re.I,
)
_THAN_THEN = re.compile(
    r"\b(?:earn|make|pay|paid|are paid|worth)\w* (?:more|less|better|worse) than (?:they|it|\w+) (?:did|"
    r"was|were|made|earned) (?:in|back in) (?:19|20)\d\d",
    re.I,
)
_DOWN = re.compile(r"\b(?:fallen|fell|declined|dropped|down|less|worse)\b", re.I)
_REAL = re.compile(r"\b(?:inflation|real terms|adjusted for|after prices|purchasing power)\b", re.I)
_PER_YEAR = re.compile(r"(?:%|percent) (?:a|per|each|every) year|\bannually", re.I)
_STEADY = re.compile(r"\b(?:every year|each year|steadily|year after year)\b", re.I)
_SPAN = re.compile(r"\b(two|three|four|five|ten|\d{1,2}) years\b|\b(decade)\b", re.I)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """A change of pay between two dates."""
    text = clause.text
    match = _THAN_THEN.search(text) or _MOVED.search(text)
    if (
        match is None
        or not PAY.search(text)
        or "$" in text
        or re.search(r"\bemployment|\bjobs\b|\bnumber of|\bdemand\b", text, re.I)
    ):
        return
    amount = PERCENT.search(text)
    dated = YEAR.search(text) or YEAR.search(clause.sentence.text) or _SPAN.search(text)
    if not dated and not _STEADY.search(text):
        return
    subject = reader.subject(clause)
    percent = float(amount[1]) if amount else 100.0 if "doubled" in match[0].lower() else None
    verdict = _grade(match[0], percent, clause, subject, reader.evidence)
    anchor = (amount.start(), amount.end()) if amount else (match.start(), match.end())
    yield Finding(
        anchor,
        (min(anchor[0], match.start()), max(anchor[1], match.end())),
        f"pay over time; {subject}",
        verdict,
    )


def _years(clause: Clause, evidence: Evidence) -> tuple[int, int] | None:
    years = [int(m[1]) for text in (clause.text, clause.sentence.text) for m in YEAR.finditer(text)]
    if not years:
        return None
    first = min(years)
    last = max(years)
    return first, last if last > first else evidence.year


def _grade(
    words: str, percent: float | None, clause: Clause, subject: Subject | None, evidence: Evidence
) -> Verdict:
    span = _years(clause, evidence)
    if subject is None or span is None:
        return Verdict("not checkable", "The guide does not say whose pay, or since when.")
    first, last = span
    cells = {
        y: c[0]
        for y, c in evidence.releases(subject.main).items()
        if first <= y <= last and c[0].code == subject.main
    }
    if first not in cells or last not in cells:
        return Verdict(
            "not checkable",
            f"{evidence.title(subject.main)} ({subject.main}) have no comparable figures for both May "
            f"{first} and May {last}.",
        )
    return _compare(words, percent, clause, cells, first, last, subject, evidence)


def _compare(
    words: str,
    percent: float | None,
    clause: Clause,
    cells: dict[int, Pay],
    first: int,
    last: int,
    subject: Subject,
    evidence: Evidence,
) -> Verdict:
    start, end = cells[first], cells[last]
    real = bool(_REAL.search(clause.text) or _REAL.search(clause.sentence.text))
    prices = dict(evidence.store.rows("SELECT year, value FROM consumer_price WHERE month = 5"))
    inflation = prices[last] / prices[first] if first in prices and last in prices else None
    if real and inflation is None:
        return Verdict("not checkable", "Consumer prices for these months are not at hand.")
    changes = [
        100 * (end.wages[w] / start.wages[w] / (inflation if real and inflation else 1) - 1)
        for w in ("mean", "p50")
    ]
    down = bool(_DOWN.search(words))
    if percent is not None and _PER_YEAR.search(clause.text):
        changes = [100 * ((1 + c / 100) ** (1 / (last - first)) - 1) for c in changes]
    said = None if percent is None else (-percent if down else percent)
    series = [cells[y].mean for y in sorted(cells)]
    unbroken = len(series) == last - first + 1
    grade: Grade
    if said is not None:
        near = min(changes, key=lambda c: abs(c - said))
        loose = 10.0 if re.search(r"nearly|almost|about|around", clause.text, re.I) else 0.75
        grade = "supported" if abs(near - said) <= max(loose, 0.05 * abs(said)) else "contradicted"
    elif _STEADY.search(clause.text):
        rising = all(b > a for a, b in pairwise(series))
        grade = ("supported" if rising != down else "contradicted") if unbroken else "not checkable"
    else:
        grade = (
            "misleading"
            if abs(changes[0]) < 1
            else "supported"
            if (changes[0] < 0) == down
            else "contradicted"
        )
    if grade == "contradicted" and said is None and not real and inflation:
        bought = 100 * (end.mean / start.mean / inflation - 1)
        grade = "not checkable" if (bought < 0) == down else grade  # true after inflation, and it is not said
    title = f"{evidence.title(subject.main).lower()} ({subject.main})"
    fact = (
        f"Mean pay of {title} went from {money(start.mean)} in {start.release} to {money(end.mean)} in "
        f"{end.release} ({100 * (end.mean / start.mean - 1):+.1f}%"
    )
    if inflation:
        fact += f"; after inflation {100 * (end.mean / start.mean / inflation - 1):+.1f}%"
    fact += ")."
    then = {
        "from": first,
        "to": last,
        "mean_change_percent": round(100 * (end.mean / start.mean - 1), 1),
        "grade": grade,
    }
    return Verdict(grade, fact, then, lineage=(start.citation, end.citation), current=fact)
