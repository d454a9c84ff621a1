"""Demand as a cause of pay: "areas with a high demand pay more", "growing demand may lead to higher salaries"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import OEWS
from paychart.claims.grammar import PAY, direction
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause

NAME = "demand and pay"
ORDER = 24

_DEMAND = re.compile(
    r"\b(?:(?:high|low|lower|higher|strong|growing|rising|greater|less|increased|more) demand\b|"
    r"(?:areas|places|states|cities) with (?:more|many)(?: \w+){1,3} (?:jobs|openings|employers)|(?:more|"
    r"many) (?:\w+ )?jobs\b(?= tend))",
    re.I,
)
_OVER_TIME = re.compile(r"\b(?:growing|rising|increas\w+)\b", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Demand named beside the direction of pay."""
    text = clause.text
    match = _DEMAND.search(text)
    if match is None or not PAY.search(text) or "$" in text:
        return
    rest = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    way = direction(rest)
    if way is None:
        return
    anchor = match.start(), match.end()
    pays = PAY.search(text)
    span = (min(anchor[0], pays.start()), max(anchor[1], pays.end())) if pays else anchor
    subject = reader.subject(clause)
    low_demand = bool(re.match(r"low|less", match[0], re.I))
    verdict = _grade(
        bool(_OVER_TIME.match(match[0])), (way == "more") != low_demand, subject, reader.evidence
    )
    yield Finding(anchor, span, f"demand and pay; {subject}", verdict)


def _grade(over_time: bool, together: bool, subject: Subject | None, evidence: Evidence) -> Verdict:
    if subject is None:
        return NOBODY
    if over_time:
        why = "Whether demand will raise pay is a forecast of a cause; no official figure tells it."
        outlook = evidence.outlook(subject.main)
        if outlook:
            why += f" BLS projects {outlook.change:+.1f}% jobs over {outlook.edition} and makes no forecast of pay."
        return Verdict("not checkable", why, now=outlook.figures() if outlook else None)
    rho, p, areas = evidence.correlation(subject.main, "demand")
    if areas < 20:
        return Verdict("not checkable", "Too few areas publish pay for this work.")
    title = f"{evidence.title(subject.main).lower()} ({subject.main})"
    fact = (
        f"Over {areas} metropolitan areas, pay of {title} and the concentration of their jobs (location "
        f"quotient) have a rank "
        f"correlation of {rho:+.2f}"
    )
    grade: Grade
    if p < 0.05 and abs(rho) >= 0.1:
        grade = "supported" if (rho > 0) == together else "contradicted"
    else:
        grade, fact = "misleading", f"{fact}: no link to speak of"
    rural = evidence.rural_urban(subject.main)
    nominal, real = (rural[f"{k}_difference_percent"] if rural else 0.0 for k in ("nominal", "real"))
    if grade != "supported" and abs(real) < abs(nominal) / 2:
        fact += f". Rural pay is {nominal:+.1f}%, but {real:+.1f}% after prices: prices explain most of it"
    now = {
        "occupation": subject.main,
        "rank_correlation": round(rho, 2),
        "p": round(p, 4),
        "areas": areas,
        "grade": grade,
    }
    source = f"{OEWS}, {evidence.release}: {title}, metropolitan areas."
    return Verdict(grade, f"{fact}.", now=now, lineage=(source,), current=f"{fact}.")
