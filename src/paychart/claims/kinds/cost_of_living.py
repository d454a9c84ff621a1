"""Prices and pay: "in areas with a high cost of living salaries are higher", "their pay goes further"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paychart.claims.claim import NOBODY, Finding, Grade, Verdict
from paychart.claims.evidence import Evidence
from paychart.claims.figures import OEWS, money
from paychart.claims.grammar import PAY, direction
from paychart.claims.reader import Reader, Subject
from paychart.claims.sentences import Clause
from paychart.data.vintages import edition

NAME = "cost of living"
ORDER = 27

_COST = re.compile(
    r"\b(?:high(?:er)?|low(?:er)?|expensive)?\s?(?:costs? of living|living costs?|cost-of-living)\b|"
    r"\bexpensive (?:areas|cities|places|metros)\b",
    re.I,
)
_FURTHER = re.compile(
    r"\b(?:pay(?:check)?s?|salar(?:y|ies)|wages?|dollars?|money) (?:\w+ )?(?:goes?|stretch(?:es)?|"
    r"reach(?:es)?|buys?) (?:further|farther|more)\b",
    re.I,
)
_RURAL = re.compile(r"\b(?:rural|small(?:er)? towns?|nonmetro\w*|less populated)\b", re.I)


def find(clause: Clause, reader: Reader) -> Iterator[Finding]:
    """Cost of living beside the direction of pay; and pay that is said to go further."""
    text = clause.text
    subject = reader.subject(clause)
    further = _FURTHER.search(text)
    if further:
        anchor = further.start(), further.end()
        verdict = _further(clause, subject, reader)
        yield Finding(anchor, anchor, f"pay after prices; {subject}", verdict)
        return
    match = _COST.search(text)
    if (
        match is None
        or re.search(r"\bbefore(?: the)?\s*$", text[: match.start()], re.I)
        or not PAY.search(text)
        or "$" in text
        or reader.mentions(clause, "place")
    ):
        return
    way = direction(text[: match.start()] + " " * len(match[0]) + text[match.end() :])
    if way is None:
        return
    low = bool(re.match(r"\s?low", match[0], re.I))
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    pays = PAY.search(text)
    span = (min(start, pays.start()), max(match.end(), pays.end())) if pays else (start, match.end())
    verdict = _together((way == "more") != low, subject, reader.evidence)
    yield Finding((start, match.end()), span, f"cost of living; {subject}", verdict)


def _together(rises: bool, subject: Subject | None, evidence: Evidence) -> Verdict:
    if subject is None:
        return NOBODY
    rho, p, areas = evidence.correlation(subject.main, "prices")
    if areas < 20:
        return Verdict("not checkable", "Too few areas publish pay for this work.")
    grade: Grade = (
        "misleading" if p >= 0.05 or abs(rho) < 0.1 else "supported" if (rho > 0) == rises else "contradicted"
    )
    title = f"{evidence.title(subject.main).lower()} ({subject.main})"
    fact = f"Over {areas} metropolitan areas, pay of {title} and price levels have a rank correlation of {rho:+.2f}."
    now = {"occupation": subject.main, "rank_correlation": round(rho, 2), "areas": areas, "grade": grade}
    source = f"{OEWS}, {evidence.release}; BEA regional price parities {edition('rpp')}."
    return Verdict(grade, fact, now=now, lineage=(source,), current=fact)


def _further(clause: Clause, subject: Subject | None, reader: Reader) -> Verdict:
    """Rural pay after prices, or that of a place that is named."""
    evidence = reader.evidence
    if subject is None:
        return NOBODY
    places = reader.mentions(clause, "place") or reader.mentions(clause.sentence, "place")
    if places:
        return _place(places[0].code, places[0].text, subject, evidence)
    both = evidence.rural_urban(subject.main) if _RURAL.search(clause.sentence.text) else None
    if both is None:
        return Verdict("not checkable", "The guide does not say where.")
    real = both["real_difference_percent"]
    grade: Grade = "misleading" if abs(real) < 2 else "supported" if real > 0 else "contradicted"
    fact = (
        f"After local prices, rural pay of {evidence.title(subject.main).lower()} ({subject.main}) is "
        f"{real:+.1f}% against metropolitan pay ({evidence.release})."
    )
    source = f"{OEWS}, {evidence.release}; BEA regional price parities {edition('rpp')}."
    return Verdict(grade, fact, now={**both, "grade": grade}, lineage=(source,), current=fact)


def _place(code: str, name: str, subject: Subject, evidence: Evidence) -> Verdict:
    from paychart.pay.parity import parities

    parity, here, nation = (
        parities(evidence.store).get(code),
        evidence.pay(subject.main, code),
        evidence.pay(subject.main),
    )
    if parity is None or here is None or nation is None:
        return Verdict("not checkable", f"Pay or prices of {name} are not published.")
    real = here.mean / parity.all_items * 100
    gap = 100 * (real / nation.mean - 1)
    grade: Grade = "misleading" if abs(gap) < 2 else "supported" if gap > 0 else "contradicted"
    fact = (
        f"Mean pay in {here.name} is {money(here.mean)}, worth {money(real)} at national prices, "
        f"{gap:+.1f}% against the nation ({here.release})."
    )
    now = {**here.figures(), "real_mean": round(real), "gap_percent": round(gap, 1), "grade": grade}
    return Verdict(
        grade,
        fact,
        now=now,
        lineage=(here.citation, f"BEA regional price parities {parity.year}: {parity.basis}."),
        current=fact,
    )
