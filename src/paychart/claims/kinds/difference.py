"""A difference of pay in dollars: "$2,140 more than in Ohio", "$30,000 less than registered nurses"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import Finding, Grade, Verdict
from paychart.claims.figures import NAMES, Pay, money
from paychart.claims.reader import Reader
from paychart.claims.sentences import Clause
from paychart.claims.spans import measures, sums
from paychart.claims.surveys import other_source

NAME = "difference in pay"
ORDER = 14

_GAP = re.compile(
    r"\$\s?(?P<sum>\d{1,3}(?:,\d{3})+|\d+k?)(?:\s(?:a|per|each|every)\syear|\sannually)?\s(?:(?P<more>more|"
    r"higher|above|over)|"
    r"(?P<less>less|lower|below|under|fewer))\b\s?(?:than\b)?(?! \$)",
    re.I,
)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Each difference between two sides that are both named: occupations, or places of one occupation."""
    text = clause.text
    for match in _GAP.finditer(text):
        said = float(match["sum"].lower().replace(",", "").replace("k", "000"))
        subject = reader.subject(clause, match.start())
        if subject is None or any(f.start < match.start() for f in sums(text)):
            continue
        left, right = _sides(clause, match.end(), reader)
        verdict = Verdict("not checkable", "Between whom the difference is said to be is not clear.")
        if left and right and not other_source(clause, reader):
            verdict = _grade(said if match["more"] else -said, left, right, clause)
        anchor = match.start(), match.end()
        yield Finding(anchor, (0, len(text.rstrip())), str(subject), verdict)


def _sides(clause: Clause, at: int, reader: Reader) -> tuple[Pay | None, Pay | None]:
    """The cells on the two sides of the difference; an unnamed place is the nation."""
    cells: list[Pay | None] = []
    work = reader.mentions(clause, "occupation")
    places = reader.mentions(clause, "place")
    national = re.search(
        r"\b(?:national|nationwide|U\.S\.|average (?:for|of) the occupation)", clause.text[at:]
    )
    for second in (False, True):
        own = [m for m in work if (m.start >= at) == second] or work[:1]
        where = [m for m in places if (m.start >= at) == second]
        code = own[0].code if own else (s.main if (s := reader.subject(clause, at)) else "")
        if second and not (where or national or [m for m in work if m.start >= at]):
            return None, None
        area = where[0].code if where else None
        cells.append(reader.evidence.pay(code, area) if area else reader.evidence.pay(code))
    left, right = cells
    return (left, right) if left and right and left.citation != right.citation else (None, None)


def _grade(said: float, left: Pay, right: Pay, clause: Clause) -> Verdict:
    named = {m for _, _, m in measures(clause.text) if m in ("mean", "p50")}
    wages = sorted(named) if len(named) == 1 else ["mean", "p50"]
    gaps = {w: left.wages[w] - right.wages[w] for w in wages}
    wage = min(gaps, key=lambda w: abs(gaps[w] - said))
    error = left.error(wage) * left.wages[wage] + right.error(wage) * right.wages[wage]
    off = abs(gaps[wage] - said)
    grade: Grade = "not checkable"
    if off <= max(0.05 * abs(said), 500.0):
        grade = "supported"
    elif off > max(0.25 * abs(said), 2 * error, 2_000.0):
        grade = "contradicted"
    names = [p.name for p in (left, right)]
    fact = (
        f"{left.release}, {NAMES[wage]}: {names[0]} {money(left.wages[wage])}, {names[1]} "
        f"{money(right.wages[wage])}, "
        f"a difference of {'-' if gaps[wage] < 0 else ''}{money(abs(gaps[wage]))}."
    )
    now = {**left.figures(), "against": names[1], "difference": round(gaps[wage]), "grade": grade}
    return Verdict(grade, fact, now=now, lineage=(left.citation, right.citation), current=fact)
